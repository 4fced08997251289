"""The broken cases that raise a flag: what is payable stays as it is, and a person is asked to look."""

from __future__ import annotations

from kneewise.review.demo.breaks import ADMISSION, CONTRACT, ELIGIBILITY, KIT, Break, broken

FLAG = ("review", "pay")

INTEGRITY = [
    *broken(
        "integrity-records",
        [
            ("readers-of-one-mind", "within-bracket", "not-met", FLAG, "knee", 12, ()),
            ("not-graded-by-ultrasound", "added", "not-met", FLAG, "knee", 8, ()),
            ("image-before-treatment", "after", "not-met", FLAG, "knee", 4, ()),
            ("stay-times-possible", "ends-first", "not-met", FLAG, "knee", 3, ()),
            ("generation-agrees", "first-for-second", "not-met", FLAG, "claim", 4, ()),
            ("label-agrees-with-record", "other-lot", "not-met", FLAG, "knee", 4, ()),
        ],
    ),
    *broken(
        "integrity-kit",
        [
            ("kit-not-reused", "two-patients", "not-met", FLAG, "pair", 0, ()),
            ("kit-not-on-both-knees", "same", "not-met", FLAG, "twins", 0, ()),
            ("viability-counted", "bare-figure", "not-met", FLAG, "knee", 4, ()),
            ("recovery-counted", "bare-figure", "not-met", FLAG, "knee", 4, ()),
            ("tnc-is-not-cfu-f", "nucleated-cells", "not-met", FLAG, "knee", 4, ()),
            ("lot-recorded", "left-out", "not-met", FLAG, "knee", 4, ()),
            ("permit-shape", "unknown-shape", "not-met", FLAG, "knee", 4, ()),
            ("udi-class-3", "no-production", "not-met", FLAG, "knee", 3, ()),
            ("udi-class-4", "no-production", "not-met", FLAG, "knee", 2, ()),
        ],
    ),
    *broken(
        "integrity-billing",
        [
            ("price-as-published", "above", "not-met", FLAG, "knee", 10, ()),
            (
                "price-within-range",
                "too-high",
                "not-met",
                FLAG,
                "knee",
                3,
                ("kr/integrity-billing/price-near-median",),
            ),
            ("price-within-range", "too-low", "not-met", FLAG, "knee", 3, ()),
            ("price-near-median", "threefold", "not-met", FLAG, "knee", 3, ()),
            ("no-bundled-extras", "collagen", "not-met", FLAG, "knee", 5, ()),
            ("no-bundled-extras", "herbal", "not-met", FLAG, "knee", 4, ()),
            ("no-bundled-extras", "nutrition", "not-met", FLAG, "knee", 3, ()),
            ("nothing-given-back", "discount", "not-met", FLAG, "knee", 6, ()),
        ],
    ),
    *broken(
        "integrity-provider",
        [
            ("no-concurrent-arthroscopy", "debridement", "not-met", FLAG, "knee", 8, ()),
            ("fitting-specialty", "eye-clinic", "not-met", FLAG, "claim", 6, ()),
            ("fitting-specialty", "korean-medicine", "not-met", FLAG, "claim", 10, ()),
            ("not-everyone-admitted", "all", "not-met", FLAG, "provider", 22, ()),
            ("reason-not-repeated", "template", "not-met", FLAG, "provider", 30, ()),
            ("patients-not-from-afar", "most", "not-met", FLAG, "provider", 22, ()),
        ],
    ),
    *broken(
        "integrity-promises",
        [
            ("regeneration-not-promised", "said", "not-met", FLAG, "knee", 5, ()),
            ("refund-not-promised", "full", "not-met", FLAG, "knee", 4, ()),
            ("refund-not-promised", "if-refused", "not-met", FLAG, "knee", 4, ()),
            ("insurance-not-guaranteed", "said", "not-met", FLAG, "knee", 4, ()),
        ],
    ),
    *broken(
        "integrity-insurer",
        [
            ("advice-verifiable", "unverified", "not-met", FLAG, "knee", 4, ()),
            ("refusal-rests-on-a-rule", "arthroscopy", "not-met", FLAG, "knee", 4, ()),
        ],
    ),
]

BREAKS: tuple[Break, ...] = (*ELIGIBILITY, *KIT, *ADMISSION, *CONTRACT, *INTEGRITY)
"""Every way to break a demo case. A break's number is its place here, from 1; 0 is a clean case."""

NUMBER = {broken.way: number for number, broken in enumerate(BREAKS, start=1)}

UNCHECKABLE = (
    "broker fees and lodging or transport paid back to patients",
    "papers that are illegible or refused",
    "the words of advertisements beyond the listed statements",
    "how an adviser of the insurer was chosen",
)
"""What disputes turn on and the case record has no field for: no demo case can show it."""


def on(*ways: str) -> str:
    """SQL that is true in cases broken in one of these ways; an unknown way is a KeyError."""
    return f"(broken IN ({', '.join(str(NUMBER[way]) for way in ways)}))"


def on_clause(*clauses: str) -> str:
    """SQL that is true in the cases that break one of these clauses, in whatever way."""
    ways = [broken.way for broken in BREAKS if broken.clause in clauses]
    assert ways, clauses
    return on(*ways)
