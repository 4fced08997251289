"""Events of one kind in one arm, counted: persons and events, with what is not known of them kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from kneewise.columns import Table

Kind = Literal["term", "any", "serious", "related", "serious and related"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A question answered yes, no, or not known: of the events, and of the persons who had one.

    A person is `yes` with one event of yes, `unknown` without one but with an event of which it is not known.
    """

    events_yes: int
    events_no: int
    events_unknown: int
    persons_yes: int
    persons_no: int
    persons_unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Sums over the persons of an arm, each followed for a known time: what the spread of the rate is made of."""

    events_squared: float
    events_times_time: float
    time_squared: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCount:
    """Events of one term, or of any term, in one arm.

    study : None where there is one study only
    kind : "term", or a row over all terms: "any" event, any "serious", "related", "serious and related" one
    term : None in the rows over all terms; "" for events that bear no name
    n_at_risk : persons in the arm
    n_affected : persons known to have had such an event, None where the source does not say
    n_maybe : further persons of whom it is not known whether their event was one (serious or related not known)
    n_events : events, None where only persons were counted
    serious, related : answers, None where the source does not say
    person_time, first_time : time followed, and time until the first such event or the end; None where some person's
        is not known
    repeats : what several events of one person do to the error of the rate, None where only persons were counted
    n_without_exposure : persons of whom it is not known how long they were followed
    reasons : why figures are None
    """

    arm: Any
    kind: Kind
    term: str | None
    n_at_risk: int
    n_affected: int | None
    n_maybe: int = 0
    n_events: int | None = None
    study: Any = None
    serious: Answers | None = None
    related: Answers | None = None
    person_time: float | None = None
    first_time: float | None = None
    repeats: Repeats | None = None
    n_without_exposure: int = 0
    reasons: tuple[str, ...] = field(default=())


def counts_from_table(
    data: Table,
    *,
    arm: str,
    term: str,
    n_affected: str,
    n_at_risk: str,
    study: str | None = None,
    n_events: str | None = None,
    person_time: str | None = None,
) -> tuple[EventCount, ...]:
    """Take counts that a report gives: one row an arm and term.

    arm, term : columns of labels; n_affected, n_at_risk : columns of counts; the affected may be missing
    study : column of labels, where the table holds several studies
    n_events, person_time : columns of events and of time followed, which may be missing

    Rows stay in their order. Raises BadValues, with the row, for a missing arm, term or number at risk, for more
    affected than at risk, fewer events than affected, and an arm and term given twice.
    """
    from kneewise.columns import column, numbers

    labels = {name: column(data, name).tolist() for name in (arm, term, *([study] if study else []))}
    figures = {
        name: numbers(data, name).tolist()
        for name in (n_affected, n_at_risk, n_events, person_time)
        if name is not None
    }
    found: list[EventCount] = []
    seen: set[tuple[Any, ...]] = set()
    for row in range(len(labels[arm])):
        key = tuple(_label(labels[name][row], name, row) for name in labels)
        if key in seen:
            raise BadValues(f"row {row + 1}: found this {' and '.join(labels)} twice; allowed: once")
        seen.add(key)
        found.append(
            _from_report(
                key,
                affected=_count(figures[n_affected][row], n_affected, row),
                at_risk=_count(figures[n_at_risk][row], n_at_risk, row),
                events=None if n_events is None else _count(figures[n_events][row], n_events, row),
                time=None if person_time is None else figures[person_time][row],
                row=row,
            )
        )
    return tuple(found)


def _from_report(
    key: tuple[Any, ...], *, affected: int | None, at_risk: int | None, events: int | None, time: float | None, row: int
) -> EventCount:
    if at_risk is None:
        raise BadValues(f"row {row + 1}: found no number at risk; allowed: a whole number")
    if affected is not None and affected > at_risk:
        raise BadValues(f"row {row + 1}: found more affected than at risk; allowed: up to those at risk")
    if affected is not None and events is not None and events < affected:
        raise BadValues(f"row {row + 1}: found fewer events than affected; allowed: as many or more")
    if time is not None and time <= 0:
        raise BadValues(f"row {row + 1}: found a time that is not above 0; allowed: above 0, or nothing")
    known_time = time if time is not None and time == time else None  # noqa: PLR0124 - NaN
    return EventCount(
        study=key[2] if len(key) == 3 else None,
        arm=key[0],
        kind="term",
        term=str(key[1]),
        n_at_risk=at_risk,
        n_affected=affected,
        n_events=events,
        person_time=known_time,
        reasons=() if affected is not None else ("the source does not say how many persons were affected",),
    )


def _label(cell: Any, name: str, row: int) -> Any:
    if cell is None or cell == "" or cell != cell:  # noqa: PLR0124 - NaN
        raise BadValues(f"column {name!r}, row {row + 1}: found nothing; allowed: a label")
    return cell


def _count(value: float, name: str, row: int) -> int | None:
    if value != value:  # noqa: PLR0124 - NaN
        return None
    if value < 0 or value != int(value):
        raise BadValues(f"column {name!r}, row {row + 1}: found no whole number from 0; allowed: a count or nothing")
    return int(value)
