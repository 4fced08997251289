"""Which files of a folder hold which table: `cases.csv`, `readings.parquet`, or parts
(`readings/*.parquet`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kneewise.case.definition import TABLES
from kneewise.case.documents import name_nearest
from kneewise.case.identity import show_key
from kneewise.errors import BadInput, Problem

TableForm = Literal["csv", "parquet"]

# Papers that lie beside tables; anything else that is no table is told, since it may be a table misnamed.
_PAPERS = frozenset((".md", ".txt", ".toml", ".html", ".pdf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFiles:
    """The files of one table, in the order in which their rows are counted."""

    table: str
    form: TableForm
    paths: tuple[str, ...]


def find_tables(folder: str | Path) -> dict[str, TableFiles]:
    """Find the tables of a set of cases in a folder.

    Raises BadInput for a folder without `cases`, a file that is no table, or a table that is there in two
    forms.
    """
    place = Path(folder)
    found: dict[str, list[Path]] = {}
    problems = []
    try:
        entries = sorted(place.iterdir())
    except OSError as error:
        raise _refuse(str(folder), error.strerror or "an unreadable folder", "a folder of tables") from None
    for entry in entries:
        if entry.name.startswith((".", "_")) or (entry.suffix.lower() in _PAPERS and entry.is_file()):
            continue
        table = _table_of(entry)
        if table is None:
            problems.append(_stranger(entry))
        elif entry.is_dir():
            parts = [part for part in sorted(entry.iterdir()) if not part.name.startswith((".", "_"))]
            problems += [_stranger(part) for part in parts if part.suffix.lower() != ".parquet"]
            found.setdefault(table, []).extend(part for part in parts if part.suffix.lower() == ".parquet")
        else:
            found.setdefault(table, []).append(entry)
    if problems:
        raise BadInput(problems[:20], total=len(problems))
    if not found.get("cases"):
        raise _refuse(str(folder), "no table 'cases'", "a file cases.csv or cases.parquet")
    return {table: _in_one_form(table, paths) for table, paths in found.items() if paths}


def _table_of(entry: Path) -> str | None:
    if entry.is_dir():
        return entry.name if entry.name in TABLES else None
    suffix = entry.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        return None
    if entry.stem in TABLES:
        return entry.stem
    table, dash, _ = entry.stem.partition("-")
    return table if dash and suffix == ".parquet" and table in TABLES else None


def _in_one_form(table: str, paths: list[Path]) -> TableFiles:
    forms = {path.suffix.lower() for path in paths}
    if len(forms) > 1 or (len(paths) > 1 and ".csv" in forms):
        raise _refuse(
            str(paths[0]), f"the table '{table}' in several files", "one CSV file, or parts in Parquet"
        )
    form: TableForm = "csv" if ".csv" in forms else "parquet"
    return TableFiles(table=table, form=form, paths=tuple(str(path) for path in paths))


def _stranger(entry: Path) -> Problem:
    found = f"a file that is no table ({show_key(entry.name)})"
    if entry.suffix.lower() not in (".csv", ".parquet") and not entry.is_dir():
        return Problem(
            file=str(entry), row=None, field=None, found=found, allowed="tables as .csv or .parquet"
        )
    allowed = name_nearest(entry.stem, list(TABLES))
    return Problem(file=str(entry), row=None, field=None, found=found, allowed=allowed)


def _refuse(file: str, found: str, allowed: str) -> BadInput:
    return BadInput([Problem(file=file, row=None, field=None, found=found, allowed=allowed)])
