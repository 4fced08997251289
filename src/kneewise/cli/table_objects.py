"""Tables as JSON: one flat object a line (JSON Lines), or an array of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneewise.cli.table_kinds import refuse_table
from kneewise.errors import BadInput, Problem, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

_SHOWN = 20


def load_objects(connection: duckdb.DuckDBPyConnection, path: str, name: str) -> dict[str, str]:
    """Load the objects as the view `input`: every key that occurs is a column, a missing key is a gap."""
    import csv

    from kneewise.cli.table_input import check_header

    objects = list(read_objects(path, name))
    header = list(dict.fromkeys(key for _, one in objects for key in one))
    if not header:
        raise refuse_table(name, "no row", "at least one object")
    check_header(header, name)
    # Through a CSV file: the database then reads and types them as it does every other table.
    with tempfile.TemporaryDirectory(prefix="kneewise-") as folder:
        made = Path(folder) / "objects.csv"
        with made.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*header, "#"])
            writer.writerows([*(_cell(one.get(key)) for key in header), row] for row, one in objects)
        from kneewise.case.csv_tables import load_csv

        load_csv(connection, str(made), "objects", [*header, "#"], len(objects))
    connection.execute('create view input as select * exclude ("#"), cast("#" as BIGINT) as "#" from objects')
    return dict.fromkeys(header, "VARCHAR")


def read_objects(path: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each object with its line (JSON Lines) or its place in the array, from 1."""
    from kneewise.case.json_documents import read_array, read_lines
    from kneewise.case.sources import open_text

    problems: list[Problem] = []
    with open_text(path, None) as (text, _, form):
        documents = read_lines(text, name) if form == "jsonl" else read_array(text, name)
        for row, document in documents:
            if len(problems) >= _SHOWN:
                break
            if isinstance(document, Exception):
                problems.append(_problem(name, row, None, str(document), "one JSON object a line"))
            elif not isinstance(document, dict):
                problems.append(_problem(name, row, None, describe(document), "a flat JSON object"))
            else:
                nested = [key for key, value in document.items() if isinstance(value, list | dict)]
                problems += [
                    _problem(name, row, str(key)[:40], describe(document[key]), "a number, a text or null")
                    for key in nested
                ]
                yield row, document
    if problems:
        raise BadInput(problems)


def holds_cases(path: str) -> bool:
    """Tell whether a JSON file holds case documents rather than rows: lists or groups stand in its first object."""
    from kneewise.case.json_documents import read_array, read_lines
    from kneewise.case.sources import open_text

    with open_text(path, None) as (text, _, form):
        documents = read_lines(text, path) if form == "jsonl" else read_array(text, path)
        first = next((document for _, document in documents), None)
    return isinstance(first, dict) and any(isinstance(value, list | dict) for value in first.values())


def _problem(file: str, row: int, field: str | None, found: str, allowed: str) -> Problem:
    return Problem(file=file, row=row, field=field, found=found, allowed=allowed)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
