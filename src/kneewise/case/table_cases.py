"""Single cases out of opened tables: what a person opens is explained from the record itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.case import table_sql as sql
from kneewise.case.definition import TABLES, Table
from kneewise.case.documents import case_from_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from kneewise.case.record import Case

_BATCH = 1_000


def cases_from_tables(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> Iterator[Case]:
    """Give the cases of these keys out of the views that `open_tables` made, in the order of the keys.

    Rows of a list come in the order of their file. Raises KeyError for a key that the views do not show.
    """
    for start in range(0, len(keys), _BATCH):
        batch = list(keys[start : start + _BATCH])
        documents = _documents(connection, batch)
        for key in batch:
            yield case_from_document(documents[key], file="tables", row=None)


def _documents(connection: duckdb.DuckDBPyConnection, keys: list[str]) -> dict[str, dict[str, Any]]:
    documents: dict[str, dict[str, Any]] = {}
    for table in TABLES.values():
        for row in _rows(connection, table, keys):
            values = dict(zip((field.path for field in table.fields), row, strict=False))
            key = values.pop("case")
            if table.name == "cases":
                carried = dict(zip(("note", "source", "expected"), row[len(table.fields) :], strict=True))
                documents[key] = {"case": key, **_nested(values), **carried}
                continue
            mine = documents[key].setdefault(table.name, [])
            if table.plain:
                mine += values.values()
            else:
                mine.append({path.partition(".")[2]: value for path, value in values.items()})
    return documents


def _rows(connection: duckdb.DuckDBPyConnection, table: Table, keys: list[str]) -> list[tuple[Any, ...]]:
    columns = [sql.name(field.name) for field in table.fields]
    columns += ["note", "source", "expected"] if table.name == "cases" else []
    order = "" if table.name == "cases" else ' order by "row"'
    # The lowest and highest key let Parquet skip what lies outside; the list alone would not.
    query = (
        f"select {', '.join(columns)} from in_{table.name}"
        f' where "case" >= $2 and "case" <= $3 and list_contains($1::VARCHAR[], "case"){order}'
    )
    return connection.execute(query, [keys, min(keys), max(keys)]).fetchall()


def _nested(values: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for path, value in values.items():
        group, dot, key = path.partition(".")
        if dot:
            document.setdefault(group, {})[key] = value
        else:
            document[group] = value
    return document
