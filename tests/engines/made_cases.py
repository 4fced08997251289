"""Random valid cases in all their variety: whatever a record may hold, each field at the edges of what it may hold.

A field is drawn from its own description, so a field that is added to the record is drawn here too; a few fields have
pools of their own, so that cases come near the rules of the law book, and meet each other.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.made_labels import made_label
from kneewise.case.definition import TABLES
from kneewise.case.documents import case_from_document
from kneewise.case.record import Case
from kneewise.policy.worked import read_worked

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneewise.case.definition import Field, Table

DAY_POOL = tuple(
    date.fromisoformat(each)
    for each in (
        "2009-06-30", "2009-07-01", "2012-12-31", "2013-01-01", "2017-04-01", "2021-07-01", "2023-07-10", "2023-07-11",
        "2023-08-31", "2024-02-28", "2024-02-29", "2024-03-01", "2024-06-11", "2024-06-12", "2024-12-31", "2025-01-01",
        "2025-03-31", "2026-01-01", "2026-06-30",
    )
)  # fmt: skip
TEXTS = (
    "무릎",
    "O'Brien",
    'say "yes"',
    "a,b",
    "두 줄\n둘째 줄",
    "가나다",
    "각",
    " ",
    "%",
    "\\N",
    "NULL",
    "null",
    "é",
    "🦴",
)
REASONS = (
    "고혈압으로 관찰 필요", "고혈압 으로, 관찰 필요.", "ΟΔΟΣ observation", "οδος observation", "İstanbul", "istanbul",
    "Observation for blood pressure", "OBSERVATION FOR BLOOD-PRESSURE!", "...", "!?", "straße",
    "STRASSE", "ⅷ Ⅷ", "１２３", "123",
)  # fmt: skip
AMOUNTS = (0, 1, 99, 50_000, 999_999, 1_000_000, 1_200_000, 3_000_000, 3_333_333, 26_000_000, 26_000_001)


@cache
def sound_case() -> Case:
    """The case that the worked cases of the notice begin from."""
    worked = read_worked(Path(__file__).parents[1] / "policies" / "kr" / "knee-bmac.yaml")
    return case_from_document(worked.base)


class Cases:
    """Draws cases; every choice comes from the one source of chance."""

    def __init__(self, seed: object, *, unknown: float = 0.15) -> None:
        self.draw = random.Random(f"cases {seed}")
        self.unknown = unknown
        self.service_on: date | None = None
        self.sound = sound_case()

    def case(self, key: str, claim: str | None) -> Case:
        """One case of a claim; without one it is a claim of one.

        Every second case is a sound one with a few fields drawn, since of fields that are all drawn nearly none passes.
        """
        kept = self.draw.choice((0.0, 0.95))
        self.service_on = None if self.draw.random() < 0.04 else self.sound.service_on if kept else self.day()
        values: dict[str, Any] = {}
        for field in TABLES["cases"].fields[2:]:  # all but case and claim
            of_sound = attrgetter(field.attribute)(self.sound)
            drawn = self.draw.random() >= kept or (of_sound is None and field.required)
            values[field.attribute] = self.value(field, f"cases.{field.name}") if drawn else of_sound
        values |= {"service_on": self.service_on, "case": key, "claim": claim}
        lists = {
            name: getattr(self.sound, name) if self.draw.random() < kept else self.rows(table)
            for name, table in TABLES.items()
            if name != "cases"
        }
        return Case(**_grouped(values), **lists)

    def rows(self, table: Table) -> tuple[Any, ...]:
        n_rows = 0 if self.draw.random() < 0.25 else min(int(self.draw.expovariate(0.5)) + 1, 9)
        if table.plain:
            return tuple(self.draw.choice(table.fields[1].codes) for _ in range(n_rows))
        return tuple(
            table.record(**{f.attribute: self.value(f, f"{table.name}.{f.name}") for f in table.fields[1:]})
            for _ in range(n_rows)
        )

    def value(self, field: Field, name: str) -> Any:
        """One value of one field, unknown now and then."""
        special = _SPECIAL.get(name)
        if special is not None:
            return special(self)
        if not field.required and self.draw.random() < self.unknown:
            return None
        return self.plain(field)

    def plain(self, field: Field) -> Any:
        if field.kind == "boolean":
            return self.draw.random() < 0.5
        if field.kind == "code":
            return self.draw.choice(field.codes)
        if field.kind == "text":
            return self.draw.choice(TEXTS)
        if field.kind == "day":
            return self.near()
        if field.kind == "instant":
            return self.instant()
        low, high = field.low or 0.0, field.high or 0.0
        if field.kind == "integer":
            if high >= 10**15:
                edge = self.draw.choice((int(low), int(high))) if self.draw.random() < 0.01 else None
                return self.draw.choice(AMOUNTS) if edge is None else edge
            return self.draw.randint(int(low), int(min(high, low + 60)))
        edges = (low, high, 0.1 + 0.2, 1.0005, 2.675, 99.995, round(self.draw.uniform(0, 80), self.draw.randint(0, 4)))
        return min(max(self.draw.choice(edges), low), high)

    def day(self) -> date:
        day = self.draw.choice(DAY_POOL)
        return day + timedelta(days=self.draw.choice((-1, 0, 0, 0, 1, 30, 180)))

    def near(self) -> date:
        """A day, often near the day of service."""
        if self.service_on is None or self.draw.random() < 0.2:
            return self.day()
        return self.service_on + timedelta(days=self.draw.choice((-400, -184, -183, -180, -31, -30, -1, 0, 0, 0, 1, 2)))

    def instant(self) -> datetime:
        day = self.near()
        at = datetime(day.year, day.month, day.day, self.draw.randrange(24), self.draw.choice((0, 0, 30, 59)))
        return at + timedelta(
            seconds=self.draw.choice((0, 0, 0, 1, 59)), microseconds=self.draw.choice((0, 0, 1, 999_999))
        )

    def weighted(self, *options: tuple[Any, float]) -> Any:
        values, weights = zip(*options, strict=True)
        return self.draw.choices(values, weights)[0]

    def any_of(self, *options: Any) -> Any:
        return self.draw.choice(options)


def _instant_of_stay(hours: tuple[float, ...]) -> Callable[[Cases], datetime | None]:
    def give(cases: Cases) -> datetime | None:
        if cases.draw.random() < 0.1:
            return None
        day = cases.service_on or cases.day()
        return datetime(day.year, day.month, day.day, 9) + timedelta(hours=cases.draw.choice(hours))

    return give


_SPECIAL: dict[str, Callable[[Cases], Any]] = {
    "cases.technology": lambda c: c.weighted(
        ("bmac", 0.72), ("svf", 0.08), ("prp", 0.08), ("cultured-msc", 0.05), (None, 0.07)
    ),
    "cases.diagnosis": lambda c: c.any_of("M17.1", "m170", "M17", "M22.4", "M942", "M16", "S83", "한글", None),
    "cases.route": lambda c: c.weighted(("intra-articular", 0.8), ("subchondral", 0.1), (None, 0.1)),
    "cases.harvest_tissue": lambda c: c.weighted(("bone-marrow", 0.8), ("adipose", 0.1), (None, 0.1)),
    "cases.harvest_site": lambda c: c.weighted(("iliac-crest", 0.85), ("tibia", 0.05), (None, 0.1)),
    "cases.harvest_donor": lambda c: c.weighted(("autologous", 0.85), ("allogeneic", 0.05), (None, 0.1)),
    "cases.patient_key": lambda c: c.any_of(None, *(f"p{n}" for n in range(60))),
    "cases.patient_region": lambda c: c.any_of(None, "서울", "부산", "제주", "Seoul"),
    "cases.provider_region": lambda c: c.any_of(None, "서울", "서울", "부산"),
    "cases.provider_key": lambda c: c.any_of(None, *_PROVIDERS, *_PROVIDERS[:5] * 3),
    "cases.kit_permit": lambda c: c.any_of(None, *_PERMITS),
    "cases.kit_udi": lambda c: made_label(c.draw),
    "cases.kit_serial": lambda c: c.any_of(None, None, "S7", "S8", "1"),
    "cases.kit_lot": lambda c: c.any_of(None, "A1", "L-2024/07", "로트"),
    "cases.stay_setting": lambda c: c.weighted(("inpatient", 0.6), ("day-ward", 0.1), ("outpatient", 0.2), (None, 0.1)),
    "cases.stay_reason": lambda c: c.any_of(None, None, *REASONS),
    "cases.stay_ordered_at": _instant_of_stay((-30.0, -1.0, 0.0, 1.0)),
    "cases.stay_admitted_at": _instant_of_stay((-24.0, -1.0, 0.0, 0.5)),
    "cases.stay_procedure_from_at": _instant_of_stay((0.5, 1.0, 2.0)),
    "cases.stay_procedure_until_at": _instant_of_stay((1.5, 2.0, 0.0)),
    "cases.stay_discharged_at": _instant_of_stay((-1.0, 5.9, 6.0, 7.5, 8.0, 8.000_000_3, 30.0)),
    "cases.contract_kind": lambda c: c.weighted(
        ("indemnity", 0.8), ("surgery-benefit", 0.05), ("none", 0.05), (None, 0.1)
    ),
    "cases.contract_copay_percent": lambda c: c.any_of(None, None, 0.0, 10.0, 20.0, 30.0, 33.335, 99.995, 100.0, 2.675),
    "cases.contract_generation": lambda c: c.any_of(None, None, None, 1, 2, 3, 4, 5),
    "cases.contract_paid_this_year": lambda c: c.any_of(None, 0, 1, 2_499_999, 2_500_000, 2_500_001, 10**15),
    "cases.contract_outpatient_limit": lambda c: c.any_of(None, None, 0, 200_000, 10**15),
    "cases.contract_inpatient_limit": lambda c: c.any_of(None, None, 50_000_000, 10**15),
    "cases.discount": lambda c: c.any_of(None, 0, 0, 100, 10**15),
    "readings.modality": lambda c: c.weighted(
        ("xray", 0.4), ("mri", 0.25), ("arthroscopy", 0.2), ("ultrasound", 0.1), (None, 0.05)
    ),
    "charges.item": lambda c: c.weighted(
        ("injection", 0.5), ("kit", 0.2), ("collagen", 0.1), ("admission", 0.18), (None, 0.02)
    ),
    "charges.amount": lambda c: c.weighted(
        (3_000_000, 0.4), (1_234_567, 0.3), (-1, 0.1), (None, 0.04), (10**15, 0.01), (0, 0.15)
    ),
    "charges.currency": lambda c: c.weighted(("KRW", 0.9), (None, 0.05), ("USD", 0.03), ("krw", 0.02)),
}  # fmt: skip
_PROVIDERS = ("h1", "h2", "h3", "병원", "h4", "h5", "rare1", "rare2", "rare'3")
_PERMITS = (
    "제수허 11-854호",
    "제수허11-854",
    "제허 99-901호",
    "제인 22-4567호",
    "제신 20-1호",
    "X/1",
    "제허 99-999호",
    " ",
    "수허 19-12",
)


def _grouped(values: dict[str, Any]) -> dict[str, Any]:
    """Put the flat fields of the table `cases` back into the groups of the record."""
    import dataclasses

    records = {
        item.name: item.metadata["nested"].record for item in dataclasses.fields(Case) if "nested" in item.metadata
    }
    grouped: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for attribute, value in values.items():
        group, dot, own = attribute.partition(".")
        if dot:
            groups.setdefault(group, {})[own] = value
        else:
            grouped[attribute] = value
    for group, own in groups.items():
        grouped[group] = records[group](**own)
    return grouped


def made_cases(n_cases: int, seed: object, *, unknown: float = 0.15) -> list[Case]:
    """A set of cases in the order of their keys; of four claims one has several knees, a few have none of their own."""
    cases = Cases(seed, unknown=unknown)
    made: list[Case] = []
    while len(made) < n_cases:
        claim = f"c{len(made):06d}"
        n_knees = cases.weighted((1, 0.76), (2, 0.2), (3, 0.04))
        own_claim = None if n_knees == 1 and cases.draw.random() < 0.2 else f"{claim}-청구"
        knees = [cases.case(f"{claim}-{knee}'", own_claim) for knee in range(n_knees)]
        if cases.draw.random() < 0.3:  # one kit for all of them
            same = cases.draw.random() < 0.7  # else of two patients, or one of them not known
            knees = [
                replace(each, kit=knees[0].kit, patient=knees[0].patient if same else each.patient) for each in knees
            ]
        made += knees
    return made
