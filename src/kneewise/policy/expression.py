"""From the SQL text of a rule to a typed tree: parsed by sqlglot, then checked node by node against a short list.

What is not on the list is refused with the place and the reason. The list is the wall that keeps a policy file from
reading a file, calling a function or running a second statement; it is small because engines differ beyond it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kneewise.errors import BadPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

    from kneewise.policy import tree as t

MAX_CHARACTERS = 4000
MAX_NODES = 400
MAX_DEPTH = 60
INTEGER_LIMIT = 10**15  # money and counts beyond it would leave the exact range of both engines
MOST_DECIMALS = 12  # 10^16 with 12 decimals are the 28 digits in which Python's Decimal is exact

NUMERIC: tuple[t.Type, ...] = ("integer", "decimal", "number")
ORDERED: tuple[t.Type, ...] = (*NUMERIC, "day", "instant")


@dataclass(frozen=True, slots=True)
class Symbol:
    """What an expression may know of a name: its type, and the values that it can take."""

    type: t.Type
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """What this place allows beyond comparisons and logic."""

    arithmetic: bool = False  # + - * LEAST GREATEST CASE: amounts, and derived facts of the catalogue
    missing: bool = False  # IS NULL and COALESCE: the clause says why missing is handled


CLAUSE = Grammar()
CLAUSE_HANDLING_MISSING = Grammar(missing=True)
AMOUNT = Grammar(arithmetic=True, missing=True)


@dataclass(slots=True)
class _Reader:
    text: str
    where: str
    symbols: Mapping[str, Symbol]
    grammar: Grammar
    n_nodes: int = field(default=0)

    def refuse(self, reason: str, node: exp.Expr | None = None) -> BadPolicy:
        start, end = _span(node, self.text)
        line = self.text[:start].count("\n")
        lines = self.text.split("\n")
        offset = start - sum(len(each) + 1 for each in lines[:line])
        width = max(1, min(end, start + len(lines[line]) - offset - 1) - start + 1)
        return BadPolicy(f"{self.where}: {reason}\n    {lines[line]}\n    {' ' * offset}{'^' * width}")


def read_expression(
    text: str, symbols: Mapping[str, Symbol], *, where: str, grammar: Grammar = CLAUSE, wanted: str = "boolean"
) -> t.Tree:
    """Read one SQL expression over named facts.

    symbols : the names it may use, with their types
    where : how the place is called in an error ("kr/knee-bmac, clause structural-grade, require")
    wanted : "boolean" for a condition, "amount" for money, "any" for a derived fact

    Raises BadPolicy, underlining the place, for anything that is not on the short list.
    """
    import sqlglot
    from sqlglot.errors import SqlglotError

    reader = _Reader(text, where, symbols, grammar)
    if not text.strip():
        raise BadPolicy(f"{where}: found no expression; allowed: an SQL condition over facts")
    if len(text) > MAX_CHARACTERS:
        raise BadPolicy(f"{where}: found {len(text)} characters; allowed: at most {MAX_CHARACTERS}")
    try:
        tokens = sqlglot.tokenize(text, read="duckdb")
        if any(token.comments for token in tokens) or "--" in _outside_quotes(text):
            raise reader.refuse("a comment stands in the expression; allowed: words of explanation in `says`")
        if ";" in _outside_quotes(text):
            raise reader.refuse("found ';'; allowed: one expression")
        if len(tokens) > 3 * MAX_NODES:
            raise reader.refuse(f"found {len(tokens)} tokens; allowed: at most {3 * MAX_NODES}")
        statements = sqlglot.parse(text, read="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise _unreadable(reader, error) from None
    if len(statements) != 1 or statements[0] is None:
        raise reader.refuse("found more than one statement; allowed: one expression")
    tree = _build(reader, statements[0], 0)
    if wanted == "boolean" and tree.type != "boolean":
        raise reader.refuse(f"found a value of type {tree.type}; allowed: a condition (true or false)")
    if wanted == "amount" and tree.type not in ("integer", "decimal", "null"):
        raise reader.refuse(f"found a value of type {tree.type}; allowed: an amount in whole minor units")
    return tree


def nearest(name: str, known: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    """Suggest the nearest known word, as the end of a sentence."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; nearest: {close[0]}" if close else ""


def _outside_quotes(text: str) -> str:
    return "".join(text.split("'")[::2])


def _unreadable(reader: _Reader, error: Exception) -> BadPolicy:
    details = getattr(error, "errors", None)
    if details:
        first = details[0]
        description = str(first.get("description", "")).rstrip(".")
        if "missing for" in description:
            description = "something is missing here"  # sqlglot names its own classes
        lines = reader.text.split("\n")
        line = min(max(int(first.get("line") or 1) - 1, 0), len(lines) - 1)
        column = max(int(first.get("col") or 1) - 1, 0)
        mark = max(column - len(str(first.get("highlight") or "x")) + 1, 0)
        return BadPolicy(
            f"{reader.where}: this is not an SQL expression ({description})\n    {lines[line]}\n    {' ' * mark}^"
        )
    return reader.refuse("this is not an SQL expression, or it is nested too deeply")


def _span(node: exp.Expr | None, text: str) -> tuple[int, int]:
    from sqlglot import exp

    if node is not None:
        spans = [
            (int(each.meta["start"]), int(each.meta["end"]))
            for each in node.find_all(exp.Expr)
            if "start" in each.meta and "end" in each.meta
        ]
        if spans:
            return min(start for start, _ in spans), max(end for _, end in spans)
    return 0, max(len(text) - 1, 0)


def _build(reader: _Reader, node: exp.Expr, depth: int) -> t.Tree:
    from sqlglot import exp

    from kneewise.policy import grammar as g

    reader.n_nodes += 1
    if reader.n_nodes > MAX_NODES:
        raise reader.refuse(f"the expression has more than {MAX_NODES} parts; allowed: fewer, or several clauses")
    if depth > MAX_DEPTH:
        raise reader.refuse(f"the expression is nested deeper than {MAX_DEPTH}; allowed: fewer brackets")

    def down(child: exp.Expr) -> t.Tree:
        return _build(reader, child, depth + 1)

    build = g.BUILDERS.get(type(node))
    if build is None:
        shown = node.key.upper().replace("_", " ")
        if isinstance(node, exp.Func):
            shown = f"the function {node.name if isinstance(node, exp.Anonymous) else node.sql_name()}"
        raise reader.refuse(
            f"found {shown}; allowed: comparisons, AND, OR, NOT, IN over literals, BETWEEN, dates, and in amounts "
            "+ - * LEAST GREATEST CASE",
            node,
        )
    return build(reader, node, down)


Unit = Literal["days", "months"]
