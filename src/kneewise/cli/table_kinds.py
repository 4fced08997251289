"""What a command asks of a column of a table, and what a refusal says that is allowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

# number, whole: float64, NaN where empty; label: numbers where every cell is one, else text; key: always text;
# day: datetime64[D], NaT where empty; truth: 1.0, 0.0 or NaN.
Kind = Literal["number", "whole", "label", "key", "day", "truth"]

GAPS = ("", "NA")  # what an empty cell may be written as; R writes NA
TRUE = ("true", "yes", "1", "t", "y")
FALSE = ("false", "no", "0", "f", "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One column that a command asks for.

    must : whether the table has to have the column
    gaps : whether its cells may be empty
    low, high : limits of a number, both included
    among : the only texts that a label may be, if there is such a list
    """

    name: str
    kind: Kind = "label"
    must: bool = True
    gaps: bool = True
    low: float | None = None
    high: float | None = None
    among: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What a cell of this column may be, in words."""
        if self.among:
            words = "one of " + ", ".join(self.among)
        elif self.kind in ("number", "whole"):
            words = "a whole number" if self.kind == "whole" else "a number"
            if self.low is not None and self.high is not None:
                words += f" from {self.low:g} to {self.high:g}"
            elif self.low is not None:
                words += f" of {self.low:g} or more"
            elif self.high is not None:
                words += f" of {self.high:g} or less"
        else:
            words = {"day": "a day as 2024-03-12", "truth": "true or false"}.get(self.kind, "text")
        return words + (" or an empty cell" if self.gaps else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputTable:
    """A table as arrays of one length.

    file : its name, for errors
    columns : every column by its name; numbers are NaN, text is None where the cell is empty
    rows : shape (n,), where each row stands in its file: the line of a CSV or JSON Lines file (the header is
        line 1), the row of a Parquet file from 1; 0 where rows were made from cases
    told : what was left out or decided on the way in, a sentence each, for standard error
    of_cases : whether the table was made of cases
    """

    file: str
    columns: Mapping[str, NDArray[Any]]
    rows: NDArray[np.int64]
    told: tuple[str, ...] = ()
    of_cases: bool = False

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def keep(self, mask: NDArray[np.bool_], why: str = "") -> InputTable:
        """Give the rows of a mask; `why` is told with the number of those left out: '3 rows left out: no score'."""
        n_out = int(len(self.rows) - mask.sum())
        told = f"{n_out:,} row{'' if n_out == 1 else 's'} left out: {why}"
        return replace(
            self,
            columns={name: values[mask] for name, values in self.columns.items()},
            rows=self.rows[mask],
            told=(*self.told, told) if n_out and why else self.told,
        )

    def problem(self, row: int, field: str, found: str, allowed: str) -> Problem:
        """Describe what is wrong with the row at this place of the arrays, from 0."""
        where = int(self.rows[row])
        return Problem(file=self.file, row=where or None, field=field, found=found, allowed=allowed)


def refuse_table(file: str, found: str, allowed: str, *, field: str | None = None) -> BadInput:
    """Refuse a table for a reason that is no single cell's."""
    return BadInput([Problem(file=file, row=None, field=field, found=found, allowed=allowed)])


def check_names(file: str, names: Sequence[str], wanted: Sequence[Wanted]) -> None:
    """Refuse a table that lacks a column which it must have, naming the nearest that it has."""
    from difflib import get_close_matches

    problems = []
    for each in wanted:
        if each.must and each.name not in names:
            near = get_close_matches(each.name, names, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            shown = ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")
            problems.append(
                Problem(
                    file=file,
                    row=None,
                    field=each.name,
                    found=f"no such column; there are: {shown}{hint}",
                    allowed=f"a column of this name ({each.allowed})",
                )
            )
    if problems:
        raise BadInput(problems)
