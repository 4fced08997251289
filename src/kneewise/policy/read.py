"""Policy files (TOML) read and checked: every key known, every sentence in both languages, every rule parsed."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from kneewise.errors import BadPolicy
from kneewise.policy import model as m
from kneewise.policy.catalogue import Catalogue, read_catalogue
from kneewise.policy.expression import AMOUNT, CLAUSE, CLAUSE_HANDLING_MISSING, nearest, read_expression

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LANGUAGES = ("en", "ko")
_POLICY_KEYS = ("id", "part", "title", "jurisdiction", "applies", "dated_by")
_SOURCE_KEYS = ("title", "issued", "read_on", "via", "confidence")
_CLAUSE_KEYS = (
    "id", "says", "require", "applies", "otherwise", "source", "confidence", "asks", "settles", "note",
    "handles_missing", "dated_by", "from", "until", "from_earliest",
)  # fmt: skip
_AMOUNT_KEYS = ("setting", "applies", "low", "high", "source", "handles_missing")
_ID = re.compile(r"[a-z][a-z0-9]*(?:[-/][a-z0-9]+)*")
_ISSUED = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_CLAUSE_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class _Table:
    """One table of the file with its place, so that every refusal says where."""

    def __init__(self, raw: object, where: str, keys: tuple[str, ...]) -> None:
        if not isinstance(raw, dict):
            raise BadPolicy(f"{where}: found {type(raw).__name__}; allowed: a table with {', '.join(keys)}")
        self.raw: dict[str, Any] = raw
        self.where = where
        for key in raw:
            if key not in keys:
                raise BadPolicy(f"{where}: found the key {key}; allowed: {', '.join(keys)}{nearest(key, keys)}")

    def refuse(self, key: str, found: object, allowed: str) -> BadPolicy:
        return BadPolicy(f"{self.where}, {key}: found {found!r}; allowed: {allowed}")

    def text(self, key: str, *, needed: bool = True) -> str | None:
        value = self.raw.get(key)
        if value is None and not needed:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, value, "a text")
        return value.strip()

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.raw.get(key, default)
        if value not in allowed:
            raise self.refuse(key, value, ", ".join(allowed))
        return str(value)

    def day(self, key: str) -> date | None:
        value = self.raw.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.refuse(key, value, "a day written as 2023-07-11, without quotes")
        if value is not None and not 1900 <= value.year <= 2199:
            raise self.refuse(key, value, "a day from 1900 to 2199")
        return value

    def words(self, key: str, *, needed: bool = True) -> Mapping[str, str] | None:
        value = self.raw.get(key)
        if value is None and not needed:
            return None
        good = isinstance(value, dict) and sorted(value) == sorted(LANGUAGES)
        texts = cast("dict[str, Any]", value).values() if good else ()
        if not good or not all(isinstance(each, str) and each.strip() for each in texts):
            raise self.refuse(key, value, '{ en = "...", ko = "..." }, both filled')
        return {language: value[language].strip() for language in LANGUAGES}  # type: ignore[index]

    def papers(self, key: str) -> tuple[str, ...]:
        from kneewise.case.definition import TABLES

        known = TABLES["documents"].fields[1].codes
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, value, f"a list of papers: {', '.join(known)}")
        for paper in value:
            if paper not in known:
                raise self.refuse(key, paper, f"{', '.join(known)}{nearest(str(paper), known)}")
        return tuple(value)

    def rule(self, key: str, catalogue: Catalogue, grammar: Any, wanted: str = "boolean") -> m.Rule | None:
        sql = self.text(key, needed=False)
        if sql is None:
            return None
        symbols = {name: each.symbol for name, each in catalogue.items()}
        return m.Rule(
            sql=sql, tree=read_expression(sql, symbols, where=f"{self.where}, {key}", grammar=grammar, wanted=wanted)
        )


def _read_sources(raw: object, where: str) -> dict[str, m.Source]:
    if not isinstance(raw, dict) or not raw:
        raise BadPolicy(f"{where}: found no [source.KEY]; allowed: at least one source, with its title and date")
    sources = {}
    for key, each in raw.items():
        table = _Table(each, f"{where}, source {key}", _SOURCE_KEYS)
        issued = each.get("issued")
        if isinstance(issued, date) and not isinstance(issued, datetime):
            issued = issued.isoformat()
        if issued is not None and not (isinstance(issued, str) and _ISSUED.fullmatch(issued) and _is_day(issued)):
            raise table.refuse("issued", issued, "a day 2023-07-11, or '2023-07' or '2023' where no more is known")
        sources[key] = m.Source(
            key=key,
            title=cast("str", table.text("title")),
            issued=issued,
            read_on=table.day("read_on"),
            via=table.text("via", needed=False),
            confidence=cast("m.Confidence", table.one_of("confidence", ("high", "medium", "low"))),
        )
    return sources


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _read_clause(
    raw: object, where: str, policy: _Table, sources: Mapping[str, m.Source], catalogue: Catalogue
) -> m.Clause:
    table = _Table(raw, where, _CLAUSE_KEYS)
    key = table.text("id")
    table.where = f"{policy.where}, clause {key}"
    if not _CLAUSE_ID.fullmatch(cast("str", key)):
        raise table.refuse("id", key, "lower-case words joined by hyphens")
    source = sources.get(cast("str", table.text("source")))
    if source is None:
        raise table.refuse("source", raw.get("source"), f"{', '.join(sources)}")  # type: ignore[attr-defined]
    handles_missing = table.text("handles_missing", needed=False)
    grammar = CLAUSE if handles_missing is None else CLAUSE_HANDLING_MISSING
    settles = cast("m.Settles", table.one_of("settles", ("fully", "partly", "not"), "fully"))
    require = table.rule("require", catalogue, grammar)
    if (require is None) != (settles == "not"):
        raise table.refuse("require", table.raw.get("require"), "a rule, or no rule and settles = 'not'")
    from_, until, earliest = table.day("from"), table.day("until"), table.day("from_earliest")
    if from_ and until and until <= from_:
        raise table.refuse("until", until.isoformat(), f"a day after from ({from_.isoformat()})")
    if earliest and (from_ is None or earliest >= from_):
        raise table.refuse("from_earliest", earliest.isoformat(), "a day before `from`, which must be given")
    return m.Clause(
        id=cast("str", key),
        says=cast("Mapping[str, str]", table.words("says")),
        require=require,
        applies=table.rule("applies", catalogue, grammar),
        otherwise=cast("m.Otherwise", table.one_of("otherwise", ("fail", "review", "flag"))),
        source=source,
        confidence=cast("m.Confidence", table.one_of("confidence", ("high", "medium", "low"), source.confidence)),
        asks=table.papers("asks"),
        settles=settles,
        note=table.words("note", needed=False),
        handles_missing=handles_missing,
        dated_by=m.DATED_BY[table.one_of("dated_by", tuple(m.DATED_BY), policy.raw.get("dated_by", "service_on"))],
        from_=from_,
        until=until,
        from_earliest=earliest,
    )


def _read_amount(raw: object, where: str, sources: Mapping[str, m.Source], catalogue: Catalogue) -> m.Amount:
    table = _Table(raw, where, _AMOUNT_KEYS)
    source = sources.get(cast("str", table.text("source")))
    if source is None:
        raise table.refuse("source", table.raw.get("source"), ", ".join(sources))
    for key in ("low", "high"):
        table.text(key)
    return m.Amount(
        setting=cast("m.Setting", table.one_of("setting", ("outpatient", "inpatient"))),
        applies=table.rule("applies", catalogue, CLAUSE),
        low=cast("m.Rule", table.rule("low", catalogue, AMOUNT, "amount")),
        high=cast("m.Rule", table.rule("high", catalogue, AMOUNT, "amount")),
        source=source,
        handles_missing=table.text("handles_missing", needed=False),
    )


def read_policy(text: str | bytes, *, path: str, catalogue: Catalogue | None = None) -> m.Policy:
    """Read one policy file from its text.

    path : how the file is called in errors and in `Policy.path`

    Raises BadPolicy with the file, the clause, the key, what was found and what is allowed.
    """
    catalogue = read_catalogue() if catalogue is None else catalogue
    try:
        raw = tomllib.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except UnicodeDecodeError:
        raise BadPolicy(f"{path}: found bytes that are not UTF-8; allowed: UTF-8 text") from None
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits
        raise BadPolicy(f"{path}: this is not TOML: {error}") from None
    file = _Table(raw, path, ("policy", "source", "clause", "amount"))
    policy = _Table(file.raw.get("policy"), f"{path}, policy", _POLICY_KEYS)
    policy_id = cast("str", policy.text("id"))
    if not _ID.fullmatch(policy_id):
        raise policy.refuse("id", policy_id, "lower-case words joined by hyphens and slashes: kr/knee-bmac")
    policy.one_of("dated_by", tuple(m.DATED_BY), "service_on")
    policy.where = policy_id
    sources = _read_sources(file.raw.get("source"), policy_id)
    raws = file.raw.get("clause")
    if not isinstance(raws, list) or not raws:
        raise BadPolicy(f"{path}: found no [[clause]]; allowed: at least one")
    clauses = [
        _read_clause(each, f"{policy_id}, clause {n}", policy, sources, catalogue) for n, each in enumerate(raws, 1)
    ]
    amounts = file.raw.get("amount", [])
    if not isinstance(amounts, list):
        raise BadPolicy(f"{path}: found {type(amounts).__name__} for amount; allowed: [[amount]]")
    policy_read = m.Policy(
        id=policy_id,
        part=cast("m.PartName", policy.one_of("part", m.PART_ORDER)),
        title=cast("Mapping[str, str]", policy.words("title")),
        jurisdiction=cast("str", policy.text("jurisdiction")),
        applies=policy.rule("applies", catalogue, CLAUSE),
        dated_by=policy.raw.get("dated_by", "service_on"),
        sources=tuple(sources.values()),
        clauses=tuple(clauses),
        amounts=tuple(
            _read_amount(each, f"{policy_id}, amount {n}", sources, catalogue) for n, each in enumerate(amounts, 1)
        ),
        path=path,
    )
    _check_reach(policy_read)
    return policy_read


def _check_reach(policy: m.Policy) -> None:
    """Refuse what the order of computation cannot give: outcomes and claim figures are known only later."""
    from kneewise.policy.tree import facts_of

    late = {"eligibility_outcome", "claim_cost_low", "claim_cost_high"}
    for clause in policy.clauses:
        rules = [each.tree for each in (clause.require, clause.applies) if each is not None]
        used = {name for tree in rules for name in facts_of(tree)}
        allowed = {"eligibility_outcome"} if policy.part in ("contract", "integrity") else set()
        for name in sorted((used & late) - allowed):
            place = "clauses of the contract part" if name == "eligibility_outcome" else "amounts"
            raise BadPolicy(f"{policy.id}, clause {clause.id}: found {name}; allowed: only in {place}")
    if policy.applies is not None and set(facts_of(policy.applies.tree)) & late:
        raise BadPolicy(f"{policy.id}, applies: found a fact that is known only later; allowed: facts of the record")


def read_policy_file(path: Path) -> m.Policy:
    """Read one policy file from disk; raises BadPolicy, also where the file cannot be opened."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadPolicy(f"{path}: cannot be opened ({error.strerror})") from None
    return read_policy(content, path=str(path))
