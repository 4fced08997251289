"""A matrix of figures that go two ways: cold on one side of nothing, warm on the other, paler the nearer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.pictures.axes import ticks_at
from kneewise.report.pictures.style import INK, LINE, MUTED, ON_DARK, ON_LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Apart for the colour-blind, and of the same lightness step by step on both sides: the words in the cells say the sign.
COLD = ("#e4eff7", "#b4d3e8", "#6fa9d1", "#1f6fa8")
WARM = ("#fbece1", "#f1c7a6", "#dd8f52", "#b5510f")


def draw_two_sided_matrix(
    figure: Figure,
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    largest: float,
    sides: tuple[str, str],
    weights: Sequence[Sequence[float]] | None = None,
    text_size: float = 8.0,
) -> Axes:
    """Draw cells shaded by their value, cold below 0 and warm above, each with its text.

    values : a cell without a figure is None; 0 stays without a shade
    largest : size of the darkest shade; sides : words for cold and warm
    weights : size of a square within the cell, 0 to 1; None: no squares
    """
    from matplotlib.patches import Rectangle

    axes: Axes = figure.subplots()
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            colour, dark = _colour(value, largest)
            axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor=LINE, linewidth=0.8))
            if weights is not None and weights[y][x] > 0:
                half = 0.44 * min(1.0, weights[y][x]) ** 0.5
                axes.add_patch(
                    Rectangle((x - half, y - half), 2 * half, 2 * half, facecolor="none", edgecolor=MUTED, linewidth=1)
                )
            if texts[y][x]:
                # Where squares stand in the middle, words stand under it.
                axes.text(x, y + (0.0 if weights is None else 0.33), texts[y][x], ha="center", va="center",
                          fontsize=text_size,
                          color=ON_DARK if dark else INK if colour == "none" else ON_LIGHT)  # fmt: skip
    ticks_at(axes, range(len(columns)), columns)
    ticks_at(axes, range(len(rows)), rows, axis="y")
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(length=0, top=True, bottom=False, labeltop=True, labelbottom=False)
    if max(map(len, columns)) > 6:
        axes.tick_params(axis="x", labelrotation=35)
        for name in axes.get_xticklabels():
            name.set_horizontalalignment("left")
    for side in axes.spines.values():
        side.set_visible(False)
    _legend(figure, sides)
    return axes


def _colour(value: float | None, largest: float) -> tuple[str, bool]:
    """The shade of a value, and whether words on it must be light."""
    if value is None or value == 0 or largest <= 0:
        return "none", False
    step = min(3, int(4 * min(1.0, abs(value) / largest)))
    return (COLD if value < 0 else WARM)[step], step == 3


def _legend(figure: Figure, sides: tuple[str, str]) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=COLD[2], label=sides[0]), Patch(facecolor=WARM[2], label=sides[1])]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
