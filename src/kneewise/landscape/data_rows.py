"""Cells of the shipped tables as values: every refusal names file, row, column, what was found and what is allowed."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kneewise.errors import BadInput, BadValues, Problem
from kneewise.landscape.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_SHOWN = 50  # problems told one by one


@dataclass(slots=True)
class Problems:
    """What is wrong, gathered so that a reader of a file is told all of it at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, row: int | None, column: str | None, found: str, allowed: str) -> None:
        """Take one more."""
        self.found.append(Problem(file=file, row=row, field=column, found=found, allowed=allowed))

    def raise_if_any(self) -> None:
        """Refuse the files if anything is wrong with them."""
        if self.found:
            raise BadInput(self.found[:_SHOWN], total=len(self.found))


def read_rows(path: Path, columns: Collection[str], problems: Problems) -> Iterator[Row]:
    """Read a CSV table row by row (UTF-8); the header is row 1. Every column must be there, and no other."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = list(csv.reader(text.splitlines(keepends=True), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.add(path.name, None, None, str(error).replace(str(path), path.name), "a CSV table in UTF-8")
        return
    header = table[0] if table else []
    wrong = [name for name in columns if name not in header] + [name for name in header if name not in columns]
    if wrong or len(set(header)) < len(header):
        told = "missing, unknown or twice: " + ", ".join(wrong or header)
        problems.add(path.name, 1, None, told, "the columns " + ", ".join(columns))
        return
    for line, cells in enumerate(table[1:], 2):
        if len(cells) != len(header):
            problems.add(path.name, line, None, f"{len(cells)} cells", f"{len(header)} cells")
            continue
        named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        yield Row(file=path.name, line=line, cells=named, problems=problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row, asked for its cells by name. What cannot be is added to `problems`, and None is given for it."""

    file: str
    line: int
    cells: dict[str, str]
    problems: Problems

    def refuse(self, name: str, found: str, allowed: str) -> None:
        """Tell that a cell cannot be taken."""
        self.problems.add(self.file, self.line, name, found, allowed)

    def text(self, name: str) -> str | None:
        """A cell as text; empty is None."""
        return self.cells[name] or None

    def must(self, name: str) -> str:
        """A cell that may not be empty."""
        if not self.cells[name]:
            self.refuse(name, "nothing", "text")
        return self.cells[name]

    def whole(self, name: str, *, low: int = 0) -> int | None:
        """A cell as a whole number of `low` or more."""
        value = self.number(name, low=low)
        if value is not None and value != int(value):
            self.refuse(name, self.cells[name], "a whole number")
            return None
        return None if value is None else int(value)

    def number(self, name: str, *, low: float | None = None) -> float | None:
        """A cell as a number of `low` or more."""
        cell = self.cells[name]
        if not cell:
            return None
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or (low is not None and value < low):
            self.refuse(name, repr(cell[:40]), "a number" if low is None else f"a number of {low:g} or more")
            return None
        return value

    def date(self, name: str) -> PartialDate | None:
        """A cell as a date as exact as it is written."""
        if not self.cells[name]:
            return None
        try:
            return PartialDate.read(self.cells[name])
        except BadValues as error:
            found, _, allowed = str(error).removeprefix("found ").partition(" as a date; allowed: ")
            self.refuse(name, found, allowed)
            return None

    def must_date(self, name: str) -> PartialDate:
        """A date that may not be missing; a stand-in is given where it is refused, and nobody sees it."""
        self.must(name)
        return self.date(name) or PartialDate.read("0001")

    def code(self, name: str, among: Collection[str]) -> str | None:
        """A cell that may hold one of a closed list."""
        cell = self.cells[name]
        if cell and cell not in among:
            self.refuse(name, repr(cell[:40]), "one of " + ", ".join(among))
        return cell or None

    def must_code(self, name: str, among: Collection[str]) -> str:
        """A cell that holds one of a closed list."""
        self.must(name)
        return self.code(name, among) or ""

    def codes(self, name: str, among: Collection[str]) -> tuple[str, ...]:
        """A cell that holds several of a closed list, apart by semicolons."""
        found = self.texts(name)
        for each in found:
            if each not in among:
                self.refuse(name, repr(each[:40]), "of " + ", ".join(among))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A cell that holds several texts, apart by semicolons."""
        return tuple(each for part in self.cells[name].split(";") if (each := part.strip()))

    def truth(self, name: str) -> bool | None:
        """A cell that says yes, no or nothing."""
        cell = self.code(name, ("yes", "no"))
        return None if cell is None else cell == "yes"
