"""Responders of each arm, under every reading of those whose outcome is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from kneewise.columns import numbers
from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.proportions import proportion_interval
from kneewise.outcomes.responders.arms import arm_codes
from kneewise.outcomes.responders.comparison import ArmComparison, Counts, Limits, compare_arms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

Handling = Literal["complete-case", "non-responder", "all-respond"]
_HANDLINGS: Final[tuple[Handling, ...]] = ("complete-case", "non-responder", "all-respond")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """The share of responders under one reading of the unknown.

    handling : "complete-case" leaves them out, "non-responder" counts them as no, "all-respond" as yes; the last two
        are the bounds between which the share of all must lie
    share : None where nobody is left to count; intervals : exact, mid-p and wilson
    """

    handling: Handling
    n_responders: int
    n: int
    share: float | None
    intervals: tuple[Limits, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResponders:
    """One arm: who responded, who did not, of whom it is not known."""

    arm: Any
    n: int
    n_responders: int
    n_others: int
    n_unknown: int
    views: tuple[ShareView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Responders:
    """Responders by arm, and each arm against the reference.

    level : two-sided confidence of all intervals
    reference : the arm that the others are compared with, None where there is one arm
    n_without_arm : persons whose arm is unknown, in no count
    """

    level: float
    reference: Any
    arms: tuple[ArmResponders, ...]
    comparisons: tuple[ArmComparison, ...]
    n_without_arm: int = 0


def count_responders(
    responded: ArrayLike, arm: ArrayLike, *, reference: object = None, level: float = 0.95
) -> Responders:
    """Count responders by arm and compare the arms.

    responded : shape (n,), 1 yes, 0 no, NaN unknown, as `responds` gives it
    arm : shape (n,), labels; a categorical order is kept, else they are sorted
    reference : the arm to compare with; the first where not given

    Persons whose outcome is unknown stay in the arm's number and are counted apart: every figure is given with them
    left out, counted as no, and at both extremes. Raises BadValues for other numbers than 0 and 1 and for a reference
    that is no arm, NotEstimable without any arm.
    """
    yes = numbers({"responded": np.asarray(responded)}, "responded")
    if not np.isin(yes[~np.isnan(yes)], (0.0, 1.0)).all():
        raise BadValues("responded: found a number other than 0 and 1; allowed: 1 yes, 0 no, nothing for unknown")
    labels = arm_codes(arm, len(yes))
    tallies = [(yes == 1, "yes"), (yes == 0, "no"), (np.isnan(yes), "unknown")]
    counted = [
        [int(np.sum(mask & (labels.codes == place))) for mask, _ in tallies] for place in range(len(labels.levels))
    ]
    return responders_from_counts(
        labels.levels,
        [each[0] for each in counted],
        [each[1] for each in counted],
        [each[2] for each in counted],
        reference=reference,
        level=level,
        n_without_arm=int(np.sum(labels.codes < 0)),
    )


def responders_from_counts(
    arms: Sequence[Any],
    responders: Sequence[int],
    others: Sequence[int],
    unknown: Sequence[int] | None = None,
    *,
    reference: object = None,
    level: float = 0.95,
    n_without_arm: int = 0,
) -> Responders:
    """The same from counts, as a paper prints them.

    arms : labels, each once; responders, others, unknown : persons of each arm
    """
    lacking = [0] * len(arms) if unknown is None else list(unknown)
    if not len(arms) == len(responders) == len(others) == len(lacking):
        raise BadValues("arms: found counts of other lengths; allowed: one of each for every arm")
    if not arms:
        raise NotEstimable("arm: found no person with a known arm")
    if any(each != int(each) or each < 0 for each in (*responders, *others, *lacking)):
        raise BadValues("counts: found no whole number from 0; allowed: persons")
    counts = [
        Counts(responders=int(yes), others=int(no), unknown=int(lost))
        for yes, no, lost in zip(responders, others, lacking, strict=True)
    ]
    place = _reference_place(list(arms), reference)
    return Responders(
        level=level,
        reference=arms[place] if len(arms) > 1 else None,
        arms=_arms(arms, counts, level),
        comparisons=compare_arms(arms, counts, place, level=level),
        n_without_arm=n_without_arm,
    )


def _reference_place(arms: list[Any], reference: object) -> int:
    if reference is None:
        return 0
    if reference not in arms:
        raise BadValues(f"reference: found {reference!r}; allowed: {', '.join(map(str, arms))}")
    return arms.index(reference)


def _arms(labels: Sequence[Any], counts: Sequence[Counts], level: float) -> tuple[ArmResponders, ...]:
    tables = [table for each in counts for table in _readings(each)]
    views = iter(_views(tables, level))
    return tuple(
        ArmResponders(
            arm=label,
            n=each.responders + each.others + each.unknown,
            n_responders=each.responders,
            n_others=each.others,
            n_unknown=each.unknown,
            views=tuple(next(views) for _ in _HANDLINGS),
        )
        for label, each in zip(labels, counts, strict=True)
    )


def _readings(counts: Counts) -> list[tuple[int, int]]:
    """Responders and persons, in the order of the handlings."""
    yes, known, lost = counts.responders, counts.responders + counts.others, counts.unknown
    return [(yes, known), (yes, known + lost), (yes + lost, known + lost)]


def _views(tables: Sequence[tuple[int, int]], level: float) -> list[ShareView]:
    """All shares at once: the mid-P limits are found by halving, for the whole array together."""
    there = [place for place, (_, n) in enumerate(tables) if n]
    yes, persons = (np.array([tables[place][column] for place in there], dtype=np.int64) for column in (0, 1))
    found = [proportion_interval(yes, persons, method=method, level=level) for method in ("exact", "mid-p", "wilson")]
    limits = {
        place: tuple(
            Limits(method=each.method, lower=float(each.lower[number]), upper=float(each.upper[number]))
            for each in found
        )
        for number, place in enumerate(there)
    }
    return [
        ShareView(
            handling=_HANDLINGS[place % len(_HANDLINGS)],
            n_responders=yes_,
            n=n,
            share=yes_ / n if n else None,
            intervals=limits.get(place, ()),
        )
        for place, (yes_, n) in enumerate(tables)
    ]
