"""The linter of policies: what the reader cannot see in one expression, but its author must know.

An error is a fault of the policy, a warning is something that its author should look at.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from kneewise.errors import BadPolicy
from kneewise.policy import tree as t
from kneewise.policy.catalogue import needed_facts, read_catalogue
from kneewise.policy.lint_conditions import lint_conditions
from kneewise.policy.lint_periods import lint_periods
from kneewise.policy.lint_remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kneewise.policy.catalogue import Catalogue
    from kneewise.policy.model import Clause, Policy
    from kneewise.policy.verdict_python import Slot

_ONE_READING = re.compile(
    r"\binfer\w*|\b(?:single|one) (?:\w+ )?(?:report|page|copy|blog|dispute|source)s?\b", re.IGNORECASE
)


def lint_files(paths: Sequence[Path], *, worked: Path | None = None) -> list[Remark]:
    """Read policy files and lint them together; a file that is refused becomes an error.

    worked : folder of worked cases, one YAML file a policy; each clause must come out in every way there
    """
    from kneewise.policy.read import read_policy_file

    remarks: list[Remark] = []
    policies = []
    for path in paths:
        try:
            policies.append(read_policy_file(path))
        except BadPolicy as error:
            remarks.append(Remark("error", str(path), "", str(error)))
    return remarks + lint_policies(policies, worked=worked)


def lint_policies(policies: Sequence[Policy], *, worked: Path | None = None) -> list[Remark]:
    """Lint policies that the reader has taken; the remarks stand in the order of the policies."""
    from kneewise.policy.lint_binder import lint_types

    catalogue = read_catalogue()
    remarks: list[Remark] = []
    slots = _place(policies, remarks)
    for policy in policies:
        remarks += _lint_sources(policy)
        for clause in policy.clauses:
            remarks += _lint_clause(policy, clause, catalogue)
        remarks += _lint_amounts(policy, catalogue)
        remarks += lint_periods(policy)
        remarks += lint_conditions(policy, slots.get(policy.id, ()), catalogue)
    remarks += lint_types(policies, catalogue)
    if worked is not None:
        from kneewise.policy.lint_worked import lint_worked

        remarks += lint_worked(policies, slots, worked)
    return remarks


def _place(policies: Sequence[Policy], remarks: list[Remark]) -> dict[str, list[Slot]]:
    """Compile the policies together, else one by one, for the guards of their clauses, by policy."""
    from kneewise.policy.program import compile_policies

    slots: dict[str, list[Slot]] = {}
    try:
        found = compile_policies(policies).slots if policies else ()
    except BadPolicy as error:
        remarks.append(Remark("error", "the set", "", str(error)))
        found = ()
        for policy in policies:
            with suppress(BadPolicy):
                found += compile_policies([policy]).slots
    for slot in found:
        slots.setdefault(slot.policy.id, []).append(slot)
    return slots


def _lint_sources(policy: Policy) -> Iterator[Remark]:
    used = {clause.source.key for clause in policy.clauses} | {amount.source.key for amount in policy.amounts}
    for source in policy.sources:
        if source.issued is None:
            yield Remark(
                "warning", policy.id, f"source {source.key}", "has no date: an as-of replay always takes it"
            )
        if source.key not in used:
            yield Remark("warning", policy.id, f"source {source.key}", "no clause and no amount rests on it")


def _lint_clause(policy: Policy, clause: Clause, catalogue: Catalogue) -> Iterator[Remark]:
    place = f"clause {clause.id}"
    if clause.settles != "fully" and clause.note is None:
        yield Remark(
            "warning",
            policy.id,
            place,
            f'settles = "{clause.settles}" without a note that says what a person must look at',
        )
    source = clause.source
    found = _ONE_READING.search(f"{source.title} {source.via or ''}")
    if found is not None and clause.confidence == "high":
        yield Remark(
            "warning",
            policy.id,
            place,
            f"rests on '{found.group()}' (source {source.key}) with confidence high",
        )
    if policy.part == "integrity" and clause.otherwise != "flag":
        yield Remark(
            "error",
            policy.id,
            place,
            f'otherwise = "{clause.otherwise}": the integrity part raises flags only',
        )
    if clause.require is not None and not clause.asks and clause.otherwise != "flag":
        yield Remark(
            "warning",
            policy.id,
            place,
            "asks for no paper: nobody is told what would settle it when it is missing",
        )
    trees = [each.tree for each in (clause.require, clause.applies, policy.applies) if each is not None]
    if clause.otherwise != "flag":
        for name in _peer_facts(trees, catalogue):
            yield Remark(
                "error",
                policy.id,
                place,
                f"uses {name}, a figure over the set that a case alone never has; only a flag may",
            )


def _lint_amounts(policy: Policy, catalogue: Catalogue) -> Iterator[Remark]:
    for amount in policy.amounts:
        trees = [each.tree for each in (amount.applies, amount.low, amount.high) if each is not None]
        for name in _peer_facts(trees, catalogue):
            yield Remark(
                "error",
                policy.id,
                f"amount {amount.setting}",
                f"uses {name}, a figure over the set; only a flag may",
            )


def _peer_facts(trees: Sequence[t.Tree], catalogue: Catalogue) -> list[str]:
    """The facts of trees, and all that they are computed from, that are figures over the set."""
    wanted = {name for tree in trees for name in t.facts_of(tree)}
    return [name for name in needed_facts(catalogue, wanted) if catalogue[name].kind == "peer"]
