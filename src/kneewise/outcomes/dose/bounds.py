"""How far the parameters of a shape may go when it is fitted."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.dose.shapes import Shape

    Bounds = Sequence[tuple[float, float]]


def default_bounds(shape: str, highest: float) -> tuple[tuple[float, float], ...]:
    """The bounds of DoseFinding's `defBnds`: as far as data on these doses can tell one parameter from another."""
    ed50 = (0.001 * highest, 1.5 * highest)
    return {
        "emax": (ed50,),
        "exponential": ((0.1 * highest, 2 * highest),),
        "logistic": (ed50, (0.01 * highest, 0.5 * highest)),
        "sigEmax": (ed50, (0.5, 10.0)),
        "betaMod": ((0.05, 4.0), (0.05, 4.0)),
    }.get(shape, ())


def checked_bounds(shape: Shape, bounds: Bounds | None, highest: float) -> tuple[tuple[float, float], ...]:
    """The bounds to use, or why those that were given cannot be."""
    taken = default_bounds(shape.name, highest) if bounds is None else tuple((float(a), float(b)) for a, b in bounds)
    if len(taken) != len(shape.parameters) or not all(0 < low < high < inf for low, high in taken):
        raise BadValues(
            f"bounds: found {taken!r} for {shape.name}; allowed: a rising pair above 0 for each of {shape.parameters}"
        )
    if problem := shape.problem([low for low, _ in taken], highest):
        raise BadValues(f"bounds: found one of {shape.name} that is too low; allowed: {problem}")
    return taken
