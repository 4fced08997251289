"""A small made-up catalogue with a fact of every type, and values at the edges of what rules hold against them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kneewise.policy.catalogue import OUTCOME_CODES, FactSpec

if TYPE_CHECKING:
    import random

SHARE_OF_NULLS = 0.2
CODES = {"technique": ("bmac", "svf", "prp", "골수"), "scale": ("KL", "ICRS")}
INTEGERS = (-3, -1, 0, 1, 2, 3, 4, 10, 31, 2_500_000, 999_999_999_999_999, 10**15)
NUMBERS = ("0", "0.1", "0.2", "0.3", "1", "2.5", "5.9", "6", "6.000001", "99.99", "-1.5")
TEXTS = (
    "골수",
    "골수 농축",
    "O'Brien",
    "it''s",
    "",
    " ",
    'a"b',
    "M17.1",
    "m17.1",
    "null",
    "true",
    "\\",
    "%",
    "é",
    "무릎관절증",
)
# Month ends, leap days (2000 is one, 1900 is none), year ends, days of the law book and their neighbours.
DAYS = tuple(
    date.fromisoformat(each)
    for each in (
        "1900-02-28", "1900-03-01", "1999-12-31", "2000-01-01", "2000-02-28", "2000-02-29", "2000-03-01", "2009-06-30",
        "2009-07-01", "2023-01-31", "2023-02-28", "2023-03-01", "2023-07-10", "2023-07-11", "2023-08-31", "2023-11-30",
        "2023-12-31", "2024-01-01", "2024-01-31", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-31", "2024-04-30",
        "2024-08-31", "2024-12-31", "2025-01-01", "2025-02-28", "2026-12-31", "2199-12-31",
    )
)  # fmt: skip
TIMES = ((0, 0), (0, 1), (9, 30), (12, 0), (23, 59))


def _fact(name: str, kind: str, **more: Any) -> FactSpec:
    return FactSpec(name=name, kind="column", type=kind, says={"en": name, "ko": name}, attribute=name, **more)


FACTS: dict[str, FactSpec] = {
    each.name: each
    for each in (
        _fact("grade", "integer", low=0, high=4),
        _fact("count_of", "integer"),
        _fact("amount_a", "integer"),
        _fact("amount_b", "integer"),
        _fact("rate_hundredths", "integer", low=0, high=10_000),
        _fact("hours", "number", low=0),
        _fact("size", "number"),
        _fact("yes_a", "boolean"),
        _fact("yes_b", "boolean"),
        _fact("yes_c", "boolean"),
        _fact("technique", "code", codes=CODES["technique"]),
        _fact("technique_b", "code", codes=CODES["technique"]),
        _fact("scale", "code", codes=CODES["scale"]),
        _fact("text_a", "text"),
        _fact("text_b", "text"),
        _fact("service_on", "day"),
        _fact("sold_on", "day"),
        _fact("label_made_on", "day"),
        _fact("began_at", "instant"),
        _fact("ended_at", "instant"),
        _fact("case_cost", "integer"),
        _fact("stay_setting", "code", codes=("outpatient", "inpatient")),
        FactSpec(
            name="eligibility_outcome", kind="outcome", type="code", says={"en": "outcome"}, codes=OUTCOME_CODES,
            args={"part": "eligibility"},
        ),
        FactSpec(name="claim_cost_low", kind="claim", type="integer", says={"en": "low"}, low=0),
        FactSpec(name="claim_cost_high", kind="claim", type="integer", says={"en": "high"}, low=0),
    )
}  # fmt: skip
IN_ROWS = tuple(name for name, fact in FACTS.items() if fact.kind == "column")
MONEY = ("amount_a", "amount_b", "case_cost", "claim_cost_low", "claim_cost_high")
SQL_TYPES = {
    "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "code": "VARCHAR", "text": "VARCHAR",
    "day": "DATE", "instant": "TIMESTAMP",
}  # fmt: skip


def made_value(name: str, draw: random.Random) -> Any:
    """One value of a fact: mostly at the edge of some literal, or next to it."""
    fact = FACTS[name]
    if draw.random() < SHARE_OF_NULLS:
        return None
    if name in MONEY:
        value = draw.choice((0, 1, 3, 9_999, 10_001, 333_333, 3_000_000, 99_999_999, 10**15 - 1, 10**15))
        return value if fact.low == 0 or draw.random() < 0.8 else -value
    if fact.type == "integer":
        value = draw.choice(INTEGERS) + draw.choice((-1, 0, 0, 0, 1))
        low, high = fact.low, fact.high
        return (
            value
            if low is None or (high is not None and low <= value <= high)
            else draw.randint(int(low), int(high or 9))
        )
    if fact.type == "number":
        value = float(draw.choice(NUMBERS)) + draw.choice((0.0, 0.0, 0.0, 1e-6, -1e-6, 1e-15))
        return abs(value) if fact.low == 0 else value
    if fact.type == "boolean":
        return draw.random() < 0.5
    if fact.codes:
        return draw.choice(fact.codes)
    if fact.type == "text":
        return draw.choice(TEXTS)
    day = _day(draw)
    if fact.type == "day":
        return day
    return datetime(
        day.year, day.month, day.day, *draw.choice(TIMES), draw.choice((0, 0, 59)), draw.choice((0, 0, 999_999))
    )


def _day(draw: random.Random) -> date:
    day = draw.choice(DAYS)
    if draw.random() < 0.3 and date(1900, 2, 1) < day < date(2199, 12, 1):
        day += timedelta(days=draw.choice((-31, -30, -1, 1, 29, 180, 365)))
    return day


def made_rows(n_rows: int, names: tuple[str, ...], draw: random.Random) -> list[tuple[Any, ...]]:
    """Rows of values for the named facts."""
    return [tuple(made_value(name, draw) for name in names) for _ in range(n_rows)]
