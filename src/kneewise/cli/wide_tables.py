"""Wide tables turned long: columns such as koos_pain_m3 become rows with a part and a visit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kneewise.cli.table_kinds import refuse_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.cli.table_kinds import InputTable

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PLACE = re.compile(r"\{([a-z_]+)\}")


def turn_long(table: InputTable, patterns: Sequence[str], *, value: str = "score") -> InputTable:
    """Turn the columns that fit a pattern into rows.

    patterns : as 'koos_{part}_m{visit}': what stands at a name in braces becomes the cell of a column of that name
    value : the column that takes the cells

    Columns that fit no pattern are repeated on each row. What stands at a name is a number where it is one in every
    column. A cell that is empty stays a row with a gap: a visit that was planned and not attended. Where several
    patterns are given, a name that one of them lacks is a gap in its rows.
    Raises BadInput where a pattern names nothing, fits no column, or two columns make the same row.
    """
    import numpy as np

    fitted: dict[str, dict[str, str]] = {}
    for pattern in patterns:
        fits = _fitting(pattern, list(table.columns), table.file)
        fitted |= {column: names for column, names in fits.items() if column not in fitted}
    names = list(dict.fromkeys(name for found in fitted.values() for name in found))
    seen = {tuple(found.get(name) for name in names) for found in fitted.values()}
    if len(seen) < len(fitted):
        raise refuse_table(table.file, "two columns with the same names in the pattern", "one column a row")
    kept = {column: cells for column, cells in table.columns.items() if column not in fitted}
    for name in (*names, value):
        if name in kept:
            raise refuse_table(table.file, f"a column '{name}' beside the pattern", "one of the two", field=name)
    n, k = table.n_rows, len(fitted)
    # Row by row, so that the visits of one patient stay together.
    columns: dict[str, NDArray[Any]] = {column: np.repeat(cells, k) for column, cells in kept.items()}
    for name in names:
        columns[name] = np.tile(_numbers_or_texts([found.get(name) for found in fitted.values()]), n)
    cells = [table.columns[column] for column in fitted]
    for column, one in zip(fitted, cells, strict=True):
        if one.dtype.kind not in "fiu":
            raise refuse_table(table.file, "cells that are not numbers", "numbers or empty cells", field=column)
    columns[value] = np.stack([one.astype(np.float64) for one in cells], axis=1).reshape(-1)
    return replace(table, columns=columns, rows=np.repeat(table.rows, k))


def _fitting(pattern: str, columns: Sequence[str], file: str) -> dict[str, dict[str, str]]:
    parts = _PLACE.split(pattern)
    if len(parts) == 1:
        raise refuse_table(file, f"the pattern '{pattern[:60]}' without a name in braces", "as 'koos_{part}_m{visit}'")
    if len(set(parts[1::2])) < len(parts[1::2]):
        raise refuse_table(file, f"a name twice in the pattern '{pattern[:60]}'", "each name once")
    made = "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    form = re.compile(made, re.IGNORECASE)
    found = {column: match.groupdict() for column in columns if (match := form.fullmatch(column))}
    if not found:
        raise refuse_table(
            file, f"no column that fits '{pattern[:60]}'", "columns that fit; there are: " + ", ".join(columns[:30])
        )
    return found


def _numbers_or_texts(texts: Sequence[str | None]) -> NDArray[Any]:
    import numpy as np

    if all(text is None or _NUMBER.fullmatch(text) for text in texts):
        return np.array([np.nan if text is None else float(text) for text in texts])
    return np.array(texts, dtype=object)
