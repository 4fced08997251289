"""Sources that contradict each other, side by side: 1,800 or 18,000 claims, May or June, and or or."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kneewise.landscape.dates import PartialDate

if TYPE_CHECKING:
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.stated_records import Answer, Question, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One answer with all the statements that give it."""

    answer: float | str
    statements: tuple[Statement, ...]

    @property
    def n_sources(self) -> int:
        """How many places say so; several may carry one press release."""
        return len({place for each in self.statements for place in (each.source.place, *each.also)})

    @property
    def stands(self) -> bool:
        """Whether at least one of its statements is neither contradicted nor superseded."""
        return any(each.is_fact for each in self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One question that sources answer differently.

    about : the day or period in question, where the question has an answer for each
    sides : the answers, the best supported first
    settled : whether one answer alone stands; `question.why` says what decided
    """

    question: Question
    about: PartialDate | None
    sides: tuple[Side, ...]

    @property
    def settled(self) -> bool:
        """Whether one answer alone stands."""
        return sum(side.stands for side in self.sides) == 1


def conflicts_on(landscape: Landscape, on: date | None = None, *, subject: str | None = None) -> tuple[Conflict, ...]:
    """Give every question whose sources contradict each other.

    on : only statements that could be read by the end of this day, and those that bear no date; None: all
    Answers that can both be true are none: a day and its month, "more than 30,000" and 35,000, the counts of two
    periods.
    """
    found = []
    for question in landscape.questions:
        if subject not in (None, question.subject):
            continue
        told = [each for each in landscape.statements if each.question == question.question
                and (on is None or each.known_on(on) is not False)]  # fmt: skip
        for about, group in _by_period(question, told):
            if any(not compatible(question, _said(one), _said(two)) for one, two in combinations(group, 2)):
                found.append(Conflict(question=question, about=about, sides=_sides(group)))
    return tuple(found)


def compatible(question: Question, one: tuple[str, Answer], two: tuple[str, Answer]) -> bool:
    """Say whether two answers to one question can both be true; each is a relation and a value."""
    if question.kind == "date":
        return PartialDate.read(str(one[1])).agrees_with(PartialDate.read(str(two[1])))
    if question.kind == "code":
        return one[1] == two[1]
    return _spans_meet(_span(*one), _span(*two))


def _said(each: Statement) -> tuple[str, Answer]:
    return each.relation, each.value


def _span(relation: str, answer: Answer) -> tuple[float, float]:
    """The numbers that an answer leaves possible; "about" leaves a tenth to either side."""
    value = float(answer)
    margin = 0.1 * abs(value)
    return {
        "exactly": (value, value),
        "about": (value - margin, value + margin),
        "at-least": (value, float("inf")),
        "at-most": (float("-inf"), value),
    }[relation]


def _spans_meet(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


def _by_period(question: Question, told: list[Statement]) -> list[tuple[PartialDate | None, list[Statement]]]:
    """Statements that answer the same: all of them, or those of one period where each has its own answer."""
    if question.repeats == "fixed":
        return [(None, told)]
    groups: dict[PartialDate | None, list[Statement]] = {}
    for each in told:
        groups.setdefault(each.about, []).append(each)
    return list(groups.items())


def _sides(group: list[Statement]) -> tuple[Side, ...]:
    answers: dict[float | str, list[Statement]] = {}
    for each in group:
        answers.setdefault(each.value, []).append(each)
    sides = [Side(answer=answer, statements=tuple(told)) for answer, told in answers.items()]
    return tuple(sorted(sides, key=lambda side: (not side.stands, -side.n_sources)))
