"""Results as files: JSON, CSV, Parquet and pictures; the same results give the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kneewise.report.sections import Picture


def write_whole(path: str, content: bytes) -> None:
    """Write a file that stands at its place whole or not at all."""
    from kneewise.review.output import place_whole

    with place_whole(Path(path)) as beside:
        beside.write_bytes(content)


def write_result(out: str, document: Any, rows: Mapping[str, Sequence[Any]]) -> None:
    """Write a result as the ending of `out` says; '-' prints JSON."""
    if out == "-":
        from kneewise.cli.streams import utf8_output

        utf8_output().write(json_text(document))
    elif out.lower().endswith(".json"):
        write_whole(out, json_text(document).encode("utf-8"))
    elif out.lower().endswith(".csv"):
        write_whole(out, csv_text(rows).encode("utf-8"))
    else:
        _write_parquet(out, rows)


def json_text(document: Any) -> str:
    """A result as JSON, indented, nothing rounded, null where a figure is not known."""
    from kneewise.document import as_document

    return json.dumps(as_document(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def csv_text(rows: Mapping[str, Sequence[Any]]) -> str:
    """Columns as CSV; numbers as the shortest text that gives them back, gaps empty."""
    import csv
    import io

    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(rows)
    writer.writerows([_csv_cell(cell) for cell in row] for row in zip(*rows.values(), strict=True))
    return target.getvalue()


def _plain(value: Any) -> Any:
    """A value of Python; None for what is not known."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - NaN


def _csv_cell(value: Any) -> Any:
    value = _plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else repr(value) if isinstance(value, float) else value


def _write_parquet(out: str, rows: Mapping[str, Sequence[Any]]) -> None:
    import duckdb

    from kneewise.case.table_sql import literal, name
    from kneewise.review.output import place_whole

    columns = {head: [_plain(cell) for cell in cells] for head, cells in rows.items()}
    kinds = {head: _sql_kind(cells) for head, cells in columns.items()}
    lists = ", ".join(f"unnest(${n}::{kind}[]) as {name(head)}" for n, (head, kind) in enumerate(kinds.items(), 1))
    with place_whole(Path(out)) as beside, duckdb.connect(config={"threads": 1}) as connection:
        values = [[str(each) if kinds[head] == "VARCHAR" and each is not None else each for each in cells]
                  for head, cells in columns.items()]  # fmt: skip
        connection.execute(f"create table result as select {lists}", values)
        connection.execute(f"copy result to {literal(str(beside))} (format parquet, compression zstd)")


def _sql_kind(cells: Iterable[Any]) -> str:
    found = {type(cell) for cell in cells if cell is not None}
    if found == {bool}:
        return "BOOLEAN"
    if found == {int}:
        return "BIGINT"
    return "DOUBLE" if found and found <= {int, float} else "VARCHAR"


def write_pictures(path: str, pictures: Sequence[Picture]) -> list[str]:
    """Write pictures; the first at `path`, each further one with its name added: change-responders.svg."""
    from kneewise.report.pictures.canvas import png
    from kneewise.report.pictures.svg import svg_file

    written: list[str] = []
    told: dict[str, None] = {}
    for n, picture in enumerate(pictures):
        place = Path(path)
        target = str(place if n == 0 else place.with_name(f"{place.stem}-{picture.name}{place.suffix}"))
        if place.suffix.lower() == ".svg":
            content = svg_file(picture)
        else:
            content, lines = png(picture)
            told |= dict.fromkeys(lines)
        write_whole(target, content)
        written.append(target)
    for line in told:
        click.echo(line, err=True)
    return written
