"""Signals by kit and hospital, as `outcomes safety` works them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.safety_columns import answers_of, labels_of, must_have, numbers_of
from kneewise.cli.safety_events import first_rows
from kneewise.cli.safety_results import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kneewise.cli.safety_events import EventData
    from kneewise.cli.table_kinds import InputTable
    from kneewise.report.outcomes.signals import Signals
    from kneewise.report.words import Lang

_OF_CASES = {"kit": "kit_model"}
_ERRORS = (0.05, 0.05)  # of the sequential test, by design


def signals_of_rows(table: InputTable, options: Mapping[str, Any], lang: Lang) -> Result:
    """A row a case, with a column that says whether it had the event."""
    import numpy as np

    must_have(table, options["by"], options["outcome"])
    cases = _Cases(
        outcome=answers_of(table, options["outcome"]),
        unit=np.array(labels_of(table, options["by"]), dtype=object),
        order=None if options["order"] is None else _order(table.columns, options["order"]),
        risk=None if options["risk"] is None else numbers_of(table, options["risk"], above=0),
        event=options["outcome"],
    )
    return _result(cases, options, lang)


def signals_of_list(data: EventData, options: Mapping[str, Any], lang: Lang, *, of_cases: bool) -> Result:
    """Every person of a list, with whether he had an event of the kind that is watched for."""
    import numpy as np

    by = _OF_CASES.get(options["by"], options["by"]) if of_cases else options["by"]
    if by not in data.persons:
        known = ", ".join(str(name) for name in data.persons)
        raise click.UsageError(f"--by {by}: the persons have no such column; there are: {known}.")
    if options["risk"] is not None:
        raise click.UsageError("--risk needs a row a case: give --outcome.")
    subjects = data.persons["subject"]
    rows = first_rows(subjects).tolist()
    place = {subjects[row]: number for number, row in enumerate(rows)}
    outcome = np.zeros(len(rows))
    counted, unsure = _watched(data, options)
    for who, sure, perhaps in zip(data.events["subject"], counted, unsure, strict=True):
        if who in place and (sure or perhaps):
            now = outcome[place[who]]
            outcome[place[who]] = 1.0 if sure or now == 1 else np.nan
    name = options["order"] or ("service_on" if of_cases else None)
    order = None if name is None else _order(data.persons, name)
    units = np.array([data.persons[by][row] for row in rows], dtype=object)
    from kneewise.report.outcomes.safety_words import safety_word

    kind = safety_word(options["only"] or "any", lang)
    event = kind if options["watch"] is None else f"{options['watch']}, {kind}" if options["only"] else options["watch"]
    cases = _Cases(
        outcome=outcome,
        unit=units,
        order=None if order is None else order[rows],
        risk=None,
        event=event,
    )
    return _result(cases, options, lang)


def _watched(data: EventData, options: Mapping[str, Any]) -> tuple[list[bool], list[bool]]:
    """Which rows are events of the kind watched for, and of which it is not known."""
    import numpy as np

    terms = data.events["term"]
    answers = data.events[options["only"]] if options["only"] else None
    if options["only"] and answers is None:
        raise click.UsageError(f"--only {options['only']}: the list does not say it.")
    known = {str(each) for each in terms if each is not None}
    if options["watch"] and options["watch"] not in known:
        shown = ", ".join(sorted(known)[:15])
        raise click.UsageError(f"--watch {options['watch']}: no event has this term; there are: {shown}.")
    facts = [data.events[name] for name in ("serious", "related", "began") if data.events[name] is not None]
    sure, perhaps = [], []
    for row, term in enumerate(terms):
        is_event = term is not None or any(not np.isnan(each[row]) for each in facts)
        right = is_event and (options["watch"] is None or term == options["watch"])
        sure.append(right and (answers is None or answers[row] == 1))
        perhaps.append(right and answers is not None and bool(np.isnan(answers[row])))
    return sure, perhaps


def _order(columns: Mapping[str, Any], name: str) -> NDArray[Any]:
    """The order of the cases: days or numbers; days may be text as 2024-03-12."""
    import numpy as np

    if name not in columns:
        raise click.UsageError(f"--order {name}: there is no such column.")
    cells = np.asarray(columns[name])
    if cells.dtype.kind in "Miuf":
        return cells
    texts = ["NaT" if each is None or each != each else str(each) for each in cells.tolist()]  # noqa: PLR0124
    try:
        days: NDArray[np.datetime64] = np.array(texts, dtype="datetime64[D]")
    except ValueError:
        raise click.UsageError(f"--order {name}: found text that is no day as 2024-03-12.") from None
    return days


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cases:
    """Cases to be charted: outcome (1, 0, NaN), unit, order and risk; None for an order or risk that is not given."""

    outcome: NDArray[np.float64]
    unit: Any
    order: Any
    risk: Any
    event: str


def _result(cases: _Cases, options: Mapping[str, Any], lang: Lang) -> Result:
    from kneewise.outcomes.safety.signals.sprt import sprt
    from kneewise.outcomes.safety.signals.units import watch_units
    from kneewise.report.outcomes.signals import Signals, present_signals

    found = watch_units(
        cases.outcome, cases.unit, order=cases.order,
        risk=options["baseline_rate"] if cases.risk is None else cases.risk,
        odds_ratio=options["odds_ratio"], limit=options["limit"], false_alarm=options["false_alarm"],
    )  # fmt: skip
    tests = tuple(
        sprt(
            cases.outcome[chart.rows], cases.risk[chart.rows] if cases.risk is not None else found.baseline or 0.0,
            odds_ratio=options["odds_ratio"], alpha=_ERRORS[0], beta=_ERRORS[1],
        )
        for chart in found.charts
    )  # fmt: skip
    signals = Signals(
        unit=options["by"], event=cases.event, ordered=cases.order is not None, found=found, tests=tests,
        errors=_ERRORS,
    )  # fmt: skip
    return Result(document={"signals": signals}, rows=_rows(signals), sections=[present_signals(signals, lang)])


def _rows(signals: Signals) -> dict[str, list[Any]]:
    """One row a unit."""
    rows: dict[str, list[Any]] = {}
    found = signals.found
    for place, (unit, chart) in enumerate(zip(found.units, found.charts, strict=True)):
        for name, value in {
            "unit": unit, "n": chart.n, "n_events": chart.n_events, "expected": chart.expected,
            "odds_ratio": chart.odds_ratio, "limit": chart.limit, "highest": float(chart.score.max()),
            "alarms": len(chart.alarms), "first_alarm": chart.alarms[0] + 1 if chart.alarms else None,
            "false_alarm_chance": chart.false_alarms.chance, "false_alarm_mean": chart.false_alarms.mean,
            "detection_chance": chart.detection.chance, "sprt": signals.tests[place].decision,
            "p_high": None if found.funnel is None else float(found.funnel.p_high[place]),
            "p_low": None if found.funnel is None else float(found.funnel.p_low[place]),
        }.items():  # fmt: skip
            rows.setdefault(name, []).append(value)
    return rows
