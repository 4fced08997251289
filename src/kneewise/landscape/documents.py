"""Results of the landscape as plain documents and as columns: dates as they were written, nothing rounded."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kneewise.landscape.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence


def document_of(result: object) -> Any:
    """Turn a result into what JSON takes: records as groups, a date as "2024-06", sets in order."""
    if result is None or isinstance(result, bool | int | float | str):
        return result
    if isinstance(result, PartialDate | Decimal):
        return str(result)
    if isinstance(result, date):
        return result.isoformat()
    if is_dataclass(result) and not isinstance(result, type):
        return {each.name.rstrip("_"): document_of(getattr(result, each.name)) for each in fields(result)}
    if isinstance(result, dict):
        return {str(key): document_of(each) for key, each in result.items()}
    if isinstance(result, list | tuple):
        return [document_of(each) for each in result]
    raise TypeError(f"no document can be made of {type(result).__name__}")


def columns_of(records: Sequence[object]) -> dict[str, list[Any]]:
    """Records of one kind as columns: a group within is spread out, several values stand with semicolons."""
    columns: dict[str, list[Any]] = {}
    for record in records:
        for name, value in _flat(document_of(record)).items():
            columns.setdefault(name, []).append(value)
    return columns


def _flat(document: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{name}_")
        elif isinstance(value, list):
            flat[before + name] = ";".join(_one(each) for each in value) or None
        else:
            flat[before + name] = value
    return flat


def _one(value: object) -> str:
    """One of several in a cell: a group by its name or first value."""
    if isinstance(value, dict):
        return str(value.get("name") or next(iter(value.values()), ""))
    return str(value)
