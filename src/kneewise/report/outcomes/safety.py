"""Adverse events as a section: who was affected, by arm and kind of event, against the control, and what is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.figures import count
from kneewise.report.outcomes.safety_grids import (
    answer_grid,
    arm_name,
    comparison_grids,
    event_name,
    incidence_grid,
    terms_by_frequency,
)
from kneewise.report.outcomes.safety_picture import event_picture
from kneewise.report.outcomes.safety_words import safety_word
from kneewise.report.section_cells import fixed, interval, label, percent_decimals, share_text
from kneewise.report.sections import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.safety.comparison import EventComparison
    from kneewise.outcomes.safety.event_list import EventList
    from kneewise.outcomes.safety.incidence import Incidence
    from kneewise.report.words import Lang

TERMS_SHOWN = 30
_CLUSTERED = 1.5  # dispersion from which the interval of independent events misleads by a fifth or more


def present_safety(
    incidences: Sequence[Incidence],
    comparisons: Sequence[EventComparison],
    lang: Lang,
    *,
    of_list: EventList | None,
    per_100_years: float | None,
    methods: tuple[str, str],
    level: float,
) -> Section:
    """Say a table of adverse events.

    of_list : the list that was counted, None where counts were given
    per_100_years : units of time in a hundred years, None where the unit is not known
    methods : of the interval of a share, and of the risk difference
    level : of the intervals
    """
    kinds = list(dict.fromkeys(each.count.kind for each in incidences))
    overall = [each for each in incidences if each.count.kind != "term"]
    overall.sort(key=lambda each: kinds.index(each.count.kind))
    terms = terms_by_frequency(incidences)
    shown = [each for each in incidences if each.count.kind == "term" and each.count.term in terms[:TERMS_SHOWN]]
    shown.sort(key=lambda each: terms.index(str(each.count.term)))
    caption = safety_word("by-term", lang)
    if len(terms) > TERMS_SHOWN:
        caption = safety_word("by-term-first", lang, n=TERMS_SHOWN, total=count(len(terms)))
    grids = []
    if overall:
        grids.append(incidence_grid(safety_word("overall", lang), overall, lang, per_100_years))
    if shown:
        grids.append(incidence_grid(caption, shown, lang, per_100_years))
    grids += answer_grid(incidences, lang)
    order = {term: place for place, term in enumerate(terms[:TERMS_SHOWN])}
    compared = [each for each in comparisons if each.treated.kind != "term" or each.treated.term in order]
    compared.sort(key=lambda each: (kinds.index(each.treated.kind), order.get(str(each.treated.term), 0)))
    if compared:
        grids += comparison_grids(compared, lang)
    picture = event_picture(comparisons, terms, lang)
    return Section(
        title=safety_word("title", lang),
        found=_found(incidences, of_list, lang, level),
        warnings=_warnings(incidences, comparisons, of_list, lang, per_100_years),
        grids=grids,
        pictures=[] if picture is None else [picture],
        notes=_notes(bool(comparisons), per_100_years is not None, methods, level, lang),
        missing=_missing(incidences, comparisons, of_list, lang),
    )


def _found(incidences: Sequence[Incidence], of_list: EventList | None, lang: Lang, level: float) -> list[str]:
    arms = {(each.count.study, each.count.arm) for each in incidences}
    terms = {each.count.term for each in incidences if each.count.kind == "term" and each.count.n_affected}
    if of_list is None:
        studies = {each.count.study for each in incidences}
        key = "counts" if studies != {None} else "counts-one"
        return [safety_word(key, lang, rows=count(len(incidences)), arms=len(arms), studies=len(studies))]
    said = [
        safety_word(
            "persons", lang, persons=count(of_list.n_persons), arms=len(arms), events=count(of_list.n_events),
            terms=count(len(terms)),
        )
    ]  # fmt: skip
    for each in incidences:
        if each.count.kind == "any" and each.share is not None:
            said.append(_of_share("affected", each, lang))
        elif each.count.kind == "serious":
            said.append(_of_serious(each, lang, level))
    return said


def _of_share(key: str, each: Incidence, lang: Lang) -> str:
    share: Any = each.share
    percent, limits = share_text(share.estimate, (share.lower, share.upper), lang)
    return safety_word(
        key, lang, arm=label(each.count.arm), n=each.count.n_affected, at_risk=count(each.count.n_at_risk),
        percent=percent, interval=limits,
    )  # fmt: skip


def _of_serious(each: Incidence, lang: Lang, level: float) -> str:
    arm, at_risk = label(each.count.arm), count(each.count.n_at_risk)
    if each.count.n_maybe:
        return safety_word("serious-unknown", lang, arm=arm, n=each.count.n_maybe, at_risk=at_risk)
    if each.upper_bound is not None:
        bound = f"{fixed(100 * each.upper_bound, percent_decimals([(0.0, each.upper_bound)], 1))}%"
        return safety_word("serious-none", lang, arm=arm, at_risk=at_risk, bound=bound, percent=f"{100 * level:g}%")
    return _of_share("serious-some", each, lang)


def _warnings(
    incidences: Sequence[Incidence],
    comparisons: Sequence[EventComparison],
    of_list: EventList | None,
    lang: Lang,
    per_100_years: float | None,
) -> list[str]:
    said = []
    if of_list is not None and of_list.remarks:
        said.append(safety_word("all-affected", lang))
    tested = [each for each in comparisons if each.p is not None]
    if len(tested) >= 10:
        said.append(safety_word("many", lang, n=len(tested), expected=fixed(0.05 * len(tested), 1)))
    for each in incidences:
        rate = each.event_rate
        if each.count.kind != "any" or rate is None or per_100_years is None or (rate.dispersion or 0) < _CLUSTERED:
            continue
        limits = [None if limit is None else limit * per_100_years for limit in (rate.robust_lower, rate.robust_upper)]
        said.append(
            safety_word(
                "clustered", lang, arm=label(each.count.arm), dispersion=fixed(rate.dispersion or 0, 1),
                interval=interval(limits, lang, 1),
            )
        )  # fmt: skip
    return said


def _missing(
    incidences: Sequence[Incidence],
    comparisons: Sequence[EventComparison],
    of_list: EventList | None,
    lang: Lang,
) -> list[str]:
    said = []
    if of_list is not None and of_list.n_left_out:
        said.append(safety_word("left-out", lang, n=count(of_list.n_left_out)))
    if not comparisons:
        said.append(safety_word("no-control", lang))
    if any(each.ratio is not None and each.ratio.undetermined for each in comparisons):
        said.append(safety_word("no-ratio", lang))
    said += list(dict.fromkeys(line for each in incidences for line in _unknown(each, lang)))
    return said


def _unknown(each: Incidence, lang: Lang) -> list[str]:
    """What of a count is not known, a line each; the same line of several counts is shown once."""
    count_, said = each.count, []
    names = {"arm": arm_name(count_), "event": event_name(count_, lang), "at_risk": count_.n_at_risk}
    if count_.n_affected is None:
        said.append(safety_word("unknown-affected", lang, **names))
    if count_.n_maybe:
        said.append(safety_word("unknown-kind", lang, n=count_.n_maybe, **names))
    # Where nobody's exposure is known, the source has no such column: rates are then not shown at all.
    if 0 < count_.n_without_exposure < count_.n_at_risk:
        said.append(safety_word("unknown-exposure", lang, n=count_.n_without_exposure, **names))
    return said


def _notes(compared: bool, with_rates: bool, methods: tuple[str, str], level: float, lang: Lang) -> list[str]:
    said = [safety_word("note-share", lang, method=safety_word(methods[0], lang), percent=f"{100 * level:g}")]
    if with_rates:
        said.append(safety_word("note-rate", lang))
    if compared:
        key = "exact-difference" if methods[1] == "exact" else methods[1]
        said.append(safety_word("note-comparison", lang, difference=safety_word(key, lang)))
    return said
