"""What a document carries through without meaning for a policy: `note`, `source`, `expected`."""

from __future__ import annotations

from datetime import date
from typing import Any

from kneewise.case.identity import (
    NO_IDENTITY,
    REMOVED,
    holds_resident_number,
    is_identity_key,
)
from kneewise.case.settle import NUMBER, Plain, Refused, settle_text
from kneewise.errors import describe

_DEEPEST = 20
_MOST_DIGITS = 18


def carry(value: Any, depth: int = 0) -> Any:
    """Take any plain value as JSON would hold it: YAML's unquoted text becomes a number or a truth where it
    is one."""
    if depth > _DEEPEST:
        raise Refused("lists and groups nested too deeply", f"at most {_DEEPEST} levels")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _carry_text(value)
    if isinstance(value, int):
        if abs(value) >= 10**_MOST_DIGITS:
            raise Refused(describe(value), f"a whole number of at most {_MOST_DIGITS} digits")
        return value
    if isinstance(value, float):
        if value - value != 0:
            raise Refused("NaN or infinity", "a number")
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [carry(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_carry_key(key): carry(item, depth + 1) for key, item in value.items()}
    raise Refused(describe(value), "text, numbers, truth values, lists and groups")


def _carry_key(key: Any) -> str:
    if not isinstance(key, str):
        raise Refused(f"a key that is {describe(key)}", "keys that are text")
    if is_identity_key(key):
        raise Refused("a key for what could name a person", NO_IDENTITY)
    return str(_carry_text(str(key)))


def _carry_text(value: str) -> Any:
    if type(value) is Plain:
        if value in ("true", "false"):
            return value == "true"
        if len(value) <= _MOST_DIGITS and NUMBER.fullmatch(value):
            return float(value) if set(value) & set(".eE") else int(value)
    return settle_text(value) or ""


def remove_identity(value: Any, depth: int = 0) -> Any:
    """Copy a refused document without what could name a person, so that setting it aside spreads nothing."""
    if depth > _DEEPEST:
        return "(removed: nested too deeply)"
    if isinstance(value, str):
        if holds_resident_number(value):
            return REMOVED
        return str(value)
    if isinstance(value, list | tuple):
        return [remove_identity(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {
            (REMOVED if holds_resident_number(str(key)) else str(key)): (
                REMOVED if is_identity_key(str(key)) else remove_identity(item, depth + 1)
            )
            for key, item in value.items()
        }
    if isinstance(value, date):
        return value.isoformat()
    return value
