"""Conditions that hold exactly where a rule has one value: simpler than the rule, since they may confuse the other two.

A rule is true, false or unknown. What stands in a WHEN need only hold or not: `x is null or x <> 4` is false exactly
where `x = 4` holds, and where it does not hold nobody asks whether it is false or unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy import tree as t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NEGATED: dict[t.CompareOp, t.CompareOp] = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FALSE = t.Constant(False, "boolean")


def holding(tree: t.Tree, *, wanted: bool) -> t.Tree:
    """Give a condition that is true exactly where `tree` is `wanted`; elsewhere it is false or unknown."""
    match tree:
        case t.Constant(value):
            return t.Constant(value is wanted, "boolean")
        case t.Not(operand):
            return holding(operand, wanted=not wanted)
        case t.Compare(op, left, right):
            return tree if wanted else t.Compare(NEGATED[op], left, right)
        case t.And(operands) | t.Or(operands):
            parts = [holding(each, wanted=wanted) for each in operands]
            return _all(parts) if isinstance(tree, t.And) is wanted else _some(parts)
        case _:
            return tree if wanted else t.Not(tree)


def lacking(tree: t.Tree, *, value: bool, known: frozenset[str] = frozenset()) -> t.Tree:
    """Give a condition that is true exactly where `tree` is not `value`: where it is the contrary, or unknown.

    known : facts that are known wherever the condition matters
    """
    match tree:
        case _ if never_unknown(tree, known):
            return holding(tree, wanted=not value)
        case t.Not(operand):
            return lacking(operand, value=not value, known=known)
        case t.And(operands) | t.Or(operands) if isinstance(tree, t.Or) is value:
            tests = [holding(each, wanted=not value) for each in operands if isinstance(each, t.IsNull)]
            here = known | {name for test in tests for name in _told_known(test)}
            others = [lacking(each, value=value, known=here) for each in operands if not isinstance(each, t.IsNull)]
            return _all([*tests, *others])
        case t.And(operands) | t.Or(operands):
            return _some([lacking(each, value=value, known=known) for each in operands])
        case _:
            return t.Not(t.Coalesce((holding(tree, wanted=value), _FALSE), "boolean"))


def never_unknown(tree: t.Tree, known: frozenset[str] = frozenset()) -> bool:
    """Whether a value can be told to be known wherever the facts `known` are; False where it cannot be told."""
    match tree:
        case t.Fact(name):
            return name in known
        case t.Constant(value):
            return value is not None
        case t.IsNull():
            return True
        case t.And(operands) | t.Or(operands):
            # An operand that settles the whole by itself, `x is null or ...`, leaves to the others a known x.
            tests = [holding(each, wanted=isinstance(tree, t.And)) for each in operands]
            here = known | {name for test in tests for name in _told_known(test)}
            return all(never_unknown(each, here) for each in operands)
        case t.Coalesce(operands):
            return any(never_unknown(each, known) for each in operands)
        case t.Case(branches, otherwise):
            return all(never_unknown(each, known) for each in (otherwise, *(result for _, result in branches)))
        case _:
            return all(never_unknown(each, known) for each in t.children(tree))


def _all(parts: Sequence[t.Tree]) -> t.Tree:
    """Join by AND; that a fact is known need not be asked beside a comparison that only holds where it is."""
    flat = [each for part in parts for each in (part.operands if isinstance(part, t.And) else (part,))]
    needed = {name for each in flat for name in _strict_facts(each)}
    kept = [each for each in flat if not (told := set(_told_known(each))) or not told <= needed]
    return kept[0] if len(kept) == 1 else t.And(tuple(kept))


def _some(parts: Sequence[t.Tree]) -> t.Tree:
    return t.Or(tuple(each for part in parts for each in (part.operands if isinstance(part, t.Or) else (part,))))


def _told_known(tree: t.Tree) -> tuple[str, ...]:
    """The facts that are known wherever a condition is true because it says so: `x is not null`."""
    match tree:
        case t.Not(t.IsNull(t.Fact(name))):
            return (name,)
        case t.And(operands):
            return tuple(name for each in operands for name in _told_known(each))
        case _:
            return ()


def _strict_facts(tree: t.Tree) -> Iterator[str]:
    """The facts without which a condition cannot be true."""
    match tree:
        case t.Fact(name):
            yield name
        case t.Not(operand) if not isinstance(operand, t.IsNull):
            yield from _strict_facts(operand)
        case t.Compare() | t.Arithmetic() | t.Shift() | t.Extreme():
            for child in t.children(tree):
                yield from _strict_facts(child)
        case _:
            return
