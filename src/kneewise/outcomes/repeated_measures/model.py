"""The parts of a model: for each group of patients its covariance over the patterns, and its cross-products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.outcomes.repeated_measures.covariance import structure_of
from kneewise.outcomes.repeated_measures.groups import VisitGroup
from kneewise.outcomes.repeated_measures.moments import Moments
from kneewise.outcomes.repeated_measures.spatial import SpatialGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.groups import Group
    from kneewise.outcomes.repeated_measures.layout import Integers, Layout, Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """One entry a group, each over the patterns of that group.

    slots : where the visits of each pattern stand in its matrices, of `n_slots` rows
    seen : shape (S, n_slots), 1 where the pattern has something there
    """

    patterns: tuple[tuple[Pattern, ...], ...]
    groups: tuple[Group, ...]
    moments: tuple[Moments, ...]
    slots: tuple[tuple[Integers, ...], ...]
    seen: tuple[Array, ...]
    is_spatial: bool

    def unweighted(self) -> Array:
        """Give Z'Z, shape (p, p), not weighted by a covariance; rows have the weights of their scores, if any."""
        found = np.zeros(())
        for moments, seen in zip(self.moments, self.seen, strict=True):
            found = found + moments.total(seen[:, :, None] * np.eye(seen.shape[1]))
        return found


def parts_of(layout: Layout, z: Array, weights: Array | None, visits: Sequence[Any], covariance: str) -> Parts:
    """Make the parts from rows in the order of the layout; z : shape (n, p), weights : shape (n,)."""
    is_spatial = covariance.startswith("sp_")
    own = [tuple(each for each in layout.patterns if each.group == group) for group in range(layout.n_groups)]
    n_slots = max(len(each.visits) for each in layout.patterns) if is_spatial else len(visits)
    roots = None if weights is None else np.sqrt(weights)
    groups: list[Group] = []
    moments, slots, seen = [], [], []
    for patterns in own:
        places = tuple(np.arange(len(each.visits)) if is_spatial else each.visits for each in patterns)
        there = np.zeros((len(patterns), n_slots))
        for pattern, place in enumerate(places):
            there[pattern, place] = 1.0
        groups.append(
            SpatialGroup(_times(patterns, visits, n_slots))
            if is_spatial
            else VisitGroup(structure_of(covariance, n_slots), there)
        )
        moments.append(Moments([_block(z, roots, each) for each in patterns], places, n_slots))
        slots.append(places)
        seen.append(there)
    return Parts(
        patterns=tuple(own),
        groups=tuple(groups),
        moments=tuple(moments),
        slots=tuple(slots),
        seen=tuple(seen),
        is_spatial=is_spatial,
    )


def _block(z: Array, roots: Array | None, pattern: Pattern) -> Array:
    rows = z[pattern.start : pattern.stop]
    return rows if roots is None else rows * roots[pattern.start : pattern.stop, None]


def _times(patterns: Sequence[Pattern], visits: Sequence[Any], n_slots: int) -> Array:
    known = np.asarray(visits, dtype=np.float64)
    times = np.full((len(patterns), n_slots, known.shape[1]), np.nan)
    for number, pattern in enumerate(patterns):
        times[number, : len(pattern.visits)] = known[pattern.visits]
    return times
