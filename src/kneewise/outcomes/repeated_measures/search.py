"""The search for the covariance parameters: Newton's method from several starts, then a second optimiser.

In small trials with many visits the first start may end where the likelihood has no proper maximum; a later one often
finds it. Where none does, that is the answer: no number is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.repeated_measures.newton import Minimum, minimise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.likelihood import Likelihood


def find_minimum(likelihood: Likelihood, covariances: Sequence[Array], name: str) -> Minimum:
    """Search from the covariances given, shape (m, m), one a group, and from tamer ones made of them.

    name : of the structure, for what is told

    Raises NotEstimable where no start leads to a proper maximum of the likelihood.
    """
    reason = ""
    for theta in _starts(likelihood, covariances):
        try:
            return minimise(likelihood, theta)
        except NotEstimable as failed:
            reason = reason or str(failed)
    try:
        return minimise(likelihood, _by_quasi_newton(likelihood, covariances))
    except NotEstimable:
        raise NotEstimable(
            f"covariance {name!r}: no proper estimate of its {likelihood.n_theta} parameters: {reason}. The data are "
            "too few for them, or contradict the structure; try another ('toeph', 'ar1h', 'csh', 'cs')"
        ) from None


def _starts(likelihood: Likelihood, covariances: Sequence[Array]) -> Iterator[Array]:
    for correlation in (None, 0.3, 0.0, 0.7):
        tamed = [each if correlation is None else _exchangeable(each, correlation) for each in covariances]
        yield np.concatenate([group.start(each) for group, each in zip(likelihood.groups, tamed, strict=True)])


def _exchangeable(covariance: Array, correlation: float) -> Array:
    sds = np.sqrt(np.diag(covariance))
    return np.asarray(np.outer(sds, sds) * (correlation + (1.0 - correlation) * np.eye(len(sds))))


def _by_quasi_newton(likelihood: Likelihood, covariances: Sequence[Array]) -> Array:
    """Go down without the Hessian, which far from the optimum may say nothing."""
    from scipy.optimize import minimize

    worst = 1e10

    def objective(theta: Array) -> tuple[float, Any]:
        try:
            value = likelihood.value(theta)
        except np.linalg.LinAlgError:
            return worst, np.zeros_like(theta)
        return value.objective, likelihood.slopes(value).gradient

    start = next(_starts(likelihood, covariances))
    found = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(found.x, dtype=np.float64)
