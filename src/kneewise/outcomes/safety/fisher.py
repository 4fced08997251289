"""Do two proportions differ, given how many events there were: Fisher's exact test and its mid-P."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.outcomes.proportions import checked_counts, of_one_shape

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats

_ALIKE = 1 + 1e-7  # tables whose chances differ by less are alike, as in R


@dataclass(frozen=True, slots=True, kw_only=True)
class Fisher:
    """P values of a table; floats, or arrays where arrays came in.

    p : two-sided, all tables no likelier than the observed one (what R and most programs print)
    p_central : two-sided, twice the smaller of the tails
    p_mid : two-sided mid-P, twice the smaller of the tails with half of the observed table; not exact, nearer its level
    p_fewer, p_more : one-sided, as few or fewer and as many or more events among the treated
    """

    p: Any
    p_central: Any
    p_mid: Any
    p_fewer: Any
    p_more: Any


def fisher_test(events: ArrayLike, n: ArrayLike, control_events: ArrayLike, control_n: ArrayLike) -> Fisher:
    """Test whether two proportions differ.

    events, n, control_events, control_n : whole numbers, 0 <= events <= n, n at least 1

    Without any event, or with nothing but events, every p is 1: the table could not have come out otherwise (the
    one-sided mid-P of such a table is 0.5). Raises BadValues and NotEstimable as `proportion_interval` does.

    Source: Fisher RA. J R Stat Soc 1935;98:39-82; Lancaster HO. J Am Stat Assoc 1961;56:223-234 (mid-P).
    Agrees with scipy 1.17 `fisher_exact` to 1e-12 and with the printed mid-P of Fagerland, Lydersen and Laake
    (tests/alignment/test_two_by_two.py).
    """
    x1, n1 = checked_counts(events, n)
    x2, n2 = checked_counts(control_events, control_n)
    x1, n1, x2, n2 = of_one_shape(x1, n1, x2, n2)
    shape = x1.shape
    rows = np.stack([each.ravel() for each in (x1, n1, x2, n2)], axis=1).astype(np.int64)
    found = np.array([_one(*row) for row in rows.tolist()]).reshape(*shape, 5)
    return Fisher(
        p=found[..., 0][()],
        p_central=found[..., 1][()],
        p_mid=found[..., 2][()],
        p_fewer=found[..., 3][()],
        p_more=found[..., 4][()],
    )


def _one(x1: int, n1: int, x2: int, n2: int) -> tuple[float, float, float, float, float]:
    chances, place = _tables(x1, n1, x2, n2)
    at = chances[place]
    fewer, more = min(1.0, float(chances[: place + 1].sum())), min(1.0, float(chances[place:].sum()))
    no_likelier = min(1.0, float(chances[chances <= at * _ALIKE].sum()))
    mid = min(1.0, 2 * (min(fewer, more) - float(at) / 2))
    return no_likelier, min(1.0, 2 * min(fewer, more)), mid, fewer, more


def _tables(x1: int, n1: int, x2: int, n2: int) -> tuple[Floats, int]:
    """Chances of all tables with these margins, by the events among the treated, and the place of the observed one."""
    from scipy.special import gammaln

    total = x1 + x2
    first = max(0, total - n2)
    k = np.arange(first, min(n1, total) + 1, dtype=np.float64)

    def log_choose(n: int, r: Floats) -> Floats:
        chosen: Floats = gammaln(n + 1) - gammaln(r + 1) - gammaln(n - r + 1)
        return chosen

    logs = log_choose(n1, k) + log_choose(n2, total - k)
    chances = np.exp(logs - logs.max())
    return chances / chances.sum(), x1 - first
