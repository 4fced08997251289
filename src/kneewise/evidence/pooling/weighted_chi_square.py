"""Distribution of a weighted sum of chi-square variables, and the interval of tau2 that rests on it.

Under the random-effects model Cochran's Q with weights 1/v is such a sum, with weights that grow with tau2 (Biggerstaff
BJ, Jackson D. Stat Med 2008;27:6093-6110; Jackson D. Res Synth Methods 2013;4:220-229).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneewise.evidence.pooling.sets import Floats

_NODES = 96


def cdf_of_weighted_chi_square(q: float, weights: Floats) -> float:
    """P(sum of w_i X_i <= q), X_i independent chi-square variables of 1 degree of freedom, each w_i above 0.

    The Laplace transform prod (1 + 2 w_i s)^(-1/2) / s is turned back along a parabola through its saddle point, bent
    as the path of steepest descent is there, by the trapezium rule, which converges geometrically for such an
    integrand; above the mean of many variables left of the pole at 0, for the other tail. 96 points give 8 digits for
    1 to 800 variables, however different their weights (tests/unit/evidence/test_weighted_chi_square.py). Talbot's
    contour was tried and loses all digits above 30 variables; the series of Ruben and Farebrother, which metafor takes,
    needs thousands of terms for unequal weights.
    """
    if q <= 0:
        return 0.0
    poles = 0.5 / weights
    if q > weights.sum():
        upper, is_whole = _along_path(q, poles, _saddle_of_upper(q, poles))
        if is_whole:
            return min(max(1.0 + upper, 0.0), 1.0)
    lower, _ = _along_path(q, poles, _saddle_of_lower(q, poles))
    return min(max(lower, 0.0), 1.0)


def _along_path(q: float, poles: Floats, saddle: float) -> tuple[float, bool]:
    """Integrate through the saddle, and say whether the path went on until nothing was left."""
    near = 1.0 / (saddle + poles)
    bend = 0.5 * (near * near).sum() + 1.0 / saddle**2
    skew = min(0.0, float(-(near**3).sum()) - 2.0 / saddle**3)
    room = min(abs(saddle), float(1.0 / near.max()))
    across = min(0.18 * room, 0.5 / np.sqrt(bend)) * np.arange(_NODES)
    for share in (1.0, 0.5, 0.25, 0.1, 0.0):
        curve = share * skew / (6.0 * bend)
        path = saddle + 1j * across + curve * across**2
        # The log, since the product of hundreds of factors may leave the range of a float.
        log_value = path * q - 0.5 * np.log1p(path[:, np.newaxis] / poles).sum(axis=1) - np.log(path)
        # Bent too much it runs into the poles, where it would rise again.
        is_whole = bool(log_value.real.argmax() == 0 and log_value[-1].real < log_value[0].real - 37.0)
        if is_whole:
            break
    parts = (np.exp(log_value) * (1j + 2.0 * curve * across)).imag
    return float(across[1] / np.pi * (parts.sum() - 0.5 * parts[0])), is_whole


def _saddle_of_lower(q: float, poles: Floats) -> float:
    """Where q s - sum log(1 + s / pole) / 2 - log s is least, s above 0.

    Its slope times s is convex, below 0 at 0 and not below 0 at the start, so Newton's method comes from the right.
    """
    s = (1.0 + 0.5 * poles.size) / q
    for _ in range(100):
        near = s / (s + poles)
        move = (q * s - 0.5 * near.sum() - 1.0) / (q - 0.5 * (near * (1.0 - near)).sum() / s)
        s -= float(move)
        if abs(move) <= 1e-9 * s:
            break
    return s


def _saddle_of_upper(q: float, poles: Floats) -> float:
    """The same between the first pole and 0, for -s: convex in u = -s, Newton's method from the pole."""
    first = float(poles.min())
    u = first * (1.0 - 1.0 / (3.0 + 2.0 * q * first))
    for _ in range(200):
        apart = poles - u
        move = (0.5 * (u / apart).sum() - q * u - 1.0) / (0.5 * (poles / apart**2).sum() - q)
        u -= float(move)
        if abs(move) <= 1e-9 * u:
            break
    return -u


def generalised_q_limits(y: Floats, v: Floats, level: float) -> tuple[float, float]:
    """Limits of tau2 by inverting the distribution of Q with weights 1/v; of at least two effects.

    Both limits are 0 where Q is below the lower quantile at tau2 of 0 already.
    """
    w = 1.0 / v
    inside = np.diag(w) - np.outer(w, w) / w.sum()
    q = float(y @ inside @ y)

    def below(tau2: float) -> float:
        root = np.sqrt(v + tau2)
        eigen = np.linalg.eigvalsh(root[:, np.newaxis] * inside * root)
        return cdf_of_weighted_chi_square(q, eigen[1:])  # the smallest is the 0 of the mean

    tail = (1.0 - level) / 2.0
    return _falls_to(below, 1.0 - tail, float(v.max())), _falls_to(below, tail, float(v.max()))


def _falls_to(below: Callable[[float], float], goal: float, step: float) -> float:
    """Find the tau2 at which a probability that falls with tau2 meets the goal; 0 where it starts below it."""
    from scipy.optimize import brentq

    if below(0.0) <= goal:
        return 0.0
    far = step
    while below(far) > goal:
        far *= 4.0
    return float(brentq(lambda tau2: below(tau2) - goal, 0.0, far, xtol=1e-300, rtol=1e-13))
