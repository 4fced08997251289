"""The network's weighted Laplacian, made of the trials' own, and what it gives: effects, their covariance, Q."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from kneewise.evidence.networks.trials import Trials

    Floats = NDArray[np.float64]
    Weight = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Fit:
    """One weighted least-squares fit of a network.

    tau2 : between-trial variance that was added to every contrast
    laplacian : shape (n, n)
    inverse : shape (n, n), its Moore-Penrose inverse: variances of contrasts are inverse[i, i] + inverse[j, j]
        - 2 inverse[i, j]
    effect : shape (n,), of the treatments, adding to 0
    q : weighted sum of squares that is left
    """

    tau2: float
    laplacian: Floats
    inverse: Floats
    effect: Floats
    q: float


def fit_network(trials: Trials, tau2: float = 0.0) -> Fit:
    """Fit a connected network.

    Source: Rucker G. Res Synth Methods 2012;3:312-324 (Laplacian); a trial of several arms enters with its own
    Laplacian, the inverse of its contrasts' covariance, which is what the adjusted weights of that paper amount to.
    """
    weight = precision(tau2)
    laplacian = gather(trials, weight)
    inverse = invert_laplacian(laplacian)
    effect = inverse @ gather_vector(trials, weight, [block.effect for block in trials.blocks])
    return Fit(tau2, laplacian, inverse, effect, weighted_squares(trials, weight, effect))


def precision(tau2: float, power: int = 1) -> Weight:
    """Give the weight 1 / (root + tau2 / 2), or a power of it, as a function of the roots."""
    half = tau2 / 2
    return lambda roots: (roots + half) ** -power


def gather(trials: Trials, weight: Weight) -> Floats:
    """Add up axes diag(weight(roots)) axes' of all trials at their treatments, shape (n, n)."""
    n = len(trials.treatments)
    total = np.zeros(n * n)
    for block in trials.blocks:
        own = (block.axes * weight(block.roots)[:, None, :]) @ block.axes.transpose(0, 2, 1)
        place = block.arm[:, :, None] * n + block.arm[:, None, :]
        total += np.bincount(place.ravel(), own.ravel(), minlength=n * n)
    return total.reshape(n, n)


def gather_vector(trials: Trials, weight: Weight, values: list[Floats]) -> Floats:
    """Add up axes diag(weight(roots)) axes' values of all trials at their treatments, shape (n,)."""
    n = len(trials.treatments)
    total = np.zeros(n)
    for block, value in zip(trials.blocks, values, strict=True):
        turned = np.einsum("bak,ba->bk", block.axes, value) * weight(block.roots)
        own = np.einsum("bak,bk->ba", block.axes, turned)
        total += np.bincount(block.arm.ravel(), own.ravel(), minlength=n)
    return total


def residuals(trials: Trials, effect: Floats) -> list[Floats]:
    """What each block's arms leave unexplained, along the trials' axes, shapes (b, a - 1)."""
    return [
        np.einsum("bak,ba->bk", block.axes, block.effect - effect[block.arm]) for block in trials.blocks
    ]  # fmt: skip


def weighted_squares(trials: Trials, weight: Weight, effect: Floats) -> float:
    """Weighted sum of squares that a set of treatments' effects leaves."""
    left = residuals(trials, effect)
    return float(sum(np.sum(each**2 * weight(block.roots)) for block, each in zip(trials.blocks, left, strict=True)))


def invert_laplacian(laplacian: Floats) -> Floats:
    """Moore-Penrose inverse of connected Laplacians, shape (..., n, n).

    The constant direction is lifted, then taken out: which eigenvalue counts as 0 is known and need not be guessed.
    """
    n = laplacian.shape[-1]
    lift = np.trace(laplacian, axis1=-2, axis2=-1)[..., None, None] / n
    inverse = np.linalg.inv(laplacian + lift / n) - 1 / (lift * n)
    symmetric: Floats = (inverse + np.swapaxes(inverse, -1, -2)) / 2
    return symmetric


def contrast_variances(inverse: Floats) -> Floats:
    """Variance of every contrast, shape (n, n)."""
    diagonal = np.diag(inverse)
    variances: Floats = np.maximum(diagonal[:, None] + diagonal - 2 * inverse, 0.0)
    np.fill_diagonal(variances, 0.0)
    return variances
