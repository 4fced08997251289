"""The summary of a large set, from counts of codes instead of answers; as `summary.summarise` gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy.verdict_python import NOT_MET, RESULTS
from kneewise.report.summary import FlagCount, PaperCount, Reason, Summary
from kneewise.review.answer import OUTCOMES, PARTS, RECOMMENDATIONS

if TYPE_CHECKING:
    from kneewise.policy.program import Program
    from kneewise.review.funnel import Funnel


def summarise_funnel(funnel: Funnel, program: Program) -> Summary:
    """Turn the counts of a pass over many cases into a summary; ties stand in the order of their ids."""
    reasons: list[Reason] = []
    flags: list[FlagCount] = []
    for (number, code), n in funnel.results.items():
        slot = program.slots[number]
        sentence = dict(slot.clause.says)
        if slot.clause.otherwise != "flag":
            reasons.append(Reason(slot.policy.id, slot.clause.id, RESULTS[code], sentence, n))  # type: ignore[arg-type]
        elif code == NOT_MET:
            flags.append(FlagCount(f"{slot.policy.id}/{slot.clause.id}", sentence, n))
    papers = sorted(funnel.papers.items(), key=lambda item: (-item[1], item[0]))
    return Summary(
        n_cases=funnel.n_cases,
        n_claims=funnel.n_claims,
        recommendations={code: funnel.recommendations[code] for code in RECOMMENDATIONS},
        outcomes={part: {code: funnel.outcomes[part, code] for code in OUTCOMES} for part in PARTS},
        reasons=sorted(reasons, key=lambda each: (-each.n, each.policy, each.clause, each.result)),
        flags=sorted(flags, key=lambda each: (-each.n, each.clause)),
        papers=[PaperCount(paper, n) for paper, n in papers],
    )
