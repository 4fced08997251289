"""One case in full: from its row of facts and its codes to findings that a person can read, and what is payable."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kneewise.policy.model import PART_ORDER
from kneewise.policy.tree import deciding_facts, facts_of, open_facts, value_of
from kneewise.policy.verdict_python import MISSING, NOT_APPLICABLE, NOT_MET, RESULTS
from kneewise.review.answer import PARTS
from kneewise.review.recommend import recommend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.policy.model import Policy
    from kneewise.policy.program import Outcomes, Program, Row, Words
    from kneewise.policy.verdict_python import Slot
    from kneewise.review.answer import CaseAnswer, Finding, PartAnswer, Payable, Range

Amounts = tuple[int | None, int | None, int | None, int | None]


class Identity(NamedTuple):
    """Which knee an answer is about."""

    case: str
    claim: str
    knee: str


class _Prepared(NamedTuple):
    """What of a finding is the same for every case."""

    slot: Slot
    fixed: dict[str, Any]
    facts: tuple[tuple[str, int], ...]
    handled: tuple[int, ...]  # places of the facts whose absence the clause handles


class _PreparedPolicy(NamedTuple):
    policy: Policy
    findings: tuple[_Prepared, ...]
    every_code: int  # the bits of its live clauses
    word: int


LATE = -1  # the place of a fact that is not in the row: the outcome of eligibility


@lru_cache(maxsize=16)
def _prepare(program: Program) -> dict[str, tuple[_PreparedPolicy, ...]]:
    prepared: dict[str, list[_PreparedPolicy]] = {part: [] for part in PART_ORDER}
    for policy in program.policies:
        own = [slot for slot in program.slots if slot.policy is policy and slot.live]
        if own:
            every = sum(3 << slot.shift for slot in own)
            findings = tuple(_prepare_slot(program, slot) for slot in own)
            prepared[policy.part].append(_PreparedPolicy(policy, findings, every, own[0].word))
    return {part: tuple(policies) for part, policies in prepared.items()}


def _prepare_slot(program: Program, slot: Slot) -> _Prepared:
    clause = slot.clause
    names = tuple(dict.fromkeys(name for tree in (slot.require, slot.guard) if tree is not None for name in facts_of(tree)))
    source = clause.source
    fixed = {
        "policy": slot.policy.id,
        "clause": clause.id,
        "result": "",
        "otherwise": clause.otherwise,
        "sentence": dict(clause.says),
        "facts": {},
        "source": {
            "key": source.key,
            "title": source.title,
            "issued": source.issued,
            "read_on": None if source.read_on is None else source.read_on.isoformat(),
            "via": source.via,
        },
        "confidence": clause.confidence,
        "settles": clause.settles,
        "note": None if clause.note is None else dict(clause.note),
        "asks": [],
        "asking_is_pointless": False,
        "would_change": [],
    }
    places = tuple((name, program.index.get(name, LATE)) for name in names)
    handled = tuple(place for _, place in places if place != LATE) if clause.handles_missing and clause.asks else ()
    return _Prepared(slot, fixed, places, handled)


def explain_case(
    program: Program,
    identity: Identity,
    row: Row,
    words: Words,
    outcomes: Outcomes,
    *,
    amounts: Amounts,
    currency: str | None,
    shared_with: Sequence[str] = (),
) -> CaseAnswer:
    """Explain one case.

    row : its facts in the order of `program.names`
    words, outcomes : what `codes` gave, in PART_ORDER
    amounts : what `amounts` gave for the whole claim
    """
    by_part = dict(zip(PART_ORDER, outcomes, strict=True))
    late = None if by_part["eligibility"] == "missing" else by_part["eligibility"]
    decided = by_part["eligibility"] == "fail" or by_part["contract"] == "fail"
    parts: dict[str, PartAnswer] = {}
    flags: list[str] = []
    prepared = _prepare(program)
    for part, part_words in zip(PART_ORDER, words, strict=True):
        pointless = decided or by_part[part] == "fail"
        findings: list[Finding] = []
        for policy in prepared[part]:
            word = part_words[policy.word]
            if not word & policy.every_code:
                continue
            for each in policy.findings:
                code = (word >> each.slot.shift) & 3
                if code == NOT_APPLICABLE and each.slot.clause.start_of:
                    continue
                finding = _find(program, each, code, row, late, pointless=pointless)
                findings.append(finding)
                if code == NOT_MET and each.slot.clause.otherwise == "flag":
                    flags.append(f"{policy.policy.id}/{each.slot.clause.id}")
        parts[part] = {"outcome": by_part[part], "findings": findings}  # type: ignore[typeddict-item]
    return {
        "case": identity.case,
        "claim": identity.claim,
        "knee": identity.knee,
        "recommendation": recommend(outcomes),
        "parts": {part: parts[part] for part in PARTS},
        "flags": flags,
        "payable": _payable(amounts, currency, shared_with),
    }


def _find(program: Program, each: _Prepared, code: int, row: Row, late: str | None, *, pointless: bool) -> Finding:
    finding = each.fixed.copy()
    finding["result"] = RESULTS[code]
    finding["facts"] = {name: _plain(late if place == LATE else row[place]) for name, place in each.facts}
    if code >= MISSING:
        slot = each.slot
        values = {name: late if place == LATE else row[place] for name, place in each.facts}
        if code == MISSING:
            finding["would_change"] = _open(program, slot, values, row)
            finding["asks"] = list(slot.clause.asks)
            finding["asking_is_pointless"] = pointless
        elif slot.require is not None:
            finding["would_change"] = list(deciding_facts(slot.require, values))
    elif each.handled and code != NOT_APPLICABLE and any(row[place] is None for place in each.handled):
        # Met although a fact is not known: the paper may be asked for, but nothing waits for it.
        finding["asks"] = list(each.slot.clause.asks)
        finding["asking_is_pointless"] = pointless
    return cast("Finding", finding)


def _open(program: Program, slot: Slot, values: Mapping[str, Any], row: Row) -> list[str]:
    """Name the unknown facts that would decide a clause, after those that say whether it applies at all."""
    applies = slot.policy.applies
    if applies is not None:
        known = {name: row[program.index[name]] for name in facts_of(applies.tree)}
        if value_of(applies.tree, known) is None:
            return list(open_facts(applies.tree, known))
    trees = [tree for tree in (slot.guard, slot.require) if tree is not None]
    return list(dict.fromkeys(name for tree in trees for name in open_facts(tree, values)))


def _plain(value: Any) -> str | int | float | bool | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return cast("str | int | float | bool | None", value)


def _payable(amounts: Amounts, currency: str | None, shared_with: Sequence[str]) -> Payable:
    def between(low: int | None, high: int | None) -> Range | None:
        return None if low is None or high is None else {"low": low, "high": high}

    return {
        "currency": currency,
        "outpatient": between(amounts[0], amounts[1]),
        "inpatient": between(amounts[2], amounts[3]),
        "shared_with": list(shared_with),
    }
