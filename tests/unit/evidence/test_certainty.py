"""What certainty rests on: computed figures, and a level only from all five judgements of a reader."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import egger_test, pool, weigh_certainty
from kneewise.evidence.certainty import DOMAINS, judged_level
from kneewise.evidence.certainty_inputs import enough_people, power_to_see

EFFECTS, VARIANCES = [-2.0, -1.0, -1.5], [0.2, 0.3, 0.25]


def table(**more):
    return weigh_certainty(EFFECTS, VARIANCES, **{"better": "lower", "margin": 1.0} | more)


def test_the_pooled_effect_is_that_of_pool():
    pooled = pool(EFFECTS, VARIANCES, tau2="REML", interval="knapp-hartung-floor")
    found = table()

    assert (found.estimate, found.low, found.high) == pytest.approx((pooled.estimate, *pooled.ci))
    assert found.inconsistency.prediction == pytest.approx(pooled.prediction)


@pytest.mark.parametrize(
    ("judgements", "start", "level"),
    [
        (dict.fromkeys(DOMAINS, "none"), "high", "high"),
        (dict.fromkeys(DOMAINS, "none") | {"imprecision": "serious"}, "high", "moderate"),
        (
            dict.fromkeys(DOMAINS, "none") | {"imprecision": "very serious", "indirectness": "serious"},
            "high",
            "very low",
        ),
        (dict.fromkeys(DOMAINS, "serious"), "low", "very low"),
        (dict.fromkeys(DOMAINS, "none"), "low", "low"),
        (dict.fromkeys(DOMAINS, "none"), None, None),
        (dict.fromkeys(DOMAINS[:4], "none"), "high", None),
        ({}, "high", None),
    ],
)
def test_a_level_comes_out_only_of_a_start_and_all_five_judgements(judgements, start, level):
    assert judged_level(start, judgements) == level


@pytest.mark.parametrize(
    ("randomised", "start"),
    [([True, True, True], "high"), ([True, False, True], "low"), ([True, None, True], None), (None, None)],
)
def test_the_start_is_high_only_where_all_trials_are_known_to_be_randomised(randomised, start):
    assert table(randomised=randomised).start == start


@pytest.mark.parametrize(
    ("effects", "holds", "zero"),
    [
        ([-3.0, -3.1, -2.9], ("benefit that matters",), False),
        ([-1.4, -0.9, -0.2], ("benefit that matters", "little or nothing"), True),
        ([0.05, 0.0, -0.05], ("little or nothing",), True),
        ([-4.0, 0.0, 4.0], ("benefit that matters", "little or nothing", "harm that matters"), True),
        ([2.9, 3.0, 3.1], ("harm that matters",), False),
    ],
)
def test_imprecision_is_what_the_interval_reaches(effects, holds, zero):
    found = weigh_certainty(effects, [0.01] * 3, better="lower", margin=1.0).imprecision

    assert (found.holds, found.holds_zero) == (holds, zero)


def test_enough_people_are_those_of_one_trial_with_80_percent_power():
    # 2 groups of 2 * (1.95996 + 0.84162)^2 / 0.5^2 = 62.79 people, worked out by hand.
    assert enough_people(0.5, 1.0) == pytest.approx(125.58, abs=0.01)
    assert power_to_see(0.5, 62.79, 62.79) == pytest.approx(0.80, abs=1e-4)
    assert table(n=[30, 40, 50], sd=2.0).imprecision.people == 120
    assert table(n=[30, np.nan, 50], sd=2.0).imprecision.people is None


def test_shares_of_bias_and_of_products_are_shares_of_weight():
    weights = np.asarray(pool(EFFECTS, VARIANCES).weights) / 100
    found = table(risks=["low", "high", None], products=["bmac", "bmac", "svf"], product="bmac")

    assert dict(found.bias.shares) == pytest.approx({"low": weights[0], "high": weights[1], "not judged": weights[2]})
    assert found.indirectness.share_asked == pytest.approx(weights[:2].sum())
    assert table(products=["bmac", None, "svf"], product="bmac").indirectness.share_asked is None


def test_small_study_effects_are_tested_from_ten_trials_on():
    rng = np.random.default_rng(3)
    effects, variances = rng.normal(0, 1, 12), rng.uniform(0.05, 1, 12)

    few = weigh_certainty(effects[:9], variances[:9], better="lower").small_studies
    many = weigh_certainty(effects, variances, better="lower").small_studies
    alike = weigh_certainty(effects, np.full(12, 0.3), better="lower").small_studies

    assert (few.p, few.why) == (None, "few trials")
    assert many.p == pytest.approx(egger_test(effects, variances).p, abs=1e-12)
    assert (alike.p, alike.why) == (None, "one precision")


def test_a_single_trial_has_a_normal_interval_and_no_prediction():
    found = weigh_certainty([1.0], [0.25], better="higher")

    assert (found.low, found.high) == pytest.approx((1 - 1.959964 * 0.5, 1 + 1.959964 * 0.5), abs=1e-5)
    assert found.method == "REML, wald"
    assert found.inconsistency.prediction is None


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"judgements": {"bias": "none"}}, "judgements: found 'bias'"),
        ({"judgements": {"imprecision": "bad"}}, "judgements of imprecision: found 'bad'"),
        ({"n": [1, 2]}, "n: found shape"),
        ({"risks": ["low"]}, "found 1 values; allowed: 3"),
    ],
)
def test_what_means_nothing_is_refused(more, told):
    with pytest.raises(BadValues, match=told):
        table(**more)


def test_no_effect_at_all_is_not_estimable():
    with pytest.raises(NotEstimable, match="no trial has an effect"):
        weigh_certainty([np.nan], [1.0], better="lower")
