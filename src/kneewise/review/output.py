"""Answers as files: JSON and JSON Lines in full, CSV and Parquet with one row of verdicts a case.

A file stands at its place whole or not at all: it is written beside it and renamed.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kneewise.case.sets import Rejected
    from kneewise.policy.program import Program
    from kneewise.review.answer import CaseAnswer

ENDINGS = (".json", ".jsonl", ".csv", ".parquet")


def write_answers(path: str | Path, answers: Iterable[CaseAnswer], program: Program) -> None:
    """Write answers in the form that the ending of the path tells: .json, .jsonl, .csv or .parquet.

    The same answers give the same bytes. Raises BadInput where the ending is none of these or the place
    cannot be written to.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise _refuse(target, f"the ending '{target.suffix[:20]}'", f"an ending of {', '.join(ENDINGS)}")
    with place_whole(target) as beside:
        if ending == ".parquet":
            _write_parquet(beside, answers, program)
            return
        with beside.open("w", encoding="utf-8", newline="") as stream:
            if ending == ".json":
                write_json(stream, answers)
            elif ending == ".jsonl":
                write_lines(stream, answers)
            else:
                _write_csv(stream, answers, program)


@contextmanager
def place_whole(target: Path) -> Iterator[Path]:
    """Give a path to write to; what stands there takes the target's place only if nothing went wrong."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            yield beside
            beside.replace(target)
        except OSError as error:
            raise _refuse(
                target, error.strerror or "a place not to be written to", "a writable file"
            ) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _refuse(target: Path, found: str, allowed: str) -> BadInput:
    return BadInput([Problem(file=str(target), row=None, field=None, found=found, allowed=allowed)])


class JsonWriter:
    """Writes answers one at a time: a JSON array with one answer a line, or JSON Lines."""

    def __init__(self, stream: IO[str], *, lines: bool = False) -> None:
        self._stream = stream
        self._lines = lines
        self._n = 0

    def __enter__(self) -> JsonWriter:
        return self

    def add(self, answers: Iterable[CaseAnswer]) -> None:
        """Write more answers."""
        for answer in answers:
            lead = "" if self._lines else ",\n" if self._n else "[\n"
            self._stream.write(lead + _json(answer) + ("\n" if self._lines else ""))
            self._n += 1

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and not self._lines:
            self._stream.write("\n]\n" if self._n else "[]\n")


def write_json(stream: IO[str], answers: Iterable[CaseAnswer]) -> None:
    """Write a JSON array, one answer a line."""
    with JsonWriter(stream) as writer:
        writer.add(answers)


def write_lines(stream: IO[str], answers: Iterable[CaseAnswer]) -> None:
    """Write JSON Lines."""
    with JsonWriter(stream, lines=True) as writer:
        writer.add(answers)


def write_rejects(path: str | Path, rejected: Iterable[Rejected]) -> None:
    """Write what was set aside as JSON Lines: where it stood, what is wrong with it, the document itself."""
    with place_whole(Path(path)) as beside, beside.open("w", encoding="utf-8", newline="") as stream:
        for each in rejected:
            first = each.problems[0]
            problems = [
                {"field": problem.field, "found": problem.found, "allowed": problem.allowed}
                for problem in each.problems
            ]
            line = {"file": first.file, "row": first.row, "problems": problems, "document": each.document}
            stream.write(_json(line) + "\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write_csv(stream: IO[str], answers: Iterable[CaseAnswer], program: Program) -> None:
    import csv

    from kneewise.review.verdict_rows import verdict_columns, verdict_row

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(verdict_columns(program))
    writer.writerows(verdict_row(answer, program) for answer in answers)


def _write_parquet(path: Path, answers: Iterable[CaseAnswer], program: Program) -> None:
    import duckdb

    from kneewise.review.verdict_rows import verdict_columns, verdict_row

    columns = verdict_columns(program)
    shape = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    rows = [verdict_row(answer, program) for answer in answers]
    # One thread and the order of the rows kept: the same answers give the same bytes.
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"create table verdicts({shape})")
        if rows:
            lists = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(columns.values(), 1))
            values = [list(column) for column in zip(*rows, strict=True)]
            connection.execute(f"insert into verdicts select {lists}", values)
        target = str(path).replace("'", "''")
        connection.execute(f"copy verdicts to '{target}' (format parquet, compression zstd)")
