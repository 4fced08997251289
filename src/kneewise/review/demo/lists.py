"""Every list of a demo set by the name of its table; risks, findings, bill, statements, history, scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.columns import at, day
from kneewise.review.demo.draws import text_list
from kneewise.review.demo.flags import on
from kneewise.review.demo.papers import PAPERS
from kneewise.review.demo.procedure import processing, readings, steps
from kneewise.review.demo.rows import Rows, by_place
from kneewise.review.demo.stays import RISKS, STRONG_FINDINGS

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws


def list_tables(draws: Draws) -> dict[str, Rows]:
    """Every list that a demo set fills, by the name of its table."""
    return {
        "steps": steps(draws),
        "processing": processing(draws),
        "readings": readings(draws),
        "implants": Rows(
            places=1,
            needs={"has": on("no-prosthesis-partial"), "placed": day("day - 900")},
            keep="has",
            columns={"kind": "'partial-prosthesis'", "placed_on": "placed", "compartment": "'medial'"},
        ),
        "risks": _risks(draws),
        "observations": _observations(draws),
        "concurrent_procedures": Rows(
            places=1,
            needs={"has": on("no-concurrent-arthroscopy-debridement")},
            keep="has",
            columns={"procedure": "'arthroscopic-debridement'"},
        ),
        "charges": _charges(draws),
        "documents": Rows(
            places=len(PAPERS),
            needs={"papers": "papers"},
            keep="papers >> place_of & 1 = 1",
            columns={"document": f"{text_list(PAPERS)}[1 + place_of]"},
        ),
        "statements": _statements(),
        "earlier": _earlier(draws),
        "scores": _scores(draws),
        "events": Rows(
            places=1,
            needs={"has": draws.below("knee_chance", "event", 0.02), "began": day("day + 1")},
            keep="has",
            columns={
                "term": "'injection-site pain'",
                "grade": "1",
                "serious": "false",
                "related": "true",
                "began_on": "began",
            },
        ),
    }


def _risks(draws: Draws) -> Rows:
    return Rows(
        places=2,
        needs={
            "n_risks": "n_risks",
            "first": draws.weighted("claim_chance", "risk", RISKS),
            "recorded": f"ordered_at - 60 - {draws.pick('claim_chance', 'recorded', 9000)}",
        },
        keep="place_of < n_risks",
        columns={
            "kind": "CASE WHEN place_of = 0 THEN first WHEN first = 'diabetes' THEN 'hypertension' ELSE"
            " 'diabetes' END",
            "recorded_at": at("recorded + 3 * place_of"),
        },
    )


def _observations(draws: Draws) -> Rows:
    swelling = on("individual-need-untreated-swelling", "strong-need-treated-swelling-only")
    high = f"(164 + {draws.pick('claim_chance', 'systolic', 40)})::DOUBLE"
    return Rows(
        places=2,
        needs={
            "strong": "strong_finding",
            "weak": "weak_finding",
            "kind_0": draws.weighted("claim_chance", "finding", STRONG_FINDINGS),
            "kind_1": f"CASE WHEN {swelling} OR {draws.below('claim_chance', 'swelling', 0.4)} THEN"
            " 'swelling'"
            " ELSE 'pain' END",
            "treated_1": f"{on('strong-need-treated-swelling-only')} OR broken = 0 AND"
            f" {draws.below('claim_chance', 'weak treated', 0.5)}",
            "seen": f"last_until + 5 + {draws.pick('claim_chance', 'seen', 40)}",
            "high": high,
        },
        keep="CASE place_of WHEN 0 THEN strong ELSE weak END",
        columns={
            "kind": by_place(["kind_0", "kind_1"]),
            "at": at("seen + 9 * place_of"),
            "value": "CASE WHEN place_of = 0 AND kind_0 = 'blood-pressure' THEN high END",
            "value2": "CASE WHEN place_of = 0 AND kind_0 = 'blood-pressure' THEN high - 62 END",
            "unit": "CASE WHEN place_of = 0 AND kind_0 = 'blood-pressure' THEN 'mm[Hg]' END",
            "treated": "place_of = 0 OR treated_1",
        },
    )


def _charges(draws: Draws) -> Rows:
    def won(name: str, least: int, n: int) -> str:
        return f"{least} + 10000 * {draws.pick('knee_chance', name, n)}"

    extras = {extra: on(f"no-bundled-extras-{extra}") for extra in ("collagen", "herbal", "nutrition")}
    which = " ".join(f"WHEN {condition} THEN '{extra}'" for extra, condition in extras.items())
    return Rows(
        places=4,
        needs={
            "price": "price",
            "imaging": f"CASE WHEN icrs IS NOT NULL THEN {won('mri', 300000, 40)} ELSE"
            f" {won('xray', 20000, 8)} END",
            "ward": f"CASE WHEN admitted AND NOT second THEN {won('ward', 120000, 50)} END",
            "extra": f"CASE {which} END",
            "extra_price": won("extra", 300000, 220),
        },
        keep="CASE place_of WHEN 2 THEN ward IS NOT NULL WHEN 3 THEN extra IS NOT NULL ELSE true END",
        columns={
            "item": by_place(["'injection'", "'imaging'", "'admission'", "extra"]),
            "amount": by_place(["price", "imaging", "ward", "extra_price"]),
            "currency": "'KRW'",
            "covered": "place_of IN (1, 2)",
        },
    )


def _statements() -> Rows:
    said = {
        "regeneration-not-promised-said": ("provider", "regeneration-promised"),
        "refund-not-promised-full": ("provider", "full-refund-promised"),
        "refund-not-promised-if-refused": ("provider", "refund-if-refused"),
        "insurance-not-guaranteed-said": ("provider", "insurance-guaranteed"),
        "advice-verifiable-unverified": ("insurer", "advice-unverified"),
        "refusal-rests-on-a-rule-arthroscopy": ("insurer", "denial-concurrent-procedure"),
    }
    who = " ".join(f"WHEN {on(way)} THEN '{by}'" for way, (by, _) in said.items())
    what = " ".join(f"WHEN {on(way)} THEN '{says}'" for way, (_, says) in said.items())
    return Rows(
        places=1,
        needs={"who": f"CASE {who} END", "what": f"CASE {what} END"},
        keep="what IS NOT NULL",
        columns={"by": "who", "says": "what"},
    )


def _earlier(draws: Draws) -> Rows:
    answers = draws.any_of("knee_chance", "response", ["none", "none", "partial"])
    return Rows(
        places=1,
        needs={
            "has": f"sibling = 2 OR {draws.below('knee_chance', 'earlier', 0.4)}",
            "given": f"day - 60 - {draws.pick('knee_chance', 'given', 400)}",
            "response": f"CASE WHEN sibling = 2 THEN 'none' ELSE {answers} END",
        },
        keep="has",
        columns={"technology": "'hyaluronic-acid'", "given_on": day("given"), "response": "response"},
    )


def _scores(draws: Draws) -> Rows:
    before = f"30 + {draws.pick('knee_chance', 'before', 30)}"
    return Rows(
        places=2,
        needs={
            "has": draws.below("knee_chance", "scored", 0.1),
            "day_of": "day",
            "before": before,
            "gain": draws.pick("knee_chance", "gain", 30),
        },
        keep="has",
        columns={
            "instrument": "'KOOS'",
            "part": "'pain'",
            "scored_on": day("CASE WHEN place_of = 0 THEN day_of - 3 ELSE day_of + 90 END"),
            "score": "(CASE WHEN place_of = 0 THEN before ELSE least(before + gain, 100) END)::DOUBLE",
        },
    )
