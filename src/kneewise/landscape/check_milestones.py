"""Checks of milestones: orders that cannot be, rows that contradict each other, plans past their day."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from kneewise.landscape.codes import milestone_kinds
from kneewise.landscape.findings import Finding
from kneewise.landscape.plans import plans_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Milestone

# What happens once to a product in one place for one indication; a refusal or an application may come again.
ONCE = (
    "approved", "approved-conditionally", "launched", "revoked", "authorisation-withdrawn", "technology-recognised",
    "phase-1-start", "phase-1-2-start", "phase-2-start", "phase-3-start", "phase-3-complete", "device-cleared",
)  # fmt: skip


def check_milestones(landscape: Landscape, on: date) -> Iterator[Finding]:
    """Check milestones against each other, as of a day."""
    groups: dict[tuple[str, str, str | None], list[Milestone]] = defaultdict(list)
    for event in landscape.milestones:
        if event.class_ == "actual":
            groups[event.subject, event.jurisdiction, event.indication].append(event)
            yield from _before_its_source(event)
    for events in groups.values():
        yield from _orders([each for each in events if each.is_fact])
        yield from _twice(events)
    for plan in plans_on(landscape, on):
        if plan.state == "past-due":
            row = plan.milestone
            yield Finding(
                level="note", code="plan-past-due", table="milestones", keys=(row.milestone,),
                names={"date": str(row.date), "told": str(row.source.dated or "?")},
            )  # fmt: skip


def _before_its_source(event: Milestone) -> Iterator[Finding]:
    """What a source tells as done cannot lie after the day on which it told it."""
    told = event.source.dated
    if told is not None and told.is_before(event.date):
        yield Finding(
            level="error", code="told-before-it-happened", table="milestones", keys=(event.milestone,),
            names={"date": str(event.date), "told": str(told)},
        )  # fmt: skip


def _orders(events: Sequence[Milestone]) -> Iterator[Finding]:
    """An approval before its application. With a second round (refused, filed again) the first may lack its start."""
    kinds = milestone_kinds()
    for event in events:
        starts = [each for each in events if each.kind in kinds[event.kind].after]
        after = [each for each in starts if event.date.is_before(each.date)]
        if not starts or len(after) < len(starts):
            continue
        again = any(each.kind == event.kind and each.date.is_after(after[0].date) for each in events)
        ended = any(each.kind in ("refused", "revoked") and each.date.is_before(after[0].date) for each in events)
        if not again and not ended:
            yield Finding(
                level="error", code="order", table="milestones", keys=(event.milestone, after[0].milestone),
                names={"kind": event.kind, "date": str(event.date), "other": after[0].kind,
                       "other_date": str(after[0].date)},
            )  # fmt: skip


def _twice(events: Sequence[Milestone]) -> Iterator[Finding]:
    """Two days of what happens once: an error where both rows still count."""
    for one, two in combinations(events, 2):
        if one.kind == two.kind and one.kind in ONCE and not one.date.agrees_with(two.date):
            both = one.is_fact and two.is_fact
            yield Finding(
                level="error" if both else "note", code="contradicting-milestones", table="milestones",
                keys=(one.milestone, two.milestone),
                names={"kind": one.kind, "date": str(one.date), "other_date": str(two.date)},
            )  # fmt: skip
