"""A card of answers: a row a product, a column a part of the claim, each with its mark and its word."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.report.pictures.style import INK, LINE, MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Colour says no more than mark and word do: green for, orange against, grey for the rest.
COLORS = {"supported": SERIES[2], "contradicted": SERIES[1], "not shown": MUTED, "not studied": LINE}
MARKS = {"supported": "+", "contradicted": "x", "not shown": "?", "not studied": "–"}
_ROW = 0.42  # inches
_LINE = 0.135
_NAME = 2.6
_CELL = 1.55


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One product and its answers, the parts first, the whole last."""

    name: str
    answers: tuple[str, ...]
    asked: bool = False


def size_of(n_rows: int, heads: Sequence[str]) -> tuple[float, float]:
    """Width and height of the figure, in inches."""
    return _NAME + _CELL * len(heads), _height_of(heads) + _ROW * n_rows + 0.25


def _height_of(heads: Sequence[str]) -> float:
    return 0.2 + _LINE * max(_wrapped(each).count("\n") + 1 for each in heads)


def _wrapped(text: str) -> str:
    """Wrap a head to its column; Korean letters are twice as wide."""
    wide = sum(ord(letter) > 0x1100 for letter in text)
    return textwrap.fill(text, 14 if wide > len(text) / 3 else 25)


def draw_answer_card(figure: Figure, rows: Sequence[CardRow], heads: Sequence[str], words: Mapping[str, str]) -> None:
    """Draw the card.

    heads : of the columns, a sentence each, wrapped
    words : of each answer
    """
    axes: Axes = figure.subplots()
    n, base = len(heads), _height_of(heads)
    axes.set_xlim(0, _NAME + _CELL * n)
    axes.set_ylim(base + _ROW * len(rows), 0)
    axes.axis("off")
    for column, head in enumerate(heads):
        weight = "bold" if column == n - 1 else "normal"
        axes.text(_NAME + _CELL * column + 0.06, base - 0.08, _wrapped(head), fontsize=7.5,
                  color=INK, va="bottom", fontweight=weight)  # fmt: skip
    for number, row in enumerate(rows):
        top = base + _ROW * number
        if row.asked:
            axes.axhspan(top, top + _ROW, color=LINE, alpha=0.6, zorder=0)
        axes.text(0.05, top + _ROW / 2, row.name, fontsize=8.5, color=INK, va="center",
                  fontweight="bold" if row.asked else "normal")  # fmt: skip
        for column, answer in enumerate(row.answers):
            _draw_answer(axes, (_NAME + _CELL * column, top), answer, words[answer], last=column == n - 1)


def _draw_answer(axes: Axes, corner: tuple[float, float], answer: str, word: str, *, last: bool) -> None:
    from matplotlib.patches import Rectangle

    left, top = corner
    box = (left + 0.06, top + 0.09)
    side = _ROW - 0.18
    axes.add_patch(Rectangle(box, side, side, facecolor=COLORS[answer], edgecolor=INK, linewidth=0.6))
    mark_color = "white" if answer in ("supported", "contradicted", "not shown") else INK
    axes.text(box[0] + side / 2, box[1] + side / 2, MARKS[answer], color=mark_color, fontsize=9, ha="center",
              va="center", fontweight="bold")  # fmt: skip
    axes.text(box[0] + side + 0.07, top + _ROW / 2, word, fontsize=8, color=INK, va="center",
              fontweight="bold" if last else "normal")  # fmt: skip
