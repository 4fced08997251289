"""Few events and none: what is refused, what stays, and laws of the exact methods."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import beta_binomial, exact_odds_ratio, mantel_haenszel, mixed_model, peto, pool_events

ALL = [mantel_haenszel, peto, exact_odds_ratio, beta_binomial, mixed_model, pool_events]
NO_EVENT = ([0, 0], [20, 30], [0, 0], [20, 30])
FEW = ([1, 0, 3, 2], [40, 30, 60, 50], [2, 1, 5, 0], [40, 30, 58, 50])


@pytest.mark.parametrize("method", ALL)
def test_no_event_in_any_trial_is_not_estimable(method):
    with pytest.raises(NotEstimable, match="event"):
        method(*NO_EVENT)


@pytest.mark.parametrize("method", [mantel_haenszel, peto, exact_odds_ratio, beta_binomial, mixed_model])
def test_nothing_but_events_is_not_estimable(method):
    with pytest.raises(NotEstimable, match="every patient"):
        method([20], [20], [30], [30])


@pytest.mark.parametrize("method", [mantel_haenszel, beta_binomial, mixed_model])
def test_all_events_in_one_group_is_not_estimable(method):
    with pytest.raises(NotEstimable, match="one group"):
        method([3, 2], [20, 30], [0, 0], [20, 30])


def test_all_events_in_one_group_give_an_exact_interval_with_one_end():
    found = exact_odds_ratio([3, 2], [20, 30], [0, 0], [20, 30])

    assert found.estimate is None
    assert found.ci[0] > 0.9
    assert found.ci[1] is None
    mirrored = exact_odds_ratio([0, 0], [20, 30], [3, 2], [20, 30])
    assert (mirrored.estimate, mirrored.ci[0]) == (0.0, 0.0)
    assert mirrored.ci[1] == pytest.approx(1 / found.ci[0], rel=1e-9)
    assert mirrored.p == pytest.approx(found.p, rel=1e-9)


@pytest.mark.parametrize("method", ALL)
@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (([1], [10], [11], [10]), "more events than patients"),
        (([-1], [10], [1], [10]), "a number below 0"),
        (([0], [0], [1], [10]), "0 or less"),
        (([1, 2], [10], [1], [10]), "one length|unequal|rows"),
    ],
)
def test_impossible_counts_are_refused(method, cells, text):
    with pytest.raises(BadValues, match=text):
        method(*cells)


def test_parts_of_persons_are_refused_by_the_exact_method():
    with pytest.raises(BadValues, match="not whole"):
        exact_odds_ratio([1.5], [10], [2], [10])


def test_a_trial_with_a_gap_is_left_out():
    whole = mantel_haenszel([1, 3], [40, 60], [2, 5], [40, 58])
    gap = mantel_haenszel([1, np.nan, 3], [40, 30, 60], [2, 1, 5], [40, 30, 58])

    assert (gap.estimate, gap.k) == (whole.estimate, 2)


def test_a_trial_without_events_adds_nothing_to_a_ratio():
    with_it = ([*FEW[0], 0], [*FEW[1], 100], [*FEW[2], 0], [*FEW[3], 100])
    for method in (mantel_haenszel, peto, exact_odds_ratio, mixed_model):
        assert method(*with_it).estimate == pytest.approx(method(*FEW).estimate, rel=1e-7)
    assert mantel_haenszel(*with_it).k_effects == 4


def test_a_trial_without_events_counts_in_the_risk_difference_and_the_beta_binomial():
    with_it = ([*FEW[0], 0], [*FEW[1], 100], [*FEW[2], 0], [*FEW[3], 100])

    assert mantel_haenszel(*with_it, measure="RD").estimate != mantel_haenszel(*FEW, measure="RD").estimate
    assert beta_binomial(*with_it).control_logit < beta_binomial(*FEW).control_logit


def test_the_risk_difference_of_no_events_has_no_error():
    with pytest.raises(NotEstimable, match="without an error"):
        mantel_haenszel(*NO_EVENT, measure="RD")


@pytest.mark.parametrize(("name", "value"), [("measure", "HR"), ("zero_cells", "plus"), ("variance", "best")])
def test_a_choice_that_is_not_known_is_refused(name, value):
    with pytest.raises(BadValues, match="allowed"):
        mantel_haenszel(*FEW, **{"measure": "RD", name: value})


def test_a_model_that_is_not_known_is_refused():
    with pytest.raises(BadValues, match=r"UM\.FS"):
        mixed_model(*FEW, model="UM")


def test_one_trial_gives_its_own_odds_ratio_by_every_way():
    cells = ([8], [40], [4], [40])
    log_ratio = np.log((8 / 32) / (4 / 36))

    assert mantel_haenszel(*cells).estimate == pytest.approx(log_ratio)
    assert pool_events(*cells, measure="OR").estimate == pytest.approx(log_ratio)
    assert mixed_model(*cells, model="UM.FS").estimate == pytest.approx(log_ratio, rel=1e-5)
    assert mantel_haenszel(*cells).breslow_day is None


def test_arms_that_differ_no_more_than_chance_have_a_correlation_of_0():
    found = beta_binomial([2, 2, 2], [40, 40, 40], [4, 4, 4], [40, 40, 40])

    assert found.correlation == 0.0
    assert np.isnan(found.covariance[2]).all()
    assert found.estimate == pytest.approx(np.log((6 / 114) / (12 / 108)), rel=1e-12)


def test_dersimonian_and_laird_around_mantel_haenszel_needs_two_trials():
    assert pool_events([8], [40], [4], [40]).tau2 == 0.0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    a=st.lists(st.integers(0, 6), min_size=1, max_size=5),
    seed=st.integers(0, 1000),
)
def test_the_exact_test_of_one_table_is_fishers(a, seed):
    from scipy.stats import fisher_exact

    rng = np.random.default_rng(seed)
    n1, n2 = int(rng.integers(6, 20)), int(rng.integers(6, 20))
    c = int(rng.integers(0, 6))
    if a[0] + c in (0, n1 + n2):
        return
    found = exact_odds_ratio([a[0]], [n1], [c], [n2])
    fisher = fisher_exact([[a[0], n1 - a[0]], [c, n2 - c]])

    assert found.p == pytest.approx(fisher.pvalue, rel=1e-6)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), k=st.integers(2, 8))
def test_swapped_groups_turn_the_sign(seed, k):
    rng = np.random.default_rng(seed)
    n1, n2 = rng.integers(20, 80, k), rng.integers(20, 80, k)
    a, c = rng.binomial(n1, 0.2) + 1, rng.binomial(n2, 0.3) + 1
    for method in (mantel_haenszel, peto):
        one, other = method(a, n1, c, n2), method(c, n2, a, n1)
        assert one.estimate == pytest.approx(-other.estimate, abs=1e-12)
        assert (one.se, one.q) == pytest.approx((other.se, other.q), rel=1e-9)


def test_mixed_models_find_the_odds_ratio_that_made_many_trials():
    rng = np.random.default_rng(3)
    k = 60
    level, own = rng.normal(-2.5, 0.3, k), rng.normal(0.6, 0.4, k)
    n = rng.integers(80, 300, k)
    a = rng.binomial(n, 1 / (1 + np.exp(-(level + own))))
    c = rng.binomial(n, 1 / (1 + np.exp(-level)))
    for model in ("UM.FS", "UM.RS", "CM.EL"):
        found = mixed_model(a, n, c, n, model=model)
        assert abs(found.estimate - 0.6) < 3.5 * found.se
        assert 0.02 < found.tau2 < 0.5
