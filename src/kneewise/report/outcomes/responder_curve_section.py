"""The cumulative responder curve as a section: picture and a few places of it as a table."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.outcomes.responder_words import responder_word
from kneewise.report.section_cells import label, percent_decimals, share_text
from kneewise.report.sections import Column, Grid, Picture, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kneewise.outcomes.responders.criterion import Criterion
    from kneewise.outcomes.responders.curve import ArmCurve, ResponderCurves
    from kneewise.report.words import Lang


def curve_section(curves: ResponderCurves, criteria: Sequence[Criterion], lang: Lang) -> Section:
    """Say the curves; criteria of change mark their thresholds."""
    percent = label(100 * curves.level)
    marked = [each for each in criteria if each.form == "change"]
    return Section(
        title=responder_word("curve-title", lang),
        pictures=[_picture(curves, marked, lang)],
        grids=[_grid(curves, marked, lang)],
        notes=[responder_word("note-curve", lang, percent=percent)],
    )


def share_at(curves: ResponderCurves, arm: ArmCurve, threshold: float) -> tuple[float, tuple[float, float]]:
    """The share improved by at least a threshold, and its pointwise limits: those of the next step of the curve."""
    place = int(np.searchsorted(curves.thresholds, threshold - 1e-9 * max(1.0, abs(threshold)), side="left"))
    if place < len(curves.thresholds):
        return float(arm.share[place]), (float(arm.lower[place]), float(arm.upper[place]))
    from kneewise.outcomes.proportions import proportion_interval

    nobody = proportion_interval(0, arm.n_known, method="wilson", level=curves.level)
    return 0.0, (float(nobody.lower), float(nobody.upper))


def _grid(curves: ResponderCurves, marked: Sequence[Criterion], lang: Lang) -> Grid:
    places = _places(curves, marked)
    found = [[share_at(curves, arm, threshold) for arm in curves.arms] for threshold in places]
    # The tails of a large registry are narrow: a table for the eye needs no third decimal for their sake.
    digits = min(1, percent_decimals(limits for row in found for _, limits in row))
    columns = [Column(head=responder_word("at-threshold", lang), form="label")]
    for arm in curves.arms:
        columns.append(Column(head=label(arm.arm), form="percent", digits=digits))
        columns.append(Column(head=responder_word("wilson", lang), form="percent-interval", digits=digits))
    rows = [(threshold, *(cell for pair in row for cell in pair)) for threshold, row in zip(places, found, strict=True)]
    return Grid(caption=responder_word("curve-grid", lang), columns=columns, rows=rows)


def _places(curves: ResponderCurves, marked: Sequence[Criterion]) -> list[float]:
    """Round thresholds from 0 to the largest improvement, about six, and those of the criteria."""
    highest = float(curves.thresholds[-1])
    found = {0.0, *(each.threshold for each in marked)}
    if highest > 0:
        step = 10 ** floor(log10(highest / 3))
        step *= next((factor for factor in (1, 2, 5) if highest / (factor * step) <= 7), 10)
        found |= {step * n for n in range(1, int(highest / step) + 1)}
    return sorted(round(each, 10) for each in found)


def _picture(curves: ResponderCurves, marked: Sequence[Criterion], lang: Lang) -> Picture:
    arms = [label(arm.arm) for arm in curves.arms]
    marks = [(each.threshold, each.name) for each in marked]
    at = marks[0][0] if marks else 0.0
    each = " ".join(
        responder_word(
            "curve-each",
            lang,
            arm=name,
            share=share_text(*share_at(curves, arm, at), lang)[0],
            threshold=label(at),
        )
        for name, arm in zip(arms, curves.arms, strict=True)
    )

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.responder_curve import draw_responder_curve

        draw_responder_curve(
            figure,
            curves.thresholds,
            [(arm.share, arm.lower, arm.upper) for arm in curves.arms],
            arms=arms,
            marks=marks,
            x=responder_word("curve-x", lang),
            y=responder_word("curve-y", lang),
        )

    return Picture(
        name="responder-curve",
        title=responder_word("curve-title", lang),
        says=responder_word("curve-says", lang, each=each),
        draw=draw,
        height=4.4,
    )
