"""What a broken case breaks: one clause each, how, how often, and what must follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["claim", "knee", "twins", "pair", "provider"]
Line = tuple[str, str, str, tuple[str, str], Scope, int, tuple[str, ...]]

FAIL = ("fail", "outside-notice")
REVIEW = ("review", "refer")
MISSING = ("missing", "ask-papers")


NOTICE = "kr/indemnity/within-notice"
"""A case outside the notice is outside the contract, too, where the contract asks for the notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One way to break one clause.

    scope : `claim` and `knee` stand in the rows of the case itself; `twins` (both knees of a claim), `pair`
        (two claims) and `provider` can only be seen when the whole set is reviewed together
    outcome, recommendation : of the part of the clause, and of the case, when all else is in order
    also : further clauses that it can bring down with it, by the contract and the day; * means every clause
    """

    way: str
    clause: str
    result: Literal["not-met", "missing"]
    outcome: str
    recommendation: str
    scope: Scope = "knee"
    weight: int = 4
    also: tuple[str, ...] = ()


def broken(policy: str, lines: list[Line]) -> list[Break]:
    """Make the breaks of one policy from lines of clause, way, result, what follows, scope, weight, also."""
    return [
        Break(
            way=f"{clause}-{way}",
            clause=f"kr/{policy}/{clause}",
            result="missing" if result == "missing" else "not-met",
            outcome=follows[0],
            recommendation=follows[1],
            scope=scope,
            weight=weight,
            also=(*also, NOTICE) if policy == "knee-bmac" and follows[0] != "review" else also,
        )
        for clause, way, result, follows, scope, weight, also in lines
    ]


ONE_MIND = ("kr/integrity-records/readers-of-one-mind",)
KL4 = ("kr/knee-bmac/kl4-contested",)
DIAGNOSIS = ("kr/integrity-records/grade-fits-diagnosis",)
MARROW = ("kr/kit/licence-covers-marrow",)
STRONG = ("kr/admission/strong-need",)
EITHER_NOTICE = ("kr/knee-bmac/*", "kr/marrow-defect-2012/*")
ULTRASOUND = ("kr/knee-bmac/no-prosthesis", "kr/integrity-records/not-graded-by-ultrasound")

ELIGIBILITY = broken(
    "knee-bmac",
    [
        ("recognised", "too-early", "not-met", FAIL, "claim", 10, ()),
        ("recognised", "no-day", "missing", MISSING, "claim", 3, ("kr/kit/*",)),
        ("knee-osteoarthritis", "hip", "not-met", FAIL, "knee", 3, ()),
        ("knee-osteoarthritis", "meniscus", "not-met", FAIL, "knee", 5, ()),
        ("knee-osteoarthritis", "patella", "not-met", FAIL, "knee", 5, ()),
        ("knee-osteoarthritis", "unknown", "missing", MISSING, "knee", 3, ()),
        ("marrow-of-iliac-crest", "tibia", "not-met", FAIL, "knee", 4, ()),
        ("marrow-of-iliac-crest", "adipose", "not-met", FAIL, "knee", 4, ()),
        ("marrow-of-iliac-crest", "unknown", "missing", MISSING, "knee", 4, ()),
        ("autologous", "allogeneic", "not-met", FAIL, "knee", 2, ()),
        ("autologous", "unknown", "missing", MISSING, "knee", 3, ()),
        ("centrifuged", "only-filtered", "not-met", FAIL, "knee", 4, ()),
        ("centrifuged", "unknown", "missing", MISSING, "knee", 5, ("kr/knee-bmac/not-cultured",)),
        ("into-the-joint", "subchondral", "not-met", FAIL, "knee", 4, ()),
        ("into-the-joint", "unknown", "missing", MISSING, "knee", 4, EITHER_NOTICE),
        ("not-cultured", "cultured", "not-met", FAIL, "knee", 3, ()),
        ("not-cultured", "digested", "not-met", FAIL, "knee", 3, ()),
        ("not-cultured", "unknown", "missing", MISSING, "knee", 3, ()),
        ("steps-in-order", "injected-first", "not-met", REVIEW, "knee", 3, ()),
        ("steps-at-possible-times", "day-before", "not-met", REVIEW, "knee", 3, ()),
        ("steps-at-possible-times", "harvested-last", "not-met", REVIEW, "knee", 3, ()),
        ("volumes-follow", "more-than-drawn", "not-met", REVIEW, "knee", 3, ()),
        ("structural-grade", "kl1-icrs2", "not-met", FAIL, "knee", 22, ()),
        ("structural-grade", "kl0", "missing", MISSING, "knee", 2, DIAGNOSIS),
        ("structural-grade", "kl4-icrs2", "not-met", FAIL, "knee", 6, KL4),
        ("structural-grade", "no-reading", "missing", MISSING, "knee", 8, ()),
        ("structural-grade", "only-ultrasound", "missing", MISSING, "knee", 8, ULTRASOUND),
        ("kl4-contested", "icrs4", "not-met", REVIEW, "knee", 18, ()),
        ("low-kl-contested", "icrs3", "not-met", REVIEW, "knee", 10, ()),
        ("arthroplasty-advised", "written", "not-met", REVIEW, "knee", 6, ()),
        ("no-prosthesis", "partial", "not-met", FAIL, "knee", 4, ()),
        ("no-prosthesis", "no-xray", "missing", MISSING, "knee", 5, ()),
        ("readers-agree", "adviser-lower", "not-met", REVIEW, "knee", 18, ONE_MIND),
        ("readers-agree", "adviser-higher", "not-met", REVIEW, "knee", 6, ONE_MIND),
    ],
)

KIT_FAILS = ("fail", "refer")
KIT_UNKNOWN = ("missing", "pay")
"""A kit that nobody can name is shown, and blocks nothing."""

KIT = broken(
    "kit",
    [
        ("licence-in-force", "ended", "not-met", KIT_FAILS, "knee", 4, MARROW),
        ("licence-in-force", "unlisted", "missing", KIT_UNKNOWN, "knee", 4, MARROW),
        ("licence-in-force", "no-permit", "missing", KIT_UNKNOWN, "knee", 6, MARROW),
        ("licence-covers-marrow", "blood", "not-met", KIT_FAILS, "knee", 12, ()),
        ("not-expired", "past", "not-met", KIT_FAILS, "knee", 6, ()),
        ("not-expired", "unknown", "missing", KIT_UNKNOWN, "knee", 4, ()),
        ("label-valid", "check-digit", "not-met", REVIEW, "knee", 6, ()),
        ("label-valid", "no-label", "missing", KIT_UNKNOWN, "knee", 8, ("kr/kit/label-day-not-zero",)),
        ("label-day-not-zero", "made-on", "not-met", REVIEW, "claim", 3, ()),
    ],
)

OUTPATIENT = ("fail", "pay-outpatient")
"""What is left of an admission that was not needed."""
ADMISSION = broken(
    "admission",
    [
        ("six-hours", "four-hours", "not-met", OUTPATIENT, "claim", 16, ()),
        ("six-hours", "no-discharge", "missing", MISSING, "claim", 6, ()),
        ("individual-need", "nothing-found", "not-met", OUTPATIENT, "claim", 22, STRONG),
        ("individual-need", "untreated-swelling", "not-met", OUTPATIENT, "claim", 12, STRONG),
        ("individual-need", "no-notes", "missing", MISSING, "claim", 10, STRONG),
        ("strong-need", "prior-risk-only", "not-met", REVIEW, "claim", 12, ()),
        ("strong-need", "treated-swelling-only", "not-met", REVIEW, "claim", 8, ()),
        ("strong-need", "no-notes", "missing", MISSING, "claim", 6, ()),
    ],
)

OUTSIDE = ("fail", "outside-contract")
"""What follows when the contract does not cover the injection."""
BY_GENERATION = tuple(
    f"kr/indemnity/{clause}" for clause in ("fifth-generation", "injection-rider", "yearly-limit-left")
)
CONTRACT = broken(
    "indemnity",
    [
        ("insured", "none", "not-met", OUTSIDE, "claim", 4, ()),
        ("insured", "unknown", "missing", MISSING, "claim", 4, ("kr/indemnity/not-surgery-benefit",)),
        ("not-surgery-benefit", "surgery", "not-met", OUTSIDE, "claim", 6, ()),
        ("generation-certain", "summer-2009", "not-met", REVIEW, "claim", 4, BY_GENERATION),
        ("generation-certain", "no-day", "missing", MISSING, "claim", 4, BY_GENERATION),
        ("injection-rider", "third", "not-met", OUTSIDE, "claim", 12, ()),
        ("injection-rider", "fourth", "not-met", OUTSIDE, "claim", 10, ()),
        ("injection-rider", "unknown", "missing", MISSING, "claim", 6, ()),
        ("yearly-limit-left", "used-up", "not-met", OUTSIDE, "claim", 8, ()),
        ("yearly-limit-left", "unknown", "missing", MISSING, "claim", 6, ()),
        ("fifth-generation", "sold-2026", "not-met", REVIEW, "claim", 3, ()),
    ],
)
