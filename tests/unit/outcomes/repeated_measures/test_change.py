"""A trial's change as one analysis: the model that is fitted, what is tried, and printed means."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes import mmrm
from kneewise.outcomes.repeated_measures.change import ChangeColumns, analyse_change, model_of, quoted
from kneewise.outcomes.repeated_measures.printed import printed_means
from kneewise.report.outcomes.change import present_change
from unit.outcomes.repeated_measures.trial import KEYS, a_trial, with_column

COLUMNS = ChangeColumns(response="score", subject="patient", visit="visit", arm="arm", baseline="base", is_change=False)


def test_the_usual_model_lets_arm_and_baseline_act_differently_at_each_visit():
    trial = a_trial(arms=3, n=90)
    found = analyse_change(trial, COLUMNS)
    fit = mmrm("score ~ arm * visit + base * visit", trial, **KEYS, df="kenward-roger-linear")

    assert found.fit.formula == "score ~ arm * visit + base * visit"
    assert found.means.estimate == pytest.approx(fit.means("arm", "visit").estimate, rel=1e-9)
    assert found.differences.p == pytest.approx(fit.contrasts("arm", "visit", reference="a").p, rel=1e-7)
    assert found.parallel_test.f == pytest.approx(fit.test("arm:visit").f, rel=1e-7)
    assert (found.differences_test.n_contrasts, found.parallel_test.n_contrasts) == (8, 6)


def test_cells_and_comparisons_name_the_rows_of_the_tables():
    trial = a_trial(arms=3, n=90)
    found = analyse_change(trial, COLUMNS, reference="b")
    arm, visit, known = np.array(trial["arm"]), np.array(trial["visit"]), ~np.isnan(trial["score"])

    assert found.arms == ("b", "a", "c")
    assert [(one, other) for one, other, _ in found.cells()] == list(found.means.labels)
    assert [(f"{one} - b", other) for one, other in found.compared()] == list(found.differences.labels)
    for one, other, n in found.cells():
        assert n == np.sum(known & (arm == one) & (visit == other))


def test_doses_are_arms_in_the_order_of_their_size():
    trial = a_trial(arms=3, n=90)
    dosed = with_column(trial, arm=np.array([{"a": 10.0, "b": 2.5, "c": 50.0}[arm] for arm in trial["arm"]]))
    found, named = analyse_change(dosed, COLUMNS), analyse_change(trial, COLUMNS, reference="b")

    assert found.arms == (2.5, 10.0, 50.0)
    assert found.means.estimate == pytest.approx(named.means.estimate, rel=1e-7)


def test_the_first_covariance_that_the_data_determine_is_taken_and_the_others_are_told():
    trial = a_trial(2, n=12, visits=6)
    found = analyse_change(trial, COLUMNS)

    assert found.fit.structure == "ar1h"
    assert [each.structure for each in found.abandoned] == ["us", "toeph"]
    with pytest.raises(NotEstimable, match=r"covariance 'us'.*covariance 'toeph'"):
        analyse_change(trial, COLUMNS, covariances=("us", "toeph"))


def test_an_error_of_the_data_is_not_taken_for_one_of_the_covariance():
    flat = a_trial()
    flat["score"] = np.where(np.array(flat["visit"]) == "V1", 3.0, flat["score"])

    with pytest.raises(NotEstimable, match="no variation between patients"):
        analyse_change(flat, COLUMNS)


def test_one_arm_and_one_visit_have_means_and_nothing_to_compare():
    alone = analyse_change(a_trial(arms=1), COLUMNS)
    once = analyse_change(a_trial(visits=1, n=40), COLUMNS)

    assert (alone.differences, alone.parallel_test, alone.fit.formula) == (None, None, "score ~ visit + base * visit")
    assert alone.cells()[0][:2] == (None, "V0")
    assert once.fit.formula == "score ~ arm + base"
    assert once.differences_test.p == pytest.approx(once.differences.p[0], rel=1e-9)
    assert once.parallel_test is None


def test_each_arm_may_have_a_covariance_of_its_own_and_a_model_of_ones_own_may_be_given():
    trial = a_trial(n=120)
    found = analyse_change(trial, COLUMNS, by_arm=True, formula="score ~ arm + visit + base", df="satterthwaite")

    assert found.fit.groups == ("a", "b")
    assert found.parallel_test is None
    same = found.differences.estimate
    assert same == pytest.approx(np.full(4, same[0]), rel=1e-9)


@pytest.mark.parametrize(("name", "text"), [("score", "score"), ("pain at night", "`pain at night`"), ("1st", "`1st`")])
def test_names_with_signs_are_quoted(name, text):
    assert quoted(name) == text
    columns = ChangeColumns(response=name, subject="patient", visit="visit", covariates=("a-b",))
    assert model_of(a_trial(), columns, has_arms=False) == f"{text} ~ visit + `a-b`"


def test_a_trial_too_small_for_the_joint_test_keeps_its_means_and_says_why():
    found = analyse_change(a_trial(9, n=8, missing=0.1), COLUMNS)

    assert (found.differences_test, found.parallel_test) == (None, None)
    assert "too few patients" in found.differences_test_reason
    assert "too few patients" in found.parallel_test_reason
    assert np.isfinite(found.means.estimate).all()
    assert np.isfinite(found.differences.p).all()
    (section,) = present_change(found, "en", n_persons={"a": 4, "b": 4})
    assert [each.split(":")[0] for each in section.missing[-2:]] == [
        "arms differ at some visit", "the difference changes over visits",
    ]  # fmt: skip


@pytest.mark.parametrize(("formula", "lost"), [("score ~ visit", "arm"), ("score ~ arm + log(base)", "visit")])
def test_a_model_without_the_arm_or_the_visit_is_refused_by_name(formula, lost):
    with pytest.raises(BadValues, match=f"without '{lost}'"):
        analyse_change(a_trial(), COLUMNS, formula=formula)


def test_doses_that_differ_in_the_last_cell_are_two_arms():
    trial = a_trial()
    trial["arm"] = [{"a": 10_000_000.0, "b": 10_000_001.0}[each] for each in trial["arm"]]

    assert analyse_change(trial, COLUMNS).differences.labels[0][0] == "10000001 - 10000000"


def test_an_unknown_reference_is_refused():
    with pytest.raises(BadValues, match="allowed: a, b"):
        analyse_change(a_trial(), COLUMNS, reference="z")


def test_printed_means_get_intervals_of_t_or_of_the_normal_distribution():
    mean, se = np.array([5.0, 3.0]), np.array([1.0, 0.5])
    with_n = printed_means(["a", "a"], [0, 12], mean, se=se, n=np.array([10.0, 8.0]))
    without = printed_means(["a", "a"], [0, 12], mean, se=se)
    by_sd = printed_means(["a", "a"], [0, 12], mean, sd=se * np.sqrt([10, 8]), n=np.array([10.0, 8.0]))

    assert with_n.upper == pytest.approx(mean + stats.t.ppf(0.975, [9, 7]) * se)
    assert without.lower == pytest.approx(mean - stats.norm.ppf(0.975) * se)
    assert by_sd.upper == pytest.approx(with_n.upper)
    assert by_sd.columns()["n"] == [10, 8]
    assert without.columns()["n"] == [None, None]


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({}, "neither"),
        ({"se": [1.0, 0.0]}, "row 2"),
        ({"se": [1.0, 1.0], "n": [1, 9]}, "row 1"),
        ({"se": [1.0, np.nan]}, "row 2"),
        ({"se": [1.0, 1.0], "n": [10, 9.5]}, "row 2"),
    ],
)
def test_printed_means_without_an_error_are_refused(more, part):
    given = {name: np.array(values, dtype=float) for name, values in more.items()}

    with pytest.raises(BadValues, match=part):
        printed_means(["a", "b"], [0, 0], np.array([1.0, 2.0]), **given)


def test_two_printed_means_of_one_arm_and_visit_are_refused():
    with pytest.raises(BadValues, match="two rows of one arm"):
        printed_means(["a", "a"], [0, 0], np.array([1.0, 2.0]), se=np.ones(2))
