"""Which treatments hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from kneewise.evidence.networks.trials import Trials


def connected_parts(trials: Trials) -> tuple[tuple[int, ...], ...]:
    """Find the parts of a network, each the places of its treatments, in order."""
    part = list(range(len(trials.treatments)))

    def root(place: int) -> int:
        while part[place] != place:
            part[place] = part[part[place]]
            place = part[place]
        return place

    for block in trials.blocks:
        joined = np.unique(np.column_stack([np.repeat(block.arm[:, 0], block.arm.shape[1] - 1),
                                            block.arm[:, 1:].ravel()]), axis=0)  # fmt: skip
        for one, two in joined.tolist():
            part[root(two)] = root(one)
    roots = [root(place) for place in range(len(part))]
    return tuple(tuple(k for k, own in enumerate(roots) if own == each) for each in dict.fromkeys(roots))


def check_connected(trials: Trials) -> None:
    """Refuse a network of several parts, and name them."""
    parts = connected_parts(trials)
    if len(parts) > 1:
        named = "; ".join("(" + ", ".join(trials.treatments[k] for k in part) + ")" for part in parts)
        raise BadValues(
            f"trials: found a network of {len(parts)} parts that no trial joins: {named}; allowed: one connected "
            "network. Take one part, or, where products are made of shared parts, component_network"
        )
