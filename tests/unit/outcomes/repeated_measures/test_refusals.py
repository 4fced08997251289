"""Data that no model can be fitted to: each a plain error or a right answer, without warnings."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes import fit_mmrm, mmrm
from kneewise.outcomes.repeated_measures import search
from unit.outcomes.repeated_measures.trial import FORMULA, KEYS, a_trial, rows_of, with_column

TRIAL = a_trial(n=40)
VISIT, ARM = np.array(TRIAL["visit"]), np.array(TRIAL["arm"])
FULL = a_trial(n=40, missing=0.0)


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def scored(score):
    return with_column(TRIAL, score=score)


def gone(*where):
    score = TRIAL["score"].copy()
    for each in where:
        score[each] = np.nan
    return scored(score)


EVEN = np.arange(160) // 4 % 2 == 0
PLAIN = "score ~ arm * visit"
NOT_ESTIMABLE = {
    "no score at all": (PLAIN, scored(np.full(160, np.nan)), {}, "no row has a score"),
    "no rows": (PLAIN, rows_of(TRIAL, []), {}, "no row has a score"),
    "all scores alike": (PLAIN, scored(np.ones(160)), {}, "all the same"),
    "a perfect fit": (PLAIN, scored(7.0 + np.arange(160) % 4 * 1.5), {}, "without remainder"),
    "as many coefficients as scores": (PLAIN, rows_of(FULL, range(8)), {}, "8 scores for 8 coefficients"),
    "a baseline of zero change": (
        PLAIN, scored(np.where(VISIT == "V0", 0.0, TRIAL["score"])), {}, "visit 'V0': the model leaves no variation",
    ),
    "two visits that nobody had both": (
        "score ~ arm + visit", gone((VISIT == "V3") & EVEN, (VISIT == "V0") & ~EVEN), {}, "seen at both 'V0' and 'V3'",
    ),
    "a visit that repeats another": (
        PLAIN, with_column(FULL, score=np.repeat(FULL["score"].reshape(-1, 4)[:, [0, 1, 2, 2]], 1)), {}, "no proper",
    ),
    "three patients": ("score ~ visit", rows_of(FULL, range(12)), {}, "no proper estimate of its 10 parameters"),
    "a group without one visit": (
        "score ~ arm + visit", gone((VISIT == "V2") & (ARM == "b")), {"group": "arm"}, "visit 'V2' in group 'b'",
    ),
    "one time": ("score ~ arm", with_column(TRIAL, month=np.zeros(160), patient=list(range(160))),
                 {"visit": "month", "covariance": "sp_exp"}, "one time"),
    "a design of zeros": ("score ~ 0 + z", with_column(TRIAL, z=[0.0] * 160), {}, "every column of the design is zero"),
    "scores too small for a variance": (PLAIN, scored(TRIAL["score"] * 1e-150), {}, "all the same"),
    "a cell of one patient, by a sandwich": (
        "score ~ 0 + arm:visit",
        with_column(TRIAL, arm=np.where(np.array(TRIAL["patient"]) == "P001", "b", "a").tolist()),
        {"vcov": "empirical"}, "variance is not above 0",
    ),
    "more coefficients within than scores": (
        "score ~ base", rows_of(FULL, [0, 4, 8, 12]), {"df": "between-within"}, "within patients are left",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_ESTIMABLE)
def test_data_that_do_not_determine_the_model_give_no_number(name):
    formula, trial, call, part = NOT_ESTIMABLE[name]

    with pytest.raises(NotEstimable, match=part):
        mmrm(formula, trial, **{**KEYS, **call})


TWICE = rows_of(FULL, [0, *range(160)])
BAD = {
    "two rows of one patient at one visit": (TWICE, {}, "rows 1 and 2: found two rows of one subject"),
    "a patient in two groups": (with_column(FULL, g=["x", "y"] * 80), {"group": "g"}, "another group"),
    "a score of nobody": (with_column(FULL, patient=[None, *FULL["patient"][1:]]), {}, "'patient', row 1"),
    "a score at no visit": (with_column(FULL, visit=[*FULL["visit"][:-1], None]), {}, "'visit', row 160"),
    "one arm": (with_column(FULL, arm=["a"] * 160), {}, "'arm': found one label"),
    "a weight of zero": (with_column(FULL, w=[1.0, 0.0, *[1.0] * 158]), {"weights": "w"}, "'w', row 2"),
    "an infinite score": (with_column(FULL, score=[np.inf, *FULL["score"][1:]]), {}, "'score', row 1"),
    "a weight of nothing beside others": (
        with_column(FULL, w=np.where(np.arange(160) % 2, 1e8, 1e-8)), {"weights": "w"}, "times as large",
    ),
    "a score that is no number of this world": (with_column(FULL, score=FULL["score"] * 1e150), {}, r"beyond 1e\+50"),
    "a covariate that is none": (with_column(FULL, base=FULL["base"] * 1e200), {}, "'base': found a number beyond"),
    "times in too large a unit": (
        with_column(FULL, month=FULL["month"] * 1e-5), {"visit": "month", "covariance": "sp_exp"}, "smaller unit",
    ),
    "an unknown covariance": (FULL, {"covariance": "xx"}, "allowed: us, toep"),
    "an unknown way of degrees of freedom": (FULL, {"df": "welch"}, "allowed: satterthwaite"),
    "an unknown sandwich": (FULL, {"vcov": "hc3"}, "allowed: model, empirical"),
    "a correction without REML": (FULL, {"df": "kenward-roger", "reml": False}, "REML only"),
    "a correction of a sandwich": (FULL, {"df": "kenward-roger", "vcov": "empirical"}, "'satterthwaite'"),
    "a level beyond one": (FULL, {"level": 95}, "between 0 and 1"),
    "labels not among the levels": (FULL, {"levels": {"arm": ["a"]}}, "1 labels in the column"),
    "levels of a number": (FULL, {"levels": {"base": [1]}}, "levels: found 'base'"),
    "a level given twice": (FULL, {"levels": {"arm": ["a", "b", "a"]}}, "each once"),
    "several visit columns": (FULL, {"visit": ["visit", "month"]}, "found 2 columns"),
    "no table": ([1, 2], {}, "type list"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_taken_is_refused_by_column_and_row(name):
    trial, call, part = BAD[name]

    with pytest.raises(BadValues, match=part):
        mmrm(FORMULA, trial, **{**KEYS, **call})


@pytest.mark.parametrize(
    ("call", "part"),
    [
        ({"x": np.ones(160)}, "shape"),
        ({"x": np.full((160, 1), np.inf)}, "finite"),
        ({"x": np.ones((100, 1))}, "several lengths"),
        ({"names": ["a", "b"]}, "found 2 for 1"),
        ({"x": "text"}, "no array of numbers"),
        ({"x": [[1.0], [1.0, 2.0]]}, "no array of numbers"),
        ({"y": 1.0}, "several lengths or shapes"),
        ({"y": np.ones((160, 2))}, "several lengths or shapes"),
        ({"visit": np.ones((160, 2)), "covariance": "sp_exp"}, "several lengths or shapes"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(call, part):
    given = {"x": np.ones((160, 1)), "y": FULL["score"], "visit": FULL["visit"], **call}

    with pytest.raises(BadValues, match=part):
        fit_mmrm(given.pop("y"), given.pop("x"), FULL["patient"], given.pop("visit"), **given)


def test_no_patient_value_stands_in_an_error():
    with pytest.raises(BadValues) as told:
        mmrm(FORMULA, with_column(FULL, score=["Kim Chul", *FULL["score"][1:]]), **KEYS)

    assert "Kim" not in str(told.value)


def test_what_is_left_out_is_counted_and_named():
    score = np.where((VISIT == "V2") | (np.arange(160) == 1), np.nan, FULL["score"])
    base = np.where(np.arange(160) // 4 == 5, np.nan, FULL["base"])
    fit = mmrm(FORMULA, with_column(FULL, score=score, base=base), **KEYS)

    assert fit.notes == ("41 rows without a score left out", "3 rows without 'base' left out",
                         "'visit': no scores at V2; left out")  # fmt: skip
    assert fit.visits == ("V0", "V1", "V3")
    assert (fit.n_subjects, fit.n_scores) == (39, 116)


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_a_covariate_far_from_zero_costs_no_digits(offset):
    plain = mmrm(FORMULA, FULL, **KEYS, df="kenward-roger")
    far = mmrm(FORMULA, with_column(FULL, base=FULL["base"] + offset), **KEYS, df="kenward-roger")

    assert far.coefficients.estimate[1:] == pytest.approx(plain.coefficients.estimate[1:], rel=1e-6)
    assert far.coefficients.df[1:] == pytest.approx(plain.coefficients.df[1:], rel=1e-6)


def test_scores_far_from_zero_cost_no_digits():
    plain = mmrm("score ~ 0 + arm + visit", FULL, **KEYS)
    far = mmrm("score ~ 0 + arm + visit", with_column(FULL, score=FULL["score"] + 1e7), **KEYS)

    assert far.contrasts("arm").estimate == pytest.approx(plain.contrasts("arm").estimate, rel=1e-7)
    assert far.covariance == pytest.approx(plain.covariance, rel=1e-7)


@pytest.mark.parametrize("scale", [1e3, 1e16, 1e18])
def test_the_unit_of_time_does_not_matter_from_days_to_nanoseconds(scale):
    call = {"subject": "patient", "visit": "month", "covariance": "sp_exp"}
    plain = mmrm("score ~ arm", with_column(FULL, month=FULL["month"] * 1e6), **call)
    far = mmrm("score ~ arm", with_column(FULL, month=FULL["month"] * scale), **call)

    assert far.coefficients.estimate == pytest.approx(plain.coefficients.estimate, rel=1e-5)


@pytest.mark.parametrize("covariance", ["us", "toep", "toeph", "ad", "adh"])
def test_one_visit_has_one_variance(covariance):
    trial = a_trial(visits=1, n=30)
    fit = mmrm("score ~ arm", trial, **KEYS, covariance=covariance)

    assert len(fit.theta) == 1
    assert fit.coefficients.df == pytest.approx(fit.n_scores - 2, rel=1e-9)


def test_more_visits_than_bits_of_a_number_are_told_apart():
    trial = a_trial(visits=70, n=30, missing=0.5)
    fit = mmrm("score ~ arm", trial, **KEYS, covariance="ar1")

    assert fit.n_patterns == 30
    assert np.isfinite(fit.coefficients.df).all()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("covariance", ["us", "toeph", "ar1h", "csh"])
def test_tiny_trials_converge_to_a_proper_maximum_or_say_that_there_is_none(covariance, seed):
    trial = a_trial(seed, n=12, visits=6, missing=0.15)
    try:
        fit = mmrm("score ~ arm * visit", trial, **KEYS, covariance=covariance, df="kenward-roger")
    except NotEstimable as told:
        assert "no proper estimate" in str(told) or "no variation" in str(told)
        return

    assert fit.converged
    assert fit.largest_gradient < 1e-6
    assert np.linalg.eigvalsh(fit.theta_covariance)[0] > 0
    assert np.linalg.eigvalsh(fit.covariance)[0] > 0
    for name in ("estimate", "se", "df", "t", "p", "lower", "upper"):
        assert np.isfinite(getattr(fit.coefficients, name)).all()


def test_trials_as_small_as_the_first_in_knees_can_be_fitted():
    fitted = 0
    for seed in range(12):
        trial = a_trial(seed, n=12, visits=6, missing=0.15)
        fit = mmrm("score ~ arm * visit", trial, **KEYS, covariance="ar1h", df="kenward-roger")
        fitted += fit.converged

    assert fitted == 12


def test_of_several_maxima_the_largest_is_taken_and_told(monkeypatch):
    trial = a_trial(11, n=12, visits=6, missing=0.3)
    fit = mmrm("score ~ arm * visit", trial, **KEYS, covariance="ad")
    monkeypatch.setattr(search, "_FEW", 0)  # as in a large trial: the first maximum is the only one looked for
    first = mmrm("score ~ arm * visit", trial, **KEYS, covariance="ad")

    assert any("several maxima" in note for note in fit.notes)
    assert fit.log_likelihood >= first.log_likelihood
    assert not any("several maxima" in note for note in first.notes)
