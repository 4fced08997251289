"""The covariance structures by name, and those made of standard deviations and a pattern of correlation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.repeated_measures.correlations import (
    AnteDependence,
    CompoundSymmetry,
    FirstOrder,
    Pattern,
    Toeplitz,
)
from kneewise.outcomes.repeated_measures.unstructured import Unstructured

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_PATTERNS: Final[dict[str, Callable[[int], Pattern]]] = {
    "toep": Toeplitz,
    "ar1": FirstOrder,
    "cs": CompoundSymmetry,
    "ad": AnteDependence,
}
_ONE_VISIT_IS_ENOUGH: Final = {"us", "toep", "toeph", "ad", "adh"}
_MOST_PARAMETERS: Final = 1000  # an unstructured covariance of 44 visits; beyond it a fit takes hours and means nothing

STRUCTURES: Final = ("us", "toep", "toeph", "ar1", "ar1h", "cs", "csh", "ad", "adh", "sp_exp")


class NoCovariance(NotEstimable):
    """The data do not determine this covariance; another, with fewer parameters, they may."""


class Point(Protocol):
    """A covariance at one theta, with its derivatives in theta."""

    sigma: Array  # (m, m)

    def first(self) -> Array: ...  # (K, m, m)

    def second_traces(self, weight: Array) -> Array: ...  # (K, K)

    def second_sum(self, weights: Array) -> Array: ...  # (m, m)


class Structure(Protocol):
    """A family of covariances of m visits, told by `n_theta` unbounded parameters."""

    n_theta: int
    n_sds: int  # the first of them are logarithms of standard deviations

    def start(self, covariance: Array) -> Array: ...

    def at(self, theta: Array) -> Point: ...


def structure_of(name: str, n_visits: int) -> Structure:
    """Make the structure of that name for so many visits.

    Raises BadValues for a name that is not known, and where there are too few visits for it; NoCovariance where there
    are too many.
    """
    if name == "us":
        made: Structure = Unstructured(n_visits)
    else:
        shape, has_own_sds = (name[:-1], True) if name.endswith("h") else (name, False)
        if shape not in _PATTERNS:
            raise BadValues(f"covariance: found {name!r}; allowed: {', '.join(STRUCTURES)}")
        if n_visits < 2 and name not in _ONE_VISIT_IS_ENOUGH:
            raise BadValues(f"covariance {name!r} needs at least two visits; found {n_visits}; allowed here: 'us'")
        made = Correlated(_PATTERNS[shape](n_visits), n_visits, has_own_sds=has_own_sds)
    if made.n_theta > _MOST_PARAMETERS:
        raise NoCovariance(
            f"covariance {name!r} of {n_visits} visits has {made.n_theta} parameters; {_MOST_PARAMETERS} at most can "
            "be fitted; use a structure with fewer ('ar1h', 'toeph', 'sp_exp'), or fewer visits"
        )
    return made


class Correlated:
    """Sigma = s s' * R: standard deviations (one, or one a visit; theta holds their logarithms), then correlations."""

    def __init__(self, pattern: Pattern, n_visits: int, *, has_own_sds: bool) -> None:
        each = np.eye(n_visits)
        self.pattern = pattern
        self.n_sds = n_visits if has_own_sds else 1
        self.n_theta = self.n_sds + pattern.n_parameters
        # By which power of each standard deviation the entries of Sigma are multiplied.
        self.powers = each[:, :, None] + each[:, None, :] if has_own_sds else np.full((1, n_visits, n_visits), 2.0)

    def start(self, covariance: Array) -> Array:
        """Give parameters near a positive definite matrix, shape (m, m)."""
        sds = np.sqrt(np.diag(covariance))
        correlation = covariance / np.outer(sds, sds)
        logs = np.log(sds) if self.n_sds > 1 else np.log(np.sqrt((sds * sds).mean(keepdims=True)))
        return np.concatenate([logs, self.pattern.start(correlation)])

    def at(self, theta: Array) -> CorrelatedPoint:
        """Give the covariance and its derivatives at these parameters."""
        return CorrelatedPoint(self, theta)


class CorrelatedPoint:
    """A covariance of standard deviations and correlations at one theta."""

    def __init__(self, structure: Correlated, theta: Array) -> None:
        scale = np.exp(np.tensordot(theta[: structure.n_sds], structure.powers, 1))
        self._structure = structure
        self._scale = scale
        self._correlation, self._slope, self._bend = structure.pattern.at(theta[structure.n_sds :])
        self.sigma = scale * self._correlation

    def first(self) -> Array:
        """Give the derivatives of Sigma, shape (K, m, m)."""
        return np.concatenate([self._structure.powers * self.sigma, self._scale * self._slope])

    def second_traces(self, weight: Array) -> Array:
        """Give tr(weight Sigma_kl) of every two parameters, shape (K, K); `weight` symmetric, shape (m, m)."""
        return np.asarray(np.tensordot(self._second(), weight, 2))

    def second_sum(self, weights: Array) -> Array:
        """Give the sum of weights_kl Sigma_kl, shape (m, m); `weights` symmetric, shape (K, K)."""
        return np.asarray(np.tensordot(weights, self._second(), 2))

    def _second(self) -> Array:
        powers, n_sds, n_theta = self._structure.powers, self._structure.n_sds, self._structure.n_theta
        second = np.empty((n_theta, n_theta, *self.sigma.shape))
        second[:n_sds, :n_sds] = powers[:, None] * powers[None, :] * self.sigma
        second[:n_sds, n_sds:] = powers[:, None] * (self._scale * self._slope)[None, :]
        second[n_sds:, :n_sds] = second[:n_sds, n_sds:].transpose(1, 0, 2, 3)
        second[n_sds:, n_sds:] = self._scale * self._bend
        return second
