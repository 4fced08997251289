"""Which claim, knee and break a row's number stands for.

Every 28 cases are 25 claims, three of them with two knees (12 %). Where the pairs lie in the 28 differs from
block to block, but the first and the last place are always claims of one knee, where a
reused kit can be planted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.draws import Draws, mixed
from kneewise.review.demo.flags import BREAKS, NUMBER
from kneewise.review.demo.places import slots

if TYPE_CHECKING:
    from kneewise.review.demo.breaks import Break

BLOCK, LAST_PLACE = 28, 27
N_SLOTS = 2048
TWINS = NUMBER["kit-not-on-both-knees-same"]
PAIR = NUMBER["kit-not-reused-two-patients"]
Layer = dict[str, str]


def numbering_layers(draws: Draws, share: float) -> list[Layer]:
    """Layers of columns over `number`: claim, place in it, chances of claim and knee, and the break."""
    first_pair = draws.pick("block", "first pair", 7)
    return [
        {"block": f"number // {BLOCK}", "place": f"number % {BLOCK}"},
        {"pair_at": f"1 + {first_pair}"},
        {
            "claim_number": "25 * block + place - (place > pair_at)::BIGINT - (place > pair_at + 9)::BIGINT"
            " - (place > pair_at + 18)::BIGINT",
            "twin": "place - pair_at IN (0, 1, 9, 10, 18, 19)",
            "second": "place - pair_at IN (1, 10, 19)",
            "knee_0": draws.start("number", "knee"),
        },
        {"claim_0": draws.start("claim_number", "claim"), "knee_1": mixed("knee_0", 0)},
        {"claim_1": mixed("claim_0", 0), "knee_2": mixed("knee_1", 1)},
        {"claim_2": mixed("claim_1", 1), "knee_chance": mixed("knee_2", 2)},
        {"claim_chance": mixed("claim_2", 2)},
        {"broken": _broken(draws, share)},
    ]


def _broken(draws: Draws, share: float) -> str:
    """SQL of the break's number: one of the claim meets both its knees, any other is drawn for each."""
    of_claim = [entry for entry in BREAKS if entry.scope in ("claim", "provider")]
    of_knee = [entry for entry in BREAKS if entry.scope == "knee"]
    in_claims = sum(entry.weight for entry in of_claim) / sum(entry.weight for entry in BREAKS)
    claim_share = share * in_claims
    # Of the knees that are left, as many are broken as bring the whole to the share asked for.
    knee_share = (share - claim_share) / (1 - claim_share) if claim_share < 1 else 1.0
    return (
        f"CASE WHEN place IN (0, {LAST_PLACE}) AND {draws.below('block', 'reused kit', share * 0.15)}"
        f" THEN {PAIR}"
        f" WHEN {draws.below('claim_chance', 'claim broken', claim_share)}"
        f" THEN {_one_of(draws, 'claim_chance', 'claim break', of_claim)}"
        f" WHEN twin AND {draws.below('claim_chance', 'one kit', share * 0.06)} THEN {TWINS}"
        f" WHEN {draws.below('knee_chance', 'knee broken', knee_share)}"
        f" THEN {_one_of(draws, 'knee_chance', 'knee break', of_knee)} ELSE 0 END"
    )


def _one_of(draws: Draws, base: str, name: str, entries: list[Break]) -> str:
    chosen = slots([entry.weight for entry in entries], N_SLOTS)
    numbers = [NUMBER[entries[place].way] for place in chosen]
    return f"{numbers}[1 + {draws.pick(base, name, N_SLOTS)}]"


def layered(source: str, layers: list[Layer]) -> str:
    """SQL in which each layer may use the columns of those before it; unused ones are not computed."""
    for layer in layers:
        columns = ", ".join(f"{expression} AS {name}" for name, expression in layer.items())
        source = f"(SELECT *, {columns} FROM {source})"
    return source
