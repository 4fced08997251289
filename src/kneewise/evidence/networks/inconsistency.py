"""Do designs agree: Q within and between them, each design detached in turn, and the full interaction model.

In the design-by-treatment interaction model every design (set of arms) has effects of its own. Q between designs is
its test; with a between-trial variance it is taken from within designs, so that disagreement of designs does not hide
in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.networks.designs import designs_of, squares_between, tau2_within
from kneewise.evidence.networks.figures import chi_square
from kneewise.evidence.networks.laplacian import fit_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.designs import Design
    from kneewise.evidence.networks.result import ChiSquare, Network

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignCheck:
    """One design.

    within : its trials against each other
    between_without : Q between designs once this one has effects of its own; None where the rest of the network hangs
        on it (`why`), so that nothing speaks for or against it
    """

    design: tuple[str, ...]
    n_trials: int
    within: ChiSquare
    between_without: ChiSquare | None
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconsistency:
    """Q of a network taken apart.

    total, within, between : without between-trial variance
    between_random : the same test with tau2_within between trials; None where no design has two trials
    """

    total: ChiSquare
    within: ChiSquare
    between: ChiSquare
    tau2_within: float | None
    between_random: ChiSquare | None
    designs: tuple[DesignCheck, ...]


def check_designs(result: Network) -> Inconsistency:
    """Take Q of a network apart, and detach each design.

    Raises NotEstimable where the network has two treatments only: then all trials are of one design.

    Source: Krahn U, Binder H, Konig J. BMC Med Res Methodol 2013;13:35; Higgins JPT et al. Res Synth Methods
    2012;3:98-110. Agrees with netmeta 3.3 `decomp.design` to 1e-10 (tests/alignment/test_network_inconsistency.py).
    """
    if len(result.treatments) == 2:
        raise NotEstimable("designs: two treatments have one design; nothing can disagree between designs")
    trials = result._trials
    designs = designs_of(trials)
    tau2 = tau2_within(designs)
    random = None
    if tau2 is not None:
        spread = designs_of(trials, tau2)
        random = chi_square(squares_between(spread, fit_network(trials, tau2).effect), result.q_between.df)
    names = result.treatments
    return Inconsistency(
        total=result.q,
        within=result.q_within,
        between=result.q_between,
        tau2_within=tau2,
        between_random=random,
        designs=tuple(_check_design(designs, k, result.q_between.df, names) for k in range(len(designs))),
    )


def detach(designs: list[Design], left_out: int, n: int) -> Floats | None:
    """Effects of the network without one design, shape (n,), up to a constant.

    None where the rest falls into more parts than it has treatments untouched, so that some of the design's contrasts
    have no other evidence.
    """
    laplacian, pushed = np.zeros((n, n)), np.zeros(n)
    for k, design in enumerate(designs):
        if k != left_out:
            place = np.array(design.arm)
            laplacian[np.ix_(place, place)] += design.laplacian
            pushed[place] += design.laplacian @ design.effect
    roots, axes = np.linalg.eigh(laplacian)
    if (roots < 1e-10 * roots[-1]).sum() > 1:
        return None
    effect: Floats = axes[:, 1:] @ ((axes[:, 1:].T @ pushed) / roots[1:])
    return effect


def _check_design(designs: list[Design], k: int, df: int, names: tuple[str, ...]) -> DesignCheck:
    design = designs[k]
    effect = detach(designs, k, len(names))
    rest = [each for place, each in enumerate(designs) if place != k]
    without = None
    if effect is not None:
        without = chi_square(squares_between(rest, effect), df - (len(design.arm) - 1))
    return DesignCheck(
        design=tuple(names[each] for each in design.arm),
        n_trials=design.n,
        within=chi_square(design.q, design.df),
        between_without=without,
        why=None if effect is not None else "the network falls apart without it: nothing else speaks of its contrasts",
    )
