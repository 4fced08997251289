"""Small-study effects at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import egger_test, fail_safe_n, peters_test, pool, rank_test, selection_model, trim_and_fill

Y = np.array([0.1, 0.3, 0.2, 0.9, 0.5, 1.2, 0.8])
V = np.array([0.01, 0.02, 0.03, 0.2, 0.1, 0.4, 0.3])


@pytest.mark.parametrize("method", [egger_test, rank_test, trim_and_fill])
def test_two_trials_tell_no_asymmetry(method):
    with pytest.raises(NotEstimable, match="at least 3"):
        method(Y[:2], V[:2])


def test_trials_of_one_size_tell_no_asymmetry():
    for method in (egger_test, rank_test):
        with pytest.raises(NotEstimable, match=r"one size|equal"):
            method(Y, np.full(7, 0.1))


def test_trials_of_one_size_can_still_be_filled():
    assert trim_and_fill(Y, np.full(7, 0.1)).n_missing >= 0


@pytest.mark.parametrize(("name", "value"), [("model", "glm"), ("predictor", "n")])
def test_a_choice_of_the_regression_that_is_not_known_is_refused(name, value):
    with pytest.raises(BadValues, match="allowed"):
        egger_test(Y, V, **{name: value})


@pytest.mark.parametrize(("name", "value"), [("estimator", "L1"), ("side", "up")])
def test_a_choice_of_the_filling_that_is_not_known_is_refused(name, value):
    with pytest.raises(BadValues, match="allowed"):
        trim_and_fill(Y, V, **{name: value})


def test_effects_on_a_line_have_no_error_of_its_slope():
    v = np.array([0.01, 0.04, 0.09, 0.16])
    with pytest.raises(NotEstimable, match="on the line"):
        egger_test(2.0 + 3.0 * np.sqrt(v), v)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), k=st.integers(3, 20), estimator=st.sampled_from(["L0", "R0", "Q0"]))
def test_filled_trials_mirror_trials_that_are_there(seed, k, estimator):
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 1, k)
    y = rng.normal(0, np.sqrt(v)) + rng.exponential(1) * v
    found = trim_and_fill(y, v, estimator=estimator)

    assert 0 <= found.n_missing <= k - 2
    assert found.effects.size == found.variances.size == found.n_missing
    assert set(found.variances.tolist()) <= set(v.tolist())
    assert found.pooled.k == k + found.n_missing


def test_a_given_side_is_filled():
    left, right = trim_and_fill(Y, V, side="left"), trim_and_fill(Y, V, side="right")

    assert left.n_missing > 0
    assert (left.effects < pool(Y, V).estimate).all()
    assert right.n_missing == 0


def test_mirrored_effects_are_filled_on_the_other_side():
    one, other = trim_and_fill(Y, V), trim_and_fill(-Y, V)

    assert {one.side, other.side} == {"left", "right"}
    np.testing.assert_allclose(one.effects, -other.effects)
    assert one.pooled.estimate == pytest.approx(-other.pooled.estimate)


def test_fail_safe_number_is_0_where_nothing_is_significant():
    assert fail_safe_n([0.0, 0.01], [1.0, 1.0]) == 0
    with pytest.raises(NotEstimable):
        fail_safe_n([np.nan], [1.0])


@pytest.mark.parametrize("effects", [[0.0, 0.1, 0.05], [5.0, 6.0, 7.0]])
def test_selection_cannot_be_told_where_all_or_no_trials_are_significant(effects):
    with pytest.raises(NotEstimable, match="of 3 trials are significant"):
        selection_model(effects, [0.1, 0.1, 0.1], favours="higher")


@pytest.mark.parametrize(("name", "value"), [("favours", "up"), ("cut", 2.0)])
def test_a_choice_of_the_selection_model_that_is_not_known_is_refused(name, value):
    with pytest.raises(BadValues, match="allowed"):
        selection_model(Y, V, **{"favours": "higher", name: value})


def test_selection_of_mirrored_effects_mirrors_the_estimate():
    rng = np.random.default_rng(5)
    v = rng.uniform(0.01, 0.2, 30)
    y = rng.normal(0.2, np.sqrt(v + 0.02))
    one, other = selection_model(y, v, favours="higher"), selection_model(-y, v, favours="lower")

    assert one.estimate == pytest.approx(-other.estimate, abs=1e-6)
    assert one.published == pytest.approx(other.published, rel=1e-5)


def test_selection_that_made_the_trials_is_found():
    """Of 4,000 trials of no effect, one in ten of those that are not significant was published."""
    rng = np.random.default_rng(11)
    v = rng.uniform(0.02, 0.3, 4000)
    y = rng.normal(0.1, np.sqrt(v + 0.02))
    published = (y > 1.96 * np.sqrt(v)) | (rng.random(4000) < 0.1)
    found = selection_model(y[published], v[published], favours="higher")

    assert abs(found.estimate - 0.1) < 3.5 * found.se
    assert found.published_ci[0] < 0.1 < found.published_ci[1]
    assert pool(y[published], v[published]).estimate > found.estimate + 0.1
    assert found.selection.p < 1e-4


def test_peters_test_leaves_double_zeros_out():
    found = peters_test([1, 4, 6, 9, 0], [20, 40, 80, 160, 50], [2, 5, 9, 20, 0], [20, 44, 70, 150, 50])

    assert found.k == 4
    assert found.df == 2
