"""Planned visits out of days: which visit a score belongs to, and which of two scores of one visit counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kneewise.cli.table_kinds import InputTable

DAYS_PER_MONTH = 30.4375  # 365.25 / 12
DEFAULT_VISITS = (0.0, 1.0, 3.0, 6.0, 12.0, 24.0)


def add_visits(
    table: InputTable,
    *,
    per: Sequence[str] = ("case", "instrument", "part"),
    day: str = "day",
    visits: Sequence[float] = DEFAULT_VISITS,
) -> InputTable:
    """Add a column `visit`, the planned month, and keep one row a visit.

    per : the columns that tell what is scored; of their rows at one visit the one nearest to the planned day stays
    day : column with days since the injection; 0 or less is the visit 0 (baseline)
    visits : planned months, rising

    A day belongs to the nearest planned month; windows end halfway to the neighbours, and after the last visit as far
    as before it. Rows without a day, outside the windows, or further from the plan than another row of their visit
    are left out and counted in `told`. Before baseline the latest row stays.
    """
    import numpy as np

    days = np.asarray(table.columns[day], dtype=np.float64)
    months = np.asarray(visits, dtype=np.float64)
    visit = assign_visits(days, months)
    known = replace(table, columns=dict(table.columns) | {"visit": visit})
    known = known.keep(~np.isnan(days), "no day, so no visit can be told")
    known = known.keep(~np.isnan(known.columns["visit"]), "outside the windows of the planned visits")
    return known.keep(_nearest_of_visit(known, [*per, "visit"], day), "another score of the same visit is nearer to it")


def assign_visits(days: NDArray[np.float64], months: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each day the planned month of its window, NaN where the day is unknown or beyond the last window."""
    import numpy as np

    planned = months * DAYS_PER_MONTH
    gap = planned[-1] - planned[-2] if len(planned) > 1 else 2 * DAYS_PER_MONTH
    edges = np.append((planned[:-1] + planned[1:]) / 2, planned[-1] + gap / 2)
    place = np.searchsorted(edges, days, side="left")
    visit = np.full(len(days), np.nan)
    inside = ~np.isnan(days) & (place < len(months))
    visit[inside] = months[place[inside]]
    # Nothing after the injection is a baseline, however near, and nothing before it is a later visit.
    after = months[months > 0]
    visit[inside & (days > 0) & (visit <= 0)] = after[0] if len(after) else np.nan
    visit[~np.isnan(days) & (days <= 0)] = months[0] if months[0] <= 0 else np.nan
    return visit


def _nearest_of_visit(table: InputTable, per: Sequence[str], day: str) -> NDArray[np.bool_]:
    """Mark of each group of rows the one nearest to its planned day; the later one where two are as near."""
    import numpy as np

    visit = np.asarray(table.columns["visit"], dtype=np.float64)
    days = np.asarray(table.columns[day], dtype=np.float64)
    far = np.abs(days - visit * DAYS_PER_MONTH)
    best: dict[tuple[object, ...], int] = {}
    keys = [table.columns[name].tolist() for name in per if name in table.columns]
    for row, key in enumerate(zip(*keys, strict=True)):
        held = best.get(key)
        if held is None or (far[row], -days[row]) < (far[held], -days[held]):
            best[key] = row
    mask = np.zeros(len(days), dtype=bool)
    mask[list(best.values())] = True
    return mask
