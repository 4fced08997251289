"""One table out of one CSV file: looked over before DuckDB reads it, and counted after, so that no row is
lost."""

from __future__ import annotations

import codecs
import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneewise.case.sources import not_utf8, whole_file
from kneewise.case.table_sql import literal, name

if TYPE_CHECKING:
    import duckdb

_CHUNK = 1 << 22
_LONGEST_LINE = 1 << 23
_LONGEST_CELL = 1 << 20


def look_over_csv(path: str) -> tuple[list[str], int]:
    """Give the header of a CSV file and the number of its rows, counted without DuckDB.

    The file is comma-separated UTF-8 with a header, quotes doubled within quotes (RFC 4180), lines ending in
    any way.
    """
    return _count(path, quoted=_look_over(path))


def load_csv(
    connection: duckdb.DuckDBPyConnection, path: str, into: str, columns: list[str], n_rows: int
) -> None:
    """Load a CSV file as a table of text, empty cells as null; the rows must be as many as were counted."""
    shape = ", ".join(f"{literal(f'c{number}')}: 'VARCHAR'" for number in range(len(columns)))
    named = ", ".join(f"nfc_normalize(c{number}) as {name(column)}" for number, column in enumerate(columns))
    try:
        connection.execute(
            f"create or replace table {into} as select {named}"
            f" from read_csv({literal(path)}, auto_detect = false, header = true, delim = ',',"
            f" quote = '\"', escape = '\"', nullstr = '', columns = {{{shape}}}, strict_mode = true,"
            f" parallel = false, max_line_size = {_LONGEST_LINE})"
        )
    except Exception as error:
        raise whole_file(path, *_broken(error)) from None
    counted = connection.execute(f"select count(*) from {into}").fetchone()
    if counted is None or counted[0] != n_rows:
        found = f"{n_rows} rows, of which {counted[0] if counted else 0} could be read"
        raise whole_file(path, found, "one kind of line end; RFC 4180")


def _look_over(path: str) -> bool:
    """Refuse what is no UTF-8 text; tell whether there are quotes, which make counting slower."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    quoted = False
    try:
        with Path(path).open("rb") as file:
            while chunk := file.read(_CHUNK):
                if b"\0" in chunk:
                    raise whole_file(path, "a zero byte", "CSV as text in UTF-8")
                quoted = quoted or b'"' in chunk
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise not_utf8(path, error) from None
    except OSError as error:
        raise whole_file(path, error.strerror or "an unreadable file", "a readable file") from None
    return quoted


def _count(path: str, *, quoted: bool) -> tuple[list[str], int]:
    """Read the header, and count the rows without DuckDB: the two counts must agree."""
    csv.field_size_limit(_LONGEST_CELL)
    with Path(path).open(encoding="utf-8-sig", newline="" if quoted else None) as file:
        rows = csv.reader(file, strict=True)
        try:
            header = next((row for row in rows if row), [])
            if not header:
                raise whole_file(path, "an empty file", "a header and rows")
            if not quoted:
                return header, sum(1 for line in file if line != "\n")
            n_rows = 0
            for number, row in enumerate(rows, 2):
                if len(row) not in (0, len(header)):
                    raise _ragged(path, number, len(header), len(row))
                n_rows += bool(row)
        except csv.Error:
            raise whole_file(
                path, "broken quotes", "RFC 4180: quotes doubled within quotes", rows.line_num
            ) from None
        return header, n_rows


def _ragged(path: str, row: int, expected: int, found: int) -> Exception:
    return whole_file(path, f"{found} cells", f"{expected} cells, as in the header", row)


def _broken(error: Exception) -> tuple[str, Any, Any]:
    # DuckDB's message quotes the line, which may hold a patient's values; only numbers are taken from it.
    text = str(error)
    line = re.search(r"CSV Error on Line: ([0-9]+)", text)
    row = int(line.group(1)) if line else None
    cells = re.search(r"Expected Number of Columns: ([0-9]+) Found: ([0-9]+)", text)
    if cells:
        return f"{cells.group(2)} cells", f"{cells.group(1)} cells, as in the header", row
    return "broken CSV", "RFC 4180: commas between cells, quotes doubled within quotes", row
