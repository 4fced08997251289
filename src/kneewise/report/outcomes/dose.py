"""A dose trial as two sections: trends with the picture, then shapes and sought doses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.outcomes.dose_grids import (
    arm_grid,
    candidate_grid,
    dose_grid,
    fit_grid,
    responder_grid,
    trend_grid,
)
from kneewise.report.outcomes.dose_picture import dose_picture
from kneewise.report.outcomes.dose_words import curve_name, dose_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import FROM_TO, fixed, interval, label, p_value, useful_decimals
from kneewise.report.sections import Section
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.dose.analysis import DoseAnalysis
    from kneewise.outcomes.dose.cautions import Caution
    from kneewise.outcomes.dose.targets import SoughtDose
    from kneewise.report.words import Lang

_BEFORE_FITS = ("small-arms", "missing", "no-placebo")


def dose_title(lang: Lang) -> str:
    """The title of the page."""
    return dose_word("title", lang)


def present_dose(result: DoseAnalysis, lang: Lang, *, unit: str | None = None) -> list[Section]:
    """Say the analysis of a dose trial.

    unit : of the dose, for tables and picture
    """
    name = shared_word("dose", lang) if unit is None else dose_word("dose-unit", lang, unit=unit)
    return [_trend_section(result, lang, name), _shape_section(result, lang, name)]


def _trend_section(result: DoseAnalysis, lang: Lang, dose: str) -> Section:
    found = result.mcp_mod
    slope = result.slope
    digits = useful_decimals([slope.slope])
    grids = [arm_grid(result, lang, dose), trend_grid(result, lang)]
    if result.persons:
        grids.append(responder_grid(result, lang, dose))
    return Section(
        title=dose_word("trend-title", lang),
        found=[
            dose_word(
                "found-slope",
                lang,
                slope=fixed(slope.slope, digits),
                interval=interval((slope.lower, slope.upper), lang, digits),
                p=p_value(slope.p),
            )
        ],
        warnings=_said([each for each in found.cautions if each.code in _BEFORE_FITS], lang),
        pictures=[dose_picture(result, lang, dose)],
        grids=grids,
        notes=[dose_word("note-trend", lang)] if result.ranks is not None or result.persons else [],
        missing=[
            dose_word(
                "missing-test",
                lang,
                what=dose_word("jonckheere-terpstra" if what == "ranks" else "cochran-armitage", lang),
                why=why,
            )
            for what, why in result.not_estimable
        ],
    )


def _shape_section(result: DoseAnalysis, lang: Lang, dose: str) -> Section:
    found = result.mcp_mod
    percent = label(100 * result.slope.level)
    grids = [candidate_grid(result, lang)]
    notes = [dose_word("note-test", lang)]
    if found.fits:
        grids.append(fit_grid(result, lang))
        notes.append(dose_word("note-average", lang, criterion=_criterion(found.criterion), percent=percent))
    if found.doses:
        grids.append(dose_grid(result, lang, dose))
        notes.append(dose_word("note-range", lang))
    return Section(
        title=dose_word("shape-title", lang),
        found=[_signal(result, lang), *_sought(result, lang)],
        warnings=_said([each for each in found.cautions if each.code not in _BEFORE_FITS], lang),
        grids=grids,
        notes=notes,
    )


def _signal(result: DoseAnalysis, lang: Lang) -> str:
    found = result.mcp_mod
    test = found.test
    names = [name for name, is_seen in zip(test.candidates, test.is_significant, strict=True) if is_seen]
    if not names:
        least = float(found.detectable.min())
        return dose_word(
            "found-none", lang, p=p_value(float(test.p.min())), least=fixed(least, useful_decimals([least]))
        )
    return dose_word(
        "found-signal-two" if test.two_sided else "found-signal",
        lang,
        names=", ".join(names),
        p=p_value(float(test.p.min())),
        alpha=f"{test.alpha:g}",
    )


def _sought(result: DoseAnalysis, lang: Lang) -> list[str]:
    """The doses sought on the average, or on the only shape."""
    found = result.mcp_mod
    last = found.doses[-1][0] if found.doses else None
    return [
        dose_word(
            "found-dose" if each.kind == "target" else "found-share",
            lang,
            effect=label(each.wanted),
            share=f"{fixed(100 * each.wanted, 0)}%",
            reference=label(found.reference),
            curve=curve_name(name, lang),
            dose=_dose(each.dose),
            interval=_range(each, lang),
        )
        for name, each in found.doses
        if name == last and each.dose is not None
    ]


def _range(sought: SoughtDose, lang: Lang) -> str:
    if sought.lower is None and sought.upper is None:
        return dose_word("no-limit", lang)
    low, high = (_dose(each) if each is not None else "∞" for each in (sought.lower, sought.upper))
    return say(FROM_TO, lang).format(low=low, high=high)


def _dose(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def _criterion(name: str) -> str:
    return {"aic": "AIC", "aicc": "AICc"}[name]


def _said(cautions: Sequence[Caution], lang: Lang) -> list[str]:
    """One sentence a kind of caution, with all that it is about."""
    about: dict[str, list[str]] = {}
    for each in cautions:
        about.setdefault(each.code, []).append("" if each.about is None else curve_name(each.about, lang))
    return [dose_word(code, lang, about=", ".join(names)) for code, names in about.items()]
