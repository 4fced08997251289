"""A set of cases written as a folder of tables, CSV or Parquet: whole, or not at all."""

from __future__ import annotations

import csv
import json
import os
import shutil
from contextlib import ExitStack
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kneewise.case import table_sql as sql
from kneewise.case.definition import TABLES, Table
from kneewise.case.record import CARRIED
from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kneewise.case.record import Case
    from kneewise.case.table_files import TableForm


def write_tables(cases: Iterable[Case], folder: str | Path, form: TableForm = "parquet") -> int:
    """Write cases as a folder of tables, one at a time; gives their number.

    folder : made if it is not there; it must be empty. The tables are written beside it and put in place at
        the end, so that a broken run leaves nothing half written.
    form : "csv" keeps the order of the cases; "parquet" sorts by case, so that ranges of cases read only
        their part
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise _refuse(
            str(target), "a file, or a folder with something in it", "a folder that is empty or not there"
        )
    work = target.parent / f".{target.name}.{os.getpid()}.part"
    try:
        work.mkdir(parents=True)
    except OSError as error:
        raise _refuse(
            str(target), error.strerror or "a folder that cannot be made", "a writable place"
        ) from None
    try:
        n_cases = _write_csv(cases, work, ordered=form == "parquet")
        if form == "parquet":
            _turn_into_parquet(work)
        if target.exists():
            target.rmdir()
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return n_cases


def _refuse(file: str, found: str, allowed: str) -> BadInput:
    return BadInput([Problem(file=file, row=None, field=None, found=found, allowed=allowed)])


def _columns(table: Table) -> list[str]:
    carried = CARRIED if table.name == "cases" else ()
    return [*(field.name for field in table.fields), *carried]


def _write_csv(cases: Iterable[Case], folder: Path, *, ordered: bool) -> int:
    """Write every table as CSV; `ordered` puts the number of the row first, by which Parquet keeps rows in
    order."""
    n_cases = 0
    with ExitStack() as stack:
        writers = []
        for table in TABLES.values():
            path = folder / f"{table.name}.csv"
            file: IO[str] = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*(["n"] if ordered else []), *_columns(table)])
            writers.append((writer, _rows_of(table)))
        n_written = 0
        for case in cases:
            n_cases += 1
            for writer, rows_of in writers:
                for row in rows_of(case):
                    n_written += 1
                    writer.writerow([n_written, *row] if ordered else row)
    return n_cases


def _rows_of(table: Table) -> Callable[[Case], Iterable[list[Any]]]:
    if table.name == "cases":
        values = attrgetter(*(field.attribute for field in table.fields))
        return lambda case: [
            [*map(_cell, values(case)), *(_carried(case.carried.get(name)) for name in CARRIED)]
        ]
    rows = attrgetter(table.name)
    if table.plain:
        return lambda case: [[case.case, word] for word in rows(case)]
    getters = [attrgetter(field.attribute) for field in table.fields[1:]]
    return lambda case: [[case.case, *(_cell(get(row)) for get in getters)] for row in rows(case)]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)  # the shortest text that gives the same number back
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else value


def _carried(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _turn_into_parquet(folder: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"set temp_directory = {sql.literal(str(folder / 'spilled'))}")
        for table in TABLES.values():
            source = folder / f"{table.name}.csv"
            types = {field.name: sql.TYPES[field.kind] for field in table.fields}
            shape = ", ".join(
                f"{sql.literal(column)}: '{types.get(column, 'VARCHAR')}'" for column in _columns(table)
            )
            columns = ", ".join(map(sql.name, _columns(table)))
            connection.execute(
                f"copy (select {columns} from read_csv({sql.literal(str(source))}, auto_detect = false,"
                " header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', parallel = false,"
                f" max_line_size = 16777216, columns = {{'n': 'BIGINT', {shape}}}) order by \"case\", n)"
                f" to {sql.literal(str(folder / f'{table.name}.parquet'))} (format parquet, compression zstd)"
            )
            source.unlink()
    shutil.rmtree(folder / "spilled", ignore_errors=True)
