"""What an expression of a policy means: a small typed tree, and its value in three-valued logic.

The text of a rule is SQL (`expression.py` reads it); this tree is what both engines are made from, and what an
explanation walks. `None` is SQL's NULL: nobody recorded it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Type: TypeAlias = Literal["boolean", "integer", "decimal", "number", "code", "text", "day", "instant", "null"]
Scalar: TypeAlias = bool | int | float | Decimal | str | date | datetime | None
CompareOp: TypeAlias = Literal["=", "<>", "<", "<=", ">", ">="]
ArithmeticOp: TypeAlias = Literal["+", "-", "*"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact of the case (or, inside the catalogue, a column of one row)."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal."""

    value: Scalar
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison; null when either side is null."""

    op: CompareOp
    left: Tree
    right: Tree
    type: Type = "boolean"


@dataclass(frozen=True, slots=True)
class IsNull:
    """True where the operand is unknown; allowed only where the clause says why missing is handled."""

    operand: Tree
    type: Type = "boolean"


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation."""

    operand: Tree
    type: Type = "boolean"


@dataclass(frozen=True, slots=True)
class And:
    """Kleene conjunction of two or more."""

    operands: tuple[Tree, ...]
    type: Type = "boolean"


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene disjunction of two or more."""

    operands: tuple[Tree, ...]
    type: Type = "boolean"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Sum, difference or product; null when either side is null."""

    op: ArithmeticOp
    left: Tree
    right: Tree
    type: Type


@dataclass(frozen=True, slots=True)
class Shift:
    """A day or instant moved by whole days or months (the last day of a shorter month holds)."""

    operand: Tree
    n: int
    unit: Literal["days", "months"]
    type: Type


@dataclass(frozen=True, slots=True)
class Extreme:
    """LEAST or GREATEST; null when any argument is null, on every engine."""

    greatest: bool
    operands: tuple[Tree, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Case:
    """The first branch whose condition is true; else `otherwise`."""

    branches: tuple[tuple[Tree, Tree], ...]
    otherwise: Tree
    type: Type


@dataclass(frozen=True, slots=True)
class Coalesce:
    """The first operand that is known."""

    operands: tuple[Tree, ...]
    type: Type


Tree: TypeAlias = (
    Fact | Constant | Compare | IsNull | Not | And | Or | Arithmetic | Shift | Extreme | Case | Coalesce
)


def children(tree: Tree) -> tuple[Tree, ...]:
    """Give the operands of a node, in the order in which they are read."""
    match tree:
        case Fact() | Constant():
            return ()
        case Compare() | Arithmetic():
            return (tree.left, tree.right)
        case IsNull() | Not() | Shift():
            return (tree.operand,)
        case Case():
            return (*(part for branch in tree.branches for part in branch), tree.otherwise)
        case And() | Or() | Extreme() | Coalesce():
            return tree.operands


def walk(tree: Tree) -> Iterator[Tree]:
    """Give the node and all below it."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def facts_of(tree: Tree) -> tuple[str, ...]:
    """Name the facts of an expression, each once, in the order in which they are read."""
    return tuple(dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Fact)))


def decimals_of(tree: Tree) -> int:
    """Count the decimals that an exact number can have; 0 for whole numbers and all that is not exact."""
    match tree:
        case Constant(Decimal() as value):
            return max(0, -int(value.as_tuple().exponent))
        case Arithmetic("*", left, right):
            return decimals_of(left) + decimals_of(right)
        case Arithmetic(_, left, right):
            return max(decimals_of(left), decimals_of(right))
        case Extreme(_, operands) | Coalesce(operands):
            return max(map(decimals_of, operands))
        case Case(branches, otherwise):
            return max(map(decimals_of, (otherwise, *(result for _, result in branches))))
        case _:
            return 0


def shift_day(value: date | datetime, n: int, unit: Literal["days", "months"]) -> date | datetime:
    """Move a day or instant; 31 January plus one month is the last day of February, as in SQL."""
    if unit == "days":
        return value + timedelta(days=n)
    month = value.month - 1 + n
    year, month = value.year + month // 12, month % 12 + 1
    return value.replace(year=year, month=month, day=min(value.day, calendar.monthrange(year, month)[1]))


def compare(op: CompareOp, left: Scalar, right: Scalar) -> bool | None:
    """Compare two values of one type; None when either is unknown."""
    if left is None or right is None:
        return None
    if op == "=":
        return left == right
    if op == "<>":
        return left != right
    if op == "<":
        return left < right  # type: ignore[operator]  # the reader of expressions has checked the types
    if op == "<=":
        return left <= right  # type: ignore[operator]
    if op == ">":
        return left > right  # type: ignore[operator]
    return left >= right  # type: ignore[operator]


def value_of(tree: Tree, facts: Mapping[str, Scalar]) -> Scalar:
    """Work out an expression on one row of facts, slowly and obviously: the reference of both engines."""
    match tree:
        case Fact(name):
            return facts[name]
        case Constant(value):
            return value
        case Compare(op, left, right):
            return compare(op, value_of(left, facts), value_of(right, facts))
        case IsNull(operand):
            return value_of(operand, facts) is None
        case Not(operand):
            inner = value_of(operand, facts)
            return None if inner is None else not inner
        case And(operands):
            values = [value_of(operand, facts) for operand in operands]
            return False if False in values else None if None in values else True
        case Or(operands):
            values = [value_of(operand, facts) for operand in operands]
            return True if True in values else None if None in values else False
        case Arithmetic(op, left, right):
            a, b = value_of(left, facts), value_of(right, facts)
            if a is None or b is None:
                return None
            return a + b if op == "+" else a - b if op == "-" else a * b  # type: ignore[operator,return-value]
        case Shift(operand, n, unit):
            moved = value_of(operand, facts)
            return None if moved is None else shift_day(moved, n, unit)  # type: ignore[arg-type]
        case Extreme(greatest, operands):
            values = [value_of(operand, facts) for operand in operands]
            if None in values:
                return None
            return max(values) if greatest else min(values)  # type: ignore[type-var]
        case Case(branches, otherwise):
            for condition, result in branches:
                if value_of(condition, facts):
                    return value_of(result, facts)
            return value_of(otherwise, facts)
        case Coalesce(operands):
            return next((v for operand in operands if (v := value_of(operand, facts)) is not None), None)
