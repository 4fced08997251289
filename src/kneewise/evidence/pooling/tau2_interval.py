"""Intervals of the between-study variance by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.pooling.generalised_q import q_profile
from kneewise.evidence.pooling.likelihood import most_likely, profile_limits

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats, Sets

Q_PROFILE, PROFILE, GENERALISED_Q = "Q-profile", "profile-likelihood", "generalised-Q"
TAU2_INTERVALS = (Q_PROFILE, PROFILE, GENERALISED_Q)
_ALSO = {"qp": Q_PROFILE, "pl": PROFILE, "genq": GENERALISED_Q}


def tau2_interval_name(name: str | None) -> str | None:
    """Give the interval's name as written here. Raises BadValues for one that is not known."""
    if name is None:
        return None
    found = _ALSO.get(name.lower(), name)
    if found not in TAU2_INTERVALS:
        raise BadValues(f"tau2_interval: found {name!r}; allowed: {', '.join(TAU2_INTERVALS)}, None")
    return found


def interval_of_tau2(sets: Sets, name: str, method: str, tau2: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits of tau2 of each set, NaN for a set of fewer than two effects.

    The profile-likelihood interval belongs to the (restricted) likelihood's own top, whatever estimated tau2.
    """
    several = sets.n >= 2
    low, high = np.full(several.shape, np.nan), np.full(several.shape, np.nan)
    if not several.any():
        return low, high
    part = sets if several.all() else sets.take(several)
    if name == Q_PROFILE:
        low[several], high[several] = q_profile(part, level)
    elif name == PROFILE:
        restricted = method != "ML"
        top = tau2[several] if method in ("ML", "REML") else most_likely(part, restricted=restricted)
        low[several], high[several] = profile_limits(part, top, level, restricted=restricted)
    else:
        from kneewise.evidence.pooling.weighted_chi_square import generalised_q_limits

        for at in np.flatnonzero(several):
            here = sets.here[:, at] > 0
            low[at], high[at] = generalised_q_limits(sets.y[here, at], sets.v[here, at], level)
    return low, high
