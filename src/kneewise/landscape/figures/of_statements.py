"""Figures that answer a question with a number, a code or a date: held against what sources answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.conflicts import compatible
from kneewise.landscape.figures.evidence import Evidence, FigureAnswer, answer_from, is_known, is_of_interested

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.landscape.figures.evidence import Bears
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.stated_records import Answer, Figure, Question, Statement


def answer_statement(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Hold a figure against every answer to its question, and show what stands beside it."""
    rows = [row for key in figure.about for row in bearing_statements(figure, landscape, key, on)]
    agreeing = [each for each in rows if each.bears == "agrees" and each.counts]
    own = bool(agreeing) and all(is_of_interested(each.record) for each in agreeing)
    return answer_from(figure, [*rows, *_beside(figure, landscape, on)], remarks=["as-quoted"] if own else [])


def bearing_statements(figure: Figure, landscape: Landscape, key: str, on: date | None) -> list[Evidence]:
    """Give every statement on one question with how it bears on the figure."""
    question = landscape.by_question[key]
    said: tuple[str, Answer] = (figure.relation or "exactly", _answer(question, str(figure.low)))
    told = [each for each in landscape.statements if each.question == key and is_known(each, on)]
    period = _period_meant(question, figure, told)
    rows = []
    for each in told:
        bears: Bears = "agrees" if compatible(question, said, (each.relation, each.value)) else "differs"
        if period is not None and each.about != period:
            bears = "context"
        elif question.repeats == "cumulative" and _is_progress(each, said, told):
            bears = "later" if each.value != said[1] and bears == "agrees" else bears
        rows.append(Evidence(bears=bears, record=each))
    return rows


def _answer(question: Question, text: str) -> Answer:
    return float(text) if question.kind == "number" else text


def _period_meant(question: Question, figure: Figure, told: Sequence[Statement]) -> object:
    """The period of a figure that names none: the latest that was over when it was said."""
    if question.repeats != "per-period":
        return None
    over = [each.about for each in told if each.about is not None
            and (figure.said_on is None or not each.about.is_after(figure.said_on))]  # fmt: skip
    return max(over, default=None)


def _is_progress(each: Statement, said: tuple[str, Answer], told: Sequence[Statement]) -> bool:
    """Whether a count has gone beyond what was said, after a row at which it was right."""
    was_right = any(other.value == said[1] and other.is_fact for other in told)
    return was_right and isinstance(each.value, float) and isinstance(said[1], float) and each.value > said[1]


def _beside(figure: Figure, landscape: Landscape, on: date | None) -> list[Evidence]:
    """The milestones and statements that limit what the figure means."""
    rows = [each for each in (*landscape.milestones, *landscape.statements) if is_known(each, on)]
    return [
        Evidence(bears="beside", record=each) for each in rows
        if getattr(each, "milestone", None) in figure.beside or getattr(each, "question", None) in figure.beside
    ]  # fmt: skip
