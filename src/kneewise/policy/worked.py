"""Worked cases of a policy: a YAML file beside it, read by the tests and by the linter.

    policy: kr/knee-bmac
    base: {case: ..., knee: left, ...}      # one case, in which every clause of the policy is met ...
    base_results: {kl-grade-start: not-applicable}  # ... except these, which cannot be met with the rest
    licences:                               # device licences of the worked cases, beside the shipped ones
      - {permit: ..., class: 3, intended_use: marrow, from: 2020-01-01, until: 2026-01-01}
    rows:                                   # what a change of the base does to a clause
      - clause: recognised                  # or a list of clauses, each of which becomes a row
        result: not-met                     # met | not-met | missing | not-applicable
        set: {service_on: 2023-07-10, stay.reason: null, readings: []}
        together: [{times: 19, set: {claim: c-2}}]      # other cases of the set, for figures over it
        outcome: fail                       # of the policy's part, where the row means to say it
        recommendation: outside-notice
        note: the day before
    never:                                  # results that cannot happen, and why
      - {clause: recognised, result: not-applicable, why: ...}

A dotted path replaces one value of a group, null removes it, a list is replaced as a whole. The cases of
`together` are made from the base by their own `set`, not by the row's; each is its own claim unless its `set`
names one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from kneewise.errors import BadPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.device.licences import Licence

RESULTS = ("met", "not-met", "missing", "not-applicable")
_KEYS = ("policy", "base", "base_results", "licences", "rows", "never")
_ROW_KEYS = ("clause", "result", "set", "together", "outcome", "recommendation", "note")
_LICENCE_KEYS = ("permit", "class", "intended_use", "from", "until")
_MOST_TOGETHER = 200
Document: TypeAlias = "dict[str, Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Cases that stand beside the worked one in its set: the base with other changes, so many times."""

    times: int
    set: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one change of the base does to one clause.

    number : of the row in the file, from 1; a row that names several clauses gives its number to each
    outcome, recommendation : None where the row does not say
    """

    number: int
    clause: str
    result: str
    set: Mapping[str, Any]
    together: tuple[Other, ...]
    outcome: str | None
    recommendation: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """A result that a clause cannot have."""

    clause: str
    result: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The worked cases of one policy."""

    policy: str
    base: Document
    base_results: Mapping[str, str]
    licences: tuple[Licence, ...]
    rows: tuple[Row, ...]
    never: tuple[Never, ...]
    path: str

    def documents(self, row: Row) -> list[Document]:
        """Give the documents of a row's set of cases; the worked case comes first."""
        documents = [change(self.base, row.set)]
        for other in row.together:
            for _ in range(other.times):
                key = f"{self.base['case']}-beside-{len(documents)}"
                documents.append(change(self.base, {"case": key, "claim": key, **other.set}))
        return documents


def change(base: Mapping[str, Any], changes: Mapping[str, Any]) -> Document:
    """Give a changed copy of a document: dotted paths into groups, None removes, lists are replaced."""
    document = dict(base)
    for path, value in changes.items():
        *groups, key = path.split(".")
        place = document
        for group in groups:
            place[group] = dict(place.get(group) or {})  # what is not changed is shared with the base
            place = place[group]
        if value is None:
            place.pop(key, None)
        else:
            place[key] = value
    return document


def read_worked(path: str | Path) -> Worked:
    """Read the worked cases of one policy.

    Raises BadPolicy with the file and the row for a key or a word that is not known, BadInput for broken
    YAML. Whether the changed documents are cases, and whether the clauses exist, is for whoever holds them
    against the policy.
    """
    from kneewise.case.yaml_documents import read_documents

    file = str(path)
    try:
        with Path(path).open(encoding="utf-8-sig") as stream:
            documents = [content for _, content in read_documents(stream, file)]
    except OSError as error:
        raise BadPolicy(f"{file}: cannot be opened ({error.strerror})") from None
    if len(documents) != 1:
        raise BadPolicy(f"{file}: found {len(documents)} documents; allowed: one, with {', '.join(_KEYS)}")
    raw = _group(documents[0], file, _KEYS)
    base = _group(raw.get("base"), f"{file}, base")
    if not isinstance(base.get("case"), str):
        raise BadPolicy(f"{file}, base: found no case; allowed: a key for the worked case")
    base_results = _group(raw.get("base_results") or {}, f"{file}, base_results")
    return Worked(
        policy=_text(raw, "policy", file),
        base=base,
        base_results={
            str(key): _word(value, f"{file}, base_results, {key}") for key, value in base_results.items()
        },
        licences=tuple(
            _licence(each, f"{file}, licence {n}") for n, each in _numbered(raw, "licences", file)
        ),
        rows=tuple(
            row for n, each in _numbered(raw, "rows", file) for row in _rows(each, f"{file}, row {n}", n)
        ),
        never=tuple(
            never
            for n, each in _numbered(raw, "never", file)
            for never in _nevers(each, f"{file}, never {n}")
        ),
        path=file,
    )


def _rows(raw: Any, where: str, number: int) -> list[Row]:
    group = _group(raw, where, _ROW_KEYS)
    together = tuple(
        _other(each, f"{where}, together {n}") for n, each in _numbered(group, "together", where)
    )
    if sum(other.times for other in together) > _MOST_TOGETHER:
        raise BadPolicy(f"{where}, together: found more than {_MOST_TOGETHER} cases; allowed: fewer")
    return [
        Row(
            number=number,
            clause=clause,
            result=_word(group.get("result"), f"{where}, result"),
            set=_group(group.get("set") or {}, f"{where}, set"),
            together=together,
            outcome=_text(group, "outcome", where, needed=False),
            recommendation=_text(group, "recommendation", where, needed=False),
            note=_text(group, "note", where, needed=False),
        )
        for clause in _clauses(group, where)
    ]


def _nevers(raw: Any, where: str) -> list[Never]:
    group = _group(raw, where, ("clause", "result", "why"))
    result, why = _word(group.get("result"), f"{where}, result"), _text(group, "why", where)
    return [Never(clause=clause, result=result, why=why) for clause in _clauses(group, where)]


def _other(raw: Any, where: str) -> Other:
    group = _group(raw, where, ("times", "set"))
    times = str(group.get("times", 1))
    if not (times.isascii() and times.isdecimal() and 1 <= int(times) <= _MOST_TOGETHER):
        raise BadPolicy(f"{where}, times: found {times}; allowed: 1 to {_MOST_TOGETHER}")
    return Other(times=int(times), set=_group(group.get("set") or {}, f"{where}, set"))


def _licence(raw: Any, where: str) -> Licence:
    from datetime import date

    from kneewise.device.licences import Licence

    group = _group(raw, where, _LICENCE_KEYS)
    try:
        return Licence(
            permit=_text(group, "permit", where),
            intended_use=cast("Any", _text(group, "intended_use", where)),
            class_=int(group["class"]) if group.get("class") is not None else None,
            from_=date.fromisoformat(group["from"]) if group.get("from") is not None else None,
            until=date.fromisoformat(group["until"]) if group.get("until") is not None else None,
            source="worked case",
        )
    except ValueError as error:
        raise BadPolicy(f"{where}: {error}") from None


def _group(raw: Any, where: str, keys: Sequence[str] | None = None) -> Document:
    if not isinstance(raw, dict):
        raise BadPolicy(f"{where}: found {type(raw).__name__}; allowed: a group of keys")
    for key in raw if keys is not None else ():
        if key not in cast("Sequence[str]", keys):
            raise BadPolicy(
                f"{where}: found the key {key}; allowed: {', '.join(cast('Sequence[str]', keys))}"
            )
    return raw


def _numbered(raw: Document, key: str, where: str) -> list[tuple[int, Any]]:
    value = raw.get(key) or []
    if not isinstance(value, list):
        raise BadPolicy(f"{where}, {key}: found {type(value).__name__}; allowed: a list")
    return list(enumerate(value, 1))


def _text(raw: Document, key: str, where: str, *, needed: bool = True) -> Any:
    value = raw.get(key)
    if (value is None and needed) or not isinstance(value, str | None):
        raise BadPolicy(f"{where}, {key}: found {type(value).__name__}; allowed: a text")
    return None if value is None else str(value)


def _word(value: Any, where: str) -> str:
    if value not in RESULTS:
        raise BadPolicy(f"{where}: found {value}; allowed: {', '.join(RESULTS)}")
    return str(value)


def _clauses(raw: Document, where: str) -> list[str]:
    value = raw.get("clause")
    clauses = value if isinstance(value, list) else [value]
    if not clauses or not all(isinstance(each, str) for each in clauses):
        raise BadPolicy(
            f"{where}, clause: found {type(value).__name__}; allowed: the id of a clause, or a list of ids"
        )
    return [str(each) for each in clauses]
