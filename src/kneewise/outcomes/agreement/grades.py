"""Grades by reader as one array: made of a long table, of a wide one, or of arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import codes
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.columns import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderGrades:
    """Who gave which subject which grade.

    codes : shape (n, r), the place of the grade in `levels`, -1 where the reader did not grade the subject
    levels : the q grades of the scale in their order, whether or not each was given
    subjects : n keys of images or knees
    readers : r names of readers
    """

    codes: NDArray[np.int64]
    levels: tuple[Any, ...]
    subjects: tuple[Any, ...]
    readers: tuple[Any, ...]

    def counts(self) -> NDArray[np.float64]:
        """How many readers gave each subject each grade, shape (n, q)."""
        given = self.codes[:, :, None] == np.arange(len(self.levels))
        counts: NDArray[np.float64] = given.sum(axis=1).astype(np.float64)
        return counts

    def pair(self, first: int, second: int) -> NDArray[np.int64]:
        """Cross-table of two readers over the subjects that both graded, shape (q, q)."""
        one, other = self.codes[:, first], self.codes[:, second]
        both = (one >= 0) & (other >= 0)
        q = len(self.levels)
        return np.bincount(one[both] * q + other[both], minlength=q * q).reshape(q, q)


def grades_from_long(
    table: Table, *, subject: str, reader: str, grade: str, levels: Sequence[Any] | None = None
) -> ReaderGrades:
    """Take grades from a long table: one row a reading.

    subject, reader, grade : names of columns; a row where one of them is missing is no reading
    levels : the grades of the scale in their order, such as (0, 1, 2, 3, 4); None: those that occur, in the column's
        own order where it is categorical, else sorted, which for text is seldom the order of the scale

    Raises BadValues where one reader graded one subject twice (the text says in which rows), or gave a grade that is
    not among `levels`.
    """
    who, what, how = codes(table, reader), codes(table, subject), codes(table, grade)
    scale, places = _on_scale(how.codes, how.levels, levels, grade)
    rows = np.flatnonzero((who.codes >= 0) & (what.codes >= 0) & (places >= 0))
    taken = np.full((len(what.levels), len(who.levels)), -1, dtype=np.int64)
    cell = what.codes[rows] * len(who.levels) + who.codes[rows]
    first, n_times = np.unique(cell, return_index=True, return_counts=True)[1:]
    if (n_times > 1).any():
        twice = cell[first[np.argmax(n_times > 1)]]
        places_of = ", ".join(str(row + 1) for row in rows[cell == twice][:5])
        raise BadValues(
            f"columns {subject!r} and {reader!r}: found {int((n_times > 1).sum())} subjects that one reader graded "
            f"more than once, first in rows {places_of}; allowed: one grade a subject and reader (name the second "
            "reading of a reader as a reader of its own to compare the two)"
        )
    taken[what.codes[rows], who.codes[rows]] = places[rows]
    graded = np.flatnonzero((taken >= 0).any(axis=1))
    return ReaderGrades(
        codes=taken[graded],
        levels=scale,
        subjects=tuple(what.levels[row] for row in graded),
        readers=who.levels,
    )


def grades_from_wide(
    table: Table, *, readers: Sequence[str], subject: str | None = None, levels: Sequence[Any] | None = None
) -> ReaderGrades:
    """Take grades from a wide table: one row a subject, one column a reader.

    readers : names of the columns
    subject : column of keys, each once; None: rows are numbered from 1

    levels : as in `grades_from_long`, but None: sorted in any case

    Raises BadValues for a key that is missing or there twice, for a grade that is not among `levels`, and for numbers
    in one column and text in another.
    """
    columns = [codes(table, name) for name in readers]
    if levels is None:
        found = {level for column in columns for level in column.levels}
        try:
            levels = sorted(found)
        except TypeError:
            kinds = ", ".join(sorted({type(level).__name__ for level in found}))
            raise BadValues(f"columns {', '.join(map(repr, readers))}: found grades of several types ({kinds}); "
                            "allowed: one type") from None  # fmt: skip
    placed = [
        _on_scale(column.codes, column.levels, levels, name) for name, column in zip(readers, columns, strict=True)
    ]
    taken = np.stack([places for _, places in placed], axis=1)
    keys: tuple[Any, ...] = tuple(range(1, len(taken) + 1))
    if subject is not None:
        named = codes(table, subject)
        if (named.codes < 0).any() or len(named.levels) < len(taken):
            raise BadValues(f"column {subject!r}: found a key missing or there twice; allowed: each subject once")
        keys = tuple(named.levels[code] for code in named.codes)
    graded = np.flatnonzero((taken >= 0).any(axis=1))
    return ReaderGrades(
        codes=taken[graded],
        levels=tuple(levels),
        subjects=tuple(keys[row] for row in graded),
        readers=tuple(readers),
    )


def as_grades(grades: ReaderGrades | ArrayLike, levels: Sequence[Any] | None = None) -> ReaderGrades:
    """Take grades as they are, or make them of an array of numbers of shape (n subjects, r readers), NaN for none."""
    if isinstance(grades, ReaderGrades):
        return grades
    try:
        values = np.asarray(grades, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadValues(
            "grades: found cells that are no numbers; allowed: numbers, or NaN where none was given"
        ) from None
    if values.ndim != 2:
        raise BadValues(f"grades: found an array of {values.ndim} dimensions; allowed: subjects by readers")
    names = [f"reader {n}" for n in range(1, values.shape[1] + 1)]
    return grades_from_wide(dict(zip(names, values.T, strict=True)), readers=names, levels=levels)


def _on_scale(
    places: NDArray[np.int64], found: tuple[Any, ...], levels: Sequence[Any] | None, name: str
) -> tuple[tuple[Any, ...], NDArray[np.int64]]:
    """Give the scale, and each cell's place on it."""
    if levels is None:
        return found, places
    scale = tuple(levels)
    if len(set(scale)) < len(scale):
        raise BadValues("levels: found a grade twice; allowed: each grade once, in the order of the scale")
    at = {level: place for place, level in enumerate(scale)}
    strange = [level for level in found if level not in at]
    if strange:
        row = int(np.argmax(places == found.index(strange[0]))) + 1
        raise BadValues(
            f"column {name!r}, row {row}: found a grade that is not on the scale; allowed: "
            + ", ".join(f"{level:g}" if isinstance(level, float) else str(level) for level in scale)
        )
    moved = np.array([at[level] for level in found] + [-1], dtype=np.int64)
    return scale, moved[places]
