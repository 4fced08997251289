"""An expression as Python source in Kleene logic: three small translations that together never confuse unknown with no.

`true(tree)` is source that holds exactly where the condition is true, `false(tree)` exactly where it is false; neither
holds where it is unknown. Both are plain short-circuiting Python, which is what makes a verdict cost microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kneewise.policy import tree as t
from kneewise.policy.holds import NEGATED

if TYPE_CHECKING:
    from collections.abc import Callable

_PYTHON_OP: dict[t.CompareOp, str] = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(slots=True)
class PythonCode:
    """Writes source; `name` gives the source that stands for a fact. Constants that have no literal form (days,
    decimals) become names `K0`, `K1`, ... collected in `constants`, to be given to the compiled code."""

    name: Callable[[str], str]
    constants: dict[str, object] = field(default_factory=dict)
    _known: dict[tuple[type, object], str] = field(default_factory=dict)
    _n_temporaries: int = 0

    def true(self, tree: t.Tree) -> str:
        """Source that is true exactly where the condition is true."""
        return self._holds(tree, wanted=True)

    def false(self, tree: t.Tree) -> str:
        """Source that is true exactly where the condition is false."""
        return self._holds(tree, wanted=False)

    def _holds(self, tree: t.Tree, *, wanted: bool) -> str:
        match tree:
            case t.Constant(value):
                return "True" if value is wanted else "False"
            case t.Fact(name):
                return f"{self.name(name)} is {wanted}"
            case t.Not(operand):
                return self._holds(operand, wanted=not wanted)
            case t.And(operands) | t.Or(operands):
                joined_by = " and " if isinstance(tree, t.And) is wanted else " or "
                return "(" + joined_by.join(self._holds(each, wanted=wanted) for each in operands) + ")"
            case t.IsNull(operand):
                return f"({self.value(operand)} is {'' if wanted else 'not '}None)"
            case t.Compare(op, left, right):
                return self._compared(op if wanted else NEGATED[op], left, right)
            case _:
                return f"({self.value(tree)} is {wanted})"

    def _compared(self, op: t.CompareOp, left: t.Tree, right: t.Tree) -> str:
        known: list[str] = []
        sides: list[str] = []
        for side in (left, right):
            source = self._operand(side, known)
            sides.append(source)
        comparison = f"{sides[0]} {_PYTHON_OP[op]} {sides[1]}"
        return "(" + " and ".join([*known, comparison]) + ")"

    def _operand(self, tree: t.Tree, known: list[str]) -> str:
        """Source of a value; the test that it is known goes to `known`."""
        if isinstance(tree, t.Constant):
            if tree.value is None:
                known.append("False")
            return self.constant(tree.value)
        if isinstance(tree, t.Fact):
            source = self.name(tree.name)
            known.append(f"{source} is not None")
            return source
        self._n_temporaries += 1
        temporary = f"t{self._n_temporaries}"
        known.append(f"({temporary} := {self.value(tree)}) is not None")
        return temporary

    def constant(self, value: object) -> str:
        """Source of a literal."""
        if value is None or isinstance(value, bool | int | str | float):
            return repr(value)
        key = (type(value), value)
        if key not in self._known:
            self._known[key] = f"K{len(self._known)}"
            self.constants[self._known[key]] = value
        return self._known[key]

    def value(self, tree: t.Tree) -> str:
        """Source of the value, None where it is unknown."""
        match tree:
            case t.Fact(name):
                return self.name(name)
            case t.Constant(value):
                return self.constant(value)
            case t.Arithmetic(op, left, right):
                known: list[str] = []
                a, b = self._operand(left, known), self._operand(right, known)
                return self._if_known(known, f"{a} {op} {b}")
            case t.Shift(operand, n, unit):
                known = []
                moved = f"shift_day({self._operand(operand, known)}, {n}, {unit!r})"
                return self._if_known(known, moved)
            case t.Extreme(greatest, operands):
                known = []
                sources = ", ".join([self._operand(operand, known) for operand in operands])
                return self._if_known(known, f"{'max' if greatest else 'min'}({sources})")
            case t.Case(branches, otherwise):
                source = self.value(otherwise)
                for condition, result in reversed(branches):
                    source = f"({self.value(result)} if {self.true(condition)} else {source})"
                return source
            case t.Coalesce(operands):
                source = self.value(operands[-1])
                for operand in reversed(operands[:-1]):
                    self._n_temporaries += 1
                    temporary = f"t{self._n_temporaries}"
                    source = f"({temporary} if ({temporary} := {self.value(operand)}) is not None else {source})"
                return source
            case _:
                return f"(True if {self.true(tree)} else False if {self.false(tree)} else None)"

    @staticmethod
    def _if_known(known: list[str], source: str) -> str:
        return f"(({source}) if {' and '.join(known)} else None)" if known else f"({source})"

