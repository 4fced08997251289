"""The highest point of a smooth likelihood of few parameters, and its curvature there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kneewise.evidence.pooling.sets import Floats

    # Parameters in; log-likelihood and its gradient out.
    Likelihood = Callable[[Floats], tuple[float, Floats]]


def highest(likelihood: Likelihood, start: Sequence[float], at_least_0: Sequence[bool]) -> tuple[Floats, float]:
    """Search from `start`; parameters marked `at_least_0` (standard deviations) stay at 0 or above.

    Raises NotEstimable where the search does not end at a point of no slope.
    """
    from scipy.optimize import minimize

    def lost(parameters: Floats) -> tuple[float, Floats]:
        value, gradient = likelihood(parameters)
        return -value, -gradient

    bounds = [(0.0, None) if each else (None, None) for each in at_least_0]
    found = minimize(
        lost, np.asarray(start, dtype=np.float64), jac=True, method="L-BFGS-B", bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
    )  # fmt: skip
    value, gradient = likelihood(found.x)
    at_edge = np.asarray(at_least_0) & (found.x <= 0.0) & (gradient <= 0.0)
    if not np.isfinite(value) or np.abs(np.where(at_edge, 0.0, gradient)).max() > 1e-3 * (1.0 + abs(value)) ** 0.5:
        raise NotEstimable("the likelihood has no highest point that the search could reach")
    return found.x, value


def information(likelihood: Likelihood, at: Floats, *, step: float = 1e-4) -> Floats:
    """Minus the second derivatives of the log-likelihood, by central differences of its gradient."""
    size = at.size
    matrix = np.empty((size, size))
    for place in range(size):
        move = np.zeros(size)
        move[place] = step
        # A standard deviation at 0 may go below: the likelihoods here are even in it.
        matrix[place] = (likelihood(at - move)[1] - likelihood(at + move)[1]) / (2.0 * step)
    return 0.5 * (matrix + matrix.T)


def inverse_information(matrix: Floats) -> Floats:
    """Covariance of the parameters. Raises NotEstimable where the likelihood is flat at its highest point."""
    try:
        inverse = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        inverse = np.full(matrix.shape, np.nan)
    if not (np.isfinite(inverse).all() and (np.diag(inverse) > 0).all()):
        raise NotEstimable("the likelihood is flat at its highest point: no standard error")
    return inverse


def with_differences(value: Callable[[Floats], float], step: float = 1e-5) -> Likelihood:
    """Give a likelihood its gradient by central differences."""

    def likelihood(parameters: Floats) -> tuple[float, Floats]:
        gradient = np.empty(parameters.size)
        for place in range(parameters.size):
            move = np.zeros(parameters.size)
            move[place] = step
            gradient[place] = (value(parameters + move) - value(parameters - move)) / (2.0 * step)
        return value(parameters), gradient

    return likelihood
