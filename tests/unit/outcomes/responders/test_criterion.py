"""When a patient is a responder: edges, directions, the unknown."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues
from kneewise.outcomes.responders.criterion import Criterion, improvement, responds

pytestmark = pytest.mark.filterwarnings("error")

MCID = Criterion(name="MCID", threshold=10, better="higher")
MDC = Criterion(name="MDC95", threshold=10, better="higher", beyond=True)
PASS = Criterion(name="PASS", threshold=32, better="lower", form="state")
HALF = Criterion(name="50 %", threshold=50, better="lower", form="percent")


@pytest.mark.parametrize(
    ("criterion", "before", "after", "met"),
    [
        (MCID, 40, 50, 1),  # as much as matters
        (MCID, 40, 49.9, 0),
        (MCID, 40, 30, 0),
        (MCID, 0.1, 10.1, 1),  # 10.0 but for rounding
        (MDC, 40, 50, 0),  # no more than the error
        (MDC, 40, 50.1, 1),
        (MDC, 0.1, 10.1, 0),
        (MCID, nan, 50, nan),
        (MCID, 40, nan, nan),
        (PASS, nan, 32, 1),
        (PASS, 90, 32.1, 0),
        (PASS, 90, nan, nan),
        (HALF, 40, 20, 1),
        (HALF, 40, 20.1, 0),
        (HALF, 0, 0, nan),  # a share of nothing is no figure
    ],
)
def test_a_criterion_is_met_at_its_threshold_and_unknown_stays_unknown(criterion, before, after, met):
    (found,) = responds(criterion, baseline=[before], follow_up=[after])

    assert isnan(found) if isnan(met) else found == met


def test_a_state_needs_no_baseline_and_a_change_does():
    assert responds(PASS, follow_up=[30.0, 40.0]).tolist() == [1, 0]
    with pytest.raises(BadValues, match="baseline"):
        responds(MCID, follow_up=[30.0])


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.floats(0, 100), st.floats(0, 100))
def test_a_scale_turned_round_gives_the_same_answer(before, after):
    turned = Criterion(name="MCID", threshold=10, better="lower")
    here = responds(MCID, baseline=[before], follow_up=[after])
    there = responds(turned, baseline=[100 - before], follow_up=[100 - after])

    if abs(after - before - 10) > 1e-6:
        assert here.tolist() == there.tolist()
    np.testing.assert_allclose(
        improvement([before], [after], better="higher"), -improvement([before], [after], better="lower")
    )


def test_an_improvement_in_per_cent_is_of_the_baseline():
    found = improvement([50.0, 80.0, 0.0, nan], [25.0, 100.0, 10.0, 1.0], better="lower", form="percent")

    np.testing.assert_allclose(found, [50, -25, nan, nan])


def test_a_criterion_says_itself():
    assert str(MCID) == "MCID: better by >= 10"
    assert str(MDC) == "MDC95: better by > 10"
    assert str(PASS) == "PASS: <= 32"
    assert str(HALF) == "50 %: better by >= 50 % of baseline"


@pytest.mark.parametrize(
    "fields",
    [{"threshold": 0}, {"threshold": -5}, {"threshold": nan}, {"better": "up"}, {"form": "ratio"}],
    ids=str,
)
def test_a_criterion_that_cannot_be_is_refused(fields):
    with pytest.raises(BadValues, match="allowed"):
        Criterion(**{"name": "MCID", "threshold": 10, "better": "higher", **fields})


@pytest.mark.parametrize(
    "call",
    [
        lambda: improvement([1.0, 2.0], [1.0], better="higher"),
        lambda: improvement([1.0], [1.0], better="up"),
        lambda: improvement([1.0], [1.0], better="higher", form="state"),
        lambda: improvement(["x"], [1.0], better="higher"),
    ],
)
def test_scores_that_do_not_fit_are_refused(call):
    with pytest.raises(BadValues):
        call()
