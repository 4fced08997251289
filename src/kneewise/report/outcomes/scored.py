"""Scores of a questionnaire with the arms and visits of their forms, as the section and the picture take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.outcomes.instruments.summary import summarise_scores
from kneewise.report.outcomes.score_words import score_word
from kneewise.report.section_cells import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.columns import Codes
    from kneewise.outcomes.instruments.definition import Instrument
    from kneewise.outcomes.instruments.scores import PartScores
    from kneewise.outcomes.instruments.summary import GroupOfScores
    from kneewise.report.words import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPart:
    """The scores of one part with the labels of their forms; None where forms are not told apart."""

    scores: PartScores
    arm: Codes | None
    visit: Codes | None

    @property
    def groups(self) -> tuple[GroupOfScores, ...]:
        """The scores by arm and visit."""
        return summarise_scores(self.scores, arm=self.arm, visit=self.visit)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredInstrument:
    """The scores of one questionnaire.

    rule : by which forms were scored; None where scores were worked out elsewhere
    missing_codes : numbers that were taken as an item without an answer
    """

    held: Instrument
    parts: Sequence[ScoredPart]
    rule: str | None
    missing_codes: Sequence[float] = ()


def place_of(group: GroupOfScores, lang: Lang) -> str:
    """Name the arm and the visit of a group, in brackets; nothing where there are neither."""
    labels = [
        score_word(f"of-{name}", lang, label=label(value))
        for name, value in (("arm", group.arm), ("visit", group.visit))
        if value is not None
    ]
    return score_word("place", lang, labels=", ".join(labels)) if labels else ""
