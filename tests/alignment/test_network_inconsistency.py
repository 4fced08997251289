"""Designs, direct and indirect evidence, net heat and contributions against netmeta 3.3."""

from __future__ import annotations

import numpy as np
import pytest

from alignment.networks_pinned import NETWORKS, contrasts, numbers
from kneewise.evidence import check_designs, contributions, net_heat, network, split_comparisons

FULL = ("senn2013", "smokingcessation", "linde2015")


def pairs(label):
    return tuple(label.split(":"))


@pytest.mark.parametrize("name", FULL)
def test_q_of_each_design_and_of_the_network_without_it_are_those_of_netmeta(name):
    pinned = NETWORKS[name]["decomp"]
    found = check_designs(network(contrasts(name)))
    ours = {frozenset(each.design): each for each in found.designs}

    for label, q, df in zip(*(pinned["Q_het_design"][k] for k in ("design", "Q", "df")), strict=True):
        within = ours[frozenset(label.split(":"))].within
        assert [within.q, within.df] == pytest.approx([q, df], abs=1e-10), label
    detached = pinned["Q_inc_detach"]
    for label, q, df, p in zip(*(detached[k] for k in ("design", "Q", "df", "pval")), strict=True):
        without = ours[frozenset(label.split(":"))].between_without
        assert [without.q, without.df, without.p] == pytest.approx([q, df, p], abs=1e-10), label
    rest = [each for each in found.designs if each.between_without is None]
    assert len(found.designs) - len(rest) == len(detached["design"])
    assert all(each.why for each in rest)


@pytest.mark.parametrize("name", FULL)
def test_the_interaction_test_with_variance_from_within_designs_is_that_of_netmeta(name):
    pinned = NETWORKS[name]["decomp"]["Q_inc_random"]
    found = check_designs(network(contrasts(name)))

    ours = [found.between_random.q, found.between_random.df, found.between_random.p, found.tau2_within**0.5]
    assert ours == pytest.approx([pinned[k] for k in ("Q", "df", "pval", "tau.within")], abs=1e-10)


@pytest.mark.parametrize("name", FULL)
def test_direct_and_indirect_evidence_are_those_of_netsplit(name):
    pinned = NETWORKS[name]["netsplit"]
    ours = {(each.first, each.second): each for each in split_comparisons(network(contrasts(name)))}

    for k, label in enumerate(pinned["comparison"]):
        one, two = pairs(label)
        sign = 1 if (one, two) in ours else -1
        split = ours[(one, two) if sign == 1 else (two, one)]
        assert split.n_trials == pinned["k"][k]
        assert split.direct_share == pytest.approx(pinned["prop_random"][k], abs=1e-10)
        for kind, value, se in (
            ("direct", split.direct, split.direct_se),
            ("indirect", split.indirect, split.indirect_se),
            ("compare", split.difference, split.difference_se),
        ):
            theirs = pinned[f"{kind}_random"]
            if theirs["TE"][k] is None:
                assert value is None, label
            else:
                assert [sign * value, se] == pytest.approx([theirs["TE"][k], theirs["seTE"][k]], abs=1e-10), label
        if pinned["compare_random"]["p"][k] is not None:
            assert split.p == pytest.approx(pinned["compare_random"]["p"][k], abs=1e-10)


@pytest.mark.parametrize("name", ["senn2013", "smokingcessation"])
def test_indirect_evidence_without_the_trials_of_a_comparison_is_that_of_sidde(name):
    pinned = NETWORKS[name]["sidde"]
    ours = {(e.first, e.second): e for e in split_comparisons(network(contrasts(name)), method="trials")}

    for label, row in zip(pinned["comparison"], pinned["indirect"], strict=True):
        one, two = pairs(label)
        sign = 1 if (one, two) in ours else -1
        split = ours[(one, two) if sign == 1 else (two, one)]
        if not split.n_trials:
            continue
        if row.get("TE") is None:
            assert split.indirect is None and split.difference is None
        else:
            assert [sign * split.indirect, split.indirect_se] == pytest.approx([row["TE"], row["seTE"]], abs=1e-10)


@pytest.mark.parametrize("name", ["senn2013", "smokingcessation", "linde2015", "parkinson"])
@pytest.mark.parametrize("model", ["common", "random"])
def test_the_net_heat_is_that_of_netmeta(name, model):
    pinned = NETWORKS[name]["heat"]
    found = net_heat(network(contrasts(name)), random=model == "random")
    place = {(frozenset(design), frozenset((one, two))): k for k, (one, two, design) in enumerate(found.contrasts)}
    order = [
        place[frozenset(design.split(":")), frozenset(comparison.split(":"))]
        for design, comparison in zip(pinned["design"], pinned["comparison"], strict=True)
    ]

    # netmeta keeps it with the sign turned.
    assert np.allclose(found.heat[np.ix_(order, order)], -numbers(pinned[model]), rtol=0, atol=1e-9, equal_nan=True)
    if model == "common":
        assert found.q_between.sum() == pytest.approx(NETWORKS[name].get("Q_inc", found.q_between.sum()), abs=1e-10)
    assert sorted(found.order) == list(range(len(order)))


@pytest.mark.parametrize("name", ["senn2013", "smokingcessation"])
@pytest.mark.parametrize("model", ["common", "random"])
def test_hat_matrix_and_contributions_are_those_of_netmeta(name, model):
    found = contributions(network(contrasts(name), model=model))
    rows = {pair: k for k, pair in enumerate(found.estimates)}
    columns = {pair: k for k, pair in enumerate(found.direct)}

    def look(matrix, row, column, signed):
        flips = (row not in rows) + (column not in columns)
        row, column = row if row in rows else row[::-1], column if column in columns else column[::-1]
        if column not in columns:
            return 0.0
        return matrix[rows[row], columns[column]] * ((-1) ** flips if signed else 1)

    for matrix, pinned, signed in (
        (found.hat, NETWORKS[name][f"hat_{model}"], True),
        (found.share, NETWORKS[name][f"contribution_{model}"], False),
    ):
        theirs = numbers(pinned)
        for i, row in enumerate(pinned["rows"]):
            ours = [look(matrix, pairs(row), pairs(column), signed) for column in pinned["cols"]]
            assert ours == pytest.approx(theirs[i].tolist(), abs=1e-10), row
    assert np.allclose(found.share.sum(axis=1), 1)
