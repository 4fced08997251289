"""Periods of clauses: days that two versions share or none covers, days before the recognition."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from kneewise.policy import tree as t
from kneewise.policy.lint_remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kneewise.policy.model import Clause, Policy


def lint_periods(policy: Policy) -> Iterator[Remark]:
    """Hold the versions of each clause against each other, and all against the clause `recognised`."""
    by_id: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        by_id.setdefault(clause.id, []).append(clause)
    for key, versions in by_id.items():
        yield from _lint_versions(policy, key, versions)
    recognised = _recognised_from(policy)
    for clause in policy.clauses:
        start = clause.from_earliest or clause.from_
        if recognised is not None and start is not None and start < recognised:
            says = f"binds from {start}, but the clause `recognised` takes the treatment from {recognised}"
            yield Remark("warning", policy.id, f"clause {clause.id}", says)


def _lint_versions(policy: Policy, key: str, versions: Sequence[Clause]) -> Iterator[Remark]:
    """Versions of one clause follow one another; those that differ in `applies` are not compared."""
    by_scope: dict[tuple[str, t.Tree | None], list[Clause]] = {}
    for clause in versions:
        scope = (clause.dated_by, None if clause.applies is None else clause.applies.tree)
        by_scope.setdefault(scope, []).append(clause)
    place = f"clause {key}"
    for same in by_scope.values():
        ordered = sorted(same, key=lambda clause: clause.from_ or date.min)
        for before, after in pairwise(ordered):
            # A start known as a range binds nothing until its first possible day.
            start = after.from_earliest or after.from_
            if start is None or before.until is None or before.until > start:
                end = f"until {before.until}" if before.until else "on"
                says = f"two versions are in force from {start or 'the first day'} {end}"
                yield Remark("error", policy.id, place, says)
            elif before.until < start:
                yield Remark(
                    "warning", policy.id, place, f"no version is in force from {before.until} until {start}"
                )


def _recognised_from(policy: Policy) -> date | None:
    """The first day on which the clause `recognised` can be met, where its rule says one."""
    days = [
        node.right.value
        for clause in policy.clauses
        if clause.id == "recognised" and clause.require is not None
        for node in t.walk(clause.require.tree)
        if isinstance(node, t.Compare) and node.op == ">=" and isinstance(node.right, t.Constant)
    ]
    return min((day for day in days if isinstance(day, date)), default=None)
