"""Cases of any source, one at a time; and cases written as documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kneewise.case.sets import Rejected, read_cases
from kneewise.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kneewise.case.record import Case
    from kneewise.case.sources import Form


def stream_cases(source: str | Path, *, form: Form | None = None) -> Iterator[Case | Rejected]:
    """Read the cases of a file, of standard input (`-`) or of a folder of tables, one at a time.

    Raises BadInput where reading cannot go on; a single bad case is given as Rejected.
    """
    if str(source) != "-" and Path(source).is_dir():
        return _from_tables(Path(source))
    return read_cases(source, form=form)


def _from_tables(folder: Path) -> Iterator[Case | Rejected]:
    import duckdb

    from kneewise.case.table_cases import cases_from_tables
    from kneewise.case.tables import open_tables

    with duckdb.connect() as connection:
        open_tables(connection, folder, skip_bad=True)
        yield from rejected_rows(connection)
        rows = connection.execute('select "case" from in_cases order by "case"').fetchall()
        yield from cases_from_tables(connection, [key for (key,) in rows])


def rejected_rows(connection: Any) -> list[Rejected]:
    """Give the cases of opened tables that were set aside, with problems; the rows stay in their files."""
    rows = connection.execute('select "case", file, "row", field, found, allowed from bad_cases').fetchall()
    by_case: dict[str, list[Problem]] = {}
    for key, file, row, field, found, allowed in rows:
        problem = Problem(file=file, row=row, field=field, found=found, allowed=allowed)
        by_case.setdefault(key, []).append(problem)
    return [
        Rejected(problems=tuple(problems), document=None if key is None else {"case": key})
        for key, problems in by_case.items()
    ]


def write_documents(target: Path | IO[str], cases: Iterable[Case]) -> int:
    """Write cases as documents and give their number: by its ending YAML, a JSON array, or JSON Lines.

    An open stream gets JSON Lines; a file stands at its place whole or not at all.
    """
    if not isinstance(target, Path):
        return _write(target, cases, ".jsonl")
    from kneewise.review.output import place_whole

    with place_whole(target) as beside, beside.open("w", encoding="utf-8", newline="") as stream:
        return _write(stream, cases, target.suffix.lower())


def _write(stream: IO[str], cases: Iterable[Case], ending: str) -> int:
    from kneewise.case.documents import document_from_case

    n_cases = 0
    for case in cases:
        document = document_from_case(case)
        if ending in (".yaml", ".yml"):
            import yaml

            stream.write("---\n")
            yaml.safe_dump(document, stream, allow_unicode=True, sort_keys=False, width=110)
        elif ending == ".json":
            stream.write((",\n" if n_cases else "[\n") + _json(document))
        else:
            stream.write(_json(document) + "\n")
        n_cases += 1
    if ending == ".json":
        stream.write("\n]\n" if n_cases else "[]\n")
    return n_cases


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
