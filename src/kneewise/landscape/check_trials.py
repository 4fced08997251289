"""Checks of trials: the same trial under two numbers, days that cannot be, plans that have passed."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from kneewise.landscape.findings import Finding
from kneewise.landscape.plans import trial_overdue
from kneewise.landscape.search_text import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Trial

_ALIKE = 0.8  # of the words of two titles, those that both have
_FILLERS = frozenset(["a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"])


def check_trials(landscape: Landscape, on: date) -> Iterator[Finding]:
    """Check trials one by one and against each other, as of a day."""
    yield from _duplicates(landscape)
    for trial in landscape.trials:
        yield from _orders(trial)
        if trial_overdue(trial, on):
            yield Finding(
                level="note", code="trial-overdue", table="trials", keys=(trial.trial,),
                names={"date": str(trial.completion), "copied": str(trial.source.dated or "?")},
            )  # fmt: skip


def _duplicates(landscape: Landscape) -> Iterator[Finding]:
    """Pairs of different registries that are one trial, as told or by their titles; those of one registry by title."""
    marked = {frozenset((each.trial, twin)) for each in landscape.trials for twin in each.twins}
    titles = {each.trial: frozenset(words(each.title)) - _FILLERS for each in landscape.trials}
    for one, two in combinations(landscape.trials, 2):
        pair = frozenset((one.trial, two.trial))
        if pair in marked:
            enrolments = f"{one.enrolment or '?'} / {two.enrolment or '?'}"
            yield Finding(
                level="note", code="twin-trials", table="trials", keys=(one.trial, two.trial),
                names={"enrolment": enrolments, "status": f"{one.status or '?'} / {two.status or '?'}"},
            )  # fmt: skip
        elif one.registry != two.registry and _alike(titles[one.trial], titles[two.trial]):
            yield Finding(level="error", code="duplicate-trials", table="trials", keys=(one.trial, two.trial))


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    return len(one & two) >= _ALIKE * len(one | two)


def _orders(trial: Trial) -> Iterator[Finding]:
    for earlier, later in (
        ("start", "completion"), ("start", "primary_completion"), ("primary_completion", "completion"),
        ("start", "results_posted"), ("updated", "copied"),
    ):  # fmt: skip
        first = getattr(trial, earlier)
        second = trial.source.dated if later == "copied" else getattr(trial, later)
        if first is not None and second is not None and second.is_before(first):
            yield Finding(
                level="error", code="trial-order", table="trials", keys=(trial.trial,),
                names={"earlier": earlier, "first": str(first), "later": later, "second": str(second)},
            )  # fmt: skip
    if trial.status == "withdrawn" and trial.enrolment:
        yield Finding(
            level="error", code="withdrawn-with-patients", table="trials", keys=(trial.trial,),
            names={"enrolment": str(trial.enrolment)},
        )  # fmt: skip
