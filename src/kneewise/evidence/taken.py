"""Columns of a table, or arrays in their place, as a network method takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import Codes, codes, column, numbers
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.columns import Table

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def take_numbers(table: Table | None, given: Any, name: str) -> Floats:
    """Take a column by its name, or an array as it is; shape (n,), NaN where nothing stands."""
    return numbers(*_place(table, given, name))


def take_labels(table: Table | None, given: Any, name: str) -> tuple[Ints, tuple[str, ...]]:
    """Take labels as codes and their texts; refuse a row without one."""
    source, column_name = _place(table, given, name)
    found: Codes = codes(source, column_name)
    if (found.codes < 0).any():
        row = int(np.argmax(found.codes < 0)) + 1
        raise BadValues(f"{name}, row {row}: found nothing; allowed: a label")
    return found.codes, tuple(_text(level) for level in found.levels)


def join_labels(
    one: tuple[Ints, tuple[str, ...]], two: tuple[Ints, tuple[str, ...]]
) -> tuple[Ints, Ints, tuple[str, ...]]:
    """Give two columns of labels the same codes: in the order of a column that holds all of them, else sorted."""
    if one[1] == two[1]:
        return one[0], two[0], one[1]
    every = set(one[1]) | set(two[1])
    levels = next((each for each in (one[1], two[1]) if set(each) == every), tuple(sorted(every)))
    place = {level: number for number, level in enumerate(levels)}
    first, second = (np.array([place[level] for level in labels], dtype=np.int64) for _, labels in (one, two))
    return first[one[0]], second[two[0]], levels


def only_used(arm: Ints, levels: tuple[str, ...]) -> tuple[Ints, tuple[str, ...]]:
    """Drop levels that no row uses."""
    used = np.unique(arm)
    place = np.full(len(levels), -1)
    place[used] = np.arange(len(used))
    return place[arm], tuple(levels[k] for k in used.tolist())


def same_lengths(**columns: NDArray[Any]) -> None:
    """Refuse columns of different lengths."""
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise BadValues(f"columns: found different lengths ({told}); allowed: one row for each")
    if not next(iter(lengths.values())):
        raise BadValues("columns: found no row; allowed: at least one")


def rows_told(rows: Sequence[int] | Ints) -> str:
    """Name rows, counted from 1, the first eight of them."""
    listed = [str(int(row) + 1) for row in rows]
    return ("row " if len(listed) == 1 else "rows ") + ", ".join(listed[:8]) + (", ..." if len(listed) > 8 else "")


def _text(level: Any) -> str:
    """A label as text; a whole number that came as 10.0 is '10'."""
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)


def _place(table: Table | None, given: Any, name: str) -> tuple[Any, str]:
    if isinstance(given, str):
        if table is None:
            raise BadValues(f"{name}: found the name of a column but no table; allowed: a table, or an array")
        column(table, given)
        return table, given
    if given is None:
        raise BadValues(f"{name}: found nothing; allowed: the name of a column, or an array")
    return {name: given}, name
