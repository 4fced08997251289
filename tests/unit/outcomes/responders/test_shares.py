"""Shares and comparisons: the unknown side by side, empty cells, numbers needed through infinity."""

from __future__ import annotations

import json
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.odds_ratio import log_ratio_interval, odds_ratio_interval
from kneewise.outcomes.responders.analysis import analyse_responders
from kneewise.outcomes.responders.comparison import number_needed
from kneewise.outcomes.responders.criterion import Criterion
from kneewise.outcomes.responders.overlap import cross_criteria
from kneewise.outcomes.responders.shares import count_responders, responders_from_counts

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=12, deadline=None)
arms = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 4))
RESPONDED = [1, 1, 0, nan, 1, 0, 0, nan, nan]
ARM = ["placebo"] * 4 + ["treated"] * 5


def view(comparison, handling):
    return next(each for each in comparison.views if each.handling == handling)


def test_the_unknown_are_counted_apart_and_read_in_every_way():
    found = count_responders(RESPONDED, ARM)
    treated = found.arms[1]
    (comparison,) = found.comparisons

    assert (found.reference, treated.arm) == ("placebo", "treated")
    assert (treated.n, treated.n_responders, treated.n_others, treated.n_unknown) == (5, 1, 2, 2)
    assert [(each.handling, each.n_responders, each.n) for each in treated.views] == [
        ("complete-case", 1, 3),
        ("non-responder", 1, 5),
        ("all-respond", 3, 5),
    ]
    assert [(each.handling, each.difference.estimate) for each in comparison.views] == [
        ("complete-case", pytest.approx(1 / 3 - 2 / 3)),
        ("non-responder", pytest.approx(1 / 5 - 2 / 4)),
        ("best-case", pytest.approx(3 / 5 - 2 / 4)),
        ("worst-case", pytest.approx(1 / 5 - 3 / 4)),
    ]


@quick
@given(arms, arms)
def test_every_figure_lies_between_the_extremes_and_within_its_interval(control, treated):
    counts = list(zip(control, treated, strict=True))
    found = responders_from_counts(["a", "b"], *counts)
    (comparison,) = found.comparisons
    worst, best = view(comparison, "worst-case").difference, view(comparison, "best-case").difference

    for arm in found.arms:
        for each in arm.views:
            assert (each.share is None) == (each.n == 0)
            assert all(limits.lower <= each.share <= limits.upper for limits in each.intervals)
    for handling in ("complete-case", "non-responder"):
        difference = view(comparison, handling).difference
        if difference.estimate is not None:
            assert worst.estimate - 1e-12 <= difference.estimate <= best.estimate + 1e-12
    for each in comparison.views:
        for measure in (each.difference, each.risk_ratio, each.odds_ratio):
            assert (measure.estimate is None) == (measure.reason is not None)
            for limits in measure.intervals:
                if measure.estimate is not None:
                    assert limits.lower is None or limits.lower <= measure.estimate + 1e-12
                    assert limits.upper is None or limits.upper >= measure.estimate - 1e-12


@quick
@given(arms, arms)
def test_exchanging_the_arms_turns_every_measure(control, treated):
    here = responders_from_counts(["a", "b"], *zip(control, treated, strict=True)).comparisons[0]
    there = responders_from_counts(["b", "a"], *zip(treated, control, strict=True)).comparisons[0]
    one, other = view(here, "complete-case"), view(there, "complete-case")

    if one.difference.estimate is not None:
        assert other.difference.estimate == pytest.approx(-one.difference.estimate)
        for mine, its in zip(one.difference.intervals, other.difference.intervals, strict=True):
            assert (its.lower, its.upper) == pytest.approx((-mine.upper, -mine.lower), abs=1e-9)
        for kind in ("risk_ratio", "odds_ratio"):
            mine, its = getattr(one, kind), getattr(other, kind)
            if mine.estimate and its.estimate:
                assert its.estimate == pytest.approx(1 / mine.estimate)


@pytest.mark.parametrize(
    ("interval", "benefit", "harm", "direction"),
    [
        ((0.2, 0.1, 0.4), (2.5, 10.0), None, "benefit"),
        ((-0.2, -0.4, -0.1), None, (2.5, 10.0), "harm"),
        ((0.1, -0.05, 0.25), (4.0, inf), (20.0, inf), "benefit"),
        ((0.0, -0.1, 0.1), (10.0, inf), (10.0, inf), None),
        ((0.1, 0.0, 0.2), (5.0, inf), None, "benefit"),
        ((-0.1, -0.2, 0.0), None, (5.0, inf), "harm"),
    ],
)
def test_a_number_needed_says_on_which_side_it_is_and_when_it_may_be_either(interval, benefit, harm, direction):
    found = number_needed(*interval, method="newcombe")

    assert found.benefit == (benefit if benefit is None else pytest.approx(benefit))
    assert found.harm == (harm if harm is None else pytest.approx(harm))
    assert found.direction == direction
    assert (found.estimate is None) == (direction is None)


def test_an_arm_nobody_of_which_is_known_has_no_share_and_no_comparison_of_the_known():
    found = responders_from_counts(["a", "b"], [3, 0], [4, 0], [0, 6])
    complete, filled = (view(found.comparisons[0], each) for each in ("complete-case", "non-responder"))

    assert found.arms[1].views[0].share is None
    assert (complete.difference.estimate, complete.needed) == (None, None)
    assert "known outcome" in complete.difference.reason
    assert filled.difference.estimate == pytest.approx(-3 / 7)


@pytest.mark.parametrize(
    ("responders", "others", "risk", "odds"),
    [
        ((0, 3), (10, 7), "nobody responded in the reference", "nobody responded in the reference"),
        ((0, 0), (10, 10), "nobody responded, or", "nobody responded, or"),
        ((5, 10), (5, 0), None, "everybody did in the arm"),
        ((10, 10), (0, 0), None, "everybody did, in both"),
    ],
)
def test_a_ratio_without_a_divisor_says_so_and_keeps_the_limit_that_there_is(responders, others, risk, odds):
    found = responders_from_counts(["a", "b"], responders, others)
    compared = view(found.comparisons[0], "complete-case")

    for measure, reason in ((compared.risk_ratio, risk), (compared.odds_ratio, odds)):
        assert (measure.reason is None) == (reason is None)
        assert reason is None or reason in measure.reason
    score = {each.method: each for each in compared.odds_ratio.intervals}["miettinen-nurminen"]
    assert score.upper is None or score.upper > 0


def test_logarithms_claim_nothing_where_they_have_no_variance():
    assert (log_ratio_interval(5, 5, 7, 7).lower, log_ratio_interval(5, 5, 7, 7).upper) == (0, inf)
    assert (log_ratio_interval(0, 5, 3, 7).lower, log_ratio_interval(0, 5, 3, 7).upper) == (0, inf)
    woolf = odds_ratio_interval(5, 5, 3, 7, method="woolf")
    assert (woolf.estimate, woolf.lower, woolf.upper) == (inf, 0, inf)
    with pytest.raises(BadValues, match="method"):
        odds_ratio_interval(1, 5, 3, 7, method="exact")


def test_the_order_of_a_categorical_is_kept_and_the_reference_can_be_chosen():
    order = pd.Categorical(["low", "placebo", "high", "high"], categories=["placebo", "low", "high"])
    frame = pd.DataFrame({"arm": order, "yes": [1.0, 0.0, np.nan, 1.0]})
    found = count_responders(frame["yes"], frame["arm"])
    chosen = count_responders(frame["yes"], frame["arm"], reference="high")

    assert [each.arm for each in found.arms] == ["placebo", "low", "high"]
    assert (found.reference, chosen.reference) == ("placebo", "high")
    assert [each.arm for each in chosen.comparisons] == ["placebo", "low"]


def test_one_arm_is_counted_and_compared_with_nobody():
    found = count_responders([1, 0, nan, 1], ["a", "a", "a", None])

    assert (found.reference, found.comparisons, found.n_without_arm) == (None, (), 1)
    assert found.arms[0].n == 3


def test_a_result_becomes_json():
    text = json.dumps(as_document(count_responders(RESPONDED, ARM)), allow_nan=False)

    assert "non-responder" in text


def test_two_criteria_are_crossed_within_each_arm():
    first = [1, 1, 0, 0, nan, 1]
    second = [1, 0, 1, 0, 1, 1]
    (found, other) = cross_criteria(first, second, ["a"] * 5 + ["b"])

    assert (found.n_both, found.n_first_only, found.n_second_only, found.n_neither, found.n_unknown) == (1, 1, 1, 1, 1)
    assert other.n_both == 1


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda: count_responders([1, 2], ["a", "b"]), BadValues),
        (lambda: count_responders([1, 0], ["a"]), BadValues),
        (lambda: count_responders([1, 0], ["a", "b"], reference="c"), BadValues),
        (lambda: count_responders([1, 0], ["a", "b"], level=1.5), BadValues),
        (lambda: count_responders([], []), NotEstimable),
        (lambda: count_responders([1.0, 0.0], [None, None]), NotEstimable),
        (lambda: responders_from_counts(["a"], [1, 2], [3]), BadValues),
        (lambda: responders_from_counts(["a"], [-1], [3]), BadValues),
        (lambda: responders_from_counts(["a"], [1.5], [3]), BadValues),
        (lambda: cross_criteria([1], [1, 0], ["a"]), BadValues),
    ],
)
def test_counts_that_cannot_be_are_refused(call, kind):
    with pytest.raises(kind):
        call()


def test_two_criteria_of_one_name_are_refused():
    mild, strict = (Criterion(name="MCID", threshold=each, better="higher") for each in (5, 20))
    with pytest.raises(BadValues, match="two of one name"):
        analyse_responders(["a", "b"], [mild, strict], improved=[10.0, 30.0])
