"""What a column of a table is in SQL: its type, the expression that types it, and the test that its values
hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.case.fields import FIRST_YEAR, LAST_YEAR, LONGEST_TEXT
from kneewise.case.identity import RESIDENT_PATTERN
from kneewise.case.settle import INSTANT, NUMBER

if TYPE_CHECKING:
    from kneewise.case.definition import Field

TYPES = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "day": "DATE",
    "instant": "TIMESTAMP",
}
# C0, DEL and C1 but for tab and line ends, as the readers of documents refuse them; or a resident number.
CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}]"
REFUSED_TEXT = f"{CONTROLS}|{RESIDENT_PATTERN}"

_WHOLE_TYPES = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
_FLOAT_TYPES = {"FLOAT", "DOUBLE"}
_INSTANT_TYPES = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}
_DAY_LIMITS = (f"date '{FIRST_YEAR}-01-01'", f"date '{LAST_YEAR}-12-31'")
_INSTANT_LIMITS = (
    f"timestamp '{FIRST_YEAR}-01-01 00:00:00'",
    f"timestamp '{LAST_YEAR}-12-31 23:59:59.999999'",
)


def literal(text: str) -> str:
    """Write text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(column: str) -> str:
    """Write a column's name; always quoted, since `case` is a word of SQL."""
    return '"' + column.replace('"', '""') + '"'


def limits(field: Field) -> tuple[str, str] | None:
    """Give the lowest and highest value of a field as SQL, None for kinds without limits."""
    if field.kind == "day":
        return _DAY_LIMITS
    if field.kind == "instant":
        return _INSTANT_LIMITS
    if field.kind in ("integer", "number"):
        return repr(field.low), repr(field.high)
    return None


def code_list(field: Field) -> str:
    """Write a field's closed list."""
    return "(" + ", ".join(literal(code) for code in field.codes) + ")"


def fits(field: Field, stored: str) -> bool:
    """Tell whether a Parquet column of this type can hold a field."""
    if stored == '"NULL"':  # a column of pyarrow without any value
        return True
    if field.kind in ("text", "code"):
        return stored == "VARCHAR"
    if field.kind in ("integer", "number"):
        return stored in _WHOLE_TYPES or is_fractional(stored)
    if field.kind == "boolean":
        return stored == "BOOLEAN"
    return stored == "DATE" if field.kind == "day" else stored in _INSTANT_TYPES


def is_fractional(stored: str) -> bool:
    """Tell whether a type can hold fractions."""
    return stored in _FLOAT_TYPES or stored.startswith("DECIMAL")


def can_be_nan(stored: str) -> bool:
    """Tell whether a type can hold NaN."""
    return stored in _FLOAT_TYPES


def typed(field: Field, stored: str) -> str:
    """Write the expression that gives a Parquet column in the field's type; no cast where it already fits."""
    column = name(field.name)
    if field.name == "case":
        return column  # as it is, so that Parquet's statistics still cut ranges of cases out
    if field.kind == "text":
        return f"nullif(nfc_normalize({column}), '')"
    # try_cast: among cases set aside there may be values that cannot be cast; all others have been seen to
    # fit.
    return column if stored == TYPES[field.kind] else f"try_cast({column} as {TYPES[field.kind]})"


def typed_from_text(field: Field) -> str:
    """Write the expression that types a checked column of a CSV file."""
    column = name(field.name)
    if field.kind in ("text", "code"):
        return column
    if field.kind == "integer":
        # By way of DOUBLE, since 2.0 is a whole number too; amounts end far below 2^53.
        return f"try_cast(try_cast({column} as DOUBLE) as BIGINT)"
    return f"try_cast({column} as {TYPES[field.kind]})"


def bad_text_cell(field: Field) -> str:
    """Write the test that a cell of a CSV file cannot be taken."""
    column = name(field.name)
    good = _good_text_cell(field, column)
    test = f"({column} is not null and ({good}) is not true)"
    return f"({column} is null or {test})" if field.required else test


def _good_text_cell(field: Field, column: str) -> str:
    if field.kind == "text":
        return f"length({column}) <= {LONGEST_TEXT} and not regexp_matches({column}, {literal(REFUSED_TEXT)})"
    if field.kind == "code":
        return f"{column} in {code_list(field)}"
    if field.kind == "boolean":
        return f"{column} in ('true', 'false')"
    low, high = limits(field) or ("", "")
    if field.kind in ("integer", "number"):
        value = f"try_cast({column} as DOUBLE)"
        good = f"regexp_full_match({column}, {literal(NUMBER.pattern)}) and {value} between {low} and {high}"
        return good + (f" and {value} = trunc({value})" if field.kind == "integer" else "")
    shape = "[0-9]{4}-[0-9]{2}-[0-9]{2}" if field.kind == "day" else INSTANT.pattern
    value = f"try_cast({column} as {TYPES[field.kind]})"
    return f"regexp_full_match({column}, {literal(shape)}) and {value} between {low} and {high}"


def bad_cell(field: Field, stored: str) -> str:
    """Write the test that a value of a Parquet column cannot be taken."""
    column = name(field.name)
    tests = []
    if field.required:
        tests.append(f"{column} is null" + (f" or {column} = ''" if field.kind == "text" else ""))
    if stored == '"NULL"':
        return " or ".join(tests) or "false"
    if field.kind == "text":
        tests.append(f"regexp_matches({column}, {literal(REFUSED_TEXT)})")
    if field.name == "case":
        tests.append(f"{column} <> nfc_normalize({column})")
    if field.kind == "code":
        tests.append(f"{column} not in {code_list(field)}")
    within = limits(field)
    if within is not None:
        tests.append(f"{column} < {within[0]} or {column} > {within[1]}")
    if field.kind in ("integer", "number") and can_be_nan(stored):
        tests.append(f"isnan({column})")
    if field.kind == "integer" and is_fractional(stored):
        tests.append(f"{column} <> trunc({column})")
    return as_seen(" or ".join(tests)) if tests else "false"


def as_seen(test: str) -> str:
    """Write a test so that it sees the values: a bare one is answered from statistics, which leave NaN
    out."""
    return f"case when {test} then true else false end"
