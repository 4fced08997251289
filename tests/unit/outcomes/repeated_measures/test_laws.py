"""Laws of the mixed model: what must not change when rows, names or units do, and cases known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kneewise.outcomes import fit_mmrm, mmrm
from unit.outcomes.repeated_measures.trial import FORMULA, KEYS, a_trial, rows_of, with_column

FEW = settings(derandomize=True, max_examples=5, deadline=None)
STRUCTURE = st.sampled_from(["us", "toeph", "ar1", "csh", "ad"])
DF = st.sampled_from(["satterthwaite", "kenward-roger", "kenward-roger-linear", "between-within", "residual"])
SEED = st.integers(0, 10**6)


def same(one, other, *, rel=1e-7):
    for name in ("estimate", "se", "df", "t", "p", "lower", "upper"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=rel, abs=1e-9), name


@FEW
@given(seed=SEED, covariance=STRUCTURE, df=DF)
def test_the_order_of_rows_does_not_matter(seed, covariance, df):
    trial = a_trial(seed)
    mixed = rows_of(trial, np.random.default_rng(seed).permutation(len(trial["score"])))
    call = {**KEYS, "covariance": covariance, "df": df}

    same(mmrm(FORMULA, mixed, **call).coefficients, mmrm(FORMULA, trial, **call).coefficients)


@FEW
@given(seed=SEED, vcov=st.sampled_from(["model", "empirical", "jackknife", "bias-reduced"]))
def test_the_names_of_patients_do_not_matter(seed, vcov):
    trial = a_trial(seed)
    names = np.random.default_rng(seed).permutation(10_000)
    renamed = with_column(trial, patient=[int(names[int(each[1:])]) for each in trial["patient"]])

    same(mmrm(FORMULA, renamed, **KEYS, vcov=vcov).coefficients, mmrm(FORMULA, trial, **KEYS, vcov=vcov).coefficients)


@FEW
@given(seed=SEED, df=st.sampled_from(["satterthwaite", "kenward-roger-linear"]))
def test_the_order_of_visits_and_arms_moves_rows_of_the_table_of_means_only(seed, df):
    trial = a_trial(seed, arms=3)
    plain = mmrm(FORMULA, trial, **KEYS, df=df).means("arm", "visit")
    turned = mmrm(FORMULA, trial, **KEYS, df=df, levels={"arm": "cab", "visit": ["V2", "V0", "V3", "V1"]})
    means = turned.means("arm", "visit")
    place = [means.labels.index(label) for label in plain.labels]

    # Not so for "kenward-roger": its second derivatives belong to a parametrisation, and that has an order of visits.
    for name in ("estimate", "se", "df", "lower", "upper"):
        assert getattr(means, name)[place] == pytest.approx(getattr(plain, name), rel=1e-6), name


@FEW
@given(seed=SEED, scale=st.sampled_from([1e-6, 0.1, 1e4]), df=DF, covariance=STRUCTURE)
def test_the_unit_of_the_score_scales_estimates_and_nothing_else(seed, scale, df, covariance):
    trial = a_trial(seed)
    call = {**KEYS, "df": df, "covariance": covariance}
    plain = mmrm(FORMULA, trial, **call)
    scaled = mmrm(FORMULA, with_column(trial, score=scale * trial["score"]), **call)

    for name in ("estimate", "se", "lower", "upper"):
        assert getattr(scaled.coefficients, name) == pytest.approx(scale * getattr(plain.coefficients, name), rel=1e-6)
    for name in ("df", "t", "p"):
        assert getattr(scaled.coefficients, name) == pytest.approx(
            getattr(plain.coefficients, name), rel=1e-6, abs=1e-12
        )
    assert scaled.covariance == pytest.approx(scale**2 * plain.covariance, rel=1e-6)
    assert scaled.test("arm:visit").f == pytest.approx(plain.test("arm:visit").f, rel=1e-6)


@FEW
@given(seed=SEED, shift=st.sampled_from([-40.0, 1e5]), df=DF)
def test_a_covariate_moved_or_stretched_leaves_the_means_where_they_are(seed, shift, df):
    trial = a_trial(seed)
    moved = with_column(trial, base=3.0 * (trial["base"] + shift))

    same(
        mmrm(FORMULA, moved, **KEYS, df=df).means("arm", "visit"),
        mmrm(FORMULA, trial, **KEYS, df=df).means("arm", "visit"),
        rel=1e-6,
    )


@FEW
@given(seed=SEED, level=st.floats(0.5, 0.98), df=DF)
def test_intervals_hold_the_estimate_grow_with_the_level_and_agree_with_the_test(seed, level, df):
    fit = mmrm(FORMULA, a_trial(seed), **KEYS, df=df)
    narrow, wide = (fit.contrasts("arm", "visit", level=each) for each in (level, 0.99))

    assert ((narrow.lower < narrow.estimate) & (narrow.estimate < narrow.upper)).all()
    assert ((wide.lower < narrow.lower) & (narrow.upper < wide.upper)).all()
    holds_zero = (narrow.lower < 0) & (narrow.upper > 0)
    assert np.array_equal(holds_zero, narrow.p > 1 - level)


@FEW
@given(seed=SEED, covariance=STRUCTURE)
def test_the_linear_correction_of_kenward_and_roger_never_makes_a_variance_smaller(seed, covariance):
    trial = a_trial(seed)
    plain = mmrm(FORMULA, trial, **KEYS, covariance=covariance)
    corrected = mmrm(FORMULA, trial, **KEYS, covariance=covariance, df="kenward-roger-linear")

    assert (corrected.coefficients.se >= plain.coefficients.se * (1 - 1e-9)).all()
    # For one contrast the degrees of freedom are Satterthwaite's.
    assert corrected.coefficients.df == pytest.approx(plain.coefficients.df, rel=1e-9)


@FEW
@given(seed=SEED, df=DF)
def test_one_contrast_tested_by_f_is_its_t_squared(seed, df):
    fit = mmrm(FORMULA, a_trial(seed), **KEYS, df=df)
    (row,) = np.eye(len(fit.coefficients))[[2]]
    single, joint = fit.contrasts(row), fit.test(row)

    assert [joint.f, joint.n_contrasts, joint.df, joint.p] == pytest.approx(
        [single.t[0] ** 2, 1, single.df[0], single.p[0]], rel=1e-8
    )
    doubled = fit.test(np.stack([row, -2 * row]))
    assert [doubled.f, doubled.n_contrasts, doubled.df] == pytest.approx([joint.f, 1, joint.df], rel=1e-8)


# Not "kenward-roger": its term of second derivatives, in R mmrm's logarithms of standard deviations, is not zero here.
@pytest.mark.parametrize("df", ["satterthwaite", "kenward-roger-linear", "residual"])
def test_one_visit_is_the_two_sample_t_test(df):
    trial = a_trial(visits=1, n=40)
    fit = mmrm("score ~ arm", trial, **KEYS, df=df)
    score, arm = trial["score"], np.array(trial["arm"])
    known = ~np.isnan(score)
    t = stats.ttest_ind(score[known & (arm == "b")], score[known & (arm == "a")])

    assert [fit.coefficients.t[1], fit.coefficients.p[1], fit.coefficients.df[1]] == pytest.approx(
        [t.statistic, t.pvalue, t.df], rel=1e-10
    )


def test_second_derivatives_bring_the_parametrisation_into_the_correction():
    one, few = a_trial(visits=1, n=40), a_trial(3, n=16)
    turned = {"visit": ["V3", "V2", "V1", "V0"]}
    moved = {}
    for df in ("kenward-roger", "kenward-roger-linear"):
        plain = mmrm("score ~ arm * visit", few, **KEYS, df=df).contrasts("arm", "visit").se
        other = mmrm("score ~ arm * visit", few, **KEYS, df=df, levels=turned).contrasts("arm", "visit").se
        moved[df] = float(np.abs(plain / other[::-1] - 1).max())
    t_test, corrected = (
        mmrm("score ~ arm", one, **KEYS, df=df).coefficients.se for df in ("residual", "kenward-roger")
    )

    assert moved["kenward-roger"] == pytest.approx(0.118, abs=0.001)
    assert moved["kenward-roger-linear"] < 1e-9
    assert (corrected < 0.99 * t_test).all()


@pytest.mark.parametrize("df", ["satterthwaite", "kenward-roger-linear"])
def test_without_gaps_every_visit_is_its_own_two_sample_t_test(df):
    trial = a_trial(missing=0.0, n=24)
    differences = mmrm("score ~ arm * visit", trial, **KEYS, df=df).contrasts("arm", "visit")
    score, arm, visit = trial["score"], np.array(trial["arm"]), np.array(trial["visit"])
    for row, name in enumerate(["V0", "V1", "V2", "V3"]):
        t = stats.ttest_ind(*(score[(visit == name) & (arm == each)] for each in "ba"))

        assert [differences.t[row], differences.df[row]] == pytest.approx([t.statistic, t.df], rel=1e-8)


def test_weights_all_alike_scale_the_covariance_only():
    trial = a_trial()
    plain = mmrm(FORMULA, trial, **KEYS, df="kenward-roger")
    weighted = mmrm(FORMULA, with_column(trial, w=np.full(240, 4.0)), **KEYS, df="kenward-roger", weights="w")

    same(weighted.coefficients, plain.coefficients)
    assert weighted.covariance == pytest.approx(4.0 * plain.covariance, rel=1e-8)
    assert weighted.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)


def test_groups_of_their_own_covariance_are_fits_of_their_own():
    trial = a_trial(n=120, arms=2)
    call = {**KEYS, "df": "kenward-roger"}
    whole = mmrm("score ~ 0 + arm:visit", trial, **call, group="arm")
    parts = [
        mmrm("score ~ visit", rows_of(trial, [row for row, arm in enumerate(trial["arm"]) if arm == each]), **call)
        for each in "ab"
    ]

    assert whole.log_likelihood == pytest.approx(sum(part.log_likelihood for part in parts), abs=1e-8)
    assert whole.covariance == pytest.approx(np.stack([part.covariance for part in parts]), rel=1e-7)
    for name in ("se", "df"):
        of_parts = np.concatenate([getattr(part.means("visit"), name) for part in parts])
        assert getattr(whole.means("arm", "visit"), name) == pytest.approx(of_parts, rel=1e-7)


def test_plain_arrays_give_what_the_formula_gives():
    trial = a_trial()
    by_formula = mmrm(FORMULA, trial, **KEYS, df="kenward-roger")
    visit, arm = np.array(trial["visit"]), np.array(trial["arm"])
    late = [(visit == each).astype(float) for each in ("V1", "V2", "V3")]
    treated = (arm == "b").astype(float)
    x = np.column_stack([np.ones(240), trial["base"], treated, *late, *(treated * each for each in late)])
    by_arrays = fit_mmrm(trial["score"], x, trial["patient"], trial["visit"], df="kenward-roger")

    same(by_arrays.coefficients, by_formula.coefficients)
    assert by_arrays.coefficients.names == tuple(f"x{each}" for each in range(1, 10))


def test_a_patient_seen_once_still_counts():
    trial = a_trial(missing=0.0)
    is_once = np.arange(240) // 4 % 3 == 0  # every third patient
    kept = ~is_once | (np.arange(240) % 4 == 0)
    fit = mmrm(FORMULA, with_column(trial, score=np.where(kept, trial["score"], np.nan)), **KEYS)
    complete = mmrm(FORMULA, rows_of(trial, np.flatnonzero(~is_once)), **KEYS)

    assert (fit.n_subjects, fit.n_scores, complete.n_subjects) == (60, 180, 40)
    assert fit.means("visit").se[0] < complete.means("visit").se[0]
