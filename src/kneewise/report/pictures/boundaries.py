"""On which boundary of a scale readers differ: its part of all disagreement, and the agreement on its two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.pictures.axes import dress_axes, line_at, note_in, ticks_at
from kneewise.report.pictures.style import INK, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


def draw_boundaries(
    figure: Figure,
    *,
    names: Sequence[str],
    shares: Sequence[float | None],
    texts: Sequence[str],
    estimates: Sequence[float | None],
    intervals: Sequence[tuple[float, float] | None],
    share_name: str,
    estimate_name: str,
    boundary_name: str,
) -> None:
    """Draw bars of shares on the left, and on the right each boundary's coefficient with its interval.

    shares : parts of 1; texts stand at the end of each bar
    """
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[3, 2])
    places = range(len(names))
    dress_axes(left, x=share_name, y=boundary_name, grid="")
    percents = [0.0 if share is None else 100 * share for share in shares]
    left.barh(list(places), percents, height=0.55, color=SERIES[0])
    for place, percent, text in zip(places, percents, texts, strict=True):
        note_in(left, text, percent, place, xytext=(5, 0), textcoords="offset points", va="center")
    left.set_xlim(0, max([*percents, 10]) * 1.3)
    ticks_at(left, places, names, axis="y")
    left.invert_yaxis()
    dress_axes(right, x=estimate_name, grid="x")
    for place, estimate, interval in zip(places, estimates, intervals, strict=True):
        if estimate is None:
            continue
        if interval is not None:
            right.plot(list(interval), [place, place], color=SERIES[1], linewidth=1.8)
        right.plot([estimate], [place], marker="s", color=SERIES[1], linestyle="none")
        note_in(right, f"{estimate:.2f}", estimate, place, xytext=(0, 7), textcoords="offset points", ha="center",
                color=INK)  # fmt: skip
    lows = [interval[0] for interval in intervals if interval is not None]
    right.set_xlim(min([0.0, *lows]), 1.05)
    line_at(right, x=0.0, strong=bool(lows) and min(lows) < 0)
