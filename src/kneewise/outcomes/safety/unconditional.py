"""Exact interval and test of a risk difference that hold whatever the control's risk: two one-sided score tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.proportions import Interval, checked_counts, checked_level
from kneewise.outcomes.two_proportions import difference_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.outcomes.bisection import Floats

_MOST_TABLES = 250_000
_GRID = 129  # control risks tried at first; the highest three are then looked at more closely
_CLOSER = 4
_ALIKE = 1e-9  # scores nearer than this are one score


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactDifference:
    """Exact unconditional interval of a risk difference, with the two-sided p of no difference that agrees with it."""

    difference: Interval
    p: float


def exact_difference(
    events: int, n: int, control_events: int, control_n: int, *, level: float = 0.95
) -> ExactDifference:
    """Exact unconditional interval of the risk difference, treated minus control.

    events, n, control_events, control_n : whole numbers, 0 <= events <= n, n at least 1; (n + 1) (control_n + 1) at
        most 250,000 tables
    level : two-sided confidence

    Each limit is the difference at which the chance of a table at least as extreme in Miettinen and Nurminen's score,
    at the control risk that makes it largest, comes to (1 - level) / 2. It is searched for by halving, to 1e-7, the
    largest chance on a grid of control risks that is refined around its three highest points.

    Source: Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209. Agrees with the four digits that SAS 9.4 and StatXact 11
    print, as kept in the tests of the R package exact2x2 (tests/alignment/test_two_by_two.py).
    """
    checked_level(level)
    (x1, n1), (x2, n2) = (
        tuple(int(each) for each in checked_counts(*pair)) for pair in ((events, n), (control_events, control_n))
    )
    if (n1 + 1) * (n2 + 1) > _MOST_TABLES:
        raise BadValues(
            f"n, control_n: found {(n1 + 1) * (n2 + 1)} tables; allowed: up to {_MOST_TABLES}; "
            "take `difference_interval` for groups so large"
        )
    tail = (1 - level) / 2
    # The upper limit is minus the lower one of the arms exchanged.
    lower = _lower(x1, n1, x2, n2, tail)
    upper = -_lower(x2, n2, x1, n1, tail)
    p = min(1.0, 2 * min(_largest(x1, n1, x2, n2, 0.0), _largest(x2, n2, x1, n1, 0.0)))
    return ExactDifference(
        difference=Interval(
            estimate=x1 / n1 - x2 / n2, lower=lower, upper=upper, level=level, method="exact unconditional"
        ),
        p=p,
    )


def _lower(x1: int, n1: int, x2: int, n2: int, tail: float) -> float:
    """The smallest difference that is not refused by the test for a larger one."""
    low, high = -1.0, x1 / n1 - x2 / n2
    while high - low > 1e-7:
        middle = (low + high) / 2
        if _largest(x1, n1, x2, n2, middle) <= tail:
            low = middle
        else:
            high = middle
    return max(-1.0, low) if low > -1.0 else -1.0


def _largest(x1: int, n1: int, x2: int, n2: int, difference: float) -> float:
    """Largest chance, over the control's risk, of a score as high as that observed or higher."""
    extreme = _as_extreme(x1, n1, x2, n2, difference)
    low, high = max(0.0, -difference), min(1.0, 1.0 - difference)
    risks = np.linspace(low, high, _GRID)
    chances = _chances(risks, difference, extreme, n1, n2)
    best = float(chances.max())
    width = (high - low) / (_GRID - 1)
    peaks = risks[np.argsort(chances)[-3:]]
    for _ in range(_CLOSER):
        risks = np.unique(np.clip(peaks[:, None] + np.linspace(-width, width, 9), low, high))
        chances = _chances(risks, difference, extreme, n1, n2)
        best = max(best, float(chances.max()))
        peaks, width = risks[np.argsort(chances)[-3:]], width / 4
    return best


def _as_extreme(x1: int, n1: int, x2: int, n2: int, difference: float) -> NDArray[np.bool_]:
    """Which tables, shape (n1 + 1, n2 + 1), score as high as the observed one or higher."""
    treated, control = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    if abs(difference) >= 1:
        raise BadValues("difference: found one of 1 or more; allowed: between -1 and 1")
    scores = difference_score(treated, n1, control, n2, difference=difference)
    extreme: NDArray[np.bool_] = scores >= scores[x1, x2] - _ALIKE * max(1.0, abs(float(scores[x1, x2])))
    return extreme


def _chances(risks: Floats, difference: float, extreme: NDArray[np.bool_], n1: int, n2: int) -> Floats:
    first, second = _binomial(n1, np.clip(risks + difference, 0, 1)), _binomial(n2, risks)
    chances: Floats = ((first @ extreme) * second).sum(axis=1)
    return chances


def _binomial(n: int, risks: Floats) -> Floats:
    """Chances of 0 to n events, one row each risk."""
    from scipy.special import gammaln, xlog1py, xlogy

    k = np.arange(n + 1, dtype=np.float64)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    chances: Floats = np.exp(ways + xlogy(k, risks[:, None]) + xlog1py(n - k, -risks[:, None]))
    return chances
