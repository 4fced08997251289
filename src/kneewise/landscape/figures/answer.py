"""How the figures of articles stand against the records, computed from the rows behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.figures.evidence import answer_from
from kneewise.landscape.figures.of_events import answer_event, answer_first_event, answer_plan
from kneewise.landscape.figures.of_prices import answer_price
from kneewise.landscape.figures.of_statements import answer_statement
from kneewise.landscape.figures.of_trials import answer_count, answer_enrolment, answer_phase, answer_trials

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kneewise.landscape.figures.evidence import FigureAnswer
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.stated_records import Figure


def answer_figure(figure: Figure, landscape: Landscape, on: date | None = None) -> FigureAnswer:
    """Tell how one figure stands, from the rows that could be read by the end of a day (None: from all).

    A figure that these records cannot answer (how long an effect lasts) is not confirmed, and says so.
    """
    answer = _ANSWERS.get(figure.asks)
    if answer is None:
        return answer_from(figure, (), remarks=["not-of-these-records"])
    return answer(figure, landscape, on)


def answer_figures(landscape: Landscape, on: date | None = None) -> tuple[FigureAnswer, ...]:
    """Tell how every figure of the articles stands, in the order of its table."""
    return tuple(answer_figure(each, landscape, on) for each in landscape.figures)


_ANSWERS: dict[str, Callable[[Figure, Landscape, date | None], FigureAnswer]] = {
    "event": answer_event,
    "first-event": answer_first_event,
    "plan": answer_plan,
    "phase": answer_phase,
    "statement": answer_statement,
    "price": answer_price,
    "trials": answer_trials,
    "enrolment": answer_enrolment,
    "count": answer_count,
}
