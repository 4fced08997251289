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
        return _array_of(table[name])
    series = _series(table, name)
    return np.asarray(series.to_numpy())


def _array_of(cells: Any) -> NDArray[Any]:
    raw = np.asarray(cells)
    if raw.dtype.kind not in "US" or isinstance(cells, np.ndarray):
        return raw
    # numpy would make text of numbers that stand beside text.
    kept = np.empty(len(raw), dtype=object)
    kept[:] = list(cells)
    return kept


def numbers(table: Table, name: str) -> NDArray[np.float64]:
    """Take a column of numbers, shape (n,), NaN where it is missing.

    Raises BadValues where a cell is no number (text, an infinity); the text says which row and of what type.
    """
    return _numbers_of(column(table, name), name)


def _numbers_of(raw: NDArray[Any], name: str) -> NDArray[np.float64]:
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
    series = None if isinstance(table, Mapping) else _series(table, name)
    raw = column(table, name) if series is None else None
    return _codes_of(raw, series, name)


def _codes_of(raw: NDArray[Any] | None, series: Any, name: str) -> Codes:
    levels = None if series is None else _own_levels(series)
    if levels is not None and (own := _own_codes(series)) is not None:
        return Codes(codes=own, levels=levels)
    raw = np.asarray(series.to_numpy()) if raw is None else raw
    if raw.dtype.kind in "iu" and raw.dtype != np.uint64 and raw.size:
        return _codes_of_whole_numbers(raw.astype(np.int64))
    cells = raw.tolist()
    found = set(cells)
    known = [cell for cell in found if not _is_missing(cell)]
    if levels is None:
        try:
            levels = tuple(sorted(known))
        except TypeError:
            kinds = ", ".join(sorted({type(cell).__name__ for cell in known}))
            raise BadValues(f"column {name!r}: found labels of several types ({kinds}); allowed: one type") from None
    place = {level: number for number, level in enumerate(levels)}
    # NaN equals nothing but is found again as the same object.
    place.update((cell, -1) for cell in found if _is_missing(cell))
    return Codes(codes=np.fromiter(map(place.__getitem__, cells), np.int64, len(cells)), levels=levels)


def holds_labels(table: Table, name: str) -> bool:
    """Say whether a column holds labels (text, truth values, days, a categorical type) rather than numbers."""
    return isinstance(labels_or_numbers(table, name), Codes)


def labels_or_numbers(table: Table, name: str) -> Codes | NDArray[np.float64]:
    """Take a column as what it holds: codes of labels, or numbers.

    Raises BadValues as `codes` and `numbers` do.
    """
    series = None if isinstance(table, Mapping) else _series(table, name)
    if series is not None and _own_levels(series) is not None:
        return _codes_of(None, series, name)
    raw = column(table, name) if series is None else np.asarray(series.to_numpy())
    has_labels = raw.dtype.kind not in "iuf"
    if raw.dtype.kind == "O":
        has_labels = any(isinstance(cell, bool) or not (_is_missing(cell) or isinstance(cell, int | float))
                         for cell in raw.tolist())  # fmt: skip
    return _codes_of(raw, series, name) if has_labels else _numbers_of(raw, name)


def opened(table: Table) -> Table:
    """Take a table that many columns will be read from: what narwhals asks of a dataframe is then asked once.

    Raises BadValues for what is no table.
    """
    if isinstance(table, Mapping):
        return table
    import narwhals.stable.v2 as nw

    return _frame(table, nw)


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


def _own_levels(series: Any) -> tuple[Any, ...] | None:
    import narwhals.stable.v2 as nw

    if series.dtype in (nw.Categorical, nw.Enum):
        return tuple(series.cat.get_categories().to_list())
    return None


def _own_codes(series: Any) -> NDArray[np.int64] | None:
    """Take the codes that pandas keeps for a categorical column, and polars for an Enum: 20 times as fast."""
    import narwhals.stable.v2 as nw

    native = series.to_native()
    if hasattr(native, "cat") and hasattr(native.cat, "codes"):
        return np.asarray(native.cat.codes, dtype=np.int64)
    if series.dtype == nw.Enum and hasattr(native, "to_physical"):
        # Not for polars' Categorical: its codes are those of a cache that all columns share.
        kept = np.asarray(native.to_physical().to_numpy(), dtype=np.float64)
        return np.where(np.isnan(kept), -1.0, kept).astype(np.int64)
    return None


def _codes_of_whole_numbers(raw: NDArray[np.int64]) -> Codes:
    low, high = int(raw.min()), int(raw.max())
    if high - low > 8 * raw.size:
        levels, found = np.unique(raw, return_inverse=True)
        return Codes(codes=found.astype(np.int64), levels=tuple(levels.tolist()))
    is_there = np.zeros(high - low + 1, dtype=bool)
    is_there[raw - low] = True
    place = np.cumsum(is_there) - 1
    return Codes(codes=place[raw - low], levels=tuple((np.flatnonzero(is_there) + low).tolist()))


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
