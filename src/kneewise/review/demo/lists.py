"""The tables of lists of a demo set: some rows a knee, in the order of the cases.

Every list has a few places; a place that this knee does not fill is left out. Rows are laid out by unnesting the
places beside the plan, which keeps the order of the cases and computes the plan once.
"""

from __future__ import annotations

from dataclasses import dataclass

from kneewise.review.demo.columns import KEY, at, day, harvest_ml
from kneewise.review.demo.draws import Draws, text_list
from kneewise.review.demo.flags import on
from kneewise.review.demo.numbering import Layer
from kneewise.review.demo.papers import PAPERS
from kneewise.review.demo.stays import RISKS, STRONG_FINDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One table of rows: `needs` is worked out once a case, `keep` and `columns` for each place 0 .. places - 1."""

    places: int
    needs: Layer
    keep: str
    columns: Layer

    def query(self, plan: str) -> str:
        """SQL of the table."""
        places = list(range(self.places))
        needs = "".join(f", {expression} AS {name}" for name, expression in self.needs.items())
        columns = "".join(f", {expression} AS {name}" for name, expression in self.columns.items())
        return (
            f'SELECT "case"{columns} FROM (SELECT *, unnest({places}) AS place_of FROM'
            f' (SELECT {KEY} AS "case"{needs} FROM {plan})) WHERE {self.keep}'
        )


def list_tables(draws: Draws) -> dict[str, Rows]:
    """Every list that a demo set fills, by the name of its table."""
    return {
        "steps": _steps(draws),
        "processing": _processing(draws),
        "readings": _readings(draws),
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


def _by_place(values: list[str]) -> str:
    return (
        "CASE place_of "
        + " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
        + " END"
    )


def _steps(draws: Draws) -> Rows:
    """Harvest, filtration, centrifugation, removal of plasma, concentration, injection; or the injection second."""
    kinds = ["harvest", "filtration", "centrifugation", "plasma-removal", "concentration", "injection"]
    early = [kinds[0], kinds[5], *kinds[1:5]]
    harvest, concentrate = harvest_ml(draws), f"3 + {draws.pick('knee_chance', 'concentrate', 4)}"
    minutes = [3, 12, 16, 30, 33, 36]
    when = " + ".join(["began", _by_place([str(minute) for minute in minutes])])
    return Rows(
        places=6,
        needs={
            "has": "has_steps",
            "filtered": draws.below("knee_chance", "filtered", 0.6),
            "early": on("steps-in-order-injected-first"),
            "harvest_moved": f"CASE WHEN {on('steps-at-possible-times-day-before')} THEN -1440"
            f" WHEN {on('steps-at-possible-times-harvested-last')} THEN 35 ELSE 0 END",
            "timed": f"NOT {on('steps-in-order-injected-first')}",
            "began": "procedure_from",
            "harvest": harvest,
            "concentrate": concentrate,
            "injected": f"CASE WHEN {on('volumes-follow-more-than-drawn')} THEN {harvest} + 30 ELSE {concentrate} END",
            "g": f"1000 + 100 * {draws.pick('knee_chance', 'g', 5)}",
        },
        keep="has AND (place_of <> 1 OR filtered OR early)",
        columns={
            "kind": f"CASE WHEN early THEN {text_list(early)}[1 + place_of] ELSE {text_list(kinds)}[1 + place_of] END",
            "at": f"CASE WHEN timed THEN {at(f'{when} + CASE WHEN place_of = 0 THEN harvest_moved ELSE 0 END')} END",
            "volume_ml": "(CASE kind WHEN 'harvest' THEN harvest WHEN 'plasma-removal' THEN harvest - 2 * concentrate"
            " WHEN 'concentration' THEN concentrate WHEN 'injection' THEN injected END)::DOUBLE",
            "passes": "CASE WHEN place_of = 0 THEN 2 END",
            "g": "CASE WHEN kind = 'centrifugation' THEN g::DOUBLE END",
            "minutes": "CASE WHEN kind = 'centrifugation' THEN 14.0::DOUBLE END",
        },
    )


def _processing(draws: Draws) -> Rows:
    only_filtered, unknown = on("centrifuged-only-filtered"), on("centrifuged-unknown")
    return Rows(
        places=5,
        needs={
            "has_0": f"NOT has_steps AND NOT {unknown} AND technology <> 'prp' AND"
            f" ({only_filtered} OR {draws.below('knee_chance', 'filtered', 0.6)})",
            "has_1": f"{on('not-cultured-digested')} OR technology = 'svf'",
            "has_2": f"NOT has_steps AND NOT {unknown} AND NOT {only_filtered}",
            "has_3": on("not-cultured-cultured"),
            "has_4": f"NOT has_steps AND NOT {unknown} AND {draws.below('knee_chance', 'plasma', 0.3)}"
            " AND technology = 'bmac'",
        },
        keep=_by_place([f"has_{place}" for place in range(5)]),
        columns={
            "step": f"{text_list(['filtration', 'enzymatic-digestion', 'centrifugation', 'culture', 'plasma-removal'])}"
            "[1 + place_of]"
        },
    )


def _readings(draws: Draws) -> Rows:
    return Rows(
        places=5,
        needs={
            "kl": "kl",
            "second_kl": "second_kl",
            "adviser_kl": "adviser_kl",
            "icrs": "icrs",
            "ultrasound": "CASE WHEN ultrasound THEN 2 END",
            "image": "CASE WHEN by_arthroscopy THEN 'arthroscopy' ELSE 'mri' END",
            "imaged": "imaged",
            "icrs_imaged": f"CASE WHEN {on('image-before-treatment-after')} THEN day + 20 ELSE imaged + 1 END",
            "later": draws.pick("knee_chance", "read", 3),
            "bearing": draws.below("knee_chance", "weight bearing", 0.7),
            "side_of": draws.any_of(
                "knee_chance", "compartment", ["medial", "medial", "medial", "lateral", "patellar"]
            ),
        },
        keep=_by_place(["kl", "second_kl", "adviser_kl", "icrs", "ultrasound"]) + " IS NOT NULL",
        columns={
            "scale": "CASE WHEN place_of = 3 THEN 'ICRS' ELSE 'KL' END",
            "grade": _by_place(["kl", "second_kl", "adviser_kl", "icrs", "ultrasound"]) + "::INTEGER",
            "modality": "CASE place_of WHEN 3 THEN image WHEN 4 THEN 'ultrasound' ELSE 'xray' END",
            "imaged_on": day("CASE WHEN place_of = 3 THEN icrs_imaged ELSE imaged END"),
            # The adviser reads long after the treatment, from the same image.
            "read_on": day(
                "CASE place_of WHEN 2 THEN imaged + 91 WHEN 3 THEN icrs_imaged + 1 ELSE imaged + 1 END + later"
            ),
            "reader": _by_place(["'treating'", "'second'", "'insurer-adviser'", "'treating'", "'treating'"]),
            "weight_bearing": "CASE WHEN place_of < 3 THEN bearing END",
            "compartment": "CASE WHEN place_of < 4 THEN side_of END",
        },
    )


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
            "kind": "CASE WHEN place_of = 0 THEN first WHEN first = 'diabetes' THEN 'hypertension' ELSE 'diabetes' END",
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
            "kind_1": f"CASE WHEN {swelling} OR {draws.below('claim_chance', 'swelling', 0.4)} THEN 'swelling'"
            " ELSE 'pain' END",
            "treated_1": f"{on('strong-need-treated-swelling-only')} OR broken = 0 AND"
            f" {draws.below('claim_chance', 'weak treated', 0.5)}",
            "seen": f"last_until + 5 + {draws.pick('claim_chance', 'seen', 40)}",
            "high": high,
        },
        keep="CASE place_of WHEN 0 THEN strong ELSE weak END",
        columns={
            "kind": _by_place(["kind_0", "kind_1"]),
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
            "imaging": f"CASE WHEN icrs IS NOT NULL THEN {won('mri', 300000, 40)} ELSE {won('xray', 20000, 8)} END",
            "ward": f"CASE WHEN admitted AND NOT second THEN {won('ward', 120000, 50)} END",
            "extra": f"CASE {which} END",
            "extra_price": won("extra", 300000, 220),
        },
        keep="CASE place_of WHEN 2 THEN ward IS NOT NULL WHEN 3 THEN extra IS NOT NULL ELSE true END",
        columns={
            "item": _by_place(["'injection'", "'imaging'", "'admission'", "extra"]),
            "amount": _by_place(["price", "imaging", "ward", "extra_price"]),
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
            "has": f"technology = 'prp' OR {draws.below('knee_chance', 'earlier', 0.4)}",
            "given": f"day - 60 - {draws.pick('knee_chance', 'given', 400)}",
            "response": f"CASE WHEN technology = 'prp' THEN 'none' ELSE {answers} END",
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
