"""A dose-response meta-analysis as a section: the curve at some doses, its terms, the studies, and the picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.evidence.dose_words import dose_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, interval, p_value, useful_decimals
from kneewise.report.sections import Column, Grid, Picture, Section
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kneewise.evidence.doses.result import ChiSquare, DoseCurve, DoseResponse
    from kneewise.report.words import Lang


def dose_title(lang: Lang) -> str:
    """The title of page and section."""
    return dose_word("title", lang)


def present_dose_response(result: DoseResponse, lang: Lang, *, at: Sequence[float], reference: float) -> Section:
    """Say a dose-response.

    at : doses to tell, within those of the studies; reference : the dose they are told against
    """
    shown = result.predict(at, reference=reference)
    notes = [dose_word("note-two" if result.stages == 2 else "note-one", lang, method=result.method)]
    notes.append(dose_word("note-covariance", lang, how=result.covariance_of_effects))
    if result.curve.knots:
        notes.append(dose_word("note-knots", lang, knots=", ".join(f"{each:g}" for each in result.curve.knots)))
    notes.append(dose_word("note-between", lang))
    notes += _kind(result, lang)
    moved = any(study.reference != reference for study in result.studies)
    return Section(
        title=dose_title(lang),
        found=_found(result, lang),
        warnings=_warnings(result, lang),
        grids=[_at_doses(shown, result, lang), _terms(result, lang), _studies(result, lang)],
        pictures=[curve_picture(result, lang, reference=reference)],
        notes=[*notes, *([dose_word("not-at", lang, reference=f"{reference:g}")] if moved else [])],
        missing=[dose_word("left-out", lang, what=each) for each in result.left_out],
    )


def is_ratio(result: DoseResponse) -> bool:
    """Whether effects are logarithms of a ratio: all but means."""
    return result.measure is None


def _found(result: DoseResponse, lang: Lang) -> list[str]:
    n_doses = sum(len(study.doses) for study in result.studies)
    found = [
        dose_word(
            "size", lang, studies=len(result.studies), doses=n_doses, low=f"{result.dose_low:g}",
            high=f"{result.dose_high:g}",
        )
    ]  # fmt: skip
    if len(result.terms) == 1:
        values = [float(each[0]) for each in (result.coefficients, result.low, result.high)]
        if is_ratio(result):
            values = [math.exp(each) for each in values]
        digits = _digits(values) if not is_ratio(result) else 3
        key = "trend-ratio" if is_ratio(result) else "trend-linear"
        found.append(
            dose_word(
                key, lang, estimate=fixed(values[0], digits), interval=interval(values[1:], lang, digits),
                p=p_value(float(result.p[0])),
            )
        )  # fmt: skip
    else:
        found.append(_tested("any", result.wald, lang))
        if result.bent is not None:
            found.append(_tested("bent", result.bent, lang))
    if result.heterogeneity is not None and result.heterogeneity.df:
        found.append(_tested("vary", result.heterogeneity, lang))
    return found


def _warnings(result: DoseResponse, lang: Lang) -> list[str]:
    said = [dose_word("few", lang, n=len(result.studies))] if len(result.studies) < 5 else []
    if result.product_kind is None:
        said.append(dose_word("not-said", lang))
    else:
        said += [dose_word("outside", lang, caution=each) for each in result.cautions]
    return said


def _kind(result: DoseResponse, lang: Lang) -> list[str]:
    if result.product_kind is None:
        return []
    from kneewise.evidence.doses.kinds import dose_kinds

    kind = dose_kinds()[result.product_kind]
    return [
        dose_word("kind", lang, kind=say({"en": kind.words["en"], "ko": kind.words["ko"]}, lang), counted=kind.counted,
                  source=kind.source)
    ]  # fmt: skip


def _at_doses(shown: DoseCurve, result: DoseResponse, lang: Lang) -> Grid:
    turn = math.exp if is_ratio(result) else float
    wide = shown.study_low is not None and shown.study_high is not None
    rows = []
    for k, dose in enumerate(shown.dose.tolist()):
        row: list[object] = [
            dose, turn(shown.estimate[k]), (turn(shown.low[k]), turn(shown.high[k])),
        ]  # fmt: skip
        if shown.study_low is not None and shown.study_high is not None:
            row.append((turn(shown.study_low[k]), turn(shown.study_high[k])))
        rows.append(row)
    return Grid(
        caption=dose_word("at-doses", lang, reference=f"{shown.reference:g}"),
        columns=[
            Column(head=dose_word("dose", lang), form="label"),
            Column(
                head=dose_word("ratio", lang) if is_ratio(result) else result.measure or "", form="estimate", digits=2
            ),
            Column(head=_interval(shown.level, lang), form="interval", digits=2),
            *([Column(head=dose_word("next", lang), form="interval", digits=2)] if wide else []),
        ],
        rows=rows,
    )


def _terms(result: DoseResponse, lang: Lang) -> Grid:
    between = np.sqrt(np.maximum(np.diag(result.psi), 0.0))
    rows = []
    for k, term in enumerate(result.terms):
        digits = _digits([float(result.coefficients[k])])
        rows.append(
            (
                term, fixed(float(result.coefficients[k]), digits),
                interval((float(result.low[k]), float(result.high[k])), lang, digits), float(result.p[k]),
                None if result.method == "fixed" else fixed(float(between[k]), digits),
            )
        )  # fmt: skip
    heads = ("term", "estimate", None, None, "between")
    columns = [Column(head=dose_word(each, lang)) if each else Column(head="") for each in heads]
    columns[2] = Column(head=_interval(result.level, lang))
    columns[3] = Column(head="p", form="p")
    return Grid(caption=dose_word("coefficients", lang), columns=columns, rows=rows)


def _studies(result: DoseResponse, lang: Lang) -> Grid:
    rows = []
    for study in result.studies:
        slope = None
        if study.coefficients is not None and len(result.terms) == 1:
            slope = fixed(float(study.coefficients[0]), _digits([float(study.coefficients[0])]))
        rows.append((study.study, study.reference, len(study.doses), float(study.doses.max()), slope))
    with_slope = len(result.terms) == 1
    columns = [
        Column(head=dose_word("study", lang)),
        Column(head=dose_word("reference", lang), form="label"),
        Column(head=dose_word("n-doses", lang), form="count"),
        Column(head=dose_word("highest", lang), form="label"),
        *([Column(head=dose_word("slope", lang))] if with_slope else []),
    ]
    return Grid(
        caption=dose_word("studies", lang), columns=columns, rows=rows if with_slope else [row[:4] for row in rows]
    )


def curve_picture(result: DoseResponse, lang: Lang, *, reference: float) -> Picture:
    """The curve with its bands and the studies' doses."""
    from kneewise.report.pictures.dose_band import Mark, draw_dose_band

    ratio = is_ratio(result)
    grid = np.linspace(result.dose_low, result.dose_high, 101)
    curve = result.predict(grid, reference=reference)
    marks = []
    for number, study in enumerate(result.studies):
        base = float(result.predict([study.reference], reference=reference).estimate[0])
        marks += [
            Mark(dose=float(dose), effect=base + float(effect), se=float(se), study=number)
            for dose, effect, se in zip(study.doses, study.effects, study.se, strict=True)
        ]
    measure = dose_word("ratio", lang) if ratio else result.measure or dose_word("effect", lang)
    ends = result.predict([result.dose_low, (result.dose_low + result.dose_high) / 2, result.dose_high],
                          reference=reference)  # fmt: skip
    turn = math.exp if ratio else float
    points = "; ".join(
        dose_word(
            "point", lang, dose=f"{dose:g}", effect=fixed(turn(ends.estimate[k]), 2),
            interval=interval((turn(ends.low[k]), turn(ends.high[k])), lang, 2),
        )
        for k, dose in enumerate(ends.dose.tolist())
    )  # fmt: skip
    x = dose_word("axis-million" if result.product_kind else "axis-dose", lang)
    y = dose_word("axis-effect", lang, measure=measure, reference=f"{reference:g}")

    def draw(figure: Figure) -> None:
        draw_dose_band(figure, curve, marks, x=x, y=y, ratio=ratio)

    return Picture(
        name="dose-response", title=dose_word("picture", lang, reference=f"{reference:g}"),
        says=dose_word("picture-says", lang, points=points), draw=draw, height=4.6,
    )  # fmt: skip


def _tested(key: str, test: ChiSquare, lang: Lang) -> str:
    return dose_word(key, lang, q=fixed(test.q, 2), df=test.df, p="–" if test.p is None else p_value(test.p))


def _digits(values: Sequence[float]) -> int:
    """Decimals that leave three useful digits also of a small slope."""
    smallest = abs(values[0])
    return useful_decimals(values) if smallest >= 0.1 or smallest == 0 else 2 - math.floor(math.log10(smallest))


def _interval(level: float, lang: Lang) -> str:
    return shared_word("interval-of", lang, percent=fixed(100 * level, 0))
