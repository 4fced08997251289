"""A specification curve: every path's estimate with its interval, from lowest to highest, and below it its choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.report.pictures.axes import dress_axes, line_at, ticks_at
from kneewise.report.pictures.style import INK, MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_DRAWN = 400  # paths; of more, an even selection of the ranked ones is drawn
_LOOK = {"better": (SERIES[0], "o"), "either": (MUTED, "|"), "worse": (SERIES[1], "s")}
_ROW = 0.19  # inches
_CURVE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One path of the curve: its numbers, which side its interval is on, and its choices by row of the matrix."""

    estimate: float
    low: float
    high: float
    side: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The matrix under the curve: dimensions with the words of their choices, and keys as paths have them."""

    dimensions: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # word of it; (key, word) of each choice

    @property
    def n(self) -> int:
        """How many rows there are, with the words of the dimensions."""
        return sum(len(choices) + 1 for _, choices in self.dimensions)


def height_of(rows: Rows) -> float:
    """Give the height of the figure, in inches."""
    return _CURVE + 0.7 + _ROW * rows.n


def thinned(paths: Sequence[Path]) -> list[Path]:
    """Take at most MOST_DRAWN of the ranked paths, evenly, with both ends."""
    if len(paths) <= MOST_DRAWN:
        return list(paths)
    step = (len(paths) - 1) / (MOST_DRAWN - 1)
    return [paths[round(n * step)] for n in range(MOST_DRAWN)]


def draw_specification_curve(
    figure: Figure,
    paths: Sequence[Path],
    rows: Rows,
    *,
    y: str,
    sides: Mapping[str, str],
    margin: float | None,
    words: tuple[str, str],
) -> None:
    """Draw the curve over the matrix.

    y : name of the axis of estimates
    sides : words of "better", "either", "worse" for the legend
    margin : where the smallest difference that matters lies, with its sign
    words : of the margin, and of the number of paths under the axis
    """
    shown = thinned(paths)
    curve, matrix = figure.subplots(2, 1, sharex=True, height_ratios=[_CURVE, max(_ROW * rows.n, 0.4)])
    dress_axes(curve, y=y)
    line_at(curve, y=0.0, strong=True)
    if margin is not None:
        line_at(curve, y=margin, strong=True)
        curve.annotate(
            words[0], (1.0, margin), xycoords=("axes fraction", "data"), xytext=(0, -2), textcoords="offset points",
            ha="right", va="top", fontsize=8, color=INK,
        )  # fmt: skip
    for side, (color, marker) in _LOOK.items():
        places = [n for n, path in enumerate(shown) if path.side == side]
        if not places:
            continue
        these = [shown[n] for n in places]
        width = max(0.4, min(1.6, 240 / len(shown)))
        curve.vlines(places, [each.low for each in these], [each.high for each in these],
                     color=color, linewidth=width, alpha=0.55)  # fmt: skip
        curve.plot(places, [each.estimate for each in these], linestyle="none", marker=marker, color=color,
                   markersize=3.4 if len(shown) < 150 else 2.4, label=sides[side])  # fmt: skip
    curve.tick_params(axis="x", length=0, labelbottom=False)
    curve.set_ylim(*_limits(shown, margin))
    handles, names = curve.get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3, fontsize=9)
    _draw_matrix(matrix, shown, rows, words[1])
    for axes in (curve, matrix):
        axes.set_xlim(-1, len(shown))


def _limits(shown: Sequence[Path], margin: float | None) -> tuple[float, float]:
    """Frame all estimates, and the intervals but for the widest tenth: those leave it, so that the rest can be seen."""
    lows, highs = sorted(each.low for each in shown), sorted(each.high for each in shown)
    tenth = len(shown) // 10
    kept = [lows[tenth], highs[-1 - tenth], 0.0, *(each.estimate for each in shown)]
    kept += [] if margin is None else [margin]
    room = 0.06 * (max(kept) - min(kept) or 1.0)
    return min(kept) - room, max(kept) + room


def _draw_matrix(axes: Axes, shown: Sequence[Path], rows: Rows, name: str) -> None:
    dress_axes(axes, x=name, grid="")
    places: list[float] = []
    words: list[str] = []
    heads: list[str] = []
    row = 0
    for n, (dimension, choices) in enumerate(rows.dimensions):
        heads.append(dimension)
        places.append(row)
        words.append(dimension)
        row += 1
        for key, word in choices:
            for side, (color, _) in _LOOK.items():
                at = [x for x, path in enumerate(shown) if path.choices[n] == key and path.side == side]
                if at:
                    axes.vlines(at, row - 0.36, row + 0.36, color=color, linewidth=max(0.6, min(2.0, 300 / len(shown))))
            places.append(row)
            words.append(word)
            row += 1
    ticks_at(axes, places, words, axis="y")
    for label, word in zip(axes.get_yticklabels(), words, strict=True):
        label.set_fontsize(8)
        if word in heads:
            label.set_fontweight("bold")
    axes.set_ylim(row - 0.4, -0.6)
    axes.tick_params(axis="both", length=0)
    axes.set_xticks([])
    for spine in ("left", "bottom"):
        axes.spines[spine].set_visible(False)
