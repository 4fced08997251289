"""What a command of outcomes is given: a table of its own shape, or cases of which the table is made."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kneewise.cli.table_input import as_file, read_table, table_form
from kneewise.cli.table_kinds import InputTable, Wanted, check_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from kneewise.cli.case_tables import CaseList


def read_source(source: str | Path, cases: CaseList, wanted: Sequence[Wanted] = ()) -> InputTable:
    """Read a table, or make it of cases.

    source : a table (see `read_table`), a folder of case tables, a file of cases (YAML, or JSON with lists in it),
        or - for standard input
    cases : which of the tables of `case_tables.py` is made where cases are given
    wanted : columns with what they must hold; their names are those of the table, or of the one made
    """
    from kneewise.cli.table_objects import holds_cases

    with ExitStack() as stack:
        if source != "-" and Path(source).is_dir():
            return _of_cases(str(source), str(source), cases, wanted)
        path, name = stack.enter_context(as_file(str(source)))
        if table_form(path) == "yaml" or (table_form(path) == "json" and holds_cases(path)):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kneewise-"))) / "cases"
            _write_cases(path, folder)
            return _of_cases(str(folder), name, cases, wanted)
        return read_table(path, wanted, name=name)


def _write_cases(path: str, folder: Path) -> None:
    """Turn case documents into tables: from here on all cases go one way."""
    from kneewise.case.sets import read_cases
    from kneewise.case.table_writer import write_tables
    from kneewise.cli.set_aside import SetAside

    write_tables(SetAside(read_cases(path), skip_bad=False).cases(), folder)


def _of_cases(folder: str, name: str, cases: CaseList, wanted: Sequence[Wanted]) -> InputTable:
    import duckdb

    from kneewise.case.tables import open_tables
    from kneewise.cli.case_tables import make_table
    from kneewise.cli.table_columns import take_columns

    connection: duckdb.DuckDBPyConnection
    with duckdb.connect() as connection:
        open_tables(connection, folder)
        kinds, told = make_table(connection, cases)
        check_names(name, list(kinds), wanted)
        table = take_columns(connection, kinds, name, wanted, others=True)
        return replace(table, told=(*told, *table.told), of_cases=True)
