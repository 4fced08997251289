"""A dose-response curve: the mean with its band, the paler band of a further study, and the studies' own doses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.pictures.axes import line_at, one_axes
from kneewise.report.pictures.style import INK, MARKERS, MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One dose of one study; `study` is its number, from 0, which gives the mark its shape."""

    dose: float
    effect: float
    se: float
    study: int


def draw_dose_band(figure: Figure, curve: Any, marks: Sequence[Mark], *, x: str, y: str, ratio: bool) -> None:
    """Draw a curve (dose, estimate, low, high, study_low, study_high; of ratios as logarithms) and the marks."""
    axes = one_axes(figure, x=x, y=y, grid="y")
    turn = np.exp if ratio else np.asarray
    if curve.study_low is not None:
        axes.fill_between(curve.dose, turn(curve.study_low), turn(curve.study_high), color=SERIES[0], alpha=0.12,
                          linewidth=0)  # fmt: skip
        for edge in (curve.study_low, curve.study_high):
            axes.plot(curve.dose, turn(edge), color=SERIES[0], linewidth=0.7, linestyle=(0, (2, 2)))
    axes.fill_between(curve.dose, turn(curve.low), turn(curve.high), color=SERIES[0], alpha=0.28, linewidth=0)
    axes.plot(curve.dose, turn(curve.estimate), color=INK, linewidth=2.0, zorder=3)
    surest = min((mark.se for mark in marks), default=1.0)
    for mark in marks:
        axes.scatter([mark.dose], [float(turn(mark.effect))], s=14 + 90 * (surest / mark.se) ** 2,
                     marker=MARKERS[mark.study % len(MARKERS)], facecolors="none", edgecolors=MUTED, linewidths=1.2,
                     zorder=4)  # fmt: skip
    if ratio:
        axes.set_yscale("log")
        _plain_ticks(axes)
    line_at(axes, y=1.0 if ratio else 0.0, strong=True)
    low, high = float(curve.dose.min()), float(curve.dose.max())
    axes.set_xlim(low - 0.02 * (high - low), high + 0.02 * (high - low))


def _plain_ticks(axes: Any) -> None:
    """Ratios as people write them, those that lie within the picture."""
    from matplotlib.ticker import FixedLocator, NullLocator

    low, high = axes.get_ylim()
    marks = [m for m in (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 10) if low <= m <= high]
    axes.yaxis.set_major_locator(FixedLocator(marks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_ticklabels([f"{mark:g}" for mark in marks])
