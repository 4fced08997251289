"""Which conditions of a clause its worked cases must have seen both ways, and on which side of every edge.

A condition is the smallest part of a rule that is true or false by itself: a comparison, a fact that is true
or false, `is null`. For a comparison with a day or a whole number both neighbours of the edge are wanted, for
one with a broken number the edge itself, for one of two facts that can be equal the case in which they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kneewise.policy import tree as t
from kneewise.policy.catalogue import read_catalogue

CATALOGUE = read_catalogue()
ORDERED = ("<", "<=", ">", ">=")
STEP = {"day": timedelta(days=1), "integer": 1}
Facts = Mapping[str, object]


def conditions(tree: t.Tree) -> Iterator[t.Tree]:
    """Name the smallest conditions of a rule."""
    match tree:
        case t.And(operands) | t.Or(operands):
            for operand in operands:
                yield from conditions(operand)
        case t.Not(operand):
            yield from conditions(operand)
        case t.Compare(_, t.Constant(), t.Constant()):
            return
        case _:
            yield tree


def wanted(tree: t.Tree) -> Iterator[str]:
    """Say what the rows must show of a rule."""
    for condition in dict.fromkeys(conditions(tree)):
        for side in ("true", "false"):
            if _possible(condition, side):
                yield f"{write(condition)} is {side}"
        yield from (f"{name} = {value}" for name, value in edges(condition))
        if _can_be_equal(condition):
            yield f"{write(condition)} with both sides equal"


def shown(tree: t.Tree, facts: Facts) -> Iterator[str]:
    """Say what one row shows of a rule, in the words of `wanted`."""
    facts = {**dict.fromkeys(t.facts_of(tree)), **facts}
    for condition in dict.fromkeys(conditions(tree)):
        value = t.value_of(condition, facts)
        if value is not None:
            yield f"{write(condition)} is {'true' if value else 'false'}"
        yield from (f"{name} = {edge}" for name, edge in edges(condition) if facts[name] == edge)
        if isinstance(condition, t.Compare):
            left, right = t.value_of(condition.left, facts), t.value_of(condition.right, facts)
            if left is not None and left == right:
                yield f"{write(condition)} with both sides equal"


def edges(condition: t.Tree) -> Iterator[tuple[str, object]]:
    """Name the values of a fact at which a comparison with a constant turns."""
    match condition:
        case t.Compare(op, t.Fact(name, kind), t.Constant(edge)) if op in ORDERED:
            spec = CATALOGUE.get(name)
            if spec is not None and spec.kind == "peer" and spec.type == "number":
                return  # a limit of an interval over a set: its exact value is a matter of rounding
            if kind not in STEP:
                yield name, edge
                return
            other = edge - STEP[kind] if op in ("<", ">=") else edge + STEP[kind]
            for value in (edge, other):
                if _holds(name, value):
                    yield name, value


def _holds(name: str, value: object) -> bool:
    """Whether a fact can have a value at all: no grade lies above 4."""
    spec = CATALOGUE.get(name)
    if spec is None or isinstance(value, date):
        return True
    return (spec.low is None or value >= spec.low) and (spec.high is None or value <= spec.high)


def _possible(condition: t.Tree, side: str) -> bool:
    """Whether a condition can come out so within what its fact can be: `icrs_grade <= 4` is never false."""
    match condition:
        case t.Fact(name):  # where no paper completes a list, that a row is not there is never known
            return side == "true" or CATALOGUE[name].complete != "never"
        case t.Compare(op, t.Fact(name, "integer"), t.Constant(edge)) if op in ORDERED:
            spec = CATALOGUE[name]
            if spec.low is None or spec.high is None:
                return True
            return any(
                t.compare(op, n, edge) is (side == "true") for n in range(int(spec.low), int(spec.high) + 1)
            )
    return True


def _can_be_equal(condition: t.Tree) -> bool:
    match condition:
        case t.Compare(op, t.Fact(left), t.Fact(right)) if op in ORDERED:
            return all(CATALOGUE[name].value != "position" for name in (left, right))
    return False


def write(tree: t.Tree) -> str:
    """Write a condition for a reader of a failed test."""
    match tree:
        case t.Fact(name):
            return name
        case t.Constant(value):
            return str(value)
        case t.Compare(op, left, right):
            return f"{write(left)} {op} {write(right)}"
        case t.IsNull(operand):
            return f"{write(operand)} is null"
    return repr(tree)
