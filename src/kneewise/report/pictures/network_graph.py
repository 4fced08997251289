"""A network of treatments: circles by trials, lines by direct comparisons, shaded areas for trials of several arms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kneewise.report.pictures.style import INK, MUTED, ON_LIGHT, RAMP, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_AREAS = 12  # more trials of several arms than this are not shaded one by one: the areas would hide the lines


def draw_network_graph(
    figure: Figure,
    names: Sequence[str],
    n_trials: Sequence[Sequence[int]],
    *,
    several_arms: Sequence[Sequence[int]] = (),
) -> Axes:
    """Draw treatments on a circle, the first at the top, clockwise.

    n_trials : trials that compared two treatments directly
    several_arms : places of the arms of each trial with three or more
    """
    from matplotlib.patches import Polygon

    axes: Axes = figure.subplots()
    places = [_place(k, len(names)) for k in range(len(names))]
    for arms in several_arms[:_AREAS]:
        corners = sorted((places[k] for k in arms), key=lambda at: math.atan2(at[1], at[0]))
        axes.add_patch(Polygon(corners, closed=True, facecolor=RAMP[1], edgecolor="none", alpha=0.55, zorder=0.5))
    # Of few trials a line stays thin: one trial must not look like ten.
    most = max(5, *(max(row) for row in n_trials))
    for i, row in enumerate(n_trials):
        for j in range(i + 1, len(names)):
            if row[j]:
                _line(axes, places[i], places[j], row[j], most)
    total = [sum(row) for row in n_trials]
    for name, at, n in zip(names, places, total, strict=True):
        size = 120 + 480 * n / (max(total) or 1)
        axes.scatter([at[0]], [at[1]], s=size, color=SERIES[0], edgecolors="none", zorder=3)
        _name(axes, name, at)
    axes.set_aspect("equal")
    axes.set_xlim(-1.75, 1.75)
    axes.set_ylim(-1.4, 1.4)
    axes.axis("off")
    return axes


def _place(k: int, n: int) -> tuple[float, float]:
    angle = math.pi / 2 - 2 * math.pi * k / n
    return math.cos(angle), math.sin(angle)


def _line(axes: Axes, one: tuple[float, float], two: tuple[float, float], n: int, most: int) -> None:
    axes.plot([one[0], two[0]], [one[1], two[1]], color=MUTED, linewidth=0.8 + 5.2 * n / most,
              solid_capstyle="round", zorder=1)  # fmt: skip
    # A third of the way, not half: lines through the middle would stack their numbers there.
    at = (one[0] + (two[0] - one[0]) * 0.36, one[1] + (two[1] - one[1]) * 0.36)
    box = {"boxstyle": "round,pad=0.18", "facecolor": RAMP[0], "edgecolor": "none"}
    axes.text(*at, str(n), fontsize=8, color=ON_LIGHT, ha="center", va="center", bbox=box, zorder=2)


def _name(axes: Axes, name: str, at: tuple[float, float]) -> None:
    side = "center" if abs(at[0]) < 0.15 else "left" if at[0] > 0 else "right"
    level = "center" if abs(at[1]) < 0.85 else "bottom" if at[1] > 0 else "top"
    axes.text(at[0] * 1.17, at[1] * 1.17, name, fontsize=9, color=INK, ha=side, va=level, zorder=4)
