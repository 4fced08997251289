"""What `outcomes safety` works out of each kind of source: the document, the rows, the sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.cli.safety_events import EventData
    from kneewise.cli.table_kinds import InputTable
    from kneewise.outcomes.safety.comparison import EventComparison
    from kneewise.outcomes.safety.counts import EventCount
    from kneewise.outcomes.safety.event_list import EventList
    from kneewise.outcomes.safety.incidence import Incidence
    from kneewise.report.sections import Section
    from kneewise.report.words import Lang

PER_100_YEARS = {"days": 36525.0, "weeks": 36525.0 / 7, "months": 1200.0, "years": 100.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The results of one call.

    document : for JSON, by part: events, comparisons, time_to_event, signals
    rows : for CSV and Parquet: of the events where they were counted, else of the first part there is
    """

    document: dict[str, Any]
    rows: dict[str, list[Any]]
    sections: Sequence[Section]
    told: Sequence[str] = field(default=())


def of_counts(table: InputTable, options: Mapping[str, Any], lang: Lang) -> Result:
    """Intervals and comparisons of counts that a report gives."""
    if options["by"] or options["time_to"]:
        raise click.UsageError("--by and --time-to need a list of events or a row a case, not counts.")
    from kneewise.cli.safety_events import read_counts

    return _of_events(read_counts(table, options), None, options, lang, table.told)


def of_list(table: InputTable, options: Mapping[str, Any], lang: Lang, persons: InputTable | None) -> Result:
    """Events counted and compared; the time to one of them, and signals by unit, where asked for."""
    from kneewise.cli.safety_events import count_list, read_events
    from kneewise.cli.safety_signals import signals_of_list
    from kneewise.cli.safety_time import time_to_term

    data: EventData = read_events(table, options, persons)
    counted = count_list(data)
    result = _of_events(counted.counts, counted, options, lang, data.told)
    parts = [result]
    if options["time_to"]:
        parts.append(time_to_term(data, options, lang))
    if options["by"]:
        parts.append(signals_of_list(data, options, lang, of_cases=table.of_cases))
    return _joined(parts)


def of_rows(table: InputTable, options: Mapping[str, Any], lang: Lang) -> Result:
    """A row a person: time to an event, or the outcome that is watched by unit."""
    from kneewise.cli.safety_signals import signals_of_rows
    from kneewise.cli.safety_time import time_of_rows

    parts = []
    if options["time"]:
        parts.append(time_of_rows(table, options, lang))
    if options["outcome"]:
        parts.append(signals_of_rows(table, options, lang))
    return _joined(parts)


def _joined(parts: Sequence[Result]) -> Result:
    return Result(
        document={key: value for part in parts for key, value in part.document.items()},
        rows=parts[0].rows,
        sections=[section for part in parts for section in part.sections],
        told=list(dict.fromkeys(line for part in parts for line in part.told)),
    )


def _of_events(
    counts: Sequence[EventCount],
    counted: EventList | None,
    options: Mapping[str, Any],
    lang: Lang,
    told: Sequence[str],
) -> Result:
    from kneewise.outcomes.safety.incidence import describe_events
    from kneewise.report.outcomes.safety import present_safety

    level = options["confidence"]
    incidences = describe_events(counts, interval=options["interval"], level=level)
    comparisons = _compared(counts, options)
    timed = any(each.person_time is not None for each in counts)
    section = present_safety(
        incidences, comparisons, lang,
        of_list=counted, per_100_years=PER_100_YEARS[options["unit"]] if timed else None,
        methods=(options["interval"], options["difference"]), level=level,
    )  # fmt: skip
    document = {"unit": options["unit"], "events": incidences, "comparisons": comparisons}
    if counted is not None:
        document |= {"n_persons": counted.n_persons, "n_events": counted.n_events, "n_left_out": counted.n_left_out,
                     "remarks": counted.remarks}  # fmt: skip
    return Result(document=document, rows=_rows(incidences, comparisons), sections=[section], told=told)


def _compared(counts: Sequence[EventCount], options: Mapping[str, Any]) -> tuple[EventComparison, ...]:
    if options["control"] is None:
        return ()
    from kneewise.cli.safety_columns import labelled
    from kneewise.outcomes.safety.comparison import compare_events

    arms = list(dict.fromkeys(count.arm for count in counts))
    controls = [labelled(arms, name.strip()) for name in options["control"].split(",") if name.strip()]
    if not any(control in arms for control in controls):
        from kneewise.report.section_cells import label

        shown = ", ".join(label(arm) for arm in arms[:15])
        raise click.UsageError(f"--control {options['control']}: there is no such arm; the arms are: {shown}.")
    return compare_events(
        counts, control=controls, difference=options["difference"],
        rates="mid-p" if options["interval"] == "mid-p" else "exact",
        basis="first events" if options["rates"] == "first" else "all events",
        level=options["confidence"],
    )  # fmt: skip


def _rows(incidences: Sequence[Incidence], comparisons: Sequence[EventComparison]) -> dict[str, list[Any]]:
    """One row an arm and kind of event, with its comparison beside it where there is one."""
    against = {id(each.treated): each for each in comparisons}
    rows: dict[str, list[Any]] = {}
    for each in incidences:
        count, share, compared = each.count, each.share, against.get(id(each.count))
        rate = each.event_rate.rate if each.event_rate else None
        difference, ratio = (compared.difference, compared.ratio) if compared else (None, None)
        rates = compared.rates.ratio if compared and compared.rates else None
        for name, value in {
            "study": count.study, "arm": count.arm, "kind": count.kind, "term": count.term,
            "n_at_risk": count.n_at_risk, "n_affected": count.n_affected, "n_maybe": count.n_maybe,
            "n_events": count.n_events, "person_time": count.person_time, "first_time": count.first_time,
            **_figures("share", share), "upper_bound": each.upper_bound, **_figures("rate", rate),
            "control": compared.control.arm if compared else None, **_figures("risk_difference", difference),
            **_figures("risk_ratio", ratio), "p_fisher": compared.p if compared else None,
            "p_mid": compared.p_mid if compared else None, "p_exact": compared.p_exact if compared else None,
            **_figures("rate_ratio", rates), "p_rates": compared.rates.p if compared and compared.rates else None,
        }.items():  # fmt: skip
            rows.setdefault(name, []).append(value)
    return rows


def _figures(name: str, interval: Any) -> dict[str, Any]:
    parts = {name: "estimate", f"{name}_lower": "lower", f"{name}_upper": "upper"}
    return {shown: None if interval is None else getattr(interval, field) for shown, field in parts.items()}
