"""Axes as all pictures have them: few lines, names in words, whole visits, a legend that hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.pictures.style import INK, LINE, MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def one_axes(figure: Figure, *, x: str = "", y: str = "", grid: str = "y") -> Axes:
    """The only axes of a figure.

    x, y : names with their units
    grid : which axis carries faint lines: 'x', 'y', 'both' or ''
    """
    axes: Axes = figure.subplots()
    dress_axes(axes, x=x, y=y, grid=grid)
    return axes


def dress_axes(axes: Axes, *, x: str = "", y: str = "", grid: str = "y") -> None:
    """Name the axes of one panel and give them their faint lines."""
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if grid:
        axes.grid(visible=True, axis="both" if grid == "both" else "x" if grid == "x" else "y")
    axes.tick_params(length=3)


def line_at(axes: Axes, *, x: float | None = None, y: float | None = None, strong: bool = False) -> None:
    """A reference line: no difference, a threshold."""
    look: dict[str, Any] = {"color": MUTED if strong else LINE, "linewidth": 1.0, "zorder": 0.5}
    if strong:
        look["linestyle"] = (0, (4, 2))
    if x is not None:
        axes.axvline(x, **look)
    if y is not None:
        axes.axhline(y, **look)


def ticks_at(axes: Axes, places: Sequence[float], names: Sequence[str], *, axis: str = "x") -> None:
    """Marks at these places only: the visits, the arms, the grades."""
    if axis == "x":
        axes.set_xticks(list(places), labels=list(names))
    else:
        axes.set_yticks(list(places), labels=list(names))


def legend_below(figure: Figure, axes: Axes, n_columns: int = 4) -> None:
    """A legend under the axes, where no line can run behind it; none for a single series."""
    handles, names = axes.get_legend_handles_labels()
    if len(handles) > 1:
        figure.legend(handles, names, loc="outside lower center", ncols=min(n_columns, len(handles)))


def note_in(axes: Axes, text: str, x: float, y: float, **more: Any) -> None:
    """A short word within the axes, at a place in data."""
    look: dict[str, Any] = {"color": INK, "fontsize": 9} | more
    axes.annotate(text, (x, y), **look)
