"""Effects of single trials: what is refused, what is filled in, and what is flagged."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues
from kneewise.evidence import design_effect, effect_sizes
from kneewise.evidence.effects import conversions

MEANS = {"n1": [20, 30], "mean1": [5.0, 6.0], "sd1": [2.0, 2.5], "n2": [22, 28], "mean2": [6.5, 6.0], "sd2": [2.2, 2.0]}


@pytest.mark.parametrize("frame", [dict, pd.DataFrame, pl.DataFrame])
def test_any_table_gives_the_effects_of_its_columns(frame):
    found = effect_sizes(frame({"study": ["Vega", "Lu"], **MEANS}), measure="MD")

    np.testing.assert_allclose(found.effects, [-1.5, 0.0])
    np.testing.assert_allclose(found.variances, [4 / 20 + 2.2**2 / 22, 2.5**2 / 30 + 4 / 28])
    assert found.labels == ("Vega", "Lu")
    assert found.flags == ((), ())
    assert found.n.tolist() == [42, 58]


def test_columns_of_other_names_are_named():
    table = {"n_cells": [20], "m_cells": [5.0], "s": [2.0], "n_ha": [20], "m_ha": [6.0]}
    found = effect_sizes(table, measure="MD", n1="n_cells", mean1="m_cells", sd1="s", n2="n_ha", mean2="m_ha", sd2="s")

    assert found.effects.tolist() == [-1.0]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"sd1": [2.0, -2.5]}, "row 2, sd1: found a number below 0"),
        ({"n2": [0, 28]}, "row 1, n2: found 0 or less"),
        ({"mean1": ["a", 6.0]}, "mean1.*row 1"),
        ({"sd1": [2.0, 1.0, 3.0]}, "found"),
        ({"dose": [1, 2]}, "found an argument 'dose'"),
        (
            {"effect": [3.0, 1.0], "ci_low": [1.0, 1.5], "ci_high": [5.0, 3.0]},
            "row 2, effect: found an estimate outside",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_row_and_column(change, text):
    with pytest.raises(BadValues, match=text):
        effect_sizes(measure="MD", **{**MEANS, **change})


def test_impossible_rows_may_be_flagged_instead_and_stay_out():
    found = effect_sizes(measure="MD", bad_rows="flag", **{**MEANS, "sd1": [2.0, -2.5]})

    assert np.isnan(found.effects).tolist() == [False, True]
    assert found.flags[1] == ("sd1: a number below 0; not in the pool",)


def test_more_events_than_patients_are_refused():
    with pytest.raises(BadValues, match="row 1, events2: found more events than patients"):
        effect_sizes(measure="RR", events1=[3], n1=[10], events2=[11], n2=[10])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("measure", "WMD"),
        ("correction", "some"),
        ("variance", "REVMAN2"),
        ("zero_cells", "plus"),
        ("bad_rows", "skip"),
        ("shared_control", "both"),
    ],
)
def test_a_choice_that_is_not_known_is_refused_with_those_that_are(name, value):
    base = {"measure": "RR" if name == "zero_cells" else "SMD"}
    columns = {"events1": [1], "n1": [9], "events2": [2], "n2": [9]} if name == "zero_cells" else MEANS
    with pytest.raises(BadValues, match="allowed"):
        effect_sizes(**{**base, name: value}, **columns)


def test_no_column_says_which_are_needed():
    with pytest.raises(BadValues, match="n1, mean1, sd1, n2, mean2, sd2"):
        effect_sizes({"study": ["a"]}, measure="SMD")


def test_a_gap_gives_no_effect_and_says_so():
    found = effect_sizes(measure="MD", **{**MEANS, "mean2": [None, 6.0]})

    assert np.isnan(found.effects).tolist() == [True, False]
    assert found.flags[0] == ("not known: its columns do not tell the effect",)


def test_no_spread_in_either_group_tells_no_variance():
    found = effect_sizes(measure="MD", **{**MEANS, "sd1": [0.0, 2.0], "sd2": [0.0, 2.0]})

    assert np.isnan(found.variances[0])
    assert found.flags[0] == ("variance 0: not in the pool",)


@pytest.mark.parametrize("measure", ["SMD", "SMDH", "SMD1", "CVR", "VR"])
def test_groups_of_one_or_without_spread_give_no_standardised_effect(measure):
    found = effect_sizes(measure=measure, n1=[1, 10], mean1=[5, 5], sd1=[0, 0], n2=[1, 10], mean2=[4, 4], sd2=[0, 0])

    assert np.isnan(found.effects).all()
    assert all(texts for texts in found.flags)


def test_a_ratio_of_means_on_two_sides_of_0_is_unknown():
    found = effect_sizes(measure="ROM", n1=10, mean1=[-1.0, 0.0, 2.0], sd1=1.0, n2=10, mean2=[1.0, 1.0, 4.0], sd2=1.0)

    assert np.isnan(found.effects).tolist() == [True, True, False]
    assert found.is_log


class TestZeros:
    TABLES = {"events1": [0, 0, 10, 16], "n1": [20, 25, 10, 16], "events2": [3, 0, 2, 4], "n2": [20, 25, 4, 4]}  # noqa: RUF012

    def test_revman_leaves_double_zeros_out_and_fills_zeros_of_non_events(self):
        found = effect_sizes(measure="RR", zero_cells="RevMan", **self.TABLES)

        assert np.isnan(found.effects).tolist() == [False, True, False, False]
        assert np.exp(found.effects[0]) == pytest.approx((0.5 / 21) / (3.5 / 21))
        assert np.exp(found.effects[2]) == pytest.approx((10.5 / 11) / (2.5 / 5))

    def test_revman_keeps_nothing_but_events_for_the_risk_ratio_at_1(self):
        """CD013342.pub2 prints 1.00 [0.74, 1.35] for 16 of 16 against 4 of 4."""
        found = effect_sizes(measure="RR", zero_cells="RevMan", **self.TABLES)
        reach = 1.959964 * found.se[3]

        assert np.exp([found.effects[3], -reach, reach]) == pytest.approx([1.0, 0.738107, 1.354817], abs=2e-6)

    def test_no_odds_ratio_is_told_by_nothing_but_events(self):
        found = effect_sizes(measure="OR", zero_cells="RevMan", **self.TABLES)

        assert np.isnan(found.effects).tolist() == [False, True, False, True]
        assert "not in the pool" in found.flags[3][0]

    def test_a_risk_difference_keeps_its_value_and_gets_a_variance(self):
        found = effect_sizes(measure="RD", zero_cells="RevMan", **self.TABLES)

        assert found.effects.tolist() == [-0.15, 0.0, 0.5, 0.0]
        assert (found.variances > 0).all()

    def test_peto_needs_an_event(self):
        found = effect_sizes(measure="PETO", zero_cells="none", **self.TABLES)

        assert np.isnan(found.effects).tolist() == [False, True, False, True]


class TestConversions:
    def test_a_standard_error_gives_the_standard_deviation(self):
        with_se = {**MEANS, "sd1": [None, 2.5], "se1": [2.0 / 20**0.5, None]}
        found, plain = effect_sizes(measure="SMD", **with_se), effect_sizes(measure="SMD", **MEANS)

        np.testing.assert_allclose(found.effects, plain.effects)
        assert found.flags == (("group 1: standard deviation from the standard error",), ())

    def test_an_interval_of_a_mean_gives_the_standard_deviation_by_t(self):
        """Cochrane Handbook 6.5.2.2: of 25 patients, 32.2 (29.6 to 34.8): 4.128 for two 2.064."""
        sd = conversions.sd_from_interval(29.6, 34.8, 25)

        assert float(sd) == pytest.approx(5 * (34.8 - 29.6) / 4.128, rel=2e-4)

    def test_a_p_of_a_difference_gives_its_error(self):
        """Cochrane Handbook 6.5.2.3: MD 3.8, p 0.008, 25 and 22 patients: t 2.78, error 1.37."""
        assert float(conversions.se_from_p(3.8, 0.008, df=45)) == pytest.approx(1.37, abs=5e-3)

    def test_an_interval_of_a_ratio_gives_the_error_of_its_log(self):
        found = effect_sizes(measure="RR", effect=[1.2], ci_low=[0.8], ci_high=[1.8])

        assert found.effects[0] == pytest.approx(np.log(1.2))
        assert found.se[0] == pytest.approx(np.log(1.8 / 0.8) / 3.919928)
        assert found.flags[0] == ("standard error from the confidence interval", "effect as the paper gives it")

    def test_a_ratio_limit_of_0_and_a_p_of_0_or_1_say_why_there_is_no_effect(self):
        ratios = effect_sizes({"effect": [0.5, 0.5], "ci_low": [0.0, 0.2], "ci_high": [1.2, 1.2], "p": [np.nan, 0.0]},
                              measure="RR")  # fmt: skip
        means = effect_sizes({"effect": [0.5, 0.5, 0.5], "p": [0.0, 1.0, 0.04]}, measure="MD")

        assert ratios.flags[0] == ("a ratio, or a limit of one, of 0 or less has no logarithm",)
        assert "p of 0 or 1 tells no error" not in ratios.flags[1]
        assert means.flags[:2] == (("p of 0 or 1 tells no error",),) * 2
        assert np.isnan(means.effects).tolist() == [True, True, False]

    def test_quartiles_are_flagged_as_if_normal(self):
        found = effect_sizes(measure="MD", n1=[40], median1=[5.0], quartile_low1=[4.0], quartile_high1=[6.0],
                             n2=[40], mean2=[6.0], sd2=[1.5])  # fmt: skip

        assert found.effects[0] == pytest.approx(-1.0)
        assert "median and quartiles, as if normal" in found.flags[0][0]

    def test_a_printed_spread_is_kept_beside_a_median(self):
        found = effect_sizes(measure="MD", n1=[40], median1=[5.0], quartile_low1=[4.0], quartile_high1=[6.0], sd1=[3.0],
                             n2=[40], mean2=[6.0], sd2=[1.5])  # fmt: skip

        assert found.variances[0] == pytest.approx(9 / 40 + 1.5**2 / 40)

    @pytest.mark.parametrize("n", [10, 50, 400])
    def test_conversions_return_the_mean_and_spread_of_a_normal_sample(self, n):
        """Expected order statistics of a normal sample (Blom) put in, mean 3 and sd 2 come out."""
        from scipy.stats import norm

        outer, inner = norm.ppf((n - 0.375) / (n + 0.25)), norm.ppf((0.75 * n - 0.125) / (n + 0.25))
        low, high, q1, q3 = 3 - 2 * outer, 3 + 2 * outer, 3 - 2 * inner, 3 + 2 * inner

        np.testing.assert_allclose(conversions.mean_sd_from_quartiles(q1, 3.0, q3, n), [3, 2], rtol=1e-12)
        np.testing.assert_allclose(conversions.mean_sd_from_range(low, 3.0, high, n), [3, 2], rtol=1e-12)
        np.testing.assert_allclose(conversions.mean_sd_from_five(low, q1, 3.0, q3, high, n=n), [3, 2], rtol=1e-12)

    def test_correlation_and_spread_of_changes_are_each_others_inverse(self):
        """Cochrane Handbook 6.5.2.8: spreads 4.0 and 4.4 and of the change 2.6 give r 0.81; 0.78 gives 2.8."""
        assert float(
            conversions.correlation_of_change(4.0, 4.4, conversions.sd_of_change(4.0, 4.4, 0.3))
        ) == pytest.approx(0.3)

    def test_spreads_that_fit_no_correlation_give_none(self):
        assert np.isnan(conversions.correlation_of_change(1.0, 1.0, 5.0))


class TestPairs:
    def test_an_assumed_correlation_of_two_knees_is_flagged(self):
        found = effect_sizes(
            measure="MC", n=[25], mean1=[3.0], sd1=[2.0], mean2=[5.0], sd2=[2.0], assumed_correlation=0.5
        )

        assert found.variances[0] == pytest.approx((4 + 4 - 2 * 0.5 * 4) / 25)
        assert found.flags[0] == ("correlation of the pair assumed to be 0.5",)

    def test_no_correlation_gives_no_effect_and_says_what_to_give(self):
        found = effect_sizes(measure="MC", n=[25], mean1=[3.0], sd1=[2.0], mean2=[5.0], sd2=[2.0])

        assert np.isnan(found.effects[0])
        assert "assumed_correlation" in found.flags[0][0]

    def test_the_spread_of_the_differences_gives_the_correlation(self):
        found = effect_sizes(measure="MC", n=[25], mean1=[3.0], sd1=[2.0], mean2=[5.0], sd2=[2.0], sd_change=[1.0])

        assert found.variances[0] == pytest.approx(1 / 25)
        assert "standard deviation of the differences" in found.flags[0][0]


class TestDesigns:
    def test_a_cluster_trial_counts_for_fewer_patients(self):
        found = effect_sizes(
            measure="RR", events1=[20], n1=[100], events2=[30], n2=[100], cluster_size=[11], icc=[0.05]
        )
        plain = effect_sizes(measure="RR", events1=[20], n1=[100], events2=[30], n2=[100])

        assert float(design_effect(11, 0.05)) == pytest.approx(1.5)
        assert found.variances[0] == pytest.approx(1.5 * plain.variances[0])
        assert found.effects[0] == pytest.approx(plain.effects[0])
        assert "design effect" in found.flags[0][0]
        assert found.n[0] == 200

    def test_a_cluster_trial_without_its_correlation_is_flagged(self):
        found = effect_sizes(measure="MD", cluster_size=[11, 1], **MEANS)

        assert found.flags[0] == ("a cluster trial without its icc: taken as if not clustered",)

    def test_a_shared_control_is_split_among_its_comparisons(self):
        """Cochrane Handbook 23.3.4: the control's patients are halved, its mean and spread stay."""
        found = effect_sizes(measure="MD", shared_control="split", control=["a", "a"], **{**MEANS, "n2": [22, 22]})

        assert found.variances[0] == pytest.approx(4 / 20 + 2.2**2 / 11)
        assert "split" in found.flags[0][0]

    @pytest.mark.parametrize(
        ("measure", "shared"), [("RR", 1 / 30 - 1 / 100), ("OR", 1 / 30 + 1 / 70), ("RD", 0.3 * 0.7 / 100)]
    )
    def test_comparisons_with_one_control_share_its_part_of_the_variance(self, measure, shared):
        found = effect_sizes(measure=measure, events1=[20, 25, 5], n1=100, events2=[30, 30, 9], n2=100,
                             shared_control="covariance", control=["a", "a", "b"])  # fmt: skip

        assert found.covariance[0, 1] == pytest.approx(shared)
        assert found.covariance[0, 2] == 0
        np.testing.assert_allclose(np.diag(found.covariance), found.variances)

    def test_a_shared_control_needs_its_name(self):
        with pytest.raises(BadValues, match="control: found nothing"):
            effect_sizes(measure="MD", shared_control="split", **MEANS)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    cells=st.tuples(*[st.integers(0, 30)] * 4).filter(lambda c: c[0] + c[1] > 0 and c[2] + c[3] > 0),
    rule=st.sampled_from(["only0", "all", "if0all", "none", "RevMan", "meta"]),
)
@pytest.mark.parametrize("measure", ["RR", "OR", "RD", "AS", "PETO", "PHI", "YUQ"])
def test_swapped_groups_turn_the_sign_and_every_lost_effect_is_explained(measure, cells, rule):
    events1, none1, events2, none2 = cells
    n1, n2 = events1 + none1, events2 + none2
    one = effect_sizes(measure=measure, zero_cells=rule, events1=[events1], n1=[n1], events2=[events2], n2=[n2])
    other = effect_sizes(measure=measure, zero_cells=rule, events1=[events2], n1=[n2], events2=[events1], n2=[n1])

    np.testing.assert_allclose(one.effects, -other.effects, atol=1e-10)
    np.testing.assert_allclose(one.variances, other.variances, rtol=1e-9)
    assert np.isfinite(one.effects[0]) or one.flags[0]
    assert np.isnan(one.effects[0]) or one.variances[0] > 0
