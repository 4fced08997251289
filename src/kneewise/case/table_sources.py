"""The files of one table as DuckDB sees them: their columns looked over before anything is read from them."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kneewise.case import table_sql as sql
from kneewise.case.csv_tables import load_csv, look_over_csv
from kneewise.case.definition import CARRIED_FIELDS, TABLES, Table
from kneewise.case.documents import name_nearest
from kneewise.case.identity import NO_IDENTITY, is_identity_key, show_key
from kneewise.case.record import CARRIED
from kneewise.case.table_checks import Source
from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from kneewise.case.table_files import TableFiles

_SHOWN = 20


def table_source(connection: duckdb.DuckDBPyConnection, files: TableFiles) -> Source:
    """Look over the columns of a table's files, and load them if they are CSV."""
    table = TABLES[files.table]
    n_rows = 0
    if files.form == "csv":
        relation = f"csv_{table.name}"
        columns, n_rows = look_over_csv(files.paths[0])
        stored = dict.fromkeys(columns, "VARCHAR")
    else:
        relation, stored = _describe(connection, files)
        columns = list(stored)
    problems = _column_problems(table, files, columns, stored)
    if problems:
        raise BadInput(problems[:_SHOWN], total=len(problems))
    if files.form == "csv":
        load_csv(connection, files.paths[0], relation, columns, n_rows)
    return Source(
        table=table.name,
        form=files.form,
        relation=relation,
        paths=files.paths,
        stored=stored,
        fields=tuple(
            one
            for one in (*table.fields, *(CARRIED_FIELDS if table.name == "cases" else ()))
            if one.name in stored
        ),
    )


def _describe(connection: duckdb.DuckDBPyConnection, files: TableFiles) -> tuple[str, dict[str, str]]:
    paths = ", ".join(sql.literal(str(Path(path).resolve())) for path in files.paths)
    union = ", union_by_name = true" if len(files.paths) > 1 else ""
    relation = f"read_parquet([{paths}], hive_partitioning = false{union})"
    try:
        described = connection.execute(f"describe select * from {relation}").fetchall()
    except Exception as error:
        raise _unreadable(files.paths[0], error) from None
    return relation, {row[0]: row[1] for row in described}


def _unreadable(path: str, error: Exception) -> BadInput:
    found = f"a file that cannot be read ({type(error).__name__})"
    return BadInput([Problem(file=path, row=None, field=None, found=found, allowed="an unbroken file")])


def _column_problems(
    table: Table, files: TableFiles, columns: list[str], stored: dict[str, str]
) -> list[Problem]:
    known = {one.name: one for one in table.fields}
    carried = CARRIED if table.name == "cases" else ()
    file = files.paths[0] if len(files.paths) == 1 else f"{files.paths[0]} and other parts"

    def problem(column: str | None, found: str, allowed: str) -> Problem:
        place = table.name if column is None else f"{table.name}.{column}"
        return Problem(file=file, row=None, field=place, found=found, allowed=allowed)

    if not set(columns) & set(known):
        # Without a header the first line is data: none of it is shown.
        return [problem(None, "no known column", "a header with: " + ", ".join(known))]
    problems = []
    for number, column in enumerate(columns):
        if column in columns[:number]:
            problems.append(problem(None, f"the column {show_key(column)} twice", "each column once"))
        elif column in known:
            if not sql.fits(known[column], stored[column]) and files.form == "parquet":
                allowed = f"a column of type {sql.TYPES[known[column].kind]}"
                problems.append(problem(column, f"a column of type {stored[column][:60]}", allowed))
        elif column in carried:
            if stored[column] not in ("VARCHAR", '"NULL"'):
                problems.append(problem(column, f"a column of type {stored[column][:60]}", "text (VARCHAR)"))
        elif is_identity_key(column):
            problems.append(problem(None, "a column for what could name a person", NO_IDENTITY))
        else:
            nearest = name_nearest(column, [*known, *carried])
            problems.append(problem(None, f"unknown column {show_key(column)}", nearest))
    missing = [one.name for one in table.fields if one.required and one.name not in columns]
    return problems + [problem(name, "no such column", "this column is required") for name in missing]


@contextmanager
def telling_unreadable(source: Source) -> Iterator[None]:
    """Tell whatever DuckDB raises while a table is read as a file that cannot be read."""
    try:
        yield
    except BadInput:
        raise
    except Exception as error:
        raise _unreadable(source.paths[0], error) from None
