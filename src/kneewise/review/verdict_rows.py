"""An answer as one row of the verdict table: outcomes, codes of two bits a clause, and what is payable.

The same columns as the bulk engine writes; the codes are made again from the findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.policy.verdict_python import RESULTS
from kneewise.review.answer import PARTS

if TYPE_CHECKING:
    from kneewise.policy.program import Program
    from kneewise.review.answer import CaseAnswer, Finding

_CODE_OF = {result: code for code, result in enumerate(RESULTS)}


def code_columns(program: Program) -> list[tuple[str, str, int]]:
    """Name the columns of codes: (column, part, word); the first of a part bears no number."""
    return [
        (f"{part}_code" if word == 0 else f"{part}_code_{word + 1}", part, word)
        for part in PARTS
        for word in range(program.n_words[part])
    ]


def verdict_columns(program: Program) -> dict[str, str]:
    """Give the columns of the verdict table, in order, with their SQL types."""
    texts = ("case", "claim", "knee", "recommendation", *PARTS, "flags")
    amounts = ("outpatient_low", "outpatient_high", "inpatient_low", "inpatient_high")
    codes = tuple(column for column, _, _ in code_columns(program))
    return dict.fromkeys(texts, "VARCHAR") | dict.fromkeys((*codes, *amounts), "BIGINT")


def verdict_row(answer: CaseAnswer, program: Program) -> tuple[Any, ...]:
    """Give the values of `verdict_columns`; flags are ids joined by a space."""
    payable = answer["payable"]
    codes = codes_of(answer, program)
    outpatient, inpatient = payable["outpatient"], payable["inpatient"]
    return (
        answer["case"],
        answer["claim"],
        answer["knee"],
        answer["recommendation"],
        *(answer["parts"][part]["outcome"] for part in PARTS),
        " ".join(answer["flags"]),
        *(codes[part, word] for _, part, word in code_columns(program)),
        *((outpatient["low"], outpatient["high"]) if outpatient else (None, None)),
        *((inpatient["low"], inpatient["high"]) if inpatient else (None, None)),
    )


def codes_of(answer: CaseAnswer, program: Program) -> dict[tuple[str, int], int]:
    """Make the words of codes again from findings, which stand in the order of the program's slots."""
    words = {(part, word): 0 for _, part, word in code_columns(program)}
    waiting: dict[str, list[Finding]] = {}
    for answered in answer["parts"].values():
        for finding in answered["findings"]:
            waiting.setdefault(finding["policy"], []).append(finding)
    for findings in waiting.values():
        findings.reverse()
    for slot in program.slots:
        left = waiting.get(slot.policy.id)
        # Only the companion of an uncertain start may be left out of an answer; all others stand in order.
        if slot.live and left and left[-1]["clause"] == slot.clause.id:
            words[slot.part, slot.word] |= _CODE_OF[left.pop()["result"]] << slot.shift
    return words
