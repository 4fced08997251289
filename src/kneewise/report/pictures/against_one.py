"""Treatments against one: estimate, interval (thick) and where a further trial would lie (thin), one row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.report.pictures.axes import line_at, one_axes, ticks_at
from kneewise.report.pictures.style import INK, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One treatment; `wide` is the prediction interval where there is one; `text` stands at the right."""

    name: str
    estimate: float
    interval: tuple[float, float]
    wide: tuple[float, float] | None
    text: str


def draw_against_one(figure: Figure, rows: Sequence[Row], *, x: str, ratio: bool) -> None:
    """Draw rows from above; a ratio on a logarithmic axis around 1."""
    axes = one_axes(figure, x=x, grid="x")
    for k, row in enumerate(rows):
        if row.wide is not None:
            axes.plot(row.wide, [k, k], color=SERIES[0], linewidth=1.1, zorder=1)
        axes.plot(row.interval, [k, k], color=SERIES[0], linewidth=3.6, solid_capstyle="butt", zorder=2)
        axes.plot([row.estimate], [k], marker="D", color=INK, markersize=4.6, zorder=3)
        axes.annotate(row.text, (1.01, k), xycoords=("axes fraction", "data"), fontsize=8.5, color=INK, va="center")
    if ratio:
        axes.set_xscale("log")
        _plain_ticks(axes, rows)
    line_at(axes, x=1.0 if ratio else 0.0, strong=True)
    ticks_at(axes, range(len(rows)), [row.name for row in rows], axis="y")
    axes.set_ylim(len(rows) - 0.4, -0.6)


def _plain_ticks(axes: object, rows: Sequence[Row]) -> None:
    """Ratios as people write them: 0.5, 1, 2."""
    from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

    ends = [end for row in rows for end in (*row.interval, *(row.wide or ()))]
    low, high = min(*ends, 1.0), max(*ends, 1.0)
    fine = (0.3, 0.5, 0.7, 1, 1.5, 2, 3) if high / low < 8 else ()
    coarse = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
    marks = [m for m in fine or coarse if low / 1.2 <= m <= high * 1.2]
    axis = axes.xaxis  # type: ignore[attr-defined]
    axis.set_major_locator(FixedLocator(marks))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())
    axis.set_ticklabels([f"{mark:g}" for mark in marks])
