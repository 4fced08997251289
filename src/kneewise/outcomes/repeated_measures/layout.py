"""Rows of a trial put in order: patients with the same visits stand together, each as one block of rows.

The likelihood depends on the data through sums over the patients of one missingness pattern only; this order makes
each such sum one product of a matrix with itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The patients of one group who were seen at the same visits.

    visits : the codes of those visits, rising
    n_subjects : how many patients
    start : the first of their rows; they take n_subjects * len(visits) rows, patient by patient
    """

    group: int
    visits: Integers
    n_subjects: int
    start: int

    @property
    def stop(self) -> int:
        return self.start + self.n_subjects * len(self.visits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The order of the rows, and the patterns in that order (by group, then by visits)."""

    order: Integers
    patterns: tuple[Pattern, ...]
    n_subjects: int
    n_groups: int

    @property
    def n_rows(self) -> int:
        return len(self.order)


def arrange(subjects: Integers, visits: Integers, groups: Integers | None, rows: Integers) -> Layout:
    """Put rows in order.

    subjects, visits, groups : shape (n,), codes from 0; a patient belongs to one group
    rows : shape (n,), their numbers in the table, to tell where something is wrong

    Raises BadValues where one patient has two rows at one visit, or stands in two groups.
    """
    n_visits = int(visits.max()) + 1
    key = subjects * n_visits + visits
    by_subject = np.argsort(key, kind="stable")
    sorted_key = key[by_subject]
    if (twice := np.flatnonzero(sorted_key[1:] == sorted_key[:-1])).size:
        pair = rows[by_subject[twice[0] : twice[0] + 2]]
        raise BadValues(
            f"rows {pair[0]} and {pair[1]}: found two rows of one subject at one visit ({twice.size} such in all); "
            "allowed: one; average them or choose one first"
        )
    own = subjects[by_subject]
    first = np.flatnonzero(np.concatenate([[True], own[1:] != own[:-1]]))
    lengths = np.diff(np.concatenate([first, [len(own)]]))
    group_of = np.zeros(len(first), dtype=np.int64) if groups is None else _groups_of(groups, by_subject, first, rows)
    kind = _kinds(visits[by_subject], first, lengths, n_visits)
    # Stable: patients of one pattern stay in the order of their codes.
    by_pattern = np.lexsort((kind, group_of))
    order = by_subject[_runs(first[by_pattern], lengths[by_pattern])]
    marks = np.stack([group_of[by_pattern], kind[by_pattern]])
    cuts = np.flatnonzero(np.concatenate([[True], (marks[:, 1:] != marks[:, :-1]).any(axis=0)]))
    counts = np.diff(np.concatenate([cuts, [len(by_pattern)]]))
    starts = np.concatenate([[0], np.cumsum(lengths[by_pattern])])[cuts]
    patterns = tuple(
        Pattern(
            group=int(marks[0, cut]),
            visits=visits[order[start : start + lengths[by_pattern[cut]]]],
            n_subjects=int(count),
            start=int(start),
        )
        for cut, count, start in zip(cuts, counts, starts, strict=True)
    )
    n_groups = 1 if groups is None else int(groups.max()) + 1
    return Layout(order=order, patterns=patterns, n_subjects=len(first), n_groups=n_groups)


def _groups_of(groups: Integers, by_subject: Integers, first: Integers, rows: Integers) -> Integers:
    own = groups[by_subject]
    group_of = own[first]
    lengths = np.diff(np.concatenate([first, [len(own)]]))
    if (moved := np.flatnonzero(own != np.repeat(group_of, lengths))).size:
        raise BadValues(
            f"group, row {rows[by_subject[moved[0]]]}: found another group than in an earlier row of the same subject; "
            "allowed: one group a subject"
        )
    return group_of


def _kinds(visits: Integers, first: Integers, lengths: Integers, n_visits: int) -> Integers:
    """Number the sets of visits: equal numbers, equal sets."""
    if n_visits <= 62:
        bits = np.left_shift(np.int64(1), visits)
        return np.unique(np.bitwise_or.reduceat(bits, first), return_inverse=True)[1]
    numbers: dict[bytes, int] = {}
    sets = (visits[start : start + length].tobytes() for start, length in zip(first, lengths, strict=True))
    return np.array([numbers.setdefault(each, len(numbers)) for each in sets], dtype=np.int64)


def _runs(starts: Integers, lengths: Integers) -> Integers:
    """Give the places starts_i, ..., starts_i + lengths_i - 1 of every i, one after the other."""
    shift = starts - np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(shift, lengths))
