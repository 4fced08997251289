"""What would change a clause's result, as Python source: which unknown facts would decide it, and which could turn it.

`open_facts.py` says the same slowly; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy import tree as t
from kneewise.policy.python_code import PythonCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.policy.verdict_python import Slot

LATE_FACT = "eligibility_outcome"


def write_explanations(slots: Sequence[Slot], names: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Write `open_N(row, late)` and `turn_N(row, late)` for each slot N, and the tuples `opens` and `turns` of them.

    row : the row of facts in the order `names`
    late : the outcome of eligibility, None where missing

    What `open_N` names would decide the clause where its policy applies; `doubt_P(row, late)`, for each policy P in the
    order of the slots, what would decide whether it does: None where that is known.
    """
    index = {name: n for n, name in enumerate(names)}

    def place(name: str) -> str:
        return "late" if name == LATE_FACT else f"row[{index[name]}]"

    code = PythonCode(place)
    lines: list[str] = []
    policies = list({id(slot.policy): slot.policy for slot in slots}.values())
    for n, policy in enumerate(policies):
        lines.append(f"def doubt_{n}(row, late):")
        if policy.applies is not None:
            applies = policy.applies.tree
            lines.append(f"    if not ({code.true(applies)} or {code.false(applies)}):")
            lines += ["        o = []", *_open(applies, code, "        ", set()), "        return o"]
        lines.append("    return None")
    for n, slot in enumerate(slots):
        lines += [f"def open_{n}(row, late):", "    o = []"]
        named: set[str] = set()
        for tree in (slot.guard, slot.require):
            if tree is not None:
                lines += _open_unless_decided(tree, code, "    ", named)
        lines += ["    return o", f"def turn_{n}(row, late):", "    o = []"]
        if slot.require is not None:
            lines += _turn(slot.require, code, "    ", wanted=True)
        lines.append("    return o")
    lines.append(f"doubts = ({''.join(f'doubt_{n}, ' for n in range(len(policies)))})")
    for kind in ("open", "turn"):
        lines.append(f"{kind}s = ({''.join(f'{kind}_{n}, ' for n in range(len(slots)))})")
    return "\n".join(lines), code.constants


def opened_by(n: int, slot: Slot, places: Mapping[str, int]) -> str:
    """Source of what `open_n` names for a missing clause, without the call where it can be only one fact."""
    trees = [tree for tree in (slot.guard, slot.require) if tree is not None]
    names = list(dict.fromkeys(name for tree in trees for name in t.facts_of(tree)))
    call = f"open_{n}(row, late)"
    if slot.require is None or not all(isinstance(each, _STRICT) for tree in trees for each in t.walk(tree)):
        return call
    if len(names) == 1:
        return f"[{names[0]!r}]"
    if len(names) == 2 and names[0] in places:
        return f"({call} if row[{places[names[0]]}] is None else [{names[1]!r}])"
    return call


# Nodes that are unknown exactly where something below them is: nothing else stands in, nothing else decides.
_STRICT = (t.Fact, t.Constant, t.Compare, t.Not, t.Arithmetic, t.Shift, t.Extreme)


def _open_unless_decided(tree: t.Tree, code: PythonCode, indent: str, named: set[str]) -> list[str]:
    if all(isinstance(each, _STRICT) for each in t.walk(tree)):
        return _open_strict(tree, code, indent, named)
    if isinstance(tree, t.IsNull):
        return []
    condition = f"{indent}if {code.value(tree)} is None:"
    if tree.type == "boolean":
        condition = f"{indent}if not ({code.true(tree)} or {code.false(tree)}):"
    return [condition, *_open(tree, code, indent + "    ", named)]


def _open(tree: t.Tree, code: PythonCode, indent: str, named: set[str]) -> list[str]:
    """Collect the unknown facts below a node that is itself undecided."""
    if isinstance(tree, t.Fact):
        return _open_strict(tree, code, indent, named)
    lines = [line for child in t.children(tree) for line in _open_unless_decided(child, code, indent, named)]
    return lines or [f"{indent}pass"]


def _open_strict(tree: t.Tree, code: PythonCode, indent: str, named: set[str]) -> list[str]:
    """named : the facts that may have been collected before, so that only these are looked for"""
    lines = []
    for name in t.facts_of(tree):
        unless = f" and {name!r} not in o" if name in named else ""
        lines.append(f"{indent}if {code.name(name)} is None{unless}: o.append({name!r})")
        named.add(name)
    return lines


def _turn(tree: t.Tree, code: PythonCode, indent: str, *, wanted: bool) -> list[str]:
    """Collect the facts of the branches that are not as wanted."""
    match tree:
        case t.Not(operand):
            return _turn(operand, code, indent, wanted=not wanted)
        case t.And(operands) | t.Or(operands):
            lines: list[str] = []
            for operand in operands:
                as_wanted = code.true(operand) if wanted else code.false(operand)
                lines += [f"{indent}if not {as_wanted}:", *_turn(operand, code, indent + "    ", wanted=wanted)]
            return lines
        case _:
            lines = [f"{indent}if {name!r} not in o: o.append({name!r})" for name in t.facts_of(tree)]
            return lines or [f"{indent}pass"]
