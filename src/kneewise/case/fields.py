"""How one field of the record is described: its meaning, unit, codes and limits stand beside the field
itself."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal, NamedTuple

Kind = Literal["text", "code", "integer", "number", "boolean", "day", "instant"]

# Money is a whole number of the minor unit; beyond this a figure is a slip of the keyboard, and a 64-bit
# float (JSON, spreadsheets) would no longer hold it exactly.
LARGEST_AMOUNT = 10**15
LONGEST_TEXT = 100_000
# Days outside these years are slips too, and leave room for a policy to add months to any day.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Spec(NamedTuple):
    """What one field of the record may hold, and what it means in English and Korean."""

    kind: Kind
    en: str
    ko: str
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    required: bool = False


class Nested(NamedTuple):
    """A group of fields, a list of rows, or a list of codes (`column` is then its name in a table)."""

    form: Literal["group", "rows", "words", "carried"]
    en: str
    ko: str
    record: Any = None
    column: str | None = None
    spec: Spec | None = None


def _optional(spec: Spec) -> Any:
    return dataclasses.field(default=None, metadata={"spec": spec})


def needed(spec: Spec) -> dict[str, Spec]:
    """Metadata of a field without which there is no record."""
    return {"spec": spec._replace(required=True)}


def text(en: str, ko: str) -> Any:
    """Free text, or a key or printed number that must keep its zeros."""
    return _optional(Spec("text", en, ko))


def code(codes: tuple[str, ...], en: str, ko: str) -> Any:
    """One word of a closed list."""
    return _optional(Spec("code", en, ko, codes))


def whole(en: str, ko: str, low: int, high: int, unit: str | None = None) -> Any:
    """A whole number."""
    return _optional(Spec("integer", en, ko, (), low, high, unit))


def money(en: str, ko: str, low: int = 0) -> Any:
    """A whole number of the minor unit of the currency (won has none)."""
    return _optional(Spec("integer", en, ko, (), low, LARGEST_AMOUNT, "minor unit of the currency"))


def number(en: str, ko: str, low: float, high: float, unit: str | None = None) -> Any:
    """A measured number."""
    return _optional(Spec("number", en, ko, (), low, high, unit))


def truth(en: str, ko: str) -> Any:
    """True, false, or unknown."""
    return _optional(Spec("boolean", en, ko))


def day(en: str, ko: str) -> Any:
    """A day, ISO 8601."""
    return _optional(Spec("day", en, ko))


def instant(en: str, ko: str) -> Any:
    """A local day and time of day, ISO 8601 without offset."""
    return _optional(Spec("instant", en, ko))


def group(record: Any, en: str, ko: str) -> Any:
    """A group that always exists, empty where nothing was recorded."""
    return dataclasses.field(default=record(), metadata={"nested": Nested("group", en, ko, record)})


def rows(record: Any, en: str, ko: str) -> Any:
    """A list of rows; in tables a table of its own."""
    return dataclasses.field(default=(), metadata={"nested": Nested("rows", en, ko, record)})


def words(column: str, codes: tuple[str, ...], en: str, ko: str) -> Any:
    """A list of codes; in tables a table of its own with the one `column`."""
    spec = Spec("code", en, ko, codes, required=True)
    return dataclasses.field(default=(), metadata={"nested": Nested("words", en, ko, None, column, spec)})
