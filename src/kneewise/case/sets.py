"""A set of cases read as a stream of documents: YAML, JSON or JSON Lines, each case once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from kneewise.case.carried import remove_identity
from kneewise.case.documents import case_from_document
from kneewise.case.sources import Form, open_text, whole_file
from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kneewise.case.record import Case


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rejected:
    """A document that is no case: what is wrong with it, and the document itself where it could be read at
    all.

    `document` is fit to be set aside: whatever could name a person has been removed from it.
    """

    problems: tuple[Problem, ...]
    document: Any


def read_cases(
    source: str | Path | IO[str] | IO[bytes], *, form: Form | None = None
) -> Iterator[Case | Rejected]:
    """Read a set of cases, one at a time.

    source : a path ending in .yaml, .yml, .json, .jsonl or .ndjson; `-` for standard input; or an open stream
    form : "yaml", "json" or "jsonl"; where it is not given, the ending of the path or the first character
        tells it

    Gives each document as a Case, or as Rejected where something is wrong with it: the caller raises or sets
    aside. Raises BadInput where reading cannot go on: a file that is not UTF-8, broken YAML, a broken JSON
    array, or a file without any case. A problem's row is the number of the document, in JSON Lines the
    number of the line.
    """
    with open_text(source, form) as (text, file, known):
        seen: dict[str, int] = {}
        row = 0
        for row, document in _documents(text, file, known):
            yield _taken(document, file, row, seen)
        if not row:
            raise whole_file(file, "no document", "at least one case")


def _documents(text: IO[str], file: str, form: Form) -> Iterator[tuple[int, Any]]:
    if form == "yaml":
        from kneewise.case.yaml_documents import read_documents

        return read_documents(text, file)
    from kneewise.case import json_documents

    return json_documents.read_lines(text, file) if form == "jsonl" else json_documents.read_array(text, file)


def _taken(document: Any, file: str, row: int, seen: dict[str, int]) -> Case | Rejected:
    if isinstance(document, Exception):
        problem = Problem(
            file=file, row=row, field=None, found=str(document), allowed="one JSON object a line"
        )
        return Rejected(problems=(problem,), document=None)
    try:
        case = case_from_document(document, file=file, row=row)
    except BadInput as error:
        return Rejected(problems=error.problems, document=remove_identity(document))
    if case.case in seen:
        found = f"a key that document {seen[case.case]} has already"
        problem = Problem(file=file, row=row, field="case", found=found, allowed="each case once in a set")
        return Rejected(problems=(problem,), document=remove_identity(document))
    seen[case.case] = row
    return case
