"""The cumulative responder curve: the share improved by at least x, for every x at once.

It leaves the choice of a threshold to the reader.
Source: Farrar JT, Dworkin RH, Max MB. J Pain Symptom Manage 2006;31:369-377.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import numbers
from kneewise.errors import NotEstimable
from kneewise.outcomes.proportions import checked_level, wilson_limits
from kneewise.outcomes.responders.arms import arm_codes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmCurve:
    """The curve of one arm; every array has the shape of `thresholds` of `ResponderCurves`.

    n, n_known : persons, and those whose improvement is known
    share : of those known, improved by at least the threshold
    lower, upper : pointwise Wilson limits of it
    band_lower, band_upper : limits that hold for the whole curve at once (Dvoretzky, Kiefer, Wolfowitz; Massart P. Ann
        Probab 1990;18:1269-1283)
    least, most : the share of all persons if the unknown all fall short, or all reach the threshold
    """

    arm: Any
    n: int
    n_known: int
    share: Floats
    lower: Floats
    upper: Floats
    band_lower: Floats
    band_upper: Floats
    least: Floats
    most: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderCurves:
    """Curves over all thresholds at which any of them has a step; between two of them the shares are as at the next.

    thresholds : shape (t,), rising, every improvement that was seen, and 0
    """

    thresholds: Floats
    level: float
    arms: tuple[ArmCurve, ...]
    n_without_arm: int


def responder_curves(improved: ArrayLike, arm: ArrayLike, *, level: float = 0.95) -> ResponderCurves:
    """Work out the cumulative responder curve of each arm.

    improved : shape (n,), above 0 where better, NaN where unknown, as `improvement` gives it
    arm : shape (n,), labels

    An arm without a known outcome is left out, unless all are: then NotEstimable.
    """
    values = numbers({"improved": np.asarray(improved)}, "improved")
    labels = arm_codes(arm, len(values))
    alpha = 1 - checked_level(level)
    known = np.isfinite(values) & (labels.codes >= 0)
    if not known.any():
        raise NotEstimable("improved: nobody's improvement is known")
    thresholds = np.unique(np.append(values[known], 0.0))
    arms = []
    for place, label in enumerate(labels.levels):
        of_arm = labels.codes == place
        own = np.sort(values[of_arm & known])
        if len(own):
            arms.append(_curve(label, int(of_arm.sum()), own, thresholds, alpha))
    return ResponderCurves(
        thresholds=thresholds, level=level, arms=tuple(arms), n_without_arm=int(np.sum(labels.codes < 0))
    )


def _curve(label: object, n: int, own: Floats, thresholds: Floats, alpha: float) -> ArmCurve:
    reached = (len(own) - np.searchsorted(own, thresholds, side="left")).astype(np.float64)
    share = reached / len(own)
    lower, upper = wilson_limits(reached, np.full_like(reached, len(own)), alpha)
    half = sqrt(log(2 / alpha) / (2 * len(own)))
    return ArmCurve(
        arm=label,
        n=n,
        n_known=len(own),
        share=share,
        lower=lower,
        upper=upper,
        band_lower=np.clip(share - half, 0, 1),
        band_upper=np.clip(share + half, 0, 1),
        least=reached / n,
        most=(reached + n - len(own)) / n,
    )
