"""One case in full: from its row of facts and its codes to findings that a person can read, and what is payable."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kneewise.policy.model import PART_ORDER
from kneewise.policy.verdict_python import RESULTS
from kneewise.review.answer import PARTS
from kneewise.review.recommend import recommend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.policy.program import Outcomes, Program, Row, Words
    from kneewise.policy.verdict_python import Slot
    from kneewise.review.answer import CaseAnswer, Payable, Range
    from kneewise.review.claims import Amounts

class Identity(NamedTuple):
    """Which knee an answer is about."""

    case: str
    claim: str
    knee: str


class _PreparedPolicy(NamedTuple):
    number: int  # in the program
    every_code: int  # the bits of its live clauses
    word: int


class _PreparedProgram(NamedTuple):
    parts: dict[str, tuple[_PreparedPolicy, ...]]
    fixed: tuple[tuple[dict[str, Any], ...], ...]  # by slot and code: what of a finding is the same for every case
    days: tuple[int, ...]  # places of days, which are shown as ISO text
    instants: tuple[int, ...]


@lru_cache(maxsize=16)
def _prepare(program: Program) -> _PreparedProgram:
    prepared: dict[str, list[_PreparedPolicy]] = {part: [] for part in PART_ORDER}
    for number, policy in enumerate(program.policies):
        own = [slot for slot in program.slots if slot.policy is policy and slot.live]
        if own:
            every = sum(3 << slot.shift for slot in own)
            prepared[policy.part].append(_PreparedPolicy(number, every, own[0].word))
    return _PreparedProgram(
        parts={part: tuple(policies) for part, policies in prepared.items()},
        fixed=tuple(tuple(_fixed(slot) | {"result": result} for result in RESULTS) for slot in program.slots),
        days=tuple(n for n, kind in enumerate(program.types) if kind == "day"),
        instants=tuple(n for n, kind in enumerate(program.types) if kind == "instant"),
    )


def _fixed(slot: Slot) -> dict[str, Any]:
    clause = slot.clause
    source = clause.source
    return {
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
    amounts : what is payable for the whole claim
    """
    by_part = dict(zip(PART_ORDER, outcomes, strict=True))
    late = None if by_part["eligibility"] == "missing" else by_part["eligibility"]
    decided = by_part["eligibility"] == "fail" or by_part["contract"] == "fail"
    finds, prepared = program.functions["finds"], _prepare(program)
    fixed, shown = prepared.fixed, _shown(row, late, prepared)
    parts: dict[str, Any] = {}
    flags: list[str] = []
    for part, part_words in zip(PART_ORDER, words, strict=True):
        pointless = decided or by_part[part] == "fail"
        findings: list[Any] = []
        for number, every_code, at in prepared.parts[part]:
            word = part_words[at]
            if word & every_code:
                findings += finds[number](word, row, shown, late, pointless, fixed, flags)
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


def _shown(row: Row, late: str | None, prepared: _PreparedProgram) -> Row:
    """The values as a reader sees them: days and instants in ISO; the outcome of eligibility stands last."""
    shown = [*row, late]
    for place in prepared.days:
        if (day := row[place]) is not None:
            shown[place] = _day_text(day)
    for place in prepared.instants:
        if (instant := row[place]) is not None:  # to the second, or to the minute where it is whole
            text = _day_text(instant.date()) + _MINUTES[instant.hour * 60 + instant.minute]
            shown[place] = f"{text}:{instant.second:02}" if instant.second else text
    return tuple(shown)


_day_text = lru_cache(maxsize=10_000)(date.isoformat)
_MINUTES = tuple(f"T{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60))


def _payable(amounts: Amounts, currency: str | None, shared_with: Sequence[str]) -> Payable:
    def between(low: int | None, high: int | None) -> Range | None:
        return None if low is None or high is None else {"low": low, "high": high}

    return {
        "currency": currency,
        "outpatient": between(amounts[0], amounts[1]),
        "inpatient": between(amounts[2], amounts[3]),
        "shared_with": list(shared_with),
    }
