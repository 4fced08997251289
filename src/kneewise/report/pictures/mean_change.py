"""Means by visit with their intervals, the arms side by side and joined over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.pictures.axes import legend_below, line_at, one_axes, ticks_at
from kneewise.report.pictures.style import series_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NEAREST = 0.08  # of the whole time, that two visits may be apart to be drawn where they are
_APART = 0.07  # between the first and the last arm of a visit, in the least distance of two visits


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmLine:
    """One arm: its value and limits at each visit, shape (visits,), NaN where there is none."""

    name: str
    values: Floats
    lower: Floats
    upper: Floats


def draw_mean_change(
    figure: Figure,
    arms: Sequence[ArmLine],
    *,
    visits: Sequence[object],
    names: Sequence[str],
    to_scale_of: Sequence[object],
    begins: bool,
    zero: bool,
    x: str,
    y: str,
    first_look: int = 0,
) -> None:
    """Draw the arms.

    visits : labels; names : how they are shown; with `begins` the first is the baseline, where every arm is 0
    to_scale_of : the visits of all pictures that stand side by side: they are drawn to scale together or not at all
    zero : whether 0 is a value to compare with
    first_look : number of the look of the first arm, so that an arm keeps its own over pictures
    """
    axes = one_axes(figure, x=x, y=y)
    places = _places(visits, evenly=not is_to_scale(to_scale_of))
    gap = float(np.diff(places).min()) if len(places) > 1 else 1.0
    shifts = _APART * gap * np.linspace(-1, 1, len(arms)) if len(arms) > 1 else np.zeros(1)
    if zero:
        line_at(axes, y=0.0, strong=True)
    for number, (arm, shift) in enumerate(zip(arms, shifts, strict=True)):
        look = series_look(number + first_look)
        has = ~np.isnan(arm.values)
        at, values = places[int(begins) :][has] + shift, arm.values[has]
        errors = np.stack([values - arm.lower[has], arm.upper[has] - values])
        axes.errorbar(at, values, yerr=errors, label=arm.name, capsize=3, elinewidth=1.3, **look)
        if begins and has.any():
            axes.plot([places[0], at[0]], [0.0, values[0]], color=look["color"], linestyle=look["linestyle"])
    ticks_at(axes, places.tolist(), names)
    axes.set_xlim(float(places[0]) - 0.5 * gap, float(places[-1]) + 0.5 * gap)
    legend_below(figure, axes)


def _places(visits: Sequence[object], *, evenly: bool) -> Floats:
    """Put visits where their time is, or evenly where they are text or some stand too near to others."""
    if len(visits) > 1 and _are_times(visits) and not evenly:
        return np.array([float(each) for each in visits if isinstance(each, int | float)])
    return np.arange(len(visits), dtype=np.float64)


def is_to_scale(visits: Sequence[object]) -> bool:
    """Say whether visits are drawn where their time is; text has no time to be drawn at."""
    if not _are_times(visits) or len(visits) < 2:
        return True
    times = np.array([float(each) for each in visits if isinstance(each, int | float)])
    return bool(np.diff(times).min() >= _NEAREST * (times[-1] - times[0]))


def _are_times(visits: Sequence[object]) -> bool:
    return all(isinstance(each, int | float) for each in visits)
