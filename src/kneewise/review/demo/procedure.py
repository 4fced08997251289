"""What was done to each demo knee and how it was graded: steps, processing and readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.columns import at, day, harvest_ml
from kneewise.review.demo.draws import text_list
from kneewise.review.demo.flags import on
from kneewise.review.demo.rows import Rows, by_place

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws


def steps(draws: Draws) -> Rows:
    """Harvest, filtration, centrifugation, plasma removal, concentration, injection; or injected second."""
    kinds = ["harvest", "filtration", "centrifugation", "plasma-removal", "concentration", "injection"]
    early = [kinds[0], kinds[5], *kinds[1:5]]
    harvest, concentrate = harvest_ml(draws), f"3 + {draws.pick('knee_chance', 'concentrate', 4)}"
    minutes = [3, 12, 16, 30, 33, 36]
    when = " + ".join(["began", by_place([str(minute) for minute in minutes])])
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
            "injected": f"CASE WHEN {on('volumes-follow-more-than-drawn')} THEN {harvest} + 30 ELSE"
            f" {concentrate} END",
            "g": f"1000 + 100 * {draws.pick('knee_chance', 'g', 5)}",
        },
        keep="has AND (place_of <> 1 OR filtered OR early)",
        columns={
            "kind": f"CASE WHEN early THEN {text_list(early)}[1 + place_of] ELSE {text_list(kinds)}[1 +"
            " place_of] END",
            "at": "CASE WHEN timed THEN"
            f" {at(f'{when} + CASE WHEN place_of = 0 THEN harvest_moved ELSE 0 END')} END",
            "volume_ml": "(CASE kind WHEN 'harvest' THEN harvest WHEN 'plasma-removal' THEN harvest - 2"
            " * concentrate"
            " WHEN 'concentration' THEN concentrate WHEN 'injection' THEN injected END)::DOUBLE",
            "passes": "CASE WHEN place_of = 0 THEN 2 END",
            "g": "CASE WHEN kind = 'centrifugation' THEN g::DOUBLE END",
            "minutes": "CASE WHEN kind = 'centrifugation' THEN 14.0::DOUBLE END",
        },
    )


def processing(draws: Draws) -> Rows:
    """The processing as listed, where no steps are recorded."""
    kinds = ["filtration", "enzymatic-digestion", "centrifugation", "culture", "plasma-removal"]
    only_filtered, unknown = on("centrifuged-only-filtered"), on("centrifuged-unknown")
    return Rows(
        places=5,
        needs={
            "has_0": f"NOT has_steps AND NOT {unknown} AND sibling <> 2 AND"
            f" ({only_filtered} OR {draws.below('knee_chance', 'filtered', 0.6)})",
            "has_1": f"{on('not-cultured-digested')} OR sibling = 1",
            "has_2": f"NOT has_steps AND NOT {unknown} AND NOT {only_filtered}",
            "has_3": on("not-cultured-cultured"),
            "has_4": f"NOT has_steps AND NOT {unknown} AND {draws.below('knee_chance', 'plasma', 0.3)}"
            " AND sibling = 0",
        },
        keep=by_place([f"has_{place}" for place in range(5)]),
        columns={"step": f"{text_list(kinds)}[1 + place_of]"},
    )


def readings(draws: Draws) -> Rows:
    """Gradings by the treating and a second reader and the adviser, of the cartilage, by ultrasound."""
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
            "icrs_imaged": f"CASE WHEN {on('image-before-treatment-after')} THEN day + 20 ELSE imaged + 1"
            " END",
            "later": draws.pick("knee_chance", "read", 3),
            "bearing": draws.below("knee_chance", "weight bearing", 0.7),
            "side_of": draws.any_of(
                "knee_chance", "compartment", ["medial", "medial", "medial", "lateral", "patellar"]
            ),
        },
        keep=by_place(["kl", "second_kl", "adviser_kl", "icrs", "ultrasound"]) + " IS NOT NULL",
        columns={
            "scale": "CASE WHEN place_of = 3 THEN 'ICRS' ELSE 'KL' END",
            "grade": by_place(["kl", "second_kl", "adviser_kl", "icrs", "ultrasound"]) + "::INTEGER",
            "modality": "CASE place_of WHEN 3 THEN image WHEN 4 THEN 'ultrasound' ELSE 'xray' END",
            "imaged_on": day("CASE WHEN place_of = 3 THEN icrs_imaged ELSE imaged END"),
            # The adviser reads long after the treatment, from the same image.
            "read_on": day(
                "CASE place_of WHEN 2 THEN imaged + 91 WHEN 3 THEN icrs_imaged + 1 ELSE imaged + 1 END +"
                " later"
            ),
            "reader": by_place(["'treating'", "'second'", "'insurer-adviser'", "'treating'", "'treating'"]),
            "weight_bearing": "CASE WHEN place_of < 3 THEN bearing END",
            "compartment": "CASE WHEN place_of < 4 THEN side_of END",
        },
    )
