"""The door of the questionnaires: answers of any shape in, checked blocks of numbers out.

Answers are worked through in blocks of a few thousand forms, item by item, so that what is computed stays in the
processor's cache: a million forms of 42 items take no second copy in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import numbers
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.instruments.definition import Item

_FORMS_A_BLOCK = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some forms, item by item.

    rows : which forms
    values : shape (k, c), an item without an answer holds its lowest code
    answered : shape (k, c), 1 where there is an answer, else 0
    """

    rows: slice
    values: NDArray[np.float64]
    answered: NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers to k items on n forms, as they were given; checked while they are worked through."""

    items: tuple[Item, ...]
    n: int
    _columns: Sequence[NDArray[Any]]  # k arrays of shape (n,)

    def blocks(self) -> Iterator[Block]:
        """Give the forms in blocks.

        Raises BadValues at an answer outside its item's list: the row (from 1), the item, the kind of number, the list.
        """
        low = np.array([[item.low] for item in self.items], dtype=np.float64)
        high = np.array([[item.high] for item in self.items], dtype=np.float64)
        is_whole = np.array([item.whole for item in self.items])
        for start in range(0, self.n, _FORMS_A_BLOCK):
            rows = slice(start, min(start + _FORMS_A_BLOCK, self.n))
            values = np.empty((len(self.items), rows.stop - start))
            for place, column in enumerate(self._columns):
                values[place] = column[rows]
            answered = values == values  # noqa: PLR0124 - NaN is the number that differs from itself
            outside = (values < low).any() or (values > high).any()
            np.fmax(values, low, out=values)  # a gap takes the lowest code
            if outside or _is_between(values, is_whole):
                self._refuse(start)
            yield Block(rows=rows, values=values, answered=answered.view(np.int8))

    def _refuse(self, start: int) -> None:
        """Tell the first answer outside its list, in the order of rows and then of items, and how many there are."""
        strays = []
        for item, column in zip(self.items, self._columns, strict=True):
            given = np.asarray(column[start:], dtype=np.float64)
            between = np.isfinite(given) & (np.rint(given) != given) if item.whole else False
            strays.append(np.flatnonzero((given < item.low) | (given > item.high) | between))
        row, place = min((int(rows[0]), place) for place, rows in enumerate(strays) if rows.size)
        item, found = self.items[place], float(self._columns[place][start + row])
        others = sum(rows.size for rows in strays) - 1
        more = f" ({others} more in the table)" if others else ""
        raise BadValues(
            f"row {start + row + 1}, item {item.name}: found {_kind_of_stray(found, item)}; "
            f"allowed: {item.allowed}, or nothing{more}"
        )


def take_answers(
    answers: Any, items: tuple[Item, ...], columns: Mapping[str, str] | None = None, *, instrument: str
) -> Answers:
    """Take answers as they come: a table with a column for each item, or an array in the order of the items.

    answers : a dataframe or a mapping of column names to sequences; or an array of shape (n, k), k items in the order
        of the instrument; for one item also shape (n,). None and NaN are items without an answer.
    columns : where a table names its columns otherwise: {item id: name of the column}

    Raises BadValues at a missing column, another shape, or a cell that is no number.
    """
    names = {item.name: item.name for item in items} | _renamed(columns, items, instrument)
    if not _is_table(answers):
        return _from_array(answers, items, instrument)
    taken = [numbers(answers, names[item.name]) for item in items]
    sizes = {len(column) for column in taken}
    if len(sizes) > 1:
        raise BadValues(f"items of {instrument}: found columns of several lengths; allowed: one length")
    return Answers(items=items, n=sizes.pop() if sizes else 0, _columns=taken)


def _renamed(columns: Mapping[str, str] | None, items: tuple[Item, ...], instrument: str) -> dict[str, str]:
    """Keep the renamed columns of the items that are wanted; what names no item at all is refused."""
    wanted = {item.name for item in items}
    given = dict(columns or {})
    return {name: column for name, column in given.items() if name in wanted or _refuse_name(name, instrument)}


def _refuse_name(name: object, instrument: str) -> bool:
    raise BadValues(f"columns: found {name!r}, which is no item asked for of {instrument}; allowed: its item ids")


def _is_table(answers: Any) -> bool:
    # Asked of the type: a lazy frame works out its columns when it is asked for them.
    return isinstance(answers, Mapping) or hasattr(type(answers), "columns") or hasattr(type(answers), "column_names")


def _from_array(answers: Any, items: tuple[Item, ...], instrument: str) -> Answers:
    if isinstance(answers, np.ma.MaskedArray):
        answers = np.ma.filled(answers.astype(np.float64), np.nan)
    try:
        given = np.asarray(answers)
    except ValueError:
        raise BadValues(f"items of {instrument}: found rows of several lengths; allowed: {len(items)} a row") from None
    if given.ndim == 1 and len(items) == 1:
        given = given[:, np.newaxis]
    if given.ndim != 2 or given.shape[1] != len(items):
        raise BadValues(
            f"items of {instrument}: found an array of shape {given.shape}; allowed: (n, {len(items)}), "
            f"the items {items[0].name} ... {items[-1].name} in their order"
        )
    if given.dtype.kind in "biuf":
        return Answers(items=items, n=given.shape[0], _columns=list(given.T))
    cells = {item.name: given[:, place] for place, item in enumerate(items)}
    return Answers(items=items, n=given.shape[0], _columns=[numbers(cells, item.name) for item in items])


def _is_between(values: NDArray[np.float64], is_whole: NDArray[np.bool_]) -> bool:
    """Whether an answer that has to be a whole number is none."""
    whole = values if is_whole.all() else values[is_whole]
    return bool((np.rint(whole) != whole).any())


def _kind_of_stray(found: float, item: Item) -> str:
    """Say what kind of number it is, not which: a stray number may tell of a person."""
    if found < item.low:
        return "a number below the list"
    if found > item.high:
        return "a number above the list"
    return "a number between two answers"
