"""The cumulative responder curve."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.proportions import proportion_interval
from kneewise.outcomes.responders.criterion import Criterion, responds
from kneewise.outcomes.responders.curve import responder_curves
from kneewise.outcomes.responders.shares import count_responders

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=40, deadline=None)
changes = st.lists(st.one_of(st.integers(-30, 60).map(float), st.just(nan)), min_size=1, max_size=30)


@quick
@given(changes)
def test_a_curve_falls_from_one_and_lies_within_its_bands(improved):
    if np.isnan(improved).all():
        with pytest.raises(NotEstimable):
            responder_curves(improved, ["a"] * len(improved))
        return
    found = responder_curves(improved, ["a"] * len(improved))
    (arm,) = found.arms

    assert (np.diff(found.thresholds) > 0).all()
    assert (np.diff(arm.share) <= 0).all()
    assert arm.share[0] == 1
    for low, high in ((arm.lower, arm.upper), (arm.band_lower, arm.band_upper)):
        assert (low <= arm.share + 1e-15).all()
        assert (arm.share <= high + 1e-15).all()
    assert (arm.least <= arm.share + 1e-15).all()
    assert (arm.share <= arm.most + 1e-15).all()


def test_the_curve_passes_through_the_share_of_every_threshold():
    draw = np.random.default_rng(8)
    before, after = draw.uniform(20, 60, 40), draw.uniform(20, 90, 40)
    after[:5] = nan
    arm = np.repeat(["a", "b"], 20)
    found = responder_curves(after - before, arm)
    for place in range(0, len(found.thresholds), 7):
        threshold = found.thresholds[place]
        if threshold <= 0:
            continue
        criterion = Criterion(name="x", threshold=threshold, better="higher")
        shares = count_responders(responds(criterion, baseline=before, follow_up=after), arm)
        for curve, counted in zip(found.arms, shares.arms, strict=True):
            assert curve.share[place] == pytest.approx(counted.views[0].share)
            assert curve.least[place] == pytest.approx(counted.views[1].share)
            assert curve.most[place] == pytest.approx(counted.views[2].share)


def test_the_pointwise_band_is_wilsons_and_the_other_holds_everywhere_at_once():
    improved = [5.0, 10.0, 10.0, 25.0, nan]
    found = responder_curves(improved, ["a"] * 5)
    (arm,) = found.arms
    at_10 = found.thresholds.tolist().index(10.0)
    wilson = proportion_interval(3, 4, method="wilson")

    assert (arm.lower[at_10], arm.upper[at_10]) == pytest.approx((wilson.lower, wilson.upper))
    assert arm.band_upper[at_10] - arm.share[at_10] == pytest.approx(min(0.25, np.sqrt(np.log(40) / 8)))
    assert (arm.n, arm.n_known) == (5, 4)


def test_the_simultaneous_band_covers_as_often_as_it_says():
    draw = np.random.default_rng(12)
    grid, inside = np.linspace(-2, 2, 81), 0
    for _ in range(400):
        found = responder_curves(draw.normal(size=25), ["a"] * 25)
        (arm,) = found.arms
        place = np.minimum(np.searchsorted(found.thresholds, grid), len(found.thresholds) - 1)
        beyond = grid > found.thresholds[-1]
        low, high = np.where(beyond, 0, arm.band_lower[place]), np.where(beyond, 1, arm.band_upper[place])
        from scipy.special import ndtr

        inside += bool(((low <= ndtr(-grid)) & (ndtr(-grid) <= high)).all())

    assert inside / 400 >= 0.95


def test_an_arm_without_a_known_outcome_is_left_out():
    found = responder_curves([nan, 5.0, 3.0], ["a", "b", None])

    assert [each.arm for each in found.arms] == ["b"]
    assert found.n_without_arm == 1


@pytest.mark.parametrize(
    "call",
    [lambda: responder_curves([1.0], ["a", "b"]), lambda: responder_curves([1.0], ["a"], level=0)],
)
def test_what_cannot_be_drawn_is_refused(call):
    with pytest.raises(BadValues):
        call()
