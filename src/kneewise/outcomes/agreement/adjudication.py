"""What to read again: the subjects on which readers differ, the farthest apart first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.agreement.boundaries import steps_apart
from kneewise.outcomes.agreement.grades import as_grades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from kneewise.outcomes.agreement.grades import ReaderGrades


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One subject on which readers differ.

    grades : one a reader, in the readers' order; None where a reader gave none
    steps : from the lowest to the highest grade, in steps of the scale
    crosses : the boundaries in between, each as (below, above)
    """

    subject: Any
    grades: tuple[Any, ...]
    lowest: Any
    highest: Any
    steps: int
    n_readers: int
    crosses: tuple[tuple[Any, Any], ...]


def adjudication_list(
    grades: ReaderGrades | ArrayLike,
    *,
    at_least: int = 1,
    crossing: tuple[Any, Any] | None = None,
    levels: Sequence[Any] | None = None,
) -> tuple[Dispute, ...]:
    """List the subjects on which readers differ, by distance, then in the order of the subjects.

    at_least : steps of the scale that readers must differ by
    crossing : only disagreements across this boundary, such as (1, 2): the one on which a decision turns

    Raises BadValues for `at_least` below 1, and for a boundary that is not one of the scale. What the true grade is,
    is not said: a further reading decides it.
    """
    taken = as_grades(grades, levels)
    if at_least < 1:
        raise BadValues(f"at_least: found {at_least}; allowed: 1 or more steps")
    edge = None if crossing is None else _edge(taken.levels, crossing)
    steps = steps_apart(taken.codes)
    order = np.argsort(-steps, kind="stable")
    listed = [_dispute(taken, row, int(steps[row])) for row in order.tolist() if steps[row] >= at_least]
    return tuple(each for each in listed if edge is None or taken.levels[edge] in [above for _, above in each.crosses])


def _edge(levels: tuple[Any, ...], crossing: tuple[Any, Any]) -> int:
    for edge in range(1, len(levels)):
        if (levels[edge - 1], levels[edge]) == tuple(crossing):
            return edge
    boundaries = ", ".join(f"{below}|{above}" for below, above in pairwise(levels))
    raise BadValues(f"crossing: found {crossing[0]}|{crossing[1]}; allowed: one of {boundaries}")


def _dispute(taken: ReaderGrades, row: int, steps: int) -> Dispute:
    codes = taken.codes[row]
    given = codes[codes >= 0]
    lowest, highest = int(given.min()), int(given.max())
    levels = taken.levels
    return Dispute(
        subject=taken.subjects[row],
        grades=tuple(None if code < 0 else levels[code] for code in codes.tolist()),
        lowest=levels[lowest],
        highest=levels[highest],
        steps=steps,
        n_readers=len(given),
        crosses=tuple((levels[place - 1], levels[place]) for place in range(lowest + 1, highest + 1)),
    )
