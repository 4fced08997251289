"""Pools against metafor 5.1: 11 estimators of tau2, 4 intervals, limits of tau2, and what rests on them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import cumulate, influence, leave_one_out, pool, true_effects

SETS = json.loads((Path(__file__).parent / "data" / "pooling_metafor.json").read_text(encoding="utf-8"))["sets"]
FITTED = [name for name, each in SETS.items() if "fits" in each]
INTERVALS = {"z": "wald", "t": "t", "knha": "knapp-hartung", "adhoc": "knapp-hartung-floor"}
ITERATED = {"REML", "ML", "EB", "PM", "PMM"}


def close(found, pinned, digits):
    """Both None (not told), or equal to so many significant digits; figures near 0 to as many places."""
    if pinned is None or found is None:
        assert (found, pinned) == (None, None)
    else:
        np.testing.assert_allclose(np.asarray(found, dtype=float), pinned, rtol=10.0**-digits, atol=10.0**-digits)


@pytest.mark.parametrize("name", FITTED)
@pytest.mark.parametrize("test", INTERVALS)
def test_every_figure_of_every_estimator_agrees_with_metafor(name, test):
    for method, fit in SETS[name]["fits"].items():
        found = pool(SETS[name]["yi"], SETS[name]["vi"], tau2=method, interval=INTERVALS[test])
        shared, own = fit["shared"], fit[test]
        digits = 9 if method in ITERATED else 10
        low, high = found.prediction or (None, None)
        for figure, pinned in (
            (found.estimate, shared["b"]),
            (found.tau2, shared["tau2"]),
            (found.tau2_se, shared["se_tau2"]),
            (found.i2_from_tau2, shared["I2"]),
            (found.h2_from_tau2, shared["H2"]),
            (found.q, shared["QE"]),
            (found.log_likelihood, shared["ll"]["ML"]),
            (found.restricted_log_likelihood, shared["ll"]["REML"]),
            (found.se, own["se"]),
            (found.statistic, own["stat"]),
            (found.ci[0], own["ci_lb"]),
            (found.ci[1], own["ci_ub"]),
            (found.df, own["ddf"]),
            (low, own["pi_lb"]),
            (high, own["pi_ub"]),
        ):
            close(figure, pinned, digits)
        np.testing.assert_allclose([found.p, found.q_p], [own["pval"], shared["QEp"]], rtol=1e-7)


@pytest.mark.parametrize("name", FITTED)
def test_limits_of_tau2_agree_with_metafor(name):
    """GENQ: metafor stops early; see test_weighted_chi_square.py for the 12 digits that are right."""
    each = SETS[name]
    for pinned, ours, digits in (("QP", "Q-profile", 9), ("PL", "profile-likelihood", 9), ("GENQ", "generalised-Q", 4)):
        found = pool(each["yi"], each["vi"], tau2_interval=ours).tau2_ci
        close(found, [each["tau2_ci"][pinned][end] for end in ("low", "high")], digits - 0.01)


@pytest.mark.parametrize("name", FITTED)
def test_prediction_intervals_of_three_kinds_agree_with_metafor(name):
    each = SETS[name]
    for kind, pinned in (("z", "z_default"), ("t-k2", "riley"), ("t-k1", "t_k1"), ("HTS", "riley")):
        found = pool(each["yi"], each["vi"], prediction=kind).prediction
        close(found, [each["predtype"][pinned][end] for end in ("pi.lb", "pi.ub")], 9)


@pytest.mark.parametrize("name", FITTED)
def test_pools_without_one_trial_agree_with_metafor(name):
    found, pinned = leave_one_out(SETS[name]["yi"], SETS[name]["vi"]), SETS[name]["leave1out"]

    for figure, key in (
        (found.estimate, "estimate"),
        (found.se, "se"),
        (found.ci[:, 0], "ci.lb"),
        (found.q, "Q"),
        (found.tau2, "tau2"),
        (found.i2_from_tau2, "I2"),
        (found.h2_from_tau2, "H2"),
    ):
        close(figure, pinned[key], 9)


@pytest.mark.parametrize("name", FITTED)
def test_cumulative_pools_agree_with_metafor(name):
    found, pinned = cumulate(SETS[name]["yi"], SETS[name]["vi"]), SETS[name]["cumul"]
    known = np.array([each is not None for each in pinned["estimate"]])  # metafor gave up on one of 18 fits

    np.testing.assert_array_equal(found.k, 1 + np.arange(known.size))
    for figure, key in ((found.estimate, "estimate"), (found.se, "se"), (found.tau2, "tau2"), (found.q, "Q")):
        close(figure[known], np.array(pinned[key], dtype=float)[known], 9)


@pytest.mark.parametrize("name", FITTED)
def test_influence_of_each_trial_agrees_with_metafor(name):
    found, pinned = influence(SETS[name]["yi"], SETS[name]["vi"]), SETS[name]["influence"]

    for figure, key in (
        (found.rstudent, "rstudent"),
        (found.dffits, "dffits"),
        (found.cook, "cook.d"),
        (found.cov_ratio, "cov.r"),
        (found.tau2, "tau2.del"),
        (found.q, "QE.del"),
        (found.hat, "hat"),
    ):
        close(figure, pinned[key], 9)


def test_dfbetas_of_the_bcg_trials_agree_with_metafor_3_8():
    """R: influence(rma(yi, vi, control = list(threshold = 1e-14)))$dfbs, metafor 3.8.1, 10 places."""
    pinned = [
        -0.0402658892, -0.3458623100, -0.1596552766, -0.5138133873, 0.2710842622, -0.0192286805, -0.3387038721,
        0.4713738837, 0.1418921892, -0.3486597506, 0.2330019170, 0.2535220025, 0.3548158293,
    ]  # fmt: skip
    found = influence(SETS["bcg_logRR"]["yi"], SETS["bcg_logRR"]["vi"])

    np.testing.assert_allclose(found.dfbetas, pinned, rtol=0, atol=6e-11)


@pytest.mark.parametrize("name", FITTED)
def test_true_effects_of_the_trials_agree_with_metafor(name):
    found, pinned = true_effects(SETS[name]["yi"], SETS[name]["vi"]), SETS[name]["blup"]

    for figure, key in ((found.estimate, "pred"), (found.se, "se"), (found.low, "pi.lb"), (found.high, "pi.ub")):
        close(figure, pinned[key], 9)
