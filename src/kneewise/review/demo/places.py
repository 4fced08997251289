"""The made-up world around the demo cases: providers, kits and their licences, days of service.

Permits, models and labels are fictional: no row describes a real product. Labels begin with 952, which lists
of GS1 prefixes give for demonstrations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws

N_ORDINARY = 400
REGIONS = {
    "seoul": 30, "gyeonggi": 22, "busan": 9, "incheon": 6, "daegu": 5, "gyeongnam": 4, "daejeon": 4,
    "gwangju": 4, "ulsan": 2, "gyeongbuk": 2, "chungnam": 2, "chungbuk": 2, "jeonbuk": 2, "jeonnam": 2,
    "gangwon": 2, "jeju": 1, "sejong": 1,
}  # fmt: skip
KINDS = {"orthopaedic-hospital": 50, "general-hospital": 20, "clinic": 22, "tertiary-hospital": 8}
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One place of treatment; `pattern` names the provider-level break that is planted there."""

    key: str
    kind: str
    region: str
    weight: float
    published_price: int
    admitted_of_100: int
    pattern: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """One kit on the demo's market; `licence` is None where nobody has licensed it."""

    permit: str
    identifier: str  # 14 digits, the last one the check digit of GS1
    class_: int
    model: str
    intended_use: str | None
    licensed_from: date | None
    licensed_until: date | None


def list_providers(draws: Draws) -> list[Provider]:
    """Make the ordinary providers, those of an unfitting specialty, and those with a planted pattern."""
    specials: list[tuple[str | None, str | None]] = []
    for kind in ("korean-medicine-hospital", "eye-clinic"):
        specials += [(kind, None)] * 4
    for pattern in (
        "not-everyone-admitted-all",
        "reason-not-repeated-template",
        "patients-not-from-afar-most",
    ):
        specials += [(None, pattern)] * 2
    rows: list[tuple[str | None, str | None]] = [(None, None)] * N_ORDINARY + specials
    return [_provider(draws, number, kind, pattern) for number, (kind, pattern) in enumerate(rows)]


def _provider(draws: Draws, number: int, kind: str | None, pattern: str | None) -> Provider:
    # A bell from three draws around 7 million won: published prices from about 3 to 13 million.
    bell = sum(draws.python_unit(f"price {k}", number) for k in range(3)) / 3
    return Provider(
        key=f"h{number + 1:03d}",
        kind=kind or _chosen(KINDS, draws.python_unit("kind", number)),
        region=_chosen(REGIONS, draws.python_unit("region", number)),
        weight=1 / (number + 5) ** 0.9,
        published_price=round(30 + 100 * bell**1.4) * 100_000,
        admitted_of_100=40 + int(25 * draws.python_unit("admitted", number)),
        pattern=pattern,
    )


def _chosen(weights: dict[str, int], unit: float) -> str:
    place = unit * sum(weights.values())
    for value, weight in weights.items():
        place -= weight
        if place < 0:
            return value
    raise AssertionError("a draw lies below 1")


def slots(weights: list[float], n: int) -> list[int]:
    """Spread the places of the weights over n slots (largest remainders), so that one draw picks."""
    shares = [weight * n / sum(weights) for weight in weights]
    counts = [int(share) for share in shares]
    by_remainder = sorted(range(len(weights)), key=lambda k: (counts[k] - shares[k], k))
    for k in by_remainder[: n - sum(counts)]:
        counts[k] += 1
    return [k for k, count in enumerate(counts) for _ in range(count)]


def check_digit(digits: str) -> str:
    """Return the check digit of GS1: weights 3 and 1 by turns, from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _kit(
    number: int, permit: str, class_: int, use: str | None, *, since: date | None, until: date | None
) -> Kit:
    body = f"0952{number:09d}"
    return Kit(
        permit=permit,
        identifier=body + check_digit(body),
        class_=class_,
        model=f"Demo kit {number}",
        intended_use=use,
        licensed_from=since,
        licensed_until=until,
    )


KITS = (
    _kit(101, "제허 99-901호", 3, "marrow", since=date(2019, 3, 4), until=None),
    _kit(102, "제수허 99-902호", 3, "marrow", since=date(2020, 6, 15), until=None),
    _kit(103, "제수허 99-903호", 3, "marrow", since=date(2021, 1, 11), until=date(2031, 1, 11)),
    _kit(104, "제허 99-904호", 4, "marrow", since=date(2018, 9, 3), until=None),
    _kit(105, "제수허 99-905호", 3, "blood", since=date(2016, 5, 2), until=None),
    _kit(106, "제수허 99-906호", 3, "marrow", since=date(2015, 2, 2), until=date(2022, 12, 31)),
    _kit(107, "제수허 99-907호", 3, None, since=None, until=None),
    _kit(108, "DEMO/99/908", 3, "marrow", since=date(2019, 3, 4), until=None),
    _kit(109, "제허 99-909호", 3, "fat", since=date(2020, 2, 3), until=None),
)
N_MARROW_KITS, CLASS_4_KIT, BLOOD_KIT, ENDED_KIT, UNLISTED_KIT, ODD_KIT, FAT_KIT = 4, 3, 4, 5, 6, 7, 8


def months_of_service() -> tuple[list[int], list[float]]:
    """Return each month from July 2023 to June 2026 as first day * 64 + days, and how many claims it brings.

    July 2023 brings 38 claims and January 2024 brings 1,800 (FSS, March 2024); in between the same growth
    each month. What came after January 2024 is not published, so the demo stays at 1,800.
    """
    packed, weights = [], []
    for number in range(36):
        year, month = 2023 + (6 + number) // 12, (6 + number) % 12 + 1
        first = date(2023, 7, 11) if number == 0 else date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        packed.append((first - EPOCH).days * 64 + (after - first).days)
        weights.append(38 * (1800 / 38) ** (min(number, 6) / 6))
    return packed, weights
