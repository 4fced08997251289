"""Network meta-analysis against netmeta 3.3."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from alignment.networks_pinned import NETWORKS, PINNED, arms, contrasts, numbers, ordered
from kneewise.evidence import network, split_comparisons
from kneewise.evidence.networks.read import read_trials
from kneewise.evidence.networks.trials import pairs_of

FULL = ("senn2013", "smokingcessation", "linde2015")
FROM_ARMS = {
    "smokingcessation": {"treatment": "treatment", "events": "events", "n": "n"},
    "woods2010": {"treatment": "treatment", "events": "events", "n": "n"},
    "parkinson": {"treatment": "treatment", "mean": "mean", "sd": "sd", "n": "n"},
}


def figures(result):
    """Our figures by netmeta's names."""
    return {
        "TE_common": result.common.estimate,
        "seTE_common": result.common.se,
        "TE_random": result.random.estimate,
        "seTE_random": result.random.se,
        "lower_random": result.random.low,
        "upper_random": result.random.high,
        "lower_predict": result.prediction_low,
        "upper_predict": result.prediction_high,
    }


@pytest.mark.parametrize("name", NETWORKS)
def test_effects_errors_and_intervals_are_those_of_netmeta(name):
    pinned = NETWORKS[name]
    result = network(contrasts(name))

    for figure, matrix in figures(result).items():
        if figure in pinned:
            theirs = numbers(pinned[figure])
            assert np.allclose(ordered(matrix, result.treatments, pinned["treatments"]), theirs, rtol=0, atol=1e-12), (
                figure
            )
    assert result.tau2 == pytest.approx(pinned["tau2"], abs=1e-12)
    assert [result.q.q, result.q.df] == pytest.approx([pinned["Q"], pinned["df_Q"]], abs=1e-11)


@pytest.mark.parametrize("name", FULL)
def test_q_i2_and_p_values_are_those_of_netmeta(name):
    pinned = NETWORKS[name]
    result = network(contrasts(name))

    ours = [result.q_within.q, result.q_within.df, result.q_between.q, result.q_between.df, result.q_between.p]
    assert ours == pytest.approx([pinned[k] for k in ("Q_het", "df_het", "Q_inc", "df_inc", "pval_inc")], abs=1e-11)
    assert [result.i2, result.i2_low, result.i2_high] == pytest.approx(
        [pinned["I2"], pinned["I2_lb"], pinned["I2_ub"]], abs=1e-12
    )
    p = ordered(result.random.p, result.treatments, pinned["treatments"])
    apart = ~np.eye(len(p), dtype=bool)
    assert np.allclose(p[apart], numbers(pinned["pval_random"])[apart], rtol=0, atol=1e-12)
    assert (np.diag(p) == 1).all()


@pytest.mark.parametrize("name", FULL)
@pytest.mark.parametrize(
    ("model", "better", "key"),
    [
        ("random", "lower", "pscore_random"),
        ("common", "lower", "pscore_common"),
        ("random", "higher", "pscore_random_undesirable"),
    ],
)
def test_p_scores_are_those_of_netmeta(name, model, better, key):
    result = network(contrasts(name), model=model, better=better)

    assert result.p_scores == pytest.approx(NETWORKS[name][key], abs=1e-12)


@pytest.mark.parametrize("name", FROM_ARMS)
def test_arms_give_what_their_contrasts_give(name):
    by_arms, by_contrasts = network(arms(name), **FROM_ARMS[name]), network(contrasts(name))

    assert by_arms.treatments == by_contrasts.treatments
    assert np.allclose(by_arms.effects.estimate, by_contrasts.effects.estimate, rtol=0, atol=1e-12)
    assert np.allclose(by_arms.effects.se, by_contrasts.effects.se, rtol=0, atol=1e-12)


@pytest.mark.parametrize("pair", PINNED["pairs"])
def test_contrasts_of_arms_are_those_of_netmetas_pairwise(pair):
    name, measure = pair.split("_")
    trials = read_trials(
        arms(name), study="study", measure="SMD-COHEN" if measure == "SMD" else measure, **FROM_ARMS[name]
    )
    found = pairs_of(trials)
    key = trials.studies
    ours = {
        (key[study], trials.treatments[one], trials.treatments[two]): (effect, math.sqrt(variance))
        for study, one, two, effect, variance in zip(
            found.trial, found.first, found.second, found.effect, found.variance, strict=True
        )
    }

    for row in PINNED["pairs"][pair]:
        if pair == "smokingcessation_RR" and row["studlab"] in (6, 15):
            # An empty cell: meta adds 0.5 to the persons where RevMan and metafor, followed here, add 1.
            continue
        label, one, two = (str(row[each]) for each in ("studlab", "treat1", "treat2"))
        straight = (label, one, two) in ours
        effect, se = ours[(label, one, two) if straight else (label, two, one)]
        assert [effect if straight else -effect, se] == pytest.approx([row["TE"], row["seTE"]], abs=1e-12)


@pytest.mark.parametrize("name", ["smokingcessation", "parkinson", "woods2010"])
@pytest.mark.parametrize("method", ["REML", "ML"])
def test_likelihood_estimates_are_those_of_netmeta_where_it_sees_the_arms(name, method):
    result = network(arms(name), tau2=method, **FROM_ARMS[name])

    assert result.tau2 == pytest.approx(NETWORKS[name]["from_arms"][method], abs=1e-6)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_likelihood_estimates_of_linde_are_those_of_netmeta_from_arms(method):
    result = network(contrasts("linde2015"), tau2=method)

    assert result.tau2 == pytest.approx(NETWORKS["linde2015"]["from_arms"][method], abs=1e-6)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_netmetas_likelihood_estimates_without_arms_take_contrasts_of_one_trial_as_independent(method):
    pinned = PINNED["senn2013_methods"][method]
    theirs = network(contrasts("senn2013"), tau2=f"{method}-netmeta", reference=pinned["reference"])
    ours = network(contrasts("senn2013"), tau2=method)

    assert theirs.tau2 == pytest.approx(pinned["tau2"], abs=1e-6)
    assert 0 < abs(ours.tau2 - pinned["tau2"]) < 0.002
    # And their answer moves with the reference, which ours cannot.
    moved = network(contrasts("senn2013"), tau2=f"{method}-netmeta", reference="acar")
    assert abs(moved.tau2 - theirs.tau2) > 1e-5
    assert network(contrasts("senn2013"), tau2=method, reference="acar").tau2 == ours.tau2


def pain(*, as_reviewed):
    """Pain at 3 to 6 months by product, or with all cells as one treatment, as the Cochrane review has them."""
    path = Path(__file__).parent / "data" / "pain_network.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()[1:]))
    cells = {"bmac", "cultured cells", "marrow-mononuclear", "micro-fragmented-fat"}
    return {
        "study": [row["study"] for row in rows],
        "treatment": ["cells" if as_reviewed and row["treatment"] in cells else row["treatment"] for row in rows],
        **{name: [float(row[name]) for row in rows] for name in ("mean", "sd", "n")},
    }


def test_trials_of_pain_after_cells_make_a_tree_that_nothing_checks_and_whose_ranks_hang_on_the_circles():
    arms_of = {"treatment": "treatment", "mean": "mean", "sd": "sd", "n": "n", "better": "lower", "tau2": "REML"}
    apart, together = (network(pain(as_reviewed=each), **arms_of) for each in (False, True))
    placebo = apart.place("placebo-injection")

    assert (len(apart.studies), apart.q_between.df, together.q_between.df) == (17, 0, 0)
    assert all(each.difference is None for each in split_comparisons(apart))
    for name, printed in (("bmac", (0.7, -1.8, 3.2)), ("cultured cells", (-1.7, -2.8, -0.6))):
        row = apart.place(name)
        effects = apart.effects
        found = (effects.estimate[row, placebo], effects.low[row, placebo], effects.high[row, placebo])
        assert tuple(round(each, 1) for each in found) == printed
    assert max(apart.p_scores, key=apart.p_scores.get) == "cultured cells"
    assert max(together.p_scores, key=together.p_scores.get) == "prp"
    assert together.n_trials[together.place("prp"), together.place("placebo-injection")] == 0
