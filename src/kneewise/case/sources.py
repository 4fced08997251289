"""Where documents come from: a path, standard input or an open stream, as UTF-8 text in the form that it
has."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from typing import IO, TYPE_CHECKING, Literal, cast

from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Form = Literal["yaml", "json", "jsonl"]
FORMS: dict[str, Form] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_SNIFFED = 1 << 16


def whole_file(file: str, found: str, allowed: str, row: int | None = None) -> BadInput:
    """Refuse a file for a reason that is no single field's."""
    return BadInput([Problem(file=file, row=row, field=None, found=found, allowed=allowed)])


@contextlib.contextmanager
def open_text(
    source: str | Path | IO[str] | IO[bytes], form: Form | None
) -> Iterator[tuple[IO[str], str, Form]]:
    """Open a source as text; gives the stream, the name for errors and the form."""
    if not isinstance(source, str | os.PathLike):
        name = str(getattr(source, "name", "<stream>"))
        with _as_text(source, name) as text:
            yield (text, name, form) if form else _sniffed(text, name)
    elif str(source) == "-":
        with _as_text(sys.stdin.buffer, "<stdin>") as text:
            yield (text, "<stdin>", form) if form else _sniffed(text, "<stdin>")
    else:
        path = os.fspath(source)
        ending = os.path.splitext(path)[1].lower()  # noqa: PTH122 - pathlib costs 6 ms of every start
        form = form or FORMS.get(ending)
        if form is None:
            found = f"a file that ends in '{ending[:20]}'"
            raise whole_file(path, found, "a file ending in " + ", ".join(FORMS))
        try:
            binary = open(path, "rb")  # noqa: PTH123, SIM115
        except OSError as error:
            raise whole_file(path, error.strerror or "an unreadable file", "a readable file") from None
        with binary, _as_text(binary, path) as text:
            yield text, path, form


@contextlib.contextmanager
def _as_text(stream: IO[str] | IO[bytes], name: str) -> Iterator[IO[str]]:
    if isinstance(stream, io.TextIOBase):
        try:
            yield stream
        except UnicodeDecodeError as error:
            raise not_utf8(name, error) from None
        return
    # utf-8-sig: spreadsheets and Windows editors write a byte order mark; newline="" keeps JSON's own
    # counting.
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")  # type: ignore[type-var]
    try:
        yield text
    except UnicodeDecodeError as error:
        raise not_utf8(name, error) from None
    finally:
        with contextlib.suppress(ValueError):
            text.detach()  # the stream belongs to the caller


def not_utf8(name: str, error: UnicodeDecodeError) -> BadInput:
    """Refuse bytes that are no UTF-8, naming the encoding that they probably have."""
    data = bytes(error.object)
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return whole_file(name, "text in UTF-16", "text in UTF-8 (save as 'CSV UTF-8' or convert it)")
    start = max(error.start - 2, 0)
    near = data[start : start + 40]
    found = "bytes that are not UTF-8"
    for cut in range(4):  # the piece may end within a character
        with contextlib.suppress(UnicodeDecodeError):
            near[error.start - start : len(near) - cut].decode("cp949")
            found = "bytes that are not UTF-8 (they read as Korean Windows encoding, CP949)"
            break
    return whole_file(
        name, found, "text in UTF-8 (save as 'CSV UTF-8', or convert with: iconv -f CP949 -t UTF-8)"
    )


def _sniffed(text: IO[str], name: str) -> tuple[IO[str], str, Form]:
    """Tell the form by how the text begins; the beginning is read again by whoever reads on."""
    head = text.read(_SNIFFED)
    rest = cast("IO[str]", _Chained(head, text))
    bare = head.lstrip(" \t\r\n\ufeff")
    if bare[:1] == "[":
        return rest, name, "json"
    if bare[:1] != "{":
        return rest, name, "yaml"
    first, newline, after = bare.partition("\n")
    if newline and first.rstrip().endswith("}") and after.lstrip()[:1] == "{":
        return rest, name, "jsonl"
    return rest, name, "json"


class _Chained(io.TextIOBase):
    """What was read to tell the form, then the rest of the stream."""

    def __init__(self, head: str, rest: IO[str]) -> None:
        self._head = io.StringIO(head, newline="")
        self._rest = rest

    def read(self, size: int | None = -1) -> str:
        taken = self._head.read(-1 if size is None else size)
        if size is None or size < 0:
            return taken + self._rest.read()
        return taken or self._rest.read(size)

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        line = self._head.readline(size)
        return line if line.endswith("\n") else line + self._rest.readline(size)

    def readable(self) -> bool:
        return True
