"""Columns of any dataframe as arrays: the one door by which tables of pandas, polars, Arrow or plain mappings enter.

A missing cell stays missing: NaN in numbers, -1 in codes. Nothing is dropped here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = Any  # whatever narwhals takes, or a mapping of names to sequences


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """A column of labels as numbers.

    codes : shape (n,), the place of each row's label in `levels`, -1 where it is missing
    levels : the labels, in the column's own order where it is categorical, else sorted
    """

    codes: NDArray[np.int64]
    levels: tuple[Any, ...]


def column(table: Table, name: str) -> NDArray[Any]:
    """Take one column as it is, with None, NaN or NaT where the table has a gap.

    Raises BadValues where the table has no such column; the text names those that it has.
    """
    if isinstance(table, Mapping):
        _check_name(name, list(table))
        return np.asarray(table[name])
    series = _series(table, name)
    return np.asarray(series.to_numpy())


def numbers(table: Table, name: str) -> NDArray[np.float64]:
    """Take a column of numbers, shape (n,), NaN where it is missing.

    Raises BadValues where a cell is no number (text, an infinity); the text says which row and of what type.
    """
    raw = column(table, name)
    if raw.dtype.kind in "biuf":
        taken = raw.astype(np.float64)
    else:
        taken = np.array([_number(cell, row, name) for row, cell in enumerate(raw.tolist(), 1)], dtype=np.float64)
    if (infinite := np.isinf(taken)).any():
        row = int(infinite.argmax()) + 1
        raise BadValues(f"column {name!r}, row {row}: found an infinite number; allowed: a number or nothing")
    return taken


def codes(table: Table, name: str) -> Codes:
    """Take a column of labels (text, numbers, truth values or days) as codes.

    The order of the levels is the column's own where it is categorical (pandas `Categorical`, polars `Enum`),
    otherwise sorted: numbers by size, text by letter.
    """
    levels = None if isinstance(table, Mapping) else _own_levels(table, name)
    cells = column(table, name).tolist()
    known = [not _is_missing(cell) for cell in cells]
    if levels is None:
        found = {cell for cell, is_known in zip(cells, known, strict=True) if is_known}
        try:
            levels = tuple(sorted(found))
        except TypeError:
            kinds = ", ".join(sorted({type(cell).__name__ for cell in found}))
            raise BadValues(f"column {name!r}: found labels of several types ({kinds}); allowed: one type") from None
    place = {level: number for number, level in enumerate(levels)}
    return Codes(
        codes=np.array(
            [place[cell] if is_known else -1 for cell, is_known in zip(cells, known, strict=True)], dtype=np.int64
        ),
        levels=levels,
    )


def column_names(table: Table) -> list[str]:
    """Name the columns of a table, in its order."""
    if isinstance(table, Mapping):
        return list(table)
    import narwhals.stable.v2 as nw

    return list(_frame(table, nw).columns)


def _frame(table: Table, nw: Any) -> Any:
    try:
        return nw.from_native(table, eager_only=True)
    except TypeError:
        raise BadValues(
            f"found a table of type {type(table).__name__}; allowed: an eager dataframe (pandas, polars, Arrow) "
            "or a mapping of column names to sequences"
        ) from None


def _series(table: Table, name: str) -> Any:
    import narwhals.stable.v2 as nw

    frame = _frame(table, nw)
    _check_name(name, list(frame.columns))
    return frame[name]


def _own_levels(table: Table, name: str) -> tuple[Any, ...] | None:
    import narwhals.stable.v2 as nw

    series = _series(table, name)
    if series.dtype in (nw.Categorical, nw.Enum):
        return tuple(series.cat.get_categories().to_list())
    return None


def _check_name(name: str, names: list[str]) -> None:
    if name not in names:
        from difflib import get_close_matches

        near = get_close_matches(name, names, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise BadValues(f"found no column {name!r}; the table has: {', '.join(names) or 'no columns'}{hint}")


def _number(cell: object, row: int, name: str) -> float:
    if _is_missing(cell):
        return np.nan
    if isinstance(cell, bool | int | float):
        return float(cell)
    try:
        return float(cell) if not isinstance(cell, str | bytes) else _refuse(cell, row, name)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return _refuse(cell, row, name)


def _refuse(cell: object, row: int, name: str) -> float:
    from kneewise.errors import describe

    raise BadValues(f"column {name!r}, row {row}: found {describe(cell)}; allowed: a number or nothing")


def _is_missing(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and cell != cell) or type(cell).__name__ in {"NaTType", "NAType"}  # noqa: PLR0124
