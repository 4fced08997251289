"""The search for the covariance parameters: Newton's method from several starts, then a second optimiser.

In small trials with many visits the likelihood may have several maxima, or none that is proper: with three patients
seen at all of six visits, some combination of the visits fits them exactly, and the likelihood grows without bound.
Then no number is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.repeated_measures.covariance import NoCovariance
from kneewise.outcomes.repeated_measures.newton import Minimum, minimise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.likelihood import Likelihood

_FEW: Final = 10  # patients a covariance parameter, below which one maximum is not trusted to be the only one
_SAME: Final = 1e-6  # likelihood units: two ways to one maximum
_DRAWS: Final = 8  # further starts, where those that were thought of fail; always the same ones


def find_minimum(likelihood: Likelihood, covariances: Sequence[Array], name: str) -> tuple[Minimum, bool]:
    """Search from the covariances given, shape (m, m), one a group, and from tamer ones made of them.

    name : of the structure, for what is told

    Returns the best of what was found, and whether other maxima of the likelihood were met. Raises NoCovariance where
    no start leads to a proper maximum.
    """
    n_subjects = sum(int(moments.counts.sum()) for moments in likelihood.moments)
    found: list[Minimum] = []
    reason = ""
    for theta in _thought_of(likelihood, covariances):
        try:
            found.append(minimise(likelihood, theta))
        except NotEstimable as failed:
            reason = reason or str(failed)
        if found and n_subjects >= _FEW * likelihood.n_theta:
            break
    if not found:
        found.append(_last_resort(likelihood, covariances, name, reason))
    best = min(found, key=lambda each: each.value.objective)
    return best, any(each.value.objective > best.value.objective + _SAME for each in found)


def _thought_of(likelihood: Likelihood, covariances: Sequence[Array]) -> Iterator[Array]:
    for correlation in (None, 0.3, 0.0, 0.7):
        tamed = [each if correlation is None else _exchangeable(each, correlation) for each in covariances]
        yield np.concatenate([group.start(each) for group, each in zip(likelihood.groups, tamed, strict=True)])


def _exchangeable(covariance: Array, correlation: float) -> Array:
    sds = np.sqrt(np.diag(covariance))
    return np.asarray(np.outer(sds, sds) * (correlation + (1.0 - correlation) * np.eye(len(sds))))


def _last_resort(likelihood: Likelihood, covariances: Sequence[Array], name: str, reason: str) -> Minimum:
    """Begin where another optimiser ends, and at places drawn around the first start."""
    first = next(_thought_of(likelihood, covariances))
    draws = np.random.default_rng(20260711).normal(scale=0.6, size=(_DRAWS, len(first)))
    for theta in (_by_quasi_newton(likelihood, first), *(first + draws)):
        try:
            return minimise(likelihood, theta)
        except NotEstimable:
            continue
    raise NoCovariance(
        f"covariance {name!r}: no proper estimate of its {likelihood.n_theta} parameters: {reason}. The data are too "
        "few for them, or contradict the structure; try another ('toeph', 'ar1h', 'csh', 'cs')"
    )


def _by_quasi_newton(likelihood: Likelihood, start: Array) -> Array:
    """Go down without the Hessian, which far from the optimum may say nothing."""
    from scipy.optimize import minimize

    def objective(theta: Array) -> tuple[float, Any]:
        try:
            value = likelihood.value(theta)
        except np.linalg.LinAlgError:
            return 1e10, np.zeros_like(theta)
        return value.objective, likelihood.slopes(value).gradient

    found = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x, dtype=np.float64)
