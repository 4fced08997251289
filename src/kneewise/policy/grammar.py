"""The short list: each kind of SQL node that a policy may hold, and what it becomes.

A builder gets the reader (for refusals), the node, and a function that builds what stands below it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from sqlglot import exp

from kneewise.policy import tree as t
from kneewise.policy.expression import INTEGER_LIMIT, NUMERIC, ORDERED, nearest
from kneewise.policy.grammar_amounts import read_arithmetic, read_case, read_coalesce, read_extreme
from kneewise.policy.grammar_types import as_condition, read_as, refuse_mixture

if TYPE_CHECKING:
    from kneewise.policy.expression import _Reader
    from kneewise.policy.grammar_types import Builder, Down

_OPS: dict[type[exp.Expr], t.CompareOp] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=",
}  # fmt: skip
_MIRROR: dict[t.CompareOp, t.CompareOp] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _fact(reader: _Reader, node: exp.Column, _: Down) -> t.Tree:
    name = node.name
    if node.table or getattr(node.this, "quoted", False) or not isinstance(node.this, exp.Identifier):
        raise reader.refuse(f"found the name {node.sql()}; allowed: a plain name of a fact", node)
    if name not in reader.symbols:
        raise reader.refuse(
            f"found {name}; allowed: a fact of the catalogue{nearest(name, tuple(reader.symbols))}", node
        )
    return t.Fact(name, reader.symbols[name].type)


def _literal(reader: _Reader, node: exp.Literal, _: Down) -> t.Tree:
    text = str(node.this)
    if node.is_string:
        return t.Constant(text, "text")
    try:
        number = Decimal(text)
    except ArithmeticError:
        raise reader.refuse(f"found {text}; allowed: a plain number", node) from None
    exponent = number.as_tuple().exponent
    if "e" in text.lower() or not isinstance(exponent, int) or exponent < -6 or abs(number) > INTEGER_LIMIT:
        raise reader.refuse(f"found {text}; allowed: a number up to 10^15 with at most 6 decimals", node)
    if exponent >= 0 and "." not in text:
        return t.Constant(int(number), "integer")
    return t.Constant(number, "decimal")


def _negative(reader: _Reader, node: exp.Neg, down: Down) -> t.Tree:
    inner = down(node.this)
    if isinstance(inner, t.Constant) and inner.type in NUMERIC:
        return t.Constant(-cast("Decimal", inner.value), inner.type)
    raise reader.refuse("found a minus sign before something that is not a number; allowed: a number", node)


def _boolean(_: _Reader, node: exp.Boolean, __: Down) -> t.Tree:
    return t.Constant(bool(node.this), "boolean")


def _null(reader: _Reader, node: exp.Null, _: Down) -> t.Tree:
    if not reader.grammar.missing:
        raise reader.refuse("found NULL; allowed: nothing that handles missing unless `handles_missing` says why", node)
    return t.Constant(None, "null")


def _day(reader: _Reader, node: exp.Cast, _: Down) -> t.Tree:
    literal = node.this
    if not node.to.is_type("date") or not isinstance(literal, exp.Literal) or not literal.is_string:
        raise reader.refuse("found a cast; allowed: date 'YYYY-MM-DD' of one literal", node)
    text = str(literal.this)
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2199:
        raise reader.refuse(f"found the date '{text}'; allowed: a real day from 1900 to 2199 as YYYY-MM-DD", node)
    return t.Constant(day, "day")


def _check_values(reader: _Reader, op: t.CompareOp, fact: t.Fact, literal: t.Constant, node: exp.Expr) -> None:
    symbol = reader.symbols[fact.name]
    value = literal.value
    if symbol.codes and isinstance(value, str) and value not in symbol.codes:
        raise reader.refuse(
            f"found '{value}' for {fact.name}; allowed: {', '.join(symbol.codes)}{nearest(value, symbol.codes)}", node
        )
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        low, high = symbol.low, symbol.high
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = f"{'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}"
            raise reader.refuse(f"found {fact.name} {op} {value}; allowed: its values go from {bounds}", node)


def _compared(reader: _Reader, op: t.CompareOp, left: t.Tree, right: t.Tree, node: exp.Expr) -> t.Tree:
    left, right = read_as(left, right.type), read_as(right, left.type)
    same = left.type == right.type or (left.type in NUMERIC and right.type in NUMERIC)
    if not same:
        raise reader.refuse(f"found a comparison of {left.type} with {right.type}; allowed: two of one type", node)
    refuse_mixture(reader, [left, right], node)
    if op not in ("=", "<>") and left.type not in ORDERED:
        raise reader.refuse(f"found an ordering of {left.type}; allowed: = and <> there", node)
    if isinstance(left, t.Constant) and isinstance(right, t.Constant):
        raise reader.refuse("found a comparison of two literals; allowed: at least one fact", node)
    if isinstance(left, t.Fact) and isinstance(right, t.Constant):
        _check_values(reader, op, left, right, node)
    if isinstance(right, t.Fact) and isinstance(left, t.Constant):
        _check_values(reader, _MIRROR[op], right, left, node)
    return t.Compare(op, left, right)


def _comparison(reader: _Reader, node: Any, down: Down) -> t.Tree:
    return _compared(reader, _OPS[type(node)], down(node.this), down(node.expression), node)


def _between(reader: _Reader, node: exp.Between, down: Down) -> t.Tree:
    if node.args.get("symmetric"):
        raise reader.refuse("found BETWEEN SYMMETRIC; allowed: BETWEEN low AND high", node)
    operand, low, high = down(node.this), down(node.args["low"]), down(node.args["high"])
    if isinstance(low, t.Constant) and isinstance(high, t.Constant) and t.compare(">", low.value, high.value):
        raise reader.refuse(f"found between {low.value} and {high.value}; allowed: the lower value first", node)
    return t.And((_compared(reader, ">=", operand, low, node), _compared(reader, "<=", operand, high, node)))


def _in(reader: _Reader, node: exp.In, down: Down) -> t.Tree:
    options = node.args.get("expressions") or []
    if not options or any(node.args.get(key) for key in ("query", "unnest", "field")):
        raise reader.refuse("found IN over something else than literals; allowed: in ('a', 'b')", node)
    operand = down(node.this)
    built = [down(option) for option in options]
    if any(not isinstance(option, t.Constant) for option in built):
        raise reader.refuse("found IN over something else than literals; allowed: in ('a', 'b')", node)
    if len({cast("t.Constant", option).value for option in built}) != len(built):
        raise reader.refuse("found the same value twice in IN; allowed: each once", node)
    comparisons = tuple(_compared(reader, "=", operand, option, node) for option in built)
    return comparisons[0] if len(comparisons) == 1 else t.Or(comparisons)


def _and_or(reader: _Reader, node: exp.Connector, down: Down) -> t.Tree:
    kind = t.And if isinstance(node, exp.And) else t.Or
    operands: list[t.Tree] = []
    for child in (node.this, node.expression):
        built = as_condition(reader, down(child), child)
        operands.extend(built.operands if isinstance(built, kind) else (built,))
    return kind(tuple(operands))


def _not(reader: _Reader, node: exp.Not, down: Down) -> t.Tree:
    return t.Not(as_condition(reader, down(node.this), node))


def _is(reader: _Reader, node: exp.Is, down: Down) -> t.Tree:
    if not isinstance(node.expression, exp.Null):
        raise reader.refuse("found IS; allowed: IS NULL where `handles_missing` says why, else = and <>", node)
    if not reader.grammar.missing:
        raise reader.refuse("found IS NULL; allowed: only in a clause whose `handles_missing` says why", node)
    return t.IsNull(down(node.this))


def _brackets(_: _Reader, node: exp.Paren, down: Down) -> t.Tree:
    return down(node.this)


BUILDERS: dict[type[exp.Expr], Builder] = {
    exp.Column: _fact, exp.Literal: _literal, exp.Neg: _negative, exp.Boolean: _boolean, exp.Null: _null,
    exp.Cast: _day, exp.Between: _between, exp.In: _in, exp.And: _and_or, exp.Or: _and_or, exp.Not: _not,
    exp.Is: _is, exp.Paren: _brackets, exp.Add: read_arithmetic, exp.Sub: read_arithmetic, exp.Mul: read_arithmetic,
    exp.Least: read_extreme, exp.Greatest: read_extreme, exp.Case: read_case, exp.Coalesce: read_coalesce,
    **dict.fromkeys(_OPS, _comparison),
}  # fmt: skip
