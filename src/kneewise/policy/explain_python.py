"""What would change a clause's result, as Python source: which unknown facts would decide it, and which could turn it.

`open_facts.py` says the same slowly; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy import tree as t
from kneewise.policy.python_code import PythonCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.policy.verdict_python import Slot

LATE_FACT = "eligibility_outcome"


def write_explanations(slots: Sequence[Slot], names: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Write `open_N(row, late)` and `turn_N(row, late)` for each slot N, and the tuples `opens` and `turns` of them.

    row : the row of facts in the order `names`
    late : the outcome of eligibility, None where missing
    """
    index = {name: n for n, name in enumerate(names)}

    def place(name: str) -> str:
        return "late" if name == LATE_FACT else f"row[{index[name]}]"

    code = PythonCode(place)
    lines: list[str] = []
    for n, slot in enumerate(slots):
        lines += [f"def open_{n}(row, late):", "    o = []"]
        applies = slot.policy.applies
        if applies is not None:
            lines.append(f"    if not ({code.true(applies.tree)} or {code.false(applies.tree)}):")
            lines += _open(applies.tree, code, "        ")
            lines.append("        return o")
        for tree in (slot.guard, slot.require):
            if tree is not None:
                lines += _open_unless_decided(tree, code, "    ")
        lines += ["    return o", f"def turn_{n}(row, late):", "    o = []"]
        if slot.require is not None:
            lines += _turn(slot.require, code, "    ", wanted=True)
        lines.append("    return o")
    for kind in ("open", "turn"):
        lines.append(f"{kind}s = ({''.join(f'{kind}_{n}, ' for n in range(len(slots)))})")
    return "\n".join(lines), code.constants


# Nodes that are unknown exactly where something below them is: nothing else stands in, nothing else decides.
_STRICT = (t.Fact, t.Constant, t.Compare, t.Not, t.Arithmetic, t.Shift, t.Extreme)


def _open_unless_decided(tree: t.Tree, code: PythonCode, indent: str) -> list[str]:
    if all(isinstance(each, _STRICT) for each in t.walk(tree)):
        return _open_strict(tree, code, indent)
    if isinstance(tree, t.IsNull):
        return []
    condition = f"{indent}if {code.value(tree)} is None:"
    if tree.type == "boolean":
        condition = f"{indent}if not ({code.true(tree)} or {code.false(tree)}):"
    return [condition, *_open(tree, code, indent + "    ")]


def _open(tree: t.Tree, code: PythonCode, indent: str) -> list[str]:
    """Collect the unknown facts below a node that is itself undecided."""
    if isinstance(tree, t.Fact):
        return _open_strict(tree, code, indent)
    lines = [line for child in t.children(tree) for line in _open_unless_decided(child, code, indent)]
    return lines or [f"{indent}pass"]


def _open_strict(tree: t.Tree, code: PythonCode, indent: str) -> list[str]:
    return [
        f"{indent}if {code.name(name)} is None and {name!r} not in o: o.append({name!r})" for name in t.facts_of(tree)
    ]


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
