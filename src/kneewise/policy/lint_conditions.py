"""Conditions that can come out only one way, and clauses that can never bind, never be met or never fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy import tree as t
from kneewise.policy.lint_remark import Remark
from kneewise.policy.lint_search import Search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kneewise.policy.catalogue import Catalogue
    from kneewise.policy.lint_remark import Level
    from kneewise.policy.model import Policy, Rule
    from kneewise.policy.verdict_python import Slot


def lint_conditions(policy: Policy, slots: Sequence[Slot], catalogue: Catalogue) -> Iterator[Remark]:
    """Tell which conditions of a policy are never true or never false, the innermost of each rule.

    slots : the clauses of this policy with their guards

    Facts are taken as free of each other within their own limits: what has a witness may still be a case that
    never comes, what surely has none is at fault.
    """
    search = Search(catalogue)
    broken = set()
    for place, rule in _rules(policy):
        found = _lint_rule(rule, search)
        if found is not None:
            broken.add(place)
            yield Remark(found[0], policy.id, place, found[1])
    for slot in slots:
        places = {"applies", f"clause {slot.clause.id}, applies", f"clause {slot.clause.id}, require"}
        if not places & broken and not slot.clause.start_of:
            yield from _lint_slot(policy, slot, search)


def _rules(policy: Policy) -> list[tuple[str, Rule]]:
    rules: list[tuple[str, Rule | None]] = [("applies", policy.applies)]
    for clause in policy.clauses:
        rules.append((f"clause {clause.id}, applies", clause.applies))
        rules.append((f"clause {clause.id}, require", clause.require))
    for amount in policy.amounts:
        for key, rule in (("applies", amount.applies), ("low", amount.low), ("high", amount.high)):
            rules.append((f"amount {amount.setting}, {key}", rule))
    return [(place, rule) for place, rule in rules if rule is not None]


def _lint_rule(rule: Rule, search: Search) -> tuple[Level, str] | None:
    for node in dict.fromkeys(_inner_first(rule.tree)):
        if node.type != "boolean" or isinstance(node, t.Fact | t.Constant | t.Not) or search.is_limit(node):
            continue
        for wanted in (True, False):
            sought = search.seek(node, wanted=wanted)
            if sought.witness is None:
                says = f"{write_tree(node)} can never be {str(wanted).lower()}"
                return _tell(says, certain=sought.certain)
    return None


def _lint_slot(policy: Policy, slot: Slot, search: Search) -> Iterator[Remark]:
    """Hold a clause against the days and cases for which it binds."""
    place = f"clause {slot.clause.id}"
    applies = None if policy.applies is None else policy.applies.tree
    scope: list[t.Tree] = [tree for tree in (applies, slot.guard) if tree is not None]
    asked: list[tuple[list[t.Tree], str]] = []
    if scope:
        asked.append(
            (scope, "can never bind: no case is both within its policy and within its own condition")
        )
    if slot.require is not None:
        asked.append(([*scope, slot.require], "can never be met where it binds"))
        asked.append(([*scope, t.Not(slot.require)], "can never be not met where it binds"))
    for trees, says in asked:
        tree = trees[0] if len(trees) == 1 else t.And(tuple(trees))
        sought = search.seek(tree, wanted=True)
        if sought.witness is None:
            level, told = _tell(says, certain=sought.certain)
            yield Remark(level, policy.id, place, told)
            return


def _tell(says: str, *, certain: bool) -> tuple[Level, str]:
    if certain:
        return "error", says
    return "warning", f"{says}, as far as a search over representative values can tell"


def _inner_first(tree: t.Tree) -> Iterator[t.Tree]:
    for child in t.children(tree):
        yield from _inner_first(child)
    yield tree


def write_tree(tree: t.Tree) -> str:
    """Write an expression as the SQL that a reader of the policy knows."""
    match tree:
        case t.Fact(name):
            return name
        case t.Constant(value, kind):
            if kind == "day":
                return f"date '{value}'"
            if value is None:
                return "null"
            if isinstance(value, bool):
                return str(value).lower()
            return f"'{value}'" if isinstance(value, str) else str(value)
        case t.Compare(op, left, right):
            return f"{write_tree(left)} {op} {write_tree(right)}"
        case t.And(operands) | t.Or(operands):
            word = " and " if isinstance(tree, t.And) else " or "
            return word.join(_within(each) for each in operands)
        case t.Not(operand):
            return f"not {_within(operand)}"
        case t.IsNull(operand):
            return f"{write_tree(operand)} is null"
        case t.Shift(operand, n, unit):
            return f"{write_tree(operand)} {'+' if n >= 0 else '-'} interval '{abs(n)} {unit}'"
        case _:
            from kneewise.policy.sql_code import sql_tree

            return sql_tree(tree).sql(dialect="duckdb").replace('"', "")


def _within(tree: t.Tree) -> str:
    return f"({write_tree(tree)})" if isinstance(tree, t.And | t.Or) else write_tree(tree)
