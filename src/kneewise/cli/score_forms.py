"""Forms out of a table: a column an item, or a row an answer; the items found by their ids, each answer checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.cli.table_kinds import InputTable, refuse_table
from kneewise.columns import codes
from kneewise.errors import BadInput, Problem, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.instruments.definition import Instrument, Item

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Answers to one questionnaire.

    answers : shape (n,) for each item that the table has, NaN where it was not answered
    parts : the parts whose items it has
    about : shape (n,), the other columns of the table: who, when, which arm
    """

    answers: Mapping[str, NDArray[np.float64]]
    parts: tuple[str, ...]
    about: Mapping[str, NDArray[Any]]
    told: tuple[str, ...]


def wide_forms(
    table: InputTable, held: Instrument, parts: Sequence[str] | None, missing_codes: Sequence[float] = ()
) -> Forms:
    """Take forms from a table with one row a form and a column for each item, named by its id in any case.

    parts : the parts wanted; None: those of whose items the table has any
    missing_codes : numbers that stand for an item without an answer

    Raises BadInput at answers outside their item's list (file, row, column), and at items that are missing.
    """
    found = _columns_of(list(table.columns), [item.name for item in held.items], table.file)
    chosen, items, told = _chosen(held, parts, found, table.file)
    faults = _Faults(table)
    answers = {
        item.name: faults.taken(table.columns[found[item.name]], item, found[item.name], missing_codes)
        for item in items
    }
    faults.tell()
    used = {found[item.name] for item in items}
    about = {name: cells for name, cells in table.columns.items() if name not in used}
    return Forms(answers=answers, parts=chosen, about=about, told=told)


def long_forms(
    table: InputTable,
    held: Instrument,
    parts: Sequence[str] | None,
    missing_codes: Sequence[float] = (),
    *,
    keys: Sequence[str],
    item: str = "item",
    value: str = "value",
) -> Forms:
    """Take forms from a table with one row an answer.

    keys : the columns that tell one form from another: whose it is, and of which visit
    item, value : the columns with the id of the item and with the answer

    The other columns are taken from the first row of each form. Raises BadInput as `wide_forms` does, at an empty cell
    of a key or item, and at a second answer to one item of one form.
    """
    names = codes(table.columns, item)
    ids = _columns_of([str(level) for level in names.levels], [each.name for each in held.items], table.file)
    chosen, items, told = _chosen(held, parts, ids, table.file)
    form, first = _forms_of_rows(table, [*keys])
    faults, answers = _Faults(table), {}
    for each in items:
        at = np.flatnonzero(names.codes == [str(level) for level in names.levels].index(ids[each.name]))
        _refuse_second(table, form[at], at, each.name)
        column = np.full(len(first), np.nan)
        column[form[at]] = faults.taken(table.columns[value][at], each, value, missing_codes, rows=at)
        answers[each.name] = column
    faults.tell()
    others = [str(level) for level in names.levels if str(level) not in ids.values()]
    told += (f"items that are not of {held.name}, left out: {', '.join(others[:20])}",) if others else ()
    about = {name: cells[first] for name, cells in table.columns.items() if name not in (item, value)}
    return Forms(answers=answers, parts=chosen, about=about, told=told)


def _columns_of(names: Sequence[str], ids: Iterable[str], file: str) -> dict[str, str]:
    """Find the column of each item: exactly so named, else named so in another case; an item may have none."""
    found: dict[str, str] = {}
    for each in ids:
        fitting = [each] if each in names else [name for name in names if name.casefold() == each.casefold()]
        if len(fitting) > 1:
            raise refuse_table(file, f"{' and '.join(fitting)}, which both are the item {each}", "one of them")
        if fitting:
            found[each] = fitting[0]
    return found


def _chosen(
    held: Instrument, parts: Sequence[str] | None, found: Mapping[str, str], file: str
) -> tuple[tuple[str, ...], tuple[Item, ...], tuple[str, ...]]:
    """Choose the parts to score: those asked for, else those of whose items the table has any; each must be whole."""
    asked = held.parts_named(parts)
    if parts is None:
        there = {part.name for part in asked if any(name in found for name in part.items)}
        asked = tuple(part for part in asked if part.name in there or (part.made_of and there.issuperset(part.made_of)))
    items = held.items_of(asked)
    if absent := [item.name for item in items if item.name not in found] or ([] if items else ["every item"]):
        wanted = ", ".join(item.name for item in (items or held.items))
        raise refuse_table(
            file,
            f"no column or row of {held.name} for {', '.join(absent)}",
            f"all of {wanted} (--items-as, where named otherwise)",
        )
    left = [part.name for part in held.parts if part not in asked] if parts is None else []
    told = (f"parts left out, since the table has none of their items: {', '.join(left)}",) if left else ()
    return tuple(part.name for part in asked), items, told


def _forms_of_rows(table: InputTable, keys: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number the forms in the order in which they begin: of each row its form, of each form its first row."""
    number = np.zeros(table.n_rows, dtype=np.int64)
    for key in keys:
        labels = codes(table.columns, key)
        if (empty := labels.codes < 0).any():
            row = int(empty.argmax())
            raise BadInput([table.problem(row, key, "an empty cell", "whose form it is, and of which visit")])
        number = np.unique(number * len(labels.levels) + labels.codes, return_inverse=True)[1]
    _, first, form = np.unique(number, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return place[form], first[order]


def _refuse_second(table: InputTable, form: NDArray[np.intp], at: NDArray[np.intp], item: str) -> None:
    order = np.argsort(form, kind="stable")
    again = np.flatnonzero(np.diff(form[order]) == 0)
    if again.size:
        row = int(at[order[again[0] + 1]])
        raise BadInput([table.problem(row, item, "a second answer on the same form", "one answer an item and form")])


class _Faults:
    """What is wrong with answers: the first twenty are told with file and row, all are counted."""

    def __init__(self, table: InputTable) -> None:
        self._table = table
        self._problems: list[Problem] = []
        self._total = 0

    def taken(
        self,
        cells: NDArray[Any],
        item: Item,
        field: str,
        missing_codes: Sequence[float],
        *,
        rows: NDArray[np.intp] | None = None,
    ) -> NDArray[np.float64]:
        """Give answers as numbers; rows : where they stand in the table, where they are not all of it."""
        given = cells.astype(np.float64) if cells.dtype.kind in "biuf" else self._of_texts(cells, item, field, rows)
        given[np.isin(given, np.asarray(missing_codes, dtype=np.float64))] = np.nan
        below, above = given < item.low, given > item.high
        between = (
            np.isfinite(given) & (np.rint(given) != given) & ~below & ~above if item.whole else np.zeros_like(below)
        )
        for mask, found in (
            (below, "a number below the list"),
            (above, "a number above the list"),
            (between, "a number between two answers"),
        ):
            self._add(np.flatnonzero(mask), item, field, rows, found)
        return given

    def tell(self) -> None:
        """Raise what was found, if anything was."""
        if self._problems:
            raise BadInput(sorted(self._problems, key=lambda each: each.row or 0), total=self._total)

    def _of_texts(
        self, cells: NDArray[Any], item: Item, field: str, rows: NDArray[np.intp] | None
    ) -> NDArray[np.float64]:
        given = np.full(len(cells), np.nan)
        for place, cell in enumerate(cells.tolist()):
            try:
                given[place] = np.nan if cell is None else float(cell)
            except (TypeError, ValueError):
                self._add([place], item, field, rows, describe(cell))
        return given

    def _add(
        self,
        places: Sequence[int] | NDArray[np.intp],
        item: Item,
        field: str,
        rows: NDArray[np.intp] | None,
        found: str,
    ) -> None:
        self._total += len(places)
        for place in list(places)[: _SHOWN - len(self._problems)]:
            row = int(place if rows is None else rows[place])
            allowed = f"{item.allowed}, or an empty cell"
            name = field if rows is None else f"{field} of {item.name}"
            self._problems.append(self._table.problem(row, name, found, allowed))
