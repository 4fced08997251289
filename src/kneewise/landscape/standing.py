"""How a product stands in a country on a day: what had happened by then, and what could have been read of it by then.

A day inside the period of a date that is not exact leaves more than one answer; all of them are given, none is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.landscape.codes import AXES, milestone_kinds, state_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kneewise.landscape.codes import Axis
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Milestone

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One side of how a subject stands in one jurisdiction for one indication.

    axis : "market" (approval), "development" (trials), "cover" (insurance)
    state : of `data/states.csv`; None where the dates leave it open between `may_be`
    may_be : every state that the records allow on that day
    by : the milestones that make it so, the latest of each state; empty where nothing had happened
    """

    subject: str
    jurisdiction: str
    indication: str | None
    axis: Axis
    state: str | None
    may_be: tuple[str, ...]
    by: tuple[Milestone, ...]


def happened_on(event: Milestone, on: date, known_on: date | None = None) -> bool | None:
    """Say whether an event was in force by the end of `on`, and could be read by the end of `known_on`.

    None where a date leaves it open. With `known_on` None, whatever is known today counts.
    """
    return _both(event.in_force.reached_on(on), True if known_on is None else event.known_on(known_on))


def standings_on(
    landscape: Landscape, subject: str, jurisdiction: str, on: date, *, known_on: date | None = None
) -> tuple[Standing, ...]:
    """Tell how a subject stood in a jurisdiction on a day, one standing for each indication and axis that has events.

    on : the day asked about
    known_on : only what could be read by the end of this day counts (a row is known when its source was issued);
        None: everything that is in the records
    Rows that were contradicted, superseded or not confirmed move nothing.
    """
    events = [each for each in landscape.milestones
              if (each.subject, each.jurisdiction) == (subject, jurisdiction)]  # fmt: skip
    return standings_of(events, on, known_on=known_on)


def standings_of(events: Iterable[Milestone], on: date, *, known_on: date | None = None) -> tuple[Standing, ...]:
    """Tell the standings that these milestones make, in the order subject, jurisdiction, indication, axis."""
    groups: dict[tuple[str, str, str | None, Axis], list[Milestone]] = {}
    for event in events:
        for axis in AXES:
            if state_on(event.kind, axis) is not None and event.class_ == "actual" and event.is_fact:
                groups.setdefault((event.subject, event.jurisdiction, event.indication, axis), []).append(event)
    # An approval without a trial of these records says nothing of trials.
    groups = {key: found for key, found in groups.items()
              if any(milestone_kinds()[each.kind].axis == key[3] for each in found)}  # fmt: skip
    order = {axis: n for n, axis in enumerate(AXES)}
    keys = sorted(groups, key=lambda key: (key[0], key[1], key[2] or "", order[key[3]]))
    return tuple(_standing(key, groups[key], on, known_on) for key in keys)


def all_standings(landscape: Landscape, on: date, *, known_on: date | None = None) -> tuple[Standing, ...]:
    """Tell how every product stood everywhere on a day."""
    events = [each for each in landscape.milestones if each.subject in landscape.by_product]
    return standings_of(events, on, known_on=known_on)


def _standing(
    key: tuple[str, str, str | None, Axis], events: Sequence[Milestone], on: date, known_on: date | None
) -> Standing:
    truths = [(event, happened_on(event, on, known_on)) for event in events]
    certain = [event for event, truth in truths if truth]
    last = [event for event in certain if not any(_comes_later(other, event) for other in certain)]
    # What may have happened counts beside what had, unless something later had happened for sure.
    open_ = [event for event, truth in truths if truth is None
             and not any(_comes_later(other, event) for other in certain)]  # fmt: skip
    by: dict[str, Milestone] = {}
    for event in (*last, *open_):
        by.setdefault(str(state_on(event.kind, key[3])), event)
    states = tuple(by) if last else (NONE, *by)
    subject, jurisdiction, indication, axis = key
    return Standing(
        subject=subject, jurisdiction=jurisdiction, indication=indication, axis=axis,
        state=states[0] if len(states) == 1 else None, may_be=states, by=tuple(by.values()),
    )  # fmt: skip


def _comes_later(other: Milestone, event: Milestone) -> bool:
    """Whether one event comes after another; where their dates leave it open, their kinds have a natural order."""
    if other is event:
        return False
    after = other.in_force.is_after(event.in_force)
    before = other.in_force.is_before(event.in_force)
    if after or before:
        return bool(after)
    kinds = milestone_kinds()
    return kinds[other.kind].order > kinds[event.kind].order


def _both(first: bool | None, second: bool | None) -> bool | None:
    if first is False or second is False:
        return False
    return None if first is None or second is None else True
