"""The views that a review reads: every column of the definition there and typed, whatever the files hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.case import table_sql as sql
from kneewise.case.record import CARRIED

if TYPE_CHECKING:
    import duckdb

    from kneewise.case.definition import Field, Table
    from kneewise.case.table_checks import Source


def make_view(
    connection: duckdb.DuckDBPyConnection, table: Table, source: Source | None, *, without_bad: bool
) -> None:
    """Make the view `in_<table>`; `without_bad` leaves out the cases that `bad_keys` lists."""
    stored = source.stored if source else {}
    columns = []
    for one in table.fields:
        kind = sql.TYPES[one.kind]
        if one.name not in stored:
            value = f"cast(null as {kind})"
        elif source is not None and source.form == "csv":
            value = sql.typed_from_text(one)
        else:
            value = sql.typed(one, stored[one.name])
        if table.name == "cases" and one.name == "claim":
            value = f'coalesce({value}, "case")'
        columns.append(f"{value} as {sql.name(one.name)}")
        if table.name == "cases" and one.kind == "text" and one.name not in ("case", "claim"):
            columns.append(f"{_recorded(one, source)} as {sql.name('has_' + one.name)}")
    if table.name == "cases":
        for name in CARRIED:
            value = sql.name(name) if name in stored else "null"
            columns.append(f"cast({value} as VARCHAR) as {sql.name(name)}")
    else:
        columns.append(f'{_row_number(source)} as "row"')
    body = f"select {', '.join(columns)} from {source.relation if source else '(select 1) where false'}"
    view = f"in_{table.name}"
    if source is not None and source.form == "csv":
        # Typed once, then the text is let go.
        connection.execute(f"create or replace table typed_{table.name} as {body}")
        connection.execute(f"drop table {source.relation}")
        body = f"select * from typed_{table.name}"
    if without_bad and source is not None:
        body = (
            f'select * from ({body}) x where "case" is not null'
            ' and not exists (select 1 from bad_keys b where b."case" = x."case")'
        )
    connection.execute(f"create or replace view {view} as {body}")


def _recorded(field: Field, source: Source | None) -> str:
    """Whether a text is there at all: asked of the stored column, since composing Unicode costs more than
    the rest."""
    if source is None or field.name not in source.stored:
        return "false"
    column = sql.name(field.name)
    return f"({column} is not null and {column} <> '')"


def _row_number(source: Source | None) -> str:
    if source is None:
        return "cast(null as BIGINT)"
    if source.form == "csv":
        return "rowid + 2"
    # Parts come one after the other; 2^40 rows a part are more than a Parquet file of such rows can hold.
    return "cast(file_index as BIGINT) * 1099511627776 + file_row_number + 1"
