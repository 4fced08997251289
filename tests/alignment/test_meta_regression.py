"""Meta-regression, subgroups, three-level models and robust errors against metafor 5.1."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import effect_sizes, meta_regression, pool_three_level, subgroups

DATA = Path(__file__).parent / "data"
PINNED = json.loads((DATA / "meta_regression_metafor.json").read_text(encoding="utf-8"))
SCHOOLS = json.loads((DATA / "pooling_metafor.json").read_text(encoding="utf-8"))["sets"]["konstantopoulos2011"]
BCG = PINNED["bcg_input"]
EFFECTS = effect_sizes(measure="RR", events1=BCG["ai"], n1=BCG["n1i"], events2=BCG["ci"], n2=BCG["n2i"])
INTERVALS = {"z": "wald", "knha": "knapp-hartung"}


def close(found, pinned, rtol=1e-8):
    np.testing.assert_allclose(found, np.array(pinned, dtype=float), rtol=rtol, atol=1e-12)


@pytest.mark.parametrize(
    ("pinned", "moderators", "intercept"),
    [
        ("bcg_ablat_year", ["ablat", "year"], True),
        ("bcg_alloc", ["alloc"], True),
        ("bcg_alloc_noint", ["alloc"], False),
    ],
)
@pytest.mark.parametrize("tau2", ["DL", "PM", "ML", "REML"])
@pytest.mark.parametrize("test", INTERVALS)
def test_regression_on_numbers_and_on_labels_agrees_with_metafor(pinned, moderators, intercept, tau2, test):
    found = meta_regression(
        EFFECTS, moderators=moderators, table=BCG, intercept=intercept, tau2=tau2, interval=INTERVALS[test]
    )
    theirs = PINNED[pinned][tau2][test]

    told = found.coefficients
    for figure, key in (
        (told.se, "se"),
        (told.statistic, "stat"),
        (told.p, "pval"),
        (told.low, "ci_lb"),
        (told.high, "ci_ub"),
    ):
        close(figure, theirs[key])
    close(told.estimate, list(theirs["coef"].values()))
    close([found.tau2, found.q, found.q_p, found.i2_from_tau2], [theirs[key] for key in ("tau2", "QE", "QEp", "I2")])
    close([found.explained.statistic, found.explained.p], [theirs["QM"], theirs["QMp"]])
    close(found.restricted_log_likelihood, theirs["ll_REML"])
    close(found.log_likelihood, theirs["ll_ML"])
    close(found.explained.r2, theirs["R2"] or 0)
    close(np.diag(found.covariance), np.diag(theirs["vcov"]["values"]))
    assert [found.explained.df, found.explained.residual_df] == theirs["QMdf"]


def test_predictions_of_the_regression_agree_with_metafor():
    found = meta_regression(EFFECTS, moderators=["ablat"], table=BCG).predict(
        [{"ablat": at} for at in (10, 25, 40, 55)]
    )
    theirs = PINNED["bcg_ablat_pred"]

    for figure, key in (
        (found.estimate, "pred"),
        (found.se, "se"),
        (found.low, "ci.lb"),
        (found.high, "ci.ub"),
        (found.prediction_low, "pi.lb"),
        (found.prediction_high, "pi.ub"),
    ):
        close(figure, theirs[key])


def test_pools_of_subgroups_agree_with_metafor():
    found = subgroups(EFFECTS, group=BCG["alloc"])

    for label, pooled in zip(found.labels, found.pools, strict=True):
        theirs = PINNED["bcg_subgroups"][label]
        close([pooled.estimate, pooled.se, pooled.tau2, pooled.q], [theirs[key] for key in ("b", "se", "tau2", "QE")])
        close(pooled.prediction, [theirs["pi_lb"], theirs["pi_ub"]])


def test_subgroups_with_one_shared_tau2_have_the_test_of_the_regression():
    found = subgroups(EFFECTS, group=BCG["alloc"], shared_tau2=True)
    theirs = PINNED["bcg_alloc"]["REML"]["z"]
    without = PINNED["bcg_alloc_noint"]["REML"]["z"]

    close([found.between.statistic, found.between.p], [theirs["QM"], theirs["QMp"]])
    close([each.estimate for each in found.pools], list(without["coef"].values()))
    close([each.se for each in found.pools], without["se"])


def test_three_level_model_of_schools_in_districts_agrees_with_metafor():
    found = pool_three_level(SCHOOLS["yi"], SCHOOLS["vi"], trial=PINNED["konstantopoulos_district"])
    theirs, robust = PINNED["konstantopoulos_3level"], PINNED["konstantopoulos_3level_robust"]

    close([found.variance_between, found.variance_within], theirs["sigma2"], rtol=1e-6)
    close([found.coefficients.estimate[0], found.coefficients.se[0]], [theirs["b"], theirs["se"]], rtol=1e-7)
    close([found.q, found.restricted_log_likelihood], [theirs["QE"], theirs["ll"]], rtol=1e-9)
    close(
        [found.robust.se[0], found.robust.low[0], found.robust.df],
        [robust[key] for key in ("se", "ci_lb", "df")],
        rtol=1e-7,
    )
    assert found.n_trials == 11
