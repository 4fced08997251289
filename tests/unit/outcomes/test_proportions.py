"""Laws and edges of the intervals of proportions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import xlogy
from scipy.stats import norm

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.odds_ratio import odds_ratio_interval
from kneewise.outcomes.proportions import proportion_interval
from kneewise.outcomes.safety.fisher import fisher_test
from kneewise.outcomes.safety.rates import rate_interval, rate_ratio
from kneewise.outcomes.two_proportions import difference_interval, difference_score, ratio_interval

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=20, deadline=None)
arms = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.998])


@quick
@given(arms, LEVELS, st.sampled_from(["exact", "mid-p", "wilson"]))
def test_an_interval_holds_its_estimate_and_mirrors_when_events_are_exchanged_for_none(arm, level, method):
    events, n = arm
    found = proportion_interval(events, n, method=method, level=level)
    mirrored = proportion_interval(n - events, n, method=method, level=level)

    assert 0 <= found.lower <= found.estimate <= found.upper <= 1
    assert math.isclose(found.lower, 1 - mirrored.upper, abs_tol=1e-12)


@quick
@given(arms, LEVELS)
def test_mid_p_lies_within_the_exact_interval(arm, level):
    exact, mid = (proportion_interval(*arm, method=method, level=level) for method in ("exact", "mid-p"))

    assert exact.lower <= mid.lower + 1e-14
    assert mid.upper <= exact.upper + 1e-14


@pytest.mark.parametrize("n", [1, 12, 56, 10_000])
def test_no_event_among_n_has_the_closed_upper_limits(n):
    exact, mid, one_sided = (
        proportion_interval(0, n, method=method, level=level).upper
        for method, level in (("exact", 0.95), ("mid-p", 0.95), ("exact", 0.90))
    )

    assert math.isclose(exact, -math.expm1(math.log(0.025) / n), rel_tol=1e-12)
    assert math.isclose(mid, -math.expm1(math.log(0.05) / n), rel_tol=1e-11)
    assert one_sided <= 3 / n + 1e-12  # the rule of three


@quick
@given(arms, arms, LEVELS)
def test_a_difference_turns_its_sign_and_a_ratio_its_fraction_with_the_arms(arm, control, level):
    for method in ("miettinen-nurminen", "mee", "newcombe"):
        found = difference_interval(*arm, *control, method=method, level=level)
        turned = difference_interval(*control, *arm, method=method, level=level)
        assert -1 <= found.lower <= found.estimate <= found.upper <= 1
        assert math.isclose(found.lower, -turned.upper, abs_tol=1e-12)
    for method in ("miettinen-nurminen", "koopman"):
        found = ratio_interval(*arm, *control, method=method, level=level)
        turned = ratio_interval(*control, *arm, method=method, level=level)
        assert found.lower == 0 if turned.upper == math.inf else math.isclose(found.lower, 1 / turned.upper)
        assert found.undetermined == (arm[0] == control[0] == 0) == math.isnan(found.estimate)
        assert found.undetermined or found.lower <= found.estimate <= found.upper


def likelihood_by_search(x1, n1, x2, n2, difference):
    """The likeliest control risk under a difference, found by search instead of by the cubic."""

    def negative(p2):
        p1 = p2 + difference
        return -(xlogy(x1, p1) + xlogy(n1 - x1, 1 - p1) + xlogy(x2, p2) + xlogy(n2 - x2, 1 - p2))

    low, high = max(0.0, -difference), min(1.0, 1.0 - difference)
    return minimize_scalar(negative, bounds=(low, high), method="bounded", options={"xatol": 1e-12}).x


@quick
@given(arms, arms, st.sampled_from([-0.6, -0.2, -0.01, 0.0, 0.05, 0.3, 0.8]))
def test_the_score_of_a_difference_uses_the_likeliest_risks(arm, control, difference):
    (x1, n1), (x2, n2) = arm, control
    p2 = likelihood_by_search(x1, n1, x2, n2, difference)
    p1 = p2 + difference
    variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1)
    distance = x1 / n1 - x2 / n2 - difference
    found = difference_score(x1, n1, x2, n2, difference=difference)

    if variance > 1e-9:
        assert math.isclose(found, distance / math.sqrt(variance), rel_tol=1e-5, abs_tol=1e-9)
    else:
        assert abs(found) > 1e2 or distance == 0


@quick
@given(arms, arms, LEVELS)
def test_at_a_limit_the_score_is_the_normal_quantile(arm, control, level):
    found = difference_interval(*arm, *control, level=level)
    quantile = norm.ppf((1 + level) / 2)
    for limit, sign in ((found.lower, 1), (found.upper, -1)):
        if abs(limit) < 1 - 1e-9:
            score = difference_score(*arm, *control, difference=float(limit))
            assert math.isclose(score, sign * quantile, rel_tol=1e-9)


def test_many_arms_at_once_give_what_each_gives_alone():
    events, n, others, m = np.array([0, 3, 7]), np.array([12, 50, 9]), np.array([1, 0, 7]), np.array([11, 40, 9])
    together = difference_interval(events, n, others, m)

    for row in range(3):
        alone = difference_interval(events[row], n[row], others[row], m[row])
        assert (together.lower[row], together.upper[row]) == (alone.lower, alone.upper)
        assert isinstance(alone.lower, float)


@pytest.mark.parametrize(
    ("events", "n", "error", "text"),
    [
        (3, 2, BadValues, "more than n"),
        (-1, 2, BadValues, "no whole number"),
        (0.5, 2, BadValues, "no whole number"),
        ([1, None], [2, 2], BadValues, "events, row 2"),
        (1, math.nan, BadValues, "no whole number"),
        ("a", 2, BadValues, "no number"),
        (0, 0, NotEstimable, "nobody at risk"),
    ],
)
def test_counts_that_cannot_be_are_refused(events, n, error, text):
    with pytest.raises(error, match=text):
        proportion_interval(events, n)


@pytest.mark.parametrize("level", [0, 1, 95, math.nan])
def test_a_level_is_between_0_and_1(level):
    with pytest.raises(BadValues, match="level"):
        proportion_interval(1, 2, level=level)


def test_a_method_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(BadValues, match="'exact', 'mid-p', 'wilson'"):
        proportion_interval(1, 2, method="wald")
    with pytest.raises(BadValues, match="'newcombe'"):
        difference_interval(1, 2, 1, 2, method="wald")
    with pytest.raises(BadValues, match="'koopman'"):
        ratio_interval(1, 2, 1, 2, method="katz")


@pytest.mark.parametrize("of_two", [difference_interval, ratio_interval, odds_ratio_interval, fisher_test, rate_ratio])
def test_counts_of_shapes_that_do_not_fit_are_refused(of_two):
    with pytest.raises(BadValues, match="allowed: shapes that fit"):
        of_two([1, 2], [10, 10], [1, 2, 3], [10, 10, 10])
    for of_one in (proportion_interval, rate_interval):
        with pytest.raises(BadValues, match="allowed: shapes that fit"):
            of_one([1, 2], [10, 10, 10])
