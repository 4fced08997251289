"""A forest: each trial's effect with its interval and weight, pooled diamonds, and where the next trial may lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.pictures.axes import dress_axes, line_at, ticks_at
from kneewise.report.pictures.style import INK, MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW = 0.27  # inches
_ENDS = 1.15
_LETTER = 0.075
_TEXT, _DIAMOND = SERIES[0], SERIES[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One row from above.

    kind : "trial", "pooled" (a diamond), "prediction" (a bar without a point), "head" (words alone), "gap"
    estimate, low, high : as shown, ratios as ratios; None where there is none
    weight : percent, of trials
    value, share : words at the right: the effect with its interval, and the weight
    """

    kind: str
    name: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    weight: float | None = None
    value: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestWords:
    """Words of a forest: the axis, heads of the columns at the right, and what either side of no effect means."""

    axis: str
    value: str
    share: str
    left: str = ""
    right: str = ""


def height_of(rows: Sequence[ForestRow]) -> float:
    """Give the height of the figure, in inches."""
    return _ENDS + _ROW * (len(rows) + 1)


def width_of(rows: Sequence[ForestRow]) -> float:
    """Give the width of the figure, in inches, so that its words have room."""
    names, values = (max((len(getattr(row, name)) for row in rows), default=0) for name in ("name", "value"))
    return max(7.0, 3.4 + _LETTER * (names + values + 8))


def draw_forest(
    figure: Figure, rows: Sequence[ForestRow], *, words: ForestWords, is_ratio: bool, no_effect: float
) -> None:
    """Draw the rows. Squares have the area of their weight; an interval that leaves the axis ends in an arrow."""
    wide = max((len(row.value) for row in rows), default=10) + 9
    axes, text = figure.subplots(
        1, 2, sharey=True, width_ratios=[3.2, max(1.0, _LETTER * wide)], gridspec_kw={"wspace": 0.0}
    )
    dress_axes(axes, x=words.axis, grid="x")
    if is_ratio:
        axes.set_xscale("log")
    low, high = _reach(rows, is_ratio=is_ratio, no_effect=no_effect)
    axes.set_xlim(low, high)
    if is_ratio:
        _ratio_ticks(axes, low, high)
    line_at(axes, x=no_effect, strong=True)
    for place, row in enumerate(rows):
        _draw_row(axes, place, row, low, high)
    ticks_at(axes, range(len(rows)), [row.name for row in rows], axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -1.4)
    axes.spines["left"].set_visible(False)
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("normal" if row.kind in ("trial", "prediction") else "bold")
    _sides(axes, words)
    _words_at_right(text, rows, words)


def _reach(rows: Sequence[ForestRow], *, is_ratio: bool, no_effect: float) -> tuple[float, float]:
    """Give the ends of the axis: all estimates and most intervals, so that one wide trial does not squeeze the rest."""
    turn: Any = np.log if is_ratio else np.asarray
    told = [row for row in rows if row.low is not None and row.high is not None]
    ends = turn(np.array([[row.low, row.high] for row in told] or [[no_effect * 0.5, no_effect * 1.5]], dtype=float))
    points = turn(np.array([row.estimate for row in told if row.estimate is not None] or [no_effect], dtype=float))
    points = np.append(points, turn(np.array([no_effect])))
    reach = 1.6 * float(np.quantile(ends[:, 1] - ends[:, 0], 0.6)) / 2.0
    low = max(float(ends[:, 0].min()), float(points.min()) - reach)
    high = min(float(ends[:, 1].max()), float(points.max()) + reach)
    low, high = min(low, float(points.min())), max(high, float(points.max()))
    room = 0.04 * (high - low) or 0.5
    back: Any = np.exp if is_ratio else np.asarray
    return float(back(low - room)), float(back(high + room))


def _ratio_ticks(axes: Axes, low: float, high: float) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    for steps in ((1, 2, 5), (1, 3), (1,)):
        ticks = [step * 10.0**power for power in range(-6, 7) for step in steps if low <= step * 10.0**power <= high]
        if len(ticks) <= 8:
            break
    if len(ticks) < 2:
        ticks = [round(each, 2) for each in np.linspace(low, high, 5)[1:-1]]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _draw_row(axes: Axes, place: int, row: ForestRow, low: float, high: float) -> None:
    if row.low is None or row.high is None:
        return
    if row.kind == "pooled" and row.estimate is not None:
        corners = [(row.low, place), (row.estimate, place - 0.32), (row.high, place), (row.estimate, place + 0.32)]
        axes.fill(*zip(*corners, strict=True), color=_DIAMOND, linewidth=0.8, zorder=3)
        return
    is_trial = row.kind == "trial"
    colour = _TEXT if is_trial else _DIAMOND
    ends = [max(row.low, low), min(row.high, high)]
    axes.plot(ends, [place] * 2, color=colour, linewidth=1.4 if is_trial else 3.0, solid_capstyle="butt", zorder=2)
    for end, is_cut, marker in ((low, row.low < low, "<"), (high, row.high > high, ">")):
        if is_cut:
            axes.plot([end], [place], marker=marker, color=colour, markersize=5, clip_on=False, zorder=3)
    if is_trial and row.estimate is not None:
        side = 3.0 + 0.9 * float(np.sqrt(row.weight or 0.0))
        axes.plot([row.estimate], [place], marker="s", color=colour, markersize=min(side, 12.0), zorder=3)


def _sides(axes: Axes, words: ForestWords) -> None:
    for text, x, side in ((words.left, 0.0, "left"), (words.right, 1.0, "right")):
        if text:
            axes.text(
                x, 1.01, text, transform=axes.transAxes, ha=side, va="bottom", fontsize=9, color=MUTED
            )  # fmt: skip


def _words_at_right(text: Axes, rows: Sequence[ForestRow], words: ForestWords) -> None:
    text.set_axis_off()
    text.set_xlim(0.0, 1.0)
    columns = (
        [(0.72, words.value, "value"), (1.0, words.share, "share")] if words.share else [(0.9, words.value, "value")]
    )
    for x, head, field in columns:
        text.text(x, -0.95, head, ha="right", va="center", fontweight="bold", color=INK)
        for place, row in enumerate(rows):
            weight = "normal" if row.kind in ("trial", "prediction") else "bold"
            text.text(x, place, getattr(row, field), ha="right", va="center", fontweight=weight, color=INK)
