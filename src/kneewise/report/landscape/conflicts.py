"""Sources in conflict as a section: each question with its answers side by side, and what decides between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.landscape.grids import conflict_grid
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Section
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.conflicts import Conflict
    from kneewise.report.words import Lang


def present_conflicts(conflicts: Sequence[Conflict], lang: Lang) -> Section:
    """Show every answer with the places that give it; the answer that stands first."""
    return Section(
        title=result_word("conflicts", lang),
        found=[result_word("conflicts-found", lang, n=len(conflicts), settled=sum(each.settled for each in conflicts))],
        grids=[conflict_grid(each, lang, caption=_question(each, lang)) for each in conflicts],
        notes=[
            *(result_word("settled-by", lang, question=_asked(each, lang), why=say(each.question.why, lang))
              for each in conflicts if each.question.why),
            landscape_word("doubt-note", lang),
        ],
    )  # fmt: skip


def _asked(conflict: Conflict, lang: Lang) -> str:
    """The question, as it stands before its answer."""
    question = _question(conflict, lang)
    return question if question.endswith("?") else f"{question}:"


def _question(conflict: Conflict, lang: Lang) -> str:
    asked = say(conflict.question.words, lang)
    about = "" if conflict.about is None else f" ({conflict.about})"
    unit = "" if conflict.question.unit is None else f" [{conflict.question.unit}]"
    return f"{asked}{about}{unit}"
