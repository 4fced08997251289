"""The JSON Schema (draft 2020-12) of an answer, made from the types of `answer.py`.

`python -m kneewise.review.answer_schema` prints docs/reference/answer.schema.json; a test keeps that current.
"""

from __future__ import annotations

import json
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from kneewise.review import answer

_NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}

# What a reader of one field must know; `answer.py` says it beside the field, where a program cannot read it.
_SAYS = {
    "CaseAnswer.recommendation": "What the next person does; nobody is denied by it.",
    "CaseAnswer.flags": "policy/clause of the integrity flags raised; they never change the recommendation.",
    "Finding.sentence": "By language: en, ko.",
    "Finding.facts": "The values used, by name of the fact; null: nobody recorded it.",
    "Finding.note": "What the reader must know of this clause, by language.",
    "Finding.asks": "Papers that would settle it.",
    "Finding.asking_is_pointless": "Another clause decides already.",
    "Finding.would_change": "Facts that would decide it, or change it.",
    "Payable.shared_with": "The other cases of the claim: they carry the same figure, never add them.",
    "Payable.currency": "ISO 4217; amounts are whole numbers of its minor unit (won has none).",
    "Source.issued": "ISO day, month or year; null: the date is not known.",
    "Source.via": "What was really read, where that is not the source itself.",
}


def answer_schema() -> dict[str, Any]:
    """Give the schema of a set of answers: what `kneewise review --out answers.json` writes."""
    definitions: dict[str, Any] = {}
    item = _of(answer.CaseAnswer, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Kneewise answers",
        "description": "One answer a case. In JSON Lines each line is one item.",
        "type": "array",
        "items": item,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """Give the schema as text, as it stands in the documentation."""
    return json.dumps(answer_schema(), ensure_ascii=False, indent=2) + "\n"


def _of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in _NAMES:
        return {"type": _NAMES[kind]}
    if is_typeddict(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _of_group(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is list:
        return {"type": "array", "items": _of(inside[0], definitions)}
    if origin is dict:
        return _of_mapping(inside, definitions)
    if origin in (Union, types.UnionType):
        options = [_of(option, definitions) for option in inside]
        if all(set(option) == {"type"} for option in options):
            return {"type": [option["type"] for option in options]}
        return {"anyOf": options}
    raise TypeError(f"{kind} has no JSON Schema")


def _of_mapping(inside: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    key, value = inside
    schema = {"type": "object", "additionalProperties": _of(value, definitions)}
    if get_origin(key) is Literal:
        schema["propertyNames"] = {"enum": list(get_args(key))}
        schema["required"] = list(get_args(key))
    return schema


def _of_group(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for name, inner in get_type_hints(kind).items():
        says = _SAYS.get(f"{kind.__name__}.{name}")
        properties[name] = _of(inner, definitions) | ({"description": says} if says else {})
    return {
        "description": (kind.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


if __name__ == "__main__":
    print(schema_text(), end="")
