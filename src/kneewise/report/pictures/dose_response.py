"""Dose against response: arm means as points, shapes as thin lines, their average in a band, a sought dose below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.pictures.axes import legend_below, one_axes
from kneewise.report.pictures.style import DASHES, INK, MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def draw_dose_response(
    figure: Figure,
    arms: tuple[Floats, Sequence[tuple[float, float, float]]],
    grid: Floats,
    *,
    shapes: Sequence[tuple[str, Floats]],
    average: tuple[Floats, Floats | None, Floats | None] | None,
    sought: Sequence[tuple[float, float | None, float | None]],
    is_wide: bool,
    names: tuple[str, str, str],
    x: str,
    y: str,
) -> None:
    """Draw a dose trial.

    arms : doses, shape (k,), and of each its mean with lower and upper limit
    grid : shape (n,), where curves are known
    shapes : names and values; average : values with its limits, None where nothing was fitted
    sought : doses with their limits, None where there is none
    is_wide : whether the axis is logarithmic above the lowest dose
    names : of the means, the average, the sought dose
    """
    axes = one_axes(figure, x=x, y=y)
    doses, points = arms
    if is_wide:
        axes.set_xscale("symlog", linthresh=float(doses[doses > 0][0]), linscale=0.6)
    axes.set_xticks(doses.tolist(), labels=[f"{dose:g}" for dose in doses.tolist()])
    axes.minorticks_off()
    for number, (name, values) in enumerate(shapes):
        look: dict[str, Any] = {
            "color": SERIES[(number + 1) % len(SERIES)],
            "linestyle": DASHES[(number + 1) % len(DASHES)],
        }
        axes.plot(grid, values, linewidth=1.1, label=name, **look)
    if average is not None and len(shapes) > 0:
        means, lower, upper = average
        axes.plot(grid, means, color=SERIES[0], linewidth=2.6, label=names[1], zorder=2.5)
        if lower is not None and upper is not None:
            axes.fill_between(grid, lower, upper, color=SERIES[0], alpha=0.14, linewidth=0)
    middle = np.array([point[0] for point in points])
    spread = np.abs(np.array([[point[1], point[2]] for point in points]).T - middle)
    axes.errorbar(
        doses,
        middle,
        yerr=spread,
        color=INK,
        marker="o",
        linestyle="",
        capsize=3,
        linewidth=1.2,
        zorder=3,
        label=names[0],
    )
    _draw_sought(axes, sought, names[2])
    legend_below(figure, axes)


def _draw_sought(axes: Axes, sought: Sequence[tuple[float, float | None, float | None]], name: str) -> None:
    """A bar above the axis from limit to limit; without an upper one it runs out of the picture."""
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    base = low - 0.06 * (high - low)
    for number, (dose, lower, upper) in enumerate(sought):
        height = base - 0.07 * number * (high - low)
        ends = [dose if lower is None else lower, right if upper is None else upper]
        axes.plot(ends, [height, height], color=MUTED, linewidth=1.4)
        axes.plot([dose], [height], color=INK, marker="D", linestyle="", label=name if number == 0 else None)
    if sought:
        axes.set_ylim(base - 0.07 * len(sought) * (high - low), high)
    axes.set_xlim(left, right)
