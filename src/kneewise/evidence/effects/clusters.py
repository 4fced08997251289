"""Trials in which whole clinics were drawn, and knees of one person counted as if they were many people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.effects.flags import Flags
    from kneewise.evidence.pooling.sets import Floats


def design_effect(cluster_size: ArrayLike, icc: ArrayLike) -> Floats:
    """1 + (m - 1) icc: by how much patients drawn together tell less than as many drawn alone.

    cluster_size : mean size m of a cluster (2 where both knees of a person count), at least 1
    icc : correlation within a cluster, 0 to 1. Source: Cochrane Handbook 23.1.4.
    """
    size, icc = np.asarray(cluster_size, dtype=np.float64), np.asarray(icc, dtype=np.float64)
    if (size < 1).any():
        raise BadValues("cluster_size: found less than 1; allowed: 1 or more")
    if ((icc < 0) | (icc > 1)).any():
        raise BadValues("icc: found a correlation outside 0 to 1; allowed: 0 to 1")
    return np.asarray(1.0 + (size - 1.0) * icc)


def shrink_to_independent(of: dict[str, Floats], flags: Flags) -> None:
    """Divide n and events by the design effect where `cluster_size` and `icc` are known; no rounding, as metafor."""
    if "cluster_size" not in of:
        return
    icc = of.get("icc", np.full(of["cluster_size"].shape, np.nan))
    effect = design_effect(of["cluster_size"], icc)
    flags.add(np.isnan(effect) & (of["cluster_size"] > 1), "a cluster trial without its icc: taken as if not clustered")
    effect = np.where(np.isnan(effect), 1.0, effect)
    for name in ("n", "n1", "n2", "events", "events1", "events2"):
        if name in of:
            of[name] = of[name] / effect
    flags.add(effect > 1, "cluster trial: patients divided by the design effect")
