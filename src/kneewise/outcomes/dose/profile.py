"""The best parameters of a shape: for any parameters the rest is linear, so only one or two numbers are searched.

A grid over the bounds first, then Gauss-Newton steps on the profiled problem from its best places.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.shapes import Shape

    Floats = NDArray[np.float64]


def best_parameters(root: Floats, arms: DoseArms, shape: Shape, limits: tuple[tuple[float, float], ...]) -> Floats:
    """The parameters within limits that leave the least misfit.

    root : inverse of the lower Cholesky factor of the means' covariance
    """
    if not limits:
        return np.zeros(0)
    from scipy.optimize import least_squares

    axes = [_axis(low, high, 80 if len(limits) == 1 else 24) for low, high in limits]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    misfits = _misfits(root, arms, shape, grid)
    low, high = np.array(limits).T
    best, least = grid[np.unravel_index(misfits.argmin(), misfits.shape)], inf
    for start in grid[_local_minima(misfits)][:6]:
        done = least_squares(
            lambda at: profile(root, arms, shape, at)[1],
            np.clip(start, low + 1e-9 * (high - low), high - 1e-9 * (high - low)),
            jac=lambda at: _profile_slopes(root, arms, shape, at),
            bounds=(low, high),
            method="dogbox",
            x_scale=high - low,
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-14,
            max_nfev=500,
        )
        if done.cost < least:
            best, least = done.x, float(done.cost)
    return np.asarray(best)


def _axis(low: float, high: float, size: int) -> Floats:
    """Half of the places evenly, half by ratio: small parameters bend the curve as much as large ones."""
    return np.unique(np.concatenate([np.linspace(low, high, size // 2), np.geomspace(low, high, size - size // 2)]))


def _misfits(root: Floats, arms: DoseArms, shape: Shape, grid: Floats) -> Floats:
    """Squared misfit at each place of a grid, shape (..., parameters) in, (...) out, for shapes of one curve.

    What the intercept leaves of the means, less what its projection on the curve takes: one pass for all places.
    """
    places = grid.reshape(-1, grid.shape[-1])
    curves = np.array([shape.basis(arms.doses, place)[:, 0] for place in places]) @ root.T
    one = root.sum(axis=1)
    one /= np.sqrt(one @ one)
    means = root @ arms.means
    means = means - (one @ means) * one
    curves = curves - np.outer(curves @ one, one)
    size = np.sum(curves**2, axis=1)
    seen = np.divide((curves @ means) ** 2, size, out=np.zeros_like(size), where=size > 0)
    left: Floats = means @ means - seen
    return left.reshape(grid.shape[:-1])


def _local_minima(values: Floats) -> tuple[NDArray[np.int64], ...]:
    """Places no higher than their neighbours, lowest first."""
    around = np.pad(values, 1, constant_values=inf)
    inner = tuple(slice(1, -1) for _ in values.shape)
    lowest = np.ones(values.shape, dtype=bool)
    for axis in range(values.ndim):
        for step in (-1, 1):
            lowest &= values <= np.roll(around, step, axis)[inner]
    places = np.argwhere(lowest)
    order = np.argsort(values[lowest], kind="stable")
    return tuple(places[order].T)


def profile(root: Floats, arms: DoseArms, shape: Shape, parameters: Floats) -> tuple[Floats, Floats]:
    """The linear coefficients that are best for these parameters, and what they leave."""
    columns = np.column_stack([np.ones(len(arms.doses)), shape.basis(arms.doses, parameters)])
    linear: Floats = np.asarray(np.linalg.lstsq(root @ columns, root @ arms.means, rcond=None)[0], dtype=np.float64)
    return linear, root @ (arms.means - columns @ linear)


def _profile_slopes(root: Floats, arms: DoseArms, shape: Shape, parameters: Floats) -> Floats:
    """How the residuals change with the parameters, the linear coefficients following (Golub and Pereyra 1973)."""
    basis = shape.basis(arms.doses, parameters)
    columns = root @ np.column_stack([np.ones(len(arms.doses)), basis])
    bends = root @ shape.bends(arms.doses, parameters)
    linear, left = profile(root, arms, shape, parameters)
    q, r = np.linalg.qr(columns)
    first = linear[1] * (bends - q @ (q.T @ bends))
    inverse = np.linalg.pinv(r)
    second = q @ (inverse.T[:, 1:2] * (left @ bends))
    slopes: Floats = -(first + second)
    return slopes
