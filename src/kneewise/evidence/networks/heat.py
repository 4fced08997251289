"""The net heat: which design disagrees with which estimate, and by how much detaching it calms the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.networks.designs import designs_of, tau2_within
from kneewise.evidence.networks.inconsistency import detach
from kneewise.evidence.networks.laplacian import fit_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.designs import Design
    from kneewise.evidence.networks.result import Network

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetHeat:
    """Inconsistency by design and comparison.

    contrasts : (first, second, design) of rows and columns: a design of a arms has a - 1 of them, against its base
    heat : shape (c, c); how much of Q between designs at the row's contrast goes when the column's design is detached:
        above 0 the column's design disagrees with the row (warm), below 0 it is in line with it (cold); NaN in the
        columns of designs without which the network falls apart
    q_between : shape (c,), contribution of each row to Q between designs
    share : shape (c, c), weight of the column's direct evidence in the network's estimate of the row
    order : rows in an order that puts alike next to each other
    """

    contrasts: tuple[tuple[str, str, tuple[str, ...]], ...]
    heat: Floats
    q_between: Floats
    share: Floats
    order: tuple[int, ...]
    tau2: float


def net_heat(result: Network, *, random: bool = False) -> NetHeat:
    """Work out the net heat matrix.

    random : with the between-trial variance of the full interaction model (0 where no design has two trials)

    Raises NotEstimable where the network has no loop along several designs, or fewer than three designs.

    Source: Krahn U, Binder H, Konig J. BMC Med Res Methodol 2013;13:35. Agrees with netmeta 3.3 `netheat` to 1e-9
    (tests/alignment/test_network_inconsistency.py).
    """
    if result.q_between.df == 0 or result.n_designs < 3:
        raise NotEstimable("designs: no loop along several designs; there is nothing that could disagree")
    trials = result._trials
    tau2 = tau2_within(designs_of(trials)) or 0.0 if random else 0.0
    designs = designs_of(trials, tau2)
    n = len(result.treatments)
    fit = fit_network(trials, tau2)
    reference = result.place(result.reference)
    based = [_based(design, reference) for design in designs]
    block = np.repeat(np.arange(len(designs)), [len(each.second) for each in based])
    base = np.concatenate([np.full(len(each.second), each.first) for each in based])
    other = np.concatenate([each.second for each in based])
    observed = np.concatenate([each.effect for each in based])
    weight = np.zeros((len(block), len(block)))
    for k, each in enumerate(based):
        weight[np.ix_(block == k, block == k)] = each.weight
    whole = observed - (fit.effect[base] - fit.effect[other])
    q_between = (weight @ whole) * whole
    heat = np.full((len(block), len(block)), np.nan)
    for k in range(len(designs)):
        effect = detach(designs, k, n)
        if effect is not None:
            left = np.where(block == k, 0.0, observed - (effect[base] - effect[other]))
            heat[:, block == k] = (q_between - (weight @ left) * left)[:, None]
    rows = np.zeros((len(block), n))
    rows[np.arange(len(block)), base], rows[np.arange(len(block)), other] = 1.0, -1.0
    names = result.treatments
    return NetHeat(
        contrasts=tuple(
            (names[i], names[j], tuple(names[each] for each in designs[k].arm))
            for i, j, k in zip(base.tolist(), other.tolist(), block.tolist(), strict=True)
        ),
        heat=heat,
        q_between=q_between,
        share=rows @ fit.inverse @ rows.T @ weight,
        order=_order(heat),
        tau2=tau2,
    )


@dataclass(frozen=True, slots=True)
class _Based:
    """A design's contrasts of one arm against each other one: effects and the inverse of their covariance."""

    first: int
    second: list[int]
    effect: Floats
    weight: Floats


def _based(design: Design, reference: int) -> _Based:
    """Contrasts against the reference where the design has it, else against its first arm."""
    arm = list(design.arm)
    own = arm.index(reference) if reference in arm else 0
    others = [k for k in range(len(arm)) if k != own]
    # With y = effect of the base less effect of each other, the design's Laplacian on the others is the inverse.
    return _Based(
        arm[own],
        [arm[k] for k in others],
        design.effect[own] - design.effect[others],
        design.laplacian[np.ix_(others, others)],
    )


def _order(heat: Floats) -> tuple[int, ...]:
    """Order of complete linkage by what rows and columns say, those without heat last."""
    known = np.flatnonzero(~np.isnan(heat).all(axis=0))
    rest = [k for k in range(len(heat)) if k not in known]
    if len(known) < 3:
        return (*known.tolist(), *rest)
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    cut = heat[np.ix_(known, known)]
    apart = pdist(cut, "cityblock") + pdist(cut.T, "cityblock")
    return (*known[leaves_list(linkage(apart, "complete"))].tolist(), *rest)
