"""Cells of a sourced table as values: text, numbers, lists, codes of a closed list; the refusal names file and row."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.errors import BadInput, Problem
from kneewise.evidence.records import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

VIA = ("publisher", "repository", "registry", "registry-copy", "index", "repost", "mirror")
LEVELS = ("full-text", "table", "abstract", "registry", "review", "repost")


def read_rows(path: Path) -> Iterator[Row]:
    """Read a CSV table row by row; the header is line 1."""
    with path.open(encoding="utf-8", newline="") as file:
        for line, cells in enumerate(csv.DictReader(file), 2):
            yield Row(file=path.name, line=line, cells=cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table, asked for its cells by name; an empty cell is None."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, name: str) -> str | None:
        """Take a cell as text."""
        try:
            return self.cells[name] or None
        except KeyError:
            raise self.refusal(name, "no such column", "a column of this name") from None

    def must(self, name: str) -> str:
        """Take a cell that may not be empty."""
        found = self.text(name)
        if found is None:
            raise self.refusal(name, "nothing", "text")
        return found

    def number(self, name: str, *, low: float | None = None) -> float | None:
        """Take a cell as a number, of `low` or more."""
        found = self.text(name)
        if found is None:
            return None
        allowed = "a number" if low is None else f"a number of {low:g} or more"
        try:
            value = float(found)
        except ValueError:
            raise self.refusal(name, f"'{found[:40]}'", allowed) from None
        if not math.isfinite(value) or (low is not None and value < low):
            raise self.refusal(name, f"{value:g}", allowed)
        return value

    def whole(self, name: str, *, low: int = 0) -> int | None:
        """Take a cell as a whole number, of `low` or more."""
        value = self.number(name, low=low)
        if value is not None and value != int(value):
            raise self.refusal(name, f"{value:g}", "a whole number")
        return None if value is None else int(value)

    def code(self, name: str, among: Collection[str]) -> str | None:
        """Take a cell that may hold one of a closed list."""
        found = self.text(name)
        if found is not None and found not in among:
            raise self.refusal(name, f"'{found[:40]}'", "one of " + ", ".join(among))
        return found

    def must_code(self, name: str, among: Collection[str]) -> str:
        """Take a cell that holds one of a closed list."""
        self.must(name)
        return str(self.code(name, among))

    def codes(self, name: str, among: Collection[str]) -> tuple[str, ...]:
        """Take a cell that holds several of a closed list, apart by semicolons."""
        found = tuple((self.text(name) or "").split(";")) if self.text(name) else ()
        for each in found:
            if each not in among:
                raise self.refusal(name, f"'{each[:40]}'", "of " + ", ".join(among))
        return found

    def truth(self, name: str) -> bool | None:
        """Take a cell that says yes or no."""
        found = self.code(name, ("yes", "no"))
        return None if found is None else found == "yes"

    def source(self) -> Source:
        """Take where the row was read; a row that does not say so is refused."""
        source = Source(
            number=self.text("source"),
            url=self.text("url"),
            location=self.text("location"),
            read_via=self.must_code("read_via", VIA),
            read_level=self.must_code("read_level", LEVELS),
            read_in=self.must("read_in"),
        )
        if source.number is None and source.url is None:
            raise self.refusal("source", "neither a number nor a page", "where the row was read")
        return source

    def refusal(self, name: str, found: str, allowed: str) -> BadInput:
        """Say what is wrong with one cell of this row."""
        return BadInput([Problem(file=self.file, row=self.line, field=name, found=found, allowed=allowed)])
