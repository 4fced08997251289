"""What a set of answers comes to: counts only; a claim's figure stands on each case, so none is added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kneewise.report.findings import findings_of, key_of, papers_to_ask, raised_flags
from kneewise.review.answer import OUTCOMES, PARTS, RECOMMENDATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.review.answer import CaseAnswer, Outcome, Part, Recommendation, Result


class Reason(NamedTuple):
    """A clause that decides or may decide, with the number of cases in which it stands so."""

    policy: str
    clause: str
    result: Result  # not-met or missing
    sentence: dict[str, str]
    n: int


class FlagCount(NamedTuple):
    """A flag with the number of cases that raise it."""

    clause: str  # policy/clause
    sentence: dict[str, str]
    n: int


class PaperCount(NamedTuple):
    """A paper with the number of cases in which asking for it can change something."""

    paper: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts over a set of answers; every recommendation, part and outcome has its number, 0 included.

    reasons : clauses with `otherwise` fail or review that are not met or missing, most frequent first
    papers : named by a missing finding where asking is not pointless; once a case
    """

    n_cases: int
    n_claims: int
    recommendations: dict[Recommendation, int]
    outcomes: dict[Part, dict[Outcome, int]]
    reasons: list[Reason] = field(default_factory=list)
    flags: list[FlagCount] = field(default_factory=list)
    papers: list[PaperCount] = field(default_factory=list)


class _Tally:
    """The counters behind a summary, fed one answer at a time."""

    def __init__(self) -> None:
        self.n_cases = 0
        self.claims: set[str] = set()
        self.recommendations: Counter[Recommendation] = Counter()
        self.outcomes: Counter[tuple[Part, Outcome]] = Counter()
        self.reasons: Counter[tuple[str, str, Result]] = Counter()
        self.flags: Counter[str] = Counter()
        self.papers: Counter[str] = Counter()
        self.sentences: dict[str, dict[str, str]] = {}

    def add(self, answer: CaseAnswer) -> None:
        self.n_cases += 1
        self.claims.add(answer["claim"])
        self.recommendations[answer["recommendation"]] += 1
        self.outcomes.update((part, answered["outcome"]) for part, answered in answer["parts"].items())
        self._add_reasons(answer)
        self.flags.update(set(answer["flags"]))
        for finding in raised_flags(answer):
            self.sentences.setdefault(key_of(finding), finding["sentence"])

    def _add_reasons(self, answer: CaseAnswer) -> None:
        reasons: set[tuple[str, str, Result]] = set()
        for _, finding in findings_of(answer):
            if finding["otherwise"] == "flag" or finding["result"] not in ("not-met", "missing"):
                continue
            reasons.add((finding["policy"], finding["clause"], finding["result"]))
            self.sentences.setdefault(key_of(finding), finding["sentence"])
        self.reasons.update(reasons)
        self.papers.update(papers_to_ask(answer))


def summarise(answers: Iterable[CaseAnswer]) -> Summary:
    """Count a set of answers; ties stand in the order of their ids: the same set, the same summary."""
    tally = _Tally()
    for answer in answers:
        tally.add(answer)
    reasons = sorted(tally.reasons.items(), key=lambda item: (-item[1], item[0]))
    flags = sorted(tally.flags.items(), key=lambda item: (-item[1], item[0]))
    papers = sorted(tally.papers.items(), key=lambda item: (-item[1], item[0]))
    return Summary(
        n_cases=tally.n_cases,
        n_claims=len(tally.claims),
        recommendations={code: tally.recommendations[code] for code in RECOMMENDATIONS},
        outcomes={part: {code: tally.outcomes[part, code] for code in OUTCOMES} for part in PARTS},
        reasons=[
            Reason(policy, clause, result, tally.sentences[f"{policy}/{clause}"], n)
            for (policy, clause, result), n in reasons
        ],
        flags=[FlagCount(clause, tally.sentences.get(clause, {"en": clause}), n) for clause, n in flags],
        papers=[PaperCount(paper, n) for paper, n in papers],
    )
