"""Grades, kit and papers of each demo knee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.flags import on, on_clause
from kneewise.review.demo.papers import papers_mask
from kneewise.review.demo.places import (
    BLOOD_KIT,
    CLASS_4_KIT,
    ENDED_KIT,
    FAT_KIT,
    N_MARROW_KITS,
    ODD_KIT,
    UNLISTED_KIT,
)

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws
    from kneewise.review.demo.numbering import Layer

SHELF_DAYS = 730  # how long a demo kit keeps

UNGRADED = ("structural-grade-no-reading", "structural-grade-only-ultrasound", "no-prosthesis-no-xray")
STEPS = ("kr/knee-bmac/steps-in-order", "kr/knee-bmac/steps-at-possible-times", "kr/knee-bmac/volumes-follow")


def knee_layers(draws: Draws) -> list[Layer]:
    """Layers from the break and the chances to grades, kit, steps and papers."""
    return [_grades(draws), _readers(draws), _kit(draws), _label(draws), _papers(draws)]


def _grades(draws: Draws) -> Layer:
    kl = f"CASE WHEN {_pick(draws, 'kl', 100)} < 42 THEN 2 ELSE 3 END"
    # Of 100 knees 76 have only an X-ray grade, 18 both and 6 only one of the cartilage.
    shape = _pick(draws, "scales", 100)
    both = f"CASE WHEN {shape} < 76 THEN NULL ELSE 3 + {_pick(draws, 'icrs', 2)} END"
    return {
        "kl": f"CASE WHEN {on(*UNGRADED)} THEN NULL WHEN {on('structural-grade-kl0')} THEN 0"
        f" WHEN {on('structural-grade-kl1-icrs2', 'low-kl-contested-icrs3')} THEN 1"
        f" WHEN {on('structural-grade-kl4-icrs2', 'kl4-contested-icrs4')} THEN 4"
        f" WHEN {on('readers-agree-adviser-lower')} THEN 2 WHEN {on('readers-agree-adviser-higher')} THEN 3"
        f" WHEN sibling = 3 THEN NULL"
        f" WHEN {shape} >= 94 AND broken = 0 AND sibling = 0 THEN NULL ELSE {kl} END",
        "icrs": f"CASE WHEN {on('structural-grade-kl1-icrs2', 'structural-grade-kl4-icrs2')} THEN 2"
        f" WHEN {on('kl4-contested-icrs4')} THEN 4"
        f" WHEN {on('image-before-treatment-after')} THEN 3 WHEN"
        f" {on('low-kl-contested-icrs3', 'no-prosthesis-no-xray')} OR sibling = 3 THEN 3"
        f" WHEN {on_clause('kr/knee-bmac/structural-grade', 'kr/knee-bmac/readers-agree')} THEN NULL ELSE"
        f" {both} END",
    }


def _readers(draws: Draws) -> Layer:
    within = on("readers-of-one-mind-within-bracket")
    return {
        "second_kl": f"CASE WHEN {within} THEN 5 - kl WHEN {_below(draws, 'second reader', 0.25)} THEN kl"
        " END",
        "adviser_kl": f"CASE WHEN {on('readers-agree-adviser-lower')} THEN 1"
        f" WHEN {on('readers-agree-adviser-higher')} THEN 4"
        f" WHEN {_below(draws, 'adviser', 0.2)} AND NOT {within} THEN kl END",
        "ultrasound": on("structural-grade-only-ultrasound", "not-graded-by-ultrasound-added"),
        "by_arthroscopy": f"{_below(draws, 'arthroscopy', 0.12)} AND NOT {on('no-prosthesis-no-xray')}",
        # An odd factor keeps the numbers apart: no two kits share one, except where a reuse is planted.
        "kit_number": f"((first_of_pair * {draws.constant('kit number')}) & 4294967295)",
        "imaged": f"day - 2 - {_pick(draws, 'imaged', 40)}",
    }


def _kit(draws: Draws) -> Layer:
    drawn_kit = draws.pick("kit_number", "kit", N_MARROW_KITS)
    return {
        "kit": f"CASE WHEN sibling = 2 OR {on('licence-covers-marrow-blood')} THEN {BLOOD_KIT}"
        f" WHEN sibling = 1 THEN {FAT_KIT} WHEN {on('licence-in-force-ended')} THEN {ENDED_KIT}"
        f" WHEN {on('licence-in-force-unlisted')} THEN {UNLISTED_KIT} WHEN {on('permit-shape-unknown-shape')}"
        f" THEN {ODD_KIT} WHEN {on('udi-class-3-no-production')} THEN 0"
        f" WHEN {on('udi-class-4-no-production')} THEN {CLASS_4_KIT} ELSE {drawn_kit} END",
        "serial": "right((10000000000 + kit_number)::VARCHAR, 10)",
        # A lot is a week of making: all kits of a product and a week share lot, day of making and expiry.
        "lot_day": f"CASE WHEN {on('not-expired-past')} THEN (day - {SHELF_DAYS + 10} -"
        f" {draws.pick('kit_number', 'expiry', 200)}) // 7 * 7"
        f" ELSE (day - 30 - {draws.pick('kit_number', 'expiry', 100)}) // 7 * 7 END",
    }


def _label(draws: Draws) -> Layer:
    return {
        "lot": "concat('D', 1000 + lot_day // 7 % 9000)",
        "expires": f"lot_day + {SHELF_DAYS}",
        "no_expiry": on("not-expired-unknown"),
        "no_production": on("udi-class-3-no-production", "udi-class-4-no-production"),
        "made": f"CASE WHEN {on('label-day-not-zero-made-on')} OR {_below(draws, 'says made', 0.35)} THEN"
        " lot_day END",
    }


def _papers(draws: Draws) -> Layer:
    odd_steps = on_clause(*STEPS)
    unlike = on_clause("kr/knee-bmac/centrifuged", "kr/knee-bmac/not-cultured")
    return {
        "has_steps": f"sibling = 0 AND NOT {unlike} AND ({odd_steps} OR {_below(draws, 'steps', 0.4)})",
        "papers": papers_mask(draws),
    }


def _pick(draws: Draws, name: str, n: int) -> str:
    return draws.pick("knee_chance", name, n)


def _below(draws: Draws, name: str, share: float) -> str:
    return draws.below("knee_chance", name, share)
