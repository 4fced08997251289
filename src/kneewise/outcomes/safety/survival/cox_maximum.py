"""The highest partial likelihood, by Newton's steps; refuses one that has no highest point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.safety.survival.cox_likelihood import likelihood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.cox_likelihood import SortedPersons, Steps

_MOST_STEPS = 60
_SETTLED = 1e-10  # a step this small, in standard deviations of a covariate, changes no digit that is shown
_FLAT = 1e-8  # a gain of log-likelihood below which a step that stays large means that no maximum exists
_WIDE = 600.0  # range of the log hazards that numbers can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Maximum:
    """The estimates, the log likelihood there and at 0, the score test's chi-square, and the inverse information."""

    beta: Floats
    value: float
    null: float
    score: float
    covariance: Floats
    steps: Steps
    iterations: int


def maximise(persons: SortedPersons, names: Sequence[str]) -> Maximum:
    """Newton's steps, halved where the likelihood falls; refuses a likelihood that rises for ever."""
    scale = persons.x.std(axis=0)
    beta = np.zeros(len(names))
    null, gradient, information, steps = likelihood(persons, beta)
    value, score = null, float(gradient @ _solve(information, gradient, names))
    for iteration in range(1, _MOST_STEPS + 1):
        step = _solve(information, gradient, names)
        fraction, trial = _climb(persons, beta, step, value)
        gain = trial[0] - value
        beta = beta + fraction * step
        value, gradient, information, steps = trial
        size = np.abs(fraction * step) * scale
        if size.max() < _SETTLED:
            covariance = _solve(information, np.eye(len(names)), names)
            return Maximum(
                beta=beta, value=value, null=null, score=score, covariance=covariance, steps=steps, iterations=iteration
            )
        if (gain < _FLAT and size.max() > 0.1) or np.ptp(steps.log_hazard) > _WIDE / 2:
            _refuse_monotone(names, np.abs(beta) * scale)
    raise NotEstimable(f"cox: the likelihood did not settle in {_MOST_STEPS} steps")


def _climb(persons: SortedPersons, beta: Floats, step: Floats, value: float) -> tuple[float, Any]:
    """Take the step, or the largest halving of it that does not lower the likelihood."""
    fraction = 1.0
    while fraction > 1e-9:
        if np.ptp(persons.x @ (beta + fraction * step)) < _WIDE:  # beyond, hazards leave the range of numbers
            trial = likelihood(persons, beta + fraction * step)
            if trial[0] - value >= -1e-12 * max(1.0, abs(value)):
                return fraction, trial
        fraction /= 2
    raise NotEstimable("cox: the likelihood could not be raised along Newton's step")


def _refuse_monotone(names: Sequence[str], reached: Floats) -> None:
    running = [name for name, each in zip(names, reached, strict=True) if each > 0.5 * reached.max()]
    raise NotEstimable(
        f"cox: the likelihood has no maximum along {', '.join(running)}: it separates those with the event from those "
        "at risk, so that a hazard ratio would be 0 or infinite"
    )


def _solve(information: Floats, right: Floats, names: Sequence[str]) -> Floats:
    """Solve with the information, or name the covariates that it does not determine."""
    size = np.sqrt(np.maximum(np.diag(information), 0))
    if (flat := size <= 1e-7 * max(float(size.max(initial=0)), 1e-150)).any():
        raise NotEstimable(f"cox: {names[int(flat.argmax())]} does not vary among those at risk at an event")
    scaled = information / np.outer(size, size)
    values, vectors = np.linalg.eigh(scaled)
    if values[0] < 1e-10:
        tied = [name for name, part in zip(names, np.abs(vectors[:, 0]), strict=True) if part > 0.05]
        raise NotEstimable(f"cox: {', '.join(tied)} cannot be told apart: one is a combination of the others")
    solved: Floats = (vectors / values) @ (vectors.T @ (right.T / size).T)
    return (solved.T / size).T
