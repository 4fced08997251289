"""Patterns of correlation between visits, each with its first and second derivatives in its own parameters.

A pattern gives R, shape (m, m), dR, shape (q, m, m), and d2R, shape (q, q, m, m), at its parameters x, shape (q,).
Correlations are x / sqrt(1 + x^2) of an unbounded parameter, as in R mmrm; compound symmetry has a map of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array

_EDGE = 0.95  # a start further out leaves Newton's first step without a bearing


class Pattern(Protocol):
    """What a heterogeneous or homogeneous covariance needs to know of its correlations."""

    n_parameters: int

    def start(self, correlation: Array) -> Array: ...

    def at(self, x: Array) -> tuple[Array, Array, Array]: ...


def _bounded(x: Array) -> tuple[Array, Array, Array]:
    """Give the correlations of unbounded parameters, and their two derivatives."""
    square = 1.0 + x * x
    rho = x / np.sqrt(square)
    return rho, square**-1.5, -3.0 * x * square**-2.5


def _unbounded(rho: Array) -> Array:
    rho = np.clip(rho, -_EDGE, _EDGE)
    return np.asarray(rho / np.sqrt(1.0 - rho * rho))


def _lags(n_visits: int) -> Array:
    place = np.arange(n_visits)
    return np.asarray(np.abs(place[:, None] - place[None, :]), dtype=np.float64)


class Toeplitz:
    """One correlation for each distance in visits."""

    def __init__(self, n_visits: int) -> None:
        self.n_parameters = n_visits - 1
        lags = _lags(n_visits)
        self._bands = np.array([lags == lag for lag in range(1, n_visits)], dtype=np.float64).reshape(-1, *lags.shape)

    def start(self, correlation: Array) -> Array:
        mean = (self._bands * correlation).sum(axis=(1, 2)) / self._bands.sum(axis=(1, 2))
        return _unbounded(self._made_definite(mean))

    def at(self, x: Array) -> tuple[Array, Array, Array]:
        rho, slope, bend = _bounded(x)
        n_visits = self._bands.shape[1]
        first = slope[:, None, None] * self._bands
        second = np.zeros((self.n_parameters, self.n_parameters, n_visits, n_visits))
        each = np.arange(self.n_parameters)
        second[each, each] = bend[:, None, None] * self._bands
        return np.eye(n_visits) + np.tensordot(rho, self._bands, 1), first, second

    def _made_definite(self, rho: Array) -> Array:
        """Draw mean correlations towards 0 until they are those of some covariance."""
        for _ in range(40):
            whole = np.eye(self._bands.shape[1]) + np.tensordot(rho, self._bands, 1)
            if np.linalg.eigvalsh(whole)[0] > 0.02:
                break
            rho = 0.8 * rho
        return rho


class FirstOrder:
    """Autoregression of order 1: rho to the power of the distance in visits."""

    n_parameters = 1

    def __init__(self, n_visits: int) -> None:
        self._lags = _lags(n_visits)

    def start(self, correlation: Array) -> Array:
        return _unbounded(np.array([np.diag(correlation, 1).mean()]))

    def at(self, x: Array) -> tuple[Array, Array, Array]:
        (rho,), (slope,), (bend,) = _bounded(x)
        lags = self._lags
        steep = lags * rho ** np.maximum(lags - 1, 0)
        curved = lags * (lags - 1) * rho ** np.maximum(lags - 2, 0)
        second = curved * slope**2 + steep * bend
        return rho**lags, (steep * slope)[None], second[None, None]


class CompoundSymmetry:
    """One correlation between any two visits.

    It lies between -1/(m-1) and 1, which is where the matrix is positive definite: rho = ((a + 1) logistic(x) - 1) / a
    with a = m - 1.
    """

    n_parameters = 1

    def __init__(self, n_visits: int) -> None:
        self._off = 1.0 - np.eye(n_visits)
        self._a = n_visits - 1

    def start(self, correlation: Array) -> Array:
        rho = (correlation * self._off).sum() / self._off.sum()
        share = np.clip((self._a * rho + 1.0) / (self._a + 1.0), 1.0 - _EDGE, _EDGE)
        return np.array([np.log(share / (1.0 - share))])

    def at(self, x: Array) -> tuple[Array, Array, Array]:
        share = 1.0 / (1.0 + np.exp(-x[0]))
        scale = (self._a + 1.0) / self._a
        slope = scale * share * (1.0 - share)
        rho = scale * share - 1.0 / self._a
        second = slope * (1.0 - 2.0 * share) * self._off
        return np.eye(len(self._off)) + rho * self._off, (slope * self._off)[None], second[None, None]


class AnteDependence:
    """A correlation for each two neighbouring visits; those further apart have the product of what lies between."""

    def __init__(self, n_visits: int) -> None:
        self.n_parameters = n_visits - 1
        place = np.arange(n_visits)
        low, high = np.minimum(place[:, None], place[None, :]), np.maximum(place[:, None], place[None, :])
        step = np.arange(n_visits - 1)[:, None, None]
        self._passed = (low <= step) & (step < high)

    def start(self, correlation: Array) -> Array:
        return _unbounded(np.diag(correlation, 1).copy())

    def at(self, x: Array) -> tuple[Array, Array, Array]:
        rho, slope, bend = _bounded(x)
        q, n_visits = self.n_parameters, self._passed.shape[1]
        steps = np.where(self._passed, rho[:, None, None], 1.0)
        without = [np.delete(steps, each, axis=0) for each in range(q)]
        steep = np.array([np.prod(rest, axis=0) for rest in without]).reshape(q, n_visits, n_visits) * self._passed
        second = np.zeros((q, q, n_visits, n_visits))
        for k in range(q):
            second[k, k] = bend[k] * steep[k]
            for other in range(k):
                product = np.prod(np.delete(without[k], other, axis=0), axis=0)
                both = self._passed[k] & self._passed[other]
                second[k, other] = second[other, k] = slope[k] * slope[other] * product * both
        return np.prod(steps, axis=0), slope[:, None, None] * steep, second
