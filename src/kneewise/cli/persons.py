"""One row a person out of a table with a row a score: who they are, their arm, and their scores at two visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.cli.table_kinds import InputTable

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Persons in the order in which the table first names them.

    places : the number of each by what the column of persons says
    columns : shape (persons,), what is constant of each: arm, dose, covariates; a gap where no row has it
    """

    places: Mapping[Any, int]
    columns: Mapping[str, NDArray[Any]]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.places)


def persons_of(table: InputTable, subject: str, constant: Sequence[str]) -> Persons:
    """Find the persons of a table.

    subject : the column that tells them apart
    constant : columns that say one thing of a person; an empty cell takes what his other rows say

    Raises BadInput at an empty subject, and where two rows of one person contradict each other.
    """
    subjects = table.columns[subject].tolist()
    empty = [row for row, each in enumerate(subjects) if is_gap(each)]
    if empty:
        raise _refuse(table, empty, subject, "an empty cell", "whose row it is")
    places: dict[Any, int] = {}
    of_row = [places.setdefault(each, len(places)) for each in subjects]
    return Persons(places=places, columns={name: _constant(table, name, of_row, len(places)) for name in constant})


def scores_at(
    table: InputTable, persons: Persons, *, subject: str, score: str, visit: str, wanted: Any
) -> NDArray[np.float64]:
    """The score of each person at one visit, NaN where there is none; a second one is refused."""
    scores = number_column(table, score)
    here = np.array([each == wanted for each in table.columns[visit].tolist()], dtype=bool) & ~np.isnan(scores)
    found = np.full(persons.n, np.nan)
    again = []
    subjects = table.columns[subject].tolist()
    for row in np.flatnonzero(here).tolist():
        place = persons.places[subjects[row]]
        if not np.isnan(found[place]):
            again.append(row)
        found[place] = scores[row]
    if again:
        raise _refuse(table, again, score, "a second score of one visit", "one a person")
    return found


def number_column(table: InputTable, name: str) -> NDArray[np.float64]:
    """A column of numbers; a cell that is none is refused with its row."""
    cells = table.columns[name]
    if cells.dtype.kind in "biuf":
        return cells.astype(np.float64)
    wrong = [row for row, each in enumerate(cells.tolist()) if not is_gap(each)]
    if wrong:
        raise _refuse(table, wrong, name, "text", "a number or an empty cell")
    return np.full(len(cells), np.nan)


def visit_named(table: InputTable, visit: str, asked: str | None, *, last: bool) -> Any:
    """The visit that an option names; where it names none, the first or last of visits that are numbers."""
    from kneewise.report.section_cells import label

    known = {label(each): each for each in table.columns[visit].tolist() if not is_gap(each)}
    if not known:
        raise BadInput([Problem(file=table.file, row=None, field=visit, found="no visit", allowed="visits")])
    option = "--at" if last else "--baseline"
    if asked is None:
        if not all(isinstance(each, int | float) for each in known.values()):
            _refuse_days(option, visit, known)
            raise click.UsageError(f"{option}: name the visit, one of {_some(known)}; their order is not told by text.")
        return max(known.values()) if last else min(known.values())
    for name, each in known.items():
        if asked == name or (isinstance(each, int | float) and _as_number(asked) == each):
            return each
    raise click.UsageError(f"{option} {asked}: no such visit; there are: {_some(known)}.")


def _refuse_days(option: str, visit: str, known: Mapping[str, Any]) -> None:
    """Refuse visits that are calendar days: days of persons stand in no text of an error."""
    from datetime import date

    try:
        days = [each for each in known.values() if date.fromisoformat(str(each)[:10])]
    except ValueError:
        return
    raise click.UsageError(
        f"{option}: the column {visit} holds {len(days)} calendar days; it needs planned visits, as 0, 6, 12 (months)."
    )


def need_columns(table: InputTable, names: Mapping[str, str]) -> None:
    """Refuse a command line that names a column which is not there; names : option and column."""
    from difflib import get_close_matches

    for option, name in names.items():
        if name not in table.columns:
            near = get_close_matches(name, list(table.columns), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"{option} {name}: no such column; there are: {_some(table.columns)}{hint}")


def is_gap(cell: Any) -> bool:
    """Whether a cell is empty."""
    return cell is None or cell != cell  # noqa: PLR0124 - NaN


def _constant(table: InputTable, name: str, place: Sequence[int], n: int) -> NDArray[Any]:
    cells = table.columns[name]
    found: list[Any] = [None] * n
    wrong: list[int] = []
    for row, (of, each) in enumerate(zip(place, cells.tolist(), strict=True)):
        if is_gap(each):
            continue
        if found[of] is None:
            found[of] = each
        elif found[of] != each:
            wrong.append(row)
    if wrong:
        raise _refuse(table, wrong, name, "another value than in an earlier row of the person", "one a person")
    if cells.dtype.kind in "biuf":
        return np.array([np.nan if each is None else each for each in found], dtype=np.float64)
    return np.array([*found, None], dtype=object)[:-1]  # never an array of two dimensions


def _refuse(table: InputTable, rows: Sequence[int], field: str, found: str, allowed: str) -> BadInput:
    return BadInput([table.problem(row, field, found, allowed) for row in rows[:_SHOWN]], total=len(rows))


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _some(names: Any) -> str:
    listed = [str(each) for each in names]
    return ", ".join(listed[:30]) + (", ..." if len(listed) > 30 else "")
