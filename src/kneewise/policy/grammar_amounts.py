"""What moves and counts: intervals, arithmetic, LEAST and GREATEST, CASE and COALESCE, where the place allows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot import exp

from kneewise.policy import tree as t
from kneewise.policy.expression import MOST_DECIMALS, NUMERIC, ORDERED
from kneewise.policy.grammar_types import as_condition, common_type, read_as, refuse_mixture, united

if TYPE_CHECKING:
    from kneewise.policy.expression import Unit, _Reader
    from kneewise.policy.grammar_types import Down

# A century either way of 1900 to 2199 stays within the calendar of every engine.
_LONGEST = {"day": 36525, "month": 1200}


def _interval(reader: _Reader, node: exp.Expr) -> tuple[int, Unit] | None:
    if not isinstance(node, exp.Interval):
        return None
    words = str(node.this.this if isinstance(node.this, exp.Literal) else "").split()
    unit = str(node.unit).lower().rstrip("s") if node.unit is not None else (words[1:] or [""])[0].lower().rstrip("s")
    most = _LONGEST.get(unit)
    if not words or not words[0].isdecimal() or not words[0].isascii() or most is None or int(words[0]) > most:
        allowed = "interval 'N days' or interval 'N months', of at most a century"
        raise reader.refuse(f"found an interval; allowed: {allowed}", node)
    return int(words[0]), "days" if unit == "day" else "months"


def read_arithmetic(reader: _Reader, node: Any, down: Down) -> t.Tree:
    """Read a sum, a difference or a product of numbers, or a day moved by an interval."""
    left = down(node.this)
    interval = _interval(reader, node.expression)
    if interval is not None:
        if left.type not in ("day", "instant") or isinstance(node, exp.Mul):
            raise reader.refuse(f"found {left.type} and an interval; allowed: a day plus or minus it", node)
        if isinstance(left, t.Shift):
            raise reader.refuse("found two intervals; allowed: one", node)
        return t.Shift(left, interval[0] if isinstance(node, exp.Add) else -interval[0], interval[1], left.type)
    if not reader.grammar.arithmetic:
        raise reader.refuse("found arithmetic; allowed: only in amounts; a clause compares facts", node)
    right = down(node.expression)
    left, right = read_as(left, right.type), read_as(right, left.type)
    if left.type not in NUMERIC or right.type not in NUMERIC:
        raise reader.refuse(f"found {left.type} and {right.type}; allowed: numbers", node)
    refuse_mixture(reader, [left, right], node)
    op: t.ArithmeticOp = "+" if isinstance(node, exp.Add) else "-" if isinstance(node, exp.Sub) else "*"
    result = t.Arithmetic(op, left, right, common_type([left, right]))
    if t.decimals_of(result) > MOST_DECIMALS:
        raise reader.refuse(
            f"found a product with {t.decimals_of(result)} decimals; allowed: at most {MOST_DECIMALS}", node
        )
    return result


def read_extreme(reader: _Reader, node: exp.Least | exp.Greatest, down: Down) -> t.Tree:
    """Read LEAST or GREATEST."""
    if not reader.grammar.arithmetic:
        raise reader.refuse("found LEAST or GREATEST; allowed: only in amounts", node)
    operands, common = united(reader, [down(child) for child in (node.this, *node.expressions)], node)
    if common not in ORDERED or not 2 <= len(operands) <= 4:
        raise reader.refuse(f"found LEAST or GREATEST of {len(operands)} {common}; allowed: two to four numbers", node)
    return t.Extreme(isinstance(node, exp.Greatest), operands, common)


def read_case(reader: _Reader, node: exp.Case, down: Down) -> t.Tree:
    """Read CASE WHEN."""
    if not reader.grammar.arithmetic or node.this is not None:
        raise reader.refuse("found CASE; allowed: CASE WHEN condition THEN value, only in amounts", node)
    branches = node.args["ifs"]
    conditions = [as_condition(reader, down(branch.this), branch) for branch in branches]
    default = node.args.get("default")
    results = [down(branch.args["true"]) for branch in branches]
    results.append(down(default) if default is not None else t.Constant(None, "null"))
    values, common = united(reader, results, node)
    return t.Case(tuple(zip(conditions, values[:-1], strict=True)), values[-1], common)


def read_coalesce(reader: _Reader, node: exp.Coalesce, down: Down) -> t.Tree:
    """Read COALESCE."""
    if not reader.grammar.missing:
        raise reader.refuse("found COALESCE; allowed: only in a clause whose `handles_missing` says why", node)
    operands, common = united(reader, [down(child) for child in (node.this, *node.expressions)], node)
    return t.Coalesce(operands, common)
