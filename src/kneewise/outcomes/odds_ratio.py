"""The odds ratio of two arms, and both ratios by their logarithm: what papers print, beside the score intervals.

Arguments as in `two_proportions`. Nothing is added to an empty cell: where a logarithm has no variance, the interval
has no limits and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.bisection import bisect
from kneewise.outcomes.proportions import Interval, checked_level
from kneewise.outcomes.two_proportions import checked_tables

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats

    Counts = tuple[Floats, Floats, Floats, Floats]

OddsMethod = Literal["miettinen-nurminen", "score", "woolf"]


def odds_ratio_interval(
    events: ArrayLike,
    n: ArrayLike,
    control_events: ArrayLike,
    control_n: ArrayLike,
    *,
    method: OddsMethod = "miettinen-nurminen",
    level: float = 0.95,
) -> Interval:
    """Interval of the odds ratio, treated over control.

    events, n, control_events, control_n : whole numbers, 0 <= events <= n, n at least 1
    method : "score" (Cornfield's without correction for continuity), "miettinen-nurminen" (the same with the variance
        times N / (N - 1)), or "woolf" (normal on the logarithm; from 0 to infinity where a cell is empty)
    level : two-sided confidence

    Where nobody, or everybody, responded in both arms the ratio is `undetermined`.
    Raises BadValues and NotEstimable as `proportion_interval` does.

    Source: Miettinen O, Nurminen M. Stat Med 1985;4:213-226; Cornfield J. Proc 3rd Berkeley Symp 1956;4:135-148; Woolf
    B. Ann Hum Genet 1955;19:251-253. Agrees with statsmodels 0.14 `confint_proportions_2indep(compare="odds-ratio")` to
    1e-8 (tests/alignment/test_responders.py).
    """
    counts = checked_tables(events, n, control_events, control_n)
    z = _z(level)
    x1, n1, x2, n2 = counts
    nothing = (x1 + x2 == 0) | (x1 + x2 == n1 + n2)
    below = x2 * (n1 - x1)
    estimate = np.divide(x1 * (n2 - x2), below, out=np.where(nothing, np.nan, np.inf), where=below > 0)
    if method == "woolf":
        lower, upper = _by_logarithm(estimate, _inverse(x1, n1 - x1, x2, n2 - x2), z)
    elif method in ("miettinen-nurminen", "score"):
        lower = _lower(counts, z, method)
        swapped = _lower((x2, n2, x1, n1), z, method)
        upper = np.divide(1.0, swapped, out=np.full_like(swapped, np.inf), where=swapped > 0)
    else:
        raise BadValues(f"method: found {method!r}; allowed: 'miettinen-nurminen', 'score', 'woolf'")
    return Interval(
        estimate=estimate[()],
        lower=lower[()],
        upper=upper[()],
        level=level,
        method=method,
        undetermined=nothing[()],
    )


def log_ratio_interval(
    events: ArrayLike, n: ArrayLike, control_events: ArrayLike, control_n: ArrayLike, *, level: float = 0.95
) -> Interval:
    """Interval of the risk ratio by its logarithm, as most papers print it.

    From 0 to infinity where an arm has no event, or where everybody responded: the method has no variance there.

    Source: Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-474. Agrees with statsmodels 0.14
    `confint_proportions_2indep(compare="ratio", method="log")` to 1e-12 (tests/alignment/test_responders.py).
    """
    x1, n1, x2, n2 = checked_tables(events, n, control_events, control_n)
    nothing = (x1 == 0) & (x2 == 0)
    estimate = np.divide(x1 * n2, x2 * n1, out=np.where(nothing, np.nan, np.inf), where=x2 > 0)
    # Without rounding, and without a variance where everybody responded: a width of 0 would claim certainty.
    variance = (n1 - x1) * _inverse(x1 * n1) + (n2 - x2) * _inverse(x2 * n2)
    variance = np.where((x1 + x2 == 0) | (variance == 0) | (x1 == 0) | (x2 == 0), np.inf, variance)
    lower, upper = _by_logarithm(estimate, variance, _z(level))
    return Interval(
        estimate=estimate[()],
        lower=lower[()],
        upper=upper[()],
        level=level,
        method="katz",
        undetermined=nothing[()],
    )


def _z(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + checked_level(level)) / 2))


def _inverse(*cells: Floats) -> Floats:
    """Sum of the reciprocals of numbers of persons, infinite where one is 0."""
    total = np.zeros_like(cells[0])
    for cell in cells:
        total += np.divide(1.0, cell, out=np.full_like(total, np.inf), where=cell > 0)
    return total


def _by_logarithm(estimate: Floats, variance: Floats, z: float) -> tuple[Floats, Floats]:
    is_known = np.isfinite(variance) & np.isfinite(estimate) & (estimate > 0)
    logarithm = np.log(estimate, out=np.zeros_like(estimate), where=is_known)
    half = z * np.sqrt(np.where(is_known, np.maximum(variance, 0), 0.0))
    return np.where(is_known, np.exp(logarithm - half), 0.0), np.where(is_known, np.exp(logarithm + half), np.inf)


def _lower(counts: Counts, z: float, method: str) -> Floats:
    x1, n1, x2, n2 = counts
    total = n1 + n2
    z2 = z**2 * (total / (total - 1) if method == "miettinen-nurminen" else 1.0)

    def is_below(share: Floats) -> Any:
        ratio = share / (1 - share)
        p1, p2 = _likeliest(counts, ratio)
        spread = 1 / np.maximum(n1 * p1 * (1 - p1), 1e-300) + 1 / np.maximum(n2 * p2 * (1 - p2), 1e-300)
        return (x1 - n1 * p1) ** 2 * spread > z2

    seen = x1 * (n2 - x2)
    share = seen / np.where(seen + x2 * (n1 - x1) > 0, seen + x2 * (n1 - x1), 1)  # ratio / (1 + ratio): from 0 to 1
    found = bisect(is_below, np.zeros_like(share), share)
    return np.where(seen == 0, 0.0, found / (1 - found))


def _likeliest(counts: Counts, ratio: Floats) -> tuple[Floats, Floats]:
    """Both risks of highest likelihood where the odds ratio is given; the margins are those seen."""
    x1, n1, x2, n2 = counts
    events = x1 + x2
    # x2 is the root of a quadratic; of its two forms the one that subtracts no like numbers is taken.
    a = n2 * (ratio - 1)
    b = n1 * ratio + n2 - events * (ratio - 1)
    p2 = 2 * events / (b + np.sqrt(np.maximum(b**2 + 4 * a * events, 0)))
    p2 = np.clip(p2, 0, 1)
    # The divisor is 0 only at a ratio of 0, which is never a place that is still sought.
    return np.clip(ratio * p2 / np.maximum(1 + p2 * (ratio - 1), 1e-300), 0, 1), p2
