"""Rows of trial results that cannot be, and rows that somebody should look at once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.columns import column, column_names, numbers
from kneewise.errors import BadValues
from kneewise.evidence.doubtful import doubts
from kneewise.evidence.effects.impossible import impossible_cells

if TYPE_CHECKING:
    from kneewise.columns import Table
    from kneewise.evidence.pooling.sets import Floats

IMPOSSIBLE, DOUBTFUL = "impossible", "doubtful"

# Columns of numbers that are looked at, with an arm's number or without (a row an arm).
_OF_ARMS = (
    "n", "events", "time", "mean", "sd", "se", "ci_low", "ci_high",
    "minimum", "quartile_low", "median", "quartile_high", "maximum",
)  # fmt: skip
_OF_ROWS = ("effect", "p", "r", "sd_change", "scale_low", "scale_high")
NUMBER_COLUMNS = (*_OF_ROWS, *(f"{name}{arm}" for arm in ("", "1", "2") for name in _OF_ARMS))
PERCENT_COLUMNS = ("percent", "percent1", "percent2")
LABEL_COLUMNS = ("study", "arm", "arm1", "arm2", "outcome", "timepoint", "months", "visit", "measure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with one row, or may be.

    row : from 1; study : its name where the table has one; columns : those that disagree
    kind : "impossible" (cannot be as printed) or "doubtful" (could be, but is more often a slip)
    rule : a short name of the check; found, allowed : in words
    """

    row: int
    study: str | None
    columns: tuple[str, ...]
    kind: str
    rule: str
    found: str
    allowed: str


def check_rows(table: Table) -> tuple[Finding, ...]:
    """List what cannot be and what is doubtful in a table of trial results, by row.

    table : any dataframe or mapping; one row a comparison (n1 mean1 sd1 n2 mean2 sd2, events1 events2, effect se ci_low
        ci_high p), or one row an arm (n mean sd se ci_low ci_high median ...). Columns are known by these names; others
        are not looked at. scale_low and scale_high are the ends of the outcome's scale, `measure` says whether effect
        is a ratio; study, arm, outcome, timepoint, months, visit tell rows apart.

    Impossible: negative sd or count, nobody in a group, more events than patients, limits or quartiles out of order, an
    estimate outside its interval, p or r out of range, a mean outside its scale or a spread that the scale does not
    hold. Doubtful: half patients, an interval that does not lie around its estimate, an effect that is not the
    difference of its means, a p against its interval, an error given as spread (a difference of more than 3 standard
    deviations, spreads of two arms 4 times apart), no spread at all, the same arms or the same figures twice.

    Raises BadValues for text in a column of numbers, and for a table without any column that is looked at.
    """
    there = set(column_names(table))
    if not there & {*NUMBER_COLUMNS, *PERCENT_COLUMNS}:
        raise BadValues(
            f"found no column that is checked; the table has: {', '.join(sorted(there)) or 'none'}; allowed: study, "
            "n1, mean1, sd1, n2, mean2, sd2; events1, events2; effect, se, ci_low, ci_high, p; or by arm n, mean, sd"
        )
    of = {name: numbers(table, name) for name in NUMBER_COLUMNS if name in there}
    labels = {name: [_text(cell) for cell in column(table, name).tolist()] for name in LABEL_COLUMNS if name in there}
    studies = labels.get("study")

    def name_of(row: int) -> str | None:
        return studies[row - 1] if studies else None

    impossible = [
        Finding(
            row=fault.row,
            study=name_of(fault.row),
            columns=(fault.column,),
            kind=IMPOSSIBLE,
            rule=fault.rule,
            found=fault.found,
            allowed=fault.allowed,
        )
        for fault in impossible_cells(_by_arm(of))
    ]
    doubtful = [
        Finding(
            row=int(at) + 1,
            study=name_of(int(at) + 1),
            columns=doubt.columns,
            kind=doubt.kind,
            rule=doubt.rule,
            found=doubt.found,
            allowed=doubt.allowed,
        )
        for doubt in doubts(of, labels)
        for at in np.flatnonzero(doubt.rows)
    ]
    return tuple(sorted([*impossible, *doubtful], key=lambda each: (each.row, each.kind != IMPOSSIBLE, each.columns)))


def _by_arm(of: dict[str, Floats]) -> dict[str, Floats]:
    """In a table of arms the interval is that of the mean."""
    if "effect" not in of and "mean" in of and "ci_low" in of:
        return {**of, "effect": of["mean"]}
    return of


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124
