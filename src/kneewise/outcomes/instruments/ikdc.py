"""IKDC subjective knee evaluation form: 18 items with lists of several lengths, one score, 0 worst to 100 best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.outcomes.instruments.definition import Instrument, Item, Part, names_of
from kneewise.outcomes.instruments.items import take_answers
from kneewise.outcomes.instruments.scores import part_scores, scores_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.outcomes.instruments.scores import Scores

_ITEMS: Final = (
    Item(name="Q1"),
    Item(name="Q2", high=10, is_reversed=True),
    Item(name="Q3", high=10, is_reversed=True),
    Item(name="Q4"),
    Item(name="Q5"),
    Item(name="Q6", high=1),
    Item(name="Q7"),
    Item(name="Q8"),
    *(Item(name=f"Q9{letter}") for letter in "ABCDEFGHI"),
    Item(name="Q10", high=10),
)
_SOURCE: Final = (
    "2000 IKDC subjective knee evaluation form; github.com/hymelam/questionnaire-scoring_ikdc README (at least 16 "
    "items; sum over the greatest sum of the answered items)"
)

IKDC: Final = Instrument(
    name="IKDC",
    items=_ITEMS,
    parts=(Part(name="total", items=names_of(_ITEMS), needed={"2000": 16}, low=0, high=100, better="higher"),),
    sources={"2000": _SOURCE},
    notes=("Q10 is the function now; the function before the injury is no part of the score.",),
)


def score_ikdc(items: Any, *, columns: Mapping[str, str] | None = None) -> Scores:
    """Score IKDC subjective forms: part "total", 0 (worst) to 100 (best).

    items : a table with the columns Q1-Q8, Q9A-Q9I, Q10, or an array of shape (n, 18) in that order. Answers as printed
        on the form: 0-4, but 0-10 for Q2, Q3 and Q10 and 0-1 for Q6. On Q2 and Q3 the high answer is the bad one: they
        are turned here (do not turn them before). Q10 is the function now. None or NaN: not answered.
    columns : where the table names its columns otherwise

    The score is 100 x (sum of the answered items) / (the greatest sum of those items), of 87 when all are answered; it
    needs 16 of the 18. Raises BadValues at an answer outside its item's list (row and item), at a missing column or
    another shape.

    Source: github.com/hymelam/questionnaire-scoring_ikdc. Agrees with its 199 forms to the five decimals that it
    prints, and with awell-score `ikdc` to two (tests/alignment/test_scoring.py).
    """
    taken = take_answers(items, IKDC.items, columns, instrument=IKDC.name)
    highest = np.array([[item.high] for item in IKDC.items])
    turned = np.array([item.is_reversed for item in IKDC.items])
    totals, reachable = np.empty(taken.n), np.empty(taken.n)
    counts = np.empty(taken.n, dtype=np.int16)
    for block in taken.blocks():
        block.values[turned] = highest[turned] - block.values[turned]
        totals[block.rows] = (block.values * block.answered).sum(axis=0)
        reachable[block.rows] = (highest * block.answered).sum(axis=0)
        counts[block.rows] = block.answered.sum(axis=0)
    (part,) = IKDC.parts
    scores = 100 * totals / np.maximum(reachable, 1)
    made = part_scores(part, scores, counts, on_form=counts, needed=part.needed["2000"], n_items=len(IKDC.items))
    return scores_of(IKDC, "2000", taken.n, [made])
