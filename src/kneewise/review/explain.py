"""One case in full: from its row of facts and its codes to findings that a person can read, and what is payable."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kneewise.policy.model import PART_ORDER
from kneewise.policy.tree import facts_of
from kneewise.policy.verdict_python import MET, MISSING, NOT_APPLICABLE, NOT_MET, RESULTS
from kneewise.review.answer import PARTS
from kneewise.review.recommend import recommend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kneewise.policy.program import Outcomes, Program, Row, Words
    from kneewise.policy.verdict_python import Slot
    from kneewise.review.answer import CaseAnswer, Payable, Range

Amounts = tuple[int | None, int | None, int | None, int | None]


class Identity(NamedTuple):
    """Which knee an answer is about."""

    case: str
    claim: str
    knee: str


class _Prepared(NamedTuple):
    """What of a finding is the same for every case."""

    shift: int  # of its code in the word
    passed_over: bool  # where it does not apply: the companion of an uncertain start
    asks: tuple[str, ...]
    flag: str | None  # its key, where it raises one
    number: int  # of the slot in the program
    fixed: tuple[dict[str, Any], ...]  # by code
    facts: Callable[[Row], dict[str, Any]]  # of its rule, from a row that ends with the late fact
    all_facts: Callable[[Row], dict[str, Any]]  # of its guard too: the reader sees them where the guard decided
    handled: tuple[int, ...]  # places of the facts whose absence the clause handles


class _PreparedPolicy(NamedTuple):
    findings: tuple[_Prepared, ...]
    every_code: int  # the bits of its live clauses
    word: int


class _PreparedProgram(NamedTuple):
    parts: dict[str, tuple[_PreparedPolicy, ...]]
    dated: tuple[int, ...]  # places of days and instants, which are shown as ISO text


@lru_cache(maxsize=16)
def _prepare(program: Program) -> _PreparedProgram:
    prepared: dict[str, list[_PreparedPolicy]] = {part: [] for part in PART_ORDER}
    for policy in program.policies:
        own = [(n, slot) for n, slot in enumerate(program.slots) if slot.policy is policy and slot.live]
        if own:
            every = sum(3 << slot.shift for _, slot in own)
            findings = tuple(_prepare_slot(program, slot, n) for n, slot in own)
            prepared[policy.part].append(_PreparedPolicy(findings, every, own[0][1].word))
    dated = tuple(n for n, kind in enumerate(program.types) if kind in ("day", "instant"))
    return _PreparedProgram({part: tuple(policies) for part, policies in prepared.items()}, dated)


def _prepare_slot(program: Program, slot: Slot, number: int) -> _Prepared:
    clause = slot.clause
    names = facts_of(slot.require) if slot.require is not None else ()
    guarding = facts_of(slot.guard) if slot.guard is not None else ()
    all_names = tuple(dict.fromkeys((*names, *guarding)))
    places = {name: program.index.get(name, len(program.names)) for name in all_names}
    source = clause.source
    fixed: dict[str, Any] = {
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
    handled = tuple(places[name] for name in names if name in program.index)
    return _Prepared(
        shift=slot.shift,
        passed_over=clause.start_of,
        asks=clause.asks,
        flag=f"{slot.policy.id}/{clause.id}" if clause.otherwise == "flag" else None,
        number=number,
        fixed=tuple(fixed | {"result": result} for result in RESULTS),
        facts=_teller({name: places[name] for name in names}),
        all_facts=_teller(places),
        handled=handled if clause.handles_missing and clause.asks else (),
    )


def _teller(places: Mapping[str, int]) -> Callable[[Row], dict[str, Any]]:
    """Write the function that tells facts by name: a third of the time of names and values put together each time."""
    told = ", ".join(f"{name!r}: row[{place}]" for name, place in places.items())
    teller: Callable[[Row], dict[str, Any]] = eval(f"lambda row: {{{told}}}")
    return teller


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
    opens, turns = program.functions["opens"], program.functions["turns"]
    prepared = _prepare(program)
    shown = _shown(row, late, prepared.dated)
    parts: dict[str, Any] = {}
    flags: list[str] = []
    for part, part_words in zip(PART_ORDER, words, strict=True):
        pointless = decided or by_part[part] == "fail"
        findings: list[Any] = []
        for policy in prepared.parts[part]:
            word = part_words[policy.word]
            if not word & policy.every_code:
                continue
            for each in policy.findings:
                shift, passed_over, asks, flag, number, fixed, facts, all_facts, handled = each
                code = (word >> shift) & 3
                finding = fixed[code].copy()
                finding["facts"] = facts(shown) if code in (MET, NOT_MET) else all_facts(shown)
                findings.append(finding)
                if code == MET:
                    if handled and None in [row[place] for place in handled]:
                        # Met although a fact is not known: the paper may be asked for, but nothing waits for it.
                        finding["asks"] = list(asks)
                        finding["asking_is_pointless"] = pointless
                elif code == NOT_APPLICABLE:
                    if passed_over:
                        findings.pop()
                elif code == MISSING:
                    finding["would_change"] = opens[number](row, late)
                    finding["asks"] = list(asks)
                    finding["asking_is_pointless"] = pointless
                else:
                    finding["would_change"] = turns[number](row, late)
                    if flag:
                        flags.append(flag)
        parts[part] = {"outcome": by_part[part], "findings": findings}
    return {
        "case": identity.case,
        "claim": identity.claim,
        "knee": identity.knee,
        "recommendation": recommend(outcomes),
        "parts": {part: parts[part] for part in PARTS},
        "flags": flags,
        "payable": _payable(amounts, currency, shared_with),
    }


def _shown(row: Row, late: str | None, dated: tuple[int, ...]) -> Row:
    """The values as a reader sees them: days and instants in ISO; the outcome of eligibility stands last."""
    shown = [*row, late]
    for place in dated:
        value = row[place]
        if value is not None:
            shown[place] = (
                value.isoformat(timespec="seconds" if value.second else "minutes")
                if isinstance(value, datetime)
                else value.isoformat()
            )
    return tuple(shown)


def _payable(amounts: Amounts, currency: str | None, shared_with: Sequence[str]) -> Payable:
    def between(low: int | None, high: int | None) -> Range | None:
        return None if low is None or high is None else {"low": low, "high": high}

    return {
        "currency": currency,
        "outpatient": between(amounts[0], amounts[1]),
        "inpatient": between(amounts[2], amounts[3]),
        "shared_with": list(shared_with),
    }
