"""From what the trials printed to comparisons of arms: every step noted, and what was left out with its reason."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kneewise.errors import BadValues
from kneewise.evidence import compare_arms, select_trials, shipped_trials
from kneewise.evidence.printed_figures import ArmFigures, combine_arms
from kneewise.evidence.selection import Wish
from kneewise.evidence.trial_groups import dose_pairs, network_arms


@pytest.fixture(scope="module")
def pain():
    return compare_arms(shipped_trials(), "pain")


def one(made, study, months):
    return next(each for each in made if (each.study, each.months) == (study, months))


def test_improvement_of_paired_knees_becomes_a_difference_whose_error_gives_back_the_printed_p(pain):
    made = one(pain[0], "Boffa2022", 12.0)

    assert (made.mean1, made.mean2, made.better) == (-2.2, -1.7, "lower")
    assert made.effect == pytest.approx(-0.5)
    assert 2 * stats.t.cdf(made.effect / made.se, 55) == pytest.approx(0.041, abs=1e-12)
    assert made.steps == ("sign-turned", "paired-knees", "se-from-p")


def test_dose_groups_of_one_product_become_one_arm_against_their_shared_control(pain):
    made = one(pain[0], "LamoEspinosa2016", 12.0)

    assert (made.n1, made.n2) == (20, 10)
    assert {"from-quartiles", "arms-combined", "scale-inferred"} <= set(made.steps)


def test_subgroups_by_technique_come_together_as_the_whole_arm(pain):
    made = [each for each in pain[0] if each.study == "Cingal1301" and each.product == "hyaluronic-acid-with-steroid"]

    assert made
    assert {each.n1 for each in made} == {149}


def test_what_cannot_be_compared_is_left_out_with_its_reason(pain):
    reasons = {(each.study, each.arm): each.why for each in pain[1]}

    assert reasons["Ruane2021", "BMAC+PRP"] == "its printed interval does not contain it"
    assert reasons["Bennell2021", "PRP"] == "no spread is printed"
    assert "Ruane2021" not in {each.study for each in pain[0]}


def test_unnamed_arms_enter_no_comparison(pain):
    assert "Mautner2023" not in {each.study for each in pain[0]}


def test_combined_arms_are_what_all_their_people_together_are():
    rng = np.random.default_rng(7)
    groups = [rng.normal(mean, 2, n) for mean, n in ((3, 9), (5, 14), (4, 30))]
    arms = [ArmFigures(kind="mean", n=len(x), mean=x.mean(), sd=x.std(ddof=1), steps=()) for x in groups]
    together = np.concatenate(groups)

    combined = combine_arms(arms)

    assert combined.n == len(together)
    assert combined.mean == pytest.approx(together.mean(), abs=1e-12)
    assert combined.sd == pytest.approx(together.std(ddof=1), abs=1e-12)


def test_the_highest_dose_is_paired_with_the_lowest_of_the_same_trial():
    pairs = [each for each in dose_pairs(shipped_trials(), "pain") if each.months == 12.0]

    assert [(each.study, each.high_dose, each.low_dose) for each in pairs] == [("LamoEspinosa2016", 100.0, 10.0)]


def test_arms_of_a_network_are_named_by_what_they_got_and_share_a_scale():
    arms = {(each.study, each.treatment): each for each in network_arms(shipped_trials(), "pain")}

    cells = arms["LamoEspinosa2020", "cultured-marrow-autologous + prp"]
    assert (cells.months, cells.n, cells.mean, cells.sd) == (12.0, 30, pytest.approx(20.5), pytest.approx(18.0))
    assert arms["Boffa2022", "bmac"].months == 24.0
    assert len({each.treatment for each in arms.values() if each.study == "Cingal1301"}) == 3
    assert "XLHA2017" not in {study for study, _ in arms}  # hyaluronic acid against hyaluronic acid


def test_a_domain_without_a_preferred_outcome_asks_for_one():
    with pytest.raises(BadValues, match="allowed without an outcome: pain"):
        compare_arms(shipped_trials(), "stiffness")
    made, _ = compare_arms(shipped_trials(), "stiffness", outcome="WOMAC stiffness")
    assert {each.outcome for each in made} == {"WOMAC stiffness"}


@pytest.mark.parametrize(
    ("wish", "studies"),
    [
        (Wish(products=("cord-blood-implant",)), {"Lim2021", "Park2017", "CordBlood2023"}),
        (Wish(products=("bmac",), comparators=("saline",)), {"Shapiro2017"}),
        (Wish(products=("bmac",), domains=("pain",), months=(24, 24)), {"Boffa2022"}),
        (Wish(products=("svf",), bias=(("randomised", ("yes",)),)), {"Mautner2023", "Garza2020"}),
        (Wish(products=("svf",), bias=(("blinding", ("unknown",)),)), {"Garza2020"}),
        (Wish(comparators=("corticosteroid",), bias=(("registered", ("no",)),)), {"JoshiJubert2017", "Bastos2020"}),
    ],
)
def test_studies_are_chosen_by_product_comparator_time_and_bias_column(wish, studies):
    assert {each.study for each in select_trials(shipped_trials(), wish).studies} == studies


def test_a_reader_s_judgement_of_bias_can_be_filtered_by():
    judged = {"Shapiro2017": "low", "Boffa2022": "high"}
    wish = Wish(products=("bmac",), bias=(("risk_of_bias", ("low",)),))

    found = select_trials(shipped_trials(), wish, judged=judged)

    assert [(each.study, each.risk_of_bias) for each in found.studies] == [("Shapiro2017", "low")]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"products": ("stem cells",)}, "product: found stem cells"),
        ({"domains": ("pains",)}, "outcome: found pains"),
        ({"months": (12, 6)}, "months: found 12 to 6"),
        ({"bias": (("blinded", ("yes",)),)}, "bias column: found blinded"),
        ({"bias": (("risk_of_bias", ("medium",)),)}, "risk_of_bias: found medium"),
    ],
)
def test_a_wish_that_means_nothing_is_refused(wish, told):
    with pytest.raises(BadValues, match=told):
        Wish(**wish)
