"""Trials as blocks of arms: what every network method works on.

A trial of a arms says a - 1 things. They are kept as effects of its arms up to a constant, and as the covariance of
these in the directions that add to nothing, already turned to its axes: the trial's Laplacian under any between-trial
variance tau2 is then axes diag(1 / (root + tau2 / 2)) axes', and all trials of a arms are worked out at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """All trials with the same number of arms.

    trial : shape (b,), places in `Trials.studies`
    arm : shape (b, a), places in `Trials.treatments`, rising
    effect : shape (b, a), effects of the arms, each row adds to 0
    roots, axes : shapes (b, a - 1) and (b, a, a - 1), the covariance of the arms without its constant direction
    """

    trial: Ints
    arm: Ints
    effect: Floats
    roots: Floats
    axes: Floats


@dataclass(frozen=True, slots=True)
class Trials:
    """A network's trials. `left_out` says which rows or trials were not used, and why."""

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    blocks: tuple[Block, ...]
    left_out: tuple[str, ...] = ()

    @property
    def n_independent(self) -> int:
        """Independent contrasts: arms less one, over all trials."""
        return sum(block.roots.size for block in self.blocks)

    @property
    def n_trials(self) -> int:
        """Trials in the blocks."""
        return sum(len(block.trial) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every pair of arms of every trial: first treatment against second, first before second.

    trial, first, second : shape (m,); effect, variance : shape (m,), without between-trial variance
    """

    trial: Ints
    first: Ints
    second: Ints
    effect: Floats
    variance: Floats


def block_of(trial: Ints, arm: Ints, effect: Floats, covariance: Floats) -> Block:
    """Make a block of arms' effects and covariances, shapes (b, a) and (b, a, a); only contrasts of them count."""
    plane = contrast_plane(arm.shape[1])
    roots, axes = np.linalg.eigh(plane.T @ covariance @ plane)
    return Block(trial, arm, effect - effect.mean(axis=1, keepdims=True), roots, plane @ axes)


@cache
def contrast_plane(n_arms: int) -> Floats:
    """Orthonormal columns, shape (a, a - 1), each adding to 0 (Helmert)."""
    columns = np.zeros((n_arms, n_arms - 1))
    for k in range(1, n_arms):
        columns[:k, k - 1] = 1 / np.sqrt(k * (k + 1))
        columns[k, k - 1] = -k / np.sqrt(k * (k + 1))
    return columns


def pairs_of(trials: Trials) -> Pairs:
    """List every pair of arms, trials in the order of their blocks."""
    taken: list[tuple[Ints, Ints, Ints, Floats, Floats]] = []
    for block in trials.blocks:
        one, two = np.triu_indices(block.arm.shape[1], 1)
        turned = block.axes[:, one] - block.axes[:, two]
        variance = np.einsum("bpk,bk,bpk->bp", turned, block.roots, turned)
        effect = block.effect[:, one] - block.effect[:, two]
        trial = np.repeat(block.trial, len(one))
        taken.append((trial, block.arm[:, one].ravel(), block.arm[:, two].ravel(), effect.ravel(), variance.ravel()))
    return Pairs(*(np.concatenate(each) for each in zip(*taken, strict=True)))


def without(trials: Trials, dropped: NDArray[np.bool_]) -> Trials:
    """Take the trials that are not dropped, shape (number of studies,); treatments and places stay as they are."""
    blocks = []
    for block in trials.blocks:
        kept = ~dropped[block.trial]
        if kept.any():
            blocks.append(
                Block(block.trial[kept], block.arm[kept], block.effect[kept], block.roots[kept], block.axes[kept])
            )
    return Trials(trials.treatments, trials.studies, tuple(blocks), trials.left_out)
