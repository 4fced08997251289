"""Dose-response meta-analysis against dosresmeta 2.2 and mixmeta 1.2."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import dose_response
from kneewise.evidence.doses.counts import covariance_of_ratios, greenland_longnecker

PINNED = json.loads((Path(__file__).parent / "data" / "dose_response.json").read_text(encoding="utf-8"))
DESIGNS = {"cc": "case-control", "ir": "incidence-rate", "ci": "cumulative-incidence"}
COUNTS = {"cases": "cases", "n": "n", "design": "design"}


def ratios(name):
    rows = PINNED[name]
    return {
        "study": rows["id"],
        "dose": rows["dose"],
        "effect": rows["logrr"],
        "se": rows["se"],
        "cases": rows["cases"],
        "n": rows["n"],
        "design": [DESIGNS[each] for each in rows["type"]],
    }


def means():
    rows = PINNED["ari_input"]
    return {"study": rows["id"], "dose": rows["dose"], "mean": rows["y"], "sd": rows["sd"], "n": rows["n"]}


def agrees(result, pinned, tolerance):
    coefficients = pinned["coef"]
    coefficients = list(coefficients.values()) if isinstance(coefficients, dict) else [coefficients]
    assert result.coefficients.tolist() == pytest.approx(coefficients, abs=tolerance)
    assert np.allclose(result.covariance, np.array(pinned["vcov"]["values"]), rtol=0, atol=tolerance)
    if pinned["Psi"] is not None:
        assert np.allclose(result.psi, np.array(pinned["Psi"]["values"]), rtol=0, atol=tolerance)
    if pinned["ll"] is not None and result.log_likelihood is not None:
        assert result.log_likelihood == pytest.approx(pinned["ll"], abs=1e-5)
    if pinned["Q"]:
        assert [result.heterogeneity.q, result.heterogeneity.df, result.heterogeneity.p] == pytest.approx(
            [pinned["Q"][k] for k in ("Q..all", "df..all", "pvalue..all")], abs=2e-6
        )
    limits = np.column_stack([result.low, result.high])
    assert np.allclose(limits, np.array(pinned["ci"]["values"]), rtol=0, atol=tolerance * 10)


@pytest.mark.parametrize(("method", "tolerance"), [("fixed", 1e-8), ("MM", 1e-8), ("ML", 1e-8), ("REML", 1e-8)])
def test_a_line_over_six_studies_is_that_of_dosresmeta(method, tolerance):
    result = dose_response(ratios("alcohol_cvd_input"), method=method, **COUNTS)

    agrees(result, PINNED["alcohol_cvd_linear"][method.lower()], tolerance)


@pytest.mark.parametrize(
    ("covariance", "key"), [("greenland-longnecker", "gl"), ("independent", "indep")]
)  # fmt: skip
def test_covariances_are_those_of_dosresmeta(covariance, key):
    result = dose_response(ratios("alcohol_cvd_input"), covariance=covariance, **COUNTS)

    agrees(result, PINNED["alcohol_cvd_covariance"][key], 1e-8)


def test_hamlings_counts_of_dosresmeta_take_cumulative_incidence_for_rates():
    pinned = PINNED["alcohol_cvd_covariance"]["h"]
    theirs = dose_response(ratios("alcohol_cvd_input"), covariance="hamling-dosresmeta", **COUNTS)
    ours = dose_response(ratios("alcohol_cvd_input"), covariance="hamling", **COUNTS)

    # Their search of the counts stops at the seventh digit.
    assert theirs.coefficients[0] == pytest.approx(pinned["coef"], abs=2e-7)
    assert theirs.psi[0, 0] == pytest.approx(pinned["Psi"]["values"][0][0], abs=1e-8)
    assert ours.coefficients[0] == pytest.approx(pinned["coef"], abs=1e-5)
    assert abs(ours.coefficients[0] - pinned["coef"]) > 1e-6


def test_effective_counts_of_the_first_study_are_those_of_dosresmeta():
    rows = PINNED["trial1"]
    effect, cases, n = (np.array(rows[k], dtype=float) for k in ("logrr", "cases", "n"))
    variance = np.array([0.0 if each is None else each**2 for each in rows["se"]])
    a, total = greenland_longnecker(effect, variance, cases, n, design="case-control", study="Bianchi")
    covariance = covariance_of_ratios(
        effect, variance, cases, n, design="case-control", method="greenland-longnecker", study="Bianchi"
    )

    assert a[1:].tolist() == pytest.approx(PINNED["gl_trial1"]["A"][1:], rel=1e-7)
    # Their count of the reference is one step behind the others, so that theirs do not quite add up to all cases.
    assert a[0] == pytest.approx(PINNED["gl_trial1"]["A"][0], rel=2e-6)
    assert a.sum() == pytest.approx(cases.sum(), rel=1e-14)
    assert total.tolist() == PINNED["gl_trial1"]["N"]
    assert np.allclose(covariance, np.array(PINNED["gl_trial1_cov"]["values"]), rtol=0, atol=2e-8)


def test_a_quadratic_of_mean_differences_is_that_of_dosresmeta():
    result = dose_response(means(), mean="mean", sd="sd", n="n", curve="quadratic")

    agrees(result, PINNED["continuous_ari"], 1e-8)


def test_a_line_of_standardised_differences_is_that_of_dosresmeta():
    result = dose_response(means(), mean="mean", sd="sd", n="n", measure="SMD-COHEN")

    agrees(result, PINNED["ari_smd"], 1e-8)


def test_one_stage_over_coffee_and_death_is_that_of_dosresmeta():
    result = dose_response(ratios("coffee_mort_input"), stages=1, **COUNTS)

    agrees(result, PINNED["coffee_mort_rcs_onestage"], 1e-6)
