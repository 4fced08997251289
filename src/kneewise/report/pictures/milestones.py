"""Milestones on a line of time: what happened filled, what is planned hollow, what is past due with a sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kneewise.report.pictures.axes import line_at, note_in, one_axes, ticks_at
from kneewise.report.pictures.style import MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from matplotlib.figure import Figure

# Marker and colour of each sort of event, in the order of the legend.
SORTS: dict[str, tuple[str, str]] = {
    "trials": ("o", SERIES[0]),
    "market": ("s", SERIES[2]),
    "against": ("X", SERIES[1]),
    "cover": ("D", SERIES[3]),
    "other": ("P", SERIES[4]),
    "metric": (".", SERIES[5]),
    "planned": ("o", MUTED),
    "past-due": ("o", SERIES[1]),
}
_HOLLOW = ("planned", "past-due")
ROW_HEIGHT = 0.25  # inches


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event: its sort and the days between which it lies."""

    sort: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One line of the picture."""

    name: str
    marks: Sequence[Mark]


def height_of(n_lanes: int) -> float:
    """Give the height of a picture of so many lanes, in inches."""
    return 1.3 + ROW_HEIGHT * max(n_lanes, 2)


def draw_milestones(
    figure: Figure, lanes: Sequence[Lane], *, on: date, on_name: str, sort_names: Mapping[str, str]
) -> None:
    """Draw lanes from the top down; a date that is not exact is a line over its whole period.

    on : the day the picture is of, with a line and its name
    sort_names : words of the legend by sort
    """
    axes = one_axes(figure, grid="x")
    shown: set[str] = set()
    for place, lane in enumerate(lanes):
        for mark in lane.marks:
            shown.add(mark.sort)
            _draw_mark(axes, mark, place)
    ticks_at(axes, range(len(lanes)), [lane.name for lane in lanes], axis="y")
    axes.set_ylim(len(lanes) - 0.4, -0.9)
    axes.tick_params(axis="y", length=0)
    today = _years(on)
    line_at(axes, x=today, strong=True)
    note_in(axes, on_name, today, -0.75, xytext=(-3, 0), textcoords="offset points", ha="right", color=MUTED)
    firsts = [_years(mark.first) for lane in lanes for mark in lane.marks]
    lasts = [_years(mark.last) for lane in lanes for mark in lane.marks]
    low, high = int(min([*firsts, today])), int(max([*lasts, today])) + 1
    axes.set_xlim(low - 0.3, high + 0.3)
    step = max(1, round((high - low) / 12))
    ticks_at(axes, range(low, high + 1, step), [str(year) for year in range(low, high + 1, step)])
    axes.spines["left"].set_visible(False)
    _legend(figure, axes, [sort for sort in SORTS if sort in shown], sort_names)


def _draw_mark(axes: Any, mark: Mark, place: int) -> None:
    marker, colour = SORTS[mark.sort]
    first, last = _years(mark.first), _years(mark.last)
    middle = (first + last) / 2
    if mark.last > mark.first:
        dashes = (0, (2, 1.5)) if mark.sort in _HOLLOW else "-"
        axes.plot([first, last], [place, place], color=colour, linewidth=1.4, linestyle=dashes, alpha=0.7)
    face = "none" if mark.sort in _HOLLOW else colour
    axes.plot([middle], [place], marker=marker, color=colour, markerfacecolor=face, markersize=6, linestyle="none")
    if mark.sort == "past-due":
        note_in(axes, "!", middle, place, xytext=(0, 3), textcoords="offset points", ha="center", color=colour,
                fontweight="bold")  # fmt: skip


def _legend(figure: Figure, axes: Any, sorts: Sequence[str], names: Mapping[str, str]) -> None:
    for sort in sorts:
        marker, colour = SORTS[sort]
        face = "none" if sort in _HOLLOW else colour
        label = f"{names[sort]} (!)" if sort == "past-due" else names[sort]
        axes.plot([], [], marker=marker, color=colour, markerfacecolor=face, linestyle="none", label=label)
    if sorts:
        handles, words = axes.get_legend_handles_labels()
        figure.legend(handles, words, loc="outside lower center", ncols=min(4, len(sorts)), handlelength=1.2)


def _years(day: date) -> float:
    """A day as a decimal year."""
    start = day.replace(month=1, day=1)
    return day.year + (day - start).days / 366
