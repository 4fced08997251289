"""Coefficients of agreement: what they must be whatever the grades, and what is refused."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes import agreement_coefficient, agreement_weights, cohen_kappa, krippendorff_alpha
from kneewise.outcomes.agreement.coefficients import METHODS

LEVELS = (0, 1, 2, 3, 4)
GRADES = arrays(np.float64, st.tuples(st.integers(2, 12), st.integers(2, 4)),
                elements=st.sampled_from([*map(float, LEVELS), np.nan]))  # fmt: skip
QUICK = settings(derandomize=True, max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def estimate(grades, method, weights, **more):
    """The coefficient, or None where it is not defined."""
    try:
        return agreement_coefficient(grades, method, weights=weights, levels=LEVELS, **more)
    except NotEstimable:
        return None


@QUICK
@given(GRADES, st.sampled_from(METHODS), st.sampled_from(["unweighted", "linear", "quadratic"]), st.randoms())
def test_order_of_subjects_and_readers_does_not_matter(grades, method, weights, random):
    rows, columns = list(range(grades.shape[0])), list(range(grades.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    one, other = estimate(grades, method, weights), estimate(grades[rows][:, columns], method, weights)

    assert (one is None) == (other is None)
    if one is not None:
        assert other.estimate == pytest.approx(one.estimate, abs=1e-12)
        assert other.standard_error == pytest.approx(one.standard_error, abs=1e-9)


@QUICK
@given(GRADES, st.sampled_from(METHODS), st.sampled_from(["unweighted", "linear", "quadratic", "ordinal"]))
def test_a_coefficient_lies_within_its_interval_and_is_at_most_1(grades, method, weights):
    found = estimate(grades, method, weights)

    if found is not None:
        assert found.estimate <= 1 + 1e-12
        if found.low is not None:
            assert found.low - 1e-12 <= found.estimate <= found.high + 1e-12


@QUICK
@given(GRADES, st.sampled_from(["unweighted", "linear", "quadratic"]))
def test_a_scale_read_backwards_gives_the_same(grades, weights):
    for method in METHODS:
        one, other = estimate(grades, method, weights), estimate(4 - grades, method, weights)

        assert (one is None) == (other is None)
        if one is not None:
            assert other.estimate == pytest.approx(one.estimate, abs=1e-12)


@QUICK
@given(arrays(np.int64, (5, 5), elements=st.integers(0, 9)), st.sampled_from(["unweighted", "linear", "quadratic"]))
def test_cohens_kappa_is_congers_for_two_readers_and_at_most_the_largest(table, weights):
    grades = np.repeat(np.argwhere(np.ones((5, 5))), table.ravel(), axis=0)
    try:
        kappa = cohen_kappa(table, weights=weights)
    except NotEstimable:
        assert estimate(grades, "conger", weights) is None or not table.sum()
        return

    assert estimate(grades, "conger", weights).estimate == pytest.approx(kappa.estimate, abs=1e-10)
    assert kappa.estimate <= kappa.largest + 1e-9
    assert kappa.largest <= 1 + 1e-9


def test_weights_are_credit_by_distance():
    assert agreement_weights((0, 1, 2), "linear").tolist() == [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
    assert agreement_weights((0, 1, 2), "quadratic")[0].tolist() == [1, 0.75, 0]
    assert agreement_weights(("a", "b", "c"), "linear")[0].tolist() == [1, 0.5, 0]
    assert agreement_weights((1, 10, 50), "linear")[0].tolist() == pytest.approx([1, 1 - 9 / 49, 0])
    assert agreement_weights((0, 1, 2), "ordinal")[0].tolist() == pytest.approx([1, 2 / 3, 0])
    assert agreement_weights((0, 1, 3), "ratio")[1].tolist() == pytest.approx([0, 1, 0.75])


@pytest.mark.parametrize(
    ("grades", "why"),
    [
        ([[0.0], [1.0]], "no subject was graded by two readers"),
        ([[0.0, np.nan], [np.nan, 1.0]], "no subject was graded by two readers"),
        ([[np.nan, np.nan]], "no subject was graded by two readers"),
    ],
)
def test_grades_without_overlap_are_not_compared(grades, why):
    for method in METHODS:
        with pytest.raises(NotEstimable, match=why):
            agreement_coefficient(grades, method, levels=LEVELS)
    with pytest.raises(NotEstimable, match=why):
        krippendorff_alpha(grades, levels=LEVELS)


def test_one_grade_only_leaves_nothing_beyond_chance():
    same = [[2.0, 2.0], [2.0, 2.0], [2.0, 2.0]]
    for method in ("fleiss", "conger", "krippendorff"):
        with pytest.raises(NotEstimable, match="the same one grade"):
            agreement_coefficient(same, method, levels=LEVELS)
    with pytest.raises(NotEstimable, match="the same one grade"):
        krippendorff_alpha(same)
    with pytest.raises(NotEstimable, match="the same one grade"):
        cohen_kappa([[0, 0], [0, 5]])
    with pytest.raises(NotEstimable, match="one grade only"):
        agreement_coefficient(same, "gwet")
    # On a scale of five grades chance would not have brought them together.
    assert agreement_coefficient(same, "gwet", levels=LEVELS).estimate == 1
    assert agreement_coefficient(same, "brennan-prediger", levels=LEVELS).estimate == 1


def test_full_agreement_on_several_grades_is_1_and_says_that_its_error_is_not_told():
    kappa = cohen_kappa(np.diag([3, 4, 5]))

    assert kappa.estimate == 1
    assert kappa.standard_error is kappa.low is kappa.high is None
    assert "full agreement" in kappa.why


def test_one_subject_alone_gives_no_interval():
    found = agreement_coefficient([[0.0, 1.0]], "gwet", levels=LEVELS)

    assert found.standard_error is None and found.low is None
    assert "one subject alone" in found.why


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: agreement_coefficient([[0, 1]], "kappa"), "method: found 'kappa'"),
        (lambda: agreement_coefficient([[0, 1]], "gwet", weights="cubic"), "weights: found 'cubic'"),
        (lambda: agreement_coefficient([[0, 1]], "gwet", confidence=95), "confidence: found 95"),
        (lambda: agreement_coefficient([0, 1], "gwet"), "an array of 1 dimensions"),
        (lambda: agreement_coefficient([["a", "b"]], "gwet"), "cells that are no numbers"),
        (lambda: agreement_coefficient([[0, 7]], levels=LEVELS), "row 1: found a grade that is not on the scale"),
        (lambda: agreement_coefficient([[0, 1]], levels=(0, 0, 1)), "a grade twice"),
        (lambda: cohen_kappa([[1, 2, 3]]), r"a shape of \(1, 3\)"),
        (lambda: cohen_kappa([[1.5, 0], [0, 1]]), "a cell that is no count"),
        (lambda: cohen_kappa([[1, 0], [0, 1]], levels=(0, 1, 2)), "levels: found 3"),
        (lambda: krippendorff_alpha([[0, 1]], "cardinal"), "metric: found 'cardinal'"),
        (lambda: krippendorff_alpha([[0, 1]], n_draws=-1), "n_draws"),
        (lambda: agreement_weights((-1, 1), "ratio"), "a grade below 0"),
    ],
)
def test_what_cannot_be_taken_is_told(call, text):
    with pytest.raises(BadValues, match=text):
        call()


def test_an_empty_table_is_told():
    with pytest.raises(NotEstimable, match="no subject was graded by both"):
        cohen_kappa([[0, 0], [0, 0]])
