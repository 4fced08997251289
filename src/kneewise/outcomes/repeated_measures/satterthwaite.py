"""Satterthwaite's degrees of freedom: how well the variance of an estimate is itself known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.fit import Fit


def satterthwaite_each(fit: Fit, contrasts: Array) -> Array:
    """Give the degrees of freedom of single contrasts, shape (q,): 2 v^2 / (g' cov(theta) g).

    contrasts : shape (q, p), of the working coefficients

    v is the variance of the contrast and g its derivatives in theta, -c' A^-1 A_k A^-1 c.

    Source: Satterthwaite FE. Biometrics Bull 1946;2:110-114, as in R mmrm.
    """
    spread = contrasts @ fit.covariance
    variances = (spread * contrasts).sum(axis=1)
    slopes = ((fit.information @ spread.T) * spread.T).sum(axis=1)  # (K, q)
    uncertainty = (slopes * (fit.theta_covariance @ slopes)).sum(axis=0)
    if not (uncertainty > 0.0).all():
        raise NotEstimable("degrees of freedom: the variance of a contrast does not depend on the covariance")
    return np.asarray(2.0 * variances**2 / uncertainty)


def pooled_df(dfs: Array) -> float:
    """Give the denominator degrees of freedom of an F test from those of its orthogonal parts.

    Source: Fai AHT, Cornelius PL. J Stat Comput Simul 1996;54:363-378, as in R lmerTest and mmrm.
    """
    if np.ptp(dfs) < 1e-8:
        return float(dfs.mean())
    if (dfs <= 2.0).any():
        return 2.0
    expected = float((dfs / (dfs - 2.0)).sum())
    return 2.0 * expected / (expected - len(dfs))
