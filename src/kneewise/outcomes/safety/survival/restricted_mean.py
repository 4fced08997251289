"""Mean time free of an event within a horizon: a difference that needs no proportional hazards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.proportions import checked_level
from kneewise.outcomes.safety.survival.kaplan_meier import kaplan_meier

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.safety.survival.kaplan_meier import SurvivalCurve


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedMean:
    """Mean time free of the event up to the horizon, of one group or as a difference between two (then with z and p).

    In the units of time; p is None for one group. Where the error is 0, since no event came before the horizon, or all
    at one time, the limits are None too: no width would claim certainty.
    """

    group: Any
    control: Any
    estimate: float
    se: float
    lower: float | None
    upper: float | None
    p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedMeans:
    """Means of all groups in the order of their labels, and each group less the first."""

    horizon: float
    means: tuple[RestrictedMean, ...]
    differences: tuple[RestrictedMean, ...]
    level: float
    n_left_out: int


def restricted_mean(
    time: ArrayLike, event: ArrayLike, *, horizon: float, group: ArrayLike | None = None, level: float = 0.95
) -> RestrictedMeans:
    """Estimate the mean time free of an event up to a horizon.

    time, event, group : as for `kaplan_meier`
    horizon : above 0, in the units of time; each group must have been followed so long, or have come to survival 0
    level : confidence of the normal intervals

    Raises NotEstimable where the follow-up of a group ends before the horizon; the text says where it ends.

    Source: Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152. Agrees with R survival 3.5-3
    `print(survfit(...), rmean=horizon)` to 1e-13 (tests/alignment/test_survival.py).
    """
    alpha = 1 - checked_level(level)
    if not 0 < horizon < np.inf:
        raise BadValues(f"horizon: found {horizon!r}; allowed: above 0 and finite")
    fitted = kaplan_meier(time, event, group=group, level=level)
    pairs = [(curve.group, *_area(curve, horizon)) for curve in fitted.curves]
    means = tuple(_mean(label, None, mean, se, alpha) for label, mean, se in pairs)
    first = pairs[0]
    differences = tuple(
        _mean(label, first[0], mean - first[1], float(np.hypot(se, first[2])), alpha) for label, mean, se in pairs[1:]
    )
    return RestrictedMeans(
        horizon=horizon, means=means, differences=differences, level=level, n_left_out=fitted.n_left_out
    )


def _area(curve: SurvivalCurve, horizon: float) -> tuple[float, float]:
    if curve.time[-1] < horizon and curve.survival[-1] > 0:
        raise NotEstimable(
            f"restricted mean: the follow-up of group {curve.group!r} ends at {curve.time[-1]:g}, before the horizon "
            f"{horizon:g}; take a horizon up to there"
        )
    inside = curve.time < horizon
    times = np.concatenate([[0.0], curve.time[inside], [horizon]])
    survival = np.concatenate([[1.0], curve.survival[inside]])
    parts = survival * np.diff(times)
    rest = parts[::-1].cumsum()[::-1][1:]  # area from each time to the horizon
    n, d = curve.at_risk[inside], curve.events[inside]
    hazard = np.divide(d, n * (n - d), out=np.zeros(n.size), where=n > d)
    return float(parts.sum()), float(np.sqrt((rest**2 * hazard).sum()))


def _mean(label: Any, control: Any, estimate: float, se: float, alpha: float) -> RestrictedMean:
    from scipy.special import ndtr, ndtri

    if se == 0:
        return RestrictedMean(group=label, control=control, estimate=estimate, se=se, lower=None, upper=None, p=None)
    half = float(ndtri(1 - alpha / 2)) * se
    p = float(2 * ndtr(-abs(estimate) / se)) if control is not None else None
    return RestrictedMean(
        group=label, control=control, estimate=estimate, se=se, lower=estimate - half, upper=estimate + half, p=p
    )
