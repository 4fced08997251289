"""Scales that are sums or means of their items: one pass over the forms for all parts of a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.outcomes.instruments.items import take_answers
from kneewise.outcomes.instruments.scores import PartScores, Scores, joined, part_scores, scores_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.instruments.definition import Instrument, Part

    Floats = NDArray[np.float64]
    ToScore = Callable[[Floats, Floats, Part], Floats]  # sum of answers, how many (1 at least), part -> score

Join = Literal["mean", "sum"]


def score_scales(
    form: Instrument,
    answers: Any,
    to_score: ToScore,
    *,
    rule: str | None = None,
    parts: Sequence[str] | None = None,
    columns: Mapping[str, str] | None = None,
    join: Join = "sum",
) -> Scores:
    """Score a questionnaire whose parts are made of the sums of their answered items.

    to_score : turns the sum of the answers and their number, each of shape (n,), into the score of a part; where
        fewer are answered than the rule needs, what it gives is not used
    join : how a part that is made of other parts is made of them

    Raises BadValues as `take_answers` and `Answers.blocks` do.
    """
    named = form.rule_named(rule)
    chosen = form.parts_named(parts)
    taken = take_answers(answers, form.items_of(chosen), columns, instrument=form.name)
    simple = [part for part in chosen if part.items]
    scores, counts = np.empty((len(simple), taken.n)), np.empty((len(simple), taken.n), dtype=np.int16)
    on_form = np.empty(taken.n, dtype=np.int16)
    places = [_places(part, [item.name for item in taken.items]) for part in simple]
    for block in taken.blocks():
        for number, (part, place) in enumerate(zip(simple, places, strict=True)):
            # Added item by item, never by a matrix product: the last digit must not depend on a form's place.
            total = np.add.reduce(block.values[place], axis=0)
            count = np.add.reduce(block.answered[place], axis=0, dtype=np.int8)
            counts[number, block.rows] = count
            scores[number, block.rows] = to_score(total, np.maximum(count, 1).astype(np.float64), part)
        on_form[block.rows] = np.add.reduce(block.answered, axis=0, dtype=np.int8)
    made: dict[str, PartScores] = {}
    for part, raw, count in zip(simple, scores, counts, strict=True):
        needed, n_items = part.needed[named], len(part.items)
        made[part.name] = part_scores(part, raw, count, on_form=on_form, needed=needed, n_items=n_items)
    for part in chosen:
        if part.made_of:
            beneath = [made[name] for name in part.made_of]
            made[part.name] = joined(part, beneath, _join(beneath, join))
    return scores_of(form, named, taken.n, [made[part.name] for part in chosen])


def _places(part: Part, names: list[str]) -> slice | list[int]:
    """Find the items of a part among the rows of a block; a run of rows as a slice, which is not copied."""
    places = sorted(names.index(name) for name in part.items)
    if places == list(range(places[0], places[-1] + 1)):
        return slice(places[0], places[-1] + 1)
    return places


def _join(beneath: list[PartScores], join: Join) -> Floats:
    total: Floats = np.add.reduce([each.scores for each in beneath], axis=0)
    return total / len(beneath) if join == "mean" else total
