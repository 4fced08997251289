"""The catalogue of claims: what is said, of which product, where it was heard, and the parts that can be answered."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kneewise.errors import BadValues
from kneewise.evidence.products import DATA, products
from kneewise.evidence.trial_rows import DOMAINS

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = (
    "effect", "benefit", "change", "order", "fewer-events", "no-events", "rare-serious", "found", "count",
)  # fmt: skip
LANGUAGES: Final = ("en", "ko")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Where a claim was met. `url` is None where no page was kept; `on` as exact as it is known."""

    where: dict[str, str]
    url: str | None
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that an authority or a register says: a value to compare, and words."""

    value: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an authority or a register says of a product, on a day, and how it was read."""

    key: str
    title: dict[str, str]
    on: str
    via: dict[str, str]
    sources: tuple[str, ...]
    product: str
    facts: dict[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One assertion of a claim that a rule can answer.

    rule : one of RULES (claims/rules.py)
    implied : not said, but what a reader is meant to hear: it can spoil a claim that is otherwise supported, no more
    domains, months, against : which outcomes, from which month to which, against which comparators (none named: any)
    events : names of events, for "fewer-events"
    record, fact, needs : the record by product, its fact, and the value that the claim says, for "found" and "count"
    """

    says: dict[str, str]
    rule: str
    implied: bool
    domains: tuple[str, ...]
    months: tuple[float, float] | None
    against: tuple[str, ...]
    events: tuple[str, ...]
    record: dict[str, str]
    fact: str | None
    needs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim: an identifier, what it says, the product it is usually made of, and its parts.

    words : by language, what a text that makes it may hold: beginnings of English words, pieces of Korean ones
    """

    id: str
    says: dict[str, str]
    product: str
    words: dict[str, tuple[str, ...]]
    heard: tuple[Heard, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Claims by identifier, and the records that they rest on."""

    claims: dict[str, Claim]
    records: dict[str, Record]


@cache
def shipped_claims() -> Catalogue:
    """Give the catalogue that comes with Kneewise."""
    return read_claims(DATA / "claims.toml")


def read_claims(path: Path) -> Catalogue:
    """Read and check a catalogue. Raises BadValues with the claim and the field for what is not allowed."""
    with path.open("rb") as file:
        document = tomllib.load(file)
    records = {key: _record(key, value) for key, value in document.get("record", {}).items()}
    claims: dict[str, Claim] = {}
    for value in document.get("claim", []):
        claim = _claim(value, records)
        if claim.id in claims:
            raise BadValues(f"claim {claim.id}: found twice; allowed: each identifier once")
        claims[claim.id] = claim
    return Catalogue(claims=claims, records=records)


def _record(key: str, value: dict[str, Any]) -> Record:
    place = f"record {key}"
    return Record(
        key=key,
        title=_both(value, "title", place),
        on=_must(value, "on", place),
        via=_both(value, "via", place),
        sources=tuple(_must(value, "sources", place)),
        product=_among(_must(value, "product", place), products(), f"{place}, product"),
        facts={
            name: Fact(value=_must(fact, "value", place), words={each: _must(fact, each, place) for each in LANGUAGES})
            for name, fact in _must(value, "facts", place).items()
        },
    )


def _claim(value: dict[str, Any], records: dict[str, Record]) -> Claim:
    key = _must(value, "id", "claim")
    place = f"claim {key}"
    heard = tuple(
        Heard(where=_both(each, "where", place), url=each.get("url"), on=_must(each, "on", place))
        for each in _must(value, "heard", place)
    )
    words = _must(value, "words", place)
    return Claim(
        id=key,
        says=_both(value, "says", place),
        product=_among(_must(value, "product", place), products(), f"{place}, product"),
        words={each: tuple(_must(words, each, place)) for each in LANGUAGES},
        heard=heard,
        parts=tuple(_part(each, place, records) for each in _must(value, "part", place)),
    )


def _part(value: dict[str, Any], place: str, records: dict[str, Record]) -> Part:
    rule = _among(_must(value, "rule", place), RULES, f"{place}, rule")
    needed = {"found": ("record", "fact", "needs"), "count": ("record", "fact", "needs"), "fewer-events": ("events",)}
    for name in needed.get(rule, ("domains",) if rule in ("effect", "benefit", "change", "order") else ()):
        _must(value, name, f"{place}, rule {rule}")
    record = dict(value.get("record", {}))
    for product, key in record.items():
        _among(product, products(), f"{place}, record")
        fact = _among(key, records, f"{place}, record") and value["fact"]
        _among(fact, records[key].facts, f"{place}, fact")
    months = value.get("months")
    return Part(
        says=_both(value, "says", place),
        rule=rule,
        implied=bool(value.get("implied", False)),
        domains=tuple(_among(each, DOMAINS, f"{place}, domains") for each in value.get("domains", ())),
        months=None if months is None else (float(months[0]), float(months[1])),
        against=tuple(_among(each, products(), f"{place}, against") for each in value.get("against", ())),
        events=tuple(value.get("events", ())),
        record=record,
        fact=value.get("fact"),
        needs=value.get("needs"),
    )


def _must(value: dict[str, Any], name: str, place: str) -> Any:
    if not value.get(name):
        raise BadValues(f"{place}: found no '{name}'; allowed: {name} of every entry")
    return value[name]


def _both(value: dict[str, Any], name: str, place: str) -> dict[str, str]:
    words = _must(value, name, place)
    return {each: _must(words, each, f"{place}, {name}") for each in LANGUAGES}


def _among(value: str, allowed: Any, place: str) -> str:
    if value not in allowed:
        raise BadValues(f"{place}: found '{value}'; allowed: {', '.join(allowed)}")
    return value
