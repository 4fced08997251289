"""Moderators of trials as columns of a design: numbers as they are, labels as differences from the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import codes, column, holds_labels, numbers
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.columns import Table
    from kneewise.evidence.pooling.sets import Floats

INTERCEPT = "intercept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A design of k trials and p coefficients.

    matrix : shape (k, p), NaN where a moderator is missing; names : of the coefficients, "alloc: random" for a label
    levels : of each moderator of labels, the first is the reference where there is an intercept
    """

    matrix: Floats
    names: tuple[str, ...]
    has_intercept: bool
    levels: Mapping[str, tuple[Any, ...]]

    def row(self, moderators: Mapping[str, Any]) -> Floats:
        """Put values of the moderators into one row, shape (p,). Raises BadValues for a level that is not there."""
        row = np.zeros(len(self.names))
        for place, name in enumerate(self.names):
            if name == INTERCEPT:
                row[place] = 1.0
                continue
            moderator, _, level = name.partition(": ")
            if moderator not in moderators:
                raise BadValues(f"found no value of the moderator {moderator!r}; needed: one for each moderator")
            value = moderators[moderator]
            if not level:
                row[place] = float(value)
            elif value not in self.levels[moderator]:
                allowed = ", ".join(map(str, self.levels[moderator]))
                raise BadValues(f"moderator {moderator!r}: found a level that no trial has; allowed: {allowed}")
            else:
                row[place] = float(str(value) == level)
        return row


def make_design(table: Table, moderators: Sequence[str], size: int, *, intercept: bool) -> Design:
    """Make the design of k = `size` trials from columns of a table.

    Labels become one column a level, but for the first level where there is an intercept (or an earlier moderator of
    labels, which holds it). A moderator of labels with one level, and columns that others make, are refused.
    """
    names: list[str] = [INTERCEPT] if intercept else []
    columns: list[Floats] = [np.ones(size)] if intercept else []
    levels: dict[str, tuple[Any, ...]] = {}
    for moderator in moderators:
        if column(table, moderator).shape != (size,):
            raise BadValues(f"moderator {moderator!r}: found another number of rows; allowed: {size}, one an effect")
        if not holds_labels(table, moderator):
            names.append(moderator)
            columns.append(numbers(table, moderator))
            continue
        found = codes(table, moderator)
        own = [level for place, level in enumerate(found.levels) if (found.codes == place).any()]
        is_whole = intercept or bool(levels)
        levels[moderator] = tuple(own)
        for place, level in enumerate(found.levels):
            if level in own[1 if is_whole else 0 :]:
                names.append(f"{moderator}: {level}")
                columns.append(np.where(found.codes < 0, np.nan, (found.codes == place).astype(np.float64)))
    if not columns:
        raise BadValues("moderators: found none, and no intercept; allowed: at least one coefficient")
    return Design(matrix=np.stack(columns, axis=1), names=tuple(names), has_intercept=intercept, levels=levels)


def refuse_singular(matrix: Floats, names: Sequence[str]) -> None:
    """Raise BadValues where fewer trials than coefficients are left, or a column follows from those before it."""
    rows, size = matrix.shape
    if rows < size:
        raise BadValues(f"found {rows} complete effects for {size} coefficients; needed: at least as many")
    scaled = matrix / np.where(np.abs(matrix).max(axis=0) > 0, np.abs(matrix).max(axis=0), 1.0)
    for place in range(1, size + 1):
        if np.linalg.matrix_rank(scaled[:, :place]) < place:
            raise BadValues(f"moderator {names[place - 1]!r}: found nothing that the others do not say; take it out")
