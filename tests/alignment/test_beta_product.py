"""Limits of curves by the beta product: against what the R package bpcp prints, and Clopper-Pearson."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.outcomes.proportions import proportion_interval
from kneewise.outcomes.safety.survival.kaplan_meier import kaplan_meier

# bpcp 1.2.6, summary(bpcp(c(3,7,8,14), c(1,1,1,1))), as printed in the vignette discreteBPCP: the open intervals
# between the events, which are those after each event since version 1.3.0.
PRINTED = [(0.194120450, 0.9936905), (0.067585986, 0.9324140), (0.006309463, 0.8058796), (0.0, 0.6023646)]


def test_the_limits_after_each_of_four_events_are_those_that_bpcp_prints():
    (curve,) = kaplan_meier([3, 7, 8, 14], [1, 1, 1, 1], interval="beta-product").curves

    np.testing.assert_allclose(curve.lower, [low for low, _ in PRINTED], atol=5e-10)
    np.testing.assert_allclose(curve.upper, [high for _, high in PRINTED], atol=5e-8)


@pytest.mark.parametrize(("n", "n_events"), [(1, 1), (12, 1), (12, 12), (56, 4), (500, 37)])
def test_without_ends_of_follow_up_the_limits_are_those_of_clopper_and_pearson(n, n_events):
    time = np.r_[np.arange(1, n_events + 1), np.full(n - n_events, n + 5)]
    event = np.r_[np.ones(n_events), np.zeros(n - n_events)]
    (curve,) = kaplan_meier(time, event, interval="beta-product").curves
    exact = proportion_interval(n - n_events, n)

    at = curve.at(n_events)
    assert at["lower"] == pytest.approx(exact.lower, rel=1e-9)
    assert at["upper"] == pytest.approx(exact.upper, rel=1e-9)


def test_without_an_event_the_lower_limit_is_the_exact_one_of_those_still_followed():
    """Of 20, 8 are still followed after time 2: as far as anyone knows, 0 of 8."""
    (curve,) = kaplan_meier(np.r_[np.full(12, 2), np.full(8, 5)], np.zeros(20), interval="beta-product").curves

    assert curve.lower[0] == pytest.approx(proportion_interval(8, 8).lower, rel=1e-10)
    assert curve.upper.tolist() == [1.0, 1.0]
