"""Columns of a loaded table as arrays: each cell checked by the database, all columns in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.cli.table_kinds import FALSE, GAPS, TRUE, InputTable, Wanted, refuse_table
from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    from numpy.typing import NDArray

_SHOWN = 20
_NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE",
            "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}  # fmt: skip


def take_columns(
    connection: duckdb.DuckDBPyConnection,
    kinds: Mapping[str, str],
    file: str,
    wanted: Sequence[Wanted],
    *,
    others: bool,
) -> InputTable:
    """Take the columns of the view `input`, typed.

    kinds : SQL type of each column of the view
    Raises BadInput with the first bad cells and the number of all.
    """
    asked = {each.name: each for each in wanted if each.name in kinds}
    taken: dict[str, Wanted] = {}
    left: list[str] = []
    for name, kind in kinds.items():
        if name in asked:
            taken[name] = asked[name]
        elif others and _is_plain(kind):
            taken[name] = Wanted(name=name, kind="label")
        elif others:
            left.append(name)
    for name, each in asked.items():
        if not _is_plain(kinds[name]):
            raise refuse_table(file, f"a column of type {kinds[name][:40]}", each.allowed, field=name)
    labels = [name for name, each in taken.items() if each.kind == "label" and not each.among]
    numeric = _all_numbers(connection, [name for name in labels if kinds[name] == "VARCHAR"])
    numeric |= {name for name in labels if _is_number(kinds[name])}
    _check_cells(connection, kinds, file, [each for name, each in taken.items() if name in asked])
    columns = _fetch(connection, kinds, taken, numeric)
    told = (f"columns left out, since their cells are lists or groups: {', '.join(left)}",) if left else ()
    rows = columns.pop("#")
    return InputTable(file=file, columns=columns, rows=rows.astype("int64"), told=told)


def _is_plain(kind: str) -> bool:
    return kind in ("VARCHAR", "BOOLEAN", "DATE") or kind.startswith(("ENUM", "TIMESTAMP")) or _is_number(kind)


def _is_number(kind: str) -> bool:
    return kind in _NUMBERS or kind.startswith("DECIMAL")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(name: str) -> str:
    """The cell as text without spaces around it, null where it is a gap."""
    gaps = ", ".join(f"'{gap}'" for gap in GAPS)
    cell = f"trim(cast({_quoted(name)} as VARCHAR))"
    return f"(case when {cell} in ({gaps}) then null else {cell} end)"


def _number(text: str) -> str:
    """The cell as a number, null where it is none; the database alone would take 1_000, infinity and nan."""
    cast = f"try_cast({text} as DOUBLE)"
    return f"(case when isfinite({cast}) and not contains({text}, '_') then {cast} end)"


def _typed(each: Wanted, kind: str) -> str:
    """The cell as its column's kind, null where it is none."""
    if each.kind in ("number", "whole"):
        return f"cast({_quoted(each.name)} as DOUBLE)" if _is_number(kind) else _number(_text(each.name))
    if each.kind == "label" and kind == "DATE":
        return _quoted(each.name)
    if each.kind == "day":
        if kind == "DATE" or kind.startswith("TIMESTAMP"):
            return f"cast({_quoted(each.name)} as DATE)"
        text = _text(each.name)
        return f"(case when regexp_full_match({text}, '\\d{{4}}-\\d\\d-\\d\\d') then try_cast({text} as DATE) end)"
    if each.kind == "truth":
        text = f"lower({_text(each.name)})"
        yes, no = (", ".join(f"'{word}'" for word in words) for words in (TRUE, FALSE))
        return f"(case when {text} in ({yes}) then 1.0 when {text} in ({no}) then 0.0 end)"
    return _text(each.name)


def _bad(each: Wanted, kind: str) -> str:
    """The test that a cell cannot be taken."""
    there = f"({_text(each.name)} is not null)"
    typed = _typed(each, kind)
    faults = [f"({there} and {typed} is null)"]
    if each.kind == "number" and _is_number(kind):
        # NaN in a column of floats is how dataframes write a gap; an infinity is no score.
        faults.append(f"({there} and isinf({typed}))")
    if each.kind == "whole":
        faults.append(f"({there} and not isnan({typed}) and {typed} <> floor({typed}))")
    if each.kind in ("number", "whole"):
        faults += [f"{typed} < {each.low!r}"] if each.low is not None else []
        faults += [f"({typed} > {each.high!r} and not isnan({typed}))"] if each.high is not None else []
    if each.among:
        codes = ", ".join("'" + code.replace("'", "''") + "'" for code in each.among)
        faults.append(f"({there} and {typed} not in ({codes}))")
    if not each.gaps:
        faults.append(f"(not {there})")
    return "coalesce(" + " or ".join(faults) + ", false)"


def _check_cells(
    connection: duckdb.DuckDBPyConnection, kinds: Mapping[str, str], file: str, wanted: Sequence[Wanted]
) -> None:
    tests = [(each, _bad(each, kinds[each.name])) for each in wanted]
    if not tests:
        return
    counts = connection.execute(
        "select " + ", ".join(f"count(*) filter (where {test})" for _, test in tests) + " from input"
    ).fetchone()
    problems: list[Problem] = []
    for (each, test), n_bad in zip(tests, counts or (), strict=True):
        if not n_bad or len(problems) >= _SHOWN:
            continue
        found = connection.execute(
            f'select "#", cast({_quoted(each.name)} as VARCHAR) from input where {test}'
            f' order by "#" limit {_SHOWN - len(problems)}'
        ).fetchall()
        problems += [
            Problem(file=file, row=row, field=each.name, found=_found(cell, each), allowed=each.allowed)
            for row, cell in found
        ]
    if problems:
        raise BadInput(problems, total=sum(counts or ()))


def _found(cell: str | None, each: Wanted) -> str:
    """Say what stands in a cell without saying its value: a kind and a size; a code of no list is a text."""
    from kneewise.errors import describe

    if cell is None or cell.strip() in GAPS:
        return "an empty cell"
    try:
        number = float(cell)
    except ValueError:
        return describe(cell) + (" (a decimal comma?)" if each.kind == "number" and _has_decimal_comma(cell) else "")
    if each.kind == "whole" and number != number // 1:
        return "a number with decimals"
    if each.low is not None and number < each.low:
        return "a number below the lowest"
    if each.high is not None and number > each.high:
        return "a number above the highest"
    return "a number"


def _has_decimal_comma(cell: str) -> bool:
    return cell.count(",") == 1 and cell.replace(",", "").strip().lstrip("+-").isdigit()


def _all_numbers(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> set[str]:
    """Find the columns of text whose cells all are numbers; leading zeros mean a key, which stays text."""
    if not names:
        return set()
    tests = [
        f"coalesce(bool_and({_number(_text(name))} is not null and not regexp_matches({_text(name)}, '^0[0-9]'))"
        f" filter (where {_text(name)} is not null), false)"
        for name in names
    ]
    found = connection.execute("select " + ", ".join(tests) + " from input").fetchone()
    return {name for name, is_number in zip(names, found or (), strict=True) if is_number}


def _fetch(
    connection: duckdb.DuckDBPyConnection,
    kinds: Mapping[str, str],
    taken: Mapping[str, Wanted],
    numeric: set[str],
) -> dict[str, NDArray[Any]]:
    shown = []
    for name, each in taken.items():
        as_number = Wanted(name=name, kind="number")
        shown.append(f"{_typed(as_number if name in numeric else each, kinds[name])} as {_quoted(name)}")
    shown.append('"#"')
    fetched = connection.execute(f'select {", ".join(shown)} from input order by "#"').fetchnumpy()
    return {name: _plain_array(values) for name, values in fetched.items()}


def _plain_array(values: Any) -> NDArray[Any]:
    """An array with NaN, NaT or None in the gaps."""
    import numpy as np

    mask = np.ma.getmaskarray(values)
    bare = np.ma.getdata(values)
    if bare.dtype.kind == "M":
        days: NDArray[Any] = bare.astype("datetime64[D]")
        days[mask] = np.datetime64("NaT")
        return days
    if bare.dtype.kind == "O":
        texts: NDArray[Any] = bare.copy()
        texts[mask] = None
        return texts
    if bare.dtype.kind in "iu" and not mask.any():
        return bare
    numbers: NDArray[Any] = bare.astype(np.float64)
    numbers[mask] = np.nan
    return numbers
