"""Trends over ordered arms against published examples and against the count of all permutations."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import linregress, mannwhitneyu

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.dose.arms import arms_from_patients
from kneewise.outcomes.dose.jonckheere import trend_of_ranks
from kneewise.outcomes.dose.trend import trend_of_means, trend_of_shares

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=25, deadline=None)


def rising_pairs(arm, response):
    pairs = [(a, b) for a in range(len(arm)) for b in range(len(arm)) if arm[a] < arm[b]]
    return sum((response[a] < response[b]) + (response[a] == response[b]) / 2 for a, b in pairs)


def test_cochran_armitage_agrees_with_rs_example():
    # R 4 ?prop.trend.test, smokers of Fleiss 1981: X-squared = 8.2249, df = 1, p-value = 0.004132.
    found = trend_of_shares([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4])

    assert found.z**2 == pytest.approx(8.2249, abs=5e-5)
    assert found.p_two_sided == pytest.approx(0.004132, abs=5e-7)
    assert found.p > 0.5  # the shares fall


def test_jonckheere_agrees_with_the_data_of_its_paper():
    # Jonckheere 1954; R npordtests 1.2 JtTest: 71, mean 48, variance 114.6667, Z 2.147876, p 0.0158618; R DescTools
    # JonckheereTerpstraTest, exact and two-sided: 0.03368.
    response = [19, 20, 60, 130, 21, 61, 80, 129, 40, 99, 100, 149, 49, 110, 151, 160]
    found = trend_of_ranks(np.repeat([1, 2, 3, 4], 4), response)

    assert (found.statistic, found.expected) == (71, 48)
    assert found.standard_deviation**2 == pytest.approx(114.6667, abs=5e-5)
    assert found.z == pytest.approx(2.147876, abs=5e-7)
    assert found.p == pytest.approx(0.0158618, abs=5e-8)
    assert found.exact_p_two_sided == pytest.approx(0.03368, abs=5e-6)


def test_jonckheere_with_ties_agrees_with_hollander_and_wolfe():
    # Hollander, Wolfe, Chicken, example 6.2 (knowledge of performance): J = 79, expected 54.
    response = [40, 35, 38, 43, 44, 41, 38, 40, 47, 44, 40, 42, 48, 40, 45, 43, 46, 44]
    found = trend_of_ranks(np.repeat([0, 1, 2], 6), response)

    assert (found.statistic, found.expected) == (79, 54)


@quick
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=4, max_size=6))
def test_the_exact_p_of_jonckheere_counts_all_permutations(rows):
    arm, response = (np.array(column) for column in zip(*rows, strict=True))
    if len(set(arm)) < 2 or len(set(response)) < 2:
        with pytest.raises(NotEstimable):
            trend_of_ranks(arm, response)
        return
    found = trend_of_ranks(arm, response)
    ways = np.array([rising_pairs(arm, np.array(each)) for each in permutations(response.tolist())])

    assert found.statistic == rising_pairs(arm, response)
    assert found.expected == pytest.approx(ways.mean())
    assert found.standard_deviation == pytest.approx(ways.std())
    assert found.exact_p == pytest.approx(np.mean(ways >= found.statistic))
    assert trend_of_ranks(arm, response, better="lower").exact_p == pytest.approx(np.mean(ways <= found.statistic))


@quick
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=4))
def test_the_exact_p_of_cochran_armitage_counts_all_permutations(rows):
    events, others = zip(*rows, strict=True)
    n = [a + b for a, b in rows]
    if min(n) == 0 or sum(events) in (0, sum(n)) or sum(n) > 8:
        return
    doses = np.array([0.0, 1.0, 10.0, 50.0])[: len(n)]
    scores = np.repeat(doses, n)
    marks = np.concatenate([np.repeat([1, 0], [a, b]) for a, b in rows])
    ways = np.array([scores @ np.array(each) for each in set(permutations(marks.tolist()))])
    found = trend_of_shares(events, n, doses)

    assert found.exact_p == pytest.approx(np.mean(ways >= found.statistic - 1e-9))
    assert found.expected == pytest.approx(ways.mean())
    total = sum(n)
    assert found.standard_deviation == pytest.approx(ways.std() * np.sqrt((total - 1) / total))
    assert sum(others) > 0


def test_two_arms_are_the_test_of_mann_and_whitney():
    low, high = [3.1, 4.0, 2.2, 5.5], [4.1, 6.3, 7.0, 2.9, 8.8]
    found = trend_of_ranks([0] * 4 + [1] * 5, low + high)
    r = mannwhitneyu(high, low, alternative="greater", method="exact")

    assert found.statistic == r.statistic
    assert found.exact_p == pytest.approx(r.pvalue, rel=1e-12)


def test_a_slope_agrees_with_the_regression_on_the_means_of_equal_arms():
    draw = np.random.default_rng(0)
    dose = np.repeat([0.0, 1, 10, 50], 10)
    response = 0.2 * dose + draw.normal(size=40)
    arms = arms_from_patients(dose, response)
    found = trend_of_means(arms)

    assert found.slope == pytest.approx(linregress(dose, response).slope)
    assert found.lower < found.slope < found.upper
    assert found.p == pytest.approx(found.p_two_sided / 2)
    assert trend_of_means(arms, better="lower").p == pytest.approx(1 - found.p)
    assert trend_of_means(arms, scores="rank").scores == (0.0, 1.0, 2.0, 3.0)
    assert trend_of_means(arms, scores=[0, 2, 3, 4]).t != found.t


def test_the_unknown_are_left_out_and_counted():
    found = trend_of_ranks([0, 0, 1, 1, np.nan], [1.0, np.nan, 2.0, 3.0, 4.0])

    assert (found.n, found.n_missing) == ((1, 2), 2)


def test_a_table_too_large_to_count_has_no_exact_p_and_says_nothing_of_it():
    shares = trend_of_shares([300, 350, 420], [900, 900, 901], [0.0, 0.123, 0.4567])
    ranks = trend_of_ranks(np.repeat([0, 1, 2, 3], 12), np.random.default_rng(1).normal(size=48))

    assert (shares.exact_p, ranks.exact_p) == (None, None)
    assert (shares.exact_p_two_sided, ranks.exact_p_two_sided) == (None, None)


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda: trend_of_shares([0, 0], [4, 5], [0, 1]), NotEstimable),
        (lambda: trend_of_shares([4, 5], [4, 5], [0, 1]), NotEstimable),
        (lambda: trend_of_shares([4], [5], [0]), BadValues),
        (lambda: trend_of_shares([4, 2], [5, 5], [1, 0]), BadValues),
        (lambda: trend_of_shares([4, 2], [5, 5], [1, 2, 3]), BadValues),
        (lambda: trend_of_shares([4, 2], [5, 5], [0, 1], scores="log"), BadValues),
        (lambda: trend_of_shares([4, 2], [5, 5], [0, 1], scores=[1, 1]), BadValues),
        (lambda: trend_of_shares([4, 2], [5, 5], [0, 1], better="up"), BadValues),
        (lambda: trend_of_ranks([0, 1], [1.0]), BadValues),
        (lambda: trend_of_ranks([0, 0], [1.0, 2.0]), NotEstimable),
        (lambda: trend_of_ranks([0, 1], [np.nan, 2.0]), NotEstimable),
    ],
)
def test_what_has_no_trend_is_refused(call, kind):
    with pytest.raises(kind):
        call()
