"""The record as JSON Schema (draft 2020-12), made from the definition."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from kneewise.case.fields import LONGEST_TEXT
from kneewise.case.identity import RESIDENT_PATTERN
from kneewise.case.record import CARRIED, Case

if TYPE_CHECKING:
    from kneewise.case.fields import Nested, Spec

_INSTANT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def case_schema() -> dict[str, Any]:
    """Give the JSON Schema of one case.

    What it accepts and the reader accepts is the same but for what a schema cannot say: days that are not in
    the calendar, control characters, and keys that two cases of a set share.
    """
    schema = _of_record(Case)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Kneewise case",
        "description": "One treated knee in one encounter. Null and absent mean: not recorded.",
        **schema,
    }


def _of_record(record: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    for item in dataclasses.fields(record):
        key = item.name.rstrip("_")
        spec: Spec | None = item.metadata.get("spec")
        if spec is None:
            properties |= _of_nested(key, item.metadata["nested"])
            continue
        properties[key] = _of_value(spec)
        if spec.required:
            required.append(key)
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _of_nested(key: str, nested: Nested) -> dict[str, Any]:
    says = {"description": nested.en, "x-ko": nested.ko}
    if nested.form == "carried":
        return {name: dict(says) for name in CARRIED}
    if nested.form == "group":
        return {key: says | _or_null(_of_record(nested.record))}
    items = _of_value(nested.spec) if nested.spec else _of_record(nested.record)
    return {key: says | {"type": ["array", "null"], "items": items}}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"type": [schema["type"], "null"]}


def _of_value(spec: Spec) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": spec.en, "x-ko": spec.ko}
    if spec.unit:
        schema["x-unit"] = spec.unit
    if spec.kind == "code":
        return schema | {"enum": [*spec.codes] if spec.required else [*spec.codes, None]}
    if spec.kind in ("integer", "number"):
        limits = {"minimum": spec.low, "maximum": spec.high}
        return schema | {"type": [spec.kind, "null"]} | limits
    if spec.kind == "boolean":
        return schema | {"type": ["boolean", "null"]}
    if spec.kind == "day":
        return schema | {"type": ["string", "null"], "pattern": _DAY, "format": "date"}
    if spec.kind == "instant":
        return schema | {"type": ["string", "null"], "pattern": _INSTANT}
    text: dict[str, Any] = {"maxLength": LONGEST_TEXT, "not": {"pattern": RESIDENT_PATTERN}}
    if spec.required:
        return schema | {"type": "string", "minLength": 1} | text
    # `pattern` says nothing about null, so `not pattern` would refuse it.
    return schema | {"anyOf": [{"type": "null"}, {"type": "string"} | text]}
