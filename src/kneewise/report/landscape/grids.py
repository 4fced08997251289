"""Tables of records that several results show: milestones, trials, prices, sources, answers in conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.landscape.hosts import host_of
from kneewise.landscape.pipeline import phase_of
from kneewise.landscape.plans import planned_end, trial_overdue
from kneewise.report.landscape.said import (
    code,
    codes,
    cut,
    kind,
    place,
    price_text,
    range_text,
    source,
    subject,
    verified,
    when,
)
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Column, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kneewise.landscape.conflicts import Conflict
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.plans import Plan
    from kneewise.landscape.prices import PriceRange
    from kneewise.landscape.records import Milestone, Source, Sourced, Trial
    from kneewise.landscape.stated_records import Price
    from kneewise.report.sections import CellForm
    from kneewise.report.words import Lang


def columns(heads: Iterable[str], lang: Lang, forms: Mapping[str, CellForm] | None = None) -> list[Column]:
    """Columns by the keys of their shared words."""
    return [Column(head=landscape_word(key, lang), form=(forms or {}).get(key, "text")) for key in heads]


def milestone_grid(
    events: Sequence[Milestone], plans: Mapping[str, Plan], landscape: Landscape, lang: Lang, *,
    caption: str, short: bool, with_subject: bool = True,
) -> Grid:  # fmt: skip
    """Milestones in order of date, planned ones with what became of them."""
    heads = ["date", *(["product"] if with_subject else []), "country", "what", "class", "verification", "source",
             "detail"]  # fmt: skip
    rows = [
        (
            when(each), *([subject(landscape, each.subject, lang)] if with_subject else []),
            place(each.jurisdiction, lang, short=short), kind(each.kind, lang), class_of(each, plans, lang),
            verified(each, lang), source(each.source), cut(each.detail, short),
        )
        for each in events
    ]  # fmt: skip
    return Grid(caption=caption, columns=columns(heads, lang), rows=rows)


def class_of(event: Milestone, plans: Mapping[str, Plan], lang: Lang) -> str:
    """What a milestone is: happened, a figure, a claim, or planned with what became of it."""
    plan = plans.get(event.milestone)
    return landscape_word(plan.state, lang) if plan is not None else code("class", event.class_, lang)


def trial_grid(trials: Sequence[Trial], lang: Lang, *, on: date, caption: str, short: bool) -> Grid:
    """Trials with status, phase, patients and days; a planned end that has passed says so."""
    heads = ["trial", "phase", "status", "patients", "start", "completion"]
    heads += ["title"] if short else ["tissue", "countries", "title"]
    rows = [
        (
            each.trial, phase_word(phase_of(each), lang), _status(each, lang, short=short), _patients(each, lang),
            _date(each.start), _end(each, on, lang),
            *(() if short else (_cells(each, lang), codes("jurisdiction", each.countries, lang))),
            cut(each.title, short),
        )
        for each in trials
    ]  # fmt: skip
    return Grid(caption=caption, columns=columns(heads, lang), rows=rows)


def _status(trial: Trial, lang: Lang, *, short: bool) -> str:
    """The status, with the day of the copy where there is room."""
    status = code("trial-status", trial.status, lang)
    return status if short or trial.source.dated is None else f"{status} ({trial.source.dated})"


def _patients(trial: Trial, lang: Lang) -> str | None:
    if trial.enrolment is None or trial.enrolment_kind is None:
        return None if trial.enrolment is None else f"{trial.enrolment:,}"
    return f"{trial.enrolment:,} ({code('date-kind', trial.enrolment_kind, lang)})"


def _cells(trial: Trial, lang: Lang) -> str:
    cells = codes("tissue", trial.tissues, lang)
    return cells if trial.donor is None else f"{cells}; {code('donor', trial.donor, lang)}"


def _date(found: object) -> str | None:
    return None if found is None else str(found)


def _end(trial: Trial, on: date, lang: Lang) -> str | None:
    if trial.completion is None:
        return None
    if trial_overdue(trial, on):
        return f"{trial.completion} ({landscape_word('past-due', lang)})"
    kind_of = "planned" if planned_end(trial) else trial.completion_kind
    return str(trial.completion) if kind_of is None else f"{trial.completion} ({code('date-kind', kind_of, lang)})"


def phase_word(phase: str, lang: Lang) -> str:
    """The word of a phase, also of two together."""
    numbers = phase.removeprefix("phase-").split("-")
    if len(numbers) == 2 and all(each.isdigit() for each in numbers):
        return f"phase {'/'.join(numbers)}" if lang == "en" else f"{'/'.join(numbers)}상"
    if phase == "not-stated":
        return code("tissue", phase, lang)
    return code("phase", phase, lang)


def range_grid(ranges: Sequence[PriceRange], landscape: Landscape, lang: Lang, *, caption: str, short: bool) -> Grid:
    """Ranges of prices; a converted range stands beside its own, with the rate below."""
    converted = any(each.converted is not None for each in ranges)
    heads = ["country", "treatment", "price-kind", "amount", *(["converted"] if converted else []), "unit", "n-rows"]
    rows: list[tuple[Any, ...]] = []
    for each in ranges:
        shown = range_text(each.low, each.high, each, each.currency, lang)
        if each.low is not None and not each.rests_on_facts:
            shown += f" ({code('verification', 'not-confirmed', lang)})"
        in_other = None
        if each.converted is not None and each.in_currency is not None:
            in_other = range_text(*each.converted, each, each.in_currency, lang)
        rows.append((
            place(each.country, lang, short=short), treatment_of(each, landscape, lang),
            code("price-kind", each.kind, lang), shown, *([in_other] if converted else []),
            code("unit", each.unit, lang), len(each.rows),
        ))  # fmt: skip
    return Grid(caption=caption, columns=columns(heads, lang, {"n-rows": "count"}), rows=rows)


def treatment_of(found: PriceRange, landscape: Landscape, lang: Lang) -> str:
    """What a price is of: the product where there is one, else the technology."""
    if found.product is not None and found.technology in ("cell-drug", "bmac", "svf"):
        return subject(landscape, found.product, lang)
    return code("technology", found.technology, lang)


def price_grid(ranges: Sequence[PriceRange], lang: Lang, *, caption: str, short: bool) -> Grid:
    """The rows behind the ranges."""
    heads = ("treatment", "price-kind", "amount", "of-year", "scope", "verification", "source", "note")
    rows = [
        (
            f"{row.country or '–'}, {row.treatment}", code("price-kind", row.kind, lang), _with_unit(row, lang),
            _date(row.dated), cut(row.scope, short), verified(row, lang), source(row.source), cut(row.note, short),
        )
        for each in ranges for row in each.rows
    ]  # fmt: skip
    return Grid(caption=caption, columns=columns(heads, lang), rows=rows)


def _with_unit(row: Price, lang: Lang) -> str:
    shown = price_text(row, lang)
    return shown if row.unit is None or row.span is None else f"{shown}, {code('unit', row.unit, lang)}"


def source_grid(records: Sequence[Sourced], lang: Lang) -> Grid:
    """Every place, in full, once: where the rows were read, and, without a date, where the same was said."""
    seen: dict[str, Source | None] = {}
    for record in records:
        seen[record.source.place] = seen.get(record.source.place) or record.source
        for other in record.also:
            seen.setdefault(other, None)
    rows = []
    for where, found in sorted(seen.items()):
        host = host_of(where)
        dated = None if found is None else _date(found.dated)
        rows.append((where, dated, code("host", host.kind, lang), host.doubt if found is None else found.doubt))
    return Grid(caption=landscape_word("sources", lang), rows=rows,
                columns=columns(("address", "dated", "place-is", "doubt"), lang, {"address": "address"}))  # fmt: skip


def conflict_grid(conflict: Conflict, lang: Lang, *, caption: str) -> Grid:
    """The answers of one question side by side, each with the sources that give it."""
    rows = []
    for side in conflict.sides:
        places = [source(each.source) for each in side.statements]
        places += [place.split("/")[2] if "//" in place else place for each in side.statements for place in each.also]
        rows.append((
            answer_text(side.answer), side.n_sources, landscape_word("yes" if side.stands else "no", lang),
            "; ".join(dict.fromkeys(code("verification", each.verification, lang) for each in side.statements)),
            "; ".join(dict.fromkeys(places)),
        ))  # fmt: skip
    heads = ("answer", "n-sources", "stands", "verification", "source")
    return Grid(caption=caption, columns=columns(heads, lang, {"n-sources": "count"}), rows=rows)


def answer_text(answer: float | str) -> str:
    """An answer as people read it: a number with its thousands, a code or date as it is."""
    if isinstance(answer, str):
        return answer
    return f"{answer:,.0f}" if float(answer).is_integer() else f"{answer:,.1f}"
