"""A rule's three values as one SQL CASE: what a database decides by selecting rows, not by truths of three values.

In DuckDB an AND or OR of truths that may be unknown costs 15 ns a row, an OR in a WHEN that many rows satisfy 25 ns, a
WHEN of its own for each alternative 4 ns (measured; benchmarks/README.md). So alternatives become branches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from kneewise.policy import tree as t
from kneewise.policy.holds import holding, lacking, never_unknown
from kneewise.policy.sql_code import sql_tree

if TYPE_CHECKING:
    from collections.abc import Sequence


def where(tree: t.Tree, *, wanted: bool) -> exp.Expression:
    """Write a condition that is true exactly where `tree` is `wanted`, for a WHEN: elsewhere false or unknown."""
    return sql_tree(holding(tree, wanted=wanted))


def whens(case: exp.Case, condition: t.Tree, value: exp.Expression) -> exp.Case:
    """Add a small value for the rows where a condition is true: a branch for each of its alternatives."""
    return whens_of(case, _alternatives(sql_tree(condition)), value)


def whens_of(case: exp.Case, conditions: Sequence[exp.Expression], value: exp.Expression) -> exp.Case:
    """Add a branch of one value for each condition."""
    for condition in conditions:
        case = case.when(condition, value.copy(), copy=False)
    return case


def three_way(
    tree: t.Tree, *, true: exp.Expression, false: exp.Expression, unknown: exp.Expression
) -> exp.Expression:
    """Write the CASE that gives one of three small values, by whether a rule is true, false or unknown."""
    is_false = holding(tree, wanted=False)
    if never_unknown(tree):
        return whens(exp.Case(), is_false, false).else_(true, copy=False)
    if isinstance(tree, t.And) and any(isinstance(operand, t.Or) for operand in tree.operands):
        # Alternatives under an AND cannot become branches; that one of them is lacking can, and seldom is.
        case = whens(exp.Case(), is_false, false)
        for operand in tree.operands:
            if not never_unknown(operand):
                case = whens(case, lacking(operand, value=True), unknown)
        return case.else_(true, copy=False)
    case = whens(whens(exp.Case(), holding(tree, wanted=True), true), is_false, false)
    return case.else_(unknown, copy=False)


def truth_of(tree: t.Tree) -> exp.Expression:
    """Write a rule as a truth of its own, a NULL where it is unknown."""
    if not isinstance(tree, t.And | t.Or):
        return sql_tree(tree)
    unknown = exp.cast(exp.Null(), "BOOLEAN")
    return exp.paren(three_way(tree, true=exp.true(), false=exp.false(), unknown=unknown), copy=False)


def _alternatives(condition: exp.Expression) -> list[exp.Expression]:
    """Take the OR at the top of a condition apart."""
    bare = condition.unnest()
    return [*_alternatives(bare.this), *_alternatives(bare.expression)] if isinstance(bare, exp.Or) else [condition]
