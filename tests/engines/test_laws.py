"""Laws of three-valued logic, for whatever rule and row: what an explanation promises, and that both ways agree."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.made_books import rule
from engines.made_facts import FACTS, made_value
from engines.made_rules import Rules
from kneewise.policy import tree as t
from kneewise.policy.explain_python import write_explanations
from kneewise.policy.finding_python import write_findings
from kneewise.policy.holds import holding, lacking, never_unknown
from kneewise.policy.model import Clause, Policy, Source
from kneewise.policy.open_facts import deciding_facts, open_facts
from kneewise.policy.python_code import PythonCode
from kneewise.policy.verdict_python import MET, MISSING, NOT_APPLICABLE, NOT_MET, RESULTS, Slot

NAMES = tuple(name for name, fact in FACTS.items() if fact.kind == "column")
LAWS = settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
CHANCE = st.integers(0, 2**63 - 1)
FILLINGS = 12


def a_rule(draw, *, missing=False):
    rules = Rules(draw, late=True, missing=missing)
    return rule(rules.condition(draw.randint(0, 3)), missing=missing).tree


def a_row(draw, share=0.4):
    """A row in which more is unknown than is usual, since that is where the laws are."""
    row = {name: made_value(name, draw) for name in (*NAMES, "eligibility_outcome")}
    return {name: None if draw.random() < share else value for name, value in row.items()}


def filled(row, names, draw):
    """The row with these facts known, at random."""
    found = dict(row)
    for name in names:
        while found[name] is None:
            found[name] = made_value(name, draw)
    return found


def unknown(row):
    return [name for name, value in row.items() if value is None]


def run(source, names, row, constants):
    scope = {**constants, "shift_day": t.shift_day}
    exec(source, scope)
    return scope[names](row)


@LAWS
@given(CHANCE)
def test_the_compiled_rule_is_true_false_or_unknown_where_the_tree_is(chance):
    draw = random.Random(chance)
    tree = a_rule(draw, missing=draw.random() < 0.5)
    code = PythonCode(lambda name: f"r[{name!r}]")
    parts = f"({code.true(tree)}), ({code.false(tree)}), ({code.value(tree)})"
    source = f"def three(r):\n    return {parts}\n"

    for _ in range(8):
        row = a_row(draw)
        value = t.value_of(tree, row)
        true, false, compiled = run(source, "three", row, code.constants)

        assert (true, false, compiled) == (value is True, value is False, value)


@LAWS
@given(CHANCE)
def test_not_turns_true_and_false_and_leaves_unknown(chance):
    draw = random.Random(chance)
    a, b, row = a_rule(draw), a_rule(draw), a_row(draw)
    value = {True: False, False: True, None: None}

    assert t.value_of(t.Not(a), row) is value[t.value_of(a, row)]
    # De Morgan's laws.
    assert t.value_of(t.Not(t.And((a, b))), row) is t.value_of(t.Or((t.Not(a), t.Not(b))), row)
    assert t.value_of(t.Not(t.Or((a, b))), row) is t.value_of(t.And((t.Not(a), t.Not(b))), row)


@LAWS
@given(CHANCE)
def test_a_condition_holds_exactly_where_its_rule_has_the_value(chance):
    draw = random.Random(chance)
    tree = a_rule(draw, missing=draw.random() < 0.7)
    always_known = never_unknown(tree)

    for _ in range(8):
        row = a_row(draw)
        value = t.value_of(tree, row)

        for wanted in (True, False):
            assert (t.value_of(holding(tree, wanted=wanted), row) is True) == (value is wanted)
            assert (t.value_of(lacking(tree, value=wanted), row) is True) == (value is not wanted)
        assert not (always_known and value is None)


def test_conditions_come_out_simple():
    """What the speed of a large set rests on: a handled absence leaves one comparison."""
    handled = rule("size is null or hours is null or size <= hours", missing=True).tree
    graded = rule("(grade is null or grade <> 4) and yes_a", missing=True).tree

    assert holding(handled, wanted=False) == rule("size > hours").tree
    assert never_unknown(handled)
    assert not never_unknown(graded)
    assert holding(graded, wanted=False) == rule("grade = 4 or not yes_a").tree
    assert lacking(handled, value=True) == rule("size > hours").tree


@LAWS
@given(CHANCE)
def test_what_is_decided_stays_so_whatever_becomes_known(chance):
    draw = random.Random(chance)
    tree, row = a_rule(draw), a_row(draw)
    value = t.value_of(tree, row)

    if value is not None:
        assert open_facts(tree, row) == ()
        for _ in range(FILLINGS):
            assert t.value_of(tree, filled(row, unknown(row), draw)) is value


@LAWS
@given(CHANCE)
def test_putting_in_the_open_facts_decides_a_rule_and_nothing_else_does(chance):
    draw = random.Random(chance)
    tree, row = a_rule(draw), a_row(draw)
    names = open_facts(tree, row)
    others = [name for name in unknown(row) if name not in names]

    assert (names == ()) == (t.value_of(tree, row) is not None)
    for _ in range(FILLINGS):
        decided = filled(row, names, draw)
        value = t.value_of(tree, decided)
        assert value is not None
        assert t.value_of(tree, filled(decided, others, draw)) is value
        assert t.value_of(tree, filled(row, others, draw)) is t.value_of(tree, row)


@LAWS
@given(CHANCE)
def test_no_change_outside_the_deciding_facts_makes_a_rule_true(chance):
    draw = random.Random(chance)
    tree, row = a_rule(draw), a_row(draw, share=0.1)
    names = deciding_facts(tree, row)

    assert (names == ()) == (t.value_of(tree, row) is True or not t.facts_of(tree))
    if t.value_of(tree, row) is not True:
        for _ in range(FILLINGS):
            changed = a_row(draw, share=0.1) | {name: row[name] for name in names}
            assert t.value_of(tree, changed) is not True


@LAWS
@given(CHANCE)
def test_explanations_name_the_facts_that_the_tree_names(chance):
    """`doubts`, `opens` and `turns` are written; `open_facts` and `deciding_facts` say slowly what they must say."""
    draw = random.Random(chance)
    missing = draw.random() < 0.5
    slot = a_slot(draw, missing=missing)
    source, constants = write_explanations([slot], NAMES)
    scope = {**constants, "shift_day": t.shift_day}
    exec(source, scope)

    for _ in range(8):
        row = a_row(draw)
        given_row = tuple(row[name] for name in NAMES)
        late = row["eligibility_outcome"]
        doubt = scope["doubts"][0](given_row, late)
        opened = scope["opens"][0](given_row, late) if doubt is None else doubt
        assert set(opened) == set(_expected(slot, row))
        assert len(opened) == len(set(opened))
        if t.value_of(slot.require, row) is not True:  # nobody asks what would make a true rule true
            assert set(scope["turns"][0](given_row, late)) == set(deciding_facts(slot.require, row))


@LAWS
@given(CHANCE)
def test_a_finding_tells_what_its_clause_used_and_what_would_change_it(chance):
    draw = random.Random(chance)
    slot = a_slot(draw, missing=draw.random() < 0.5)
    if draw.random() < 0.2:
        slot = replace(slot, require=None)  # no machine can check it
    source, constants = write_explanations([slot], NAMES)
    scope = {**constants, "shift_day": t.shift_day}
    exec(source + "\n" + write_findings([slot], [slot.policy], NAMES), scope)
    fixed = (tuple({"result": result, "facts": {}, "asks": [], "would_change": []} for result in RESULTS),)
    used = t.facts_of(slot.require) if slot.require else ()
    every = {*used, *(t.facts_of(slot.guard) if slot.guard else ())}

    for _ in range(8):
        row, pointless = a_row(draw), draw.random() < 0.5
        late = row["eligibility_outcome"]
        plain = tuple(row[name] for name in NAMES)
        rule_holds = slot.require and t.value_of(slot.require, row)
        checked = () if slot.require is None else (MET,) if rule_holds else (NOT_MET,)
        for code in (NOT_APPLICABLE, MISSING, *checked):
            flags = []
            (found,) = scope["finds"][0](code, plain, (*plain, late), late, pointless, fixed, flags)

            assert found["result"] == RESULTS[code]
            assert found["facts"] == {name: row[name] for name in (used if code in (MET, NOT_MET) else every)}
            if code == MISSING and (slot.require is None or _expected(slot, row)):
                assert set(found["would_change"]) == set(_expected(slot, row))
            elif code != MISSING:
                turning = deciding_facts(slot.require, row) if code == NOT_MET else ()
                assert set(found["would_change"]) == set(turning)
            assert found["asks"] == (["paper"] if code == MISSING else [])
            assert found.get("asking_is_pointless", pointless) is pointless
            assert flags == []


def _expected(slot, row):
    applies = slot.policy.applies
    if applies is not None and t.value_of(applies.tree, row) is None:
        return open_facts(applies.tree, row)
    return [name for tree in (slot.guard, slot.require) if tree is not None for name in open_facts(tree, row)]


def a_slot(draw, *, missing):
    """A clause of a policy; only what an explanation looks at."""
    source = Source(key="made", title="made up", issued=None, read_on=None, via=None, confidence="high")
    applies = Rules(draw, missing=False).condition(1) if draw.random() < 0.4 else None
    clause = Clause(
        id="a", says={}, require=None, applies=None, otherwise="fail", source=source, confidence="high",
        asks=("paper",), settles="fully", note=None, handles_missing=None, dated_by="service_on", from_=None,
        until=None, from_earliest=None,
    )  # fmt: skip
    policy = Policy(
        id="made/a", part="contract", title={}, jurisdiction="KR", applies=None if applies is None else rule(applies),
        dated_by="service_on", sources=(source,), clauses=(clause,), amounts=(), path="",
    )  # fmt: skip
    guard = a_rule(draw, missing=missing) if draw.random() < 0.5 else None
    require = a_rule(draw, missing=missing)
    return Slot(policy=policy, clause=clause, word=0, shift=0, guard=guard, require=require, live=True)
