"""Empirical (sandwich) covariance of the coefficients: right also where the covariance of the scores is not.

Patients are taken pattern by pattern; the cost is linear in their number. R mmrm keeps a matrix of observations by
patients times coefficients for the degrees of freedom; here only its trace and norm are formed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.fit import Fit

EMPIRICAL: Final = ("empirical", "jackknife", "bias-reduced")
_CHUNK: Final = 2**20  # numbers held by one intermediate array
_ZERO: Final = 1e-10  # eigenvalue of I - H that is nothing: a patient who alone determines a coefficient


def empirical_covariance(fit: Fit, kind: str) -> Array:
    """Give the empirical covariance of the working coefficients, shape (p, p).

    kind : "empirical", "jackknife" or "bias-reduced": each patient's residuals as they are, times (I - H)^-1, or
        times (I - H)^-1/2, with H the patient's block of the hat matrix

    Raises NotEstimable for the last two where a patient alone determines a coefficient.

    Source: Liang KY, Zeger SL. Biometrika 1986;73:13-22; Bell RM, McCaffrey DF. Surv Methodol 2002;28:169-181;
    as R mmrm's "Empirical", "Empirical-Jackknife", "Empirical-Bias-Reduced" (no factor (n - 1) / n).
    """
    p = len(fit.covariance)
    meat = np.zeros((p, p))
    for x, rest in _whitened(fit):
        scores = np.einsum("imp,im->ip", _adjusted(x, fit.covariance, kind), rest)
        meat += scores.T @ scores
    return np.asarray(fit.covariance @ meat @ fit.covariance)


def empirical_each(fit: Fit, contrasts: Array, kind: str) -> Array:
    """Give the degrees of freedom of single contrasts, shape (q,), for an empirical covariance.

    contrasts : shape (q, p), of the working coefficients

    With a_i patient i's weights on the residuals and b_i = x_i' a_i, the estimate of the variance is a quadratic form
    with matrix G = diag(a_i' a_i) - b Phi b'; the degrees of freedom are tr(G)^2 / tr(G G).

    Source: Bell and McCaffrey 2002, with the fitted covariance as the working one, as R mmrm.
    """
    phi = fit.covariance
    wanted = (contrasts @ phi).T  # (p, q)
    p, q = wanted.shape
    products = np.zeros((q, p, p))
    trace, squares = np.zeros(q), np.zeros(q)
    for x, _ in _whitened(fit, at_least=q):
        weights = _adjusted(x, phi, kind) @ wanted  # (n, m, q)
        sizes = (weights**2).sum(axis=1)  # (n, q)
        b = x.transpose(0, 2, 1) @ weights  # (n, p, q)
        by_contrast = b.transpose(2, 0, 1)  # (q, n, p)
        products += by_contrast.transpose(0, 2, 1) @ by_contrast
        trace += sizes.sum(axis=0)
        squares += (sizes**2).sum(axis=0)
        squares -= 2.0 * (sizes * ((phi @ b) * b).sum(axis=1)).sum(axis=0)
    met = phi @ products
    trace -= np.trace(met, axis1=1, axis2=2)
    squares += (met * met.transpose(0, 2, 1)).sum(axis=(1, 2))
    return np.asarray(trace**2 / squares)


def _whitened(fit: Fit, at_least: int = 1) -> Iterator[tuple[Array, Array]]:
    """Give rows, (n, m, p), and residuals, (n, m), times a root of the inverse covariance; some patients at a time."""
    roots = None if fit.rows.weights is None else np.sqrt(fit.rows.weights)
    p = len(fit.working)
    for place, patterns, slots in zip(fit.value.places, fit.parts.patterns, fit.parts.slots, strict=True):
        for number, (pattern, slot) in enumerate(zip(patterns, slots, strict=True)):
            own = place.inverses[number][np.ix_(slot, slot)]
            half = np.linalg.cholesky(own).T
            step = max(1, _CHUNK // (len(slot) * max(p, at_least))) * len(slot)
            for start in range(pattern.start, pattern.stop, step):
                stop = min(start + step, pattern.stop)
                rows = fit.z[start:stop]
                if roots is not None:
                    rows = rows * roots[start:stop, None]
                each = rows.reshape(-1, len(slot), p + 1)
                yield half @ each[:, :, :-1], (each[:, :, -1] - each[:, :, :-1] @ fit.working) @ half.T


def _adjusted(x: Array, phi: Array, kind: str) -> Array:
    """Give A_i x_i of patients, shape (n, m, p): A_i is I, (I - H_i)^-1 or (I - H_i)^-1/2."""
    if kind == "empirical":
        return x
    rest = np.eye(x.shape[1]) - (x @ phi) @ x.transpose(0, 2, 1)
    values, vectors = np.linalg.eigh(rest)
    if values.min() < _ZERO:
        raise NotEstimable(
            f"covariance of the coefficients {kind!r}: one patient alone determines a coefficient; use 'empirical' or "
            "the model's own"
        )
    power = -1.0 if kind == "jackknife" else -0.5
    return np.asarray(vectors @ (values[:, :, None] ** power * (vectors.transpose(0, 2, 1) @ x)))
