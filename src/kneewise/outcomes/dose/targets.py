"""The dose that brings a wanted effect (TD), or a share of the largest effect seen (ED), with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.dose.averaging import average_curve
from kneewise.outcomes.dose.reached import Curve, dose_that_adds, highest_rise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.dose.candidates import Better
    from kneewise.outcomes.dose.fit import ShapeFit

    Floats = NDArray[np.float64]

_STEPS: Final = 400  # where a curve is looked at for a crossing, before the crossing is found exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtDose:
    """A dose that was sought on a curve.

    kind : "target" for a wanted effect, "effective" for a share of the largest effect
    wanted : the effect, or the share; effect : the effect that is reached there, over the reference dose
    dose : the smallest such dose, None where there is none; reason says why
    lower, upper : the doses at which the upper and the lower limit of the curve's pointwise band reach the effect:
        all doses between cannot be told from it. None where the limit does not reach it up to the highest dose given
    is_beyond : whether the dose lies beyond the highest that was given, a guess by the shape alone
    """

    kind: Literal["target", "effective"]
    wanted: float
    effect: float | None
    dose: float | None
    lower: float | None
    upper: float | None
    is_beyond: bool
    reason: str | None


def target_dose(
    fits: Sequence[ShapeFit],
    weights: ArrayLike,
    effect: float,
    *,
    over: float,
    highest: float,
    better: Better = "higher",
    level: float = 0.95,
) -> SoughtDose:
    """The smallest dose whose effect over the dose `over` is `effect` (above 0), on one fit or on the mean curve.

    One fit is followed beyond the highest dose given, and says so; a mean curve ends there.
    """
    if not effect > 0:
        raise BadValues(f"effect: found {effect!r}; allowed: above 0, in the direction that is better")
    return _sought(
        fits, weights, kind="target", wanted=effect, effect=effect, ends=(over, highest), better=better, level=level
    )


def effective_dose(
    fits: Sequence[ShapeFit],
    weights: ArrayLike,
    share: float,
    *,
    over: float,
    highest: float,
    better: Better = "higher",
    level: float = 0.95,
) -> SoughtDose:
    """The smallest dose that brings a share of the largest effect between `over` and the highest dose given.

    The interval takes that effect as known, so it is somewhat too short.
    Agrees with DoseFinding 1.4.1 `ED` to 1e-5 for one fit (tests/alignment/test_mcpmod.py).
    """
    if not 0 < share < 1:
        raise BadValues(f"share: found {share!r}; allowed: above 0 and below 1")
    sign = 1.0 if better == "higher" else -1.0
    if len(fits) == 1:
        _, largest = highest_rise(_turned(fits[0].curve, sign), over=over, up_to=highest)
    else:
        doses = np.linspace(over, highest, 10 * _STEPS + 1)
        largest = float((sign * average_curve(fits, weights, doses, over=over).means).max())
    if not largest > 0:
        return SoughtDose(
            kind="effective",
            wanted=share,
            effect=None,
            dose=None,
            lower=None,
            upper=None,
            is_beyond=False,
            reason="no dose does better than the reference",
        )
    effect = share * largest
    return _sought(
        fits, weights, kind="effective", wanted=share, effect=effect, ends=(over, highest), better=better, level=level
    )


def _sought(
    fits: Sequence[ShapeFit],
    weights: ArrayLike,
    *,
    kind: Literal["target", "effective"],
    wanted: float,
    effect: float,
    ends: tuple[float, float],
    better: Better,
    level: float,
) -> SoughtDose:
    sign = 1.0 if better == "higher" else -1.0
    over, highest = ends

    def limits(doses: Floats) -> tuple[Floats, Floats | None, Floats | None]:
        curve = average_curve(fits, weights, doses, level=level, over=over)
        if curve.lower is None or curve.upper is None:
            return sign * curve.means, None, None
        if sign < 0:
            return -curve.means, -curve.upper, -curve.lower
        return curve.means, curve.lower, curve.upper

    doses = np.linspace(over, highest, _STEPS + 1)
    found = [_first_at(limits, which, doses, effect) for which in range(3)]
    dose = dose_that_adds(_turned(fits[0].curve, sign), effect, over=over) if len(fits) == 1 else found[0]
    is_beyond = dose is not None and dose > highest * (1 + 1e-12)
    return SoughtDose(
        kind=kind,
        wanted=wanted,
        effect=effect,
        dose=dose,
        lower=found[2],
        upper=found[1],
        is_beyond=is_beyond,
        reason=None if dose is not None else "the curve does not reach the effect",
    )


def _first_at(
    limits: Callable[[Floats], tuple[Floats, Floats | None, Floats | None]], which: int, doses: Floats, effect: float
) -> float | None:
    """The first dose at which one of the three curves is at the effect, None where it is not up to the last."""
    values = limits(doses)[which]
    if values is None or not (values >= effect).any():
        return None
    place = int(np.argmax(values >= effect))
    if place == 0:
        return float(doses[0])
    from scipy.optimize import brentq

    def above(dose: float) -> float:
        value = limits(np.array([dose]))[which]
        return float(value[0]) - effect if value is not None else -effect

    if above(float(doses[place])) <= 0:
        return float(doses[place])
    return float(brentq(above, doses[place - 1], doses[place], xtol=1e-12 * doses[-1], rtol=1e-14))


def _turned(curve: Curve, sign: float) -> Curve:
    return Curve(
        shape=curve.shape,
        coefficients=tuple(sign * each for each in curve.coefficients),
        parameters=curve.parameters,
    )
