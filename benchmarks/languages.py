"""Kneewise's parsed rules in the languages of other rule engines: the same trees, never written twice.

None of these languages knows a third truth value, so each rule is written as two questions that do not need one: is it
surely true, and is it surely false. Days and instants are given to them as whole numbers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from kneewise.policy import tree as t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EQUALITY = {"=": "==", "<>": "!="}
_NEGATED = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Language(Protocol):
    """How a language writes the few things that rules are made of."""

    def known(self, fact: str) -> Any:
        """A fact is known."""

    def compared(self, op: str, left: Any, right: Any) -> Any:
        """Two known values compared."""

    def all_of(self, parts: Sequence[Any]) -> Any:
        """All hold."""

    def any_of(self, parts: Sequence[Any]) -> Any:
        """One holds at least."""

    def negated(self, part: Any) -> Any:
        """It does not hold."""

    def fact(self, name: str) -> Any:
        """A fact's value."""

    def value(self, value: Any) -> Any:
        """A literal."""


def plain(value: Any) -> Any:
    """A value as every engine takes it: days since year 1, seconds since 1970; all else as it is."""
    if isinstance(value, datetime):
        return int((value - datetime(1970, 1, 1)).total_seconds())
    return value.toordinal() if isinstance(value, date) else value


def surely(tree: t.Tree, language: Language, *, truth: bool) -> Any:
    """Write whether an expression is surely true, or surely false."""
    match tree:
        case t.Constant(value, "boolean"):
            return language.compared("=", language.value(bool(value)), language.value(truth))
        case t.Fact(name):
            return language.all_of(
                [language.known(name), language.compared("=", language.fact(name), language.value(truth))]
            )
        case t.IsNull(t.Fact(name)):
            return language.negated(language.known(name)) if truth else language.known(name)
        case t.Not(operand):
            return surely(operand, language, truth=not truth)
        case t.And(operands) | t.Or(operands):
            parts = [surely(operand, language, truth=truth) for operand in operands]
            return language.all_of(parts) if isinstance(tree, t.And) == truth else language.any_of(parts)
        case t.Compare(op, left, right):
            names = [side.name for side in (left, right) if isinstance(side, t.Fact)]
            sides = [
                language.fact(side.name) if isinstance(side, t.Fact) else language.value(plain(_constant(side)))
                for side in (left, right)
            ]
            return language.all_of(
                [*map(language.known, names), language.compared(op if truth else _NEGATED[op], *sides)]
            )
    raise TypeError(f"no rule of the comparison uses {type(tree).__name__}")


def _constant(tree: t.Tree) -> Any:
    if not isinstance(tree, t.Constant):
        raise TypeError(f"no rule of the comparison compares with {type(tree).__name__}")
    if tree.type == "day" and isinstance(tree.value, str):
        return date.fromisoformat(tree.value)
    return tree.value


class JsonLogic:
    """Rules as JsonLogic, https://jsonlogic.com."""

    def known(self, fact: str) -> Any:
        return {"!==": [{"var": fact}, None]}

    def compared(self, op: str, left: Any, right: Any) -> Any:
        return {{"=": "===", "<>": "!=="}.get(op, op): [left, right]}

    def all_of(self, parts: Sequence[Any]) -> Any:
        return {"and": list(parts)}

    def any_of(self, parts: Sequence[Any]) -> Any:
        return {"or": list(parts)}

    def negated(self, part: Any) -> Any:
        return {"!": [part]}

    def fact(self, name: str) -> Any:
        return {"var": name}

    def value(self, value: Any) -> Any:
        return value


class Zen:
    """Rules as expressions of the ZEN language."""

    def known(self, fact: str) -> Any:
        return f"{fact} != null"

    def compared(self, op: str, left: Any, right: Any) -> Any:
        return f"{left} {_EQUALITY.get(op, op)} {right}"

    def all_of(self, parts: Sequence[Any]) -> Any:
        return "(" + " and ".join(parts) + ")"

    def any_of(self, parts: Sequence[Any]) -> Any:
        return "(" + " or ".join(parts) + ")"

    def negated(self, part: Any) -> Any:
        return f"not ({part})"

    def fact(self, name: str) -> Any:
        return name

    def value(self, value: Any) -> Any:
        return f"'{value}'" if isinstance(value, str) else str(value).lower()


class Arrays:
    """Rules over numpy arrays, for OpenFisca: texts are numbers there, and unknown is a second array."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self.number_of = number_of

    def known(self, fact: str) -> Any:
        return f"known({fact!r})"

    def compared(self, op: str, left: Any, right: Any) -> Any:
        return f"({left} {_EQUALITY.get(op, op)} {right})"

    def all_of(self, parts: Sequence[Any]) -> Any:
        return "(" + " & ".join(parts) + ")"

    def any_of(self, parts: Sequence[Any]) -> Any:
        return "(" + " | ".join(parts) + ")"

    def negated(self, part: Any) -> Any:
        return f"~{part}"

    def fact(self, name: str) -> Any:
        return f"value({name!r})"

    def value(self, value: Any) -> Any:
        return str(self.number_of(value)) if isinstance(value, str) else str(value + 0)
