"""All clauses of a program as SQL over a relation of facts: the codes, outcomes and amounts of the compiled Python.

The relation holds one column per fact; what is added keeps the codes in words of two bits a clause. Built as sqlglot
trees, so that the same verdicts can be written for DuckDB, PostgreSQL and other engines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from kneewise.policy import tree as t
from kneewise.policy.holds import holding
from kneewise.policy.model import PART_ORDER, PartName
from kneewise.policy.sql_code import alike, column, sql_tree
from kneewise.policy.truth_sql import three_way, whens, whens_of, where
from kneewise.policy.verdict_python import MET, MISSING, NOT_MET, masks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.policy.model import Amount, Policy
    from kneewise.policy.program import Program
    from kneewise.policy.verdict_python import Slot

Columns = dict[str, exp.Expression]


def word_name(part: PartName, word: int) -> str:
    """The column of a word of codes: `kit_code`, `eligibility_code`, `eligibility_code_2`."""
    return f"{part}_code" if word == 0 else f"{part}_code_{word + 1}"


def word_columns(program: Program, part: PartName) -> Columns:
    """Give the words of one part as SQL over the facts (and, later parts, over `eligibility_outcome`)."""
    columns: Columns = {}
    for word in range(program.n_words[part]):
        terms: list[exp.Expression] = []
        for policy in program.policies:
            own = [slot for slot in program.slots if slot.policy is policy and slot.live and slot.word == word]
            if policy.part == part and own:
                terms.append(_policy_term(policy, own))
        columns[word_name(part, word)] = exp.cast(_together(terms) if terms else _number(0), "BIGINT", copy=False)
    return columns


def _policy_term(policy: Policy, slots: Sequence[Slot]) -> exp.Expression:
    """The codes of one policy together: what guards it is asked once, what guards many clauses once for all of them."""
    by_guard: dict[t.Tree | None, list[Slot]] = {}
    for slot in slots:
        by_guard.setdefault(slot.guard, []).append(slot)
    codes = _together([_guarded(guard, own) for guard, own in by_guard.items()])
    if policy.applies is None:
        return codes
    every_missing = sum(MISSING << slot.shift for slot in slots)
    return _where_it_applies(policy.applies.tree, codes, _number(every_missing))


def _guarded(guard: t.Tree | None, slots: Sequence[Slot]) -> exp.Expression:
    codes = _together([_code(slot) for slot in slots])
    if guard is None:
        return codes
    return _where_it_applies(guard, codes, _together([_code_of_doubt(slot) for slot in slots]))


def _where_it_applies(guard: t.Tree, codes: exp.Expression, doubtful: exp.Expression) -> exp.Expression:
    case = exp.Case().when(where(guard, wanted=True), codes, copy=False)
    return whens(case, holding(guard, wanted=False), _number(0)).else_(doubtful, copy=False)


def _code(slot: Slot) -> exp.Expression:
    """Met, missing or not met, at the clause's place."""
    met, missing, not_met = (_number(code << slot.shift) for code in (MET, MISSING, NOT_MET))
    return missing if slot.require is None else three_way(slot.require, true=met, false=not_met, unknown=missing)


def _code_of_doubt(slot: Slot) -> exp.Expression:
    """Where it is not known whether a clause binds, it is met if its rule holds anyway, else missing."""
    met, missing = _number(MET << slot.shift), _number(MISSING << slot.shift)
    if slot.require is None:
        return missing
    return whens(exp.Case(), holding(slot.require, wanted=True), met).else_(missing, copy=False)


def _together(codes: Sequence[exp.Expression]) -> exp.Expression:
    """Codes that stand in different places of one word; a sum would be the same, and is checked for overflow."""
    word = codes[0]
    for code in codes[1:]:
        word = exp.BitwiseOr(this=word, expression=code)
    return exp.paren(word, copy=False) if len(codes) > 1 else word


def outcome_column(program: Program, part: PartName) -> exp.Expression:
    """Give the outcome of one part as SQL over its words."""
    not_met: dict[str, list[exp.Expression]] = {"fail": [], "review": [], "flag": []}
    missing: list[exp.Expression] = []
    touched: list[exp.Expression] = []
    for word in range(program.n_words[part]):
        name = word_name(part, word)
        own = masks(program.slots, part, word)
        for kind, mask in own.items():
            if mask:
                not_met[kind].append(_some(_both_bits(name), mask))
        mask = own["fail"] | own["review"]
        if mask:
            missing.append(_some(_upper_bit_only(name), mask))
        touched.append(exp.NEQ(this=column(name), expression=_number(0)))
    review = not_met["review"] + (not_met["flag"] if part == "integrity" else [])
    case = exp.Case()
    for outcome, conditions in (("fail", not_met["fail"]), ("review", review), ("missing", missing), ("pass", touched)):
        case = whens_of(case, conditions, exp.Literal.string(outcome))
    return case.else_(exp.Literal.string("not-applicable"), copy=False)


def amount_columns(program: Program) -> Columns:
    """Give the amounts, not yet rounded, as SQL over the facts, `claim_cost_low` and `claim_cost_high`."""
    columns: Columns = {}
    for setting in ("outpatient", "inpatient"):
        own = [
            (policy, amount) for policy in program.policies for amount in policy.amounts if amount.setting == setting
        ]
        for end in ("low", "high"):
            columns[f"{setting}_{end}"] = _amount(own, end)
    return columns


def _amount(own: Sequence[tuple[Policy, Amount]], end: str) -> exp.Expression:
    case = exp.Case()
    trees = [amount.low.tree if end == "low" else amount.high.tree for _, amount in own]
    for (policy, amount), value in zip(own, alike([sql_tree(tree) for tree in trees], trees), strict=True):
        rules = [where(rule.tree, wanted=True) for rule in (policy.applies, amount.applies) if rule is not None]
        condition = exp.and_(*rules, copy=False) if rules else exp.true()
        case = case.when(condition, value, copy=False)
    return case if own else exp.cast(exp.Null(), "BIGINT")


def _decimals(program: Program) -> int | None:
    """How many decimals the amounts can have; None where they are not exact."""
    trees = [
        each.tree for policy in program.policies for amount in policy.amounts for each in (amount.low, amount.high)
    ]
    return None if any(tree.type == "number" for tree in trees) else max(map(t.decimals_of, trees), default=0)


def _floor(name: str, decimals: int | None) -> exp.Expression:
    """The whole part: DuckDB takes 20 times as long for it in 38 digits as in the 18 that nearly all amounts need."""
    whole = exp.cast(exp.func("FLOOR", column(name)), "BIGINT", copy=False)
    if decimals is None or decimals > 8:
        return whole
    limit = exp.Literal.number(10 ** (17 - decimals))
    fits = exp.Between(this=column(name), low=exp.Neg(this=limit), high=limit.copy())
    short = exp.cast(column(name), f"DECIMAL(18, {decimals})", copy=False)
    return (
        exp.Case()
        .when(
            exp.Coalesce(this=fits, expressions=[exp.true()]), exp.cast(exp.func("FLOOR", short), "BIGINT"), copy=False
        )
        .else_(whole, copy=False)
    )


def _rounded(name: str, decimals: int | None) -> exp.Expression:
    """Down to the minor unit, and below zero is zero: times 0 or 1, since a CASE would work the amount out twice."""
    value = _floor(name, decimals)
    above = exp.cast(exp.paren(exp.GT(this=column(name), expression=exp.Literal.number(0))), "INTEGER", copy=False)
    return exp.Mul(this=value, expression=above)


def _number(value: int) -> exp.Expression:
    # Built: `exp.cast` parses the name of the type, and there are hundreds of these.
    return exp.Cast(this=exp.Literal.number(value), to=exp.DataType(this=exp.DataType.Type.BIGINT))


def _both_bits(name: str) -> exp.Expression:
    return exp.BitwiseAnd(this=column(name), expression=_shifted(name))


def _upper_bit_only(name: str) -> exp.Expression:
    return exp.BitwiseAnd(this=exp.paren(exp.BitwiseNot(this=column(name))), expression=_shifted(name))


def _shifted(name: str) -> exp.Expression:
    return exp.paren(exp.BitwiseRightShift(this=column(name), expression=exp.Literal.number(1)))


def _some(bits: exp.Expression, mask: int) -> exp.Expression:
    return exp.NEQ(this=exp.paren(exp.BitwiseAnd(this=bits, expression=_number(mask))), expression=_number(0))


def layer(inner: str, columns: Mapping[str, exp.Expr], dialect: str) -> str:
    """Put computed columns on top of a relation. Their trees are used up: writing SQL may change a tree."""
    listed = ", ".join(
        f"{expression.sql(dialect=dialect, copy=False)} AS {column(name).sql(dialect=dialect)}"
        for name, expression in columns.items()
    )
    return f"SELECT *, {listed} FROM ({inner}) AS f" if listed else inner


def select_verdicts(program: Program, facts: str, *, dialect: str = "duckdb") -> str:
    """Write the SELECT that adds words and outcomes of every part to a relation of facts.

    facts : a SELECT with a column for each of `program.names`
    """
    return select_outcomes(program, select_words(program, facts, dialect=dialect), dialect=dialect)


def select_words(program: Program, facts: str, *, dialect: str = "duckdb") -> str:
    """Write the SELECT that adds the words of every part to a relation of facts."""
    relation = layer(facts, word_columns(program, "eligibility"), dialect)
    late = exp.func("NULLIF", outcome_column(program, "eligibility"), exp.Literal.string("missing"))
    relation = layer(relation, {"eligibility_outcome": late}, dialect)
    later = [part for part in PART_ORDER if part != "eligibility"]
    words = {name: each for part in later for name, each in word_columns(program, part).items()}
    return layer(relation, words, dialect)


def select_outcomes(program: Program, words: str, *, dialect: str = "duckdb") -> str:
    """Write the SELECT that adds the outcome of every part to a relation that `select_words` made."""
    known = exp.Coalesce(this=column("eligibility_outcome"), expressions=[exp.Literal.string("missing")])
    columns: Columns = {
        part: known if part == "eligibility" else outcome_column(program, part) for part in PART_ORDER
    }  # the words were asked for this one already; once more costs a tenth of the whole statement
    return layer(words, columns, dialect)


def select_amounts(program: Program, verdicts: str, *, dialect: str = "duckdb") -> str:
    """Write the SELECT that adds the amounts to a relation with the facts, `claim_cost_low` and `claim_cost_high`."""
    exact = {f"exact_{name}": each for name, each in amount_columns(program).items()}
    rounded = {name.removeprefix("exact_"): _rounded(name, _decimals(program)) for name in exact}
    return layer(layer(verdicts, exact, dialect), rounded, dialect)


def recommendation_column(ladder: Sequence[tuple[str, Sequence[tuple[str, str]]]], otherwise: str) -> exp.Expression:
    """Give the recommendation as SQL over the outcomes; the ladder is the one that Python uses."""
    case = exp.Case()
    for recommendation, conditions in ladder:
        tests = [exp.EQ(this=column(part), expression=exp.Literal.string(outcome)) for part, outcome in conditions]
        case = whens_of(case, tests, exp.Literal.string(recommendation))
    return case.else_(exp.Literal.string(otherwise), copy=False)
