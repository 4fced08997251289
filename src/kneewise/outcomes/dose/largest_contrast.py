"""The distribution of the largest of several contrasts that share one estimate of variance (multivariate t).

By quadrature only, so that a p-value is the same on every run: the normal part comes from `polyhedron`, the variance
is integrated over its chi-square distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import inf, log
from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.dose.polyhedron import OnPanels, facet_sum, shrunken_probability

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_ALIKE: Final = 1e-14  # two directions closer than this in correlation are one contrast
_RANK: Final = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class LargestContrast:
    """How the largest of the standardised contrasts is distributed where there is no effect.

    df : degrees of freedom of the shared variance; infinite where it is known
    two_sided : whether the largest absolute value is meant
    rank : number of dimensions that the contrasts span
    """

    df: float
    two_sided: bool
    rank: int
    n_contrasts: int
    _normals: Floats
    _facets: OnPanels

    def tail(self, threshold: float) -> float:
        """Probability that the largest contrast exceeds the threshold: the multiplicity-adjusted p-value.

        Agrees with closed forms (independent contrasts, one contrast, two in a plane) to 1e-9, with scipy's
        studentized range to 2e-7 (tests/unit/outcomes/dose/test_largest_contrast.py), with an integral over
        directions to 2e-6 and with R mvtnorm to its noise, up to 3e-4 (tests/alignment/test_mcpmod.py).
        """
        if threshold < 0:
            return 1.0 if self.two_sided else self._tail_below_zero(-threshold)
        beyond, density = _beyond(threshold, self.df)
        mean = np.sum(_facets_given(self._facets, beyond, self.df) * density)
        return float(min(1.0, max(0.0, mean)))

    def critical_value(self, alpha: float) -> float:
        """The threshold that the largest contrast exceeds with probability alpha.

        Raises BadValues unless 0 < alpha <= 0.5.
        """
        if not 0 < alpha <= 0.5:
            raise BadValues(f"alpha: found {alpha!r}; allowed: above 0, at most 0.5")
        from scipy.optimize import brentq

        bonferroni = alpha / (4 * self.n_contrasts)  # and more: the root lies below its quantile
        highest = float(_quantile(np.array(bonferroni), self.df))
        return float(brentq(lambda c: self.tail(c) - alpha, 0.0, highest, xtol=1e-12, rtol=1e-14))

    def _tail_below_zero(self, distance: float) -> float:
        probability = shrunken_probability(self._normals)
        if self.df == inf:
            return float(1 - probability(np.array([distance]))[0])
        spread, weight = _chi_square(self.df)
        below = np.sum(weight * probability(distance * np.sqrt(spread / self.df)))
        return float(min(1.0, max(0.0, 1 - below)))


def largest_contrast(directions: ArrayLike, *, df: float = inf, two_sided: bool = False) -> LargestContrast:
    """Prepare the distribution of the largest of m contrasts.

    directions : shape (m, r), rows whose inner products are the correlations of the contrasts (any r that holds
        them; rows need no unit length)
    df : degrees of freedom of the shared estimate of variance, at least 1; infinite for the normal distribution
    two_sided : True for the largest absolute value

    Raises BadValues for rows of length 0 and df below 1.
    """
    rows = np.atleast_2d(np.asarray(directions, dtype=np.float64))
    length = np.sqrt(np.sum(rows**2, axis=1))
    if not (np.isfinite(rows).all() and (length > 0).all()):
        raise BadValues(
            "directions: found a contrast that is zero or not finite; allowed: contrasts that differ from 0"
        )
    if not df >= 1:
        raise BadValues(f"df: found {df!r}; allowed: at least 1, or infinite")
    rows = rows / length[:, None]
    rows = _distinct(np.concatenate([rows, -rows]) if two_sided else rows)
    _, size, axes = np.linalg.svd(rows, full_matrices=False)
    rank = int(np.sum(size > _RANK))
    normals = rows @ axes[:rank].T
    normals /= np.sqrt(np.sum(normals**2, axis=1))[:, None]
    return LargestContrast(
        df=float(df),
        two_sided=two_sided,
        rank=rank,
        n_contrasts=len(normals),
        _normals=normals,
        _facets=facet_sum(normals),
    )


def _distinct(rows: Floats) -> Floats:
    kept: list[Floats] = []
    for row in rows:
        if all(1 - float(row @ other) > _ALIKE for other in kept):
            kept.append(row)
    return np.array(kept)


def _facets_given(facets: OnPanels, value: Floats, df: float) -> Floats:
    """Mean of the sum over facets, given that one contrast has this value: the variance then has one df more."""
    if df == inf:
        return facets(value)
    spread, weight = _chi_square(df + 1)
    at = value[:, None] * np.sqrt(spread / (df + value[:, None] ** 2))
    mean: Floats = facets(at.ravel()).reshape(at.shape) @ weight
    return mean


@lru_cache(maxsize=8)
def _chi_square(df: float) -> tuple[Floats, Floats]:
    """Points and weights that average over a chi-square distribution: Gauss-Legendre in its logarithm."""
    from scipy.special import gammainccinv, gammaincinv, gammaln

    low, high = log(2 * gammaincinv(df / 2, 1e-17)), log(2 * gammainccinv(df / 2, 1e-17))
    logs, weights = _panels(np.linspace(low, high, max(12, int(high - low)) + 1))
    density = np.exp(df / 2 * (logs - log(2)) - np.exp(logs) / 2 - gammaln(df / 2))
    return np.exp(logs), weights * density


def _beyond(threshold: float, df: float) -> tuple[Floats, Floats]:
    """Points of the t distribution beyond a threshold, with weights that add up to its tail there.

    By the logarithm of the tail, with more points where the value itself is small: there the faces come and go.
    """
    tail = float(_tail_of_one(np.array(threshold), df))
    small = np.exp(np.arange(np.log(max(threshold, 1e-8)), 0.0, 0.7))[1:]
    near = -np.log(_tail_of_one(small, df) / tail) if tail > 0 else small[:0]
    steps, weights = _panels(np.unique(np.concatenate([near, [0, 0.25, 0.5, 1, 2, 4, 7, 11, 16, 22, 30, 40]])))
    share = tail * np.exp(-steps)
    kept = share > 1e-290
    if not kept.any():
        return np.array([threshold]), np.array([tail])
    return _quantile(share[kept], df), (weights * share)[kept]


def _panels(edges: Floats) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(16)
    width = np.diff(edges)[:, None]
    points: Floats = (edges[:-1, None] + width * (nodes + 1) / 2).ravel()
    return points, (width / 2 * weights).ravel()


def _tail_of_one(value: Floats, df: float) -> Floats:
    from scipy.special import ndtr, stdtr

    return np.asarray(ndtr(-value) if df == inf else stdtr(df, -value))


def _quantile(tail: Floats, df: float) -> Floats:
    from scipy.special import ndtri, stdtrit

    return np.asarray(-ndtri(tail) if df == inf else -stdtrit(df, tail))
