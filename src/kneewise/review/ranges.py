"""A large set in ranges of its keys: each is reviewed by itself, so that memory does not grow with the set."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kneewise.case.tables import OpenTables


def range_condition(low: str | None, high: str | None) -> str:
    """Write the condition of a range of keys."""
    from kneewise.case.table_sql import literal

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
    cuts: list[str] = []
    for low, _ in case_ranges(connection, opened, size)[1:]:
        cut = connection.execute(
            'SELECT min("case") FROM in_cases WHERE claim = (SELECT claim FROM in_cases WHERE "case" >= $1'
            ' ORDER BY "case" LIMIT 1) AND "case" >= $2',
            [low, cuts[-1] if cuts else ""],
        ).fetchone()
        if cut and cut[0] is not None and (not cuts or cut[0] > cuts[-1]):
            cuts.append(cut[0])
    return list(pairwise([None, *cuts, None]))
