"""One value of one field: taken as the type that the record holds, or refused with what was found and is
allowed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kneewise.case.fields import FIRST_YEAR, LAST_YEAR, LONGEST_TEXT
from kneewise.case.identity import RESIDENT_NUMBER, holds_resident_number
from kneewise.errors import describe

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneewise.case.fields import Spec

# The grammar of JSON: no leading zeros, no plus sign, no thousands separators, ASCII digits only.
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
)
_OFFSET = r".*[0-9](?:[zZ]|[-+][0-9]{2}(?::?[0-9]{2})?)"
_MOST_DIGITS = 400


class Plain(str):
    """Text that stood without quotes in YAML: what it is, text or number, is for the field to say."""

    __slots__ = ()


class Refused(Exception):  # noqa: N818 - it is a verdict on a value, told as a Problem by whoever knows the place
    """A value that its field cannot hold."""

    def __init__(self, found: str, allowed: str) -> None:
        self.found = found
        self.allowed = allowed
        super().__init__(found, allowed)


def settle_by(spec: Spec) -> Callable[[Any], Any]:
    """Give the function that takes or refuses a value for one field; it is asked once per field, not per
    value."""
    if spec.kind == "text":
        return settle_text
    if spec.kind == "code":
        return _settle_code(spec.codes)
    if spec.kind == "integer":
        return _settle_integer(spec)
    if spec.kind == "number":
        return _settle_number(spec)
    if spec.kind == "boolean":
        return _settle_boolean
    return _settle_day if spec.kind == "day" else _settle_instant


def allowed_by(spec: Spec) -> str:
    """Say what a field may hold."""
    if spec.kind == "code":
        return ", ".join(spec.codes)
    if spec.kind in ("integer", "number"):
        what = "a whole number" if spec.kind == "integer" else "a number"
        return f"{what} from {_plain_number(spec.low)} to {_plain_number(spec.high)}"
    return _ALLOWED[spec.kind]


_ALLOWED = {
    "text": f"text of 1 to {LONGEST_TEXT} characters, in quotes where the file is JSON",
    "boolean": "true or false",
    "day": f"a day as YYYY-MM-DD, from {FIRST_YEAR} to {LAST_YEAR}",
    "instant": f"a local time as YYYY-MM-DDThh:mm, without offset, from {FIRST_YEAR} to {LAST_YEAR}",
}


def _plain_number(limit: float | None) -> str:
    return "any" if limit is None else str(int(limit)) if limit == int(limit) else str(limit)


def settle_text(value: Any) -> str | None:
    """Take printable text without a resident number, in composed form; empty text is nothing."""
    if not isinstance(value, str):
        raise Refused(describe(value), _ALLOWED["text"])
    if not value:
        return None  # an empty text says nothing: nobody recorded it
    if len(value) > LONGEST_TEXT:
        raise Refused(describe(value), _ALLOWED["text"])
    if not value.isprintable() and any(
        sign not in "\t\n\r" and unicodedata.category(sign) in ("Cc", "Cs") for sign in value
    ):
        raise Refused("text with control characters", "printable text")
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    if holds_resident_number(value):
        raise Refused("text that looks like a resident registration number", RESIDENT_NUMBER)
    return str(value) if type(value) is not str else value


def _settle_code(codes: tuple[str, ...]) -> Callable[[Any], str]:
    known = {word: word for word in codes}
    allowed = ", ".join(codes)

    def settle(value: Any) -> str:
        if isinstance(value, str):
            word = known.get(value)
            if word is not None:
                return word
            if holds_resident_number(value):
                raise Refused("text that looks like a resident registration number", RESIDENT_NUMBER)
            raise Refused(show_code(value), allowed)
        raise Refused(describe(value), allowed)

    return settle


def show_code(value: str) -> str:
    """Show a word that is not in its list, unless it is too long to be a mistyped code."""
    return f"'{value}'" if 0 < len(value) <= 40 and value.isprintable() else describe(value)


def _settle_integer(spec: Spec) -> Callable[[Any], int]:
    low, high, allowed = spec.low, spec.high, allowed_by(spec)

    def settle(value: Any) -> int:
        if type(value) is not int:
            value = _read_number(value, allowed)
            if not value.is_integer():
                raise Refused("a number with decimals", allowed)
            value = int(value)
        if low is not None and value < low:
            raise Refused(f"a whole number below {_plain_number(low)}", allowed)
        if high is not None and value > high:
            raise Refused(f"a whole number above {_plain_number(high)}", allowed)
        return value  # type: ignore[no-any-return]

    return settle


def _settle_number(spec: Spec) -> Callable[[Any], float]:
    low, high, allowed = spec.low, spec.high, allowed_by(spec)

    def settle(value: Any) -> float:
        if type(value) is int and abs(value) > 10**18:
            raise Refused(describe(value), allowed)
        taken = float(value) if type(value) is int else _read_number(value, allowed)
        if low is not None and taken < low:
            raise Refused(f"a number below {_plain_number(low)}", allowed)
        if high is not None and taken > high:
            raise Refused(f"a number above {_plain_number(high)}", allowed)
        return taken

    return settle


def _read_number(value: Any, allowed: str) -> float:
    if type(value) is Plain:
        if len(value) > _MOST_DIGITS or not NUMBER.fullmatch(value):
            raise Refused(describe(str(value)), allowed)
        value = float(value)
    if type(value) is not float:
        raise Refused(describe(value), allowed)
    if value - value != 0:  # NaN and the infinities; cheaper than importing math
        raise Refused("NaN or infinity", allowed)
    return value


def _settle_boolean(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    if type(value) is Plain and value in ("true", "false"):
        return value == "true"
    raise Refused(describe(value), _ALLOWED["boolean"])


def _settle_day(value: Any) -> date:
    if isinstance(value, str):
        # date.fromisoformat takes weeks and basic forms too; the two hyphens leave only YYYY-MM-DD.
        if len(value) == 10 and value[4] == "-" and value[7] == "-":
            try:
                value = date.fromisoformat(value)
            except ValueError:
                raise Refused("a day that is not in the calendar", _ALLOWED["day"]) from None
        elif INSTANT.fullmatch(value):
            raise Refused("a day with a time", _ALLOWED["day"])
    if type(value) is not date:
        raise Refused(describe(value), _ALLOWED["day"])
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Refused("a day of another century", _ALLOWED["day"])
    return value


def _settle_instant(value: Any) -> datetime:
    if isinstance(value, str):
        if not INSTANT.fullmatch(value):
            raise _refused_instant(value)
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise Refused("a day that is not in the calendar", _ALLOWED["instant"]) from None
    if type(value) is not datetime:
        raise Refused("a day without a time" if type(value) is date else describe(value), _ALLOWED["instant"])
    if value.tzinfo is not None:
        raise Refused("a time with an offset", _ALLOWED["instant"])
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Refused("a time of another century", _ALLOWED["instant"])
    return value


def _refused_instant(value: str) -> Refused:
    if len(value) <= 40 and "T" in value.replace(" ", "T") and re.fullmatch(_OFFSET, value):
        return Refused("a time with an offset", _ALLOWED["instant"])
    if len(value) == 10 and value[4:8:3] == "--":
        return Refused("a day without a time", _ALLOWED["instant"])
    return Refused(describe(str(value)), _ALLOWED["instant"])
