"""The unstructured covariance: every variance, and every covariance of two visits, free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array


class Unstructured:
    """Sigma = L L' with L = diag(exp(theta_1..m)) times a unit lower triangle, filled by rows with the other theta.

    Source: the parametrisation of R mmrm (vignette "Covariance structures"); the Kenward-Roger correction depends on
    it.
    """

    def __init__(self, n_visits: int) -> None:
        self.n_visits = self.n_sds = n_visits
        self.n_theta = n_visits * (n_visits + 1) // 2
        self.below = np.tril_indices(n_visits, -1)
        self.row_moved = np.concatenate([np.arange(n_visits), self.below[0]])

    def start(self, covariance: Array) -> Array:
        """Give the parameters of a positive definite matrix, shape (m, m)."""
        factor = np.linalg.cholesky(covariance)
        sds = np.diag(factor)
        unit = factor / sds[:, None]
        return np.concatenate([np.log(sds), unit[self.below]])

    def at(self, theta: Array) -> UnstructuredPoint:
        """Give the covariance and its derivatives at these parameters."""
        return UnstructuredPoint(self, theta)


class UnstructuredPoint:
    """The unstructured covariance at one theta.

    A parameter moves one row of L only: `_rows[k]` is the derivative of row `row_moved[k]` of L. Kept whole, the
    second derivatives would take (parameters x visits)^2 numbers: 0.5 GB at 20 visits.
    """

    def __init__(self, structure: Unstructured, theta: Array) -> None:
        m = structure.n_visits
        self._structure = structure
        self._sds = np.exp(theta[:m])
        unit = np.eye(m)
        unit[structure.below] = theta[m:]
        self._factor = unit * self._sds[:, None]
        self._rows = np.zeros((structure.n_theta, m))
        self._rows[:m] = self._factor
        self._rows[np.arange(m, structure.n_theta), structure.below[1]] = self._sds[structure.below[0]]
        self.sigma = self._factor @ self._factor.T

    def first(self) -> Array:
        """Give the derivatives of Sigma, shape (K, m, m)."""
        structure = self._structure
        half = np.zeros((structure.n_theta, structure.n_visits, structure.n_visits))
        half[np.arange(structure.n_theta), structure.row_moved] = self._rows @ self._factor.T
        return half + half.transpose(0, 2, 1)

    def second_traces(self, weight: Array) -> Array:
        """Give tr(weight Sigma_kl) of every two parameters, shape (K, K); `weight` symmetric, shape (m, m)."""
        moved = self._structure.row_moved
        traces = weight[moved[:, None], moved[None, :]] * (self._rows @ self._rows.T)
        return np.asarray(2.0 * (traces + self._bends(weight @ self._factor)))

    def second_sum(self, weights: Array) -> Array:
        """Give the sum of weights_kl Sigma_kl, shape (m, m); `weights` symmetric, shape (K, K)."""
        structure = self._structure
        m = structure.n_visits
        whose = np.eye(m)[structure.row_moved]
        moved = whose.T @ (weights * (self._rows @ self._rows.T)) @ whose
        bent = np.diag(weights)[:m, None] * self._factor
        rows, columns = structure.below
        bent[rows, columns] += 2.0 * weights[rows, np.arange(m, structure.n_theta)] * self._sds[rows]
        half = bent @ self._factor.T
        return np.asarray(2.0 * moved + half + half.T)

    def _bends(self, weighted: Array) -> Array:
        """Give <weighted, L_kl>: L is curved in the log standard deviation of a row, alone or with an entry of it."""
        structure = self._structure
        m = structure.n_visits
        bends = np.zeros((structure.n_theta, structure.n_theta))
        bends[np.arange(m), np.arange(m)] = (weighted * self._factor).sum(axis=1)
        rows, columns = structure.below
        entries = np.arange(m, structure.n_theta)
        bends[rows, entries] = bends[entries, rows] = weighted[rows, columns] * self._sds[rows]
        return bends
