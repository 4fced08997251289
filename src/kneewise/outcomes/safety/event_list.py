"""Lists of events, one row an event, counted by arm and term over persons of whom each may have several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.counts import Answers, EventCount, Repeats
from kneewise.outcomes.safety.persons import Persons, persons_from_list, persons_from_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.columns import Table
    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.counts import Kind
    from kneewise.outcomes.safety.survival.times import Counts

    Mask = NDArray[np.bool_]

UNNAMED = ""  # the term of events that bear no name


@dataclass(frozen=True, slots=True, kw_only=True)
class EventList:
    """Counts of a list of events.

    counts : arm by arm; in each the rows over all terms, then the terms by name, also those without an event in it
    n_persons, n_events : persons and events counted
    n_left_out : persons whose arm is not known, who are in no count
    remarks : what the reader must know of how persons were found
    """

    counts: tuple[EventCount, ...]
    n_persons: int
    n_events: int
    n_left_out: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Events:
    """The events: place of the person in `Persons`, term, answers (1, 0, NaN), and time from the treatment (NaN)."""

    person: Counts
    term: tuple[str, ...]
    serious: Floats
    related: Floats
    began: Floats


def count_events(
    data: Table,
    *,
    subject: str = "subject",
    arm: str = "arm",
    term: str = "term",
    serious: str | None = None,
    related: str | None = None,
    began: str | None = None,
    exposure: str | None = None,
    persons: Table | None = None,
) -> EventList:
    """Count a list of adverse events by arm and term.

    data : one row an event; a person without events has one row without a term, unless `persons` lists all
    subject, arm, term : columns of labels; a term that is missing in a row with other facts is an event without name
    serious, related : columns of truth values (or 1 and 0), missing where it is not known
    began : column of numbers, time from the treatment to the event, in the unit of the exposure
    exposure : column of numbers, time that the person was followed; the same in all rows of a person
    persons : one row a person, with the columns of subject, arm and exposure; those of `data` are then not read, but
        for the subject

    Every event of a person counts among the events, and the person once among the affected. A person followed for an
    unknown time leaves the person-time of the arm unknown. Raises BadValues, with the row, for an event without a
    subject or of a subject not listed, a subject in two arms or with two exposures, an exposure that is not above 0,
    and an event that began before 0 or after the end of its person's exposure; NotEstimable where there is nobody.
    """
    known = persons_from_list(data, subject, arm, exposure) if persons is None else persons_from_table(
        persons, subject, arm, exposure
    )  # fmt: skip
    if not known.arm.size:
        raise NotEstimable("events: found no person; a list without events needs a table of all persons")
    events = _events(data, known, subject=subject, term=term, serious=serious, related=related, began=began)
    asked = (serious is not None, related is not None)
    arms = [place for place, label in enumerate(known.arms) if (known.arm == place).any() and label is not None]
    terms = sorted(set(events.term), key=lambda name: (name == UNNAMED, name))
    counts: list[EventCount] = []
    for place in arms:
        counts += _of_arm(known, events, place, terms, asked)
    remarks: tuple[str, ...] = ()
    if persons is None and np.unique(events.person).size == known.arm.size:
        remarks = (
            "every person in the list has an event: persons without one may be missing from it, and every share is "
            "then too high; give a table of all persons, or a row without a term for each person without events",
        )
    return EventList(
        counts=tuple(counts),
        n_persons=int((known.arm >= 0).sum()),
        n_events=int((known.arm[events.person] >= 0).sum()),
        n_left_out=int((known.arm < 0).sum()),
        remarks=remarks,
    )


def _events(data: Table, known: Persons, *, subject: str, term: str, **columns: str | None) -> _Events:
    from kneewise.columns import column, numbers

    subjects, terms = column(data, subject).tolist(), column(data, term).tolist()
    facts = {
        name: np.full(len(terms), np.nan) if given is None else numbers(data, given) for name, given in columns.items()
    }
    for name in ("serious", "related"):
        if (wrong := ~np.isnan(facts[name]) & ~np.isin(facts[name], (0, 1))).any():
            row = int(wrong.argmax()) + 1
            raise BadValues(f"column {columns[name]!r}, row {row}: found neither yes nor no; allowed: 1, 0 or nothing")
    has_facts = ~np.isnan(np.stack(list(facts.values()))).all(axis=0)
    rows = [row for row, name in enumerate(terms) if not _missing(name) or has_facts[row]]
    person = np.array([_place(subjects[row], known, row) for row in rows], dtype=np.int64)
    began = facts["began"][rows]
    if (wrong := (began < 0) | (began > known.exposure[person] + 1e-9)).any():
        row = rows[int(wrong.argmax())] + 1
        raise BadValues(
            f"column {columns['began']!r}, row {row}: found a beginning before the treatment or after the end of the "
            "exposure; allowed: 0 up to the exposure"
        )
    return _Events(
        person=person,
        term=tuple(UNNAMED if _missing(terms[row]) else str(terms[row]) for row in rows),
        serious=facts["serious"][rows],
        related=facts["related"][rows],
        began=began,
    )


def _place(subject: Any, known: Persons, row: int) -> int:
    place = known.place.get(subject)
    if place is None:
        raise BadValues(f"row {row + 1}: found an event of a subject who is not among the persons; allowed: one who is")
    return place


def _of_arm(known: Persons, events: _Events, arm: int, terms: list[str], asked: tuple[bool, bool]) -> list[EventCount]:
    here = known.arm[events.person] == arm
    everything = np.ones(here.size, dtype=bool)
    nothing = ~everything
    yes = {"serious": events.serious == 1, "related": events.related == 1}
    no = {"serious": events.serious == 0, "related": events.related == 0}
    rows: list[tuple[Kind, str | None, Mask, Mask]] = [("any", None, everything, nothing)]
    for kind, is_asked in zip(("serious", "related"), asked, strict=True):
        if is_asked:
            rows.append((kind, None, yes[kind], ~yes[kind] & ~no[kind]))  # type: ignore[arg-type]
    if all(asked):
        both = yes["serious"] & yes["related"]
        rows.append(("serious and related", None, both, ~both & ~no["serious"] & ~no["related"]))
    names = np.array(events.term, dtype=object)
    rows += [("term", name, names == name, nothing) for name in terms]
    return [
        _count(known, events, arm, kind=kind, term=term, counted=here & sure, maybe=here & perhaps, asked=asked)
        for kind, term, sure, perhaps in rows
    ]


def _count(
    known: Persons, events: _Events, arm: int, *, kind: Kind, term: str | None, counted: Mask, maybe: Mask,
    asked: tuple[bool, bool],
) -> EventCount:  # fmt: skip
    members = np.flatnonzero(known.arm == arm)
    per_person = np.bincount(events.person[counted], minlength=known.arm.size)[members]
    perhaps = np.bincount(events.person[maybe], minlength=known.arm.size)[members]
    exposure = known.exposure[members]
    followed = bool(members.size) and not np.isnan(exposure).any()
    reasons = []
    without = int(np.isnan(exposure).sum())
    if not followed:
        reasons.append(f"the exposure of {without} of {members.size} persons is not known")
    first = _first_time(known, events, members, counted) if followed and not maybe.any() else None
    if followed and first is None and not maybe.any():
        reasons.append("it is not known when some first event began")
    return EventCount(
        arm=known.arms[arm],
        kind=kind,
        term=term,
        n_at_risk=int(members.size),
        n_affected=int((per_person > 0).sum()),
        n_maybe=int(((per_person == 0) & (perhaps > 0)).sum()),
        n_events=int(per_person.sum()),
        serious=_answers(events, events.serious, counted) if asked[0] else None,
        related=_answers(events, events.related, counted) if asked[1] else None,
        person_time=float(exposure.sum()) if followed else None,
        first_time=first,
        repeats=_repeats(per_person, exposure) if followed else None,
        n_without_exposure=without,
        reasons=tuple(reasons),
    )


def _repeats(per_person: Counts, exposure: Floats) -> Repeats:
    return Repeats(
        events_squared=float((per_person**2).sum()),
        events_times_time=float(per_person @ exposure),
        time_squared=float(exposure @ exposure),
    )


def _first_time(known: Persons, events: _Events, members: Counts, counted: Mask) -> float | None:
    """Time of all members until their first event or the end; None where a first event has no time."""
    if np.isnan(events.began[counted]).any():
        return None
    until = known.exposure.copy()
    np.minimum.at(until, events.person[counted], events.began[counted])
    return float(until[members].sum())


def _answers(events: _Events, answer: Floats, counted: Mask) -> Answers:
    person, given = events.person[counted], answer[counted]
    yes, unknown = set(person[given == 1].tolist()), set(person[np.isnan(given)].tolist())
    n_persons = len(set(person.tolist()))
    return Answers(
        events_yes=int((given == 1).sum()),
        events_no=int((given == 0).sum()),
        events_unknown=int(np.isnan(given).sum()),
        persons_yes=len(yes),
        persons_no=n_persons - len(yes | unknown),
        persons_unknown=len(unknown - yes),
    )


def _missing(cell: Any) -> bool:
    return cell is None or cell == "" or cell != cell  # noqa: PLR0124 - NaN
