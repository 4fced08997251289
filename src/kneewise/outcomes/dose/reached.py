"""Where on a curve an effect is reached first, and how far a curve rises: closed forms, one a shape."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, log1p, sqrt
from typing import TYPE_CHECKING

import numpy as np

from kneewise.outcomes.dose.shapes import BetaMod, Linlog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.dose.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A shape with its coefficients (without e0) and parameters: what an effect over a reference dose needs."""

    shape: Shape
    coefficients: tuple[float, ...]
    parameters: tuple[float, ...]

    def rise(self, dose: float, over: float) -> float:
        """The difference of the curve between two doses."""
        basis = self.shape.basis(np.array([dose, over], dtype=np.float64), self.parameters)
        return float((basis[0] - basis[1]) @ np.array(self.coefficients))


def dose_that_adds(curve: Curve, rise: float, *, over: float = 0.0) -> float | None:
    """The smallest dose above `over` at which the curve is higher by `rise` (above 0) than there; None if no dose is.

    The dose may lie beyond any that was given. Agrees with DoseFinding 1.4.1 `TD` to 1e-5, the accuracy of its fits
    (tests/alignment/test_mcpmod.py).
    """
    shape, size = curve.shape, curve.coefficients[0]
    if shape.name == "quadratic":
        return _quadratic(curve.coefficients, rise, over)
    if size == 0:
        return None
    start = float(shape.basis(np.array([over]), curve.parameters)[0, 0])
    level = start + rise / size
    if isinstance(shape, BetaMod):
        return _beta(shape, curve, level, over)
    if size < 0:
        return None  # the other shapes only rise
    return _inverse(shape, level, curve.parameters)


def highest_rise(curve: Curve, *, over: float, up_to: float) -> tuple[float, float]:
    """The dose from `over` to `up_to` with the largest rise over `over`, and that rise (0 at `over` if none rises)."""
    doses = [over, up_to]
    if curve.shape.name == "quadratic" and curve.coefficients[1] != 0:
        doses.append(-curve.coefficients[0] / (2 * curve.coefficients[1]))
    if isinstance(curve.shape, BetaMod):
        doses.append(_mode(curve.shape, curve.parameters))
    found = [(curve.rise(dose, over), dose) for dose in doses if over <= dose <= up_to]
    rise, dose = max(found, key=lambda each: each[0])
    return dose, rise


def _inverse(shape: Shape, level: float, parameters: Sequence[float]) -> float | None:
    """The dose at which a rising standard curve has a level."""
    if shape.name == "linear":
        return level
    if isinstance(shape, Linlog):
        return exp(level) - shape.offset if level < 700 else None
    if shape.name == "exponential":
        return parameters[0] * log1p(level)
    if level >= 1:
        return None  # at or above the plateau
    if shape.name == "emax":
        return parameters[0] * level / (1 - level)
    odds = log(level) - log1p(-level)
    if shape.name == "logistic":
        return parameters[0] + parameters[1] * odds
    exponent = log(parameters[0]) + odds / parameters[1]
    return exp(exponent) if exponent < 700 else None


def _quadratic(coefficients: Sequence[float], rise: float, over: float) -> float | None:
    b1, b2 = coefficients
    c = -(rise + b1 * over + b2 * over**2)
    if b2 == 0:
        roots = [-c / b1] if b1 != 0 else []
    elif (inside := b1**2 - 4 * b2 * c) < 0:
        roots = []
    else:
        q = -(b1 + (sqrt(inside) if b1 >= 0 else -sqrt(inside))) / 2  # no difference of two like numbers
        roots = [q / b2, c / q if q != 0 else inf]
    return min((root for root in roots if over < root < inf), default=None)


def _beta(shape: BetaMod, curve: Curve, level: float, over: float) -> float | None:
    """A root on the rising branch, or, of a curve turned round, on the falling one."""
    from scipy.optimize import brentq

    mode = _mode(shape, curve.parameters)
    ends = (over, mode) if curve.coefficients[0] > 0 else (max(over, mode), shape.scale)

    def above(dose: float) -> float:
        return float(shape.basis(np.array([dose]), curve.parameters)[0, 0]) - level

    if ends[0] >= ends[1] or above(ends[0]) * above(ends[1]) > 0:
        return None
    return float(brentq(above, *ends, xtol=1e-14 * shape.scale, rtol=1e-14))


def _mode(shape: BetaMod, parameters: Sequence[float]) -> float:
    return shape.scale * parameters[0] / (parameters[0] + parameters[1])
