"""Krippendorff's alpha and the intraclass correlation: laws, intervals, and what cannot be told."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes import agreement_coefficient, intraclass_correlation, krippendorff_alpha

GRADES = arrays(np.float64, st.tuples(st.integers(3, 10), st.integers(2, 4)),
                elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, np.nan]))  # fmt: skip
VALUES = arrays(np.float64, st.tuples(st.integers(3, 8), st.integers(2, 4)),
                elements=st.floats(-100, 100).map(lambda value: round(value, 2)))  # fmt: skip
QUICK = settings(derandomize=True, max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def readings(n=40, seed=5):
    draws = np.random.default_rng(seed)
    true = draws.integers(0, 5, n)
    return np.clip(true[:, None] + draws.choice([-1, 0, 0, 0, 1], (n, 3)), 0, 4).astype(float)


@QUICK
@given(GRADES)
def test_nominal_and_interval_alpha_are_the_coefficient_less_its_small_sample_share(grades):
    for metric, weights in (("nominal", "unweighted"), ("interval", "quadratic")):
        try:
            alpha = krippendorff_alpha(grades, metric, n_draws=0, levels=range(5))
        except NotEstimable:
            continue
        other = agreement_coefficient(grades, "krippendorff", weights=weights, levels=range(5))

        # 1 - alpha = (1 - 1/N) times disagreement over expected; the coefficient adds 1/N to the agreement.
        assert other.estimate == pytest.approx(alpha.estimate, abs=1e-10)


@QUICK
@given(GRADES, st.sampled_from(["nominal", "ordinal"]))
def test_alpha_does_not_see_the_names_of_grades_only_their_order(grades, metric):
    named = np.array([1.0, 2.0, 4.0, 8.0, 16.0, np.nan])[np.where(np.isnan(grades), 5, grades).astype(int)]
    try:
        one = krippendorff_alpha(grades, metric, n_draws=0)
    except NotEstimable:
        with pytest.raises(NotEstimable):
            krippendorff_alpha(named, metric, n_draws=0)
        return

    assert krippendorff_alpha(named, metric, n_draws=0).estimate == pytest.approx(one.estimate, abs=1e-12)


def test_the_same_seed_gives_the_same_interval_and_it_holds_the_estimate():
    one, two = (krippendorff_alpha(readings(), n_draws=500, seed=7) for _ in range(2))
    other = krippendorff_alpha(readings(), n_draws=500, seed=8)

    assert (one.low, one.high) == (two.low, two.high) != (other.low, other.high)
    assert one.low < one.estimate < one.high
    assert one.n_undefined == 0


def test_the_interval_of_alpha_holds_the_truth_about_as_often_as_it_says():
    # Readers who each see the true grade, moved a step at random: alpha of very many subjects is the truth.
    truth = krippendorff_alpha(readings(200_000, seed=1), "ordinal", n_draws=0).estimate
    held = [
        alpha.low <= truth <= alpha.high
        for alpha in (krippendorff_alpha(readings(60, seed), "ordinal", n_draws=200) for seed in range(200))
    ]

    # Percentile intervals of 60 subjects fall a little short of 95 %; 200 trials may stray by 4 %.
    assert 0.89 <= np.mean(held) <= 0.99


def test_an_interval_is_not_told_where_many_samples_hold_one_grade_only():
    alpha = krippendorff_alpha([[0, 0], [0, 0], [0, 1]], "nominal", n_draws=400)

    assert alpha.low is None and alpha.n_undefined > 20
    assert "one grade only" in alpha.why


@QUICK
@given(VALUES)
def test_intraclass_correlations_lie_in_their_limits_and_do_not_see_units(values):
    try:
        found = intraclass_correlation(values)
    except NotEstimable:
        return
    moved = intraclass_correlation(values * 2.5 + 10)
    for one, other in zip(found, moved, strict=True):
        assert other.estimate == pytest.approx(one.estimate, abs=1e-6, rel=1e-6)
        if not one.form.endswith("k"):
            assert one.estimate <= 1 + 1e-9
            # The limits of ICC2 rest on degrees of freedom that are themselves estimated.
            assert one.form == "ICC2" or one.low - 1e-9 <= one.estimate <= one.high + 1e-9


def test_subjects_with_a_gap_are_left_out_and_counted():
    values = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, np.nan]])
    found = intraclass_correlation(values)

    assert {each.n_left_out for each in found} == {1}
    assert [each.estimate for each in found] == [each.estimate for each in intraclass_correlation(values[:3])]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([[1.0], [2.0]], "needs two readers and two subjects"),
        ([[1.0, 2.0]], "needs two readers and two subjects"),
        ([[1.0, np.nan], [np.nan, 2.0]], "needs two readers and two subjects"),
        ([[1.0, 1.0], [2.0, 2.0]], "no error at all"),
        ([[1.0, 2.0], [2.0, 3.0], [5.0, 6.0]], "no error at all"),
        ([[3.0, 3.0], [3.0, 3.0]], "no error at all"),
    ],
)
def test_where_the_intraclass_correlation_cannot_be_told_it_says_why(values, why):
    with pytest.raises(NotEstimable, match=why):
        intraclass_correlation(values)


def test_a_list_is_no_table():
    with pytest.raises(BadValues, match="an array of 1 dimensions"):
        intraclass_correlation([1.0, 2.0])
