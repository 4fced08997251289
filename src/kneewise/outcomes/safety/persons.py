"""The persons at risk: who was treated in which arm, and for how long each was followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from kneewise.columns import Table
    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Persons in the order in which they first came.

    place : the place of each subject
    arms : labels, in their order
    arm : shape (n,), place of each person's arm, -1 where it is not known
    exposure : shape (n,), time followed, NaN where it is not known
    """

    place: dict[Any, int]
    arms: tuple[Any, ...]
    arm: Counts
    exposure: Floats


def persons_from_table(data: Table, subject: str, arm: str, exposure: str | None) -> Persons:
    """Take one row a person; refuses a subject twice."""
    return _gather(data, subject, arm, exposure, once=True)


def persons_from_list(data: Table, subject: str, arm: str, exposure: str | None) -> Persons:
    """Find the persons in the rows of their events; refuses a subject in two arms or with two exposures."""
    return _gather(data, subject, arm, exposure, once=False)


def _gather(data: Table, subject: str, arm: str, exposure: str | None, *, once: bool) -> Persons:
    from kneewise.columns import codes, column, numbers

    subjects = column(data, subject).tolist()
    arms = codes(data, arm)
    times = np.full(len(subjects), np.nan) if exposure is None else numbers(data, exposure)
    if (wrong := times <= 0).any():
        raise BadValues(f"column {exposure!r}, row {int(wrong.argmax()) + 1}: found no time above 0; allowed: above 0")
    place: dict[Any, int] = {}
    rows: list[int] = []
    for row, who in enumerate(subjects):
        if who is None or who == "" or who != who:  # noqa: PLR0124 - NaN
            raise BadValues(f"column {subject!r}, row {row + 1}: found no subject; allowed: a label in every row")
        if who not in place:
            place[who] = len(rows)
            rows.append(row)
            continue
        if once:
            raise BadValues(f"column {subject!r}, row {row + 1}: found a person twice; allowed: one row a person")
        first = rows[place[who]]
        if arms.codes[row] != arms.codes[first]:
            raise BadValues(f"column {arm!r}, row {row + 1}: found another arm than in row {first + 1} of this subject")
        if not (times[row] == times[first] or (np.isnan(times[row]) and np.isnan(times[first]))):
            raise BadValues(
                f"column {exposure!r}, row {row + 1}: found another exposure than in row {first + 1} of this subject"
            )
    return Persons(place=place, arms=arms.levels, arm=arms.codes[rows], exposure=times[rows])
