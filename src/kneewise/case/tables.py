"""A set of cases as a folder of tables: opened as views of a DuckDB connection, checked, and cut into ranges
of cases.

`cases.csv` or `cases.parquet` and one table per list; a missing table is an empty one, a missing column is
unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kneewise.case.definition import TABLES
from kneewise.case.table_checks import (
    BadRow,
    Source,
    find_bad_cells,
    find_orphans,
    find_repeated,
    has_orphans,
    shown_key,
)
from kneewise.case.table_files import find_tables
from kneewise.case.table_ranges import case_ranges, is_clustered
from kneewise.case.table_sources import table_source, telling_unreadable
from kneewise.case.table_views import make_view
from kneewise.case.table_writer import write_tables
from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

__all__ = ["OpenTables", "case_ranges", "check_orphans", "open_tables", "write_tables"]

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTables:
    """What `open_tables` found.

    n_cases : cases that the view `in_cases` shows
    n_rows : rows of each view, by table; a missing table has none
    problems : the first problems of cases set aside, all of them in the table `bad_cases`; empty without
        `skip_bad`
    n_bad_cases, n_problems : how many cases were set aside, and for how many problems
    clustered : tables whose files bring the cases in rising order, so that a range of cases reads only a
        part of them
    unchecked : lists in Parquet whose rows were not yet compared with `cases` (see `open_tables`)
    files : every file that the views read; a locked-down database must still be allowed to
    """

    n_cases: int
    n_rows: dict[str, int]
    problems: tuple[Problem, ...]
    n_bad_cases: int
    n_problems: int
    clustered: dict[str, bool]
    unchecked: frozenset[str]
    files: tuple[str, ...]
    sources: dict[str, Source] = field(repr=False)


def open_tables(
    connection: duckdb.DuckDBPyConnection,
    folder: str | Path,
    *,
    skip_bad: bool = False,
    orphans: bool = True,
    check: bool = True,
) -> OpenTables:
    """Open a folder of tables: one view `in_<table>` for every table of the definition, every column there
    and typed.

    Columns that the files lack are null, tables that they lack are empty; text is NFC, empty text is null, a
    missing claim is the case. `in_cases` has a column `has_<text>` beside each text, true where it is not
    null. Lists have one column more, `row`: the place of the row in its file, rising, for what has an order
    (steps). `in_cases` has the carried columns note, source and expected (text) more. A view over Parquet
    reads the file at each use; CSV is loaded.

    skip_bad : set every bad case aside with all of its rows: views leave it out, and the table
        `bad_cases(case, file, row, field, found, allowed)` lists the problems
    orphans : compare the keys of every list with those of `cases`. It costs more than all other checks
        together (about 1 CPU s for a million cases with 15 million rows), so whoever joins every list to
        `cases` anyway may leave it out and do it in passing: group each list by case with count(*), join to
        `cases`, and compare the sum over the cases with `n_rows`; where they differ, `check_orphans` says
        which rows. Not with `skip_bad`.

    check : False takes the values of Parquet files as they are, for a set that was checked before; CSV is
        always checked

    Raises BadInput with the first 20 problems and their number. Files that are no tables, unknown columns,
    columns of an unsuitable type and broken files are refused even with `skip_bad`.
    """
    files = find_tables(folder)
    sources = {table: table_source(connection, one) for table, one in files.items()}
    looked_at = {
        name: source for name, source in sources.items() if check or skip_bad or source.form == "csv"
    }
    bad, total = _check(
        connection,
        sources["cases"],
        looked_at,
        most=None if skip_bad else _SHOWN,
        orphans=orphans or skip_bad,
    )
    if total and not skip_bad:
        raise BadInput([row.problem for row in bad[:_SHOWN]], total=total)
    _set_aside(connection, bad)
    for table in TABLES.values():
        make_view(connection, table, sources.get(table.name), without_bad=bool(bad))
    n_rows = {table: _n_rows(connection, table) if table in sources else 0 for table in TABLES}
    n_bad = connection.execute("select count(*) from bad_keys").fetchone()
    return OpenTables(
        n_cases=n_rows["cases"],
        n_rows=n_rows,
        problems=tuple(row.problem for row in bad[:_SHOWN]),
        n_bad_cases=n_bad[0] if n_bad else 0,
        n_problems=total,
        clustered={table: is_clustered(connection, source) for table, source in sources.items()},
        unchecked=frozenset(
            table
            for table, source in sources.items()
            if table != "cases"
            and (table not in looked_at or not (orphans or skip_bad or source.form == "csv"))
        ),
        files=tuple(path for one in files.values() for path in one.paths),
        sources=sources,
    )


def check_orphans(
    connection: duckdb.DuckDBPyConnection, opened: OpenTables, tables: Iterable[str] | None = None
) -> None:
    """Raise BadInput for rows of the unchecked lists (else those named of them) whose case is not in
    `cases`."""
    bad: list[BadRow] = []
    total = 0
    cases = replace(opened.sources["cases"], relation="in_cases")
    for table in sorted(opened.unchecked) if tables is None else tables:
        if table in opened.unchecked:
            rows, n_bad = find_orphans(connection, opened.sources[table], cases, _SHOWN)
            bad += rows
            total += n_bad
    if total:
        raise BadInput([row.problem for row in bad[:_SHOWN]], total=total)


def _check(
    connection: duckdb.DuckDBPyConnection,
    cases: Source,
    sources: dict[str, Source],
    *,
    most: int | None,
    orphans: bool,
) -> tuple[list[BadRow], int]:
    bad: list[BadRow] = []
    total = 0
    if not sources:
        return bad, total
    for source in sources.values():
        with telling_unreadable(source):
            rows, n_bad = find_bad_cells(connection, source, most)
            bad += rows
            total += n_bad
    with telling_unreadable(cases):
        rows, n_bad = find_repeated(connection, cases, most)
        bad += rows
        total += n_bad
        lists = [
            source for source in sources.values() if source is not cases and (orphans or source.form == "csv")
        ]
        for source in lists if has_orphans(connection, lists, cases) else ():
            rows, n_bad = find_orphans(connection, source, cases, most)
            bad += rows
            total += n_bad
    return bad, total


def _set_aside(connection: duckdb.DuckDBPyConnection, bad: list[BadRow]) -> None:
    connection.execute(
        'create or replace table bad_cases("case" VARCHAR, file VARCHAR, "row" BIGINT, field VARCHAR,'
        " found VARCHAR, allowed VARCHAR)"
    )
    connection.execute('create or replace table bad_keys("case" VARCHAR)')
    if not bad:
        return
    told = [(shown_key(row.key), row.problem) for row in bad]
    connection.execute(
        "insert into bad_cases select unnest($1::VARCHAR[]), unnest($2::VARCHAR[]), unnest($3::BIGINT[]),"
        " unnest($4::VARCHAR[]), unnest($5::VARCHAR[]), unnest($6::VARCHAR[])",
        [
            [key for key, _ in told],
            *(
                [getattr(one, name) for _, one in told]
                for name in ("file", "row", "field", "found", "allowed")
            ),
        ],
    )
    keys = sorted({row.key for row in bad if row.key is not None})
    connection.execute("insert into bad_keys select unnest($1::VARCHAR[])", [keys])


def _n_rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from in_{table}").fetchone()
    return int(row[0]) if row else 0
