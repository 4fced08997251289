"""The stable machine output of a review: one object per case (documented in docs/reference/answer.schema.json)."""

from __future__ import annotations

from typing import Literal, TypedDict

Recommendation = Literal["pay", "pay-outpatient", "ask-papers", "refer", "outside-notice", "outside-contract"]
Part = Literal["eligibility", "kit", "contract", "admission", "integrity"]
Outcome = Literal["pass", "fail", "review", "missing", "not-applicable"]
Result = Literal["met", "not-met", "missing", "not-applicable"]

PARTS: tuple[Part, ...] = ("eligibility", "kit", "contract", "admission", "integrity")
OUTCOMES: tuple[Outcome, ...] = ("fail", "review", "missing", "pass", "not-applicable")
RECOMMENDATIONS: tuple[Recommendation, ...] = (
    "pay",
    "pay-outpatient",
    "ask-papers",
    "refer",
    "outside-notice",
    "outside-contract",
)


class Source(TypedDict):
    """Where a clause rests: what was read, when it was issued, and how sure the reading is."""

    key: str
    title: str
    issued: str | None  # ISO day, month or year; None: the date is not known
    read_on: str | None
    via: str | None


class Finding(TypedDict):
    """One clause's result on one case."""

    policy: str
    clause: str
    result: Result
    otherwise: Literal["fail", "review", "flag"]
    sentence: dict[str, str]  # by language: en, ko
    facts: dict[str, str | int | float | bool | None]  # the values used, by name of the fact
    source: Source
    confidence: Literal["high", "medium", "low"]
    settles: Literal["fully", "partly", "not"]
    note: dict[str, str] | None  # what the reader must know of this clause, by language
    asks: list[str]  # papers that would settle it
    asking_is_pointless: bool  # another clause already decides
    would_change: list[str]  # facts that would decide it, or change it


class PartAnswer(TypedDict):
    """What one part concludes, with every clause that applies."""

    outcome: Outcome
    findings: list[Finding]


class Range(TypedDict):
    """Money in the minor unit of the currency (won has none)."""

    low: int
    high: int


class Payable(TypedDict):
    """What is payable for the whole claim; every case of the claim carries the same figure: never add them."""

    currency: str | None
    outpatient: Range | None
    inpatient: Range | None
    shared_with: list[str]  # the other cases of the claim


class CaseAnswer(TypedDict):
    """The answer for one knee."""

    case: str
    claim: str
    knee: str
    recommendation: Recommendation
    parts: dict[Part, PartAnswer]
    flags: list[str]  # "policy/clause" ids of the integrity flags raised
    payable: Payable
