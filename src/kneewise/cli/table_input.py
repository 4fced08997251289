"""Tables that a command reads: CSV, Parquet, JSON Lines or standard input, as arrays by column name.

Every cell is read; a cell that is not what its column must hold is refused with file, row and column.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneewise.cli.table_kinds import InputTable, Wanted, check_names, refuse_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

ENDINGS = (".csv", ".parquet", ".json", ".jsonl", ".ndjson")
_BEGINNING = 1 << 16


def read_table(
    source: str | Path, wanted: Sequence[Wanted] = (), *, others: bool = True, name: str | None = None
) -> InputTable:
    """Read a table.

    source : a file ending in .csv, .parquet, .jsonl, .ndjson or .json (an array of flat objects), or - for
        standard input in any of these forms
    wanted : columns with what they must hold
    others : whether the columns not asked for come too, as numbers where every cell is one, else as text
    name : what errors call the file, where it is a copy

    Empty cells, and cells that say NA, are gaps. Raises BadInput for a file that cannot be read, a column that is
    missing, and cells that cannot be taken, the first 20 of them.
    """
    import duckdb

    from kneewise.cli.table_columns import take_columns

    with as_file(str(source)) as (path, shown), duckdb.connect() as connection:
        file = name or shown
        kinds = _load(connection, path, file)
        check_names(file, list(kinds), wanted)
        return take_columns(connection, kinds, file, wanted, others=others)


def table_form(source: str | Path) -> str:
    """Tell by the ending what a file is: 'csv', 'parquet', 'json' (any form of it), 'yaml' or ''."""
    ending = Path(source).suffix.lower()
    if ending in (".json", ".jsonl", ".ndjson"):
        return "json"
    return {".csv": "csv", ".parquet": "parquet", ".yaml": "yaml", ".yml": "yaml"}.get(ending, "")


def _load(connection: duckdb.DuckDBPyConnection, path: str, name: str) -> dict[str, str]:
    """Make the view `input` with a column `"#"`, the place of each row; gives the columns and their SQL types."""
    form = table_form(path)
    if form == "csv":
        return _load_csv(connection, path, name)
    if form == "parquet":
        return _load_parquet(connection, path, name)
    if form == "json":
        from kneewise.cli.table_objects import load_objects

        with _told_as(path, name):
            return load_objects(connection, path, name)
    raise refuse_table(
        name, f"a file that ends in '{Path(path).suffix[:20]}'", "a file ending in " + ", ".join(ENDINGS)
    )


def _load_csv(connection: duckdb.DuckDBPyConnection, path: str, name: str) -> dict[str, str]:
    from kneewise.case.csv_tables import load_csv, look_over_csv

    with _told_as(path, name):
        header, n_rows = look_over_csv(path)
        check_header(header, name)
        load_csv(connection, path, "csv", header, n_rows)
    connection.execute('create view input as select *, rowid + 2 as "#" from csv')
    return dict.fromkeys(header, "VARCHAR")


def check_header(header: Sequence[str], file: str) -> None:
    """Refuse a header without names, with a name twice, or of another separator than a comma."""
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        raise refuse_table(file, "a header separated by semicolons or tabs", "commas between cells")
    seen: set[str] = set()
    for number, column in enumerate(header, 1):
        if not column.strip():
            raise refuse_table(file, f"no name for column {number}", "a header that names every column")
        if column != column.strip():
            raise refuse_table(file, f"a space around the name of column {number}", "names without spaces around them")
        if column == "#":
            raise refuse_table(file, "a column named '#'", "a name in words: '#' counts the rows here")
        # The database does not tell names by case, and would rename the second of two.
        if column.lower() in seen:
            raise refuse_table(
                file, f"the column '{column[:40]}' twice", "each column once, large and small letters being the same"
            )
        seen.add(column.lower())


def _load_parquet(connection: duckdb.DuckDBPyConnection, path: str, name: str) -> dict[str, str]:
    from kneewise.case.table_sql import literal

    read = f"read_parquet({literal(path)}, file_row_number = true, hive_partitioning = false)"
    try:
        described = connection.execute(f"describe select * exclude (file_row_number) from {read}").fetchall()
        connection.execute(
            f'create table input as select * exclude (file_row_number), file_row_number + 1 as "#" from {read}'
        )
    except Exception as error:
        # The library's own text may quote values; its kind of error says enough.
        raise refuse_table(name, f"a file that cannot be read ({type(error).__name__})", "unbroken Parquet") from None
    return {str(row[0]): str(row[1]) for row in described}


@contextmanager
def _told_as(path: str, name: str) -> Iterator[None]:
    """Let errors about a copy of standard input name standard input."""
    from dataclasses import replace

    from kneewise.errors import BadInput

    try:
        yield
    except BadInput as error:
        if path == name:
            raise
        problems = [replace(each, file=name) for each in error.problems]
        raise BadInput(problems, total=error.total) from None


@contextmanager
def as_file(source: str) -> Iterator[tuple[str, str]]:
    """Give the path to read and the name for errors; standard input is kept as a file for as long as it is read."""
    if source != "-":
        if not Path(source).is_file():
            raise refuse_table(source, "no such file", "a table, a folder of case tables or a file of cases")
        yield source, source
        return
    with tempfile.TemporaryDirectory(prefix="kneewise-") as folder:
        yield str(keep_stdin(Path(folder))), "<stdin>"


def keep_stdin(folder: Path) -> Path:
    """Keep standard input as a file whose ending tells its form, found by how it begins."""
    stream: Any = sys.stdin.buffer
    head = stream.read(_BEGINNING)
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PAR1"):
        ending = ".parquet"
    elif bare[:1] in (b"{", b"["):
        first, _, rest = bare.partition(b"\n")
        ending = ".jsonl" if first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{" else ".json"
    else:
        first = bare.partition(b"\n")[0]
        ending = ".yaml" if first.startswith((b"---", b"#")) or (b": " in first and b"," not in first) else ".csv"
    path = folder / f"stdin{ending}"
    with path.open("wb") as file:
        file.write(head)
        shutil.copyfileobj(stream, file)
    return path
