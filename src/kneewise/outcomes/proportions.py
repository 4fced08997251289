"""Interval of one proportion: exact, mid-P, Wilson. Those of two proportions stand in `two_proportions`.

Vectorised: every argument may be a number or an array; arrays are broadcast against each other. Nothing is added to a
count: an arm without events keeps its zero, and its interval says what a zero among so many means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.bisection import bisect

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.bisection import Floats

    Numbers = Any  # a float where every argument was a number, else an array of their broadcast shape

ProportionMethod = Literal["exact", "mid-p", "wilson"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate with its interval of confidence; each figure is a float, or an array where arrays came in.

    estimate : the estimate; NaN only where `undetermined`
    lower, upper : limits of the two-sided interval; -inf, inf or 0 where the data set no limit
    level : two-sided confidence, such as 0.95
    method : which interval this is
    undetermined : True where the data do not determine the estimate (a ratio of zero to zero events)
    """

    estimate: Numbers
    lower: Numbers
    upper: Numbers
    level: float
    method: str
    undetermined: Any = False


def proportion_interval(
    events: ArrayLike, n: ArrayLike, *, method: ProportionMethod = "exact", level: float = 0.95
) -> Interval:
    """Interval of a proportion from `events` persons of `n`.

    events, n : whole numbers, 0 <= events <= n, n at least 1
    method : "exact" (Clopper-Pearson, each tail at most (1 - level) / 2), "mid-p" (half of the observed count's
        probability in each tail), or "wilson" (the score interval)
    level : two-sided confidence, above 0 and below 1

    Without events the exact upper limit is 1 - ((1 - level) / 2) ** (1 / n); the rule of three, 3 / n, stands for the
    one-sided limit of 95 %, which is that of `level=0.90` here. Raises BadValues where a count is no whole number in
    its range or is missing, NotEstimable where n is 0; the text names the first row.

    Source: Clopper CJ, Pearson ES. Biometrika 1934;26:404-413; Lancaster HO. J Am Stat Assoc 1961;56:223-234;
    Wilson EB. J Am Stat Assoc 1927;22:209-212; all as compared by Newcombe RG. Stat Med 1998;17:857-872.
    Agrees with scipy 1.17 `binomtest(...).proportion_ci` to 1e-12 (exact, wilson), with the printed table I of
    Newcombe 1998 in all four digits (tests/alignment/test_proportions.py).
    """
    x, m = checked_counts(events, n)
    alpha = 1 - checked_level(level)
    if method == "exact":
        lower, upper = _exact(x, m, alpha)
    elif method == "mid-p":
        lower, upper = _mid_p(x, m, alpha)
    elif method == "wilson":
        lower, upper = wilson_limits(x, m, alpha)
    else:
        raise BadValues(f"method: found {method!r}; allowed: 'exact', 'mid-p', 'wilson'")
    return Interval(estimate=(x / m)[()], lower=lower[()], upper=upper[()], level=level, method=method)


def wilson_limits(x: Floats, n: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Limits of Wilson's score interval, from counts already checked; exactly 0 and 1 at the ends."""
    from scipy.special import ndtri

    z2 = float(ndtri(1 - alpha / 2)) ** 2
    middle = (2 * x + z2) / (2 * (n + z2))
    half = np.sqrt(z2 * (z2 + 4 * x * (1 - x / n))) / (2 * (n + z2))
    return np.where(x == 0, 0.0, middle - half), np.where(x == n, 1.0, middle + half)


def _exact(x: Floats, n: Floats, alpha: float) -> tuple[Floats, Floats]:
    from scipy.special import betaincinv

    # The arguments at the ends are moved to a legal place first: scipy warns of a beta with a zero parameter.
    lower = betaincinv(np.maximum(x, 1), n - np.maximum(x, 1) + 1, alpha / 2)
    upper = betaincinv(np.minimum(x, n - 1) + 1, np.maximum(n - x, 1), 1 - alpha / 2)
    return np.where(x == 0, 0.0, lower), np.where(x == n, 1.0, upper)


def _mid_p(x: Floats, n: Floats, alpha: float) -> tuple[Floats, Floats]:
    zero = np.zeros_like(x)
    # The lower limit is the p at which P(X > x) + P(X = x) / 2 reaches alpha / 2; the upper one by exchange of sides.
    lower = bisect(lambda p: _mid_tail(x, n, p) <= alpha / 2, zero, np.where(x == 0, 0.0, 1.0))
    upper = 1 - bisect(lambda p: _mid_tail(n - x, n, p) <= alpha / 2, zero, np.where(x == n, 0.0, 1.0))
    return lower, upper


def _mid_tail(x: Floats, n: Floats, p: Floats) -> Floats:
    return (_upper_tail(x, n, p) + _upper_tail(x + 1, n, p)) / 2


def _upper_tail(x: Floats, n: Floats, p: Floats) -> Floats:
    """P(X >= x) of a binomial."""
    from scipy.special import betainc

    inside = np.clip(x, 1, n)
    tail: Floats = np.where(x <= 0, 1.0, np.where(x > n, 0.0, betainc(inside, n - inside + 1, p)))
    return tail


def checked_counts(events: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Take counts of persons as arrays of one shape, or say which row cannot be."""
    x, m = of_one_shape(_whole(events, "events"), _whole(n, "n"))
    if (empty := m == 0).any():
        raise NotEstimable(f"n{_row(empty)}: found nobody at risk; a proportion needs at least 1")
    if (over := x > m).any():
        raise BadValues(f"events{_row(over)}: found more than n; allowed: 0 to n")
    return x, m


def of_one_shape(*counts: Floats) -> tuple[Floats, ...]:
    """Broadcast counts against each other, or say that their shapes do not fit."""
    try:
        return tuple(np.broadcast_arrays(*counts))
    except ValueError:
        shapes = ", ".join(str(each.shape) for each in counts)
        raise BadValues(f"counts: found shapes {shapes}; allowed: shapes that fit") from None


def checked_level(level: float) -> float:
    """Take a level of confidence, or say what is allowed."""
    if not 0 < level < 1:
        raise BadValues(f"level: found {level!r}; allowed: above 0 and below 1, such as 0.95")
    return level


def _whole(values: ArrayLike, name: str) -> Floats:
    try:
        taken = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadValues(f"{name}: found a value that is no number; allowed: whole numbers from 0") from None
    if (wrong := ~np.isfinite(taken) | (taken < 0) | (np.floor(taken) != taken)).any():
        raise BadValues(f"{name}{_row(wrong)}: found no whole number from 0; allowed: a count")
    return taken


def _row(wrong: NDArray[np.bool_]) -> str:
    return f", row {int(np.argmax(wrong)) + 1}" if wrong.ndim else ""
