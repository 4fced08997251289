"""The records of what is said in numbers: prices, questions with statements that answer them, figures of articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.landscape.records import Sourced

if TYPE_CHECKING:
    from kneewise.landscape.dates import PartialDate

Answer = float | str  # a number, a code, or a date as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Sourced):
    """One price or range, in its own currency and of one kind.

    kind : "list" (asked of the patient), "claim", "survey", "reimbursement", ...: never mixed
    low, typical, high : whole units of the currency; None where the source gives none
    typical_is : what the middle figure is: "mean", "list", "case", ...
    dated : the day or year that the price is of; None where the source does not say
    comparator : whether it is the price of something else, given to compare with
    """

    price: str
    country: str | None
    scope: str
    treatment: str
    technology: str
    product: str | None
    comparator: bool
    unit: str | None
    currency: str
    low: int | None
    typical: int | None
    high: int | None
    typical_is: str | None
    kind: str
    dated: PartialDate | None
    includes: str | None
    articles: tuple[str, ...]
    bearing: str | None

    @property
    def span(self) -> tuple[int, int] | None:
        """The lowest and the highest amount that the row gives; None where it gives none."""
        given = [each for each in (self.low, self.typical, self.high) if each is not None]
        return (min(given), max(given)) if given else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that sources answer differently, or anew with time.

    kind : what an answer is: "number", "date", "code"
    repeats : "fixed" (one answer is right), "cumulative" (a later answer takes the place of an earlier one),
        "per-period" (each period has its own)
    why : what decides between the answers, by language; empty where nothing does
    """

    question: str
    kind: str
    repeats: str
    subject: str
    jurisdiction: str
    unit: str | None
    words: dict[str, str]
    why: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Sourced):
    """One source's answer to a question.

    about : the day or period that it speaks of; None where it does not say
    relation : "exactly", "about", "at-least", "at-most"
    """

    statement: str
    question: str
    about: PartialDate | None
    relation: str
    value: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure or claim of an article, as what it asks of the records.

    asks : "event", "first-event", "plan", "phase", "statement", "price", "trials", "enrolment", "count", "none"
    subject, jurisdiction, about, indication : what it speaks of; `about` is read by `asks`
    low, high : as written; `relation` says how they are meant
    beside : questions and milestones that limit what it means
    """

    figure: str
    article: str
    said_on: PartialDate | None
    words: dict[str, str]
    asks: str
    subject: str | None
    jurisdiction: str | None
    about: tuple[str, ...]
    indication: str | None
    relation: str | None
    low: str | None
    high: str | None
    unit: str | None
    beside: tuple[str, ...]
