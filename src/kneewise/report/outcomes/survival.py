"""Time to an event as a section: curves, tests, hazard ratios, mean times, and death that comes first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kneewise.report.figures import count, number
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.outcomes.survival_picture import curve_picture, incidence_picture
from kneewise.report.outcomes.survival_words import survival_word
from kneewise.report.section_cells import fixed, label, p_value, percent_decimals, share_text
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.safety.survival.competing_risks import AalenJohansen
    from kneewise.outcomes.safety.survival.cox import CoxFit
    from kneewise.outcomes.safety.survival.kaplan_meier import KaplanMeier, SurvivalCurve
    from kneewise.outcomes.safety.survival.logrank import LogRank
    from kneewise.outcomes.safety.survival.proportional_hazards import ProportionalHazards
    from kneewise.outcomes.safety.survival.restricted_mean import RestrictedMeans
    from kneewise.report.words import Lang

_EVENTS_A_COVARIATE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToEvent:
    """All that was worked out of one time to an event; None for what was not asked for or cannot be.

    event : what it is the time to, None where it has no name
    unit : of time: days, weeks, months or years
    times : at which curves are told
    not_told : what could not be worked out, with the reason
    """

    event: str | None
    unit: str
    times: tuple[float, ...]
    horizon: float | None
    curves: KaplanMeier | None
    incidences: AalenJohansen | None
    test: LogRank | None
    model: CoxFit | None
    proportional: ProportionalHazards | None
    means: RestrictedMeans | None
    not_told: tuple[tuple[str, str], ...] = field(default=())


def present_survival(found: TimeToEvent, lang: Lang) -> Section:
    """Say a time to an event."""
    event = found.event or survival_word("the-event", lang)
    grids: list[Grid] = []
    pictures = []
    notes: list[str] = []
    if found.curves is not None:
        grids.append(_curve_grid(found, lang))
        pictures.append(curve_picture(found, event, lang))
        notes.append(
            survival_word(
                "note-curve", lang, percent=f"{100 * found.curves.level:g}",
                interval=survival_word(found.curves.interval, lang),
            )
        )  # fmt: skip
    if found.incidences is not None:
        grids.append(_incidence_grid(found, lang))
        pictures.append(incidence_picture(found, event, lang))
        notes.append(survival_word("note-incidence", lang))
    if found.model is not None:
        grids.append(_hazard_grid(found.model, lang))
        notes.append(_note_of_model(found.model, lang))
    if found.proportional is not None:
        grids.append(_proportional_grid(found.proportional, lang))
    if found.means is not None:
        grids.append(_mean_grid(found, lang))
        notes.append(survival_word("note-mean", lang))
    return Section(
        title=survival_word("title", lang, event=event),
        found=_found(found, lang),
        warnings=_warnings(found, lang),
        grids=grids,
        pictures=pictures,
        notes=notes,
        missing=_missing(found, lang),
    )


def _found(found: TimeToEvent, lang: Lang) -> list[str]:
    said = []
    if found.curves is not None and found.times:
        for curve in found.curves.curves:
            time = max((each for each in found.times if each <= curve.time[-1]), default=None)
            if time is not None:
                said.append(_of_curve(curve, time, found, lang))
    if found.test is not None:
        said.append(
            survival_word(
                "logrank", lang, chi=fixed(found.test.chi_square, 2), df=found.test.df, p=p_value(found.test.p)
            )
        )
    return said


def _of_curve(curve: SurvivalCurve, time: float, found: TimeToEvent, lang: Lang) -> str:
    at = {name: float(value) for name, value in curve.at(time).items()}
    more = {
        "group": group_name(curve.group, lang), "n": count(curve.n), "time": number(time),
        "unit": survival_word(found.unit, lang),
    }  # fmt: skip
    if curve.n_events == 0 and found.curves is not None and found.curves.interval == "beta-product":
        percent = f"{fixed(100 * at['lower'], 0)}%"
        return survival_word("none", lang, percent=percent, level=f"{100 * found.curves.level:g}%", **more)
    percent, limits = share_text(at["survival"], (at["lower"], at["upper"]), lang)
    return survival_word("free", lang, percent=percent, events=curve.n_events, interval=limits, **more)


def group_name(group: Any, lang: Lang) -> str:
    """The label of a group; all where the persons were not grouped."""
    return shared_word("all", lang) if group is None else label(group)


def _curve_grid(found: TimeToEvent, lang: Lang) -> Grid:
    limits = shared_word("interval-of", lang, percent=f"{100 * found.curves.level:g}" if found.curves else "95")
    all_at = [(curve, curve.at(list(found.times))) for curve in found.curves.curves] if found.curves else []
    pairs = [pair for _, at in all_at for pair in zip(at["lower"].tolist(), at["upper"].tolist(), strict=True)]
    digits = percent_decimals(pairs, 1)
    columns = [
        Column(head=survival_word("group", lang)),
        Column(head=f"{survival_word('time', lang)} ({survival_word(found.unit, lang)})", form="label"),
        Column(head=survival_word("at-risk", lang), form="count"),
        Column(head=survival_word("share", lang), form="percent", digits=digits),
        Column(head=limits, form="percent-interval", digits=digits),
        Column(head=survival_word("events", lang), form="count"),
        Column(head=survival_word("median", lang), form="estimate", digits=1),
    ]
    rows = []
    for curve, at in all_at:
        median = curve.quantile().estimate
        for place, time in enumerate(found.times):
            rows.append(
                (
                    group_name(curve.group, lang), time, int(at["at_risk"][place]), float(at["survival"][place]),
                    (float(at["lower"][place]), float(at["upper"][place])), curve.n_events, median,
                )
            )  # fmt: skip
    return Grid(caption=survival_word("curve", lang), columns=columns, rows=rows)


def _incidence_grid(found: TimeToEvent, lang: Lang) -> Grid:
    columns = [
        Column(head=survival_word("group", lang)),
        Column(head=f"{survival_word('time', lang)} ({survival_word(found.unit, lang)})", form="label"),
        Column(head=survival_word("had", lang), form="percent", digits=1),
        Column(head=shared_word("interval", lang), form="percent-interval", digits=1),
    ]
    rows = []
    for curve in found.incidences.curves if found.incidences else ():
        at = curve.at(list(found.times))
        for place, time in enumerate(found.times):
            limits = (float(at["lower"][place, 0]), float(at["upper"][place, 0]))
            rows.append((group_name(curve.group, lang), time, float(at["incidence"][place, 0]), limits))
    return Grid(caption=survival_word("incidence", lang), columns=columns, rows=rows)


def _hazard_grid(model: CoxFit, lang: Lang) -> Grid:
    columns = [
        Column(head=survival_word("name", lang)),
        Column(head=survival_word("hazard-ratio", lang), form="estimate", digits=2),
        Column(head=shared_word("interval-of", lang, percent=f"{100 * model.level:g}"), form="interval", digits=2),
        Column(head=shared_word("p", lang), form="p"),
    ]
    rows = [(each.name, each.hazard_ratio, (each.lower, each.upper), each.p) for each in model.hazards]
    return Grid(caption=survival_word("hazards", lang), columns=columns, rows=rows)


def _proportional_grid(found: ProportionalHazards, lang: Lang) -> Grid:
    columns = [
        Column(head=survival_word("name", lang)),
        Column(head=survival_word("chi", lang), form="estimate", digits=2),
        Column(head=shared_word("df", lang), form="count"),
        Column(head=shared_word("p", lang), form="p"),
    ]
    tests = [*found.tests.items(), (survival_word("together", lang), found.together)]
    rows = [(name, each.chi_square, each.df, each.p) for name, each in tests]
    return Grid(caption=survival_word("proportional", lang), columns=columns, rows=rows)


def _mean_grid(found: TimeToEvent, lang: Lang) -> Grid:
    means: Any = found.means
    columns = [
        Column(head=survival_word("group", lang)),
        Column(head=f"{survival_word('mean', lang)} ({survival_word(found.unit, lang)})", form="estimate"),
        Column(head=shared_word("interval-of", lang, percent=f"{100 * means.level:g}"), form="interval"),
        Column(head=shared_word("p", lang), form="p"),
    ]
    rows = [(group_name(each.group, lang), each.estimate, (each.lower, each.upper), None) for each in means.means]
    rows += [
        (
            survival_word("against", lang, group=label(each.group), control=label(each.control)), each.estimate,
            (each.lower, each.upper), each.p,
        )
        for each in means.differences
    ]  # fmt: skip
    caption = survival_word("restricted", lang, horizon=number(means.horizon), unit=survival_word(found.unit, lang))
    return Grid(caption=caption, columns=columns, rows=rows)


def _note_of_model(model: CoxFit, lang: Lang) -> str:
    key = "se-plain" if model.n_clusters is None else "se-cluster"
    concordance = "–" if model.concordance is None else fixed(model.concordance, 2)
    return survival_word("note-cox", lang, se=survival_word(key, lang, n=model.n_clusters), concordance=concordance)


def _warnings(found: TimeToEvent, lang: Lang) -> list[str]:
    said = []
    if found.proportional is not None:
        changing = [name for name, each in found.proportional.tests.items() if each.p < 0.05]
        if changing:
            p = p_value(min(found.proportional.tests[name].p for name in changing))
            said.append(survival_word("not-proportional", lang, names=", ".join(changing), p=p))
    if found.model is not None and found.model.n_events < _EVENTS_A_COVARIATE * len(found.model.hazards):
        said.append(survival_word("few-events", lang, events=found.model.n_events, covariates=len(found.model.hazards)))
    return said


def _missing(found: TimeToEvent, lang: Lang) -> Sequence[str]:
    said = []
    if found.curves is not None and found.curves.n_left_out:
        said.append(survival_word("left-out", lang, n=count(found.curves.n_left_out)))
    if found.model is not None and found.model.n_left_out > (found.curves.n_left_out if found.curves else 0):
        said.append(survival_word("left-out-model", lang, n=count(found.model.n_left_out)))
    if found.means is not None and any(each.lower is None for each in found.means.means):
        said.append(survival_word("no-spread", lang))
    said += [survival_word("not-told", lang, what=survival_word(what, lang), why=why) for what, why in found.not_told]
    return said
