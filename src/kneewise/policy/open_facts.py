"""Which facts an expression still hangs on: slowly and obviously, the reference of what `explain_python.py` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy.tree import And, Case, Fact, Not, Or, Scalar, Tree, children, facts_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def open_facts(tree: Tree, facts: Mapping[str, Scalar]) -> tuple[str, ...]:
    """Name the unknown facts that are left in an expression once the known values are put in."""
    return tuple(dict.fromkeys(_open(tree, facts)))


def _open(tree: Tree, facts: Mapping[str, Scalar]) -> Iterator[str]:
    if isinstance(tree, Fact):
        if facts[tree.name] is None:
            yield tree.name
        return
    if value_of(tree, facts) is not None and not isinstance(tree, Case):
        return  # decided: whatever is unknown below it does not matter
    for child in children(tree):
        yield from _open(child, facts)


def deciding_facts(tree: Tree, facts: Mapping[str, Scalar]) -> tuple[str, ...]:
    """Name the facts whose change could make a condition true: those of its false and unknown branches."""
    return tuple(dict.fromkeys(_deciding(tree, facts, wanted=True)))


def _deciding(tree: Tree, facts: Mapping[str, Scalar], *, wanted: bool) -> Iterator[str]:
    if value_of(tree, facts) is wanted:
        return
    match tree:
        case Not(operand):
            yield from _deciding(operand, facts, wanted=not wanted)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _deciding(operand, facts, wanted=wanted)
        case _:
            yield from facts_of(tree)
