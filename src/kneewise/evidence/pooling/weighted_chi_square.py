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

_NODES = 28


def cdf_of_weighted_chi_square(q: float, weights: Floats) -> float:
    """P(sum of w_i X_i <= q), X_i independent chi-square variables of 1 degree of freedom, each w_i above 0.

    Its Laplace transform, prod (1 + 2 w_i s)^(-1/2) / s, is analytic but for the negative real axis, the case that
    Talbot's contour is made for: with the contour of Trefethen, Weideman and Schmelzer (BIT 2006;46:653-670) 28 points
    give an absolute error near 1e-13 whatever the weights. The series of Ruben and Farebrother, which metafor takes,
    needs thousands of terms where the weights differ widely.
    """
    if q <= 0:
        return 0.0
    angle = (np.arange(_NODES) + 0.5) * (2.0 * np.pi / _NODES) - np.pi
    slant = 0.6407 * angle
    z = _NODES * (0.5017 * angle / np.tan(slant) - 0.6122 + 0.2645j * angle)
    turn = _NODES * (0.5017 / np.tan(slant) - 0.5017 * slant / np.sin(slant) ** 2 + 0.2645j)
    transform = np.prod(1.0 / np.sqrt(1.0 + 2.0 * np.outer(z / q, weights)), axis=1) / z
    total = (np.exp(z) * transform * turn).sum() / (1j * _NODES)
    return float(min(max(total.real, 0.0), 1.0))


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
