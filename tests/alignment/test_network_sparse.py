"""Networks of rare events and of components against netmeta 3.3."""

from __future__ import annotations

import numpy as np
import pytest

from alignment.networks_pinned import PINNED, arms, numbers, ordered
from kneewise.evidence import component_network, sparse_network
from kneewise.evidence.networks.conditional import hypergeometric_moments
from kneewise.evidence.networks.event_tables import tables_of
from kneewise.evidence.networks.read import read_arms

NAMES = ("gurusamy2011", "smokingcessation", "woods2010", "dong2013")


@pytest.mark.parametrize("name", NAMES)
def test_mantel_haenszel_networks_are_those_of_netmetabin(name):
    pinned = PINNED["sparse"][name]["MH"]
    result = sparse_network(arms(name))

    for matrix, key in ((result.effects.estimate, "TE"), (result.effects.se, "seTE")):
        ours = ordered(matrix, result.treatments, pinned["trts"])
        assert np.allclose(ours, numbers(pinned[key]), rtol=0, atol=1e-10), key
    assert [result.q_between.q, result.q_between.df] == pytest.approx([pinned["Q_inc"], pinned["df_inc"]], abs=1e-10)
    assert len(result.studies) == pinned["k"]


@pytest.mark.parametrize("name", NAMES)
def test_the_multinomial_likelihood_is_higher_than_where_netmetas_search_stops(name):
    pinned = PINNED["sparse"][name]["NCH"]
    result = sparse_network(arms(name), method="multinomial")
    # netmeta's search stops at the fifth digit of the log odds ratio. Ours is at the top: the slope is 0.
    for matrix, key, tolerance in ((result.effects.estimate, "TE", 5e-5), (result.effects.se, "seTE", 5e-6)):
        ours = ordered(matrix, result.treatments, pinned["trts"])
        assert np.allclose(ours, numbers(pinned[key]), rtol=0, atol=tolerance), key

    mine = result.effects.estimate[:, 0]
    theirs = numbers(pinned["TE"])[:, 0]
    theirs = np.array([theirs[[str(t) for t in pinned["trts"]].index(each)] for each in result.treatments])
    assert multinomial(name, mine) > multinomial(name, theirs)
    for treatment in range(len(mine)):
        for step in (-1e-6, 1e-6):
            moved = mine.copy()
            moved[treatment] += step
            assert multinomial(name, moved) <= multinomial(name, mine)


def multinomial(name, log_odds):
    """The log-likelihood as its authors print it, trial by trial."""
    table = arms(name)
    taken = read_arms(table, "study", "treatment")
    tables, _, _ = tables_of(taken, np.array(table["events"], float), np.array(table["n"], float))
    total = 0.0
    for each in tables:
        effect = log_odds[list(each.arm)]
        for events, rest in zip(each.events, each.rest, strict=True):
            total += events @ effect - events.sum() * np.log((events + rest) @ np.exp(effect))
    return total


@pytest.mark.parametrize("method", ["MH", "NCH"])
def test_the_pinned_network_of_gurusamy_is_met_from_the_first_file_too(method):
    pinned = PINNED["sparse"]["gurusamy2011_shared"][method]
    result = sparse_network(arms("gurusamy2011"), method="mantel-haenszel" if method == "MH" else "multinomial")

    ours = ordered(result.effects.estimate, result.treatments, pinned["trts"])
    assert np.allclose(ours, numbers(pinned["TE"]), rtol=0, atol=1e-12 if method == "MH" else 5e-5)


def test_two_arms_of_the_exact_likelihood_are_the_distribution_of_scipy():
    from scipy.stats import nchypergeom_fisher

    for n, events, ratio in (((30, 25), 7, 2.5), ((400, 380), 61, 0.3), ((12, 90), 12, 1.0)):
        law = nchypergeom_fisher(n[0] + n[1], n[0], events, ratio)
        _, mean, covariance = hypergeometric_moments(
            np.array(n, dtype=float), float(events), np.array([np.log(ratio), 0.0])
        )
        assert mean[0] == pytest.approx(law.mean(), rel=1e-9)
        assert covariance[0, 0] == pytest.approx(law.var(), rel=1e-7)
        assert covariance.sum() == pytest.approx(0, abs=1e-9)


def test_components_of_linde_2016_are_those_of_netcomb():
    pinned = PINNED["linde2016"]["cnma"]
    rows = PINNED["linde2016"]["input"]
    result = component_network(
        study=[str(row["id"]) for row in rows],
        treatment_1=[row["treat1"] for row in rows],
        treatment_2=[row["treat2"] for row in rows],
        effect=[row["lnOR"] for row in rows],
        se=[row["selnOR"] for row in rows],
        inactive="Placebo",
    )

    assert [each.name for each in result.components] == pinned["comps"]
    assert [each.estimate for each in result.components] == pytest.approx(pinned["Comp_random"], abs=1e-10)
    assert [each.se for each in result.components] == pytest.approx(pinned["seComp_random"], abs=1e-10)
    assert [result.q.q, result.q.df, result.difference.q, result.tau2] == pytest.approx(
        [pinned["Q_additive"], pinned["df"], pinned["Q_diff"], pinned["tau2"]], abs=1e-10
    )


def test_components_join_a_network_of_two_parts_as_in_discomb():
    pinned = PINNED["disconnected"]
    rows = pinned["input"]
    table = {
        "study": [str(row["study"]) for row in rows],
        "treatment_1": [row["t1"] for row in rows],
        "treatment_2": [row["t2"] for row in rows],
        "effect": [row["TE"] for row in rows],
        "se": [row["se"] for row in rows],
    }
    result = component_network(table)

    assert result.n_subnetworks == pinned["s"] == 2
    assert result.difference is None
    for component, estimate, se in zip(
        result.components, pinned["Comp_random"], pinned["seComp_random"], strict=True
    ):  # fmt: skip
        if estimate is None:
            assert component.estimate is None and component.why
        else:
            assert [component.estimate, component.se] == pytest.approx([estimate, se], abs=1e-10)
    assert [result.q.q, result.q.df, result.tau2] == pytest.approx([pinned[k] for k in ("Q", "df", "tau2")], abs=1e-10)
    theirs = ordered(result.effects.estimate, result.treatments, pinned["TE_random"]["rows"])
    told = ~np.isnan(theirs)
    assert np.allclose(theirs[told], numbers(pinned["TE_random"])[told], rtol=0, atol=1e-10)
    # What the trials do not tell (A against D) netmeta gives as 0; here it is unknown.
    a, d = result.treatments.index("A"), result.treatments.index("D")
    assert np.isnan(result.effects.estimate[a, d])
