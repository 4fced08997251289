"""Moderators, subgroups and several effects of a trial at the edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import (
    cumulate,
    influence,
    leave_one_out,
    meta_regression,
    pool,
    pool_three_level,
    subgroups,
    true_effects,
)

Y = [0.2, 0.5, -0.1, 0.9, 0.4, 0.7]
V = [0.04, 0.09, 0.05, 0.20, 0.03, 0.10]
TABLE = {"year": [2010, 2012, 2014, 2016, 2018, 2020], "blind": ["no", "no", "yes", "no", "yes", "yes"]}


def test_without_moderators_it_is_the_pool():
    for tau2 in ("fixed", "DL", "DL2", "PM", "PMM", "REML", "ML", "EB", "SJ", "HS", "HSk", "HE"):
        found, plain = meta_regression(Y, V, moderators=[], table=TABLE, tau2=tau2), pool(Y, V, tau2=tau2)

        assert found.tau2 == pytest.approx(plain.tau2, rel=1e-8, abs=1e-12)
        assert found.coefficients.estimate[0] == pytest.approx(plain.estimate, rel=1e-9)
        assert found.explained is None


@pytest.mark.parametrize("frame", [dict, pd.DataFrame])
def test_labels_are_compared_with_the_first(frame):
    found = meta_regression(Y, V, moderators=["blind"], table=frame(TABLE))

    assert found.coefficients.names == ("intercept", "blind: yes")
    assert found.predict([{"blind": "no"}]).estimate[0] == pytest.approx(found.coefficients.estimate[0])


def test_a_trial_without_its_moderator_is_left_out_and_counted():
    found = meta_regression(Y, V, moderators={"year": [2010, None, 2014, 2016, 2018, 2020]})

    assert (found.k, found.left_out) == (5, 1)


@pytest.mark.parametrize(
    ("moderators", "text"),
    [
        ({"year": TABLE["year"], "again": [2 * year + 1 for year in TABLE["year"]]}, "again.*others do not say"),
        ({"one": ["a"] * 6}, None),
        ({"year": [2010, 2012]}, "another number of rows"),
        ({f"m{i}": np.arange(6.0) ** i for i in range(1, 7)}, "6 complete effects for 7 coefficients"),
        ({"constant": [1.0] * 6}, "constant.*others do not say"),
    ],
)
def test_moderators_that_cannot_be_told_apart_are_refused(moderators, text):
    if text is None:
        # A label that all trials share adds no coefficient.
        assert meta_regression(Y, V, moderators=moderators).coefficients.names == ("intercept",)
        return
    with pytest.raises(BadValues, match=text):
        meta_regression(Y, V, moderators=moderators)


def test_as_many_coefficients_as_trials_leave_nothing():
    found = meta_regression(Y[:2], V[:2], moderators={"year": [1.0, 2.0]})

    assert (found.q, found.q_df, found.tau2) == (pytest.approx(0, abs=1e-20), 0, 0)
    with pytest.raises(NotEstimable, match="no degrees of freedom"):
        meta_regression(Y[:2], V[:2], moderators={"year": [1.0, 2.0]}, interval="knapp-hartung")


def test_no_trial_with_all_moderators_is_not_estimable():
    with pytest.raises(NotEstimable, match="nothing to explain"):
        meta_regression(Y, V, moderators={"year": [None] * 6})


def test_a_level_that_no_trial_has_is_refused_in_a_prediction():
    found = meta_regression(Y, V, moderators=["blind"], table=TABLE)
    with pytest.raises(BadValues, match="allowed: no, yes"):
        found.predict([{"blind": "perhaps"}])
    with pytest.raises(BadValues, match="no value of the moderator"):
        found.predict([{"year": 2020}])


def test_names_without_a_table_are_refused():
    with pytest.raises(BadValues, match="names without a table"):
        meta_regression(Y, V, moderators=["year"])


@settings(max_examples=25, deadline=None, derandomize=True)
@given(shift=st.floats(-3000, 3000), scale=st.floats(0.001, 1000))
def test_the_unit_of_a_moderator_changes_its_coefficient_and_nothing_else(shift, scale):
    plain = meta_regression(Y, V, moderators={"year": np.arange(6.0)})
    moved = meta_regression(Y, V, moderators={"year": shift + scale * np.arange(6.0)})

    assert moved.tau2 == pytest.approx(plain.tau2, rel=1e-5, abs=1e-9)
    assert moved.coefficients.estimate[1] * scale == pytest.approx(plain.coefficients.estimate[1], rel=1e-5)
    assert moved.coefficients.statistic[1] == pytest.approx(plain.coefficients.statistic[1], rel=1e-5)


class TestSubgroups:
    def test_groups_are_pooled_apart(self):
        found = subgroups(Y, V, group=TABLE["blind"])

        assert found.labels == ("no", "yes")
        assert found.pools[0].estimate == pool([Y[0], Y[1], Y[3]], [V[0], V[1], V[3]]).estimate
        assert found.between.df == 1

    def test_a_trial_without_a_group_is_left_out(self):
        assert subgroups(Y, V, group=["no", None, "yes", "no", "yes", "yes"]).left_out == 1

    def test_one_group_has_no_test_between(self):
        assert subgroups(Y, V, group=["a"] * 6).between is None

    def test_another_number_of_groups_is_refused(self):
        with pytest.raises(BadValues, match="2 rows; allowed: 6"):
            subgroups(Y, V, group=["a", "b"])

    def test_nothing_known_is_not_estimable(self):
        with pytest.raises(NotEstimable):
            subgroups(Y, V, group=[None] * 6)


class TestThreeLevels:
    TRIAL = ("a", "a", "b", "b", "c", "c")

    def test_one_effect_a_trial_is_the_pool(self):
        found, plain = pool_three_level(Y, V, trial=list("abcdef")), pool(Y, V)

        assert found.variance_between + found.variance_within == pytest.approx(plain.tau2, abs=1e-7)
        assert found.coefficients.estimate[0] == pytest.approx(plain.estimate, abs=1e-7)

    def test_known_covariance_of_the_errors_widens_the_interval(self):
        covariance = np.diag(V)
        for one, other in ((0, 1), (2, 3), (4, 5)):
            covariance[one, other] = covariance[other, one] = 0.8 * (V[one] * V[other]) ** 0.5
        plain = pool_three_level(Y, V, trial=self.TRIAL)
        shared = pool_three_level(Y, V, trial=self.TRIAL, covariance=covariance)

        assert shared.q != plain.q
        assert shared.n_trials == 3

    @pytest.mark.parametrize("matrix", [np.eye(2), np.ones((6, 6)), -np.eye(6)])
    def test_what_is_no_covariance_is_refused(self, matrix):
        with pytest.raises(BadValues, match="covariance"):
            pool_three_level(Y, V, trial=self.TRIAL, covariance=matrix)

    def test_one_trial_is_not_estimable(self):
        with pytest.raises(NotEstimable, match="at least 2"):
            pool_three_level(Y, V, trial=["a"] * 6)

    def test_equal_effects_have_no_variance_between(self):
        found = pool_three_level([0.3] * 4, [0.1] * 4, trial=["a", "a", "b", "b"])

        assert (found.variance_between, found.variance_within) == pytest.approx((0.0, 0.0), abs=1e-9)

    def test_a_moderator_is_explained(self):
        found = pool_three_level(Y, V, trial=self.TRIAL, moderators=["year"], table=TABLE)

        assert found.coefficients.names == ("intercept", "year")
        assert found.robust.df == 1.0


class TestSingleTrials:
    def test_two_effects_cannot_be_taken_apart(self):
        with pytest.raises(NotEstimable, match="at least 3"):
            influence(Y[:2], V[:2])
        with pytest.raises(NotEstimable, match="at least 2"):
            leave_one_out(Y[:1], V[:1])

    def test_a_trial_without_an_effect_leaves_the_pool_as_it_is(self):
        found = leave_one_out([*Y, np.nan], [*V, 0.1])

        assert found.estimate[6] == pytest.approx(pool(Y, V).estimate, rel=1e-12)
        assert np.isnan(influence([*Y, np.nan], [*V, 0.1]).cook[6])

    def test_years_put_the_trials_in_order(self):
        found = cumulate(Y, V, order=[6, 5, 4, 3, 2, 1])

        assert found.estimate[0] == Y[5]
        assert found.estimate[5] == pytest.approx(pool(Y, V).estimate, rel=1e-9)

    def test_an_order_with_gaps_is_refused(self):
        with pytest.raises(BadValues, match="order"):
            cumulate(Y, V, order=[1, 2, 3, 4, 5, np.nan])

    def test_a_trial_far_out_is_marked(self):
        found = influence([0.1, 0.12, 0.09, 0.11, 3.0], [0.01] * 5)

        assert found.is_influential.tolist() == [False, False, False, False, True]
        assert found.rstudent[4] > 10

    def test_equal_trials_move_nothing(self):
        found = influence([0.5] * 4, [0.1] * 4)

        np.testing.assert_allclose(found.cook, 0, atol=1e-20)

    def test_without_heterogeneity_all_true_effects_are_the_pool(self):
        found = true_effects([0.5, 0.5, 0.5, np.nan], [0.1, 0.2, 0.3, 0.1])

        np.testing.assert_allclose(found.estimate[:3], 0.5)
        assert np.isnan(found.estimate[3])
