"""Trials of several arms: their comparisons use one control group twice or more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kneewise.evidence.effects.flags import Flags
    from kneewise.evidence.pooling.sets import Floats

WAYS = ("split", "covariance")


def split_control(of: dict[str, Floats], group: NDArray[np.int64], flags: Flags) -> None:
    """Divide n2 and events2 among the comparisons that share the control (Cochrane Handbook 23.3.4); means stay.

    group : shape (n,), the number of the control group of each row; -1 where it is not shared
    """
    times = _times_used(group)
    for name in ("n2", "events2", "time2"):
        if name in of:
            of[name] = of[name] / times
    flags.add(times > 1, "control group split among the comparisons of its trial")


def covariance(
    measure: str, of: Mapping[str, Floats], effects: Floats, variances: Floats, *, group: NDArray[np.int64]
) -> Floats:
    """Covariance of all effects, shape (n, n): rows with one control share the part of the variance that comes from it.

    Source: Gleser LJ, Olkin I. Stochastically dependent effect sizes, in: Cooper, Hedges, Valentine (2009), ch. 19.
    """
    shared = _part_of_control(measure, of, effects)
    matrix = np.where((group[:, np.newaxis] == group) & (group >= 0)[:, np.newaxis], shared, 0.0)
    np.fill_diagonal(matrix, variances)
    return matrix


def _part_of_control(measure: str, of: Mapping[str, Floats], effects: Floats) -> Floats:
    if measure == "SMD":
        n = of["n1"][:, np.newaxis] + of["n1"] + of["n2"]
        part: Floats = 1.0 / of["n2"] + np.outer(effects, effects) / (2.0 * n)
        return part
    if measure == "MD":
        return np.asarray(of["sd2"] ** 2 / of["n2"])
    if measure == "ROM":
        return np.asarray(of["sd2"] ** 2 / (of["n2"] * of["mean2"] ** 2))
    if measure in ("RR", "OR", "RD"):
        events, n = of["events2"], of["n2"]
        half = np.where((events == 0) | (events == n), 0.5, 0.0)
        events, n = events + half, n + 2.0 * half
        parts: dict[str, Floats] = {
            "RR": 1.0 / events - 1.0 / n,
            "OR": 1.0 / events + 1.0 / (n - events),
            "RD": events * (n - events) / n**3,
        }
        return parts[measure]
    raise BadValues(f"shared_control: found 'covariance' with {measure}; allowed: with MD, SMD, ROM, RR, OR and RD")


def _times_used(group: NDArray[np.int64]) -> Floats:
    counts = np.bincount(group[group >= 0], minlength=1)
    return np.where(group >= 0, counts[np.maximum(group, 0)], 1).astype(np.float64)
