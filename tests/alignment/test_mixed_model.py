"""Mixed models and beta-binomial regression of events against metafor (lme4, BiasedUrn), VGAM and R's optim."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import beta_binomial, mixed_model
from kneewise.evidence.rare_events.tables import read_tables
from kneewise.evidence.rare_events.trial_levels import fixed_levels

PINNED = json.loads((Path(__file__).parent / "data" / "rare_events_r.json").read_text(encoding="utf-8"))
# Where lme4 stopped before the top, or warns of its own standard error: digits that both share.
COARSE = {("nielweise2007", "UM.FS"): 5e-4, ("bcg", "UM.RS"): 1e-3}


def tables(name):
    given = PINNED[name]["input"]
    return given["ai"], given["n1i"], given["ci"], given["n2i"]


@pytest.mark.parametrize(
    ("name", "model"),
    [
        (name, model)
        for name in ("bcg", "nielweise2007", "nissen2007_mi", "nissen2007_cv")
        for model in ("UM.FS", "UM.RS", "CM.AL", "CM.EL")
        if (name, model) != ("bcg", "CM.EL")  # not pinned: the exact model of 190,000 patients takes R very long
    ],
)
def test_mixed_models_agree_with_metafor(name, model):
    theirs = PINNED[name].get(f"GLMM_{model}") or PINNED[name].get(f"GLMM_{model.replace('.', '_')}")
    found = mixed_model(*tables(name), model=model)

    np.testing.assert_allclose(
        [found.estimate, found.se, found.tau2],
        [theirs["b"], theirs["se"], theirs["tau2"]],
        rtol=0,
        atol=COARSE.get((name, model), 1e-4),
    )
    if found.heterogeneity is not None:
        np.testing.assert_allclose(found.heterogeneity.statistic, theirs["QE_LRT"], rtol=1e-9)


def test_where_the_fits_differ_the_likelihood_found_here_is_the_higher():
    theirs = PINNED["nielweise2007"]["GLMM_UM.FS"]
    complete = read_tables(*tables("nielweise2007"))
    told = complete.take(complete.a + complete.c > 0)
    at_theirs, _ = fixed_levels(told)(np.array([theirs["b"], theirs["tau2"] ** 0.5]))
    found = mixed_model(*tables("nielweise2007"), model="UM.FS")

    assert found.log_likelihood > at_theirs + 1e-7
    assert found.log_likelihood < at_theirs + 1e-4


def test_beta_binomial_regression_agrees_with_r():
    given = PINNED["nissen_meta"]
    found = beta_binomial(*(given["input"][key] for key in ("e1", "n1", "e2", "n2")))
    by_optim, by_vgam = given["betabinomial_mle"], given["betabinomial_VGAM"]
    logit = np.log(found.correlation / (1 - found.correlation))

    np.testing.assert_allclose([found.control_logit, found.estimate, logit], by_optim["par"], rtol=1e-6)
    np.testing.assert_allclose(found.covariance, by_optim["hess_inv"]["values"], rtol=1e-5)
    np.testing.assert_allclose(found.log_likelihood, by_vgam["ll"], rtol=1e-11)
    np.testing.assert_allclose([found.control_logit, logit, found.estimate], list(by_vgam["coef"].values()), rtol=1e-6)
