"""One group of patients with one covariance: how the patterns of missing visits take their part of it.

Matrices of a pattern are kept at full size, zero where a visit is missing, so that all patterns are one array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from kneewise.outcomes.repeated_measures.moments import FEW_SLOTS

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array, Point, Structure
    from kneewise.outcomes.repeated_measures.moments import Moments


class Place(Protocol):
    """The covariances of the patterns of one group at one theta."""

    inverses: Array  # (S, m, m), zero where a visit is missing
    log_determinants: Array  # (S,)

    def slopes(self, moments: Moments) -> Array: ...  # Z'W_k Z, the derivatives of Z'WZ, (K, p, p)

    def gradient(self, held: Array) -> Array: ...  # sum of tr(held_s Sigma_k,s), (K,)

    def curvature(self, held: Array, crossed: Array) -> Array: ...

    def adjustment(self, weights: Array, *, linear: bool) -> Array: ...


class Group(Protocol):
    """A covariance as the fit needs it: from a theta to the patterns of one group."""

    n_theta: int

    def start(self, covariance: Array) -> Array: ...

    def rescaled(self, theta: Array, factor: float) -> Array: ...

    def matrix(self, theta: Array) -> Array: ...

    def at(self, theta: Array) -> Place: ...


class VisitGroup:
    """A covariance over the visits, of which each pattern has the rows and columns of its own visits."""

    def __init__(self, structure: Structure, seen: Array) -> None:
        """Take the structure, and for each pattern which visits it has: shape (S, m), 1 or 0."""
        self.structure = structure
        self.n_theta = structure.n_theta
        self._both = seen[:, :, None] * seen[:, None, :]
        self._missing = np.eye(seen.shape[1]) * (1.0 - seen)[:, None, :]

    def start(self, covariance: Array) -> Array:
        """Give parameters near a positive definite matrix of all visits."""
        return self.structure.start(covariance)

    def rescaled(self, theta: Array, factor: float) -> Array:
        """Give the parameters for scores in other units, `factor` times as large in number."""
        moved = theta.copy()
        moved[: self.structure.n_sds] += np.log(factor)
        return moved

    def matrix(self, theta: Array) -> Array:
        """Give the covariance of all visits."""
        return self.structure.at(theta).sigma

    def at(self, theta: Array) -> VisitPlace:
        """Give the covariances of the patterns. Raises numpy's LinAlgError where one is not positive definite."""
        point = self.structure.at(theta)
        inverses, log_determinants = inverted(point.sigma * self._both + self._missing)
        return VisitPlace(point, inverses - self._missing, log_determinants)


def inverted(matrices: Array) -> tuple[Array, Array]:
    """Give the inverses and the logarithms of the determinants of positive definite matrices, shape (S, m, m)."""
    if not np.isfinite(matrices).all():
        raise np.linalg.LinAlgError("covariance out of range")
    factors = np.linalg.cholesky(matrices)
    diagonals = np.diagonal(factors, axis1=1, axis2=2)
    if (diagonals.min(axis=1) <= 1e-8 * diagonals.max(axis=1)).any():
        raise np.linalg.LinAlgError("covariance numerically singular")
    roots = np.linalg.inv(factors)
    return roots.transpose(0, 2, 1) @ roots, 2.0 * np.log(diagonals).sum(axis=1)


class VisitPlace:
    """The covariances of the patterns at one theta, all cut from one matrix over the visits."""

    def __init__(self, point: Point, inverses: Array, log_determinants: Array) -> None:
        self.inverses, self.log_determinants = inverses, log_determinants
        self._point = point
        self._slopes: Array | None = None

    def _first(self) -> Array:
        if self._slopes is None:
            self._slopes = self._point.first()
        return self._slopes

    def slopes(self, moments: Moments) -> Array:
        """Give the derivatives of Z'WZ, shape (K, p, p): the sums with -W Sigma_k W."""
        return -moments.between(self.inverses, self._first())

    def gradient(self, held: Array) -> Array:
        """Give the sum over patterns of tr(held_s Sigma_k), shape (K,)."""
        return np.asarray(np.tensordot(self._first(), held.sum(axis=0), 2))

    def curvature(self, held: Array, crossed: Array) -> Array:
        """Give sum_s tr(held_s Sigma_kl) + tr(crossed_s Sigma_k W_s Sigma_l), shape (K, K).

        With few visits summed over the patterns first, as one (m m, m m) matrix: the parameters enter once.
        """
        first = self._first()
        m = held.shape[1]
        flat = first.reshape(len(first), m * m)
        if m > FEW_SLOTS:
            summed = np.array([np.einsum("sab,sbc->ac", crossed @ slope, self.inverses) for slope in first])
            curved = summed.transpose(0, 2, 1).reshape(len(first), m * m) @ flat.T
            return self._point.second_traces(held.sum(axis=0)) + 0.5 * (curved + curved.T)
        pairs = crossed.reshape(-1, m * m).T @ self.inverses.reshape(-1, m * m)
        # pairs[ab, cd] meets Sigma_k[b, c] and Sigma_l[d, a].
        turned = pairs.reshape(m, m, m, m).transpose(1, 2, 3, 0).reshape(m * m, m * m)
        curved = flat @ turned @ flat.T
        return self._point.second_traces(held.sum(axis=0)) + 0.5 * (curved + curved.T)

    def adjustment(self, weights: Array, *, linear: bool) -> Array:
        """Give W (sum_kl weights_kl (Sigma_k W Sigma_l - Sigma_kl / 4)) W of each pattern, shape (S, m, m).

        linear : leave out the second derivatives
        """
        first = self._first()
        mixed = np.tensordot(weights, first, 1)
        inner = np.zeros_like(self.inverses)
        for slope, met in zip(first, mixed, strict=True):
            inner += slope @ self.inverses @ met
        if not linear:
            inner -= 0.25 * self._point.second_sum(weights)
        return self.inverses @ inner @ self.inverses
