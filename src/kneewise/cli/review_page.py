"""Answers as a page: which of them get a card, and the day that stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.cli.days import today
from kneewise.report.page import write_page
from kneewise.report.summary import summarise
from kneewise.review.select import only_parts, worst_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.report.summary import Summary
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer, Part

MOST_CARDS = 500  # about 15 MB: beyond it a browser is slow, and nobody reads on

_TITLES = {"en": "Kneewise review", "ko": "Kneewise 심사 결과"}


def write_review_page(
    path: str,
    answers: Sequence[CaseAnswer],
    fact_words: Mapping[str, Mapping[str, str]],
    *,
    lang: Lang,
    parts: Sequence[Part] = (),
) -> None:
    """Write the page of a review; where there are more than MOST_CARDS cases, the worst have a card."""
    shown = list(answers) if len(answers) <= MOST_CARDS else worst_first(answers)
    write_page_of(path, summarise(answers), shown, fact_words, lang=lang, parts=parts)


def write_page_of(
    path: str,
    summary: Summary,
    answers: Sequence[CaseAnswer],
    fact_words: Mapping[str, Mapping[str, str]],
    *,
    lang: Lang,
    parts: Sequence[Part] = (),
) -> None:
    """Write the page of a summary, with a card for the first MOST_CARDS of the answers."""
    from pathlib import Path

    from kneewise.review.output import place_whole  # for its refusal of places that cannot be written to

    shown = list(answers[:MOST_CARDS])
    with place_whole(Path(path)) as beside:
        write_page(
            beside,
            summary,
            [only_parts(answer, parts) for answer in shown] if parts else shown,
            lang=lang,
            fact_words=fact_words,
            title=_TITLES[lang],
            made_on=today().isoformat(),
            n_more=summary.n_cases - len(shown),
        )
