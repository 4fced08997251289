"""The one base class of errors, and how bad input is told: file, row, field, what was found, what is allowed.

A patient's value never stands in an error: the text carries its type and length (`describe`). Codes of a closed
list are shown, since the list itself says nothing about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class KneewiseError(Exception):
    """Anything Kneewise refuses; `exit_code` is the status of the command that met it."""

    exit_code: ClassVar[int] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one place of the input.

    row : the number of the document (from 1) or of the line or table row (from 1), None where the whole file is meant
    field : dotted path in a document, `table.column` in a table, None where the whole document is meant
    """

    file: str
    row: int | None
    field: str | None
    found: str
    allowed: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        if self.field is not None:
            place += f", {self.field}"
        return f"{place}: found {self.found}; allowed: {self.allowed}"


class BadInput(KneewiseError):  # noqa: N818 - named for what is wrong
    """Records that cannot be taken as they are. `total` counts all problems, `problems` holds the first of them."""

    def __init__(self, problems: Sequence[Problem], *, total: int | None = None) -> None:
        self.problems = tuple(problems)
        self.total = len(self.problems) if total is None else total
        lines = [str(problem) for problem in self.problems]
        if self.total > len(self.problems):
            lines.append(f"... and {self.total - len(self.problems)} more")
        super().__init__("\n".join(lines))


class BadPolicy(KneewiseError):  # noqa: N818
    """A policy file or expression that cannot be taken; the text says the file, the place and what is allowed."""


def describe(value: object) -> str:
    """Say what kind of value stands there without the value itself.

    >>> describe("Hong")
    'text of 4 characters'
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int):
        return f"a whole number of {len(str(abs(value)))} digits" if abs(value) < 10**4000 else "a whole number"
    if isinstance(value, float):
        return "a number"
    if isinstance(value, str):
        return f"text of {len(value)} characters"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"a group of {len(value)} keys"
    return f"a value of type {type(value).__name__}"


class BadValues(KneewiseError):  # noqa: N818
    """Numbers that a method cannot take: the text says which argument, what was found and what is allowed."""


class NotEstimable(KneewiseError):  # noqa: N818
    """A figure that these numbers do not determine, or a fit that failed: the text says why; no number is given."""
