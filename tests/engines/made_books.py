"""Whole made-up law books of random clauses: five parts, dated clauses, policies that apply, may apply or do not."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engines.made_facts import DAYS, FACTS
from engines.made_rules import Rules
from kneewise.errors import BadPolicy
from kneewise.policy import catalogue as catalogues
from kneewise.policy.expression import AMOUNT, CLAUSE, CLAUSE_HANDLING_MISSING, read_expression
from kneewise.policy.model import Amount, Clause, PartName, Policy, Rule, Source
from kneewise.policy.program import Program, compile_policies

if TYPE_CHECKING:
    import pytest

SYMBOLS = {name: fact.symbol for name, fact in FACTS.items()}
SOURCE = Source(key="made", title="made up", issued="2023-01-01", read_on=None, via=None, confidence="high")
# Two policies of integrity with 40 clauses between them need a second word.
PLAN: tuple[tuple[PartName, int], ...] = (
    ("eligibility", 10), ("eligibility", 6), ("kit", 8), ("admission", 8), ("contract", 10), ("integrity", 20),
    ("integrity", 20),
)  # fmt: skip


def rule(sql: str, *, missing: bool = False, money: bool = False) -> Rule:
    """Read a rule as a policy file's would be; whatever these tests write must be a rule."""
    grammar = AMOUNT if money else CLAUSE_HANDLING_MISSING if missing else CLAUSE
    wanted = "amount" if money else "boolean"
    return Rule(sql=sql, tree=read_expression(sql, SYMBOLS, where="made", grammar=grammar, wanted=wanted))


def a_clause(draw: random.Random, number: int, *, late: bool) -> Clause:
    """A clause with any mixture of period, condition of its own and handling of what is missing."""
    missing = draw.random() < 0.3
    rules = Rules(draw, late=late, missing=missing)
    day = draw.choice(DAYS[6:-1])
    from_ = day if draw.random() < 0.5 else None
    until = day + timedelta(days=draw.choice((1, 31, 400))) if draw.random() < 0.3 else None
    earliest = day - timedelta(days=draw.choice((1, 29, 366))) if from_ is not None and draw.random() < 0.3 else None
    return Clause(
        id=f"clause-{number}",
        says={"en": "made up", "ko": "지어낸 조항"},
        require=None if draw.random() < 0.03 else rule(rules.condition(draw.randint(0, 3)), missing=missing),
        applies=rule(rules.condition(draw.randint(0, 2)), missing=missing) if draw.random() < 0.3 else None,
        otherwise=draw.choice(("fail", "review", "flag")),
        source=replace(SOURCE, issued=draw.choice(("2023-01-01", "2024-06", "2025", None))),
        confidence="high",
        asks=(),
        settles="fully",
        note=None,
        handles_missing="made up" if missing else None,
        dated_by=draw.choice(("service_on", "service_on", "sold_on", "label_made_on")),
        from_=from_,
        until=until,
        from_earliest=earliest,
    )


def some_amounts(draw: random.Random) -> tuple[Amount, ...]:
    """Amounts for both settings; several of one setting stand in a row, the first that applies holds."""
    found = []
    for setting in ("outpatient", "outpatient", "inpatient"):
        rules = Rules(draw, late=True, missing=True, money=True)
        applies = rule(rules.condition(1), missing=True) if draw.random() < 0.6 else None
        low, high = (rule(rules.amount(), missing=True, money=True) for _ in range(2))
        found.append(
            Amount(setting=setting, applies=applies, low=low, high=high, source=SOURCE, handles_missing="made up")
        )
    return tuple(found)


def a_book(seed: int, *, amounts: bool = False) -> list[Policy]:
    """The policies of one made-up law book."""
    draw = random.Random(f"book {seed}")
    policies = []
    for number, (part, n_clauses) in enumerate(PLAN):
        late = part == "contract"
        rules = Rules(draw, late=late)
        clauses = tuple(a_clause(draw, n, late=late) for n in range(n_clauses)) if not amounts else ()
        policies.append(
            Policy(
                id=f"made/{number}",
                part=part,
                title={"en": "made up", "ko": "지어낸 정책"},
                jurisdiction="KR",
                applies=rule(rules.condition(draw.randint(0, 1))) if draw.random() < 0.6 else None,
                dated_by="service_on",
                sources=(SOURCE,),
                clauses=clauses,
                amounts=some_amounts(draw) if amounts and part == "contract" else (),
                path="made up",
            )
        )
    return policies


def compiled(policies: list[Policy], monkeypatch: pytest.MonkeyPatch, *, as_of: date | None = None) -> Program:
    """Compile policies over the made-up catalogue, by the way that the shipped ones take."""
    with monkeypatch.context() as patch:
        patch.setattr(catalogues, "read_catalogue", lambda: FACTS)
        return compile_policies(policies, as_of=as_of)


__all__ = ["BadPolicy", "a_book", "compiled", "rule"]
