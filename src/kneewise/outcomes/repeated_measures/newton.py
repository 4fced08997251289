"""Newton's method for the covariance parameters: damped, with an eigenvalue-modified exact Hessian.

Three to five steps on most data. What it returns is a proper minimum: gradient at rounding error, Hessian positive
definite; anything else is told as a failure, with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.likelihood import Likelihood, Slopes, Value

_STEPS: Final = 60
_LONGEST: Final = 1.5  # of one step, in any parameter: they are logarithms of standard deviations and the like
_SURE: Final = 1e-6  # a promised gain, in units of the likelihood, below which rounding would refuse good steps
_DONE: Final = 1e-25
_FLOOR: Final = 1e-12  # a gain below it that no longer falls is rounding
_FLAT: Final = 1e-8  # smallest over largest eigenvalue of the scaled Hessian: below it, it says nothing of a direction
_FAR: Final = 60.0  # a correlation of 0.9999, a standard deviation of e^60: the data are scaled to variance 1


class Minimum(NamedTuple):
    """Where the objective is least."""

    theta: Array
    value: Value
    slopes: Slopes
    n_steps: int


def minimise(likelihood: Likelihood, theta: Array) -> Minimum:
    """Go down from theta to a proper minimum.

    Raises NotEstimable where none is reached; the text says what was met instead.
    """
    try:
        value = likelihood.value(theta)
    except np.linalg.LinAlgError:
        raise NotEstimable("the start is no covariance") from None
    before = np.inf
    for n_steps in range(_STEPS):
        slopes = likelihood.slopes(value)
        step, gain, is_convex = _step(slopes)
        if is_convex and (gain < _DONE or 0.25 * before < gain < _FLOOR):
            return Minimum(theta, value, slopes, n_steps)
        moved = _moved(likelihood, theta, value, step, float(slopes.gradient @ step) if gain > _SURE else None)
        if moved is None:
            raise NotEstimable("no step makes the likelihood larger, though its gradient is not zero")
        theta, value = moved
        if np.abs(theta).max() > _FAR:
            raise NotEstimable("a standard deviation runs to zero or a correlation to one")
        before = gain
    raise NotEstimable(f"no maximum of the likelihood within {_STEPS} steps")


def _step(slopes: Slopes) -> tuple[Array, float, bool]:
    """Give Newton's step (downhill in every eigendirection), the gain that it promises, and whether all curve up."""
    scale = 1.0 / np.sqrt(np.maximum(np.abs(np.diag(slopes.hessian)), 1e-8))
    values, vectors = np.linalg.eigh(slopes.hessian * np.outer(scale, scale))
    along = vectors.T @ (slopes.gradient * scale)
    largest = max(float(np.abs(values).max()), 1e-8)
    bent = np.maximum(np.abs(values), _FLAT * largest)
    step = -scale * (vectors @ (along / bent))
    longest = float(np.abs(step).max())
    if longest > _LONGEST:
        step *= _LONGEST / longest
    return step, 0.5 * float((along * along / bent).sum()), bool(values[0] > _FLAT * largest)


def _moved(
    likelihood: Likelihood, theta: Array, value: Value, step: Array, descent: float | None
) -> tuple[Array, Value] | None:
    """Take the step, halved until the objective falls as it should; `descent` None: any place that can be evaluated."""
    for _ in range(40):
        try:
            there = likelihood.value(theta + step)
        except np.linalg.LinAlgError:
            there = None
        is_taken = there is not None and np.isfinite(there.objective)
        if there and is_taken and (descent is None or there.objective <= value.objective + 1e-4 * descent):
            return theta + step, there
        step = 0.5 * step
        descent = None if descent is None else 0.5 * descent
    return None
