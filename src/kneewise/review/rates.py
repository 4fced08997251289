"""A provider's rates with the doubt of small numbers: Wilson's lower limit, corrected for the number of providers.

Source: Wilson EB. J Am Stat Assoc 1927;22:209-212 (score interval); the correction is Bonferroni's.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIN_CASES = 20  # below it a provider's rates are not computed (issue of the law book, section 9.7)
LEVEL = 0.05  # one-sided, for all providers together


class ProviderCount(NamedTuple):
    """What is counted of one provider: cases with a known setting, admitted; with both regions known, from afar."""

    key: str
    n_settings: int
    n_admitted: int
    n_regions: int
    n_far: int


def wilson_lower(n_events: int, n: int, z: float) -> float:
    """Give Wilson's lower limit of a proportion; 0 of 0 is not a proportion.

    >>> round(wilson_lower(20, 20, 1.6448536269514722), 4)
    0.8808
    """
    share = n_events / n
    middle = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - spread) / (1 + z * z / n))


def lower_limits(counts: Sequence[ProviderCount]) -> Mapping[str, tuple[float | None, float | None]]:
    """Give each provider's lower limits of the rate of admission and of the share of patients from another region.

    The level is shared among the providers that have MIN_CASES cases, since each is one chance to flag wrongly.
    """
    looked_at = [each for each in counts if max(each.n_settings, each.n_regions) >= MIN_CASES]
    if not looked_at:
        return {}
    z = NormalDist().inv_cdf(1 - LEVEL / len(looked_at))
    return {
        each.key: (
            wilson_lower(each.n_admitted, each.n_settings, z) if each.n_settings >= MIN_CASES else None,
            wilson_lower(each.n_far, each.n_regions, z) if each.n_regions >= MIN_CASES else None,
        )
        for each in looked_at
    }


def median(values: Sequence[int]) -> float:
    """Give the middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
