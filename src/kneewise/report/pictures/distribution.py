"""Where scores lie: a panel a part, an arm a colour; middle half as a bar, whole range as a line, median as a mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kneewise.report.pictures.axes import dress_axes, ticks_at
from kneewise.report.pictures.style import series_look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 3
PANEL_HEIGHT = 2.5
_DRAWN_ONE_BY_ONE = 30  # scores of a group, up to which each is shown
_WIDTH = 0.8  # of the room between two visits, shared by the arms


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The scores of one group, and where they lie: lowest, lower quartile, median, upper quartile, highest."""

    scores: Sequence[float]
    five: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One part.

    low, high : the range of its score
    spreads : by place of the visit and of the arm
    """

    title: str
    low: float
    high: float
    spreads: Mapping[tuple[int, int], Spread]


def height_of(n_panels: int) -> float:
    """Give the height of a picture of so many panels, in inches."""
    return PANEL_HEIGHT * -(-n_panels // COLUMNS) + 0.9


def draw_distribution(
    figure: Figure, panels: Sequence[Panel], *, visits: Sequence[str], arms: Sequence[str], x: str
) -> None:
    """Draw panels side by side, three a row, each on its own scale; the legend of the arms stands below."""
    n_columns = min(COLUMNS, len(panels))
    grid = figure.subplots(-(-len(panels) // n_columns), n_columns, squeeze=False).ravel()
    for axes, panel in zip(grid, panels, strict=False):
        _draw_panel(axes, panel, visits, arms)
        dress_axes(axes, x=x)
    for axes in grid[len(panels) :]:
        axes.set_axis_off()
    if len(arms) > 1:
        handles, names = grid[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=min(4, len(names)))


def _draw_panel(axes: Axes, panel: Panel, visits: Sequence[str], arms: Sequence[str]) -> None:
    room = _WIDTH / len(arms)
    for arm, name in enumerate(arms):
        look: dict[str, Any] = series_look(arm)
        colour, marker = look["color"], look["marker"]
        axes.plot([], [], color=colour, marker=marker, linestyle="", label=name)
        for visit in range(len(visits)):
            spread = panel.spreads.get((visit, arm))
            if spread is None:
                continue
            x = visit + (arm - (len(arms) - 1) / 2) * room
            lowest, lower, median, upper, highest = spread.five
            axes.plot([x, x], [lowest, highest], color=colour, linewidth=0.9, solid_capstyle="butt")
            axes.plot([x, x], [lower, upper], color=colour, linewidth=8, alpha=0.35, solid_capstyle="butt")
            axes.plot([x], [median], color=colour, marker=marker, markersize=4.5, linestyle="")
            if len(spread.scores) <= _DRAWN_ONE_BY_ONE:
                places = _beside(x, len(spread.scores), room)
                axes.plot(
                    places, sorted(spread.scores), color=colour, marker=".", markersize=3.5, linestyle="", alpha=0.6
                )
    axes.set_title(panel.title)
    margin = 0.03 * (panel.high - panel.low)
    axes.set_ylim(panel.low - margin, panel.high + margin)
    axes.set_xlim(-0.6, len(visits) - 0.4)
    ticks_at(axes, range(len(visits)), visits)


def _beside(x: float, n: int, room: float) -> list[float]:
    """Spread points a little to either side, the same every time: near scores would cover each other."""
    return [x + room * (0.16 if place % 2 else -0.16) for place in range(n)]
