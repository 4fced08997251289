"""Two criteria on the same patients: improved by what matters, yet no more than one person's measurement error?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import numbers
from kneewise.errors import BadValues
from kneewise.outcomes.responders.arms import arm_codes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Persons of one arm by two criteria."""

    arm: Any
    n_both: int
    n_first_only: int
    n_second_only: int
    n_neither: int
    n_unknown: int


def cross_criteria(first: ArrayLike, second: ArrayLike, arm: ArrayLike) -> tuple[Overlap, ...]:
    """Count, by arm, who meets both criteria, one of them, none, and of whom either is unknown.

    first, second : shape (n,), 1 yes, 0 no, NaN unknown, as `responds` gives them
    arm : shape (n,), labels; persons without one are not counted
    """
    table = {"first": np.asarray(first), "second": np.asarray(second)}
    a, b = numbers(table, "first"), numbers(table, "second")
    if len(a) != len(b):
        raise BadValues(f"second: found {len(b)}; allowed: one for each of {len(a)} persons")
    labels = arm_codes(arm, len(a))
    found = []
    for place, label in enumerate(labels.levels):
        own = labels.codes == place
        masks = ((a == 1) & (b == 1), (a == 1) & (b == 0), (a == 0) & (b == 1), (a == 0) & (b == 0))
        both, only_first, only_second, neither = (int(np.sum(own & mask)) for mask in masks)
        found.append(
            Overlap(
                arm=label,
                n_both=both,
                n_first_only=only_first,
                n_second_only=only_second,
                n_neither=neither,
                n_unknown=int(np.sum(own & (np.isnan(a) | np.isnan(b)))),
            )
        )
    return tuple(found)
