"""The catalogue of facts: read from `facts.toml`, checked against the record, put in the order of computation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast

from kneewise.errors import BadPolicy
from kneewise.policy import tree as t
from kneewise.policy.expression import Grammar, Symbol, read_expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kneewise.case.definition import Field

Complete = Literal["always", "never"]

_TYPE_OF_FIELD: dict[str, t.Type] = {
    "text": "text", "code": "code", "integer": "integer", "number": "number", "boolean": "boolean",
    "day": "day", "instant": "instant",
}  # fmt: skip
_FIXED: dict[str, tuple[t.Type, float | None, float | None]] = {
    "prefix": ("boolean", None, None),
    "recorded": ("boolean", None, None),
    "grade": ("integer", 0, 4),
    "any": ("boolean", None, None),
    "count": ("integer", 0, None),
    "hours": ("number", 0, None),
    "ratio": ("number", 0, None),
    "day_of": ("day", None, None),
    "ages": ("integer", -1, 200),
    "scaled": ("integer", None, None),
    "claim": ("integer", 0, None),
    "licence": ("boolean", None, None),
}
_LABEL_TYPES: dict[str, t.Type] = {"made_on": "day", "expires_on": "day", "lot": "text"}
OUTCOME_CODES = ("pass", "fail", "review", "not-applicable")
_ROW_GRAMMAR = Grammar(missing=True)
_DERIVED_GRAMMAR = Grammar(arithmetic=True, missing=True)
_KEYS = {
    "name", "kind", "says", "unit", "low", "high", "type", "column", "prefixes", "scale", "pick", "list", "where",
    "complete", "value", "ask", "since", "until", "of", "to", "expression", "part",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """One fact: what it means, and what an engine needs to compute it."""

    name: str
    kind: str
    type: t.Type
    says: Mapping[str, str]
    unit: str | None = None
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    column: str | None = None  # of table `cases`
    attribute: str | None = None  # the same place on the typed record
    list: str | None = None
    value: str | None = None
    where: t.Tree | None = None
    complete: t.Tree | Complete | None = None
    tree: t.Tree | None = None
    args: Mapping[str, Any] = field(default_factory=dict)

    @property
    def symbol(self) -> Symbol:
        """What an expression may know of it."""
        return Symbol(self.type, self.codes, self.low, self.high)

    @property
    def needs(self) -> tuple[str, ...]:
        """Name the facts that must be computed before it."""
        if self.tree is not None:
            return t.facts_of(self.tree)
        if self.complete is not None and not isinstance(self.complete, str):
            return t.facts_of(self.complete)
        return tuple(self.args[key] for key in ("since", "until", "of", "to") if key in self.args)


Catalogue = dict[str, FactSpec]


def row_symbols(list_name: str) -> dict[str, Symbol]:
    """Name the columns of one list's rows, with their types; `position` is the place of the row in its list."""
    from kneewise.case.definition import TABLES

    fields = TABLES[list_name].fields[1:]
    symbols = {each.name: Symbol(_TYPE_OF_FIELD[each.kind], each.codes, each.low, each.high) for each in fields}
    return symbols | {"position": Symbol("integer")}


def _case_field(name: str) -> Field:
    from kneewise.case.definition import TABLES

    return TABLES["cases"].field(name)


def _read_fact(raw: dict[str, Any], known: Mapping[str, FactSpec]) -> FactSpec:
    name, kind = raw["name"], raw["kind"]
    where = f"facts.toml, {name}"
    unknown = set(raw) - _KEYS
    if unknown:
        raise BadPolicy(f"{where}: found the key {sorted(unknown)[0]}; allowed: {', '.join(sorted(_KEYS))}")
    common: dict[str, Any] = {"name": name, "kind": kind, "says": raw["says"], "unit": raw.get("unit")}
    symbols = {each.name: each.symbol for each in known.values()}
    bounds: dict[str, Any] = {"low": raw.get("low"), "high": raw.get("high")}
    if kind == "column":
        source = _case_field(raw.get("column") or _default_column(name))
        bounds = {"low": raw.get("low", source.low), "high": raw.get("high", source.high)}
        common["unit"] = raw.get("unit") or source.unit
        return FactSpec(
            type=_TYPE_OF_FIELD[source.kind], codes=source.codes, column=source.name, attribute=source.attribute,
            **bounds, **common,
        )  # fmt: skip
    if kind in ("any", "count", "sum", "min", "max"):
        rows = row_symbols(raw["list"])
        condition = read_expression(raw["where"], rows, where=f"{where}, where", grammar=_ROW_GRAMMAR)
        complete: t.Tree | Complete | None = raw.get("complete")
        if complete not in ("always", "never", None):
            complete = read_expression(str(complete), symbols, where=f"{where}, complete", grammar=_DERIVED_GRAMMAR)
        type_ = rows[raw["value"]].type if kind in ("sum", "min", "max") else _FIXED[kind][0]
        return FactSpec(
            type=type_, list=raw["list"], value=raw.get("value"), where=condition, complete=complete, **bounds, **common
        )
    if kind == "derived":
        tree = read_expression(
            raw["expression"], symbols, where=f"{where}, expression", grammar=_DERIVED_GRAMMAR, wanted="any"
        )
        return FactSpec(type=tree.type, tree=tree, **bounds, **common)
    if kind == "label":
        return FactSpec(type=_LABEL_TYPES.get(raw["ask"], "boolean"), args={"ask": raw["ask"]}, **common)
    if kind == "outcome":
        return FactSpec(type="code", codes=OUTCOME_CODES, args={"part": raw["part"]}, **common)
    if kind == "peer":
        return FactSpec(type=cast("t.Type", raw["type"]), **bounds, **common)
    type_, low, high = _FIXED[kind]
    column = None
    attribute = None
    if kind in ("prefix", "recorded"):
        source = _case_field(raw["column"])
        column, attribute = source.name, source.attribute
    told = ("prefixes", "scale", "pick", "ask", "since", "until", "of", "to")
    args: dict[str, Any] = {key: raw[key] for key in told if key in raw}
    bounds = {"low": raw.get("low", low), "high": raw.get("high", high)}
    return FactSpec(type=type_, column=column, attribute=attribute, args=args, **bounds, **common)


def _default_column(name: str) -> str:
    from kneewise.case.definition import TABLES

    names = {each.name for each in TABLES["cases"].fields}
    return name if name in names else f"contract_{name}"


@cache
def read_catalogue() -> Catalogue:
    """Read the shipped catalogue; facts stand in it in an order in which each can be computed from those before it."""
    raw = tomllib.loads(files("kneewise.policy").joinpath("facts.toml").read_text(encoding="utf-8"))["fact"]
    waiting = {each["name"]: each for each in raw}
    if len(waiting) != len(raw):
        raise BadPolicy("facts.toml: a name stands twice; allowed: each once")
    catalogue: Catalogue = {}
    while waiting:
        ready = [name for name, each in waiting.items() if not (_mentions(each) & set(waiting) - {name})]
        if not ready:
            raise BadPolicy(f"facts.toml: {', '.join(sorted(waiting))} need each other; allowed: no circle")
        for name in ready:
            catalogue[name] = _read_fact(waiting.pop(name), catalogue)
    return catalogue


def _mentions(raw: dict[str, Any]) -> set[str]:
    """Words of the expressions over facts; good enough to order them, the reader refuses what is not a fact."""
    text = " ".join(str(raw.get(key, "")) for key in ("expression", "complete", "since", "until", "of", "to"))
    return set("".join(each if each.isalnum() or each == "_" else " " for each in text).split())


def needed_facts(catalogue: Catalogue, wanted: Iterable[str]) -> tuple[str, ...]:
    """Give the wanted facts and all that they are computed from, in the order of computation."""
    found: set[str] = set()
    stack = list(wanted)
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack.extend(catalogue[name].needs)
    return tuple(name for name in catalogue if name in found)
