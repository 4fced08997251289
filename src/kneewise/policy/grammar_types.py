"""Types of what an expression is made of: a literal read as what it is held against, one type for several values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sqlglot import exp

from kneewise.policy import tree as t
from kneewise.policy.expression import NUMERIC, _Reader

if TYPE_CHECKING:
    from decimal import Decimal

Down: TypeAlias = Callable[[exp.Expr], t.Tree]
Builder: TypeAlias = Callable[[_Reader, Any, Down], t.Tree]


def read_as(tree: t.Tree, wanted: t.Type) -> t.Tree:
    """Read a literal as the type of what it is held against, so that both engines compare like with like."""
    if isinstance(tree, t.Constant):
        if tree.type == "text" and wanted == "code":
            return t.Constant(tree.value, "code")
        if tree.type in ("integer", "decimal") and wanted == "number":
            return t.Constant(float(cast("Decimal", tree.value)), "number")
        if tree.type == "null":
            return t.Constant(None, wanted)
    return tree


def as_condition(reader: _Reader, tree: t.Tree, node: exp.Expr) -> t.Tree:
    """Take a tree as a condition; NULL alone is an unknown one."""
    if tree.type == "null":
        return t.Constant(None, "boolean")
    if tree.type != "boolean":
        raise reader.refuse(f"found {tree.type} where a condition is needed; allowed: true or false", node)
    return tree


def refuse_mixture(reader: _Reader, trees: list[t.Tree], node: exp.Expr) -> None:
    """Exact and measured numbers never meet: 0.1 is one number in DECIMAL and another in floating point."""
    if {"decimal", "number"} <= {tree.type for tree in trees}:
        raise reader.refuse(
            "found an exact number (money times a rate) beside a measured one; allowed: each with its own kind, "
            "with whole numbers or with literals",
            node,
        )


def common_type(trees: list[t.Tree]) -> t.Type:
    """Give the widest type of several values; "null" where they have none in common."""
    types = {tree.type for tree in trees} - {"null"}
    for wide in ("number", "decimal", "integer"):
        if wide in types and types <= set(NUMERIC):
            return cast("t.Type", wide)
    return types.pop() if len(types) == 1 else "null"


def united(reader: _Reader, trees: list[t.Tree], node: exp.Expr) -> tuple[tuple[t.Tree, ...], t.Type]:
    """Bring several values to one type."""
    types = {tree.type for tree in trees} - {"null"}
    if len(types) > 1 and "text" in types and "code" in types:
        types.discard("text")
    if len(types) > 1 and not types <= set(NUMERIC):
        raise reader.refuse(f"found values of {' and '.join(sorted(types))}; allowed: one type", node)
    common: t.Type = "code" if "code" in types else common_type(trees)
    united = tuple(read_as(tree, common) for tree in trees)
    refuse_mixture(reader, list(united), node)
    return united, common
