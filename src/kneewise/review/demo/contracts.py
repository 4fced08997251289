"""Contracts and prices of the demo cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.flags import on
from kneewise.review.demo.places import EPOCH

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws
    from kneewise.review.demo.numbering import Layer

THIRD_OR_FOURTH = ("injection-rider-unknown", "yearly-limit-left-used-up", "yearly-limit-left-unknown")
YEARLY_LIMIT = (
    2_500_000  # won a year under the rider of the third and fourth generation (rules: FSS, March 2024)
)


def contract_layers(draws: Draws) -> list[Layer]:
    """Layers from the day and the break to the contract (`generation`, `sold_day`, ...) and the price."""
    return [_generation(draws), _contract(draws), _price(draws)]


def _generation(draws: Draws) -> Layer:
    drawn = (
        f"[1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4][1 + {_pick(draws, 'generation', 20)}]"
    )
    return {
        "generation": f"CASE WHEN {on('generation-certain-summer-2009')} THEN 0"
        f" WHEN {on('injection-rider-third')} THEN 3 WHEN {on('injection-rider-fourth')} THEN 4"
        f" WHEN {on(*THIRD_OR_FOURTH)} THEN 3 + {_pick(draws, 'third or fourth', 2)}"
        f" WHEN {on('generation-agrees-first-for-second')} THEN 2"
        f" WHEN {on('generation-certain-no-day')} THEN 1 + {_pick(draws, 'first or second', 2)}"
        f" WHEN {on('fifth-generation-sold-2026')} THEN 5 ELSE {drawn} END",
        "insured": f"NOT {on('insured-none')}",
    }


def _contract(draws: Draws) -> Layer:
    def sold(year: int, month: int, n: str) -> str:
        first = (EPOCH.replace(year=year, month=month) - EPOCH).days
        return f"{first} + {_pick(draws, 'sold', n)}"

    fourth_from = (EPOCH.replace(year=2021, month=7) - EPOCH).days
    days_on_sale = f"least(day - {fourth_from} - 30, 1640)"
    used = (
        f"CASE WHEN {on('yearly-limit-left-used-up')} THEN {YEARLY_LIMIT} + 50000 * {_pick(draws, 'used', 3)}"
    )
    return {
        "sold_day": f"CASE generation WHEN 0 THEN {sold(2009, 8, '20')} WHEN 1 THEN {sold(2003, 1, '2341')}"
        f" WHEN 2 THEN {sold(2009, 10, '2738')} WHEN 3 THEN {sold(2017, 4, '1551')}"
        f" WHEN 4 THEN {sold(2021, 7, days_on_sale)} ELSE day - 5 - {_pick(draws, 'sold', '10')} END",
        "rider": f"CASE WHEN {on('injection-rider-third', 'injection-rider-fourth')} THEN false"
        f" WHEN {on('injection-rider-unknown')} THEN NULL WHEN generation IN (3, 4) THEN true END",
        "paid_this_year": f"{used} WHEN {on('yearly-limit-left-unknown')} OR generation NOT IN (3, 4)"
        " THEN NULL"
        f" ELSE 50000 * greatest({_pick(draws, 'used', 40)} - 20, 0) END",
        "says_generation": f"{on('fifth-generation-sold-2026', 'generation-agrees-first-for-second')} OR"
        f" NOT {on('generation-certain-summer-2009')}"
        f" AND NOT {on('generation-certain-no-day')} AND"
        f" {draws.below('claim_chance', 'says generation', 0.4)}",
    }


def _price(draws: Draws) -> Layer:
    ten_thousand = f"published * (80 + {draws.pick('knee_chance', 'price', 21)}) // 1000000 * 10000"
    return {
        "price": f"CASE WHEN {on('price-within-range-too-high')} THEN 27000000 + 100000 *"
        f" {_pick(draws, 'dear', 40)}"
        f" WHEN {on('price-within-range-too-low')} THEN 500000 + 10000 * {_pick(draws, 'cheap', 45)}"
        f" WHEN {on('price-near-median-threefold')} THEN 24000000 + 100000 * {_pick(draws, 'dear', 20)}"
        f" WHEN {on('price-as-published-above')} THEN published + 500000 * (1 + {_pick(draws, 'over', 5)})"
        f" WHEN sibling = 2 THEN least({ten_thousand}, 2500000) ELSE {ten_thousand} END"
    }


def _pick(draws: Draws, name: str, n: int | str) -> str:
    return draws.pick("claim_chance", name, n)
