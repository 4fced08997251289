"""The demo set of 20,000 cases by both engines; what is planted is found, and the clean raise this many flags."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from engines.both_ways import (
    differences,
    fact_names,
    facts_in_duckdb,
    facts_in_python,
    verdict_names,
    verdicts_in_duckdb,
    verdicts_in_python,
)
from kneewise.case.table_cases import cases_from_tables
from kneewise.case.tables import open_tables
from kneewise.policy.book import load_program
from kneewise.policy.verdict_python import NOT_MET, RESULTS
from kneewise.policy.verdict_sql import word_name
from kneewise.review.bulk import open_run
from kneewise.review.demo import write_demo
from kneewise.review.kits import licence_book

N_CASES, SEED = 20_000, 1
# Flags raised on clean cases, for each 1,000 of them; the documentation states this figure.
FLAGS_PER_1000_CLEAN = 0.0


@pytest.fixture(scope="module")
def program():
    return load_program(cache=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("demo") / "set", n_cases=N_CASES, seed=SEED)


@pytest.fixture(scope="module")
def book(demo):
    return licence_book(str(demo.licences))


@pytest.fixture(scope="module")
def in_duckdb(demo, program, book):
    """Facts and verdicts as the bulk run makes them, in several ranges."""
    with open_run(demo.folder, program, book, threads=2, range_size=9_000) as run:
        facts, rare = facts_in_duckdb(run, exact=False)
        assert len(run.ranges) > 1
        return facts, rare, verdicts_in_duckdb(run)


@pytest.fixture(scope="module")
def truth(demo):
    with duckdb.connect() as connection:
        result = connection.execute(f"FROM '{demo.truth / 'truth.parquet'}'")
        names = [each[0] for each in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_twenty_thousand_cases_are_the_same_both_ways(demo, program, book, in_duckdb):
    with duckdb.connect(config={"threads": 1}) as connection:
        open_tables(connection, demo.folder)
        keys = [key for (key,) in connection.execute('SELECT "case" FROM in_cases ORDER BY 1').fetchall()]
        cases = list(cases_from_tables(connection, keys))
    facts, _, verdicts = in_duckdb
    ours = facts_in_python(cases, program, book)

    assert differences(fact_names(program), ours, facts) == []
    assert differences(verdict_names(program), verdicts_in_python(program, ours), verdicts) == []
    n_values = len(ours) * (len(fact_names(program)) + len(verdict_names(program)))
    print(f"{len(ours):,} demo cases: {n_values:,} values, none different")
    assert len(ours) == N_CASES


def results_of(program, verdict):
    """The result of each clause of one case, by `policy/clause`."""
    by_name = dict(zip(verdict_names(program), verdict, strict=True))
    return {
        f"{slot.policy.id}/{slot.clause.id}": (by_name[word_name(slot.part, slot.word)] >> slot.shift) & 3
        for slot in program.slots
        if slot.live
    }


def test_what_is_planted_is_found(program, in_duckdb, truth):
    verdicts = in_duckdb[2]
    planted = [row for row in truth if row["broken_clause"] is not None and row["seen_in"] != "provider"]
    missed = [
        row["way"]
        for row in planted
        if RESULTS[results_of(program, verdicts[row["case"]])[row["broken_clause"]]] != row["expected_result"]
    ]
    by_name = [dict(zip(verdict_names(program), verdicts[row["case"]], strict=True)) for row in planted]

    assert len(planted) > N_CASES / 5
    assert missed == []
    assert all(said["recommendation"] == row["recommendation"] for said, row in zip(by_name, planted, strict=True))


def test_clean_cases_are_paid_and_raise_as_few_flags_as_is_said(program, in_duckdb, truth):
    verdicts = in_duckdb[2]
    clean = [row["case"] for row in truth if row["broken_clause"] is None]
    at = verdict_names(program).index("recommendation")
    flags = {f"{slot.policy.id}/{slot.clause.id}" for slot in program.slots if slot.clause.otherwise == "flag"}
    raised = Counter(
        clause
        for case in clean
        for clause, result in results_of(program, verdicts[case]).items()
        if clause in flags and result == NOT_MET
    )
    per_1000 = 1000 * raised.total() / len(clean)
    print(f"{raised.total()} flags on {len(clean):,} clean cases, {per_1000:.3f} for each 1,000: {dict(raised)}")

    assert {verdicts[case][at] for case in clean} == {"pay"}
    assert len(clean) > N_CASES / 2
    assert per_1000 == FLAGS_PER_1000_CLEAN
