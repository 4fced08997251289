"""Step curves over time with their limits, marks where follow-up ends, and the numbers at risk below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.pictures.axes import dress_axes, ticks_at
from kneewise.report.pictures.style import INK, series_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCurve:
    """One curve in percent.

    times, values, lower, upper : shape (m,); the curve holds a value until the next time
    ends : times at which somebody's follow-up ended, marked on the curve; None for none
    at_risk : numbers at 0 and at the ticks, None where they are not shown
    begins : value at time 0, with its limits
    """

    name: str
    times: Floats
    values: Floats
    lower: Floats
    upper: Floats
    ends: Floats | None
    at_risk: Sequence[float] | None
    begins: tuple[float, float, float]


def draw_curves(
    figure: Figure, curves: Sequence[StepCurve], *, ticks: Sequence[float], x: str, y: str, at_risk_name: str
) -> None:
    """Draw curves; the legend stands below where there are several."""
    numbers = [curve for curve in curves if curve.at_risk is not None]
    if numbers:
        heights = [1.0, 0.02 + 0.075 * (len(numbers) + 1)]
        axes, below = figure.subplots(2, 1, height_ratios=heights, sharex=True)
    else:
        axes, below = figure.subplots(), None
    dress_axes(axes, x="" if below is not None else x, y=y)
    largest = 0.0
    for place, curve in enumerate(curves):
        largest = max(largest, _draw(axes, curve, series_look(place)))
    top = 100.0 if curves[0].begins[0] else min(100.0, max(5.0, 1.15 * largest))
    axes.set_ylim(0, top * 1.02)
    last = max(float(curve.times[-1]) for curve in curves)
    axes.set_xlim(0, last * 1.02)
    if ticks:
        ticks_at(axes, [0.0, *ticks], [f"{tick:g}" for tick in (0.0, *ticks)])
    if below is not None:
        _write_numbers(below, numbers, ticks, at_risk_name, x)
        axes.tick_params(labelbottom=True)
    handles, names = axes.get_legend_handles_labels()
    if len(handles) > 1:
        figure.legend(handles, names, loc="outside lower center", ncols=min(4, len(handles)))


def _draw(axes: Axes, curve: StepCurve, look: dict[str, Any]) -> float:
    """Draw one curve; gives its largest limit."""
    times = np.concatenate([[0.0], curve.times])
    values, lower, upper = (
        np.concatenate([[first], each])
        for first, each in zip(curve.begins, (curve.values, curve.lower, curve.upper), strict=True)
    )
    axes.step(times, values, where="post", color=look["color"], linestyle=look["linestyle"], label=curve.name)
    axes.fill_between(times, lower, upper, step="post", color=look["color"], alpha=0.13, linewidth=0)
    if curve.ends is not None and curve.ends.size:
        at = values[np.searchsorted(times, curve.ends, side="right") - 1]
        axes.plot(curve.ends, at, linestyle="none", marker="|", markersize=6, color=look["color"], markeredgewidth=0.9)
    return float(np.nanmax(np.where(np.isnan(upper), values, upper)))


def _write_numbers(axes: Axes, curves: Sequence[StepCurve], ticks: Sequence[float], name: str, x: str) -> None:
    """Write the numbers at risk under the marks of time, a row a curve."""
    axes.set_axis_on()
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelbottom=False)
    axes.tick_params(axis="y", pad=16)  # clear of the number at 0, which stands on the edge
    axes.set_xlabel(x)
    axes.set_ylim(len(curves) - 0.3, -0.7)
    axes.set_yticks(range(len(curves)), labels=[curve.name for curve in curves])
    axes.set_title(name, fontsize=9, fontweight="normal", pad=2)
    for row, curve in enumerate(curves):
        for tick, n in zip((0.0, *ticks), curve.at_risk or (), strict=True):
            axes.text(tick, row, f"{n:,.0f}", ha="center", va="center", fontsize=9, color=INK)
