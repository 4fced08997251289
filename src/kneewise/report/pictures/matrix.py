"""A matrix of figures: a cross-table of two readers, or the kappa of every pair of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.pictures.axes import dress_axes, ticks_at
from kneewise.report.pictures.style import LINE, ON_DARK, ON_LIGHT, RAMP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_LONG = 8  # letters of a name that still stand upright over a column


def draw_matrix(
    figure: Figure,
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    row_name: str = "",
    column_name: str = "",
    largest: float | None = None,
) -> Axes:
    """Draw cells shaded by their value, from 0 (or less) to `largest`, each with its text.

    values : a cell without a figure is None and stays empty, with a faint frame
    largest : the value of the darkest shade; None: the largest of the cells
    """
    from matplotlib.patches import Rectangle

    axes: Axes = figure.subplots()
    dress_axes(axes, x=column_name, y=row_name, grid="")
    known = [value for row in values for value in row if value is not None]
    top = largest if largest is not None else max(known, default=1.0)
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            shade = None if value is None else _shade(value, top)
            axes.add_patch(
                Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor="none" if shade is None else RAMP[shade],
                          edgecolor=LINE, linewidth=0.8)
            )  # fmt: skip
            if texts[y][x]:
                # The three lighter shades carry dark words; every pair has a contrast of 4.5 or more.
                colour = ON_DARK if shade is not None and shade >= 4 else ON_LIGHT
                axes.text(x, y, texts[y][x], ha="center", va="center", color=colour, fontsize=10)
    ticks_at(axes, range(len(columns)), columns)
    ticks_at(axes, range(len(rows)), rows, axis="y")
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_aspect("equal")
    axes.tick_params(length=0, top=True, bottom=False, labeltop=True, labelbottom=False)
    axes.xaxis.set_label_position("top")
    if max(map(len, columns), default=0) > _LONG:
        axes.tick_params(axis="x", labelrotation=30)
        for name in axes.get_xticklabels():
            name.set_horizontalalignment("left")
    for side in axes.spines.values():
        side.set_visible(False)
    return axes


def _shade(value: float, top: float) -> int:
    share = 0.0 if top <= 0 else min(1.0, max(0.0, value / top))
    return min(len(RAMP) - 1, int(share * len(RAMP)))
