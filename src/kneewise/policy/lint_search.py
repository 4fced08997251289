"""A search for a witness: values of the facts under which a condition is true, or false.

The values tried are those at which a condition can turn: every literal and its neighbours, unknown, every
code, true and false. All combinations are tried where they are few; else the search repairs random ones, one
fact at a time, always with the same seed: what it finds is a proof, what it does not find is not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from kneewise.policy import tree as t
from kneewise.policy.python_code import PythonCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kneewise.policy.catalogue import Catalogue, FactSpec

MOST_COMBINATIONS = 20_000
RESTARTS = 60
STEPS = 60
_START: dict[str, tuple[Any, ...]] = {
    "boolean": (False, True),
    "integer": (0, 1, 2),
    "decimal": (0, 1, 2),
    "number": (0.0, 0.5, 1.0),
    "text": ("a", "b"),
    "day": (date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31)),
    "instant": (datetime(2024, 2, 29, 9), datetime(2024, 2, 29, 10), datetime(2024, 3, 1, 9)),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search came to.

    witness : values of the facts, None where none was found
    certain : whether there is none because all combinations were tried
    """

    witness: Mapping[str, t.Scalar] | None
    certain: bool


class Search:
    """Searches over the facts of a catalogue; what one tree's values are is worked out once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def is_limit(self, tree: t.Tree) -> bool:
        """Whether a comparison only names the end of a fact's scale, as `between 3 and 4` of a grade does."""
        match tree:
            case t.Compare("<=", t.Fact(name), t.Constant(value)):
                return value is not None and value == self._catalogue[name].high
            case t.Compare(">=", t.Fact(name), t.Constant(value)):
                return value is not None and value == self._catalogue[name].low
        return False

    def seek(self, tree: t.Tree, *, wanted: bool) -> Sought:
        """Seek values under which a condition is `wanted`."""
        values = representative_values(tree, self._catalogue)
        names = tuple(values)
        holds = _compiled(tree, names, wanted=wanted)
        if prod(len(each) for each in values.values()) <= MOST_COMBINATIONS:
            for row in product(*values.values()):
                if holds(row):
                    return Sought(dict(zip(names, row, strict=True)), certain=True)
            return Sought(None, certain=True)
        return Sought(_repair(tree, values, holds, wanted=wanted), certain=False)


def _compiled(tree: t.Tree, names: Sequence[str], *, wanted: bool) -> Callable[[tuple[Any, ...]], bool]:
    places = {name: f"row[{n}]" for n, name in enumerate(names)}
    code = PythonCode(places.__getitem__)
    source = code.true(tree) if wanted else code.false(tree)
    scope: dict[str, Any] = {**code.constants, "shift_day": t.shift_day}
    # The source is made from a checked tree, never from the text of a policy.
    exec(f"def holds(row):\n    return {source}", scope)
    holds: Callable[[tuple[Any, ...]], bool] = scope["holds"]
    return holds


def representative_values(tree: t.Tree, catalogue: Catalogue) -> dict[str, tuple[Any, ...]]:
    """Give for each fact the values at which an expression can turn; unknown stands first."""
    names = t.facts_of(tree)
    groups = {name: {name} for name in names}
    pools: dict[str, set[Any]] = {name: set() for name in names}
    comparisons = [node for node in t.walk(tree) if isinstance(node, t.Compare)]
    for node in comparisons:
        inside = t.facts_of(node)
        for name in inside:
            groups[name] |= set(inside)
            pools[name] |= {each.value for each in t.walk(node) if isinstance(each, t.Constant)}
    for name in names:  # facts that are held against each other share their values, however long the chain
        for other in tuple(groups[name]):
            groups[other] |= groups[name]
            groups[name] |= groups[other]
    shifts = {(node.n, node.unit) for node in t.walk(tree) if isinstance(node, t.Shift)}
    return {
        name: _values(catalogue[name], set().union(*(pools[each] for each in groups[name])), shifts)
        for name in names
    }


def _values(spec: FactSpec, literals: set[Any], shifts: set[tuple[int, Any]]) -> tuple[Any, ...]:
    if spec.type == "code":
        known: list[Any] = list(spec.codes)
    elif spec.type == "boolean":
        known = [False, True]
    else:
        fitting = {each for each in literals if _is_of(each, spec.type)} or set(_START[spec.type])
        known = sorted({near for each in fitting for near in _neighbours(each, spec.type)})
        if spec.type in ("day", "instant"):
            known = sorted(
                {
                    *known,
                    *(
                        t.shift_day(each, way * n, unit)
                        for each in known
                        for n, unit in shifts
                        for way in (1, -1)
                    ),
                }
            )
        known = [each for each in known if _within(each, spec)]
        known += [
            _of_type(edge, spec.type)
            for edge in (spec.low, spec.high)
            if edge is not None and edge not in known
        ]
    return tuple(known) if never_unknown(spec) else (None, *known)


def never_unknown(spec: FactSpec) -> bool:
    """Whether a fact is always known: a count, or whether a paper was submitted."""
    return spec.kind == "count" or (
        spec.kind == "any" and spec.complete == "always" and spec.list == "documents"
    )


def _is_of(value: Any, kind: t.Type) -> bool:
    if kind == "day":
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind == "instant":
        return isinstance(value, datetime)
    if kind == "text":
        return isinstance(value, str)
    return not isinstance(value, bool | str | date) and value is not None


def _neighbours(value: Any, kind: t.Type) -> tuple[Any, ...]:
    if kind == "text":
        return (value, value + "a")
    if kind in ("day", "instant"):
        return (value - timedelta(days=1), value, value + timedelta(days=1))
    if kind == "integer":
        return (int(value) - 1, int(value), int(value) + 1)
    return (float(value) - 0.5, float(value), float(value) + 0.5)


def _within(value: Any, spec: FactSpec) -> bool:
    if not isinstance(value, int | float):
        return True
    return (spec.low is None or value >= spec.low) and (spec.high is None or value <= spec.high)


def _of_type(edge: float, kind: t.Type) -> float | int:
    return int(edge) if kind == "integer" else float(edge)


def _repair(
    tree: t.Tree,
    values: Mapping[str, tuple[Any, ...]],
    holds: Callable[[tuple[Any, ...]], bool],
    *,
    wanted: bool,
) -> Mapping[str, t.Scalar] | None:
    """Change one fact of a branch that is not as wanted, again and again, from several random starts."""
    chance = random.Random(0)
    for _ in range(RESTARTS):
        row = {name: chance.choice(each) for name, each in values.items()}
        for _ in range(STEPS):
            if holds(tuple(row.values())):
                return row
            leaf, leaf_wanted = _wrong_leaf(tree, row, chance, wanted=wanted)
            names = t.facts_of(leaf)
            if not names:
                break
            name = chance.choice(names)
            good = [each for each in values[name] if t.value_of(leaf, {**row, name: each}) is leaf_wanted]
            row[name] = chance.choice(good or values[name])
    return None


def _wrong_leaf(
    tree: t.Tree, row: Mapping[str, t.Scalar], chance: random.Random, *, wanted: bool
) -> tuple[t.Tree, bool]:
    match tree:
        case t.Not(operand):
            return _wrong_leaf(operand, row, chance, wanted=not wanted)
        case t.And(operands) | t.Or(operands):
            wrong = [each for each in operands if t.value_of(each, row) is not wanted]
            return _wrong_leaf(chance.choice(wrong or list(operands)), row, chance, wanted=wanted)
        case _:
            return tree, wanted
