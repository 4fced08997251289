"""Charts that watch: a panel a unit with its limit and alarms; and a funnel of many units."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.pictures.axes import dress_axes, line_at, note_in, one_axes
from kneewise.report.pictures.style import DASHES, INK, MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_COLUMNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The sum of one unit after each case, and the cases (from 0) at which it gave an alarm."""

    name: str
    score: Floats
    alarms: tuple[int, ...]


def draw_charts(figure: Figure, charts: Sequence[Chart], *, limit: float, limit_name: str, x: str, y: str) -> None:
    """Draw the charts, three a row, all on one scale of sums."""
    n_columns = min(_COLUMNS, len(charts))
    grid = figure.subplots(-(-len(charts) // n_columns), n_columns, squeeze=False, sharey=True)
    top = max(limit, *(float(chart.score.max()) for chart in charts))
    for place, axes in enumerate(grid.ravel()):
        if place >= len(charts):
            axes.set_axis_off()
            continue
        chart = charts[place]
        first = place % n_columns == 0
        dress_axes(axes, x=x if place + n_columns >= len(charts) else "", y=y if first else "")
        cases = np.arange(chart.score.size + 1)
        # The line falls back to 0 after an alarm, where the chart begins anew.
        sums = np.concatenate([[0.0], chart.score])
        parts = [-1, *(alarm for alarm in chart.alarms if alarm + 1 < chart.score.size), chart.score.size - 1]
        for begin, end in pairwise(parts):
            part = np.concatenate([[0.0], sums[begin + 2 : end + 2]])
            axes.plot(cases[begin + 1 : end + 2], part, color=SERIES[0], linewidth=1.3, drawstyle="steps-post")
        at = [alarm + 1 for alarm in chart.alarms]
        axes.plot(at, [sums[case] for case in at], linestyle="none", marker="D", color=SERIES[1], markersize=5)
        line_at(axes, y=limit, strong=True)
        if place == 0:
            note_in(axes, limit_name, chart.score.size, limit, xytext=(-2, 3), textcoords="offset points", ha="right",
                    color=MUTED)  # fmt: skip
        axes.set_title(chart.name)
        axes.set_ylim(0, 1.18 * top)
        axes.set_xlim(0, chart.score.size)


def draw_funnel(
    figure: Figure, *, sizes: Floats, limits: Sequence[tuple[Floats, Floats]], target: float, n: Floats, rates: Floats,
    names: Sequence[str], levels: Sequence[str], x: str, y: str, target_name: str,
) -> None:  # fmt: skip
    """Draw rates in percent by size between their limits.

    limits : lower and upper, shape (sizes,), parts of 1; those below 0 are not drawn below it
    names : written beside a unit, "" for none
    """
    axes = one_axes(figure, x=x, y=y)
    line_at(axes, y=100 * target)
    last = float(sizes[-1])
    for place, ((lower, upper), level) in enumerate(zip(limits, levels, strict=True)):
        look = {"color": MUTED, "linestyle": DASHES[place + 1], "linewidth": 1.1}
        axes.plot(sizes, 100 * np.maximum(lower, 0), **look)
        axes.plot(sizes, 100 * np.minimum(upper, 1), **look)
        note_in(axes, level, last, 100 * float(upper[-1]), xytext=(4, 0), textcoords="offset points", va="center",
                color=MUTED)  # fmt: skip
    note_in(axes, target_name, last, 100 * target, xytext=(4, 0), textcoords="offset points", va="center", color=MUTED)
    outside = np.array([bool(name) for name in names])
    axes.plot(n[~outside], 100 * rates[~outside], linestyle="none", marker="o", color=SERIES[0])
    axes.plot(n[outside], 100 * rates[outside], linestyle="none", marker="D", color=SERIES[1])
    for size, rate, name in zip(n, rates, names, strict=True):
        if name:
            note_in(axes, name, float(size), 100 * float(rate), xytext=(7, 0), textcoords="offset points",
                    va="center", color=INK)  # fmt: skip
    # The limits of a handful of cases reach from 0 to 1; the picture is cut where units are.
    smallest = float(n.min())
    seen = [100 * float(np.interp(max(smallest, 2.0), sizes, upper)) for _, upper in limits[:1]]
    axes.set_ylim(0, min(100.0, 1.15 * max([*seen, 100 * float(rates.max()), 100 * target * 2])))
    axes.set_xlim(0, last * 1.13)
