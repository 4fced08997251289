"""The shapes that a dose-response may have: e0 + slopes times a standard curve of the dose.

Each shape is linear in e0 and its `coefficients`; its `parameters` bend the standard curve and are what candidates are
guesses of. Names and formulas are those of Bornkamp, Pinheiro, Bretz (J Stat Softw 2009;29(7)) and of the R package
DoseFinding, so that a protocol written for it can be taken over as it stands.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Parameters = Sequence[float] | Floats


class Shape(ABC):
    """One family of curves. Doses are arrays of shape (k,), parameters a sequence in the order of `parameters`."""

    name: ClassVar[str]
    coefficients: ClassVar[tuple[str, ...]]
    parameters: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def basis(self, doses: Floats, parameters: Parameters) -> Floats:
        """Standard curves at the doses, shape (k, number of coefficients)."""

    def bends(self, doses: Floats, parameters: Parameters) -> Floats:  # noqa: ARG002 - of shapes without any
        """Derivatives of the standard curve in the parameters, shape (k, number of parameters)."""
        return np.zeros((len(doses), 0))

    def problem(self, parameters: Parameters, highest: float) -> str | None:  # noqa: ARG002 - as above
        """What is wrong with parameters, or None."""
        if any(not value > 0 for value in parameters):
            return "parameters above 0"
        return None

    @property
    def n_coefficients(self) -> int:
        """Number of parameters of all kinds, e0 included."""
        return 1 + len(self.coefficients) + len(self.parameters)


class Linear(Shape):
    """e0 + delta d."""

    name = "linear"
    coefficients = ("delta",)

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:  # noqa: ARG002
        return doses[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linlog(Shape):
    """e0 + delta log(d + offset)."""

    offset: float
    name = "linlog"
    coefficients = ("delta",)

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:  # noqa: ARG002
        return np.log(doses + self.offset)[:, None]


class Quadratic(Shape):
    """e0 + b1 d + b2 d^2. As a candidate its one guess is b2 / |b1|, as in DoseFinding."""

    name = "quadratic"
    coefficients = ("b1", "b2")

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:  # noqa: ARG002
        return np.column_stack([doses, doses**2])


class Emax(Shape):
    """e0 + eMax d / (ed50 + d)."""

    name = "emax"
    coefficients = ("eMax",)
    parameters = ("ed50",)

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:
        return (doses / (parameters[0] + doses))[:, None]

    def bends(self, doses: Floats, parameters: Parameters) -> Floats:
        return (-doses / (parameters[0] + doses) ** 2)[:, None]


class SigEmax(Shape):
    """e0 + eMax d^h / (ed50^h + d^h)."""

    name = "sigEmax"
    coefficients = ("eMax",)
    parameters = ("ed50", "h")

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:
        from scipy.special import expit

        ed50, h = parameters
        distance = _log_ratio(doses, ed50)
        return np.where(doses > 0, expit(h * distance), 0.0)[:, None]

    def bends(self, doses: Floats, parameters: Parameters) -> Floats:
        ed50, h = parameters
        curve = self.basis(doses, parameters)[:, 0]
        slope = curve * (1 - curve)
        return np.column_stack([-h / ed50 * slope, slope * _log_ratio(doses, ed50)])


class Exponential(Shape):
    """e0 + e1 (exp(d / delta) - 1)."""

    name = "exponential"
    coefficients = ("e1",)
    parameters = ("delta",)

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:
        return np.expm1(doses / parameters[0])[:, None]

    def bends(self, doses: Floats, parameters: Parameters) -> Floats:
        delta = parameters[0]
        return (-doses / delta**2 * np.exp(doses / delta))[:, None]

    def problem(self, parameters: Parameters, highest: float) -> str | None:
        if not parameters[0] > highest / 500:  # exp(500) is a number, exp(1000) is not
            return "delta above the highest dose / 500"
        return None


class Logistic(Shape):
    """e0 + eMax / (1 + exp((ed50 - d) / delta))."""

    name = "logistic"
    coefficients = ("eMax",)
    parameters = ("ed50", "delta")

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:
        from scipy.special import expit

        ed50, delta = parameters
        curve: Floats = expit((doses - ed50) / delta)[:, None]
        return curve

    def bends(self, doses: Floats, parameters: Parameters) -> Floats:
        ed50, delta = parameters
        curve = self.basis(doses, parameters)[:, 0]
        slope = curve * (1 - curve) / delta
        return np.column_stack([-slope, -slope * (doses - ed50) / delta])


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaMod(Shape):
    """e0 + eMax B (d / scale)^delta1 (1 - d / scale)^delta2, where B makes the peak 1; scale is above every dose."""

    scale: float
    name = "betaMod"
    coefficients = ("eMax",)
    parameters = ("delta1", "delta2")

    def basis(self, doses: Floats, parameters: Parameters) -> Floats:
        from scipy.special import xlog1py, xlogy

        d1, d2 = parameters
        share = np.clip(doses / self.scale, 0.0, 1.0)
        size = xlogy(d1 + d2, d1 + d2) - xlogy(d1, d1) - xlogy(d2, d2)
        curve: Floats = np.exp(size + xlogy(d1, share) + xlog1py(d2, -share))[:, None]
        return curve

    def bends(self, doses: Floats, parameters: Parameters) -> Floats:
        from scipy.special import xlog1py, xlogy

        d1, d2 = parameters
        curve = self.basis(doses, parameters)[:, 0]
        share = np.clip(doses / self.scale, 0.0, 1.0)
        by_d1 = curve * np.log((d1 + d2) / d1) + xlogy(curve, share)
        return np.column_stack([by_d1, curve * np.log((d1 + d2) / d2) + xlog1py(curve, -share)])


def _log_ratio(doses: Floats, ed50: float) -> Floats:
    """log(d / ed50), and 0 at dose 0, where every use of it is multiplied by 0."""
    return np.log(np.where(doses > 0, doses, ed50) / ed50)


NAMES = ("linear", "linlog", "emax", "sigEmax", "exponential", "quadratic", "logistic", "betaMod")
_FREE: dict[str, Shape] = {
    each.name: each for each in (Linear(), Emax(), SigEmax(), Exponential(), Quadratic(), Logistic())
}


def shape_named(name: str, highest: float, *, offset: float | None = None, scale: float | None = None) -> Shape:
    """The shape of a name, for doses up to `highest`.

    offset : what is added to the dose under the logarithm of linlog; a hundredth of the highest dose where not given
    scale : of betaMod, the dose at which the effect is gone; 1.2 times the highest dose where not given
    Both defaults are DoseFinding's. Raises BadValues for an unknown name and for values that these doses exclude.
    """
    from kneewise.errors import BadValues

    if name == "linlog":
        taken = highest / 100 if offset is None else offset
        if not taken > 0:
            raise BadValues(f"offset: found {taken!r}; allowed: above 0")
        return Linlog(offset=taken)
    if name == "betaMod":
        taken = 1.2 * highest if scale is None else scale
        if not taken >= highest:
            raise BadValues(f"scale: found {taken!r}; allowed: from the highest dose, {highest:g}")
        return BetaMod(scale=taken)
    if name not in _FREE:
        raise BadValues(f"shape: found {name!r}; allowed: {', '.join(NAMES)}")
    return _FREE[name]
