"""Degrees of freedom that count rather than estimate: between and within patients, or of the residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.fit import Fit


def between_within_each(fit: Fit) -> Array:
    """Give the degrees of freedom of each coefficient kept, shape (p,).

    A column that is constant within every patient is between, with patients - intercept - between columns; any other,
    and the intercept, is within, with scores - patients - within columns. A contrast has the least of the
    coefficients that it involves.

    Raises NotEstimable where that leaves none.

    Source: Schluchter MD, Elashoff JT. J Stat Comput Simul 1990;37:69-87; contrasts as R mmrm. SAS counts otherwise.
    """
    x = fit.rows.x[:, fit.kept.columns]
    is_within, is_intercept = np.zeros(x.shape[1], dtype=bool), (x == 1.0).all(axis=0)
    for pattern in fit.rows.layout.patterns:
        each = x[pattern.start : pattern.stop].reshape(pattern.n_subjects, len(pattern.visits), -1)
        is_within |= (each != each[:, :1]).any(axis=(0, 1))
    is_between = ~is_within & ~is_intercept
    n_subjects = fit.rows.layout.n_subjects
    between = n_subjects - int(is_between.sum()) - int(is_intercept.any())
    within = len(x) - n_subjects - int(is_within.sum())
    dfs = np.where(is_between, between, within).astype(np.float64)
    if dfs.min() < 1:
        raise NotEstimable(
            f"degrees of freedom: {between} between and {within} within patients are left; one or more are needed"
        )
    return dfs


def residual_df(fit: Fit) -> float:
    """Give scores less coefficients, for every contrast alike."""
    return float(len(fit.z) - len(fit.working))
