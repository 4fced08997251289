"""Laws and edges of time to an event."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.survival.competing_risks import aalen_johansen
from kneewise.outcomes.safety.survival.concordance import concordance
from kneewise.outcomes.safety.survival.cox import cox
from kneewise.outcomes.safety.survival.kaplan_meier import kaplan_meier
from kneewise.outcomes.safety.survival.logrank import logrank
from kneewise.outcomes.safety.survival.proportional_hazards import proportional_hazards
from kneewise.outcomes.safety.survival.restricted_mean import restricted_mean

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=20, deadline=None)
persons = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2), st.booleans()), min_size=6, max_size=40)
INTERVALS = ["log", "log-log", "plain", "beta-product"]


def split(rows):
    time, event, group = (np.array(column) for column in zip(*rows, strict=True))
    return time.astype(float), event, group.astype(int)


@quick
@given(persons, st.sampled_from(INTERVALS), st.randoms())
def test_a_curve_falls_holds_its_limits_and_does_not_depend_on_the_order_or_the_unit(rows, interval, random):
    time, event, _ = split(rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    other_time, other_event, _ = split(shuffled)
    (curve,) = kaplan_meier(time, event > 0, interval=interval).curves
    (other,) = kaplan_meier(other_time * 30.4375, other_event > 0, interval=interval).curves

    np.testing.assert_array_equal(curve.survival, other.survival)
    np.testing.assert_allclose(curve.time * 30.4375, other.time)
    assert (np.diff(curve.survival) <= 0).all()
    known = ~np.isnan(curve.upper)
    assert (curve.lower[known] - 1e-12 <= curve.survival[known]).all()
    assert (curve.survival[known] <= curve.upper[known] + 1e-12).all()
    assert known.all() or (curve.reason is not None and curve.survival[~known].max() == 0)
    assert ((curve.lower >= 0) & (curve.upper[known] <= 1).all()).all()


@quick
@given(persons)
def test_without_ends_of_follow_up_the_curve_is_the_share_that_is_left(rows):
    time, _, _ = split(rows)
    (curve,) = kaplan_meier(time, np.ones(time.size)).curves

    np.testing.assert_allclose(curve.survival, [(time > at).mean() for at in curve.time], atol=1e-14)


@quick
@given(persons)
def test_incidences_and_the_share_without_an_event_sum_to_one(rows):
    time, event, _ = split(rows)
    (curves,) = aalen_johansen(time, event).curves
    (curve,) = kaplan_meier(time, event > 0).curves

    np.testing.assert_allclose(curves.event_free + curves.incidence.sum(axis=1), 1, atol=1e-13)
    np.testing.assert_allclose(curves.event_free, curve.survival, atol=1e-14)
    assert (curves.lower <= curves.incidence + 1e-14).all() and (curves.incidence <= curves.upper + 1e-14).all()
    # One less Kaplan-Meier, deaths taken as ends of follow-up, is never lower.
    (naive,) = kaplan_meier(time, event == 1).curves
    assert (1 - naive.survival >= curves.incidence[:, 0] - 1e-12).all()


def test_the_error_of_an_incidence_is_that_of_leaving_out_persons_a_little():
    """The infinitesimal jackknife by numerical change of one person's weight, on fourteen persons with ties."""
    time = np.array([1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 9, 9, 10.0])
    event = np.array([1, 0, 2, 1, 2, 1, 0, 1, 1, 2, 0, 2, 1, 0])

    def incidence(weights):
        free, found = 1.0, 0.0
        for at in np.unique(time[time <= 8]):
            n = weights[time >= at].sum()
            found += free * weights[(time == at) & (event == 1)].sum() / n
            free *= 1 - weights[(time == at) & (event > 0)].sum() / n
        return found

    steps = []
    for person in range(time.size):
        up, down = np.ones(time.size), np.ones(time.size)
        up[person], down[person] = 1 + 1e-5, 1 - 1e-5
        steps.append((incidence(up) - incidence(down)) / 2e-5)
    (curves,) = aalen_johansen(time, event).curves

    at = curves.at([8.0])
    assert at["incidence"][0, 0] == pytest.approx(incidence(np.ones(time.size)))
    assert at["se"][0, 0] == pytest.approx(math.sqrt(np.square(steps).sum()), rel=1e-8)


@quick
@given(persons)
def test_log_rank_does_not_care_for_names_and_two_groups_make_a_trend(rows):
    time, event, group = split(rows)
    try:
        found = logrank(time, event > 0, group)
    except NotEstimable:
        return
    renamed = logrank(time, event > 0, np.where(group, "a", "b"))

    assert found.chi_square == pytest.approx(renamed.chi_square, rel=1e-9, abs=1e-12)
    assert found.observed.sum() == pytest.approx(found.expected.sum())
    if found.df == 1:
        assert logrank(time, event > 0, group, scores=[1, 5]).chi_square == pytest.approx(found.chi_square, abs=1e-9)


def test_the_score_test_of_a_model_with_one_group_is_the_log_rank_test_without_ties():
    draws = np.random.default_rng(8)
    time, event, group = draws.exponential(size=80), draws.random(80) < 0.6, draws.random(80) < 0.5
    fit = cox({"t": time, "e": event, "x": group.astype(float)}, time="t", event="e", covariates=["x"])

    assert fit.score.chi_square == pytest.approx(logrank(time, event, group).chi_square, rel=1e-10)


def pairs_by_hand(time, event, score):
    counts = [0, 0, 0, 0]
    for (t1, e1, s1), (t2, e2, s2) in itertools.combinations(zip(time, event, score, strict=True), 2):
        if t1 == t2 and e1 and e2:
            counts[3] += 1
        elif (e1 and (t1 < t2 or (t1 == t2 and not e2))) or (e2 and (t2 < t1 or (t1 == t2 and not e1))):
            first = s1 - s2 if (e1 and (t1 < t2 or t1 == t2)) else s2 - s1
            counts[0 if first > 0 else 1 if first < 0 else 2] += 1
    return counts


@quick
@given(persons)
def test_concordance_counts_the_pairs_that_can_be_told(rows):
    time, event, _ = split(rows)
    score = np.arange(time.size) % 4
    counts = pairs_by_hand(time, event > 0, score)
    if sum(counts[:3]) == 0:
        with pytest.raises(NotEstimable):
            concordance(time, event > 0, score)
        return
    found = concordance(time, event > 0, score)

    assert [found.concordant, found.discordant, found.tied, found.tied_time] == counts


def cohort(seed=1, n=300):
    draws = np.random.default_rng(seed)
    age, arm = draws.normal(60, 8, n), draws.choice(["BMAC", "HA"], n)
    rate = np.exp(0.03 * (age - 60) + 0.5 * (arm == "HA"))
    time, end = draws.exponential(50 / rate), draws.uniform(5, 60, n)
    return {"months": np.ceil(np.minimum(time, end)), "tka": time <= end, "age": age, "arm": arm,
            "patient": np.arange(n) // 2, "site": draws.choice(list("pqr"), n)}  # fmt: skip


MODEL = {"time": "months", "event": "tka", "covariates": ["age", "arm"]}


def test_hazard_ratios_do_not_depend_on_the_order_the_unit_or_the_origin():
    data = cohort()
    turned = {name: cells[::-1] for name, cells in data.items()}
    turned["age"] = (turned["age"] - 50) * 12
    first, second = cox(data, **MODEL), cox(turned, **MODEL)

    assert [each.name for each in first.hazards] == ["age", "arm[HA]"]
    np.testing.assert_allclose(first.hazards[0].estimate, second.hazards[0].estimate * 12, rtol=1e-9)
    np.testing.assert_allclose(first.hazards[1].lower, second.hazards[1].lower, rtol=1e-9)
    assert first.log_likelihood == pytest.approx(second.log_likelihood, rel=1e-12)
    assert first.concordance == second.concordance
    assert second.hazards[1].hazard_ratio == pytest.approx(math.exp(second.hazards[1].estimate))


def test_rows_of_which_something_is_not_known_are_left_out_and_counted():
    data = cohort()
    data["age"] = data["age"].copy()
    data["age"][:3] = np.nan
    data["arm"] = data["arm"].astype(object)
    data["arm"][3] = None
    fit = cox(data, **MODEL)
    rest = cox({name: cells[4:] for name, cells in cohort().items()}, **MODEL)

    assert (fit.n, fit.n_left_out) == (296, 4)
    assert fit.hazards == rest.hazards


def test_two_knees_of_one_patient_are_one_cluster():
    data = cohort()
    fit = cox(data, **MODEL, cluster="patient")
    twice = {name: np.concatenate([cells, cells]) for name, cells in data.items()}
    twice["row"] = np.tile(np.arange(300), 2)
    alone = cox({**data, "row": np.arange(300)}, **MODEL, cluster="row", ties="breslow")
    doubled = cox(twice, **MODEL, cluster="row", ties="breslow")

    assert fit.n_clusters == 150
    # Every row written twice adds nothing to what is known, if the two are one cluster.
    np.testing.assert_allclose(doubled.covariance, alone.covariance, rtol=1e-7)


def test_proportional_hazards_are_refused_where_the_effect_turns():
    draws = np.random.default_rng(4)
    arm = np.repeat([0.0, 1.0], 300)
    time = np.where(arm == 1, draws.exponential(10, 600), draws.weibull(4, 600) * 10)
    fit = cox({"t": time, "e": np.ones(600), "arm": arm}, time="t", event="e", covariates=["arm"])
    for transform in ("km", "rank", "identity", "log"):
        found = proportional_hazards(fit, transform=transform)
        assert found.together.p < 1e-6
        assert found.tests["arm"].chi_square == pytest.approx(found.together.chi_square)
    steady = proportional_hazards(cox(cohort(3), **MODEL))
    assert steady.together.p > 0.01


def test_a_covariate_that_separates_has_no_hazard_ratio_and_is_named():
    data = cohort()
    data["tka"] = data["tka"] & (data["arm"] == "HA")
    with pytest.raises(NotEstimable, match=r"no maximum along arm\[HA\].*0 or infinite"):
        cox(data, **MODEL)
    with pytest.raises(NotEstimable, match="no maximum along x"):
        cox({"t": [1.0, 2, 3, 4], "e": [1, 1, 1, 0], "x": [4.0, 3, 2, 1]}, time="t", event="e", covariates=["x"])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"x": np.ones(300)}, "x does not vary"),
        ({"x": 2 * cohort()["age"] + 1}, "age, x cannot be told apart"),
        ({"tka": np.zeros(300)}, "found no event in 300 rows"),
        ({"x": np.full(300, np.nan)}, "no row of which all is known"),
        ({"x": np.full(300, "one")}, "found 1 level"),
    ],
)
def test_what_a_model_cannot_estimate_is_named(data, text):
    with pytest.raises(NotEstimable, match=text):
        cox({"x": cohort()["age"] ** 2, **cohort(), **data}, time="months", event="tka", covariates=["age", "x"])


def test_no_event_gives_a_flat_curve_with_a_reason_and_honest_limits_where_asked():
    (greenwood,) = kaplan_meier([3, 5, 8], [0, 0, 0]).curves
    (exact,) = kaplan_meier([3, 5, 8], [0, 0, 0], interval="beta-product").curves

    assert greenwood.survival.tolist() == [1, 1, 1]
    assert "no event" in greenwood.reason and "beta-product" in greenwood.reason
    assert exact.lower.tolist() == [pytest.approx(0.025 ** (1 / 2)), pytest.approx(0.025), 0]
    assert greenwood.quantile() == exact.quantile().__class__(share=0.5, estimate=None, lower=None, upper=None)


def test_a_curve_is_read_at_times_and_says_nothing_after_the_last():
    (curve,) = kaplan_meier([2, 4, 4, 6], [1, 1, 0, 0]).curves
    at = curve.at([0, 2, 3, 4, 6, 7])

    np.testing.assert_allclose(at["survival"], [1, 0.75, 0.75, 0.5, 0.5, np.nan])
    assert at["at_risk"].tolist() == [4, 4, 3, 3, 1, 0]
    assert curve.quantile(0.5).estimate == 4


def test_a_quantile_on_a_flat_piece_is_its_middle():
    (curve,) = kaplan_meier([1, 2, 4, 8], [1, 1, 1, 1]).curves

    assert curve.quantile(0.5).estimate == 3  # half are left from 2 until 4
    assert curve.quantile(0.6).estimate == 4


def test_groups_keep_the_order_of_a_categorical():
    group = pd.Series(["high", "low", "high", "low"]).astype(pd.CategoricalDtype(["low", "high"]))

    assert [curve.group for curve in kaplan_meier([1, 2, 3, 4], [1, 0, 1, 1], group=group).curves] == ["low", "high"]
    assert logrank([1, 2, 3, 4], [1, 0, 1, 1], group).groups == ("low", "high")


def test_a_mean_time_without_any_event_claims_no_certainty():
    found = restricted_mean([8, 9, 10, 10], [0, 0, 0, 0], horizon=8, group=["a", "a", "b", "b"])

    assert [(each.estimate, each.lower, each.upper) for each in found.means] == [(8.0, None, None)] * 2
    assert (found.differences[0].lower, found.differences[0].p) == (None, None)


def test_a_restricted_mean_is_the_area_under_the_curve():
    found = restricted_mean([2, 4, 6, 8], [1, 1, 1, 1], horizon=8, group=["a", "a", "b", "b"])

    assert [each.estimate for each in found.means] == [3, 7]
    assert found.differences[0].estimate == 4
    assert (found.differences[0].group, found.differences[0].control) == ("b", "a")
    with pytest.raises(NotEstimable, match="group 'b' ends at 5, before the horizon 6"):
        restricted_mean([2, 4, 5, 5], [1, 1, 0, 0], horizon=6, group=["a", "a", "b", "b"])


def test_persons_without_a_known_time_event_or_group_are_counted_aside():
    found = kaplan_meier([1, np.nan, 2, 3], [1, 0, None, 0], group=["a", "a", "a", None])

    assert (found.curves[0].n, found.n_left_out) == (1, 3)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: kaplan_meier([-1], [0]), BadValues, "time, row 1"),
        (lambda: kaplan_meier([1, 2], [0, 2]), BadValues, "event, row 2"),
        (lambda: kaplan_meier([1, 2], [0]), BadValues, "found 1 rows"),
        (lambda: kaplan_meier([1], [1], interval="wald"), BadValues, "'beta-product'"),
        (lambda: kaplan_meier([np.nan], [1]), NotEstimable, "at least 1"),
        (lambda: kaplan_meier([1, 2], [1, 0], group=["a"]), BadValues, "one label a row"),
        (lambda: logrank([1, 2], [0, 0], ["a", "b"]), NotEstimable, "no event"),
        (lambda: logrank([1, 2], [1, 0], ["a", "a"]), NotEstimable, "one group"),
        (lambda: logrank([1, 2, 5, 6], [1, 1, 1, 1], list("aabb"), scores=[1]), BadValues, "one finite number each"),
        (lambda: logrank([1, 2, 5, 6], [1, 1, 1, 1], list("aabb"), scores=[2, 2]), NotEstimable, "do not differ"),
        (lambda: aalen_johansen([1], [3]), BadValues, "from 0 to 2"),
        (lambda: aalen_johansen([1], [0], kinds=0), BadValues, "kinds"),
        (lambda: restricted_mean([1], [1], horizon=0), BadValues, "horizon"),
        (lambda: concordance([1, 2], [1, 1], [1]), BadValues, "score"),
        (lambda: cox(cohort(), **MODEL, ties="exact"), BadValues, "ties"),
        (lambda: cox(cohort(), time="months", event="tka", covariates=[]), BadValues, "covariates"),
        (lambda: cox(cohort(), time="months", event="tka", covariates=["agee"]), BadValues, "did you mean 'age'"),
    ],
)
def test_what_cannot_be_is_refused(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_groups_never_at_risk_of_an_event_together_cannot_be_compared():
    with pytest.raises(NotEstimable, match="one group at risk"):
        logrank([1, 1, 2, 2], [0, 0, 1, 1], list("aabb"))
    with pytest.raises(NotEstimable, match="all at risk had it"):
        logrank([1, 1, 1, 1], [1, 1, 1, 1], list("aabb"))
