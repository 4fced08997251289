"""Columns of a table that `outcomes safety` needs, taken by name and checked cell by cell; errors name file and row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.cli.table_kinds import FALSE, TRUE, InputTable, Wanted, check_names
from kneewise.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

UNKNOWN = ("unknown", "unclear", "not known", "n/a", "?")
_SHOWN = 20


def must_have(table: InputTable, *names: str) -> None:
    """Refuse a table that lacks one of these columns."""
    check_names(table.file, list(table.columns), [Wanted(name=name) for name in names])


def numbers_of(table: InputTable, name: str, *, low: float | None = None, above: float | None = None) -> NDArray[Any]:
    """Take numbers, NaN where the cell is empty; `low` is allowed, `above` is not."""
    import numpy as np

    must_have(table, name)
    cells = table.columns[name]
    allowed = "a number" if low is None else f"a number of {low:g} or more"
    allowed = allowed if above is None else f"a number above {above:g}"
    if cells.dtype.kind in "biuf":
        values: NDArray[Any] = cells.astype(np.float64)
    else:
        bad = [row for row, cell in enumerate(cells.tolist()) if cell is not None and not _is_number(cell)]
        _refuse(table, name, bad, "no number", allowed)
        values = np.array([np.nan if cell is None else float(cell) for cell in cells.tolist()])
    outside = np.zeros(values.size, dtype=bool)
    if low is not None:
        outside |= values < low
    if above is not None:
        outside |= values <= above
    _refuse(table, name, np.flatnonzero(outside).tolist(), "a number outside", f"{allowed} or an empty cell")
    return values


def answers_of(table: InputTable, name: str) -> NDArray[np.float64]:
    """Take answers: 1 for yes, 0 for no, NaN where the cell is empty or says that it is not known."""
    import numpy as np

    must_have(table, name)
    given: list[float] = []
    bad: list[int] = []
    for row, cell in enumerate(table.columns[name].tolist()):
        word = "" if cell is None or cell != cell else str(int(cell) if isinstance(cell, float) else cell).lower()  # noqa: PLR0124
        if word in TRUE:
            given.append(1.0)
        elif word in FALSE:
            given.append(0.0)
        else:
            given.append(np.nan)
            if word and word not in UNKNOWN:
                bad.append(row)
    _refuse(table, name, bad, "neither yes nor no", f"yes, no (true, false, 1, 0), {UNKNOWN[0]} or an empty cell")
    return np.array(given)


def labels_of(table: InputTable, name: str) -> list[Any]:
    """Take labels, None where the cell is empty."""
    must_have(table, name)
    return [None if cell is None or cell != cell else cell for cell in table.columns[name].tolist()]  # noqa: PLR0124


def own_column(table: InputTable, given: str | None, default: str) -> str | None:
    """Choose a column: the one given, which must be there; else the usual one where the table has it."""
    if given is not None:
        must_have(table, given)
        return given
    return default if default in table.columns else None


def labelled(labels: Sequence[Any], wanted: str) -> Any:
    """Find the label that people write so, as '10' for 10.0; the text itself where there is none such."""
    from kneewise.report.section_cells import label

    return next((each for each in labels if each is not None and label(each) == wanted), wanted)


def _is_number(cell: Any) -> bool:
    try:
        float(cell)
    except (TypeError, ValueError):
        return False
    return True


def _refuse(table: InputTable, name: str, bad: list[int], found: str, allowed: str) -> None:
    if bad:
        raise BadInput([table.problem(row, name, found, allowed) for row in bad[:_SHOWN]], total=len(bad))
