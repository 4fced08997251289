"""Policies made ready to run: their clauses in slots, and the compiled functions for one case.

The generated Python is kept in a cache under a hash of all that it depends on, so that one file with a warm cache is
answered without importing sqlglot or reading a policy file twice.
"""

from __future__ import annotations

import marshal
import pickle
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from kneewise.errors import BadPolicy
from kneewise.policy import figures, model
from kneewise.policy import tree as t
from kneewise.policy.places import known_by, place_clauses
from kneewise.policy.verdict_python import Slot, word_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from types import CodeType

    from kneewise.case.record import Case

Row = tuple[Any, ...]
Words = tuple[tuple[int, ...], ...]
Outcomes = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Program:
    """Everything a review needs of a set of policies. Made by `compile_policies`,.

    names, types : the facts of a row, in order, and the type of each
    says : the meaning of each fact by language
    """

    policies: tuple[model.Policy, ...]
    slots: tuple[Slot, ...]
    names: tuple[str, ...]
    types: tuple[t.Type, ...]
    says: Mapping[str, Mapping[str, str]]
    as_of: date | None
    source: str
    constants: Mapping[str, object]
    code: bytes = field(repr=False)

    @cached_property
    def functions(self) -> dict[str, Any]:
        """The compiled functions `facts`, `codes` and `amounts`; and by policy `finds`."""
        scope: dict[str, Any] = {
            **self.constants,
            "grades_of": figures.grades_of,
            "any_of": figures.any_of,
            "sum_of": figures.sum_of,
            "sum_of_numbers": figures.sum_of_numbers,
            "least_of": figures.least_of,
            "greatest_of": figures.greatest_of,
            "hours_between": figures.hours_between,
            "hundredths": figures.hundredths,
            "begins_with": figures.begins_with,
            "ratio_of": figures.ratio_of,
            "shift_day": t.shift_day,
            "whole": whole,
        }
        exec(cast("CodeType", marshal.loads(self.code)), scope)
        return {name: scope[name] for name in ("facts", "codes", "amounts", "finds")}

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Where each fact stands in a row."""
        return {name: n for n, name in enumerate(self.names)}

    @cached_property
    def n_words(self) -> Mapping[model.PartName, int]:
        """How many words of codes each part has."""
        return word_names(self.slots)

    def facts(self, case: Case, label: Row, licence: Row, peer: Mapping[str, Any]) -> Row:
        """Compute the row of facts of one case."""
        return cast("Row", self.functions["facts"](case, label, licence, peer))

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (
            self.policies, self.slots, self.names, self.types, dict(self.says), self.as_of, self.source,
            dict(self.constants), self.code,
        )  # fmt: skip


def _revive(*parts: Any) -> Program:
    keys = ("policies", "slots", "names", "types", "says", "as_of", "source", "constants", "code")
    return Program(**dict(zip(keys, parts, strict=True)))


def whole(amount: Decimal | int | None) -> int | None:
    """Round an amount down to the minor unit; nobody is owed less than nothing."""
    return None if amount is None else int(amount) if amount > 0 else 0  # int() cuts decimals off: down, above zero


def compile_policies(policies: Sequence[model.Policy], *, as_of: date | None = None) -> Program:
    """Compile policies into one program.

    as_of : leave out every clause and amount whose source had not been issued by that day; None takes all. A source
        without a date cannot be placed in time and is taken.

    Raises BadPolicy where two policies bear one id, or a policy has more clauses than a word holds.
    """
    from kneewise.policy.catalogue import needed_facts, read_catalogue
    from kneewise.policy.explain_python import write_explanations
    from kneewise.policy.fact_python import LATE_KINDS, write_facts
    from kneewise.policy.finding_python import write_findings
    from kneewise.policy.verdict_python import write_verdict

    ids = [policy.id for policy in policies]
    for policy_id in ids:
        if ids.count(policy_id) > 1:
            raise BadPolicy(f"found two policies with the id {policy_id}; allowed: one")
    policies = tuple(
        replace(each, amounts=tuple(amount for amount in each.amounts if known_by(amount.source, as_of)))
        for each in sorted(policies, key=lambda each: (model.PART_ORDER.index(each.part), each.id))
    )
    slots = place_clauses(policies, as_of)
    catalogue = read_catalogue()
    wanted = {name for tree in _trees(policies, slots) for name in t.facts_of(tree)} | {"case_cost", "stay_setting"}
    late = {name for name in wanted if catalogue[name].kind in LATE_KINDS}
    names = needed_facts(catalogue, wanted - late)
    halves = {
        "F": write_facts(catalogue, names),
        "V": write_verdict(slots, policies, names),
        "E": write_explanations(slots, names),
    }
    source = "\n\n".join(_rename(text, prefix) for prefix, (text, _) in halves.items())
    source += "\n\n" + write_findings(slots, policies, names) + "\n"
    constants = {f"{prefix}{key}": value for prefix, (_, found) in halves.items() for key, value in found.items()}
    return Program(
        policies=policies,
        slots=slots,
        names=names,
        types=tuple(catalogue[name].type for name in names),
        says={name: spec.says for name, spec in catalogue.items()},
        as_of=as_of,
        source=source,
        constants=constants,
        code=marshal.dumps(compile(source, "<policies>", "exec", optimize=2)),
    )


def _rename(source: str, prefix: str) -> str:
    """Keep the constants of the generated parts apart."""
    return re.sub(r"\bK(\d+)\b", rf"{prefix}K\1", source)


def _trees(policies: Sequence[model.Policy], slots: Sequence[Slot]) -> list[t.Tree]:
    rules = [each.applies for each in policies] + [
        rule for policy in policies for amount in policy.amounts for rule in (amount.applies, amount.low, amount.high)
    ]
    trees = [rule.tree for rule in rules if rule is not None]
    return trees + [tree for slot in slots for tree in (slot.guard, slot.require) if tree is not None]


def save_program(program: Program) -> bytes:
    """Write a program as bytes for the cache."""
    return pickle.dumps(program, protocol=pickle.HIGHEST_PROTOCOL)


def load_program(content: bytes) -> Program:
    """Read what `save_program` wrote; only ever from the user's own cache folder."""
    return cast("Program", pickle.loads(content))
