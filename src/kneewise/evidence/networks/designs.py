"""Designs (sets of arms that trials compared) and Q within and between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.networks.laplacian import invert_laplacian, precision

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.trials import Trials

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Design:
    """All trials with one set of arms, pooled as if there were nothing else.

    arm : shape (a,), places of its treatments; n : trials
    effect : shape (a,), adding to 0; laplacian, covariance : shape (a, a), of the pooled effects (inverses)
    q : what the trials' own effects leave around the pooled ones
    slope : by how much q grows with tau2, in expectation
    """

    arm: tuple[int, ...]
    n: int
    effect: Floats
    laplacian: Floats
    covariance: Floats
    q: float
    slope: float

    @property
    def df(self) -> int:
        """Degrees of freedom of q."""
        return (self.n - 1) * (len(self.arm) - 1)


def designs_of(trials: Trials, tau2: float = 0.0) -> list[Design]:
    """Pool each design's trials, all designs with the same number of arms at once; in the order of their arms."""
    found: list[Design] = []
    for block in trials.blocks:
        arms, mine = np.unique(block.arm, axis=0, return_inverse=True)
        mine = mine.ravel()
        turned = block.axes.transpose(0, 2, 1)
        own = (block.axes * precision(tau2)(block.roots)[:, None, :]) @ turned
        square = (block.axes * precision(tau2, 2)(block.roots)[:, None, :]) @ turned
        laplacian, squares = (_sum_by(each, mine, len(arms)) for each in (own, square))
        pushed = _sum_by(np.einsum("bij,bj->bi", own, block.effect), mine, len(arms))
        covariance = invert_laplacian(laplacian)
        effect = np.einsum("dij,dj->di", covariance, pushed)
        left = block.effect - effect[mine]
        q = np.bincount(mine, np.einsum("bi,bij,bj->b", left, own, left), minlength=len(arms))
        slope = (np.einsum("dii->d", laplacian) - np.einsum("dij,dji->d", covariance, squares)) / 2
        count = np.bincount(mine, minlength=len(arms))
        found += [
            Design(tuple(arms[d].tolist()), int(count[d]), effect[d], laplacian[d], covariance[d],
                   float(q[d]) if count[d] > 1 else 0.0, float(slope[d]) if count[d] > 1 else 0.0)
            for d in range(len(arms))
        ]  # fmt: skip
    return sorted(found, key=lambda design: (len(design.arm), design.arm))


def tau2_within(designs: list[Design]) -> float | None:
    """Between-trial variance by moments where every design has its own effects; None without a degree of freedom."""
    df = sum(design.df for design in designs)
    if not df:
        return None
    return max(0.0, (sum(design.q for design in designs) - df) / sum(design.slope for design in designs))


def squares_between(designs: list[Design], effect: Floats) -> float:
    """Weighted squares of the designs' pooled effects around the network's."""
    total = 0.0
    for design in designs:
        left = design.effect - effect[list(design.arm)]
        total += float(left @ design.laplacian @ left)
    return total


def _sum_by(values: Floats, group: Ints, n: int) -> Floats:
    total = np.zeros((n, *values.shape[1:]))
    np.add.at(total, group, values)
    return total
