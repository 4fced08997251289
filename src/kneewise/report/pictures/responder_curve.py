"""The cumulative responder curve: falling steps, a band around each, the thresholds of the criteria as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.pictures.axes import legend_below, line_at, note_in, one_axes
from kneewise.report.pictures.style import series_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def draw_responder_curve(
    figure: Figure,
    thresholds: Floats,
    curves: Sequence[tuple[Floats, Floats, Floats]],
    *,
    arms: Sequence[str],
    marks: Sequence[tuple[float, str]],
    x: str,
    y: str,
) -> None:
    """Draw curves.

    thresholds : shape (t,), rising; the share holds from just above the threshold before
    curves : of each arm the share with its lower and upper limits, shape (t,) each, from 0 to 1
    marks : thresholds with their names
    """
    axes = one_axes(figure, x=x, y=y)
    span = float(thresholds[-1] - thresholds[0]) or 1.0
    left, right = float(thresholds[0]) - 0.04 * span, float(thresholds[-1]) + 0.06 * span
    # Each value holds up to its threshold and falls behind it; after the last nobody is left.
    places = np.concatenate([[left], thresholds, [right]])
    for number, (name, (share, lower, upper)) in enumerate(zip(arms, curves, strict=True)):
        look: dict[str, Any] = series_look(number)
        look.pop("marker")
        low, high = (100 * np.concatenate([each[:1], each]) for each in (lower, upper))
        axes.fill_between(places[:-1], low, high, step="pre", color=look["color"], alpha=0.13, linewidth=0)
        axes.step(places, 100 * np.concatenate([share[:1], share, [0.0]]), where="pre", label=name, **look)
    for place, (threshold, name) in enumerate(sorted(marks)):
        line_at(axes, x=threshold, strong=True)
        # The last name stands right of its line, the others left of theirs: none runs into the next line.
        side = "left" if place == len(marks) - 1 else "right"
        note_in(axes, f" {name} ", threshold, 101 - 6 * place, va="top", ha=side)
    if left < 0 < right:
        line_at(axes, x=0.0)
    axes.set_xlim(left, right)
    axes.set_ylim(-2, 102)
    legend_below(figure, axes)
