"""MCP-Mod against R's DoseFinding 1.4.1, and where R's random integration is too coarse, against another integral."""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import chi2, f, qmc

from kneewise.outcomes.dose.arms import arms_from_estimates, arms_from_patients, arms_from_summaries
from kneewise.outcomes.dose.candidates import candidate_set, standard_means
from kneewise.outcomes.dose.contrasts import multiple_contrast_test, optimal_contrasts
from kneewise.outcomes.dose.fit import fit_shape
from kneewise.outcomes.dose.largest_contrast import largest_contrast
from kneewise.outcomes.dose.mcpmod import mcp_mod
from kneewise.outcomes.dose.shapes import shape_named
from kneewise.outcomes.dose.trend import trend_of_means

pytestmark = pytest.mark.filterwarnings("error")

R = json.loads((Path(__file__).parent / "data" / "mcpmod.json").read_text(encoding="utf-8"))
DOSES = [0, 0.05, 0.2, 0.6, 1]
GUESSES = {
    "linear": None,
    "linlog": None,
    "emax": [0.05, 0.2],
    "exponential": 0.3,
    "quadratic": -0.85,
    "logistic": [(0.1, 0.05), (0.5, 0.1)],
    "sigEmax": (0.2, 3),
}
CANDIDATES = candidate_set(GUESSES, 1.0, offset=0.1)
BIOM = arms_from_patients(R["biom"]["dose"], R["biom"]["resp"])
IBS = arms_from_patients(R["ibs"]["dose"], R["ibs"]["resp"], covariates={"gender": R["ibs"]["gender"]})
# R's mvtnorm stops at an error of 1e-3 (its default); its p-values are off by up to 3.1e-4 here.
R_NOISE = 4e-4


def matrix(entry):
    return np.array(entry["values"])


def fits(name):
    return fit_shape(BIOM, shape_named(name, 1.0, offset=0.1)), R["biom_fits"][name]


def test_standard_means_and_optimal_contrasts_agree_with_r():
    means = standard_means(CANDIDATES, DOSES)
    contrasts = optimal_contrasts(means, np.eye(5))

    np.testing.assert_allclose(means, matrix(R["optcontr_equal"]["means"]), atol=1e-14)
    np.testing.assert_allclose(contrasts, matrix(R["optcontr_equal"]["contMat"]), atol=1e-10)


def test_the_multiple_contrast_test_of_biom_agrees_with_r():
    test = multiple_contrast_test(BIOM, CANDIDATES)

    np.testing.assert_allclose(test.contrasts, matrix(R["biom_mct"]["contMat"]), atol=1e-10)
    np.testing.assert_allclose(test.correlation, matrix(R["biom_mct"]["corMat"]), atol=1e-10)
    np.testing.assert_allclose(test.t, R["biom_mct"]["tstat"], rtol=1e-10)
    np.testing.assert_allclose(test.p, R["biom_mct"]["pvals"], atol=1e-4)
    assert test.critical_value == pytest.approx(R["biom_mct"]["critval"], abs=1e-3)
    assert test.df == 95


def test_estimates_from_any_model_agree_with_r():
    arms = arms_from_estimates(DOSES, list(R["gmcp"]["mu"].values()), matrix(R["gmcp"]["S"]))
    test = multiple_contrast_test(arms, CANDIDATES)
    emax = fit_shape(arms, shape_named("emax", 1.0))

    np.testing.assert_allclose(test.t, R["gmcp"]["tstat"], rtol=1e-10)
    np.testing.assert_allclose(test.p, R["gmcp"]["pvals"], atol=R_NOISE)
    assert test.critical_value == pytest.approx(R["gmcp"]["critval"], abs=2e-3)
    np.testing.assert_allclose(emax.coefficients, list(R["gfit_emax"]["coef"].values()), rtol=1e-5)
    np.testing.assert_allclose(emax.covariance, matrix(R["gfit_emax"]["vcov"]), rtol=1e-5)
    assert emax.df == inf


def test_a_covariate_agrees_with_r():
    test = multiple_contrast_test(IBS, candidate_set({"emax": [2.6, 12.5], "linear": None}, 4.0))

    np.testing.assert_allclose(test.t, R["ibs_mct"]["tstat"], rtol=1e-10)
    np.testing.assert_allclose(test.p, R["ibs_mct"]["pvals"], atol=R_NOISE)


@pytest.mark.parametrize(("key", "df"), [("biom_mct", 95), ("gmcp", inf)])
def test_p_values_agree_with_another_integral_to_a_millionth(key, df):
    """By the angle: the largest contrast is a length, F or chi distributed, times the largest cosine of a direction.

    The directions are a Sobol sequence of 2^17 points on the sphere; this settles the differences from R.
    """
    contrasts = matrix(R["biom_mct"]["contMat"]).T
    _, _, axes = np.linalg.svd(contrasts, full_matrices=False)
    normals = contrasts @ axes[:4].T
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    with np.errstate(all="ignore"):
        points = ndtri(qmc.Sobol(4, seed=20261126).random_base2(17))
    cosines = (points / np.linalg.norm(points, axis=1)[:, None] @ normals.T).max(axis=1)
    cosines = cosines[cosines > 0]
    ours = largest_contrast(contrasts, df=df)
    for t in R[key]["tstat"]:
        length = (t / cosines) ** 2
        tail = chi2.sf(length, 4) if df == inf else f.sf(length / 4, 4, df)
        assert ours.tail(t) == pytest.approx(tail.sum() / 2**17, abs=2e-6)


@pytest.mark.parametrize("name", list(R["biom_fits"]))
def test_a_fitted_shape_agrees_with_r(name):
    fit, r = fits(name)
    means, errors = fit.predict(DOSES)

    assert fit.names == tuple(r["coef"])
    np.testing.assert_allclose(fit.coefficients, list(r["coef"].values()), rtol=1e-5)
    np.testing.assert_allclose(fit.covariance, matrix(r["vcov"]), rtol=1e-5)
    np.testing.assert_allclose(means, r["pred"]["fit"], rtol=1e-6)
    np.testing.assert_allclose(errors, r["pred"]["se.fit"], rtol=1e-6)
    assert fit.rss == pytest.approx(r["RSS"], rel=1e-9)
    assert fit.aic == pytest.approx(r["AIC"], rel=1e-9)
    assert fit.df == r["df"]
    assert fit.rss <= r["RSS"] + 1e-12  # ours is no worse


def test_target_and_effective_doses_agree_with_r():
    guesses = GUESSES | {"betaMod": (1, 1)}
    done = mcp_mod(BIOM, candidate_set(guesses, 1.0, offset=0.1), target=0.4, share=0.5, fit="all")
    found = {(name, dose.kind): dose.dose for name, dose in done.doses}

    for name, r in R["biom_fits"].items():
        assert found[name, "target"] == pytest.approx(r["TD0.4"], rel=2e-5)  # R seeks betaMod's to 1e-4 of the range
        assert found[name, "effective"] == pytest.approx(r["ED50"], rel=1e-4 if name == "betaMod" else 1e-5)
    assert done.doses[-1][0] == "average"


def test_a_published_table_of_means_is_as_good_as_the_patients():
    dose, response = np.array(R["biom"]["dose"]), np.array(R["biom"]["resp"])
    groups = [response[dose == each] for each in DOSES]
    arms = arms_from_summaries(
        DOSES, [len(g) for g in groups], [g.mean() for g in groups], [g.std(ddof=1) for g in groups]
    )
    for name in ("emax", "quadratic"):
        shape = shape_named(name, 1.0)
        ours, theirs = fit_shape(arms, shape), fit_shape(BIOM, shape)
        np.testing.assert_allclose(ours.coefficients, theirs.coefficients, rtol=1e-7)
        np.testing.assert_allclose(ours.covariance, theirs.covariance, rtol=1e-7)
        assert ours.aic == pytest.approx(theirs.aic)


def test_the_slope_of_the_means_has_the_t_of_the_linear_candidate():
    assert trend_of_means(BIOM).t == pytest.approx(R["biom_mct"]["tstat"][0], rel=1e-10)
    assert trend_of_means(IBS).t == pytest.approx(R["ibs_mct"]["tstat"][2], rel=1e-10)
    assert trend_of_means(BIOM).df == 95
