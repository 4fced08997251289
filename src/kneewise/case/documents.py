"""A case read from, and written as, one document: a mapping of the shape that docs/reference/record.md
describes.

The mapping may come from JSON, from YAML (where unquoted text is `settle.Plain`), or from Python.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kneewise.case.carried import carry
from kneewise.case.identity import NO_IDENTITY, is_identity_key, show_key
from kneewise.case.record import CARRIED, Case
from kneewise.case.settle import Refused, allowed_by, settle_by
from kneewise.errors import BadInput, Problem, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_ROWS = 10_000


class _Shape:
    """What one class of the record takes from a mapping, worked out once per class."""

    __slots__ = ("defaults", "groups", "lists", "record", "required", "scalars")

    def __init__(self, record: Any) -> None:
        self.record = record
        self.defaults: dict[str, Any] = {}
        self.scalars: dict[str, tuple[str, Callable[[Any], Any]]] = {}
        self.groups: dict[str, tuple[str, _Shape]] = {}
        self.lists: dict[str, tuple[str, _Shape | Callable[[Any], Any]]] = {}
        self.required: dict[str, str] = {}
        for item in dataclasses.fields(record):
            key = item.name.rstrip("_")
            spec = item.metadata.get("spec")
            if spec is not None:
                self.defaults[item.name] = None
                self.scalars[key] = (item.name, settle_by(spec))
                if spec.required:
                    self.required[item.name] = allowed_by(spec)
                continue
            nested = item.metadata["nested"]
            self.defaults[item.name] = () if nested.form in ("rows", "words") else None
            if nested.form == "group":
                self.defaults[item.name] = item.default
                self.groups[key] = (item.name, _Shape(nested.record))
            elif nested.form == "rows":
                self.lists[key] = (item.name, _Shape(nested.record))
            elif nested.form == "words":
                self.lists[key] = (item.name, settle_by(nested.spec))


class _Reading:
    """One document being read: where it stands, and what was wrong with it so far."""

    __slots__ = ("file", "problems", "row")

    def __init__(self, file: str, row: int | None) -> None:
        self.file = file
        self.row = row
        self.problems: list[Problem] = []

    def refuse(self, field: str | None, found: str, allowed: str) -> None:
        self.problems.append(Problem(file=self.file, row=self.row, field=field, found=found, allowed=allowed))

    def take_record(self, shape: _Shape, mapping: Any, place: str) -> Any:
        """Take one mapping as a record; problems are noted and reading goes on, so that all are told at
        once."""
        if not isinstance(mapping, Mapping):
            self.refuse(place[:-1] or None, describe(mapping), "a group of keys")
            return None
        values = dict(shape.defaults)
        scalars = shape.scalars
        for key, value in mapping.items():
            known = scalars.get(key)
            if known is None:
                self._take_other(shape, key, value, place, values)
            elif value is not None:
                try:
                    values[known[0]] = known[1](value)
                except Refused as refused:
                    self.refuse(place + key, refused.found, refused.allowed)
        for name, allowed in shape.required.items():
            if values[name] is None and mapping.get(name) in (None, ""):
                self.refuse(place + name, "nothing", f"{allowed}; this field is required")
        return None if self.problems else _assemble(shape.record, values)

    def _take_other(self, shape: _Shape, key: Any, value: Any, place: str, values: dict[str, Any]) -> None:
        if key in shape.groups:
            name, inner = shape.groups[key]
            if value is not None:
                values[name] = self.take_record(inner, value, f"{place}{key}.")
        elif key in shape.lists:
            name, item = shape.lists[key]
            if value is not None:
                values[name] = self._take_list(item, value, place + key)
        elif "carried" in shape.defaults and key in CARRIED:
            try:
                if value is not None:
                    values["carried"] = {**(values["carried"] or {}), key: carry(value)}
            except Refused as refused:
                self.refuse(key, refused.found, refused.allowed)
        else:
            self._refuse_key(shape, key, place)

    def _take_list(self, item: _Shape | Callable[[Any], Any], value: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) > _MOST_ROWS:
            self.refuse(place, describe(value), f"a list of at most {_MOST_ROWS} rows")
            return ()
        if isinstance(item, _Shape):
            return tuple(
                [self.take_record(item, row, f"{place}[{number}].") for number, row in enumerate(value, 1)]
            )
        taken = []
        for number, word in enumerate(value, 1):
            try:
                taken.append(item(word))
            except Refused as refused:
                self.refuse(f"{place}[{number}]", refused.found, refused.allowed)
        return tuple(taken)

    def _refuse_key(self, shape: _Shape, key: Any, place: str) -> None:
        where = place[:-1] or None
        if not isinstance(key, str):
            self.refuse(where, f"a key that is {describe(key)}", "keys that are text")
        elif is_identity_key(key):
            self.refuse(where, "a key for what could name a person", NO_IDENTITY)
        else:
            known = [*shape.scalars, *shape.groups, *shape.lists]
            known += CARRIED if "carried" in shape.defaults else ()
            self.refuse(where, f"unknown key {show_key(key)}", name_nearest(key, known))


def name_nearest(word: str, known: list[str]) -> str:
    """Name the known word that was probably meant, else all of them."""
    from difflib import get_close_matches  # only errors need it

    near = get_close_matches(word[:80], known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ", ".join(known)


_shapes: dict[type, _Shape] = {}


def case_from_document(mapping: Mapping[str, Any], *, file: str = "<record>", row: int | None = 1) -> Case:
    """Read one case from one document.

    mapping : keys and values as `json.loads` gives them, or with days and times as Python's own
    file, row : where the document stands, for the errors

    Raises BadInput with every problem of the document: unknown keys, wrong types, codes that are not in the
    list, values out of range, a missing case or knee, and whatever could name a person.
    """
    shape = _shapes.get(Case) or _shapes.setdefault(Case, _Shape(Case))
    reading = _Reading(file, row)
    case = reading.take_record(shape, mapping, "")
    if reading.problems:
        raise BadInput(reading.problems)
    return case  # type: ignore[no-any-return]


def _assemble(record: Any, values: dict[str, Any]) -> Any:
    # The values are checked already, so the record's own check (Checked.__post_init__) would be done twice.
    made = object.__new__(record)
    if record is Case:
        values["claim"] = values["claim"] or values["case"]
        values["carried"] = values["carried"] or {}
    put = object.__setattr__
    for name, value in values.items():
        put(made, name, value)
    return made


def document_from_case(case: Case) -> dict[str, Any]:
    """Write a case as a document of plain JSON values; `case_from_document` gives the same case back."""
    return dict(_written(case))


def _written(record: Any) -> Iterator[tuple[str, Any]]:
    for item in dataclasses.fields(record):
        value = getattr(record, item.name)
        key = item.name.rstrip("_")
        nested = item.metadata.get("nested")
        if value is None or (nested is not None and not value and nested.form != "group"):
            continue
        if nested is None:
            yield key, write_scalar(value)
        elif nested.form == "group":
            group = dict(_written(value))
            if group:
                yield key, group
        elif nested.form == "rows":
            yield key, [dict(_written(row)) for row in value]
        elif nested.form == "words":
            yield key, list(value)
        else:
            yield from value.items()


def write_scalar(value: Any) -> Any:
    """Write a day or a time as ISO text, anything else as it is; minutes suffice where there are no
    seconds."""
    if isinstance(value, date):
        text = value.isoformat()
        return text[:-3] if len(text) == 19 and text.endswith(":00") else text
    return value
