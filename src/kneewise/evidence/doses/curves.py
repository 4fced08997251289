"""Shapes of a dose-response: a line, a quadratic, a restricted cubic spline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CurveName = Literal["linear", "quadratic", "spline"]

# Where Harrell puts knots, as shares of the doses.
_KNOT_SHARES = {
    3: (0.1, 0.5, 0.9),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.5, 0.725, 0.95),
    6: (0.05, 0.23, 0.41, 0.59, 0.77, 0.95),
    7: (0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A shape as columns of the dose; knots only for splines."""

    name: CurveName
    knots: tuple[float, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the columns."""
        if self.name == "spline":
            return ("dose", *(f"spline {k}" for k in range(2, len(self.knots))))
        return ("dose",) if self.name == "linear" else ("dose", "dose squared")

    def columns(self, dose: Floats) -> Floats:
        """Columns of the shape at doses, shape (n, terms); no constant.

        A restricted cubic spline is a line below its first knot and above its last; its further columns are divided by
        the squared distance of these knots, as `rcs` of R's rms does.
        """
        if self.name == "linear":
            return dose[:, None]
        if self.name == "quadratic":
            return np.column_stack([dose, dose**2])
        t = np.array(self.knots)
        cubes = np.maximum(dose[:, None] - t, 0.0) ** 3
        gap = t[-1] - t[-2]
        bent = (
            cubes[:, :-2]
            - cubes[:, -2:-1] * (t[-1] - t[:-2]) / gap
            + cubes[:, -1:] * (t[-2] - t[:-2]) / gap
        ) / (t[-1] - t[0]) ** 2  # fmt: skip
        return np.column_stack([dose, bent])


def make_curve(name: str, knots: int | Sequence[float] | None, dose: Floats) -> Curve:
    """Make a shape; knots as places, or as a number of them (3 to 7) at the usual shares of the given doses."""
    if name not in ("linear", "quadratic", "spline"):
        raise BadValues(f"curve: found {name!r}; allowed: 'linear', 'quadratic', 'spline'")
    if name != "spline":
        if knots is not None:
            raise BadValues(f"knots: found with curve {name!r}; allowed: with 'spline'")
        return Curve(name=name)  # type: ignore[arg-type]
    if knots is None or isinstance(knots, int):
        number = 3 if knots is None else knots
        if number not in _KNOT_SHARES:
            raise BadValues(f"knots: found {number}; allowed: 3 to 7, or their places")
        places = np.quantile(dose, _KNOT_SHARES[number])
    else:
        places = np.asarray(knots, dtype=np.float64)
    if len(places) < 3 or not np.isfinite(places).all() or (np.diff(places) <= 0).any():
        raise BadValues(
            f"knots: found {', '.join(f'{each:g}' for each in places)}; allowed: three or more, rising. Where the "
            "doses repeat, give the places"
        )
    return Curve(name="spline", knots=tuple(float(each) for each in places))
