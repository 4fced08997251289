"""The likelihood and its derivatives against the plain formula, patient by patient."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.outcomes import mmrm
from kneewise.outcomes.repeated_measures import groups, moments
from kneewise.outcomes.repeated_measures.likelihood import Likelihood
from unit.outcomes.repeated_measures.trial import FORMULA, KEYS, a_trial

STEP = 1e-5


def likelihood_of(fit):
    parts = fit._fit.parts
    return Likelihood(groups=parts.groups, moments=parts.moments, reml=fit.reml)


def dense(fit):
    """The log likelihood and the coefficients by one large covariance matrix."""
    rows, sigma = fit._fit.rows, fit.covariance
    x, y, n = rows.x, rows.y, len(rows.y)
    whole = np.zeros((n, n))
    for pattern in rows.layout.patterns:
        m = len(pattern.visits)
        for start in range(pattern.start, pattern.stop, m):
            whole[start : start + m, start : start + m] = sigma[np.ix_(pattern.visits, pattern.visits)]
    inverse = np.linalg.inv(whole)
    information = x.T @ inverse @ x
    beta = np.linalg.solve(information, x.T @ inverse @ y)
    rest = y - x @ beta
    twice = n * np.log(2 * np.pi) + np.linalg.slogdet(whole)[1] + rest @ inverse @ rest
    if fit.reml:
        twice += np.linalg.slogdet(information)[1] - x.shape[1] * np.log(2 * np.pi)
    return -0.5 * twice, beta, np.linalg.inv(information)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("covariance", ["us", "toep", "adh"])
def test_the_fit_is_that_of_the_plain_formula(covariance, reml):
    fit = mmrm(FORMULA, a_trial(n=30), **KEYS, covariance=covariance, reml=reml)
    log_likelihood, beta, variance = dense(fit)

    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=1e-9)
    assert fit.coefficients.estimate == pytest.approx(beta, rel=1e-9)
    assert fit.coefficient_covariance == pytest.approx(variance, rel=1e-8)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("covariance", ["us", "csh", "ad", "sp_exp"])
def test_gradient_and_hessian_are_exact(covariance, reml):
    visit = "month" if covariance == "sp_exp" else "visit"
    fit = mmrm(FORMULA, a_trial(), subject="patient", visit=visit, covariance=covariance, reml=reml, group="arm")
    likelihood = likelihood_of(fit)
    theta = np.random.default_rng(2).normal(scale=0.3, size=likelihood.n_theta)
    slopes = likelihood.slopes(likelihood.value(theta))
    for k, step in enumerate(STEP * np.eye(len(theta))):
        high, low = (likelihood.value(theta + sign * step) for sign in (1, -1))
        ahead, behind = likelihood.slopes(high), likelihood.slopes(low)

        assert slopes.gradient[k] == pytest.approx((high.objective - low.objective) / (2 * STEP), abs=1e-5)
        assert slopes.hessian[k] == pytest.approx((ahead.gradient - behind.gradient) / (2 * STEP), abs=1e-4)


@pytest.mark.parametrize("budget", [0, 20_000])
@pytest.mark.parametrize("covariance", ["us", "sp_exp"])
def test_patterns_kept_as_rows_give_the_same_fit(monkeypatch, covariance, budget):
    trial, visit = a_trial(n=80, visits=5, missing=0.4), "month" if covariance == "sp_exp" else "visit"
    call = {"subject": "patient", "visit": visit, "covariance": covariance, "df": "kenward-roger"}
    by_products = mmrm(FORMULA, trial, **call)
    monkeypatch.setattr(moments, "_BUDGET", budget)
    monkeypatch.setattr(moments, "_CHUNK", 500)
    by_rows = mmrm(FORMULA, trial, **call)

    assert by_rows.theta == pytest.approx(by_products.theta, abs=1e-9)
    assert by_rows.coefficients.df == pytest.approx(by_products.coefficients.df, rel=1e-9)
    assert by_rows.coefficients.se == pytest.approx(by_products.coefficients.se, rel=1e-10)


def test_the_optimum_is_one_whichever_way_it_is_reached():
    fit = mmrm(FORMULA, a_trial(n=200), **KEYS)
    likelihood = likelihood_of(fit)
    at_optimum = fit._fit.value.objective
    rng = np.random.default_rng(8)
    own = fit.theta - np.log(fit._fit.turn[0, 0]) * (np.arange(len(fit.theta)) < 4)  # in the fit's units
    around = [likelihood.value(own + rng.normal(scale=0.05, size=len(own))).objective for _ in range(20)]

    assert likelihood.value(own).objective == pytest.approx(at_optimum, abs=1e-9)
    assert min(around) > at_optimum
    assert fit.largest_gradient < 1e-7


@pytest.mark.parametrize("budget", [0, 2**20])
@pytest.mark.parametrize("covariance", ["us", "ar1h"])
def test_many_visits_are_summed_another_way_with_the_same_result(monkeypatch, covariance, budget):
    trial = a_trial(n=80, visits=5, missing=0.3)
    call = {**KEYS, "covariance": covariance, "df": "kenward-roger"}
    plain = mmrm(FORMULA, trial, **call)
    monkeypatch.setattr(groups, "FEW_SLOTS", 0)
    monkeypatch.setattr(moments, "FEW_SLOTS", 0)
    monkeypatch.setattr(moments, "_BUDGET", budget)
    monkeypatch.setattr(moments, "_LARGEST_POOL", 0)
    other = mmrm(FORMULA, trial, **call)

    assert other.theta == pytest.approx(plain.theta, abs=1e-9)
    assert other.theta_covariance == pytest.approx(plain.theta_covariance, abs=1e-9)
    assert other.coefficients.df == pytest.approx(plain.coefficients.df, rel=1e-9)
