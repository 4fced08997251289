"""What `pool` does at the edges, and laws that hold for any trials."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import effect_sizes, pool
from kneewise.evidence.pooling.tau2 import METHODS

BROKEN_TEXT = "no array of numbers"


def trials(seed, k, tau=0.3):
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 0.5, k)
    return rng.normal(0.4, np.sqrt(v + tau**2)), v


@pytest.mark.parametrize("tau2", METHODS)
def test_one_trial_gives_itself(tau2):
    found = pool([1.5], [0.04], tau2=tau2)

    assert (found.estimate, found.tau2, found.k) == (1.5, 0.0, 1)
    assert found.se == pytest.approx(0.2)
    assert found.ci == pytest.approx((1.5 - 1.959964 * 0.2, 1.5 + 1.959964 * 0.2), abs=1e-6)
    assert (found.prediction, found.tau2_ci, found.i2, found.q, found.q_p) == (None, None, 0.0, 0.0, 1.0)
    assert "one effect" in found.notes[0]


@pytest.mark.parametrize("interval", ["t", "knapp-hartung", "knapp-hartung-floor"])
def test_one_trial_has_no_interval_by_t_and_says_why(interval):
    found = pool([1.5], [0.04], interval=interval)

    assert (found.ci, found.p, found.se) == (None, None, pytest.approx(0.2))
    assert "no degrees of freedom" in found.notes[0]


def test_two_trials_leave_no_prediction_with_two_degrees_fewer():
    found = pool([0.0, 2.0], [0.1, 0.1], prediction="HTS")

    assert found.prediction is None
    assert "two effects" in found.notes[0]
    assert pool([0.0, 2.0], [0.1, 0.1]).prediction is not None


def test_two_trials_of_equal_variance_have_tau2_of_half_the_squared_distance_less_the_variance():
    for tau2 in ("DL", "PM", "REML", "HE"):
        assert pool([0.0, 2.0], [0.5, 0.5], tau2=tau2).tau2 == pytest.approx(1.5, rel=1e-12)
    assert pool([0.0, 2.0], [0.5, 0.5], tau2="ML").tau2 == pytest.approx(0.5, rel=1e-12)


@pytest.mark.parametrize("tau2", METHODS)
@pytest.mark.parametrize("interval", ["wald", "t", "knapp-hartung", "knapp-hartung-floor"])
def test_equal_effects_have_no_heterogeneity(tau2, interval):
    found = pool([0.7, 0.7, 0.7], [0.1, 0.2, 0.3], tau2=tau2, interval=interval)

    assert found.estimate == pytest.approx(0.7, rel=1e-14)
    assert (found.tau2, found.i2) == pytest.approx((0.0, 0.0), abs=1e-20)
    if interval == "knapp-hartung":
        assert any("no width" in note for note in found.notes) or found.se < 1e-12
    if interval == "knapp-hartung-floor":
        assert found.se == pytest.approx((1 / 0.1 + 1 / 0.2 + 1 / 0.3) ** -0.5)


@pytest.mark.parametrize("tau2", [method for method in METHODS if method != "fixed"])
def test_huge_heterogeneity_is_found_whole(tau2):
    """Effects a thousand apart with variances of a millionth: tau2 is near the variance of the effects."""
    found = pool([0.0, 1000.0, 2000.0], [1e-6, 2e-6, 3e-6], tau2=tau2)

    low = 1e-3 if tau2 in {"HS", "HSk"} else 6e5
    assert low < found.tau2 < 2.0e6
    assert found.estimate == pytest.approx(1000.0, rel=0.2)


def test_effects_closer_than_chance_have_a_null_interval_of_tau2_and_say_so():
    found = pool([1.0, 1.001, 0.999, 1.0], [5.0, 5.0, 5.0, 5.0])

    assert found.tau2_ci == (0.0, 0.0)
    assert "closer together" in found.notes[0]


@pytest.mark.parametrize("tau2", METHODS)
@pytest.mark.parametrize("interval", ["wald", "knapp-hartung"])
def test_one_trial_with_almost_all_the_weight_loses_no_digits(tau2, interval):
    """Variances 17 powers of ten apart: sum w - sum w^2 / sum w is 0 in floats, and truly 2 w2."""
    y, v = [0.0, 3.0], [1e-17, 1.0]
    found = pool(y, v, tau2=tau2, interval=interval)

    assert np.isfinite([found.estimate, found.se, found.tau2, found.q, found.i2]).all()
    if tau2 in {"DL", "PM", "REML", "HE"}:
        # Of two trials tau2 is half the squared distance less the mean variance.
        assert found.tau2 == pytest.approx(4.0, rel=1e-9)
        assert found.tau2_se == pytest.approx(np.sqrt(2.0) * 4.5 if tau2 != "PM" else found.tau2_se, rel=1e-6)


@pytest.mark.parametrize(
    ("effects", "variances", "text"),
    [
        ([1.0, 2.0], [0.1, 0.0], "variances, effect 2: found 0 or less"),
        ([1.0, 2.0], [0.1, -0.2], "variances, effect 2: found 0 or less"),
        ([1.0, np.inf], [0.1, 0.1], "effects, effect 2: found an infinite number"),
        ([1.0, -1e150], [0.1, 0.1], "effects, effect 2: found a number beyond 1e50"),
        ([1.0, 2.0], [1e-200, 0.1], "variances, effect 1: found a number outside 1e-50 to 1e50"),
        ([1.0, 2.0], [0.1, np.inf], "variances, effect 2: found an infinite number"),
        ([1.0, 2.0], [0.1], "equal shapes"),
        ([], [], "not empty"),
        (["a", "b"], [0.1, 0.1], BROKEN_TEXT),
        ([[1.0, 2.0], [1.0, 2.0]], [[0.1, 0.1], [0.1, 0.0]], "variances, set 2, effect 2"),
    ],
)
def test_what_cannot_be_pooled_is_refused_with_its_place(effects, variances, text):
    with pytest.raises(BadValues, match=text):
        pool(effects, variances)


@pytest.mark.parametrize(
    ("choice", "value"),
    [("tau2", "best"), ("interval", "wide"), ("prediction", "next"), ("tau2_interval", "exact"), ("level", 95),
     ("tau2", -1.0), ("tau2", np.nan), ("tau2", [0.1, 0.2, 0.3])],
)  # fmt: skip
def test_a_choice_that_is_not_known_is_refused_with_those_that_are(choice, value):
    with pytest.raises(BadValues, match="allowed"):
        pool([1.0, 2.0], [0.1, 0.1], **{choice: value})


def test_nothing_known_is_not_estimable():
    with pytest.raises(NotEstimable, match="nothing to pool"):
        pool([np.nan, 1.0], [0.1, np.nan])


def test_a_trial_without_its_variance_is_left_out_and_weighs_nothing():
    found, without = pool([1.0, 9.0, 2.0], [0.1, np.nan, 0.2]), pool([1.0, 2.0], [0.1, 0.2])

    assert found.estimate == without.estimate
    assert found.weights[1] == 0.0
    assert found.k == 2


def test_a_given_tau2_is_taken_as_it_is():
    found = pool([1.0, 2.0], [0.1, 0.3], tau2=0.2)

    assert (found.tau2, found.tau2_method, found.tau2_se) == (0.2, "given", None)
    assert found.estimate == pytest.approx((1.0 / 0.3 + 2.0 / 0.5) / (1 / 0.3 + 1 / 0.5))


def test_the_result_of_effect_sizes_is_taken_alone():
    sizes = effect_sizes(measure="MD", n1=[20, 30], mean1=[3, 4], sd1=[1, 1], n2=[20, 30], mean2=[2, 2], sd2=[1, 1])

    assert pool(sizes).estimate == pool(sizes.effects, sizes.variances).estimate


def test_a_result_is_a_document():
    found = json.loads(json.dumps(as_document(pool([1.0], [0.1]))))

    assert found["ci"] == pytest.approx([0.38020, 1.61980], abs=1e-5)
    assert found["prediction"] is None


@pytest.mark.parametrize("tau2", METHODS)
def test_a_batch_is_each_of_its_sets(tau2):
    y, v = np.full((40, 12), np.nan), np.full((40, 12), np.nan)
    for row in range(40):
        k = row % 12 + 1
        y[row, :k], v[row, :k] = trials(row, k)
    together = pool(y, v, tau2=tau2, interval="knapp-hartung-floor")

    for row in range(40):
        alone = pool(y[row], v[row], tau2=tau2, interval="knapp-hartung-floor")
        np.testing.assert_allclose(
            [together.estimate[row], together.se[row], together.tau2[row], together.q[row]],
            [alone.estimate, alone.se, alone.tau2, alone.q],
            rtol=1e-12,
            atol=1e-13,
        )
        np.testing.assert_allclose(together.weights[row], alone.weights, rtol=1e-12, atol=1e-12)
        ends = together.ci[row] if alone.k > 1 else np.array([])
        np.testing.assert_allclose(ends, alone.ci or (), rtol=1e-12)


def test_a_batch_with_an_empty_set_gives_no_figure_there():
    found = pool([[1.0, 2.0], [np.nan, np.nan]], [[0.1, 0.1], [0.1, 0.1]])

    assert np.isnan([found.estimate[1], found.tau2[1], found.ci[1, 0]]).all()
    assert found.k.tolist() == [2, 0]
    assert found.notes[0] == "1 of 2 sets: no effect: no figure"


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    k=st.integers(2, 25),
    tau=st.floats(0, 3),
    units=st.tuples(st.floats(-50, 50), st.floats(0.01, 100)),
)
@pytest.mark.parametrize("tau2", ["DL", "REML", "PM", "SJ"])
def test_a_change_of_units_changes_the_pool_in_the_same_way(tau2, seed, k, tau, units):
    (y, v), (shift, scale) = trials(seed, k, tau), units
    plain, moved = pool(y, v, tau2=tau2), pool(shift + scale * y, scale**2 * v, tau2=tau2)

    assert moved.estimate == pytest.approx(shift + scale * plain.estimate, abs=1e-6 * scale)
    assert moved.se == pytest.approx(scale * plain.se, rel=1e-6)
    assert moved.tau2 == pytest.approx(scale**2 * plain.tau2, rel=1e-5, abs=1e-6 * scale**2)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), k=st.integers(2, 15), spread=st.floats(0.5, 6))
@pytest.mark.parametrize("restricted", [True, False])
def test_no_tau2_is_more_likely_than_the_one_found(restricted, seed, k, spread):
    """Variances over many powers of ten, where the likelihood may have several tops."""
    rng = np.random.default_rng(seed)
    v = 10.0 ** rng.uniform(-spread, 1, k)
    y = rng.standard_t(2, k)
    found = pool(y, v, tau2="REML" if restricted else "ML", tau2_interval=None)
    height = found.restricted_log_likelihood if restricted else found.log_likelihood
    grid = np.concatenate([[0.0], np.geomspace(v.min() * 1e-3, np.ptp(y) ** 2 + 1, 400)])
    others = pool(np.tile(y, (401, 1)), np.tile(v, (401, 1)), tau2=grid, tau2_interval=None)
    heights = others.restricted_log_likelihood if restricted else others.log_likelihood

    assert height >= heights.max() - 1e-9


def test_the_higher_of_two_tops_of_the_restricted_likelihood_is_taken():
    """Three precise trials that agree and three coarse ones far off: a top near 0 and one far from it."""
    y = np.array([0.0, 0.02, -0.02, 6.0, -7.0, 8.0])
    v = np.array([1e-4, 1e-4, 1e-4, 1.0, 1.0, 1.0])
    grid = np.concatenate([[0.0], np.geomspace(1e-6, 200, 20_000)])
    heights = pool(np.tile(y, (grid.size, 1)), np.tile(v, (grid.size, 1)), tau2=grid, tau2_interval=None)
    values = heights.restricted_log_likelihood
    tops = np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] > values[2:]))
    found = pool(y, v)

    assert found.tau2 == pytest.approx(grid[values.argmax()], rel=2e-3)
    assert tops.size >= 1


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), k=st.integers(2, 20), tau=st.floats(0, 2))
def test_q_profile_ends_where_q_has_its_quantiles(seed, k, tau):
    from scipy.stats import chi2

    y, v = trials(seed, k, tau)
    low, high = pool(y, v).tau2_ci
    for end, goal in ((low, chi2.ppf(0.975, k - 1)), (high, chi2.ppf(0.025, k - 1))):
        w = 1 / (v + end)
        q = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
        assert q == pytest.approx(goal, rel=1e-9) if end > 0 else q <= goal * (1 + 1e-9)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), k=st.integers(2, 20), tau=st.floats(0, 2))
def test_i2_of_dersimonian_and_laird_is_one_by_both_definitions(seed, k, tau):
    found = pool(*trials(seed, k, tau), tau2="DL")

    assert found.i2 == pytest.approx(found.i2_from_tau2, abs=1e-9)
    assert found.weights.sum() == pytest.approx(100.0)


def test_ten_thousand_harsh_sets_all_reach_a_point_without_slope():
    rng = np.random.default_rng(7)
    v = 10.0 ** rng.uniform(-4, 1, (10_000, 6))
    y = rng.normal(0, np.sqrt(v + rng.exponential(0.5, (10_000, 1))))
    found = pool(y, v, tau2_interval=None)
    w = 1 / (v + found.tau2[:, None])
    total = w.sum(axis=1)
    apart = y - found.estimate[:, None]
    slope = (w**2 * apart**2).sum(axis=1) - total + (w**2).sum(axis=1) / total

    inside = found.tau2 > 0
    assert (np.abs(slope[inside]) < 1e-6 * total[inside]).all()
    assert (slope[~inside] <= 1e-9 * total[~inside]).all()
