"""Charts of kits and hospitals: their false alarms computed in three ways, and their edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.signals.cusum import cusum
from kneewise.outcomes.safety.signals.funnel import funnel, funnel_limits
from kneewise.outcomes.safety.signals.run_length import limit_for, run_length, simulate_run_length
from kneewise.outcomes.safety.signals.sprt import sprt, sprt_operation
from kneewise.outcomes.safety.signals.units import watch_units
from kneewise.outcomes.safety.signals.walk import exits
from kneewise.outcomes.safety.signals.weights import case_weights, odds_ratio_of, shifted

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=20, deadline=None)
RISKS = st.sampled_from([0.02, 0.05, 0.2, 0.5])
CHANGES = st.sampled_from([0.5, 1.5, 2.0, 4.0])


def every_path(risk, odds_ratio, limit, n, true_odds_ratio=1.0):
    """Chance of an alarm within n cases, by following every sum that can come up."""
    event, none = (float(weight) for weight in case_weights(risk, odds_ratio))
    chance = float(shifted(risk, true_odds_ratio))
    sums, alarm = {0.0: 1.0}, 0.0
    for _ in range(n):
        later = {}
        for total, mass in sums.items():
            for weight, share in ((event, chance), (none, 1 - chance)):
                reached = max(0.0, total + weight)
                if reached >= limit - 1e-10:
                    alarm += mass * share
                else:
                    key = round(reached, 9)
                    later[key] = later.get(key, 0.0) + mass * share
        sums = later
    return alarm


@quick
@given(RISKS, CHANGES, st.sampled_from([0.4, 1.0, 2.2]), st.sampled_from([1.0, 2.0]))
def test_the_chance_of_an_alarm_is_that_of_all_paths_together(risk, odds_ratio, limit, true):
    found = run_length(risk, odds_ratio=odds_ratio, limit=limit, n=40, true_odds_ratio=true)

    assert math.isclose(found.chance, every_path(risk, odds_ratio, limit, 40, true), rel_tol=1e-10, abs_tol=1e-13)


@pytest.mark.parametrize(
    ("risk", "odds_ratio", "limit", "n", "true"),
    [(0.05, 2.0, 3.0, 300, 1.0), (0.05, 2.0, 3.0, 100, 2.0), (0.2, 0.5, 2.5, 200, 1.0), (0.02, 4.0, 4.0, 500, 1.0)],
)
def test_false_alarms_by_chain_and_by_simulation_agree(risk, odds_ratio, limit, n, true):
    given_ = {"odds_ratio": odds_ratio, "limit": limit, "true_odds_ratio": true}
    exact = run_length(risk, n=n, **given_)
    bounds = run_length(np.full(n, risk), **given_)
    simulated = simulate_run_length(risk, n=n, seed=20261126, n_charts=20_000, **given_)

    assert bounds.chance - bounds.error <= exact.chance <= bounds.chance
    assert abs(simulated.chance - exact.chance) < 4 * simulated.error
    assert bounds.mean <= exact.mean <= bounds.mean * 1.1


def test_false_alarms_of_cases_with_their_own_risks_agree_with_simulation():
    risks = np.random.default_rng(7).beta(2, 30, size=300)
    bounds = run_length(risks, odds_ratio=2.0, limit=3.0)
    simulated = simulate_run_length(risks, odds_ratio=2.0, limit=3.0, n=300, seed=11, n_charts=40_000)

    assert bounds.error < 0.01
    assert bounds.chance - bounds.error - 4 * simulated.error < simulated.chance < bounds.chance + 4 * simulated.error


def test_the_average_run_length_is_the_mean_of_simulated_ones():
    """Run to their end: a chart that alarms early on average, so that 600 cases hold all but one in a million."""
    event, none = case_weights(0.3, 3.0)
    draws = np.random.default_rng(5).random((20_000, 600)) < 0.3
    total, length = np.zeros(20_000), np.zeros(20_000)
    for case in range(600):
        total = np.maximum(0, total + np.where(draws[:, case], event, none))
        length[(length == 0) & (total >= 1.5)] = case + 1
    exact = run_length(0.3, odds_ratio=3.0, limit=1.5, n=600).mean

    assert (length > 0).all()
    assert abs(length.mean() - exact) < 4 * length.std() / math.sqrt(20_000)


@settings(quick, max_examples=5)
@given(RISKS, CHANGES, st.integers(1, 300), st.sampled_from([0.01, 0.05, 0.3]))
def test_a_limit_found_keeps_its_false_alarms_and_none_lower_does(risk, odds_ratio, n, false_alarm):
    found = limit_for(risk, odds_ratio=odds_ratio, false_alarm=false_alarm, n=n)

    assert found.chance <= false_alarm
    lower = round(found.limit - 0.001, 3)
    assert lower == 0 or run_length(risk, odds_ratio=odds_ratio, limit=lower, n=n).chance > false_alarm


def test_two_rates_as_an_odds_ratio_give_the_weights_of_page():
    event, none = case_weights(0.05, odds_ratio_of(0.05, 0.10))

    assert event == pytest.approx(math.log(0.10 / 0.05))
    assert none == pytest.approx(math.log(0.90 / 0.95))


def test_an_alarm_begins_the_chart_anew_and_unknown_outcomes_move_nothing():
    outcome = [1, math.nan, 1, 0, 1, 1]
    chart = cusum(outcome, 0.1, odds_ratio=2.0, limit=1.0)
    event, none = (float(weight) for weight in case_weights(0.1, 2.0))

    assert chart.rows.tolist() == [0, 2, 3, 4, 5]
    assert chart.alarms == (1, 4)  # two events in a row reach 1.2; then one case without, and two events again
    np.testing.assert_allclose(chart.score, [event, 2 * event, 0, event, 2 * event])
    assert none < 0
    assert (chart.n, chart.n_events, chart.n_left_out) == (5, 4, 1)
    np.testing.assert_allclose(chart.excess, np.cumsum([0.9, 0.9, -0.1, 0.9, 0.9]))


@pytest.mark.parametrize("true", [1.0, 2.0])
def test_the_sequential_test_decides_as_often_as_simulated(true):
    bounds, risk = (math.log(0.05 / 0.95), math.log(0.95 / 0.05)), 0.2
    exact = sprt_operation(risk, odds_ratio=2.0, bounds=bounds, n=100, true_odds_ratio=true)
    event, none = case_weights(risk, 2.0)
    draws = np.random.default_rng(3).random((10_000, 2000)) < shifted(risk, true)
    paths = np.cumsum(np.where(draws, event, none), axis=1)
    first = np.argmax((paths >= bounds[1]) | (paths <= bounds[0]), axis=1)
    changed = paths[np.arange(10_000), first] > 0

    assert abs(changed.mean() - exact.changed) < 4 * math.sqrt(exact.changed * (1 - exact.changed) / 10_000)
    assert abs((changed & (first < 100)).mean() - exact.within) < 0.02
    assert abs((first + 1).mean() - exact.mean) < 4 * first.std() / 100


def test_the_sequential_test_says_what_it_decided_and_how_sure_it_was():
    steady = sprt(np.zeros(200), 0.1)
    worse = sprt(np.ones(6), 0.1)
    open_ = sprt([0, 0, 1], 0.1)

    assert (steady.decision, worse.decision, open_.decision) == ("not changed", "changed", None)
    assert worse.decided_at == 4  # 5 events at log(2 / 1.1) each pass log(19)
    assert steady.unchanged.changed < 0.05 / 0.95  # Wald's bound
    assert 1 - steady.changed.changed < 0.05 / 0.95
    assert sprt([0, 1], [0.1, 0.2]).unchanged is None


@quick
@given(st.sampled_from([0.3, 0.9]), st.sampled_from([0.05, 0.3]), st.sampled_from([0.1, 0.6]), st.booleans())
def test_a_walk_ends_for_sure(up, down, chance, from_zero):
    found = exits(up=up, down=down, chance=chance, low=0.0 if from_zero else -1.0, high=2.0)

    assert found.low.sum() + found.high.sum() + found.left == pytest.approx(1, abs=1e-12)


@quick
@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.sampled_from([0.02, 0.1, 0.4]))
def test_units_outside_a_funnel_by_chance_are_as_many_as_the_tails_hold(sizes, target):
    events = [round(target * n) for n in sizes]
    found = funnel(events, sizes, target=target)

    assert (found.lower[1] <= found.lower[0]).all()
    assert (found.upper[0] <= found.upper[1]).all()
    assert (found.expected_outside <= np.array([0.05, 0.002]) * len(sizes) + 1e-12).all()
    assert (found.any_outside <= found.expected_outside + 1e-15).all()
    np.testing.assert_allclose(found.p_high + found.p_low >= 1, True)


def test_the_chance_outside_is_that_of_the_counts_that_are_flagged():
    every = funnel(np.arange(41), np.full(41, 40), target=0.1)
    chances = np.exp([math.lgamma(41) - math.lgamma(k + 1) - math.lgamma(41 - k) for k in range(41)])
    chances = chances * 0.1 ** np.arange(41) * 0.9 ** np.arange(40, -1, -1)

    for level in (0, 1):
        flagged = every.above[level] | every.below[level]
        assert chances[flagged].sum() == pytest.approx(every.expected_outside[level] / 41, rel=1e-10)


def test_one_person_with_a_rare_event_is_beyond_the_drawn_limit_but_not_flagged():
    found = funnel([1], [1], target=0.02)

    assert found.proportion[0] > found.upper[1, 0]
    assert not found.above[1, 0]


def test_a_limit_of_a_funnel_below_zero_cannot_be_crossed():
    lower, _ = funnel_limits(0.02, [10])

    assert lower[0] < 0
    assert not funnel([0], [10], target=0.02).below.any()


def registry(seed=2):
    draws = np.random.default_rng(seed)
    unit = draws.choice(["a", "b", "c"], size=300)
    outcome = (draws.random(300) < np.where(unit == "b", 0.3, 0.05)).astype(float)
    return outcome, unit, draws.permutation(300).astype(float)


def test_units_are_charted_in_their_order_under_one_limit():
    outcome, unit, order = registry()
    found = watch_units(outcome, unit, order=order, risk=0.05, odds_ratio=3.0)
    alone = cusum(outcome[np.argsort(order)][unit[np.argsort(order)] == "b"], 0.05, odds_ratio=3.0, limit=found.limit)

    assert found.units == ("a", "b", "c")
    np.testing.assert_array_equal(found.charts[1].score, alone.score)
    np.testing.assert_array_equal(order[found.charts[1].rows], np.sort(order[unit == "b"]))
    assert [bool(chart.alarms) for chart in found.charts] == [False, True, False]
    assert max(chart.false_alarms.chance for chart in found.charts) <= 0.05
    assert found.any_false_alarm <= found.expected_false_alarms <= 0.15
    assert found.funnel.above[:, 1].all()


def test_a_baseline_taken_from_the_same_cases_is_told():
    outcome, unit, _ = registry()
    outcome[0], unit = np.nan, unit.astype(object)
    unit[1] = None
    found = watch_units(outcome, unit)

    assert found.estimated
    assert found.baseline == pytest.approx(np.nanmean(outcome[np.r_[0, 2:300]]))
    assert found.n_left_out == 2


def test_a_unit_without_a_known_outcome_is_named_and_not_charted():
    found = watch_units([1, 0, np.nan, np.nan], ["a", "a", "b", "b"], risk=0.2)

    assert (found.units, found.not_charted) == (("a",), ("b",))


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: cusum([0, 2], 0.1, limit=3.0), BadValues, "row 2: found neither 0 nor 1"),
        (lambda: cusum([0, 1], 1.0, limit=3.0), BadValues, "not above 0 and below 1"),
        (lambda: cusum([0, 1], 0.1), BadValues, "one of them"),
        (lambda: cusum([0, 1], 0.1, limit=-1.0), BadValues, "limit"),
        (lambda: cusum([0, 1], 0.1, odds_ratio=1.0, limit=3.0), BadValues, "odds_ratio"),
        (lambda: cusum([0, 1], [0.1, 0.2, 0.3], limit=3.0), BadValues, "shapes"),
        (lambda: cusum([math.nan], 0.1, limit=3.0), NotEstimable, "no case"),
        (lambda: cusum(["x"], 0.1, limit=3.0), BadValues, "no number"),
        (lambda: sprt([0], 0.1, alpha=0.6), BadValues, "alpha"),
        (lambda: run_length(0.1, odds_ratio=2.0, limit=1.0), BadValues, "number of cases"),
        (lambda: run_length([0.1], odds_ratio=2.0, limit=1.0, n=2), BadValues, "as many"),
        (lambda: limit_for(0.1, odds_ratio=2.0, n=5, false_alarm=0.0), BadValues, "false_alarm"),
        (lambda: watch_units([0, 0], ["a", "b"]), NotEstimable, "0 events in 2 cases"),
        (lambda: watch_units([0, 1], ["a", "b"], order=["x", "y"]), BadValues, "order"),
        (lambda: funnel([0], [10]), NotEstimable, "target"),
        (lambda: funnel_limits(0.0, [10]), BadValues, "target"),
        (lambda: odds_ratio_of(0.0, 0.5), BadValues, "rates"),
    ],
)
def test_what_cannot_be_charted_is_refused(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_a_walk_too_long_to_follow_is_refused():
    with pytest.raises(NotEstimable, match="too small"):
        run_length(0.5, odds_ratio=1.0000001, limit=5.0, n=10)
