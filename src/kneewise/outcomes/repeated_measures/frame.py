"""From a table to the arrays of a model: which rows are used, which labels they have, in which order they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.columns import Codes, codes, labels_or_numbers, numbers, opened
from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.columns import Table
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.layout import Integers

_LARGEST: Final = 1e50  # a variance is its square, and a test takes the square of that


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The columns of a model over the rows that are used, in the order of the table.

    rows : shape (n,), their numbers in the table, from 1
    labels : by column, codes and levels, each level used; numbers : by column
    """

    rows: Integers
    y: Array
    labels: Mapping[str, Codes]
    numbers: Mapping[str, Array]
    notes: tuple[str, ...]


def read_frame(
    table: Table,
    *,
    response: str,
    variables: Sequence[str],
    keys: Sequence[str],
    as_labels: frozenset[str],
    as_numbers: Sequence[str],
    levels: Mapping[str, Sequence[Any]],
) -> Frame:
    """Take the columns and the rows that have everything.

    variables : of the formula; labels where the column holds them, or where named in `as_labels`
    keys : subject, visit and group: labels that must be there in every row that is used
    as_numbers : further columns of numbers (weights, times), which must be there in every such row
    levels : the order of the labels of a column, where it is not the column's own; the first is the reference

    Raises BadValues for columns that are not there or hold what they should not; NotEstimable where no row is left.
    """
    table = opened(table)
    y = numbers(table, response)
    labels: dict[str, Codes] = {}
    values: dict[str, Array] = {}
    for name in dict.fromkeys((*keys, *variables)):
        is_label = name in as_labels or name in keys
        found = codes(table, name) if is_label else labels_or_numbers(table, name)
        if isinstance(found, Codes):
            labels[name] = _ordered(found, name, levels.get(name))
        else:
            values[name] = found
    for name in as_numbers:
        values[name] = numbers(table, name)
    if unknown := [name for name in levels if name not in labels]:
        raise BadValues(f"levels: found {unknown[0]!r}; allowed: columns of labels, {', '.join(labels)}")
    notes: list[str] = []
    is_used = ~np.isnan(y)
    _note(notes, len(y) - int(is_used.sum()), "without a score")
    _check_keys(is_used, labels, values, keys, as_numbers)
    for name in variables:
        has = labels[name].codes >= 0 if name in labels else ~np.isnan(values[name])
        _note(notes, int((is_used & ~has).sum()), f"without {name!r}")
        is_used &= has
    if not is_used.any():
        raise NotEstimable(f"no row has a score and all of {', '.join(variables) or 'its keys'}: nothing can be fitted")
    taken = {name: _trimmed(found, is_used, name, notes, is_key=name == keys[0]) for name, found in labels.items()}
    for name, found in {response: y, **values}.items():
        _check_size(name, found[is_used])
    return Frame(
        rows=np.flatnonzero(is_used) + 1,
        y=y[is_used],
        labels=taken,
        numbers={name: found[is_used] for name, found in values.items()},
        notes=tuple(notes),
    )


def number_array(given: ArrayLike, name: str) -> Array:
    """Take what should be an array of numbers.

    Raises BadValues for text, and for rows of several lengths.
    """
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadValues(f"{name}: found no array of numbers; allowed: numbers, rows of one length") from None


def _note(notes: list[str], n_rows: int, what: str) -> None:
    if n_rows:
        notes.append(f"{n_rows} {'row' if n_rows == 1 else 'rows'} {what} left out")


def _check_size(name: str, found: Array) -> None:
    if np.abs(found).max() > _LARGEST:
        raise BadValues(f"column {name!r}: found a number beyond {_LARGEST:g}; allowed: below; use a larger unit")


def _check_keys(
    is_used: NDArray[np.bool_],
    labels: Mapping[str, Codes],
    values: Mapping[str, Array],
    keys: Sequence[str],
    as_numbers: Sequence[str],
) -> None:
    """Refuse a score of nobody, or of no visit: to leave it out in silence would hide an error of the table."""
    missing = {name: labels[name].codes < 0 for name in keys} | {name: np.isnan(values[name]) for name in as_numbers}
    for name, is_missing in missing.items():
        if (lost := np.flatnonzero(is_used & is_missing)).size:
            raise BadValues(f"column {name!r}, row {lost[0] + 1}: found nothing beside a score; allowed: a value")


def _ordered(found: Codes, name: str, order: Sequence[Any] | None) -> Codes:
    if order is None:
        return found
    place = {level: number for number, level in enumerate(order)}
    if len(place) != len(order):
        raise BadValues(f"levels of {name!r}: found a label twice; allowed: each once")
    used = np.bincount(found.codes[found.codes >= 0], minlength=len(found.levels)) > 0
    absent = sum(1 for level, is_there in zip(found.levels, used, strict=True) if is_there and level not in place)
    if absent:
        raise BadValues(
            f"levels of {name!r}: found {absent} labels in the column that are not among the {len(order)} given"
        )
    turned = np.array([place.get(level, -1) for level in found.levels] + [-1], dtype=np.int64)
    return Codes(codes=turned[found.codes], levels=tuple(order))


def _trimmed(found: Codes, is_used: NDArray[np.bool_], name: str, notes: list[str], *, is_key: bool) -> Codes:
    """Take the rows used, and leave out levels that none of them has; tell it, but for subjects."""
    own = found.codes[is_used]
    is_there = np.bincount(own, minlength=len(found.levels)) > 0
    if is_there.all():
        return replace(found, codes=own)
    if not is_key:
        gone = [str(level) for level, there in zip(found.levels, is_there, strict=True) if not there]
        notes.append(f"{name!r}: no scores at {', '.join(gone)}; left out")
    place = np.cumsum(is_there) - 1
    kept = tuple(level for level, there in zip(found.levels, is_there, strict=True) if there)
    return Codes(codes=place[own], levels=kept)
