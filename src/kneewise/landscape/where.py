"""Which products are where: approved, refused, revoked, in phase 3, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.landscape.codes import milestone_kinds
from kneewise.landscape.plans import ENDED
from kneewise.landscape.standing import all_standings, happened_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Milestone, Trial
    from kneewise.landscape.standing import Standing

_CLOSES = ("programme-stopped", "phase-3-complete", "phase-3-results", "approved", "approved-conditionally")


@dataclass(frozen=True, slots=True, kw_only=True)
class InPhase:
    """A product that was being tried in a phase in a country on a day, with the rows that show it.

    is_sure : False where dates leave it open
    """

    product: str
    country: str
    trials: tuple[Trial, ...]
    milestones: tuple[Milestone, ...]
    is_sure: bool


def in_state(
    landscape: Landscape, state: str, on: date, *, country: str | None = None, known_on: date | None = None
) -> tuple[Standing, ...]:
    """Give every standing that was, or may have been, in a state on a day."""
    return tuple(
        each for each in all_standings(landscape, on, known_on=known_on)
        if state in each.may_be and country in (None, each.jurisdiction)
    )  # fmt: skip


def in_phase(landscape: Landscape, phase: str, on: date, *, country: str | None = None) -> tuple[InPhase, ...]:
    """Give the products that were being tried in a phase on a day.

    A trial counts from its start to its actual completion; one that its record shows as ended without an actual
    completion counts up to the day of the copy. A start told by a milestone counts where no trial of these records
    started then, until the programme stopped, the phase ended or the product was approved there.
    """
    found = []
    for product in landscape.products:
        places = {place for each in landscape.trials if each.product == product.product for place in each.countries}
        places |= {each.jurisdiction for each in landscape.milestones if each.subject == product.product}
        for place in sorted(places):
            if country not in (None, place):
                continue
            known = [each for each in landscape.trials
                     if each.product == product.product and phase in each.phases]  # fmt: skip
            trials = [(each, _runs_on(each, on)) for each in known if place in each.countries]
            events = [each for each in landscape.milestones
                      if (each.subject, each.jurisdiction) == (product.product, place)]  # fmt: skip
            starts = _starts(events, phase, on, known)
            rows = [*trials, *starts]
            if any(truth is not False for _, truth in rows):
                found.append(InPhase(
                    product=product.product, country=place, is_sure=any(truth for _, truth in rows),
                    trials=tuple(each for each, truth in trials if truth is not False),
                    milestones=tuple(each for each, truth in starts if truth is not False),
                ))  # fmt: skip
    return tuple(found)


def _runs_on(trial: Trial, on: date) -> bool | None:
    """Say whether a trial was under way on a day, as far as its record tells."""
    if trial.start is None or trial.status == "withdrawn":
        return None if trial.start is None and trial.status not in ENDED else False
    began = trial.start.reached_on(on)
    ended: bool | None = False
    if trial.completion is not None and trial.completion_kind == "actual":
        ended = trial.completion.reached_on(on)
    elif trial.status in ENDED:
        ended = None if trial.source.dated is None or not trial.source.dated.reached_on(on) else True
    if began is False or ended is True:
        return False
    return True if began and ended is False else None


def _starts(
    events: Sequence[Milestone], phase: str, on: date, known: Sequence[Trial]
) -> list[tuple[Milestone, bool | None]]:
    """The starts that milestones of one product in one place tell of, with whether each counts on the day."""
    events = [each for each in events if each.class_ == "actual" and each.is_fact]
    kinds = milestone_kinds()
    starts = []
    for event in events:
        is_start = kinds[event.kind].state == phase and event.kind.endswith("start")
        if is_start and not any(each.start is not None and each.start.agrees_with(event.date) for each in known):
            over = any(
                other.kind in _CLOSES and other.indication == event.indication and happened_on(other, on)
                and other.date.is_before(event.date) is not True for other in events
            )  # fmt: skip
            starts.append((event, False if over else happened_on(event, on)))
    return starts
