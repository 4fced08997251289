"""Variation of coefficients between studies by moments: DerSimonian-Laird for several coefficients at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def psi_by_moments(coefficients: Floats, covariances: Floats) -> Floats:
    """Estimate Psi, shape (q, q), of studies' coefficients, shape (m, q), and their covariances, shape (m, q, q).

    What is not a covariance is made one by setting negative eigenvalues to 0 (mixmeta sets them to 1.5e-8).

    Source: Jackson D, White IR, Riley RD. Biom J 2013;55:231-245.
    """
    m, q = coefficients.shape
    weights = np.linalg.inv(covariances)
    total = np.linalg.inv(weights.sum(axis=0))
    mean = total @ np.einsum("mqr,mr->q", weights, coefficients)
    left = coefficients - mean
    squares = np.einsum("mqr,mr,ms->qs", weights, left, left)
    # With R = 1 - H, block (i, j) of R is (i = j) - total W_j; A = R'W and B = R' in blocks.
    eye = np.eye(q)
    expected = np.zeros((q * q, q * q))
    noise = np.zeros((q, q))
    for i in range(m):
        for j in range(m):
            b = (eye if i == j else 0.0) - (total @ weights[i]).T
            a = b @ weights[j]
            expected += np.kron(b.T, a.T)
            if i == j:
                noise += b
    psi = np.linalg.solve(expected, (squares - noise).T.ravel()).reshape(q, q).T
    roots, axes = np.linalg.eigh((psi + psi.T) / 2)
    sound: Floats = (axes * np.maximum(roots, 0.0)) @ axes.T
    return sound
