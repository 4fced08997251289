"""The tables of a dose trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.outcomes.dose_words import curve_name, dose_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, label
from kneewise.report.sections import Column, Grid

if TYPE_CHECKING:
    from kneewise.outcomes.dose.analysis import DoseAnalysis
    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.fit import ShapeFit
    from kneewise.outcomes.dose.targets import SoughtDose
    from kneewise.report.words import Lang


def arm_grid(result: DoseAnalysis, lang: Lang, dose: str) -> Grid:
    """Means of the arms with their intervals."""
    arms = result.mcp_mod.arms
    columns = [
        Column(head=dose, form="label"),
        *([Column(head=shared_word("patients", lang), form="count")] if arms.n is not None else []),
        Column(head=shared_word("mean", lang), form="estimate"),
        Column(head=shared_word("standard-error", lang), form="estimate"),
        Column(head=shared_word("interval-of", lang, percent=label(100 * result.slope.level)), form="interval"),
    ]
    rows = []
    for place, (value, low, high) in enumerate(arm_intervals(arms, result.slope.level)):
        count = [arms.n[place]] if arms.n is not None else []
        error = float(arms.covariance[place, place]) ** 0.5
        rows.append((float(arms.doses[place]), *count, value, error, (low, high)))
    caption = (
        dose_word("adjusted", lang, names=", ".join(arms.covariates)) if arms.covariates else dose_word("arms", lang)
    )
    return Grid(caption=caption, columns=columns, rows=rows)


def arm_intervals(arms: DoseArms, level: float) -> list[tuple[float, float, float]]:
    """Mean and limits of each arm, by the variance of all arms."""
    from math import isinf, sqrt

    from scipy.special import ndtri, stdtrit

    tail = (1 + level) / 2
    quantile = float(ndtri(tail) if isinf(arms.df) else stdtrit(arms.df, tail))
    return [
        (float(mean), float(mean) - quantile * sqrt(variance), float(mean) + quantile * sqrt(variance))
        for mean, variance in zip(arms.means, arms.covariance.diagonal(), strict=True)
    ]


def trend_grid(result: DoseAnalysis, lang: Lang) -> Grid:
    """Tests of trend side by side."""
    columns = [
        Column(head=dose_word("test", lang)),
        Column(head=dose_word("statistic", lang), form="estimate", digits=2),
        Column(head=dose_word("p-one", lang), form="p"),
        Column(head=dose_word("p-two", lang), form="p"),
        Column(head=dose_word("p-exact", lang), form="p"),
    ]
    slopes = (("slope", result.slope), ("slope-ranks", result.slope_of_ranks))
    rows: list[tuple[Any, ...]] = [
        (dose_word(name, lang), each.t, each.p, each.p_two_sided, None) for name, each in slopes
    ]
    rows += [
        (dose_word(each.method, lang), each.z, each.p, each.p_two_sided, each.exact_p)
        for each in (result.ranks, result.shares)
        if each is not None
    ]
    return Grid(caption=dose_word("trends", lang), columns=columns, rows=rows)


def responder_grid(result: DoseAnalysis, lang: Lang, dose: str) -> Grid:
    """Responders by dose, of those whose response is known."""
    columns = [
        Column(head=dose, form="label"),
        Column(head=shared_word("patients", lang), form="count"),
        Column(head=shared_word("responders", lang), form="count"),
        Column(head="%", form="percent"),
    ]
    doses = result.mcp_mod.arms.doses.tolist()
    rows = [
        (at, n, yes, yes / n if n else None)
        for at, n, yes in zip(doses, result.persons, result.responders, strict=True)
    ]
    return Grid(caption=dose_word("responders-grid", lang), columns=columns, rows=rows)


def candidate_grid(result: DoseAnalysis, lang: Lang) -> Grid:
    """The test of the candidates, and what each could have found."""
    test, detectable = result.mcp_mod.test, result.mcp_mod.detectable
    columns = [
        Column(head=dose_word("candidate", lang)),
        Column(head=dose_word("t", lang), form="estimate", digits=2),
        Column(head=dose_word("p-adjusted", lang), form="p"),
        Column(head=dose_word("is-confirmed", lang)),
        Column(head=dose_word("detectable", lang), form="estimate"),
    ]
    rows = [
        (name, float(t), float(p), dose_word("yes" if seen else "no", lang), float(effect))
        for name, t, p, seen, effect in zip(
            test.candidates, test.t, test.p, test.is_significant, detectable, strict=True
        )
    ]
    return Grid(caption=dose_word("candidates", lang), columns=columns, rows=rows)


def fit_grid(result: DoseAnalysis, lang: Lang) -> Grid:
    """Fitted shapes with their weights."""
    found = result.mcp_mod
    columns = [
        Column(head=dose_word("shape", lang)),
        Column(head={"aic": "AIC", "aicc": "AICc"}[found.criterion], form="estimate", digits=1),
        Column(head=dose_word("weight", lang), form="percent"),
        Column(head=dose_word("coefficients", lang)),
    ]
    rows = [
        (fit.shape, fit.aic if found.criterion == "aic" else fit.aicc, float(weight), _coefficients(fit))
        for fit, weight in zip(found.fits, found.weights, strict=True)
    ]
    return Grid(caption=dose_word("fits", lang), columns=columns, rows=rows)


def dose_grid(result: DoseAnalysis, lang: Lang, dose: str) -> Grid:
    """Doses sought on each curve."""
    columns = [
        Column(head=dose_word("curve", lang)),
        Column(head=dose_word("wanted", lang)),
        Column(head=dose, form="estimate"),
        Column(head=dose_word("dose-range", lang), form="interval"),
        Column(head=dose_word("remark", lang)),
    ]
    rows = [
        (
            curve_name(name, lang),
            _wanted(each, lang),
            each.dose,
            (each.lower, float("inf") if each.upper is None and each.lower is not None else each.upper),
            _remark(each, lang),
        )
        for name, each in result.mcp_mod.doses
    ]
    return Grid(caption=dose_word("doses", lang), columns=columns, rows=rows)


def _wanted(sought: SoughtDose, lang: Lang) -> str:
    if sought.kind == "target":
        return dose_word("target", lang, value=label(sought.wanted))
    return dose_word("effective", lang, value=f"{fixed(100 * sought.wanted, 0)}%")


def _remark(sought: SoughtDose, lang: Lang) -> str:
    if sought.dose is None:
        return dose_word("unreached", lang)
    return dose_word("beyond", lang) if sought.is_beyond else ""


def _coefficients(fit: ShapeFit) -> str:
    return ", ".join(f"{name} {float(value):.3g}" for name, value in zip(fit.names, fit.coefficients, strict=True))
