"""Small-study effects against metafor 5.1 (pinned) and 3.8.1 (values in this file)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import egger_test, fail_safe_n, peters_test, rank_test, selection_model, trim_and_fill

DATA = Path(__file__).parent / "data"
SETS = json.loads((DATA / "pooling_metafor.json").read_text(encoding="utf-8"))["sets"]
FITTED = [name for name, each in SETS.items() if "fits" in each]
BCG = json.loads((DATA / "rare_events_r.json").read_text(encoding="utf-8"))["bcg"]["input"]
# Slope, its error, p and intercept of the line, by R.
PETERS = [-563.688203913, 413.723340021, 0.200291792284, -0.429308425802]


@pytest.mark.parametrize("name", FITTED)
@pytest.mark.parametrize(("model", "predictor", "key"), [
    ("lm", "se", "lm_sei"), ("rma", "se", "rma_sei"), ("lm", "variance", "lm_vi"), ("rma", "variance", "rma_vi"),
])  # fmt: skip
def test_regression_tests_of_the_funnel_agree_with_metafor(name, model, predictor, key):
    found = egger_test(SETS[name]["yi"], SETS[name]["vi"], model=model, predictor=predictor)
    theirs = SETS[name]["egger"][key]

    np.testing.assert_allclose(
        [found.statistic, found.p, found.limit, *found.limit_ci],
        [theirs[each] for each in ("stat", "pval", "limit_est", "limit_lb", "limit_ub")],
        rtol=1e-9,
        atol=1e-11,
    )
    assert found.df == theirs["dfs"]


@pytest.mark.parametrize("name", FITTED)
def test_rank_test_agrees_with_metafor(name):
    found, theirs = rank_test(SETS[name]["yi"], SETS[name]["vi"]), SETS[name]["ranktest"]

    np.testing.assert_allclose([found.tau, found.p], [theirs["tau"], theirs["pval"]], rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("name", FITTED)
@pytest.mark.parametrize("estimator", ["L0", "R0", "Q0"])
def test_trim_and_fill_agrees_with_metafor(name, estimator):
    """The pool to 6 digits: metafor fits the filled set once more at its own coarse tolerance."""
    found = trim_and_fill(SETS[name]["yi"], SETS[name]["vi"], estimator=estimator)
    theirs = SETS[name]["trimfill"][estimator]

    assert (found.n_missing, found.side) == (theirs["k0"], theirs["side"])
    np.testing.assert_allclose(found.n_missing_se, theirs["se_k0"], rtol=1e-12)
    np.testing.assert_allclose(
        [found.pooled.estimate, found.pooled.se, found.pooled.tau2, *found.pooled.ci],
        [theirs[key] for key in ("b", "se", "tau2", "ci_lb", "ci_ub")],
        rtol=5e-6,
        atol=5e-6,
    )


@pytest.mark.parametrize("name", FITTED)
def test_fail_safe_number_agrees_with_metafor(name):
    assert fail_safe_n(SETS[name]["yi"], SETS[name]["vi"]) == SETS[name]["fsn_rosenthal"]


@pytest.mark.parametrize(
    ("name", "favours", "pinned"),
    [
        ("hackshaw1998_logOR", "higher", (0.19440150, 0.07978347, 0.01662263, 0.76439507, 0.11705273, -10.09007604)),
        ("bcg_logRR", "lower", (-0.62056362, 0.26132266, 0.29123945, 0.63553611, 0.24249948, -12.54382661)),
    ],
)
def test_selection_model_agrees_with_metafor_3_8(name, favours, pinned):
    """R: selmodel(rma(yi, vi, method = "ML"), type = "stepfun", steps = 0.025, alternative = ...), metafor 3.8.1."""
    found = selection_model(SETS[name]["yi"], SETS[name]["vi"], favours=favours)

    np.testing.assert_allclose(
        [found.estimate, found.se, found.tau2, found.published, found.selection.statistic, found.log_likelihood],
        pinned,
        rtol=1e-5,
    )


def test_peters_test_of_the_bcg_trials_agrees_with_r():
    """R: summary(lm(log(OR) ~ I(1 / n), weights = events * none / n)), R 4.2."""
    found = peters_test(BCG["ai"], BCG["n1i"], BCG["ci"], BCG["n2i"])

    np.testing.assert_allclose([found.slope, found.slope_se, found.p, found.limit], PETERS, rtol=1e-9)
