"""A set of cases cut into ranges of about equal size, so that a large one is reviewed piece by piece."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kneewise.case import table_sql as sql

if TYPE_CHECKING:
    import duckdb

    from kneewise.case.table_checks import Source
    from kneewise.case.tables import OpenTables

_SAMPLED = 50_000


def _row_groups(
    connection: duckdb.DuckDBPyConnection, source: Source
) -> list[tuple[str | None, str | None, int]]:
    """Give the lowest and highest case and the number of rows of each row group, in the order of the
    files."""
    groups: list[tuple[str | None, str | None, int]] = []
    for path in source.paths:
        groups += connection.execute(
            "select stats_min_value, stats_max_value, row_group_num_rows"
            f" from parquet_metadata({sql.literal(path)}) where path_in_schema = 'case' order by row_group_id"
        ).fetchall()
    return groups


def is_clustered(connection: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Tell whether a table's row groups bring the cases in rising order, overlapping at their ends at most.

    In a list one row group in twenty may stand elsewhere (a writer flushes a late buffer at the end of a file): it is
    read for one range more, which changes no answer. Never so for CSV, which is loaded whole.
    """
    if source.form == "csv":
        return False
    highest = ""
    n_groups = n_late = 0
    for low, high, n_rows in _row_groups(connection, source):
        if not n_rows:
            continue
        if low is None or high is None:
            return False
        n_groups += 1
        n_late += low < highest
        highest = max(high, highest)
    return n_late == 0 if source.table == "cases" else n_late * 20 <= n_groups


def case_ranges(
    connection: duckdb.DuckDBPyConnection, opened: OpenTables, n_cases: int
) -> list[tuple[str | None, str | None]]:
    """Cut the keys of all cases into ranges `low <= "case" < high` of about `n_cases` each; None has no
    limit.

    Every case is in exactly one range. Where `cases` is clustered the cuts are the edges of row groups, else
    those of a sample; the last range has what is left.
    """
    if opened.n_cases <= n_cases:
        return [(None, None)]
    source = opened.sources["cases"]
    cuts = _cuts_of_groups(connection, source, n_cases) if opened.clustered["cases"] else None
    if cuts is None:
        cuts = _cuts_of_sample(connection, opened.n_cases, n_cases)
    edges = [None, *cuts, None]
    return list(pairwise(edges))


def _cuts_of_groups(connection: duckdb.DuckDBPyConnection, source: Source, n_cases: int) -> list[str] | None:
    groups = _row_groups(connection, source)
    if max(n_rows for _, _, n_rows in groups) > 2 * n_cases:
        return None
    cuts: list[str] = []
    gathered = 0
    for low, _, n_rows in groups:
        if gathered and low is not None and gathered + n_rows > n_cases and (not cuts or low > cuts[-1]):
            cuts.append(low)
            gathered = 0
        gathered += n_rows
    return cuts


def _cuts_of_sample(connection: duckdb.DuckDBPyConnection, n_all: int, n_cases: int) -> list[str]:
    sample = connection.execute(
        f'select "case" from in_cases using sample reservoir({_SAMPLED} rows) repeatable (1)'
    ).fetchall()
    keys = sorted({row[0] for row in sample})
    n_ranges = -(-n_all // n_cases)
    cuts = {keys[len(keys) * number // n_ranges] for number in range(1, n_ranges)}
    return sorted(cuts - {keys[0]})
