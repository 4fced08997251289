"""The picture of a dose trial: means with intervals, fitted shapes, their average with its band, the dose sought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.outcomes.dose_grids import arm_intervals
from kneewise.report.outcomes.dose_words import dose_word
from kneewise.report.section_cells import fixed, label, useful_decimals
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from kneewise.outcomes.dose.analysis import DoseAnalysis
    from kneewise.report.words import Lang

    Floats = NDArray[np.float64]

_WIDE = 20.0  # highest over lowest dose from which a plain axis would press the lower doses together


def dose_picture(result: DoseAnalysis, lang: Lang, dose: str) -> Picture:
    """Give the picture."""
    from kneewise.outcomes.dose.averaging import average_curve

    found, level = result.mcp_mod, result.slope.level
    arms = found.arms
    points = arm_intervals(arms, level)
    above = arms.doses[arms.doses > 0]
    is_wide = float(above.max() / above.min()) >= _WIDE
    grid = _grid(arms.doses, is_wide=is_wide)
    shapes = [(fit.shape, fit.predict(grid)[0]) for fit in found.fits]
    average = average_curve(found.fits, found.weights, grid, level=level) if found.fits else None
    last = found.doses[-1][0] if found.doses else None
    sought = [(each.dose, each.lower, each.upper) for name, each in found.doses if name == last]

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.dose_response import draw_dose_response

        draw_dose_response(
            figure,
            (arms.doses, points),
            grid,
            shapes=shapes,
            average=None if average is None else (average.means, average.lower, average.upper),
            sought=[(at, low, high) for at, low, high in sought if at is not None and at <= arms.highest],
            is_wide=is_wide,
            names=(
                dose_word("mean-of-arm", lang),
                dose_word("average-band", lang, percent=label(100 * level)),
                dose_word("sought-dose", lang),
            ),
            x=dose,
            y=dose_word("picture-y", lang),
        )

    return Picture(
        name="dose-response",
        title=dose_word("picture", lang),
        says=_says(result, points, lang),
        draw=draw,
        height=4.6,
    )


def _grid(doses: Floats, *, is_wide: bool) -> Floats:
    """Where curves are drawn: evenly on the axis."""
    if not is_wide:
        return np.linspace(doses[0], doses[-1], 301)
    lowest = float(doses[doses > 0][0])
    below = np.linspace(0, lowest, 61) if doses[0] == 0 else doses[:1]
    return np.unique(np.concatenate([below, np.geomspace(lowest, float(doses[-1]), 241)]))


def _says(result: DoseAnalysis, points: list[tuple[float, float, float]], lang: Lang) -> str:
    digits = useful_decimals(each for point in points for each in point)
    means = "; ".join(
        f"{label(dose)}: {fixed(mean, digits)} ({fixed(low, digits)}, {fixed(high, digits)})"
        for dose, (mean, low, high) in zip(result.mcp_mod.arms.doses.tolist(), points, strict=True)
    )
    names = ", ".join(fit.shape for fit in result.mcp_mod.fits)
    return dose_word(
        "picture-says",
        lang,
        percent=label(100 * result.slope.level),
        means=means,
        shapes=dose_word("picture-shapes", lang, names=names) if names else "",
    ).strip()
