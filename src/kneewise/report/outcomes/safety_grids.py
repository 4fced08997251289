"""Tables of adverse events: shares and rates by arm, answers with the unknown apart, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.outcomes.safety_words import safety_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import label, percent_decimals
from kneewise.report.sections import Column, Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.safety.comparison import EventComparison
    from kneewise.outcomes.safety.counts import EventCount
    from kneewise.outcomes.safety.incidence import Incidence
    from kneewise.report.words import Lang


def terms_by_frequency(incidences: Sequence[Incidence]) -> list[str]:
    """The terms, those that affected most persons first, then by name."""
    affected: dict[str, int] = {}
    for each in incidences:
        if each.count.kind == "term":
            term = str(each.count.term)
            affected[term] = affected.get(term, 0) + (each.count.n_affected or 0)
    return sorted(affected, key=lambda term: (-affected[term], term))


def event_name(count: EventCount, lang: Lang) -> str:
    """What kind of event a count is of."""
    if count.kind != "term":
        return safety_word(count.kind, lang)
    return safety_word("unnamed", lang) if count.term in ("", "?", None) else count.term


def arm_name(count: EventCount) -> str:
    """The arm, with its study where there are several."""
    arm = label(count.arm)
    return arm if count.study is None else f"{label(count.study)}: {arm}"


def incidence_grid(caption: str, rows: Sequence[Incidence], lang: Lang, per_100_years: float | None) -> Grid:
    """One row an arm and kind of event; rates only where some row has one."""
    level = _percent(rows)
    digits = percent_decimals([(each.share.lower, each.share.upper) for each in rows if each.share is not None], 1)
    columns = [
        Column(head=safety_word("kind", lang)),
        Column(head=shared_word("arm", lang)),
        Column(head=safety_word("at-risk", lang), form="count"),
        Column(head=safety_word("n-affected", lang)),
        Column(head=safety_word("share", lang), form="percent", digits=digits),
        Column(head=shared_word("interval-of", lang, percent=level), form="percent-interval", digits=digits),
        Column(head=safety_word("events", lang), form="count"),
    ]
    with_rates = per_100_years is not None and any(each.event_rate is not None for each in rows)
    rates = [_rate(each, per_100_years) for each in rows] if with_rates and per_100_years else [()] * len(rows)
    if with_rates:
        of_rates = percent_decimals([(each[1][0] / 100, each[1][1] / 100) for each in rates if each and each[1]], 1)
        columns += [
            Column(head=safety_word("rate", lang), form="estimate", digits=of_rates),
            Column(head=shared_word("interval-of", lang, percent=level), form="interval", digits=of_rates),
        ]
    cells = [(*_row(each, lang), *rate) for each, rate in zip(rows, rates, strict=True)]
    return Grid(caption=caption, columns=columns, rows=cells)


def _row(each: Incidence, lang: Lang) -> tuple[Any, ...]:
    count, share = each.count, each.share
    persons = None if count.n_affected is None else str(count.n_affected)
    if persons is not None and count.n_maybe:
        persons += f"–{(count.n_affected or 0) + count.n_maybe}"
    return (
        event_name(count, lang),
        arm_name(count),
        count.n_at_risk,
        persons,
        None if share is None else share.estimate,
        None if share is None else (share.lower, share.upper),
        count.n_events,
    )


def _rate(each: Incidence, per_100_years: float) -> tuple[Any, ...]:
    if each.event_rate is None:
        return None, None
    rate = each.event_rate.rate
    return rate.estimate * per_100_years, (rate.lower * per_100_years, rate.upper * per_100_years)


def _percent(rows: Sequence[Incidence]) -> str:
    return next((f"{100 * each.share.level:g}" for each in rows if each.share is not None), "95")


def answer_grid(incidences: Sequence[Incidence], lang: Lang) -> list[Grid]:
    """Events by whether they were serious and related; nothing where the source does not say."""
    asked = [name for name in ("serious", "related") if any(getattr(each.count, name) for each in incidences)]
    if not asked:
        return []
    columns = [Column(head=shared_word("arm", lang))]
    columns += [
        Column(head=safety_word(f"{answer}-{name}", lang), form="count")
        for name in asked
        for answer in ("yes", "no", "unknown")
    ]
    rows = []
    for each in incidences:
        if each.count.kind == "any":
            answers = [getattr(each.count, name) for name in asked]
            cells = [figure for one in answers for figure in (one.events_yes, one.events_no, one.events_unknown)]
            rows.append((arm_name(each.count), *cells))
    return [Grid(caption=safety_word("answers", lang), columns=columns, rows=rows)]


def comparison_grids(comparisons: Sequence[EventComparison], lang: Lang) -> list[Grid]:
    """Shares, and where there are any rates, against the control: a row an arm and kind of event."""
    controls = {label(each.control.arm) for each in comparisons}
    control = controls.pop() if len(controls) == 1 else ""
    grids = [_shares_compared(comparisons, control, lang)]
    if any(each.rates is not None for each in comparisons):
        grids.append(_rates_compared(comparisons, control, lang))
    return grids


def _shares_compared(comparisons: Sequence[EventComparison], control: str, lang: Lang) -> Grid:
    exact = any(each.p_exact is not None for each in comparisons)
    limits = shared_word("interval-of", lang, percent=_level(comparisons))
    digits = percent_decimals(
        [(each.difference.lower, each.difference.upper) for each in comparisons if each.difference is not None], 1
    )
    columns = [
        Column(head=safety_word("kind", lang)),
        Column(head=shared_word("arm", lang)),
        Column(head=safety_word("risk-difference", lang), form="percent", digits=digits),
        Column(head=limits, form="percent-interval", digits=digits),
        Column(head=safety_word("risk-ratio", lang), form="estimate", digits=2),
        Column(head=limits, form="interval", digits=2),
        Column(head=safety_word("fisher", lang), form="p"),
        Column(head=safety_word("mid", lang), form="p"),
    ]
    if exact:
        columns.append(Column(head=safety_word("exact-p", lang), form="p"))
    rows = []
    for each in comparisons:
        row: list[Any] = _compared_arms(each, control, lang)
        for figure in (each.difference, each.ratio):
            row += [None, None] if figure is None else [figure.estimate, (figure.lower, figure.upper)]
        rows.append((*row, each.p, each.p_mid, *([each.p_exact] if exact else [])))
    return Grid(caption=_caption("comparisons", control, lang), columns=columns, rows=rows)


def _rates_compared(comparisons: Sequence[EventComparison], control: str, lang: Lang) -> Grid:
    columns = [
        Column(head=safety_word("kind", lang)),
        Column(head=shared_word("arm", lang)),
        Column(head=safety_word("rate-ratio", lang), form="estimate", digits=2),
        Column(head=shared_word("interval-of", lang, percent=_level(comparisons)), form="interval", digits=2),
        Column(head=shared_word("p", lang), form="p"),
    ]
    rows = []
    for each in comparisons:
        if each.rates is not None:
            ratio = each.rates.ratio
            estimate = None if ratio.undetermined else ratio.estimate
            rows.append((*_compared_arms(each, control, lang), estimate, (ratio.lower, ratio.upper), each.rates.p))
    return Grid(caption=_caption("rates-compared", control, lang), columns=columns, rows=rows)


def _caption(key: str, control: str, lang: Lang) -> str:
    return safety_word(key, lang) if not control else safety_word(f"{key}-with", lang, control=control)


def _compared_arms(each: EventComparison, control: str, lang: Lang) -> list[Any]:
    """The event and the arm, with the control beside it where the caption names none."""
    arm = arm_name(each.treated)
    if not control:
        arm = safety_word("against", lang, arm=arm, control=label(each.control.arm))
    return [event_name(each.treated, lang), arm]


def _level(comparisons: Sequence[EventComparison]) -> str:
    return next((f"{100 * each.difference.level:g}" for each in comparisons if each.difference is not None), "95")
