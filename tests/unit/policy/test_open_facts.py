"""What would change a result: the compiled explanation names what the slow one names, on made-up rules and rows."""

from __future__ import annotations

import random

import pytest

from engines.made_books import a_book, compiled
from engines.made_facts import made_rows
from kneewise.policy.open_facts import deciding_facts, open_facts
from kneewise.policy.tree import value_of


def expected_open(slot, facts):
    """The unknown facts that the clause still hangs on: those of the policy's condition first, if that is unknown."""
    applies = slot.policy.applies
    if applies is not None and value_of(applies.tree, facts) is None:
        return open_facts(applies.tree, facts)
    trees = [tree for tree in (slot.guard, slot.require) if tree is not None]
    return tuple(dict.fromkeys(name for tree in trees for name in open_facts(tree, facts)))


@pytest.mark.parametrize("seed", range(4))
def test_the_compiled_explanation_says_what_the_slow_one_says(seed, monkeypatch):
    program = compiled(a_book(seed), monkeypatch)
    functions = program.functions
    for row in made_rows(60, program.names, random.Random(seed)):
        facts = dict(zip(program.names, row, strict=True)) | {"eligibility_outcome": None}
        for slot, opens, turns in zip(program.slots, functions["opens"], functions["turns"], strict=True):
            assert tuple(opens(row, None)) == expected_open(slot, facts), slot.clause.id
            if slot.require is not None and not value_of(slot.require, facts):  # asked for only there
                assert tuple(turns(row, None)) == deciding_facts(slot.require, facts), slot.clause.id
