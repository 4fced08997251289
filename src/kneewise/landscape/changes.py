"""What changed between two days: what happened, what became known, what turned, which plans fell due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.errors import BadValues
from kneewise.landscape.plans import plans_on
from kneewise.landscape.standing import NONE, all_standings

if TYPE_CHECKING:
    from datetime import date

    from kneewise.landscape.dates import PartialDate
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.plans import Plan
    from kneewise.landscape.records import Milestone, Trial
    from kneewise.landscape.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One standing that is not what it was; `before` is None where there was none."""

    before: Standing | None
    after: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialEvent:
    """Something of a trial that fell into the time: it started, ended, or its results were posted.

    what : "started", "completed", "results-posted"
    is_planned : whether the record says it was only planned; None where it does not say
    """

    trial: Trial
    what: str
    date: PartialDate
    is_planned: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed after `since` up to and including `until`.

    events : milestones that came into force for sure within it
    perhaps : milestones whose dates leave open whether they came within it
    learned : milestones that happened earlier and whose source is of this time: told first then, or told again
    turns : standings that differ at the two ends
    fell_due : plans that were ahead or due and are past due
    trials : what trials began, ended, or published
    """

    since: date
    until: date
    events: tuple[Milestone, ...]
    perhaps: tuple[Milestone, ...]
    learned: tuple[Milestone, ...]
    turns: tuple[Turn, ...]
    fell_due: tuple[Plan, ...]
    trials: tuple[TrialEvent, ...]


def changes_between(landscape: Landscape, since: date, until: date, *, jurisdiction: str | None = None) -> Changes:
    """Tell what changed after one day, up to and including another.

    Raises BadValues where the days run backwards.
    """
    if until < since:
        raise BadValues(f"found {since} to {until}; allowed: a day and a later one")
    told = [each for each in landscape.milestones
            if each.class_ != "planned" and jurisdiction in (None, each.jurisdiction)]  # fmt: skip
    told.sort(key=lambda each: (each.in_force, each.subject))
    within = [(each, _within(each.in_force, since, until)) for each in told]
    return Changes(
        since=since,
        until=until,
        events=tuple(each for each, truth in within if truth),
        perhaps=tuple(each for each, truth in within if truth is None),
        learned=tuple(
            each for each, truth in within
            if truth is False and each.in_force.reached_on(since) and each.source.dated is not None
            and _within(each.source.dated, since, until)
        ),
        turns=_turns(landscape, since, until, jurisdiction),
        fell_due=_fell_due(landscape, since, until, jurisdiction),
        trials=_of_trials(landscape, since, until, jurisdiction),
    )  # fmt: skip


def _within(when: PartialDate, since: date, until: date) -> bool | None:
    by_then, before = when.reached_on(until), when.reached_on(since)
    if by_then is False or before is True:
        return False
    return None if by_then is None or before is None else True


def _turns(landscape: Landscape, since: date, until: date, jurisdiction: str | None) -> tuple[Turn, ...]:
    def key(each: Standing) -> tuple[str, str, str | None, str]:
        return each.subject, each.jurisdiction, each.indication, each.axis

    before = {key(each): each for each in all_standings(landscape, since)}
    turns = []
    for after in all_standings(landscape, until):
        earlier = before[key(after)]
        if earlier.may_be != after.may_be and jurisdiction in (None, after.jurisdiction):
            turns.append(Turn(before=None if earlier.may_be == (NONE,) else earlier, after=after))
    return tuple(turns)


def _fell_due(landscape: Landscape, since: date, until: date, jurisdiction: str | None) -> tuple[Plan, ...]:
    earlier = {each.milestone.milestone: each.state for each in plans_on(landscape, since)}
    return tuple(
        plan for plan in plans_on(landscape, until)
        if plan.state == "past-due" and earlier.get(plan.milestone.milestone) != "past-due"
        and jurisdiction in (None, plan.milestone.jurisdiction)
    )  # fmt: skip


def _of_trials(landscape: Landscape, since: date, until: date, jurisdiction: str | None) -> tuple[TrialEvent, ...]:
    found = []
    for trial in landscape.trials:
        if jurisdiction is not None and jurisdiction not in trial.countries:
            continue
        for what, when, kind in (
            ("started", trial.start, trial.start_kind),
            ("completed", trial.completion, trial.completion_kind),
            ("results-posted", trial.results_posted, "actual"),
        ):
            if when is not None and _within(when, since, until):
                planned = None if kind is None else kind == "planned"
                found.append(TrialEvent(trial=trial, what=what, date=when, is_planned=planned))
    return tuple(sorted(found, key=lambda each: (each.date, each.trial.trial, each.what)))
