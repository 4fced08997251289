"""Least-squares means and contrasts: equal weight of levels, numbers at their mean, and what cannot be told."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kneewise.document import as_document
from kneewise.errors import BadValues
from kneewise.outcomes import fit_mmrm, mmrm
from unit.outcomes.repeated_measures.trial import FORMULA, KEYS, a_trial, with_column

TRIAL = a_trial(arms=3, n=90)
FIT = mmrm("score ~ base + sex + arm * visit", TRIAL, **KEYS)


def test_a_mean_is_the_average_over_the_levels_of_the_other_factors():
    by_sex = FIT.means("arm", "sex", "visit")
    by_arm = FIT.means("arm", "visit")
    halves = by_sex.estimate.reshape(3, 2, 4).mean(axis=1).ravel()

    assert by_arm.estimate == pytest.approx(halves, rel=1e-12)
    assert by_arm.labels[:2] == (("a", "V0"), ("a", "V1"))
    assert by_arm.names[-1] == "c V3"
    assert FIT.means("sex").estimate.mean() == pytest.approx(FIT.means().estimate[0], rel=1e-12)


def test_numbers_stand_at_their_mean_over_the_rows_used_or_where_they_are_put():
    used = ~np.isnan(TRIAL["score"])
    mean = float(TRIAL["base"][used].mean())
    slope = FIT.coefficients.estimate[FIT.coefficients.names.index("base")]

    assert FIT.means("arm", at={"base": mean}).estimate == pytest.approx(FIT.means("arm").estimate, rel=1e-12)
    moved = FIT.means("arm", at={"base": mean + 10.0}).estimate
    assert moved == pytest.approx(FIT.means("arm").estimate + 10.0 * slope, rel=1e-12)


def test_a_factor_may_stand_at_one_level():
    women = FIT.means("arm", at={"sex": "f"})
    both = FIT.means("sex", "arm")

    assert women.estimate == pytest.approx(both.estimate[:3], rel=1e-12)


def test_differences_are_within_the_other_factors_and_against_the_reference_asked_for():
    pairs, against = FIT.contrasts("arm", "visit"), FIT.contrasts("arm", "visit", reference="b")
    means = dict(zip(FIT.means("arm", "visit").labels, FIT.means("arm", "visit").estimate, strict=True))

    assert [label[0] for label in pairs.labels[:3]] == ["b - a", "c - a", "c - b"]
    assert [label[0] for label in against.labels[:2]] == ["a - b", "c - b"]
    assert against.estimate[0] == pytest.approx(means["a", "V0"] - means["b", "V0"], rel=1e-10)
    assert len(against) == 8


def test_change_from_the_first_visit_is_a_contrast_of_visits_within_arms():
    change = FIT.contrasts("visit", "arm", reference="V0")
    means = FIT.means("arm", "visit").estimate.reshape(3, 4)

    assert change.labels[0] == ("V1 - V0", "a")
    assert change.estimate.reshape(3, 3) == pytest.approx(means[:, 1:] - means[:, :1], rel=1e-9)


def test_any_matrix_is_a_contrast():
    rows = np.zeros((2, len(FIT.coefficients)))
    rows[0, 0], rows[1, 1] = 1.0, -2.0
    found = FIT.contrasts(rows, names=["start", "slope"])

    assert found.names == ("start", "slope")
    assert found.estimate == pytest.approx([FIT.coefficients.estimate[0], -2 * FIT.coefficients.estimate[1]])


def test_a_cell_without_scores_has_no_mean_and_says_why():
    trial = with_column(TRIAL, score=np.where(
        (np.array(TRIAL["arm"]) == "c") & (np.array(TRIAL["visit"]) == "V2"), np.nan, TRIAL["score"]))  # fmt: skip
    fit = mmrm("score ~ arm * visit", trial, **KEYS)
    means = fit.means("arm", "visit")
    gap = means.labels.index(("c", "V2"))

    assert fit.aliased == ("arm[T.c]:visit[T.V2]",)
    assert any("arm[T.c]:visit[T.V2]" in note for note in fit.notes)
    assert np.isnan(means.estimate[gap])
    assert "not determined" in means.reasons[gap]
    assert np.isfinite(np.delete(means.estimate, gap)).all()
    assert fit.test("arm:visit").n_contrasts == 5
    assert json.loads(json.dumps(as_document(means)))["estimate"][gap] is None


def test_the_result_is_a_document_without_its_inside():
    told = as_document(FIT)

    assert told["converged"] is True
    assert told["coefficients"]["labels"][0] == ["Intercept"]
    assert not any(name.startswith("_") for name in told)
    assert FIT.coefficients.rows()[0]["coefficient"] == "Intercept"


@pytest.mark.parametrize(
    ("ask", "part"),
    [
        (lambda fit: fit.means("base"), r"write C\(base\)"),
        (lambda fit: fit.means("unknown"), "allowed: factors, sex, arm, visit"),
        (lambda fit: fit.means("arm", "arm"), "each factor once"),
        (lambda fit: fit.means("arm", at={"sex": "x"}), "allowed: 'f', 'm'"),
        (lambda fit: fit.means("arm", at={"base": "high"}), "allowed: a number"),
        (lambda fit: fit.means("arm", at={"weight": 1.0}), "allowed: base"),
        (lambda fit: fit.means("arm", at={"base": None}), "type NoneType for 'base'; allowed: a number"),
        (lambda fit: fit.means("arm", at={"base": [40, 50]}), "type list for 'base'; allowed: a number"),
        (lambda fit: fit.means("arm", level=1.0), "between 0 and 1"),
        (lambda fit: fit.contrasts("arm", reference="z"), "allowed: 'a', 'b', 'c'"),
        (lambda fit: fit.contrasts("arm", at={"arm": "a"}), "at least two"),
        (lambda fit: fit.contrasts([[1.0, 2.0]]), "14 a row"),
        (lambda fit: fit.contrasts(np.zeros((1, 14))), "row of zeros"),
        (lambda fit: fit.contrasts(np.eye(14), names=["one"]), "found 1 for 14"),
        (lambda fit: fit.contrasts([[1.0], [1.0, 2.0]]), "no array of numbers"),
        (lambda fit: fit.contrasts([["a"] * 14]), "no array of numbers"),
        (lambda fit: fit.test("arm:sex"), "a term of the formula"),
        (lambda fit: fit.test(mmrm("score ~ arm", TRIAL, **KEYS).coefficients), "14 a row"),
        (lambda fit: fit.test(np.zeros((2, 14))), "zeros only"),
    ],
)
def test_what_the_model_does_not_have_is_refused(ask, part):
    with pytest.raises(BadValues, match=part):
        ask(FIT)


def test_contrasts_take_their_names_from_any_sequence():
    assert FIT.contrasts(np.eye(14)[:2], names=np.array(["one", "two"])).names == ("one", "two")


def test_a_model_of_plain_arrays_has_no_factors():
    fit = fit_mmrm(TRIAL["score"], np.ones((360, 1)), TRIAL["patient"], TRIAL["visit"])

    with pytest.raises(BadValues, match="without factors"):
        fit.means("arm")


def test_a_number_made_labels_has_means():
    dosed = with_column(TRIAL, dose=[{"a": 1, "b": 10, "c": 50}[arm] for arm in TRIAL["arm"]])
    fit = mmrm("score ~ C(dose) * visit", dosed, **KEYS)
    plain = mmrm("score ~ arm * visit", TRIAL, **KEYS)

    assert fit.means("dose", "visit").labels[-1] == (50, "V3")
    assert fit.means("dose", "visit").estimate == pytest.approx(plain.means("arm", "visit").estimate, rel=1e-9)
    assert FORMULA.startswith("score")
