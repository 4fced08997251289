"""Scores told in groups: how many forms, how many scored, why the others are not, and where the scores lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.instruments.scores import Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kneewise.columns import Codes
    from kneewise.outcomes.instruments.scores import PartScores


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOfScores:
    """The scores of one part in one arm at one visit.

    arm, visit : their labels; None where there is no such column, or where the cell is empty
    n : forms in the group; n_scored + n_no_form + n_too_few + n_part_missing
    mean, standard_deviation, lowest, lower_quartile, median, upper_quartile, highest : of the scores, in the score's
        unit; None where no form has a score, the standard deviation also where only one has
    """

    part: str
    arm: Any
    visit: Any
    n: int
    n_scored: int
    n_no_form: int
    n_too_few: int
    n_part_missing: int
    mean: float | None
    standard_deviation: float | None
    lowest: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    highest: float | None


def summarise_scores(
    part: PartScores, *, arm: Codes | None = None, visit: Codes | None = None
) -> tuple[GroupOfScores, ...]:
    """Describe the scores of one part by arm and visit, in the order of their levels; forms without a label last.

    arm, visit : the labels of the n forms, as `kneewise.columns.codes` gives them; None: not told apart

    Quartiles are interpolated linearly between the scores. Groups without a form are left out. Raises BadValues where
    labels and scores have several lengths.
    """
    n = len(part.scores)
    for name, codes in (("arm", arm), ("visit", visit)):
        if codes is not None and len(codes.codes) != n:
            raise BadValues(f"{name}: found {len(codes.codes)} labels; allowed: one for each of the {n} forms")
    return tuple(
        _describe(part, in_arm & at_visit, arm_label, visit_label)
        for arm_label, in_arm in _levels(arm, n)
        for visit_label, at_visit in _levels(visit, n)
        if (in_arm & at_visit).any()
    )


def _levels(codes: Codes | None, n: int) -> Iterator[tuple[Any, NDArray[np.bool_]]]:
    if codes is None:
        yield None, np.ones(n, dtype=bool)
        return
    for place, level in enumerate(codes.levels):
        yield level, codes.codes == place
    yield None, codes.codes < 0


def _describe(part: PartScores, mask: NDArray[np.bool_], arm: Any, visit: Any) -> GroupOfScores:
    why = part.why[mask]
    known = part.scores[mask & (part.why == Why.SCORED)]
    low, lower, middle, upper, high = np.percentile(known, [0, 25, 50, 75, 100]) if known.size else [None] * 5
    return GroupOfScores(
        part=part.part,
        arm=arm,
        visit=visit,
        n=len(why),
        n_scored=known.size,
        n_no_form=int((why == Why.NO_FORM).sum()),
        n_too_few=int((why == Why.TOO_FEW).sum()),
        n_part_missing=int((why == Why.PART_MISSING).sum()),
        mean=float(known.mean()) if known.size else None,
        standard_deviation=float(known.std(ddof=1)) if known.size > 1 else None,
        lowest=_plain(low),
        lower_quartile=_plain(lower),
        median=_plain(middle),
        upper_quartile=_plain(upper),
        highest=_plain(high),
    )


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)
