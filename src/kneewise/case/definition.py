"""The record as tables: which table has which columns, of which type, and where each stands in a document.

Everything here is derived from the dataclasses of `record.py`; nothing is written twice.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kneewise.case.fields import Spec
from kneewise.case.record import CARRIED, Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kneewise.case.fields import Kind, Nested


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """One column of one table.

    name : column in its table (`stay_admitted_at`, `kit_class`, `grade`)
    path : dotted place in a document (`stay.admitted_at`, `kit.class`, `readings.grade`)
    attribute : dotted attribute on the table's record (`stay.admitted_at`, `kit.class_`, `grade`); a row of a
        plain list is the text itself, and the column `case` of a list's table belongs to the case, not to
        the row
    low, high : limits, both included; None for kinds without limits
    says : meaning by language (`en`, `ko`)
    """

    name: str
    path: str
    attribute: str
    kind: Kind
    codes: tuple[str, ...]
    low: float | None
    high: float | None
    unit: str | None
    required: bool
    says: Mapping[str, str]
    spec: Spec


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """One table of a set of cases; the first column is always `case`.

    record : the dataclass of a row (`Case` for the table `cases`), None for a plain list of codes
    plain : whether a row is one code and nothing else
    """

    name: str
    fields: tuple[Field, ...]
    record: Any
    plain: bool
    says: Mapping[str, str]

    def field(self, name: str) -> Field:
        """Give the column of this name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def _field(spec: Spec, name: str, path: str, attribute: str) -> Field:
    return Field(
        name=name,
        path=path,
        attribute=attribute,
        kind=spec.kind,
        codes=spec.codes,
        low=spec.low,
        high=spec.high,
        unit=spec.unit,
        required=spec.required,
        says={"en": spec.en, "ko": spec.ko},
        spec=spec,
    )


def _columns(record: Any, *, name: str = "", path: str = "", attribute: str = "") -> Iterator[Field]:
    for item in dataclasses.fields(record):
        bare = item.name.rstrip("_")
        spec = item.metadata.get("spec")
        if spec is not None:
            yield _field(spec, name + bare, path + bare, attribute + item.name)
            continue
        nested: Nested = item.metadata["nested"]
        if nested.form == "group":
            yield from _columns(
                nested.record,
                name=f"{name}{bare}_",
                path=f"{path}{bare}.",
                attribute=f"{attribute}{item.name}.",
            )


def _tables() -> Iterator[Table]:
    cases = tuple(_columns(Case))
    key = cases[0]
    says = {"en": "One treated knee in one encounter", "ko": "한 번의 진료에서 치료한 한쪽 무릎"}
    yield Table(name="cases", fields=cases, record=Case, plain=False, says=says)
    for item in dataclasses.fields(Case):
        nested: Nested | None = item.metadata.get("nested")
        if nested is None or nested.form not in ("rows", "words"):
            continue
        path = f"{item.name}."
        if nested.form == "rows":
            own = tuple(_columns(nested.record, path=path))
        else:
            column = str(nested.column)
            own = (_field(nested.spec, column, path + column, column),) if nested.spec else ()
        yield Table(
            name=item.name,
            fields=(key, *own),
            record=nested.record,
            plain=nested.form == "words",
            says={"en": nested.en, "ko": nested.ko},
        )


_ORDER = (
    "cases",
    "steps",
    "processing",
    "readings",
    "implants",
    "risks",
    "observations",
    "concurrent_procedures",
    "charges",
    "documents",
    "statements",
    "earlier",
    "scores",
    "events",
)
_derived = {table.name: table for table in _tables()}
# Columns that the table `cases` may have beside its own; they are looked over for what could name a person.
CARRIED_FIELDS = tuple(
    _field(Spec("text", "Carried through, read by no policy", "그대로 전달"), name, name, name)
    for name in CARRIED
)
TABLES: dict[str, Table] = {name: _derived.pop(name) for name in _ORDER} | _derived
