"""Adverse events as `outcomes safety` is given them: a list, with or without a table of all persons; counts; cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.safety_columns import answers_of, labels_of, must_have, numbers_of, own_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kneewise.cli.table_kinds import InputTable
    from kneewise.outcomes.safety.counts import EventCount
    from kneewise.outcomes.safety.event_list import EventList

UNNAMED = "?"  # the term of a case's event that bears no name
_HALF_A_DAY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class EventData:
    """A list of events, and the persons who could have them.

    events : columns subject, term, serious, related, began; None for a column that the source lacks
    persons : columns subject, arm, exposure, and what else the table of persons has; one row a person
    complete : whether persons without events are known to be in it
    told : lines for standard error
    """

    events: dict[str, Any]
    persons: dict[str, Any]
    complete: bool
    told: tuple[str, ...]


def holds_counts(table: InputTable, options: Mapping[str, Any]) -> bool:
    """Tell a table of counts, a row an arm and term, from a list of events."""
    return options["affected"] in table.columns and options["at_risk"] in table.columns


def read_counts(table: InputTable, options: Mapping[str, Any]) -> tuple[EventCount, ...]:
    """Take counts that a report gives."""
    from kneewise.outcomes.safety.counts import counts_from_table
    from kneewise.report.section_cells import key_text

    arm = options["arm"] or "arm"
    term = options["term"] or ("term" if "term" in table.columns else "event")
    study = options["study"] or next((name for name in ("study", "study_id") if name in table.columns), None)
    must_have(table, arm, term, *([study] if study else []))
    columns: dict[str, Any] = {
        "arm": labels_of(table, arm),
        "term": [None if each is None else key_text(each) for each in labels_of(table, term)],
        "affected": numbers_of(table, options["affected"], low=0),
        "at_risk": numbers_of(table, options["at_risk"], low=0),
    }
    optional = {"n_events": own_column(table, options["events"], "n_events"),
                "person_time": own_column(table, options["exposure"], "exposure")}  # fmt: skip
    for name, source in optional.items():
        if source is not None:
            columns[name] = numbers_of(table, source, low=0 if name == "n_events" else None)
    if study:
        columns["study"] = labels_of(table, study)
    return counts_from_table(
        columns, arm="arm", term="term", n_affected="affected", n_at_risk="at_risk",
        study="study" if study else None,
        **{name: name for name, source in optional.items() if source is not None},
    )  # fmt: skip


def read_events(table: InputTable, options: Mapping[str, Any], persons: InputTable | None) -> EventData:
    """Take a list of events; of cases, the events and the follow-up of every case."""
    from kneewise.report.section_cells import key_text

    if table.of_cases:
        return _of_cases(table, options)
    subject = options["subject"] or "subject"
    term = options["term"] or "term"
    must_have(table, subject, term)
    facts = {
        "serious": own_column(table, options["serious"], "serious"),
        "related": own_column(table, options["related"], "related"),
    }
    began = own_column(table, options["began"], "began")
    events: dict[str, Any] = {
        "subject": labels_of(table, subject),
        "term": [None if each is None else key_text(each) for each in labels_of(table, term)],
        **{name: None if source is None else answers_of(table, source) for name, source in facts.items()},
        "began": None if began is None else numbers_of(table, began, low=0),
    }
    source = table if persons is None else persons
    return EventData(
        events=events,
        persons=_persons(source, subject, options),
        complete=persons is not None,
        told=table.told + (() if persons is None else persons.told),
    )


def _persons(table: InputTable, subject: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Every column of the persons: of a list, as its rows have them, several a person."""
    arm = options["arm"] or "arm"
    must_have(table, subject, arm)
    exposure = own_column(table, options["exposure"], "exposure")
    taken: dict[str, Any] = {
        name: labels_of(table, name) if cells.dtype.kind != "M" else cells for name, cells in table.columns.items()
    }
    taken |= {
        "subject": labels_of(table, subject),
        "arm": labels_of(table, arm),
        "exposure": None if exposure is None else numbers_of(table, exposure, above=0),
    }
    return taken


def count_list(data: EventData) -> EventList:
    """Count a list by arm and term."""
    from kneewise.outcomes.safety.event_list import count_events

    present = {name: cells for name, cells in data.events.items() if cells is not None}
    columns: dict[str, Any] = {name: name for name in ("serious", "related", "began") if name in present}
    people = {name: data.persons[name] for name in ("subject", "arm", "exposure") if data.persons[name] is not None}
    if "exposure" in people:
        columns["exposure"] = "exposure"
    if data.complete:
        return count_events(present, persons=people, **columns)
    return count_events({**present, **people}, **columns)


def _of_cases(table: InputTable, options: Mapping[str, Any]) -> EventData:
    import numpy as np

    arm = options["arm"] or "technology"
    must_have(table, arm)
    columns = {name: labels_of(table, name) for name in ("case", "term")}
    day, followed = numbers_of(table, "day"), numbers_of(table, "followed_days")
    is_event = numbers_of(table, "has_event") == 1
    early = is_event & (day < 0)
    events = {
        "subject": [who for who, is_one in zip(columns["case"], is_event & ~early, strict=True) if is_one],
        "term": [term or UNNAMED for term, is_one in zip(columns["term"], is_event & ~early, strict=True) if is_one],
        **{name: answers_of(table, name)[is_event & ~early] for name in ("serious", "related")},
        "began": day[is_event & ~early],
    }
    first = first_rows(columns["case"])
    exposure = np.where(followed == 0, _HALF_A_DAY, np.where(followed > 0, followed, np.nan))
    persons: dict[str, Any] = {name: cells[first] for name, cells in table.columns.items()}
    persons |= {
        "subject": [columns["case"][row] for row in first],
        "arm": [labels_of(table, arm)[row] for row in first],
        "exposure": exposure[first],
    }
    told = [
        "a case without events is taken to have had none: a record does not say whether anybody asked",
        "a case is followed until its last dated score, event or observation",
    ]
    if early.any():
        told.append(f"events left out, since they began before the injection: {int(early.sum()):,}")
    return EventData(events=events, persons=persons, complete=True, told=(*table.told, *told))


def first_rows(keys: list[Any]) -> NDArray[np.int64]:
    """The row in which each key first comes, in the order of the rows."""
    import numpy as np

    seen: dict[Any, int] = {}
    for row, key in enumerate(keys):
        seen.setdefault(key, row)
    return np.array(list(seen.values()), dtype=np.int64)


def first_times(data: EventData, term: str) -> tuple[NDArray[np.float64], NDArray[np.float64], list[Any]]:
    """Time until each person's first event of a term, or until the end of the exposure; whether it came; the arm.

    The time is NaN where it is not known. Refuses a term that nobody has, with those that there are.
    """
    import numpy as np

    if data.persons["exposure"] is None or data.events["began"] is None:
        raise click.UsageError("--time-to needs the columns of --began and --exposure.")
    known = sorted({str(each) for each in data.events["term"] if each is not None})
    if term not in known:
        shown = ", ".join(known[:15])
        raise click.UsageError(f"--time-to {term}: no event has this term; there are: {shown}.")
    rows = first_rows(data.persons["subject"])
    time = np.asarray(data.persons["exposure"], dtype=np.float64)[rows].copy()
    event = np.zeros(rows.size)
    place = {data.persons["subject"][row]: number for number, row in enumerate(rows.tolist())}
    for who, what, began in zip(data.events["subject"], data.events["term"], data.events["began"], strict=True):
        if what == term and who in place:
            where = place[who]
            # A beginning that is not known leaves the time unknown: it may have been the first.
            time[where] = np.minimum(time[where], began) if event[where] else began
            event[where] = 1.0
    return time, event, [data.persons["arm"][row] for row in rows.tolist()]
