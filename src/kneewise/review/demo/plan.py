"""The plan of a demo case: what its tables agree on, worked out once from its number.

The layers are columns of nested SELECTs. Instants are whole minutes and days whole days since 1970 until
a table writes them: arithmetic on integers is several times faster than on timestamps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.contracts import contract_layers
from kneewise.review.demo.flags import on, on_clause
from kneewise.review.demo.knees import knee_layers
from kneewise.review.demo.numbering import LAST_PLACE, PAIR, Layer, layered, numbering_layers
from kneewise.review.demo.places import EPOCH, N_ORDINARY, list_providers, months_of_service, slots
from kneewise.review.demo.stays import stay_layers

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws

N_SLOTS = 4096


BASE = (
    "number, place, second, twin, claim_number, claim, on_right, claim_chance, knee_chance, broken, provider,"
    " published, admitted_of_100, sibling, day, no_day, must_admit, first_of_pair"
)


def base_of(draws: Draws, share: float, since: int, until: int) -> str:
    """SQL of the base of the cases numbered since .. until - 1: what is dear to work out more than once."""
    layers = numbering_layers(draws, share)
    layers += [_claim(draws), _sibling(draws), _days(draws), _weekdays()]
    return f"SELECT {BASE} FROM {layered(f'(SELECT range AS number FROM range({since}, {until}))', layers)}"


def plan_of(draws: Draws, base: str) -> str:
    """SQL of the whole plan over a stored base; a table pays only for the columns it asks for."""
    return layered(base, stay_layers(draws) + contract_layers(draws) + knee_layers(draws))


def _claim(draws: Draws) -> Layer:
    providers = list_providers(draws)
    ordinary = slots([provider.weight for provider in providers[:N_ORDINARY]], N_SLOTS)
    special = " ".join(
        f"WHEN {on(way)} THEN {first} + {_small_tail(draws, way, n)}"
        for way, first, n in (
            ("fitting-specialty-korean-medicine", N_ORDINARY, 4),
            ("fitting-specialty-eye-clinic", N_ORDINARY + 4, 4),
            ("not-everyone-admitted-all", N_ORDINARY + 8, 2),
            ("reason-not-repeated-template", N_ORDINARY + 10, 2),
            ("patients-not-from-afar-most", N_ORDINARY + 12, 2),
        )
    )
    return {
        "on_right": f"CASE WHEN twin THEN second ELSE {draws.below('knee_chance', 'side', 0.53)} END",
        "claim": "right((100000000 + claim_number)::VARCHAR, 8)",
        "provider": f"CASE {special} ELSE {ordinary}[1 +"
        f" {draws.pick('claim_chance', 'provider', N_SLOTS)}] END",
        # The other case of a planted pair: its serial is the one that comes back.
        "first_of_pair": f"CASE WHEN broken = {PAIR} AND place = {LAST_PLACE} THEN number - {LAST_PLACE}"
        f" WHEN {on('kit-not-on-both-knees-same')} AND second THEN number - 1 ELSE number END",
    }


def _small_tail(draws: Draws, way: str, n: int) -> str:
    """SQL of 0 in nine of ten draws, else another of the n: one big provider and a few small ones."""
    return f"greatest({draws.pick('claim_chance', way, 10 * n)} - {9 * n}, 0) % {n}"


def _sibling(draws: Draws) -> Layer:
    providers = list_providers(draws)
    return {
        # 0: the injection of marrow; 1: svf; 2: prp; 3: the marrow technique of 2012.
        "sibling": "CASE WHEN broken = 0 AND NOT twin AND place NOT IN (0, 27) AND"
        f" {draws.below('claim_chance', 'sibling', 0.1)} THEN"
        f" {[1] * 9 + [2] * 7 + [3] * 4}[1 + {draws.pick('claim_chance', 'which sibling', 20)}] ELSE 0 END",
        "published": f"{[provider.published_price for provider in providers]}[1 + provider]",
        "admitted_of_100": f"{[provider.admitted_of_100 for provider in providers]}[1 + provider]",
    }


def _days(draws: Draws) -> Layer:
    packed, weights = months_of_service()
    months = [packed[place] for place in slots(weights, N_SLOTS)]

    def day(year: int, month: int, first: int) -> int:
        return (EPOCH.replace(year=year, month=month, day=first) - EPOCH).days

    def between(first: int, n: int) -> str:
        return f"{first} + {draws.pick('claim_chance', 'day', n)}"

    spread = f"((claim_chance * {draws.constant('day of month')}) & 4294967295)"
    month = f"{months}[1 + {draws.pick('claim_chance', 'month', N_SLOTS)}]"
    return {
        # Day of service before Sundays are moved: some breaks and the siblings need a later or earlier one.
        "drawn_day": f"CASE WHEN {on('recognised-too-early')} THEN {between(day(2023, 1, 2), 189)}"
        f" WHEN {on('label-day-not-zero-made-on')} THEN {between(day(2025, 6, 1), 380)}"
        f" WHEN {on('fifth-generation-sold-2026')} THEN {between(day(2026, 5, 20), 40)}"
        f" WHEN sibling = 1 THEN {between(day(2024, 8, 1), 690)}"
        f" WHEN sibling = 2 THEN {between(day(2025, 2, 3), 500)}"
        f" ELSE {month} // 64 + ({spread} * ({month} % 64) >> 32) END",
    }


def _weekdays() -> Layer:
    # 1970-01-01 was a Thursday; nobody injects on a Sunday.
    return {
        "day": "drawn_day + ((drawn_day + 4) % 7 = 0)::BIGINT",
        "no_day": on("recognised-no-day"),
        "must_admit": f"({on_clause('kr/admission/six-hours', 'kr/admission/individual-need')}"
        f" OR {on_clause('kr/admission/strong-need')} OR {on('not-everyone-admitted-all')})",
    }
