"""What scoring gives: a number for each form and part, how many items it rests on, and why one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.outcomes.instruments.definition import Better, Instrument, Part


class Why(IntEnum):
    """Why a form has a score of a part, or has none."""

    SCORED = 0
    NO_FORM = 1  # no item of the form was answered
    TOO_FEW = 2  # the form was answered, but too few items of this part were
    PART_MISSING = 3  # a part that it is made of has no score


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScores:
    """The scores of one part on n forms.

    scores : shape (n,), NaN where there is none
    n_answered : shape (n,), how many of its items were answered
    why : shape (n,), a `Why` for each form
    n_items, needed : how many items it has, and how many had to be answered
    low, high, better : the range of the score, and which end is the good one
    """

    part: str
    scores: NDArray[np.float64]
    n_answered: NDArray[np.int16]
    why: NDArray[np.int8]
    n_items: int
    needed: int
    low: float
    high: float
    better: Better

    @property
    def n_scored(self) -> int:
        """How many forms have a score."""
        return int(np.count_nonzero(self.why == Why.SCORED))

    def count(self, why: Why) -> int:
        """How many forms have, or lack, a score for this reason."""
        return int(np.count_nonzero(self.why == why))

    def to_100(self, *, better: Better = "higher") -> NDArray[np.float64]:
        """Give the scores from 0 to 100, shape (n,), with the good end as asked for.

        Linear: a WOMAC pain of 5 in 0-20 is 25 with `better="lower"` and 75 with `better="higher"`.
        """
        if better not in ("higher", "lower"):
            raise BadValues(f"better: found {better!r}; allowed: 'higher', 'lower'")
        share = (self.scores - self.low) * (100 / (self.high - self.low))
        return share if better == self.better else 100 - share


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The scores of one questionnaire on n forms.

    rule : the year or name of the rule that was used, of the source that `source` names
    parts : one group of scores for each part, in the instrument's order
    notes : what a reader of these scores has to know
    """

    instrument: str
    rule: str
    source: str
    n: int
    parts: tuple[PartScores, ...]
    notes: tuple[str, ...]

    def part(self, name: str) -> PartScores:
        """Give one part; raises BadValues where there is none of that name."""
        for each in self.parts:
            if each.part == name:
                return each
        raise BadValues(
            f"parts of {self.instrument}: found {name!r}; allowed: {', '.join(each.part for each in self.parts)}"
        )

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self.part(name).scores

    def columns(self) -> dict[str, NDArray[np.float64]]:
        """Give the scores as columns: {part: shape (n,)}, ready for any dataframe."""
        return {each.part: each.scores for each in self.parts}


def part_scores(
    part: Part,
    scores: NDArray[np.float64],
    n_answered: NDArray[np.int16],
    *,
    on_form: NDArray[np.int16],
    needed: int,
    n_items: int,
) -> PartScores:
    """Keep the scores that rest on enough items, and say why the others are none.

    on_form : shape (n,), how many items of the whole form were answered
    """
    enough = n_answered >= needed
    why = np.where(enough, Why.SCORED, np.where(on_form == 0, Why.NO_FORM, Why.TOO_FEW)).astype(np.int8)
    return PartScores(
        part=part.name,
        scores=np.where(enough, scores, np.nan),
        n_answered=n_answered,
        why=why,
        n_items=n_items,
        needed=needed,
        low=part.low,
        high=part.high,
        better=part.better,
    )


def joined(part: Part, beneath: list[PartScores], scores: NDArray[np.float64]) -> PartScores:
    """Make the scores of a part that is made of other parts: it needs every one of them."""
    whys = np.stack([each.why for each in beneath])
    missing = (whys != Why.SCORED).any(axis=0)
    no_form = (whys == Why.NO_FORM).all(axis=0)
    why = np.where(no_form, Why.NO_FORM, np.where(missing, Why.PART_MISSING, Why.SCORED)).astype(np.int8)
    return PartScores(
        part=part.name,
        scores=np.where(missing, np.nan, scores),
        n_answered=np.sum([each.n_answered for each in beneath], axis=0, dtype=np.int16),
        why=why,
        n_items=sum(each.n_items for each in beneath),
        needed=sum(each.needed for each in beneath),
        low=part.low,
        high=part.high,
        better=part.better,
    )


def scores_of(form: Instrument, rule: str, n: int, parts: list[PartScores]) -> Scores:
    """Put the parts of one questionnaire together."""
    return Scores(instrument=form.name, rule=rule, source=form.sources[rule], n=n, parts=tuple(parts), notes=form.notes)
