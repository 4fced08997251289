"""What a reader needs of one finding, put into words once for terminal, page and letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.report.figures import clean, value
from kneewise.report.phrases import phrase
from kneewise.report.words import CONFIDENCES, PAPERS, SETTLES, State, say, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kneewise.review.answer import CaseAnswer, Finding, Part, PartAnswer, Source

# A source read through the press says so in `via`; these words tell it from other second-hand readings.
PRESS = re.compile(r"\b(press|news\w*|trade outlets?|media)\b|언론|보도|신문", re.IGNORECASE)
# "press reports K1, K3-K5": keys alone can be said in Korean; a longer text stands as it was written.
KEY = r"[A-Z]\d+[a-z]?(?:-[A-Z]\d+)?"
VIA_OF_KEYS = re.compile(rf"(?:trade |medical )?press(?: reports?)?(?P<keys>(?:,? (?:and )?{KEY})+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding in one language; what does not apply is empty or None."""

    key: str  # policy/clause
    state: State
    sentence: str
    values: tuple[tuple[str, str], ...]  # meaning of the fact, value: those that do not decide
    turns_on: tuple[tuple[str, str], ...]  # meaning, value: those that would decide or change it
    source: str  # title and day
    source_key: str  # policy/key, the same for every finding that rests on it
    via: str | None
    press: bool
    confidence: str  # the code
    confidence_word: str
    asks: tuple[str, ...]
    pointless: str | None  # the sentence of the clause that decides already
    settles: str | None  # None: the record settles it
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The findings of one part in the order a reader wants them."""

    open: tuple[Finding, ...]  # decide or may decide the part: not met, then to review, then missing
    flags: tuple[Finding, ...]  # raised beside the recommendation
    unchecked: tuple[Finding, ...]  # flags for which a value is missing
    met: tuple[Finding, ...]
    n_not_applicable: int


def state_of(finding: Finding) -> State:
    """How a finding stands for its reader: the result, seen with what follows from it."""
    if finding["result"] == "met":
        return "pass"
    if finding["result"] == "not-applicable":
        return "not-applicable"
    if finding["result"] == "missing":
        return "unchecked" if finding["otherwise"] == "flag" else "missing"
    return finding["otherwise"]


def sort_findings(part: PartAnswer) -> Sorted:
    """Sort a part's findings; within a group the order of the policy stays."""
    by_state: dict[State, list[Finding]] = {}
    for finding in part["findings"]:
        by_state.setdefault(state_of(finding), []).append(finding)
    opening: tuple[State, ...] = ("fail", "review", "missing")
    opened = [finding for state in opening for finding in by_state.get(state, ())]
    return Sorted(
        open=tuple(opened),
        flags=tuple(by_state.get("flag", ())),
        unchecked=tuple(by_state.get("unchecked", ())),
        met=tuple(by_state.get("pass", ())),
        n_not_applicable=len(by_state.get("not-applicable", ())),
    )


def findings_of(answer: CaseAnswer) -> Iterator[tuple[Part, Finding]]:
    """Every finding of an answer with its part."""
    for part, answered in answer["parts"].items():
        for finding in answered["findings"]:
            yield part, finding


def raised_flags(answer: CaseAnswer) -> tuple[Finding, ...]:
    """The findings behind `flags`, in their order; an id without a finding is left to the caller to show."""
    by_key = {key_of(finding): finding for _, finding in findings_of(answer)}
    return tuple(by_key[flag] for flag in answer["flags"] if flag in by_key)


def key_of(finding: Finding) -> str:
    """The id of the clause: policy/clause."""
    return f"{finding['policy']}/{finding['clause']}"


def deciding(answer: CaseAnswer, part: Part) -> Finding | None:
    """The clause that makes asking for a paper of this part pointless: one of the part, else of another."""
    failed = [(of, finding) for of, finding in findings_of(answer) if state_of(finding) == "fail"]
    failed.sort(key=lambda item: item[0] != part)
    return failed[0][1] if failed else None


def papers_to_ask(answer: CaseAnswer) -> tuple[str, ...]:
    """The codes of the papers that can still change something, each once, in the order of the findings."""
    asked: dict[str, None] = {}
    for _, finding in findings_of(answer):
        if state_of(finding) == "missing" and not finding["asking_is_pointless"]:
            asked.update(dict.fromkeys(finding["asks"]))
    return tuple(asked)


def tell_source(source: Source, lang: str) -> str:
    """Title and day of a source: 'MOHW Notice 2023-128 (2023-07-11)'."""
    issued = source["issued"] or phrase("date-unknown", lang)
    return f"{clean(source['title'])} ({clean(issued)})"


def tell_via(source: Source, lang: str) -> str | None:
    """What was really read, and when; None where the text itself was."""
    if not source["via"]:
        return None
    via = clean(source["via"])
    keys = VIA_OF_KEYS.fullmatch(via) if lang == "ko" else None
    if keys is not None:
        via = f"{phrase('press', lang)}{keys['keys'].replace(' and ', ', ')}"
    read_on = source["read_on"]
    return via if read_on is None else phrase("via-on", lang, via=via, day=clean(read_on))


def tell_fact(name: str, fact_words: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """What a fact means; its name where nobody said."""
    return clean(say(fact_words[name], lang)) if name in fact_words else clean(name)


def tell_finding(
    finding: Finding,
    *,
    lang: str,
    fact_words: Mapping[str, Mapping[str, str]],
    decided_by: Finding | None = None,
) -> Told:
    """Put one finding into words.

    decided_by : the clause that already decides the case, named where asking for papers is pointless
    """
    source, facts = finding["source"], finding["facts"]

    def pair(name: str) -> tuple[str, str]:
        return tell_fact(name, fact_words, lang), value(facts.get(name), lang)

    pointless = None
    if finding["asking_is_pointless"] and finding["result"] == "missing":
        pointless = clean(say(decided_by["sentence"], lang)) if decided_by is not None else ""
    return Told(
        key=clean(key_of(finding)),
        state=state_of(finding),
        sentence=clean(say(finding["sentence"], lang)),
        values=tuple(pair(name) for name in finding["facts"] if name not in finding["would_change"]),
        turns_on=tuple(pair(name) for name in finding["would_change"]),
        source=tell_source(source, lang),
        source_key=clean(f"{finding['policy']}/{source['key']}"),
        via=tell_via(source, lang),
        press=bool(source["via"] and PRESS.search(source["via"])),
        confidence=finding["confidence"],
        confidence_word=word(CONFIDENCES, finding["confidence"], lang),
        asks=tuple(clean(word(PAPERS, paper, lang)) for paper in finding["asks"]),
        pointless=pointless,
        settles=None if finding["settles"] == "fully" else word(SETTLES, finding["settles"], lang),
        note=clean(say(finding["note"], lang)) if finding["note"] else None,
    )
