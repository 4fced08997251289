"""Every clause of every shipped policy on cases worked by hand; no result and no edge may be left out.

The form of the files is described in `kneewise.policy.worked`. A policy without such a file fails here.
"""

from __future__ import annotations

import pytest

from kneewise.case.documents import case_from_document
from kneewise.policy import tree as t
from kneewise.policy.catalogue import needed_facts, read_catalogue
from kneewise.policy.worked import RESULTS
from policies.bench import (
    facts_of_first,
    law_book,
    outcome,
    result_of,
    review,
    without_each,
    worked,
    worked_files,
)
from policies.reached import edges, shown, wanted, write

POLICIES = [policy.id for policy in law_book().policies]
ROWS = [
    pytest.param(file, row, id=f"{file.policy}-{row.number}-{row.clause}")
    for file in worked_files()
    for row in file.rows
]
SLOTS = [pytest.param(slot, id=f"{slot.policy.id}/{slot.clause.id}") for slot in law_book().slots]


def rows_of(slot):
    return [row for row in worked(slot.policy.id).rows if row.clause == slot.clause.id]


def never_of(slot):
    return {never.result for never in worked(slot.policy.id).never if never.clause == slot.clause.id}


def test_every_policy_has_its_worked_cases():
    assert sorted(each.policy for each in worked_files()) == sorted(POLICIES)


@pytest.mark.parametrize("policy", POLICIES)
def test_worked_cases_name_clauses_that_exist(policy):
    file = worked(policy)
    clauses = {slot.clause.id for slot in law_book().slots if slot.policy.id == policy}

    assert {each.clause for each in (*file.rows, *file.never)} | set(file.base_results) == clauses


@pytest.mark.parametrize("policy", POLICIES)
def test_the_base_meets_every_clause(policy):
    file = worked(policy)
    answer = review(file.base, licences=file.licences)[0]
    clauses = [slot.clause.id for slot in law_book().slots if slot.policy.id == policy]

    found = {clause: result_of(answer, policy, clause) for clause in clauses}

    assert found == {clause: file.base_results.get(clause, "met") for clause in clauses}


@pytest.mark.parametrize(("file", "row"), ROWS)
def test_a_worked_case_comes_out_as_written(file, row):
    answer = review(*file.documents(row), licences=file.licences)[0]

    assert result_of(answer, file.policy, row.clause) == row.result
    if row.outcome is not None:
        part = next(policy.part for policy in law_book().policies if policy.id == file.policy)
        assert outcome(answer, part) == row.outcome
    if row.recommendation is not None:
        assert answer["recommendation"] == row.recommendation


@pytest.mark.parametrize("slot", SLOTS)
def test_every_clause_is_worked_in_all_four_results(slot):
    worked_out = {row.result for row in rows_of(slot)}

    assert worked_out | never_of(slot) == set(RESULTS)
    assert not worked_out & never_of(slot), "a result that is said never to happen is worked out"


@pytest.mark.parametrize("slot", SLOTS)
def test_every_condition_is_seen_both_ways_and_every_edge_from_both_sides(slot):
    file = worked(slot.policy.id)
    trees = [tree for tree in (slot.guard, slot.require) if tree is not None]
    if slot.clause.start_of:  # its rule is false on every day on which it binds; its guard holds the two days
        trees = trees[:1]
    facts = [facts_of_first(file.documents(row), file.licences) for row in rows_of(slot)]

    seen = {each for tree in trees for row in facts for each in shown(tree, row)}

    assert [each for tree in trees for each in wanted(tree) if each not in seen] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_is_worked_where_it_applies_and_where_not(policy):
    file, tree = worked(policy), next(each for each in law_book().policies if each.id == policy).applies
    if tree is None:
        return
    facts = [facts_of_first(file.documents(row), file.licences) for row in file.rows]

    seen = {each for row in facts for each in shown(tree.tree, row)}

    assert [each for each in wanted(tree.tree) if each not in seen] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_the_days_inside_the_facts_that_a_policy_uses_are_worked_on_both_sides(policy):
    catalogue, file = read_catalogue(), worked(policy)
    slots = [slot for slot in law_book().slots if slot.policy.id == policy]
    used = {
        name
        for slot in slots
        for tree in (slot.guard, slot.require)
        if tree is not None
        for name in t.facts_of(tree)
    }
    days = {
        edge
        for name in needed_facts(catalogue, used)
        if catalogue[name].tree is not None
        for condition in t.walk(catalogue[name].tree)
        for edge in edges(condition)
        if isinstance(condition, t.Compare) and condition.right.type == "day"
    }
    facts = [facts_of_first(file.documents(row), file.licences) for row in file.rows] if days else []

    assert {(name, day) for name, day in days if not any(row[name] == day for row in facts)} == set()


@pytest.mark.parametrize("slot", SLOTS)
def test_what_never_happens_cannot_happen(slot):
    """Not applicable: the clause always binds. The other results: no loss of a field brings them about."""
    never = never_of(slot)
    if "not-applicable" in never:
        assert slot.guard is None, write(slot.guard)
        assert slot.policy.applies is None
    if slot.require is None:
        assert never == {"met", "not-met"} | never
        return
    file = worked(slot.policy.id)
    found = {result_of(answer, slot.policy.id, slot.clause.id) for answer in lessened(file.policy)}
    assert not found & never


_lessened: dict[str, list] = {}


def lessened(policy):
    """The answers to the base without one of its fields or lists, each in turn, and to an empty record."""
    if policy not in _lessened:
        file = worked(policy)
        documents = [*without_each(file.base), {"case": "empty", "knee": "left"}]
        _lessened[policy] = [review(each, licences=file.licences)[0] for each in documents]
    return _lessened[policy]


@pytest.mark.parametrize("policy", POLICIES)
def test_worked_cases_are_records(policy):
    file = worked(policy)

    for row in file.rows:
        for document in file.documents(row):
            case_from_document(document, file=file.path, row=row.number)
