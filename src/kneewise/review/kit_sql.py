"""Labels and permits of many cases: each distinct text is read once in Python and joined as a small table.

Labels of one lot differ in their serial numbers, so the serial is taken off the end first; a label in which it does not
stand last is read whole. That the serial changes nothing else is what `device.templates` proves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.device.templates import label_template
from kneewise.policy.fact_python import LABEL_ASKS, LICENCE_ASKS
from kneewise.review.kits import LicenceBook, label_facts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A serial in brackets (device.templates), as an expression of DuckDB; `ltrim` with the same characters takes 20 times
# as long.
_SERIAL = """[!"%&''*+,\\-./0-9:;<=>?A-Z_a-z]{1,20}"""
_TYPES = {"made_on": "DATE", "expires_on": "DATE", "lot": "VARCHAR"}
_BATCH = 20_000
MALFORMED_LIMIT = 1000  # beyond so many odd beginnings every label is read whole


def serial_stands_last(column: str) -> str:
    """SQL of whether a label ends in a serial that can be taken off."""
    tail = f"substr({column}, strpos({column}, '(21)') + 4)"
    return f"(strpos({column}, '(21)') > 0 AND regexp_full_match({tail}, '{_SERIAL}'))"


def label_key(column: str, *, whole: bool, malformed: bool = False) -> str:
    """SQL of the text under which a label is read: without its serial where that stands last."""
    if whole:
        return column
    odd = f" AND left({column}, strpos({column}, '(21)') + 3) || '0' NOT IN (SELECT key FROM malformed_labels)"
    return (
        f"(CASE WHEN {serial_stands_last(column)}{odd if malformed else ''}"
        f" THEN left({column}, strpos({column}, '(21)') + 3) || '0' ELSE {column} END)"
    )


def make_label_table(connection: DuckDBPyConnection) -> str:
    """Make the table `labels(key, device_identifier, serial, <LABEL_ASKS>)`; give the SQL of its key over `kit_udi`."""
    connection.execute("CREATE TEMP TABLE malformed_labels(key VARCHAR)")
    keys = _distinct(connection, label_key("kit_udi", whole=False))
    malformed = [key for key in keys if key.endswith("(21)0") and label_template(key) != (key, "0")]
    whole = len(malformed) > MALFORMED_LIMIT
    key_sql = label_key("kit_udi", whole=whole, malformed=bool(malformed) and not whole)
    if malformed:
        if not whole:
            connection.executemany("INSERT INTO malformed_labels VALUES (?)", [[key] for key in malformed])
        keys = _distinct(connection, key_sql)
    columns = ", ".join(f'"{ask}" {_TYPES.get(ask, "BOOLEAN")}' for ask in LABEL_ASKS)
    connection.execute(f"CREATE TEMP TABLE labels(key VARCHAR, device_identifier VARCHAR, serial VARCHAR, {columns})")
    for start in range(0, len(keys), _BATCH):
        _insert(connection, "labels", [_label_values(key) for key in keys[start : start + _BATCH]])
    return key_sql


def _distinct(connection: DuckDBPyConnection, key: str) -> list[str]:
    rows = connection.execute(f"SELECT DISTINCT {key} FROM in_cases WHERE kit_udi IS NOT NULL ORDER BY 1").fetchall()
    return [row[0] for row in rows]


def _label_values(key: str) -> list[Any]:
    from kneewise.device.labels import read_label

    label = read_label(key)
    return [key, label.device_identifier, label.serial, *label_facts(label)]


def _insert(connection: DuckDBPyConnection, table: str, rows: list[list[Any]]) -> None:
    """Insert rows column by column: one statement for thousands of rows."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        types = [row[1] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
        lists = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(types, 1))
        connection.execute(f"INSERT INTO {table} SELECT {lists}", columns)


def make_licence_table(connection: DuckDBPyConnection, book: LicenceBook) -> dict[str, str]:
    """Make the table `licences`; gives the SQL of each licence fact over it (`n`) and the cases (`c`)."""
    from kneewise.device.licences import licence_spans

    permits = [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT kit_permit FROM in_cases WHERE kit_permit IS NOT NULL ORDER BY 1"
        ).fetchall()
    ]
    spans = {permit: licence_spans(book.licences, permit) for permit in permits}
    n_spans = max((len(each) for each in spans.values()), default=0)
    columns = ["permit VARCHAR", "shape_known BOOLEAN", *(f"fits_{n} BOOLEAN" for n in range(1, 5))]
    columns += ["in_force_undated BOOLEAN", "marrow_undated BOOLEAN"]
    columns += [f"{name}_{n} {kind}" for n in range(n_spans) for name, kind in _SPAN_COLUMNS]
    connection.execute(f"CREATE TEMP TABLE licences({', '.join(columns)})")
    rows = []
    for permit in permits:
        undated = book.row(permit, None, None)
        fits = [book.row(permit, None, number)[3] for number in range(1, 5)]
        row: list[Any] = [permit, undated[2], *fits, undated[0], undated[1]]
        for n in range(n_spans):
            span = spans[permit][n] if n < len(spans[permit]) else None
            row += [None] * 3 if span is None else [span.until, span.in_force, "marrow" in span.covers]
        rows.append(row)
    for start in range(0, len(rows), _BATCH):
        _insert(connection, "licences", rows[start : start + _BATCH])
    fits_sql = "CASE c.kit_class " + " ".join(f"WHEN {number} THEN n.fits_{number}" for number in range(1, 5)) + " END"
    dated = {"in_force": "in_force", "marrow": "marrow"}
    found = {ask: _on_the_day(name, n_spans) for ask, name in dated.items()}
    return {**found, "shape_known": "n.shape_known", "shape_fits_class": fits_sql}


_SPAN_COLUMNS = (("until", "DATE"), ("in_force", "BOOLEAN"), ("marrow", "BOOLEAN"))
assert set(LICENCE_ASKS) == {"in_force", "marrow", "shape_known", "shape_fits_class"}


def _on_the_day(name: str, n_spans: int) -> str:
    """The answer of the first run of days that has not ended; the runs of a permit cover all days, in order."""
    branches = [f"WHEN c.service_on IS NULL THEN n.{name}_undated"]
    for n in range(n_spans):
        known = f"n.{name}_{n} IS NOT NULL"
        branches.append(f"WHEN {known} AND (n.until_{n} IS NULL OR c.service_on < n.until_{n}) THEN n.{name}_{n}")
    return f"(CASE {' '.join(branches)} END)"
