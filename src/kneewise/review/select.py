"""Which answers a person wants to see, and in which order: the ones that need a person first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kneewise.review.answer import CaseAnswer, Part, Recommendation

# The most work and the most money at stake first.
_ORDER: tuple[Recommendation, ...] = (
    "outside-notice", "outside-contract", "refer", "ask-papers", "pay-outpatient", "pay",
)  # fmt: skip


def keep_answers(answers: Iterable[CaseAnswer], wishes: Sequence[str]) -> list[CaseAnswer]:
    """Keep the answers that fit any wish: a recommendation, `part=outcome`, or an outcome of any part."""
    return [answer for answer in answers if not wishes or any(_fits(answer, wish) for wish in wishes)]


def _fits(answer: CaseAnswer, wish: str) -> bool:
    part, equals, outcome = wish.partition("=")
    if equals:
        return part in answer["parts"] and answer["parts"][part]["outcome"] == outcome
    outcomes = {each["outcome"] for each in answer["parts"].values()}
    return answer["recommendation"] == wish or wish in outcomes


def worst_first(answers: Iterable[CaseAnswer]) -> list[CaseAnswer]:
    """Sort answers: what lies outside, what a person must decide, what waits for papers; more flags first."""
    return sorted(answers, key=lambda answer: (_ORDER.index(answer["recommendation"]), -len(answer["flags"])))


def only_parts(answer: CaseAnswer, parts: Sequence[Part]) -> CaseAnswer:
    """Leave only these parts in an answer, and the flags that they raised."""
    kept = {part: answered for part, answered in answer["parts"].items() if part in parts}
    findings = [finding for answered in kept.values() for finding in answered["findings"]]
    raised = {f"{finding['policy']}/{finding['clause']}" for finding in findings}
    return {**answer, "parts": kept, "flags": [flag for flag in answer["flags"] if flag in raised]}
