"""Events pooled: against metafor 5.1, meta 8.3 and R's own tests."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import exact_odds_ratio, mantel_haenszel, peto, pool_events

PINNED = json.loads((Path(__file__).parent / "data" / "rare_events_r.json").read_text(encoding="utf-8"))
SETS = ["bcg", "nielweise2007", "nissen2007_mi", "nissen2007_cv"]


def tables(name):
    given = PINNED[name]["input"]
    return given["ai"], given["n1i"], given["ci"], given["n2i"]


def close(found, pinned, rtol=1e-10):
    np.testing.assert_allclose(found, pinned, rtol=rtol, atol=1e-14)


def figures(found):
    return [found.estimate, found.se, found.statistic, *found.ci, found.q, found.k, found.k_effects]


KEYS = ("b", "se", "zval", "ci_lb", "ci_ub", "QE", "k", "k_yi")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
def test_mantel_haenszel_agrees_with_metafor(name, measure):
    found, theirs = mantel_haenszel(*tables(name), measure=measure, continuity=True), PINNED[name][f"MH_{measure}"]

    close(figures(found), [theirs[key] for key in KEYS])
    close([found.p, found.q_p], [theirs["pval"], theirs["QEp"]], rtol=1e-8)
    if measure == "OR":
        tests = (found.association, found.breslow_day, found.tarone)
        close([each.statistic for each in tests], [theirs[key] for key in ("MH", "BD", "TA")])
        close([each.p for each in tests], [theirs[key] for key in ("MHp", "BDp", "TAp")], rtol=1e-8)


@pytest.mark.parametrize("name", SETS)
def test_association_without_continuity_agrees_with_r(name):
    found, theirs = mantel_haenszel(*tables(name)), PINNED[name]["CMH"]

    close([found.association.statistic, np.exp(found.estimate)], [theirs["stat"], theirs["or"]])
    close(found.association.p, theirs["pval"], rtol=1e-8)


@pytest.mark.parametrize("name", SETS)
def test_peto_agrees_with_metafor(name):
    found, theirs = peto(*tables(name)), PINNED[name]["Peto"]

    close(figures(found), [theirs[key] for key in KEYS])


@pytest.mark.parametrize("name", SETS[1:])
def test_exact_odds_ratio_agrees_with_r_as_far_as_its_search_goes(name):
    found, theirs = exact_odds_ratio(*tables(name)), PINNED[name]["exact_stratified"]

    close(found.p, theirs["pval"], rtol=1e-10)
    close([found.estimate, *found.ci], [theirs["cmle_or"], theirs["ci_lb"], theirs["ci_ub"]], rtol=1e-4)


@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
@pytest.mark.parametrize(("theirs", "rule"), [("cc", "only0"), ("MHexact", "none")])
def test_fixed_effects_agree_with_meta(measure, theirs, rule):
    given = PINNED["nissen_meta"]
    cells = [given["input"][key] for key in ("e1", "n1", "e2", "n2")]
    pinned = given["metabin"][f"{measure}_MH_{theirs}"]
    found = mantel_haenszel(*cells, measure=measure, zero_cells=rule, variance="Greenland-Robins")

    close([found.estimate, found.se], [pinned["TE_common"], pinned["seTE_common"]], rtol=1e-8)


@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
def test_random_effects_agree_with_meta(measure):
    given = PINNED["nissen_meta"]
    cells = [given["input"][key] for key in ("e1", "n1", "e2", "n2")]
    pinned = given["metabin"][f"{measure}_Inverse_cc"]
    found = pool_events(*cells, measure=measure, tau2="DL", zero_cells="meta")

    close(
        [found.estimate, found.se, found.tau2, found.ci[0], found.q, found.k],
        [pinned[key] for key in ("TE_random", "seTE_random", "tau2", "lower_random", "Q", "k")],
        rtol=1e-8,
    )
