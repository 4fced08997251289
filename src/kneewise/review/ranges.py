"""A large set in ranges of its keys: each is reviewed by itself, so that memory does not grow with the set."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kneewise.case.table_sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kneewise.case.tables import OpenTables


def range_condition(low: str | None, high: str | None) -> str:
    """Write the condition of a range of keys."""
    parts = [f'"case" >= {literal(low)}'] if low is not None else []
    parts += [f'"case" < {literal(high)}'] if high is not None else []
    return " AND ".join(parts) or "TRUE"


def cut_ranges(connection: DuckDBPyConnection, opened: OpenTables, size: int) -> list[tuple[str | None, str | None]]:
    """Cut the set into ranges; a claim never lies in two of them, or the set is one range.

    Ranges pay only where every table brings the cases in rising order: each range then reads its own part of a file.
    Claims and cases must both rise, row by row: row groups in order (`clustered`) say nothing of the rows in them.
    """
    from kneewise.case.tables import case_ranges

    if opened.n_cases <= 2 * size or not all(opened.clustered.values()):
        return [(None, None)]
    broken = connection.execute(
        'SELECT count(*) FROM (SELECT claim, "case", lag(claim) OVER () AS claim_before,'
        ' lag("case") OVER () AS case_before FROM in_cases) WHERE claim < claim_before OR "case" < case_before'
    ).fetchone()
    if broken is None or broken[0]:
        return [(None, None)]
    lows = [low for low, _ in case_ranges(connection, opened, size)[1:] if low is not None]
    # A cut may fall between the two knees of a claim: it moves to the claim's first. Two passes for all cuts together.
    listed = ", ".join(literal(low) for low in lows)
    claims = f'SELECT claim FROM in_cases WHERE "case" IN ({listed})'
    rows = connection.execute(f'SELECT min("case") FROM in_cases WHERE claim IN ({claims}) GROUP BY claim').fetchall()
    return list(pairwise([None, *sorted(cut for (cut,) in rows), None]))
