"""A policy as prose for a lawyer: each clause in words, with the rule as computed and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kneewise.report.figures import clean
from kneewise.report.findings import tell_source, tell_via
from kneewise.report.lines import head, pad, write
from kneewise.report.phrases import any_of, phrase
from kneewise.report.words import (
    CONFIDENCE_SENTENCES,
    CONFIDENCES,
    OTHERWISE,
    PAPERS,
    PART_QUESTIONS,
    PARTS,
    SETTINGS,
    SETTLES,
    say,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console

    from kneewise.report.words import Lang
    from kneewise.review.answer import Part, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source as the policy names it; days as text, since some are known to the month or the year only."""

    key: str
    title: str
    issued: str | None = None
    read_on: str | None = None
    via: str | None = None  # None: the text itself was read
    confidence: Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """One clause; a changed text is a clause of its own with the same id and later days."""

    id: str
    says: Mapping[str, str]
    require: str  # SQL
    otherwise: Literal["fail", "review", "flag"]
    source: SourceView
    applies: str | None = None  # SQL; None: wherever the policy applies
    from_: str | None = None
    from_earliest: str | None = None  # the start is known as a range only; a day in between goes to review
    until: str | None = None  # the first day on which it no longer binds
    asks: tuple[str, ...] = ()
    settles: Literal["fully", "partly", "not"] = "fully"
    note: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountView:
    """What is payable in one setting."""

    setting: str
    low: str  # SQL
    high: str  # SQL
    source: SourceView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """A policy as it is shown."""

    id: str
    part: Part
    title: Mapping[str, str]
    jurisdiction: str
    applies: str  # SQL
    applies_says: Mapping[str, str] | None = None
    dated_by: Mapping[str, str]  # what the day means by which a clause is in force
    clauses: tuple[ClauseView, ...]
    amounts: tuple[AmountView, ...] = ()


def present_policy(policy: PolicyView, console: Console, lang: Lang) -> None:
    """Write a policy so that it can be read without knowing how it is computed."""
    write(console, "", clean(say(policy.title, lang)), style="bold")
    where = f"{policy.id} · {word(PARTS, policy.part, lang)} · {policy.jurisdiction}"
    write(console, "", clean(where), style="dim")
    write(console, "", word(PART_QUESTIONS, policy.part, lang))
    console.print()
    if policy.applies_says:
        _entry(phrase("applies", lang), say(policy.applies_says, lang), console, indent="")
    _entry(phrase("applies-rule", lang), policy.applies, console, indent="")
    _entry(phrase("dated-by", lang), say(policy.dated_by, lang), console, indent="")
    digits = len(str(len(policy.clauses)))
    for number, clause in enumerate(policy.clauses, start=1):
        console.print()
        lead = f"{pad(str(number), digits, right=True)}. "
        write(console, lead, clean(say(clause.says, lang)), style="bold", lead_style="dim")
        for label, text in _clause(clause, lang):
            _entry(label, text, console, indent=" " * len(lead))
    if policy.amounts:
        head(console, phrase("payable", lang))
        for amount in policy.amounts:
            _present_amount(amount, console, lang)
    console.print()
    write(console, "", phrase("not-advice", lang), style="dim")


def _clause(clause: ClauseView, lang: Lang) -> Iterator[tuple[str, str]]:
    yield phrase("clause", lang), f"{clause.id} — {word(OTHERWISE, clause.otherwise, lang)}"
    yield phrase("rule", lang), clause.require
    if clause.applies:
        yield phrase("applies-rule", lang), clause.applies
    yield phrase("in-force", lang), _in_force(clause, lang)
    yield phrase("source", lang), _source(clause.source, lang)
    meaning = say(CONFIDENCE_SENTENCES[clause.source.confidence], lang)
    yield phrase("confidence", lang), f"{word(CONFIDENCES, clause.source.confidence, lang)} — {meaning}"
    if clause.asks:
        papers = tuple(word(PAPERS, paper, lang) for paper in clause.asks)
        yield phrase("ask-if-missing", lang), any_of(papers, lang)
    if clause.settles != "fully":
        yield phrase("reach", lang), word(SETTLES, clause.settles, lang)
    if clause.note:
        yield phrase("note", lang), say(clause.note, lang)


def _in_force(clause: ClauseView, lang: Lang) -> str:
    """The period in words; the last day is left out, as in the policy."""
    told = []
    if clause.from_earliest and clause.from_:
        told.append(phrase("from-range", lang, earliest=clause.from_earliest, latest=clause.from_))
    elif clause.from_:
        told.append(phrase("from", lang, day=clause.from_))
    if clause.until:
        told.append(phrase("until", lang, day=clause.until))
    return ", ".join(told) or phrase("any-day", lang)


def _source(source: SourceView, lang: Lang) -> str:
    plain: Source = {
        "key": source.key,
        "title": source.title,
        "issued": source.issued,
        "read_on": source.read_on,
        "via": source.via,
    }
    told, via = tell_source(plain, lang), tell_via(plain, lang)
    return told if via is None else f"{told}; {phrase('via', lang, via=via)}"


def _present_amount(amount: AmountView, console: Console, lang: Lang) -> None:
    write(console, "  ", word(SETTINGS, amount.setting, lang), style="bold")
    _entry(phrase("lowest", lang), amount.low, console, indent="    ")
    _entry(phrase("highest", lang), amount.high, console, indent="    ")
    if amount.source is not None:
        _entry(phrase("source", lang), _source(amount.source, lang), console, indent="    ")


def _entry(label: str, text: str, console: Console, *, indent: str) -> None:
    write(console, f"{indent}{label}: ", clean(text), lead_style="dim")
