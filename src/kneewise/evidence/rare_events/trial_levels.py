"""Unconditional models: what is done with the level of events of each trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.rare_events.kernels import binomial, two_binomials
from kneewise.evidence.rare_events.quadrature import integrate
from kneewise.evidence.search import with_differences

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats
    from kneewise.evidence.rare_events.tables import Tables
    from kneewise.evidence.search import Likelihood


def fixed_levels(tables: Tables) -> Likelihood:
    """Log-likelihood of (mean, tau) with each trial's level put where its own likelihood is highest (UM.FS).

    The levels of different trials do not touch each other, so the many parameters cost one small Newton search each,
    all at once, and the profile's gradient is the partial one.
    """
    a, c, n1, n2 = (each[:, np.newaxis] for each in (tables.a, tables.c, tables.n1, tables.n2))
    levels = np.log((a + c) / (n1 + n2 - a - c))

    def likelihood(parameters: Floats) -> tuple[float, Floats]:
        nonlocal levels
        mean, tau = float(parameters[0]), float(parameters[1])
        for _ in range(60):
            found = integrate(two_binomials(tables, levels), mean, tau, a.size)
            first = binomial(a, n1, levels + 0.5 * found.eta)
            second = binomial(c, n2, levels - 0.5 * found.eta)
            pull, bend = first[1] + second[1], first[2] + second[2]
            slope = (found.share * pull).sum(axis=1, keepdims=True)
            curve = (found.share * (pull * pull + bend)).sum(axis=1, keepdims=True) - slope * slope
            step = -slope / np.minimum(curve, -1e-10)
            if np.abs(step).max() < 1e-11:
                break
            levels = levels + np.clip(step, -1.0, 1.0)
        return float(found.log_likelihood.sum()), found.gradient()

    return likelihood


def random_levels(tables: Tables) -> Likelihood:
    """Log-likelihood of (mean, tau, level, sigma), levels normal too, by Laplace's approximation (UM.RS)."""

    def value(parameters: Floats) -> float:
        mean, tau, level, sigma = (float(each) for each in parameters)
        z1, z2 = np.zeros(tables.a.size), np.zeros(tables.a.size)
        for _ in range(100):
            first = binomial(tables.a, tables.n1, level + sigma * z1 + 0.5 * (mean + tau * z2))
            second = binomial(tables.c, tables.n2, level + sigma * z1 - 0.5 * (mean + tau * z2))
            slope1 = sigma * (first[1] + second[1]) - z1
            slope2 = 0.5 * tau * (first[1] - second[1]) - z2
            bend1 = 1.0 - sigma**2 * (first[2] + second[2])
            bend2 = 1.0 - 0.25 * tau**2 * (first[2] + second[2])
            cross = -0.5 * sigma * tau * (first[2] - second[2])
            size = bend1 * bend2 - cross * cross
            step1, step2 = (bend2 * slope1 - cross * slope2) / size, (bend1 * slope2 - cross * slope1) / size
            if max(np.abs(step1).max(), np.abs(step2).max()) < 1e-12:
                break
            z1, z2 = z1 + np.clip(step1, -1.0, 1.0), z2 + np.clip(step2, -1.0, 1.0)
        height = first[0] + second[0] - 0.5 * (z1 * z1 + z2 * z2) - 0.5 * np.log(size)
        return float(height.sum())

    return with_differences(value)
