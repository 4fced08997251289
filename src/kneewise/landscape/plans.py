"""What was planned, and what became of it: a plan past its date is past due, never a fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Milestone, Trial

PlanState = Literal["ahead", "due", "past-due", "fulfilled"]
ENDED = ("completed", "terminated", "withdrawn", "no-longer-available")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A planned milestone on a day.

    state : "ahead", "due" (its period has begun and not ended), "past-due" (its period is over and nothing tells that
        it happened), "fulfilled"
    by : the milestone that fulfilled it
    """

    milestone: Milestone
    state: PlanState
    by: Milestone | None


def plans_on(landscape: Landscape, on: date, *, subject: str | None = None) -> tuple[Plan, ...]:
    """Tell how each plan stands on a day, of those that were public by then, in order of their dates."""
    planned = [
        each for each in landscape.milestones
        if each.class_ == "planned" and subject in (None, each.subject) and each.known_on(on) is not False
    ]  # fmt: skip
    return tuple(_plan(landscape, each, on) for each in sorted(planned, key=lambda each: each.date))


def told_by(events: Iterable[Milestone], plans: Iterable[Plan], on: date) -> list[Milestone]:
    """Give what of these had come by a day, or may have, and those of the plans; in order of their dates."""
    planned = {each.milestone.milestone for each in plans}
    told = [
        each for each in events
        if each.milestone in planned or (each.class_ != "planned" and each.date.reached_on(on) is not False)
    ]  # fmt: skip
    return sorted(told, key=lambda each: each.date)


def trial_begun(trial: Trial, on: date) -> bool | None:
    """Say whether a trial had begun by a day, by the start of its record; None where that leaves it open."""
    return None if trial.start is None else trial.start.reached_on(on)


def _plan(landscape: Landscape, planned: Milestone, on: date) -> Plan:
    by = next((each for each in landscape.milestones if _fulfils(each, planned, on)), None)
    if by is not None:
        return Plan(milestone=planned, state="fulfilled", by=by)
    over = planned.date.is_before(on)
    begun = planned.date.first <= on
    return Plan(milestone=planned, state="past-due" if over else "due" if begun else "ahead", by=None)


def _fulfils(event: Milestone, planned: Milestone, on: date) -> bool:
    """Whether an event is the planned one come true: the same kind, place and indication, after the plan was told."""
    same = ("subject", "jurisdiction", "kind", "indication")
    if event.class_ != "actual" or not event.is_fact or event.in_force.reached_on(on) is False:
        return False
    if any(getattr(event, name) != getattr(planned, name) for name in same):
        return False
    told = planned.source.dated
    return told is None or event.date.is_before(told) is not True


def planned_end(trial: Trial) -> bool | None:
    """Say whether the completion of a trial's record was planned; None where neither the record nor its day tells.

    A completion that lies after the day of the copy cannot have been an actual one.
    """
    if trial.completion_kind is not None:
        return trial.completion_kind == "planned"
    copied = trial.source.dated
    later = trial.completion is not None and copied is not None and trial.completion.is_after(copied)
    return True if later else None


def trial_overdue(trial: Trial, on: date) -> bool | None:
    """Say whether a trial's planned completion has passed while its record does not say that it ended.

    None where the record has no completion, does not tell whether it was planned, or the day lies inside its period.
    """
    if trial.status in ENDED or planned_end(trial) is False:
        return False
    if trial.completion is None or planned_end(trial) is None:
        return None
    return trial.completion.is_before(on)
