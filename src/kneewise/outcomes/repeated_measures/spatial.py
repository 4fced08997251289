"""The spatial exponential covariance: correlation falls with the distance in time, for visits on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.repeated_measures.groups import inverted

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.moments import Moments

_NEAREST: Final = 0.0116  # a correlation of one half at this distance is a theta_2 of -60, where the search ends


class SpatialGroup:
    """Sigma_ab = exp(theta_1) rho^|t_a - t_b| with rho = logistic(theta_2), over the times of each pattern.

    A time may be a place of several coordinates; the distance is Euclid's.

    Source: the parametrisation of R mmrm (vignette "Covariance structures"), whose theta_1 is the logarithm of the
    variance, not of the standard deviation as in its other structures.
    """

    n_theta = 2

    def __init__(self, times: Array) -> None:
        """Take the times of each pattern, shape (S, m, coordinates), NaN behind the last."""
        seen = np.isfinite(times[:, :, 0])
        known = np.where(seen[:, :, None], times, 0.0)
        self._both = (seen[:, :, None] & seen[:, None, :]).astype(np.float64)
        self._missing = np.eye(times.shape[1]) * ~seen[:, None, :]
        apart = known[:, :, None, :] - known[:, None, :, :]
        self._distances = np.sqrt((apart * apart).sum(axis=3)) * self._both
        found = self._distances[self._distances > 0]
        self._typical = float(np.median(found)) if found.size else 1.0

    def start(self, covariance: Array) -> Array:
        """Begin with the mean variance and a correlation of one half at the median distance.

        Raises BadValues where the unit of time is so large that theta_2 runs out of range.
        """
        if self._typical < _NEAREST:
            raise BadValues(
                f"visit: found times {self._typical:g} apart in the middle; allowed: {_NEAREST:g} or more; count them "
                "in a smaller unit, such as days"
            )
        log_rho = -np.log(2.0) / self._typical
        return np.array([np.log(np.diag(covariance).mean()), log_rho - np.log(-np.expm1(log_rho))])

    def at(self, theta: Array) -> SpatialPlace:
        """Give the covariances of the patterns. Raises numpy's LinAlgError where one is not positive definite."""
        log_rho = -np.logaddexp(0.0, -theta[1])
        sigma = np.exp(theta[0] + self._distances * log_rho) * self._both
        inverses, log_determinants = inverted(sigma + self._missing)
        fall = 1.0 / (1.0 + np.exp(theta[1]))  # the derivative of log(rho)
        bend = -fall * (1.0 - fall)
        steep = self._distances * fall
        first = np.stack([sigma, steep * sigma])
        second = np.stack([sigma, steep * sigma, (self._distances * bend + steep * steep) * sigma])
        return SpatialPlace(inverses - self._missing, log_determinants, first, second)

    def rescaled(self, theta: Array, factor: float) -> Array:
        """Give the parameters for scores in other units, `factor` times as large in number."""
        return np.asarray(theta + np.array([2.0 * np.log(factor), 0.0]))

    def matrix(self, theta: Array) -> Array:
        """Give the covariance of two visits one unit of time apart, as R mmrm shows it."""
        covariance = float(np.exp(theta[0] - np.logaddexp(0.0, -theta[1])))
        variance = float(np.exp(theta[0]))
        return np.array([[variance, covariance], [covariance, variance]])


class SpatialPlace:
    """The covariances of the patterns at one theta, each with its own derivatives.

    first : shape (2, S, m, m); second : those of (1, 1), (1, 2), (2, 2), shape (3, S, m, m)
    """

    def __init__(self, inverses: Array, log_determinants: Array, first: Array, second: Array) -> None:
        self.inverses, self.log_determinants = inverses, log_determinants
        self._first, self._second = first, second

    def slopes(self, moments: Moments) -> Array:
        """Give the derivatives of Z'WZ, shape (2, p, p)."""
        return np.stack([-moments.total(self.inverses @ slope @ self.inverses) for slope in self._first])

    def gradient(self, held: Array) -> Array:
        """Give the sum over patterns of tr(held_s Sigma_k), shape (2,)."""
        return np.asarray(np.einsum("sab,ksab->k", held, self._first))

    def curvature(self, held: Array, crossed: Array) -> Array:
        """Give sum_s tr(held_s Sigma_kl) + tr(crossed_s Sigma_k W_s Sigma_l), shape (2, 2)."""
        turned = [crossed @ slope @ self.inverses for slope in self._first]
        curved = np.array([[np.einsum("sab,sba->", each, slope) for slope in self._first] for each in turned])
        bent = np.einsum("sab,jsab->j", held, self._second)
        return np.asarray(bent[[[0, 1], [1, 2]]] + 0.5 * (curved + curved.T))

    def adjustment(self, weights: Array, *, linear: bool) -> Array:
        """Give W (sum_kl weights_kl (Sigma_k W Sigma_l - Sigma_kl / 4)) W of each pattern, shape (S, m, m)."""
        mixed = np.tensordot(weights, self._first, 1)
        inner = sum(slope @ self.inverses @ met for slope, met in zip(self._first, mixed, strict=True))
        if not linear:
            bent = np.array([weights[0, 0], 2.0 * weights[0, 1], weights[1, 1]])
            inner = inner - 0.25 * np.tensordot(bent, self._second, 1)
        return np.asarray(self.inverses @ inner @ self.inverses)
