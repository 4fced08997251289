"""Patients of trials: what was planned hollow, what was reached filled, both on one line where both are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.report.pictures.axes import note_in, one_axes, ticks_at
from kneewise.report.pictures.style import MUTED, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

_ROW_HEIGHT = 0.24  # inches


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One trial; `unsaid` is a number whose record does not say whether it was planned or reached."""

    name: str
    planned: int | None
    actual: int | None
    unsaid: int | None


def enrolment_height(n_trials: int) -> float:
    """Give the height of the picture, in inches."""
    return 1.4 + _ROW_HEIGHT * max(n_trials, 2)


def draw_enrolment(
    figure: Figure, trials: Sequence[Enrolment], *, x: str, planned: str, actual: str, unsaid: str
) -> None:
    """Draw trials from the top down on a scale of powers of ten; the numbers stand beside the points."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes = one_axes(figure, x=x, grid="x")
    axes.set_xscale("log")
    for place, trial in enumerate(trials):
        known = [each for each in (trial.planned, trial.actual, trial.unsaid) if each is not None]
        if trial.planned is not None and trial.actual is not None:
            axes.plot([trial.planned, trial.actual], [place, place], color=MUTED, linewidth=1.2)
        for number, marker, colour, face in (
            (trial.planned, "o", SERIES[0], "none"), (trial.actual, "o", SERIES[0], SERIES[0]),
            (trial.unsaid, "D", SERIES[4], "none"),
        ):  # fmt: skip
            if number is not None:
                axes.plot([number], [place], marker=marker, color=colour, markerfacecolor=face, linestyle="none")
        note_in(axes, " → ".join(f"{each:,}" for each in known), max(known), place, xytext=(7, 0),
                textcoords="offset points", va="center")  # fmt: skip
    ticks_at(axes, range(len(trials)), [trial.name for trial in trials], axis="y")
    axes.set_ylim(len(trials) - 0.4, -0.6)
    numbers = [each for trial in trials for each in (trial.planned, trial.actual, trial.unsaid) if each is not None]
    axes.set_xlim(min(numbers) / 1.5, max(numbers) * 3)
    axes.xaxis.set_major_locator(LogLocator(base=10, subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    for name, marker, colour, face in (
        (planned, "o", SERIES[0], "none"), (actual, "o", SERIES[0], SERIES[0]), (unsaid, "D", SERIES[4], "none"),
    ):  # fmt: skip
        axes.plot([], [], marker=marker, color=colour, markerfacecolor=face, linestyle="none", label=name)
    handles, names = axes.get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3, handlelength=1.2)
