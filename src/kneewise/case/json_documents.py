"""Documents out of JSON: one object, an array of objects of any length, or JSON Lines."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from kneewise.case.identity import show_key
from kneewise.case.sources import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20
# One case of some kilobytes is usual; a document beyond this is not a case.
_LONGEST = 1 << 26
_MOST_DIGITS = 30
_BLANK = " \t\r\n"


class Unreadable(ValueError):  # noqa: N818 - it is told as a Problem by whoever knows the place
    """One document is no JSON object that can be taken; the text shows no value."""


def read_array(stream: IO[str], file: str) -> Iterator[tuple[int, Any]]:
    """Give the documents of one object or one array, an element at a time: a large array is never held
    whole."""
    text = _Window(stream, file)
    if text.peek() != "[":
        if not text.peek():
            raise whole_file(file, "an empty file", "one case, or an array of cases")
        yield 1, text.take(1)
        if text.peek():
            raise whole_file(
                file,
                "more text after the first document",
                "one array, or JSON Lines in a file ending in .jsonl",
            )
        return
    text.skip()
    number = 0
    while text.peek() != "]":
        if number:
            if text.peek() != ",":
                raise whole_file(
                    file, _what_stands(text.peek()), "a comma or the end of the array", number + 1
                )
            text.skip()
        number += 1
        yield number, text.take(number)
    text.skip()
    if text.peek():
        raise whole_file(file, "more text after the array", "one array")


def _what_stands(sign: str) -> str:
    return "no comma between two documents" if sign else "the end of the file within an array"


class _Window:
    """A stretch of the text that holds at least the document being read."""

    def __init__(self, stream: IO[str], file: str) -> None:
        self._stream = stream
        self._file = file
        self._text = ""
        self._at = 0
        self._ended = False
        self._decoder = _decoder()

    def _more(self, size: int) -> bool:
        piece = "" if self._ended else self._stream.read(size)
        self._ended = not piece
        self._text = self._text[self._at :] + piece
        self._at = 0
        return bool(piece)

    def peek(self) -> str:
        """Give the next sign that is no blank, or nothing at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if not self._more(_CHUNK):
                return ""

    def skip(self) -> None:
        self._at += 1

    def take(self, number: int) -> Any:
        """Take one value. Where the text ends within it, twice as much is read: each sign is read at most
        twice."""
        self.peek()
        size = _CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except Unreadable as error:
                raise whole_file(self._file, str(error), "plain JSON", number) from None
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError):
                    raise whole_file(self._file, "nesting too deep", "a flat record", number) from None
                if len(self._text) - self._at > _LONGEST or not self._more(size):
                    raise whole_file(self._file, *_broken(error), number) from None
                size *= 2
                continue
            # A number at the very end of the window may go on in the next piece.
            if end == len(self._text) and not isinstance(value, dict | list | str) and self._more(_CHUNK):
                continue
            self._at = end
            return value


def _broken(error: ValueError) -> tuple[str, str]:
    where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
    return f"broken JSON{where}", "valid JSON"


def read_lines(stream: IO[str], file: str) -> Iterator[tuple[int, Any]]:
    """Give the documents of JSON Lines by line number; blank lines are skipped, a broken line is
    `Unreadable`."""
    decoder = _decoder()
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        if len(line) >= _LONGEST and not line.endswith("\n"):
            raise whole_file(file, f"a line of more than {_LONGEST} characters", "one case a line", number)
        line = line.strip(_BLANK)
        if not line:
            continue
        try:
            yield number, decoder.decode(line)
        except Unreadable as error:
            yield number, error
        except RecursionError:
            yield number, Unreadable("nesting too deep")
        except ValueError:
            yield number, Unreadable("broken JSON")


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_take_pairs,
        parse_constant=_refuse_constant,
        parse_int=_take_integer,
        parse_float=_take_float,
    )


def _take_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    taken = dict(pairs)
    if len(taken) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise Unreadable(f"the key {show_key(key)} twice in one group")
            seen.add(key)
    return taken


def _refuse_constant(_: str) -> Any:
    raise Unreadable("NaN or infinity")


def _take_integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise Unreadable(f"a whole number of {len(digits)} digits")
    return int(digits)


def _take_float(digits: str) -> float:
    value = float(digits)
    if value - value != 0:
        raise Unreadable("a number beyond all limits")
    return value
