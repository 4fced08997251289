"""The columns of a call: arrays, numbers for all rows, or names of columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.effects.arm_figures import OF_AN_ARM
from kneewise.evidence.effects.given import GIVEN
from kneewise.evidence.effects.measures import COLUMNS, MEANS, PAIRS
from kneewise.evidence.effects.shared_control import WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.columns import Table
    from kneewise.evidence.effects.measures import Measure
    from kneewise.evidence.pooling.sets import Floats


def allowed_columns(measure: Measure) -> tuple[str, ...]:
    """Name every column that a measure can use, needed ones first."""
    names = list(COLUMNS[measure.kind])
    if measure.kind in (MEANS, PAIRS):
        names += [f"{name}{arm}" for arm in ("1", "2") for name in OF_AN_ARM]
    if measure.kind == PAIRS:
        names.append("sd_change")
    else:
        names += ["cluster_size", "icc"]
    return (*names, *GIVEN)


def gather(table: Table | None, given: Mapping[str, Any], allowed: Sequence[str]) -> dict[str, Floats]:
    """Take every allowed column that was given or that the table has by its standard name, all of one length.

    A name of a column stands for that column of the table; one number stands for all rows.
    Raises BadValues for a column that is not allowed, unequal lengths, or text where numbers are needed.
    """
    from kneewise.columns import column_names, numbers

    if strange := sorted(set(given) - set(allowed)):
        raise BadValues(f"found an argument {strange[0]!r}; allowed here: {', '.join(allowed)}")
    there = set(column_names(table)) if table is not None else set()
    taken: dict[str, Floats] = {}
    for name in allowed:
        value = given.get(name, name if name in there else None)
        if value is None:
            continue
        if isinstance(value, str):
            if table is None:
                raise BadValues(f"{name}: found a name of a column but no table; allowed: a table with it, or numbers")
            taken[name] = numbers(table, value)
        else:
            taken[name] = numbers({name: np.atleast_1d(np.asarray(value))}, name)
    return _of_one_length(taken)


def _of_one_length(columns: dict[str, Floats]) -> dict[str, Floats]:
    lengths = {name: values.size for name, values in columns.items() if values.size != 1}
    if not columns:
        return columns
    size = max(lengths.values(), default=1)
    for name, length in lengths.items():
        if length != size:
            raise BadValues(f"{name}: found {length} rows; allowed: {size}, as the longest column has, or one number")
    return {name: np.broadcast_to(values, (size,)) for name, values in columns.items()}


def labels_of(table: Table | None, label: Any, size: int) -> tuple[str, ...]:
    """Name the rows: by a column, a sequence, the table's own `study` column, or their numbers from 1."""
    from kneewise.columns import column, column_names

    if isinstance(label, str):
        if table is None:
            raise BadValues("label: found a name of a column but no table; allowed: a table with it, or names")
        label = column(table, label)
    elif label is None and table is not None and "study" in column_names(table):
        label = column(table, "study")
    if label is None:
        return tuple(str(number) for number in range(1, size + 1))
    names = np.asarray(label, dtype=object).ravel().tolist()
    if len(names) != size:
        raise BadValues(f"label: found {len(names)} names; allowed: {size}, one a row")
    return tuple(str(name) for name in names)


def groups_of(table: Table | None, control: Any, way: str | None, size: int) -> NDArray[np.int64]:
    """Number the control groups, shape (n,), -1 for a row that names none; all -1 where none are shared."""
    from kneewise.columns import codes

    if way is None:
        return np.full(size, -1, dtype=np.int64)
    if way not in WAYS:
        raise BadValues(f"shared_control: found {way!r}; allowed: {', '.join(WAYS)}")
    if control is None or (isinstance(control, str) and table is None):
        raise BadValues(
            "control: found nothing; allowed with shared_control: the control group of each row, or a column"
        )
    found = codes(table, control) if isinstance(control, str) else codes({"control": list(control)}, "control")
    if found.codes.size != size:
        raise BadValues(f"control: found {found.codes.size} rows; allowed: {size}, one a row")
    return found.codes
