"""The broken cases that raise a flag: what is payable stays as it is, and a person is asked to look."""

from __future__ import annotations

from kneewise.review.demo.breaks import ADMISSION, CONTRACT, ELIGIBILITY, KIT, Break, broken

FLAG = ("review", "pay")

INTEGRITY = [
    *broken(
        "integrity-records",
        [
            ("readers-agree-in-full", "within-bracket", "not-met", FLAG, "knee", 12, ()),
            ("no-ultrasound-grading", "added", "not-met", FLAG, "knee", 8, ()),
        ],
    ),
    *broken(
        "integrity-kit",
        [
            ("kit-not-reused", "two-patients", "not-met", FLAG, "pair", 0, ()),
            ("kit-per-knee", "both-knees", "not-met", FLAG, "twins", 0, ()),
            ("viability-method", "bare-figure", "not-met", FLAG, "knee", 5, ()),
            ("recovery-basis", "nucleated-cells", "not-met", FLAG, "knee", 5, ()),
            ("permit-shape", "unknown-shape", "not-met", FLAG, "knee", 4, ()),
            ("production-identifier", "left-out", "not-met", FLAG, "knee", 5, ()),
        ],
    ),
    *broken(
        "integrity-billing",
        [
            ("no-concurrent-arthroscopy", "debridement", "not-met", FLAG, "knee", 8, ()),
            ("within-published-price", "above", "not-met", FLAG, "knee", 10, ()),
            ("price-in-range", "too-high", "not-met", FLAG, "knee", 3, ()),
            ("price-in-range", "too-low", "not-met", FLAG, "knee", 3, ()),
            ("nothing-bundled", "collagen", "not-met", FLAG, "knee", 5, ()),
            ("nothing-bundled", "herbal", "not-met", FLAG, "knee", 4, ()),
            ("nothing-bundled", "nutrition", "not-met", FLAG, "knee", 3, ()),
            ("no-discount", "given", "not-met", FLAG, "knee", 6, ()),
            ("fitting-specialty", "eye-clinic", "not-met", FLAG, "claim", 6, ()),
            ("fitting-specialty", "korean-medicine", "not-met", FLAG, "claim", 10, ()),
            ("not-all-admitted", "everyone", "not-met", FLAG, "provider", 22, ()),
            ("individual-reason", "template", "not-met", FLAG, "provider", 30, ()),
            ("patients-from-near", "far-away", "not-met", FLAG, "provider", 22, ()),
        ],
    ),
    *broken(
        "integrity-promises",
        [
            ("no-regeneration", "promised", "not-met", FLAG, "knee", 5, ()),
            ("no-refund", "full", "not-met", FLAG, "knee", 4, ()),
            ("no-refund", "if-refused", "not-met", FLAG, "knee", 4, ()),
            ("no-guaranteed-insurance", "said", "not-met", FLAG, "knee", 4, ()),
        ],
    ),
    *broken(
        "integrity-insurer",
        [
            ("advice-verified", "unverified", "not-met", FLAG, "knee", 4, ()),
            ("denial-has-a-rule", "arthroscopy", "not-met", FLAG, "knee", 4, ()),
        ],
    ),
]

BREAKS: tuple[Break, ...] = (*ELIGIBILITY, *KIT, *ADMISSION, *CONTRACT, *INTEGRITY)
"""Every way in which a demo case can be broken. A break's number is its place here, from 1; 0 is a clean case."""

NUMBER = {broken.way: number for number, broken in enumerate(BREAKS, start=1)}

UNCHECKABLE = (
    "broker fees and lodging or transport paid back to patients",
    "papers that are illegible or refused",
    "the words of advertisements beyond the listed statements",
    "how an adviser of the insurer was chosen",
)
"""What disputes turn on and the case record has no field for: no demo case can show it."""


def on(*ways: str) -> str:
    """SQL that is true in the cases broken in one of these ways. An unknown way is a KeyError, not a silent never."""
    return f"(broken IN ({', '.join(str(NUMBER[way]) for way in ways)}))"


def on_clause(*clauses: str) -> str:
    """SQL that is true in the cases that break one of these clauses, in whatever way."""
    ways = [broken.way for broken in BREAKS if broken.clause in clauses]
    assert ways, clauses
    return on(*ways)
