"""Printed per cents against the counts beside them: no whole number of people gives 15 % of 30."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.columns import column_names, numbers
from kneewise.evidence.plausibility import DOUBTFUL, IMPOSSIBLE, Finding

if TYPE_CHECKING:
    from kneewise.columns import Table

RULE_COUNT: Final = "per cent and count"
RULE_WHOLE: Final = "per cent of people"


def check_percents(table: Table) -> tuple[Finding, ...]:
    """List per cents that do not fit the counts or the number of people beside them.

    table : with percent, events, n, or the same of two arms (percent1, events1, n1, ...); 0 to 100

    With a count, a per cent further from it than its last printed digit allows is impossible; without one, a per cent
    that no whole number of n gives is doubtful (it may be of other people than n). A per cent beyond 0 to 100 is
    impossible. Digits are those of the shortest text of the number, at most two decimals.
    """
    there = set(column_names(table))
    found: list[Finding] = []
    for arm in ("", "1", "2"):
        names = (f"percent{arm}", f"events{arm}", f"n{arm}")
        if names[0] not in there:
            continue
        percents, counts, sizes = (
            numbers(table, name) if name in there else np.full(_size(table, names[0]), np.nan) for name in names
        )
        for row, (percent, count, size) in enumerate(zip(percents, counts, sizes, strict=True), 1):
            fault = _fault(float(percent), float(count), float(size))
            if fault is not None:
                kind, rule, said, allowed = fault
                found.append(
                    Finding(row=row, study=None, columns=names, kind=kind, rule=rule, found=said, allowed=allowed)
                )
    return tuple(found)


def _size(table: Table, name: str) -> int:
    return len(numbers(table, name))


def _fault(percent: float, count: float, size: float) -> tuple[str, str, str, str] | None:
    if np.isnan(percent):
        return None
    if not 0 <= percent <= 100:
        return IMPOSSIBLE, "in range", "a per cent outside 0 to 100", "0 to 100"
    if np.isnan(size) or size <= 0:
        return None
    room = 0.5 * 10.0 ** -_decimals(percent) + 1e-9
    if not np.isnan(count):
        if abs(100.0 * count / size - percent) > room:
            return IMPOSSIBLE, RULE_COUNT, "a per cent that is not its count of n", "100 * events / n, as rounded"
        return None
    nearest = round(percent * size / 100.0)
    if abs(100.0 * nearest / size - percent) > room:
        return (
            DOUBTFUL,
            RULE_WHOLE,
            "a per cent that no whole number of n gives",
            "100 * a whole number / n, as rounded",
        )
    return None


def _decimals(value: float) -> int:
    return min(len(f"{value:.2f}".rstrip("0").partition(".")[2]), 2)
