"""Laws and edges of rates, of Fisher's test and of the exact difference."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from kneewise.errors import BadValues
from kneewise.outcomes.proportions import proportion_interval
from kneewise.outcomes.safety.fisher import fisher_test
from kneewise.outcomes.safety.rates import rate_interval, rate_ratio
from kneewise.outcomes.safety.unconditional import exact_difference

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=20, deadline=None)
EVENTS = st.integers(0, 60)
TIMES = st.floats(0.01, 5000)
LEVELS = st.sampled_from([0.8, 0.95, 0.998])


@quick
@given(EVENTS, TIMES, LEVELS)
def test_the_tails_at_the_limits_of_a_rate_are_as_large_as_asked(events, time, level):
    tail = (1 - level) / 2
    exact, mid = (rate_interval(events, time, method=method, level=level) for method in ("exact", "mid-p"))

    assert poisson.cdf(events, exact.upper * time) == pytest.approx(tail, rel=1e-10)
    assert poisson.cdf(events, mid.upper * time) - poisson.pmf(events, mid.upper * time) / 2 == pytest.approx(tail)
    if events:
        assert poisson.sf(events - 1, exact.lower * time) == pytest.approx(tail, rel=1e-10)
        half = poisson.pmf(events, mid.lower * time) / 2
        assert poisson.sf(events, mid.lower * time) + half == pytest.approx(tail, rel=1e-12)
    assert exact.lower <= mid.lower <= mid.estimate <= mid.upper <= exact.upper


@quick
@given(st.tuples(EVENTS, TIMES), st.tuples(EVENTS, TIMES), LEVELS, st.sampled_from(["exact", "mid-p"]))
def test_a_ratio_of_rates_turns_with_the_arms_and_its_p_agrees_with_its_interval(arm, control, level, method):
    (x1, t1), (x2, t2) = arm, control
    found = rate_ratio(x1, t1, x2, t2, method=method, level=level)
    turned = rate_ratio(x2, t2, x1, t1, method=method, level=level)

    assert found.p == pytest.approx(turned.p, rel=1e-9)
    assert 0 < found.p <= 1
    if x1 + x2 == 0:
        assert (found.ratio.lower, found.ratio.upper, found.p) == (0, math.inf, 1)
        assert found.ratio.undetermined and math.isnan(found.ratio.estimate)
        return
    assert found.ratio.lower <= found.ratio.estimate <= found.ratio.upper
    assert found.ratio.lower == pytest.approx(1 / turned.ratio.upper if turned.ratio.upper < math.inf else 0, rel=1e-9)
    if abs(found.p - (1 - level)) > 1e-6:
        outside = found.ratio.lower > 1 or found.ratio.upper < 1
        assert outside == (found.p < 1 - level)


def test_a_rate_is_in_the_unit_of_its_time():
    years, months = rate_interval(3, 10), rate_interval(3, 120)

    np.testing.assert_allclose([months.lower * 12, months.upper * 12], [years.lower, years.upper], rtol=1e-14)


arms = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@quick
@given(arms, arms)
def test_fishers_test_does_not_care_which_arm_or_which_outcome_comes_first(arm, control):
    found = fisher_test(*arm, *control)
    exchanged = fisher_test(*control, *arm)
    other = fisher_test(arm[1] - arm[0], arm[1], control[1] - control[0], control[1])

    for name in ("p", "p_central", "p_mid"):
        assert getattr(found, name) == pytest.approx(getattr(exchanged, name), rel=1e-9)
        assert getattr(found, name) == pytest.approx(getattr(other, name), rel=1e-9)
    assert found.p_fewer == pytest.approx(exchanged.p_more, rel=1e-9)
    assert found.p_mid <= found.p_central + 1e-12
    assert found.p <= 1 and found.p_central <= 1


def test_without_any_event_no_table_could_have_come_out_otherwise():
    found = fisher_test([0, 5], [12, 5], [0, 9], [30, 9])

    np.testing.assert_array_equal(found.p, 1)
    np.testing.assert_array_equal(found.p_mid, 1)


small = st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(derandomize=True, max_examples=10, deadline=None)
@given(small, small)
def test_the_exact_difference_turns_with_the_arms_and_holds_its_estimate(arm, control):
    found = exact_difference(*arm, *control)
    turned = exact_difference(*control, *arm)

    assert found.difference.lower == pytest.approx(-turned.difference.upper, abs=1e-12)
    assert -1 <= found.difference.lower <= found.difference.estimate <= found.difference.upper <= 1
    assert found.p == pytest.approx(turned.p, rel=1e-9)


def test_the_exact_difference_covers_as_often_as_it_says():
    """All tables of 6 against 5 persons, over a grid of true risks: never below 95 %."""
    limits = np.array([[exact_difference(x, 6, y, 5).difference for y in range(6)] for x in range(7)], dtype=object)
    lower = np.array([[each.lower for each in row] for row in limits])
    upper = np.array([[each.upper for each in row] for row in limits])
    for p1 in np.linspace(0.02, 0.98, 13):
        for p2 in np.linspace(0.02, 0.98, 13):
            first = [math.comb(6, x) * p1**x * (1 - p1) ** (6 - x) for x in range(7)]
            second = [math.comb(5, y) * p2**y * (1 - p2) ** (5 - y) for y in range(6)]
            covered = (lower - 1e-6 <= p1 - p2) & (p1 - p2 <= upper + 1e-6)
            assert np.outer(first, second)[covered].sum() >= 0.95


def test_groups_too_large_for_all_tables_are_sent_to_the_score_interval():
    with pytest.raises(BadValues, match="difference_interval"):
        exact_difference(1, 1000, 2, 1000)


@pytest.mark.parametrize(
    ("events", "time", "text"),
    [(-1, 1, "events"), (0.5, 1, "events"), (1, 0, "time"), ([1, 1], [1, math.nan], "time, row 2"), ("x", 1, "number")],
)
def test_rates_of_impossible_counts_or_times_are_refused(events, time, text):
    with pytest.raises(BadValues, match=text):
        rate_interval(events, time)


def test_a_rare_event_has_the_same_limits_as_a_share_and_as_a_rate():
    share, rate = proportion_interval(3, 100_000), rate_interval(3, 100_000)

    np.testing.assert_allclose([share.lower, share.upper], [rate.lower, rate.upper], rtol=1e-4)
