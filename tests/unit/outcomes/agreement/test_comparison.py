"""Readers compared in full: pairs, boundaries, margins, the adjudication list, and where grades come from."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes import (
    adjudication_list,
    bowker_test,
    cohen_kappa,
    compare_readers,
    grade_boundaries,
    grades_from_long,
    grades_from_wide,
    stuart_maxwell_test,
)

KL = np.array([[22, 5, 1, 0, 0], [6, 40, 9, 1, 0], [1, 8, 55, 12, 0], [0, 2, 10, 48, 5], [0, 0, 1, 4, 30]])
TABLES = arrays(np.int64, (4, 4), elements=st.integers(0, 6))
QUICK = settings(derandomize=True, max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def subjects_of(table):
    return np.repeat(np.argwhere(np.ones_like(table)), np.ravel(table), axis=0).astype(float)


@QUICK
@given(TABLES)
def test_linear_kappa_is_the_mean_of_the_kappas_of_the_boundaries(table):
    try:
        linear = cohen_kappa(table, weights="linear").estimate
    except NotEstimable:
        return
    boundaries = grade_boundaries(subjects_of(table), levels=range(4))
    chance, found = 0.0, 0.0
    for each in boundaries:
        # A side that nobody used has no disagreement by chance, and so no say.
        if each.kappa is not None:
            weight = 1 - each.kappa.expected
            chance += weight
            found += weight * each.kappa.estimate

    assert found / chance == pytest.approx(linear, abs=1e-9)


@QUICK
@given(TABLES)
def test_shares_of_the_boundaries_add_up_and_count_the_steps(table):
    try:
        boundaries = grade_boundaries(subjects_of(table), levels=range(4))
    except NotEstimable:
        assert table.sum() == 0
        return
    rows, columns = np.indices(table.shape)
    steps = (np.abs(rows - columns) * table).sum()

    assert sum(each.n_split for each in boundaries) == steps
    assert [each.share for each in boundaries] == pytest.approx([each.n_split / steps for each in boundaries]) \
        if steps else all(each.share is None for each in boundaries)  # fmt: skip


def test_a_boundary_says_who_goes_over_it_more_often():
    # The second reader reads KL 2 where the first reads KL 1, nine times out of ten disagreements.
    table = np.zeros((5, 5), dtype=int)
    table[1, 1], table[2, 2], table[1, 2], table[2, 1] = 20, 20, 9, 1
    boundary = grade_boundaries(subjects_of(table), levels=range(5))[1]

    assert (boundary.below, boundary.above, boundary.n_pairs, boundary.n_split) == (1, 2, 50, 10)
    assert boundary.over == ((1, 10), (9, 10))
    assert boundary.p_same == pytest.approx(2 * 11 / 1024)
    assert boundary.share == 1


def test_a_side_that_nobody_used_has_no_kappa_and_says_so():
    boundary = grade_boundaries([[0, 0], [0, 1], [1, 1]], levels=range(5))[3]

    assert boundary.kappa is None and "the same one grade" in boundary.why
    assert boundary.gwet.estimate == 1


def test_three_readers_have_no_test_of_the_side():
    assert {each.p_same for each in grade_boundaries([[0, 1, 1], [1, 1, 2]], levels=range(3))} == {None}


def test_margins_of_readers_who_never_differ_are_not_tested():
    assert bowker_test(np.diag([3, 4])).why == stuart_maxwell_test(np.diag([3, 4])).why == "the readers never differ"


@QUICK
@given(arrays(np.int64, (2, 2), elements=st.integers(0, 20)))
def test_margins_of_two_grades_are_mcnemars(table):
    if table.sum() == 0:
        return
    one, other = bowker_test(table), stuart_maxwell_test(table)

    assert one.statistic == pytest.approx(other.statistic, abs=1e-9) if one.statistic is not None else other.df == 0


@QUICK
@given(TABLES, st.permutations(range(4)))
def test_names_of_grades_do_not_matter_to_the_margins(table, order):
    if table.sum() == 0:
        return
    for test in (bowker_test, stuart_maxwell_test):
        one, other = test(table), test(table[np.ix_(order, order)])

        assert one.df == other.df
        assert other.statistic == pytest.approx(one.statistic, abs=1e-7) if one.statistic is not None else True


def test_the_adjudication_list_has_the_farthest_apart_first():
    grades = grades_from_wide(
        {"image": ["a", "b", "c", "d"], "r1": [0, 2, 3, 1], "r2": [1, 2, 0, None], "r3": [None, 2, 3, 2]},
        readers=["r1", "r2", "r3"], subject="image", levels=range(5),
    )  # fmt: skip
    listed = adjudication_list(grades)

    assert [(each.subject, each.steps, each.n_readers) for each in listed] == [("c", 3, 3), ("a", 1, 2), ("d", 1, 2)]
    assert listed[0].grades == (3, 0, 3) and listed[1].grades == (0, 1, None)
    assert listed[0].crosses == ((0, 1), (1, 2), (2, 3))
    assert [each.subject for each in adjudication_list(grades, at_least=2)] == ["c"]
    assert [each.subject for each in adjudication_list(grades, crossing=(1, 2))] == ["c", "d"]
    with pytest.raises(BadValues, match=r"crossing: found 1\|3; allowed: one of 0\|1, 1\|2"):
        adjudication_list(grades, crossing=(1, 3))
    with pytest.raises(BadValues, match="at_least: found 0"):
        adjudication_list(grades, at_least=0)


def long_rows():
    rows = [("k1", "A", 2), ("k1", "B", 3), ("k2", "A", 1), ("k2", "B", None), ("k3", None, 2), ("k3", "B", 4)]
    return {name: [row[n] for row in rows] for n, name in enumerate(("knee", "reader", "grade"))}


def test_long_tables_of_any_kind_give_the_same_grades():
    plain = grades_from_long(long_rows(), subject="knee", reader="reader", grade="grade", levels=range(5))

    assert plain.subjects == ("k1", "k2", "k3") and plain.readers == ("A", "B")
    assert plain.codes.tolist() == [[2, 3], [1, -1], [-1, 4]]
    for table in (pl.DataFrame(long_rows()), pd.DataFrame(long_rows())):
        other = grades_from_long(table, subject="knee", reader="reader", grade="grade", levels=range(5))
        assert other.codes.tolist() == plain.codes.tolist()


def test_one_reader_grading_one_knee_twice_is_refused_with_the_rows():
    rows = {"knee": ["k1", "k2", "k1"], "reader": ["A", "A", "A"], "grade": [1, 2, 2]}
    with pytest.raises(BadValues, match="rows 1, 3; allowed: one grade a subject and reader"):
        grades_from_long(rows, subject="knee", reader="reader", grade="grade")


def test_a_key_twice_in_a_wide_table_is_refused():
    with pytest.raises(BadValues, match="a key missing or there twice"):
        grades_from_wide({"knee": ["k1", "k1"], "A": [1, 2], "B": [1, 2]}, readers=["A", "B"], subject="knee")


def test_a_comparison_holds_each_figure_or_says_why_not():
    found = compare_readers(subjects_of(KL), levels=range(5), n_draws=200)

    assert (found.n_subjects, found.n_compared, len(found.coefficients)) == (260, 260, 12)
    assert found.missing == ()
    assert found.pairs[0].plain.estimate == pytest.approx(0.6779848328950878)
    assert found.pairs[0].higher + found.pairs[0].lower == len(found.disputes) == 65
    assert np.array(found.pairs[0].table).tolist() == KL.tolist()
    assert json.dumps(as_document(found), allow_nan=False)


def test_a_pair_without_a_common_subject_is_missing_by_name():
    grades = [[0, 1, np.nan], [2, 2, np.nan], [1, np.nan, 1], [3, np.nan, 4]]
    found = compare_readers(grades, levels=range(5), n_draws=0)

    assert ("kappa of reader 2 and reader 3, unweighted", "no subject was graded by both readers: there is nothing "
            "to compare") in found.missing  # fmt: skip
    assert found.pairs[2].plain is None and found.pairs[2].bowker is None
    assert any(name == "intraclass correlation" for name, _ in found.missing)


@pytest.mark.parametrize(
    ("grades", "why"),
    [
        ([[1.0], [2.0]], "found grades of 1 reader; agreement needs two"),
        ([[1.0, np.nan], [2.0, np.nan]], "found grades of 1 reader; agreement needs two"),
        ([[1.0, np.nan], [np.nan, 2.0]], "no subject was graded by two readers"),
        ([[np.nan, np.nan]], "found grades of 0 readers"),
    ],
)
def test_one_reader_or_no_overlap_is_told(grades, why):
    with pytest.raises(NotEstimable, match=why):
        compare_readers(grades, levels=range(5))


def test_one_grade_only_keeps_what_can_be_said():
    found = compare_readers([[2.0, 2.0], [2.0, 2.0]], levels=range(5), n_draws=100)

    assert {each.method for each in found.coefficients} == {"percent", "brennan-prediger", "gwet"}
    assert found.alpha is None and found.disputes == ()
    assert {"fleiss, unweighted", "krippendorff alpha", "intraclass correlation"} <= {name for name, _ in found.missing}


def test_one_grade_throughout_is_told_as_such_and_has_no_boundary():
    found = compare_readers(np.full((30, 2), 2.0))

    assert found.n_compared == 30 and found.boundaries == ()
    assert all("nothing to compare" not in why for _, why in found.missing)
    assert {"kappa of reader 1 and reader 2, unweighted", "krippendorff alpha"} <= {name for name, _ in found.missing}


def test_full_agreement_claims_no_certainty():
    found = compare_readers(np.repeat([[0.0], [1.0], [2.0]] * 4, 2, axis=1), n_draws=200)

    assert {each.estimate for each in found.coefficients} == {1.0}
    assert all(each.low is None and "same agreement" in (each.why or "") for each in found.coefficients)
    assert found.alpha is not None and found.alpha.low is None and "same alpha" in (found.alpha.why or "")


def test_grades_in_numbers_and_text_are_refused():
    with pytest.raises(BadValues, match=r"grades of several types \(float, str\)"):
        grades_from_wide({"a": [1.0, 2.0], "b": ["1", "2"]}, readers=["a", "b"])


def test_a_grade_off_the_scale_is_told_with_the_scale_as_written():
    with pytest.raises(BadValues, match=r"allowed: 0, 1, 2$"):
        grades_from_wide({"a": [0, 3], "b": [1, 1]}, readers=["a", "b"], levels=(0.0, 1.0, 2.0))


def test_subjects_alike_on_average_leave_no_intraclass_correlation():
    found = compare_readers(np.array([[0.0, 2.0], [1.0, 1.0]]), n_draws=50)

    assert found.intraclass == ()
    assert ("intraclass correlation", "the subjects do not differ on average") in [
        (name, why.split(":")[0]) for name, why in found.missing
    ]


@QUICK
@given(arrays(np.int64, (3, 3), elements=st.integers(0, 2)))
def test_small_tables_give_figures_or_reasons(table):
    found = compare_readers(table.astype(float), n_draws=0)

    assert all(not np.isnan([each.low, each.estimate, each.high]).any() for each in found.intraclass)
    assert found.intraclass or "intraclass correlation" in dict(found.missing)
