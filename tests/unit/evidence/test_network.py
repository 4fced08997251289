"""Laws of a network meta-analysis: order, names, sides, units, and two treatments as pairwise pooling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.evidence import contributions, network, pool, split_comparisons

DRAWN = settings(derandomize=True, max_examples=25, deadline=None)


def drawn_arms(seed, n_treatments=5, n_trials=14):
    """Arms of a connected network with trials of two, three and four arms."""
    rng = np.random.default_rng(seed)
    rows = {"study": [], "treatment": [], "mean": [], "sd": [], "n": []}
    for trial in range(n_trials):
        size = 2 + (trial % 4 == 0) + (trial % 8 == 0)
        # The first trials join treatment k to k + 1.
        first = [trial % n_treatments, (trial + 1) % n_treatments]
        rest = rng.permutation([k for k in range(n_treatments) if k not in first]).tolist()
        for arm in (first + rest)[:size]:
            rows["study"].append(f"trial {trial:02}")
            rows["treatment"].append("ABCDEFGH"[arm])
            rows["mean"].append(rng.normal(50 - 3 * arm, 3))
            rows["sd"].append(rng.uniform(8, 15))
            rows["n"].append(int(rng.integers(15, 80)))
    return rows


def contrasts(rows):
    """The same trials as contrasts."""
    table = {"study": [], "treatment_1": [], "treatment_2": [], "effect": [], "se": []}
    for study in dict.fromkeys(rows["study"]):
        own = [k for k, each in enumerate(rows["study"]) if each == study]
        for a, i in enumerate(own):
            for j in own[a + 1 :]:
                table["study"].append(study)
                table["treatment_1"].append(rows["treatment"][i])
                table["treatment_2"].append(rows["treatment"][j])
                table["effect"].append(rows["mean"][i] - rows["mean"][j])
                table["se"].append(np.sqrt(sum(rows["sd"][k] ** 2 / rows["n"][k] for k in (i, j))))
    return table


ARMS = {"treatment": "treatment", "mean": "mean", "sd": "sd", "n": "n"}


def taken(table, order):
    return {name: [values[k] for k in order] for name, values in table.items()}


@DRAWN
@given(st.integers(0, 10**6), st.sampled_from(["DL", "REML", "ML"]))
def test_the_order_of_rows_does_not_matter(seed, tau2):
    rows = drawn_arms(seed)
    order = np.random.default_rng(seed).permutation(len(rows["study"])).tolist()
    one, two = network(rows, tau2=tau2, **ARMS), network(taken(rows, order), tau2=tau2, **ARMS)

    assert one.treatments == two.treatments
    assert np.allclose(one.effects.estimate, two.effects.estimate, rtol=0, atol=1e-9)
    assert one.tau2 == pytest.approx(two.tau2, rel=1e-8, abs=1e-10)
    assert one.q_between.q == pytest.approx(two.q_between.q, abs=1e-9)


@DRAWN
@given(st.integers(0, 10**6))
def test_other_names_move_rows_and_columns_and_nothing_else(seed):
    rows = drawn_arms(seed)
    names = dict(zip("ABCDE", "ECADB", strict=True))
    one = network(rows, better="higher", **ARMS)
    two = network({**rows, "treatment": [names[each] for each in rows["treatment"]]}, better="higher", **ARMS)
    place = [two.treatments.index(names[each]) for each in one.treatments]

    assert np.allclose(two.effects.estimate[np.ix_(place, place)], one.effects.estimate, rtol=0, atol=1e-9)
    assert np.allclose(two.effects.se[np.ix_(place, place)], one.effects.se, rtol=0, atol=1e-9)
    for name, score in one.p_scores.items():
        assert two.p_scores[names[name]] == pytest.approx(score, abs=1e-10)


@DRAWN
@given(st.integers(0, 10**6))
def test_sides_of_a_comparison_may_be_swapped(seed):
    table = contrasts(drawn_arms(seed))
    swapped = np.random.default_rng(seed).random(len(table["effect"])) < 0.5
    other = {name: list(values) for name, values in table.items()}
    for k in np.flatnonzero(swapped).tolist():
        other["treatment_1"][k], other["treatment_2"][k] = table["treatment_2"][k], table["treatment_1"][k]
        other["effect"][k] = -table["effect"][k]
    one, two = network(table), network(other)

    assert np.allclose(one.effects.estimate, two.effects.estimate, rtol=0, atol=1e-10)
    assert np.allclose(one.effects.estimate, -one.effects.estimate.T, rtol=0, atol=1e-12)


@DRAWN
@given(st.integers(0, 10**6))
def test_arms_and_all_their_contrasts_say_the_same(seed):
    rows = drawn_arms(seed)
    by_arms, by_contrasts = network(rows, tau2="REML", **ARMS), network(contrasts(rows), tau2="REML")

    assert by_arms.tau2 == pytest.approx(by_contrasts.tau2, rel=1e-7, abs=1e-9)
    assert np.allclose(by_arms.effects.estimate, by_contrasts.effects.estimate, rtol=0, atol=1e-7)
    assert np.allclose(by_arms.effects.se, by_contrasts.effects.se, rtol=0, atol=1e-7)


@DRAWN
@given(st.integers(0, 10**6), st.floats(0.01, 100))
def test_another_unit_scales_effects_and_tau2(seed, factor):
    table = contrasts(drawn_arms(seed))
    other = {**table, "effect": [factor * e for e in table["effect"]], "se": [factor * e for e in table["se"]]}
    one, two = network(table, tau2="REML"), network(other, tau2="REML", tolerance=1e-3 * factor)

    assert np.allclose(factor * one.effects.estimate, two.effects.estimate, rtol=1e-6, atol=1e-8 * factor)
    assert factor**2 * one.tau2 == pytest.approx(two.tau2, rel=1e-6, abs=1e-9 * factor**2)
    assert one.q.q == pytest.approx(two.q.q, rel=1e-9)


@pytest.mark.parametrize("tau2", ["DL", "REML", "ML"])
def test_two_treatments_are_pairwise_pooling(tau2):
    rng = np.random.default_rng(4)
    effect, variance = rng.normal(0.3, 0.5, 12), rng.uniform(0.02, 0.2, 12)
    table = {
        "study": [f"trial {k}" for k in range(12)],
        "treatment_1": ["cells"] * 12,
        "treatment_2": ["saline"] * 12,
        "effect": effect,
        "se": np.sqrt(variance),
    }
    pooled, result = pool(effect, variance, tau2=tau2), network(table, tau2=tau2)

    assert result.tau2 == pytest.approx(pooled.tau2, rel=1e-8)
    assert result.effects.estimate[0, 1] == pytest.approx(pooled.estimate, abs=1e-10)
    assert result.effects.se[0, 1] == pytest.approx(pooled.se, abs=1e-10)
    assert result.q.q == pytest.approx(pooled.q, abs=1e-9)
    assert (result.q_between.df, result.q_between.p) == (0, None)


def test_q_falls_apart_into_within_and_between_designs():
    result = network(contrasts(drawn_arms(3)))

    assert result.q_within.q + result.q_between.q == pytest.approx(result.q.q, abs=1e-9)
    assert result.q_within.df + result.q_between.df == result.q.df


def test_direct_and_indirect_evidence_make_the_network_estimate():
    result = network(contrasts(drawn_arms(8)))
    for split in split_comparisons(result):
        if split.direct is not None and split.indirect is not None:
            weights = 1 / split.direct_se**2, 1 / split.indirect_se**2
            assert (weights[0] * split.direct + weights[1] * split.indirect) / sum(weights) == pytest.approx(
                split.estimate, abs=1e-9
            )
            assert 1 / sum(weights) == pytest.approx(split.se**2, rel=1e-9)


def test_hat_matrix_makes_network_estimates_of_two_arm_trials_from_direct_ones():
    rows = drawn_arms(11)
    table = contrasts(rows)
    once = {name: [v for v, study in zip(values, table["study"], strict=True) if table["study"].count(study) == 1]
            for name, values in table.items()}  # fmt: skip
    result = network(once)
    found = contributions(result)
    place = {each: k for k, each in enumerate(result.treatments)}
    direct = np.array([result.direct.estimate[place[i], place[j]] for i, j in found.direct])
    whole = np.array([result.effects.estimate[place[i], place[j]] for i, j in found.estimates])

    assert np.allclose(found.hat @ direct, whole, rtol=0, atol=1e-10)
    assert np.allclose(found.share.sum(axis=1), 1) and (found.share >= 0).all()
