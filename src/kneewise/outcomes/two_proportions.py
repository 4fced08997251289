"""Two proportions: their difference (Miettinen-Nurminen, Newcombe) and their ratio (score), each with its interval.

`events` of `n` are the treated, `control_events` of `control_n` the controls; the difference is treated minus control
and the ratio treated over control. Vectorised as in `proportions`. Nothing is added to an empty cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.bisection import bisect
from kneewise.outcomes.proportions import Interval, checked_counts, checked_level, of_one_shape, wilson_limits

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats

    Counts = tuple[Floats, Floats, Floats, Floats]

DifferenceMethod = Literal["miettinen-nurminen", "mee", "newcombe"]
RatioMethod = Literal["miettinen-nurminen", "koopman"]


def difference_interval(
    events: ArrayLike,
    n: ArrayLike,
    control_events: ArrayLike,
    control_n: ArrayLike,
    *,
    method: DifferenceMethod = "miettinen-nurminen",
    level: float = 0.95,
) -> Interval:
    """Interval of the risk difference, treated minus control.

    events, n, control_events, control_n : whole numbers, 0 <= events <= n, n at least 1
    method : "miettinen-nurminen" (score, variance times N / (N - 1)), "mee" (score without that factor), or
        "newcombe" (hybrid of two Wilson intervals, his method 10)
    level : two-sided confidence

    Raises BadValues and NotEstimable as `proportion_interval` does.

    Source: Miettinen O, Nurminen M. Stat Med 1985;4:213-226; Mee RW. Biometrics 1984;40:1175-1176; Newcombe RG. Stat
    Med 1998;17:873-890. All three agree with the printed table II of Newcombe 1998 in all four digits, "newcombe" with
    statsmodels 0.15 `confint_proportions_2indep` to 1e-14 (tests/alignment/test_proportions.py). The score limits of
    that statsmodels do not agree with the printed table (0.3440 for 0.3382 in its first row) and are not followed.
    """
    counts = checked_tables(events, n, control_events, control_n)
    alpha = 1 - checked_level(level)
    x1, n1, x2, n2 = counts
    estimate = x1 / n1 - x2 / n2
    if method == "newcombe":
        lower, upper = _newcombe(counts, alpha)
    elif method in ("miettinen-nurminen", "mee"):
        lower, upper = _score_difference(counts, alpha, method)
    else:
        raise BadValues(f"method: found {method!r}; allowed: 'miettinen-nurminen', 'mee', 'newcombe'")
    return Interval(estimate=estimate[()], lower=lower[()], upper=upper[()], level=level, method=method)


def ratio_interval(
    events: ArrayLike,
    n: ArrayLike,
    control_events: ArrayLike,
    control_n: ArrayLike,
    *,
    method: RatioMethod = "miettinen-nurminen",
    level: float = 0.95,
) -> Interval:
    """Score interval of the risk ratio, treated over control.

    events, n, control_events, control_n : whole numbers, 0 <= events <= n, n at least 1
    method : "koopman" (score), or "miettinen-nurminen" (the same with the variance times N / (N - 1))
    level : two-sided confidence

    Without events among the controls the estimate and the upper limit are infinite and the lower limit still speaks;
    without any event the ratio is `undetermined` (estimate NaN, interval from 0 to infinity).
    Raises BadValues and NotEstimable as `proportion_interval` does.

    Source: Koopman PAR. Biometrics 1984;40:513-517; Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Agrees with
    statsmodels 0.15 `confint_proportions_2indep(compare="ratio", method="score")` to 1e-9 and with Koopman's printed
    example (tests/alignment/test_proportions.py).
    """
    counts = checked_tables(events, n, control_events, control_n)
    alpha = 1 - checked_level(level)
    if method not in ("miettinen-nurminen", "koopman"):
        raise BadValues(f"method: found {method!r}; allowed: 'miettinen-nurminen', 'koopman'")
    x1, n1, x2, n2 = counts
    nothing = (x1 == 0) & (x2 == 0)
    estimate = np.divide(x1 * n2, x2 * n1, out=np.where(nothing, np.nan, np.inf), where=x2 > 0)
    lower = _lower_ratio(counts, alpha, method)
    swapped = _lower_ratio((x2, n2, x1, n1), alpha, method)
    upper = np.divide(1.0, swapped, out=np.full_like(swapped, np.inf), where=swapped > 0)
    return Interval(
        estimate=estimate[()],
        lower=lower[()],
        upper=upper[()],
        level=level,
        method=method,
        undetermined=nothing[()],
    )


def difference_score(
    events: ArrayLike, n: ArrayLike, control_events: ArrayLike, control_n: ArrayLike, *, difference: float = 0.0
) -> Any:
    """Standardised distance of the observed risk difference from `difference`, as Miettinen and Nurminen have it.

    Normal in large samples where the true difference is `difference`; a margin makes it the test of non-inferiority.
    0 where the observed difference equals it, an infinity where the hypothesis leaves no variance.

    Source: Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Its square at 0 is Pearson's chi-square times (N - 1) / N.
    """
    counts = checked_tables(events, n, control_events, control_n)
    if not -1 < difference < 1:
        raise BadValues(f"difference: found {difference!r}; allowed: above -1 and below 1")
    x1, n1, x2, n2 = counts
    distance = x1 / n1 - x2 / n2 - difference
    spread = np.sqrt(_variance(counts, np.full_like(distance, difference), "miettinen-nurminen"))
    far = np.where(distance == 0, 0.0, np.copysign(np.inf, distance))
    return np.divide(distance, spread, out=far, where=spread > 0)[()]


def checked_tables(events: ArrayLike, n: ArrayLike, control_events: ArrayLike, control_n: ArrayLike) -> Counts:
    """Take two by two counts as arrays of one shape, or say what cannot be."""
    x1, n1, x2, n2 = of_one_shape(*checked_counts(events, n), *checked_counts(control_events, control_n))
    return x1, n1, x2, n2


def _newcombe(counts: Counts, alpha: float) -> tuple[Floats, Floats]:
    x1, n1, x2, n2 = counts
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson_limits(x1, n1, alpha), wilson_limits(x2, n2, alpha)
    return p1 - p2 - np.hypot(p1 - l1, u2 - p2), p1 - p2 + np.hypot(u1 - p1, p2 - l2)


def _score_difference(counts: Counts, alpha: float, method: str) -> tuple[Floats, Floats]:
    x1, n1, x2, n2 = counts
    return -_upper_difference((x2, n2, x1, n1), alpha, method), _upper_difference(counts, alpha, method)


def _upper_difference(counts: Counts, alpha: float, method: str) -> Floats:
    from scipy.special import ndtri

    x1, n1, x2, n2 = counts
    observed = x1 / n1 - x2 / n2
    z2 = float(ndtri(1 - alpha / 2)) ** 2
    # Squares, not quotients: where the hypothesis leaves no variance there is nothing to divide by.
    return bisect(lambda d: (d - observed) ** 2 <= z2 * _variance(counts, d, method), observed, np.ones_like(observed))


def _variance(counts: Counts, difference: Floats, method: str) -> Floats:
    """Variance of the observed difference where the true one is `difference`, the other parameter at its likeliest."""
    _, n1, _, n2 = counts
    p2 = _likeliest_control(counts, difference)
    p1 = np.clip(p2 + difference, 0, 1)
    factor = (n1 + n2) / (n1 + n2 - 1) if method == "miettinen-nurminen" else 1.0
    return (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * factor


def _likeliest_control(counts: Counts, difference: Floats) -> Floats:
    """The control's risk of highest likelihood under a given difference, by the closed root of the cubic.

    The cosine loses half of the digits where two roots meet (an empty cell), so the root is polished by Newton's
    steps on the derivative of the log-likelihood, which is decreasing.
    """
    x1, n1, x2, n2 = counts
    total, d = n1 + n2, difference
    l2 = (n1 + 2 * n2) * d - total - (x1 + x2)
    l1 = (n2 * d - total - 2 * x2) * d + x1 + x2
    l0 = x2 * d * (1 - d)
    q = l2**3 / (3 * total) ** 3 - l1 * l2 / (6 * total**2) + l0 / (2 * total)
    p = np.copysign(np.sqrt(np.maximum(l2**2 / (3 * total) ** 2 - l1 / (3 * total), 0)), q)
    turn = np.clip(np.divide(q, p**3, out=np.zeros_like(p), where=p != 0), -1, 1)
    low, high = np.maximum(0, -d), np.minimum(1, 1 - d)
    root: Floats = np.clip(2 * p * np.cos((np.pi + np.arccos(turn)) / 3) - l2 / (3 * total), low, high)
    for _ in range(3):
        root = np.clip(_newton_step(counts, d, root), low, high)
    return root


def _newton_step(counts: Counts, d: Floats, p2: Floats) -> Floats:
    x1, n1, x2, n2 = counts
    slope, curve = np.zeros_like(p2), np.zeros_like(p2)
    for count, point, sign in ((x1, p2 + d, 1), (n1 - x1, 1 - p2 - d, -1), (x2, p2, 1), (n2 - x2, 1 - p2, -1)):
        inverse = np.divide(1.0, point, out=np.zeros_like(p2), where=(count > 0) & (point > 1e-150))
        slope += sign * count * inverse
        curve += count * inverse**2
    step: Floats = np.divide(slope, curve, out=np.zeros_like(p2), where=curve > 0)
    return p2 + step


def _lower_ratio(counts: Counts, alpha: float, method: str) -> Floats:
    from scipy.special import ndtri

    x1, n1, x2, n2 = counts
    z2 = float(ndtri(1 - alpha / 2)) ** 2 * ((n1 + n2) / (n1 + n2 - 1) if method == "miettinen-nurminen" else 1.0)

    def is_below(share: Floats) -> Any:
        ratio = share / (1 - share)
        linear = ratio * (n1 + x2) + x1 + n2
        root = np.sqrt(np.maximum(linear**2 - 4 * (n1 + n2) * ratio * (x1 + x2), 0))
        p2 = 2 * (x1 + x2) / (linear + root)
        p1 = ratio * p2
        variance = p1 * (1 - p1) / n1 + ratio**2 * p2 * (1 - p2) / n2
        return (x1 / n1 - ratio * x2 / n2) ** 2 > z2 * variance

    share = x1 * n2 / np.where(x1 + x2 > 0, x1 * n2 + x2 * n1, 1)  # ratio / (1 + ratio): from 0 to 1
    found = bisect(is_below, np.zeros_like(share), share)
    lower: Floats = np.where(x1 == 0, 0.0, found / (1 - found))
    return lower
