"""Whole made-up records: what Python says of a case on its own, DuckDB says of it among thousands."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cached_property

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
from engines.made_cases import made_cases
from kneewise.case.fields import LARGEST_AMOUNT
from kneewise.case.tables import write_tables
from kneewise.device.licences import Licence
from kneewise.policy.book import load_program
from kneewise.policy.model import PART_ORDER
from kneewise.review.answer import PARTS
from kneewise.review.bulk import open_run
from kneewise.review.kits import LicenceBook, licence_book
from kneewise.review.many import review_many
from kneewise.review.one import review_cases
from kneewise.review.peer_sql import written_reason
from kneewise.review.peers import normalise_reason
from kneewise.review.verdict_rows import verdict_columns, verdict_row

N_CASES = 3_000
LICENCES = (
    ("제허 99-901호", "marrow", date(2023, 7, 11), date(2024, 2, 29)),
    ("제허 99-901호", "blood", date(2024, 2, 29), None),
    ("제허99-901", "fat", date(2024, 6, 11), date(2024, 6, 12)),
    ("제인 22-4567호", "marrow", None, date(2024, 6, 12)),
    ("제인 22-4567호", "marrow", date(2025, 1, 1), date(2025, 3, 31)),
    ("X/1", "marrow", date(2023, 1, 1), None),
    ("수허 19-12", "marrow", None, None),
)


class Made:
    """A set of made-up cases, what Python says of it, and its folders of tables."""

    def __init__(self, place, program, book, *, n_cases=N_CASES, seed=1, unknown=0.15, cases=None):
        self.program, self.book = program, book
        self.cases = cases or made_cases(n_cases, seed, unknown=unknown)
        self.facts = facts_in_python(self.cases, program, book)
        self.verdicts = verdicts_in_python(program, self.facts)
        self.folders = {form: place / form for form in ("parquet", "csv")}
        for form, folder in self.folders.items():
            write_tables(self.cases, folder, form)

    @cached_property
    def answers(self):
        return review_cases(self.cases, self.program, self.book)

    def open(self, form="parquet", **options):
        return open_run(self.folders[form], self.program, self.book, **options)

    def is_said_by(self, run, *, exact=True):
        """Compare everything; gives how many values of facts and of verdicts were compared."""
        names, columns = fact_names(self.program), verdict_names(self.program)
        found, rare = facts_in_duckdb(run, exact=exact)
        assert differences(names, self.facts, found) == []
        assert differences(columns, self.verdicts, verdicts_in_duckdb(run)) == []
        return len(found) * (len(names) + len(columns)), rare


@pytest.fixture(scope="module")
def program():
    return load_program(cache=False)


@pytest.fixture(scope="module")
def book():
    """The shipped licences, and made-up ones that begin, end, overlap and leave days between them."""
    return LicenceBook((*licence_book().licences, *(a_licence(*each) for each in LICENCES)))


def a_licence(permit, use, from_, until):
    return Licence(permit=permit, class_=3, intended_use=use, from_=from_, until=until, source="made up", note=None)


@pytest.fixture(scope="module")
def made(tmp_path_factory, program, book):
    return Made(tmp_path_factory.mktemp("made"), program, book)


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize("exact", [True, False])
def test_every_fact_and_verdict_is_the_same(made, form, exact):
    with made.open(form, threads=1) as run:
        n_values, rare = made.is_said_by(run, exact=exact)

    print(f"{N_CASES:,} cases from {form}, {'exact' if exact else 'fast'}: {n_values:,} values, none different")
    assert run.opened.n_cases == len(made.cases)
    if not exact:
        assert N_CASES / 20 < len(rare) < N_CASES  # both ways of the fast path are taken


@pytest.mark.parametrize(("range_size", "threads"), [(600, 1), (1_400, 2), (10_000, 2)])
def test_neither_ranges_nor_threads_change_a_verdict(made, range_size, threads):
    with made.open(range_size=range_size, threads=threads) as run:
        n_ranges = len(run.ranges)
        made.is_said_by(run, exact=False)

    assert (n_ranges == 1) == (range_size == 10_000)
    if range_size == 600:
        assert n_ranges > 3


def test_the_answers_of_review_cases_bear_the_same_verdicts(made):
    by_case = made.verdicts
    n_words = sum(made.program.n_words.values())

    for answer in made.answers:
        claim, recommendation, *outcomes = by_case[answer["case"]][:7]
        amounts = by_case[answer["case"]][7 + n_words : 11 + n_words]
        payable = [answer["payable"][setting] for setting in ("outpatient", "inpatient")]
        assert (answer["claim"], answer["recommendation"]) == (claim, recommendation)
        assert {part: each["outcome"] for part, each in answer["parts"].items()} == _by_part(outcomes)
        for shown, low, high in zip(payable, amounts[::2], amounts[1::2], strict=True):
            assert shown == (None if low is None or high is None else {"low": low, "high": high})


def _by_part(outcomes):
    by_part = dict(zip(PART_ORDER, outcomes, strict=True))
    return {part: by_part[part] for part in PARTS}


def test_the_made_up_cases_come_to_every_verdict_there_is(made):
    answers = made.answers
    recommendations = Counter(answer["recommendation"] for answer in answers)
    results = {
        (finding["policy"], finding["clause"], finding["result"])
        for answer in answers
        for part in answer["parts"].values()
        for finding in part["findings"]
    }
    outcomes = {(part, each["outcome"]) for answer in answers for part, each in answer["parts"].items()}
    print(dict(recommendations), len(results), "results of clauses")

    assert len(recommendations) == 6
    assert len(outcomes) >= 20
    n_clauses = sum(slot.require is not None for slot in made.program.slots)
    assert len(results) > 3 * n_clauses


@pytest.mark.parametrize(
    ("n_cases", "unknown", "form"), [(1, 0.15, "csv"), (2, 0.0, "parquet"), (60, 0.9, "csv"), (400, 0.0, "parquet")]
)
def test_small_sets_poor_ones_and_complete_ones_too(tmp_path, program, book, n_cases, unknown, form):  # noqa: PLR0917
    made = Made(tmp_path, program, book, n_cases=n_cases, seed=f"small {n_cases}", unknown=unknown)
    with made.open(form, threads=1) as run:
        made.is_said_by(run, exact=False)


def test_figures_over_the_set_are_the_same(made):
    """Peers are facts too, and were compared; here: that they say something at all."""
    names = fact_names(made.program)
    seen = {
        name: {row[names.index(name)] for row in made.facts.values()}
        for name in ("kit_reused", "kit_on_both_knees", "claims_with_same_reason", "technology_price_median")
    }

    assert seen["kit_reused"] == {None, False, True}
    assert seen["kit_on_both_knees"] == {None, False, True}
    assert len(seen["claims_with_same_reason"]) > 5
    assert len(seen["technology_price_median"]) > 2


def test_reasons_are_written_in_one_way_in_both_engines(duck):
    """Every sign that this Python's Unicode knows, alone and after a letter (a sigma ending a word is special)."""
    signs = [chr(n) for n in range(1, 0x20000) if not 0xD800 <= n < 0xE000 and unicodedata.category(chr(n)) != "Cn"]
    texts = [*signs, *(f"A{sign}" for sign in signs if sign.lower() != sign)]
    query = f"SELECT x, {written_reason('x')} FROM (SELECT unnest($1::VARCHAR[]) AS x)"
    found = duck.execute(query, [texts]).fetchall()

    assert [text for text, theirs in found if theirs != normalise_reason(text)] == []


def test_a_claim_is_never_cut_in_two_whatever_the_order_of_the_rows(tmp_path, program, book):
    """Rows in the order of claims, keys of cases in another: a range of keys could part the knees of a claim."""
    cases = made_cases(300, "out of order")
    made = Made(tmp_path, program, book, cases=[replace(case, case=f"{-n % 7}{n:03}") for n, case in enumerate(cases)])
    file = made.folders["parquet"] / "cases.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS FROM '{file}' ORDER BY claim, \"case\" DESC")
        connection.execute(f"COPY t TO '{file}' (FORMAT parquet)")

    with made.open(range_size=30, threads=1) as run:
        made.is_said_by(run)


def test_the_file_of_verdicts_holds_the_rows_of_the_answers(made, tmp_path):
    """What `review FOLDER --out` writes in bulk is what the same answers give one by one, flags and all."""
    expected = [verdict_row(answer, made.program) for answer in made.answers]
    file = tmp_path / "verdicts.parquet"

    with review_many(made.folders["parquet"], made.program, made.book) as many:
        many.pass_over(verdicts=file)
    with duckdb.connect() as connection:
        result = connection.execute(f"FROM '{file}' ORDER BY \"case\"")
        names = [each[0] for each in result.description]
        rows = result.fetchall()

    assert names == list(verdict_columns(made.program))
    assert rows == sorted(expected)


def test_a_case_opened_out_of_many_is_explained_as_it_is_alone_among_them(made):
    """Not the verdict only: every finding, value, paper and way to change it."""
    alone = {answer["case"]: answer for answer in made.answers}

    with review_many(made.folders["parquet"], made.program, made.book) as many:
        found: list = []
        many.pass_over(with_answers=found.extend)

    assert len(found) == len(alone)
    assert [answer["case"] for answer in found if answer != alone[answer["case"]]] == []


def test_bills_beyond_what_a_bill_can_come_to_are_unknown_to_both(tmp_path, program, book):
    """Nine thousand lines of the largest amount are more than 64 bits hold."""
    several = [each for each in made_cases(400, "bills") if each.charges]
    lines = (1, 2, 9_999)
    cases = [
        replace(
            case,
            claim=f"claim {n // 2}",
            charges=(replace(case.charges[0], item="injection", amount=LARGEST_AMOUNT, currency="KRW"),) * lines[n % 3],
        )
        for n, case in enumerate(several[:30])
    ]
    made = Made(tmp_path, program, book, cases=cases)

    with made.open(threads=1) as run:
        made.is_said_by(run, exact=False)

    price = fact_names(program).index("injection_price")
    assert {row[price] for row in made.facts.values()} == {LARGEST_AMOUNT, None}


def test_missing_tables_and_columns_are_unknown_to_both(tmp_path, program, book):
    """What a folder leaves out is what a record leaves out."""
    nothing = {"risks": (), "charges": (), "statements": (), "discount": None, "published_price": None}
    made = Made(tmp_path, program, book, cases=[replace(case, **nothing) for case in made_cases(200, "left out")])
    folder = made.folders["parquet"]
    for name in ("risks", "charges", "statements"):
        (folder / f"{name}.parquet").unlink()
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE t AS SELECT * EXCLUDE (discount, published_price) FROM '{folder}/cases.parquet'"
        )
        connection.execute(f"COPY t TO '{folder}/cases.parquet' (FORMAT parquet)")

    with made.open(threads=1) as run:
        made.is_said_by(run, exact=False)
