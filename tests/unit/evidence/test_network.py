"""Laws of a network meta-analysis, and input that no network can take."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import check_designs, contributions, net_heat, network, pool, split_comparisons

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


def test_a_network_in_parts_is_refused_and_its_parts_named():
    table = {
        "study": ["1", "2", "3"],
        "treatment_1": ["marrow", "cultured fat", "cultured fat"],
        "treatment_2": ["HA", "saline", "steroid"],
        "effect": [0.1, 0.2, 0.3],
        "se": [0.1, 0.1, 0.1],
    }
    with pytest.raises(BadValues, match=r"2 parts .*\(HA, marrow\).*\(cultured fat, saline, steroid\)|2 parts"):
        network(table)


BASE = {
    "study": ["one", "one", "one", "two"],
    "treatment_1": ["A", "A", "B", "A"],
    "treatment_2": ["B", "C", "C", "B"],
    "effect": [1.0, 3.0, 2.0, 0.5],
    "se": [0.5, 0.5, 0.5, 0.4],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"effect": [1.0, 3.0, 2.5, 0.5]}, r"rows 1, 2, 3.*'one' that do not add up"),
        ({"se": [0.5, 0.5, 0.0, 0.4]}, "row 3.*0 or less"),
        ({"se": [0.5, -0.5, 0.5, 0.4]}, "row 2.*0 or less"),
        ({"treatment_2": ["B", "C", "B", "B"]}, "row 3.*against itself"),
        ({"treatment_1": ["A", "A", "B", None]}, "row 4: found nothing"),
        ({"study": ["one", "one", "two", "two"]}, "rows 1, 2: found 2 comparisons of the 3 arms of 'one'"),
        ({"treatment_1": ["A", "B", "B", "A"], "treatment_2": ["B", "A", "C", "B"]}, "rows 1, 2.*'one' twice"),
        ({"se": [0.1, 1.0, 0.2, 0.4]}, "standard errors of 'one' that no 3 arms can have"),
        ({"effect": np.array([1.0, 3.0, "2", 0.5], dtype=object)}, "row 3: found text"),
        ({"effect": [1.0, 3.0]}, "different lengths"),
        ({"effect": [np.inf, 3.0, 2.0, 0.5]}, "infinite"),
    ],
)
def test_contrasts_that_no_trial_can_have_are_refused_with_their_rows(change, said):
    with pytest.raises(BadValues, match=said):
        network({**BASE, **change})


def test_knees_of_one_person_may_have_arms_below_no_variance():
    # A and B are knees of one person, C other persons: A against B is known better than any two separate arms.
    paired = {**BASE, "se": [0.05, 0.5, 0.505, 0.4]}
    separate = {**BASE, "se": [0.5, 0.5, 0.5, 0.4]}

    assert network(separate).n_trials[0, 1] == 2
    with pytest.raises(BadValues, match=r"rows 1, 2, 3.*name it in correlated"):
        network(paired)
    assert network(paired, correlated=["one"]).q.df == 1
    with pytest.raises(BadValues, match="correlated: found 'three'"):
        network(paired, correlated=["three"])


def test_a_row_without_a_figure_is_left_out_and_told():
    table = {name: [*values, values[-1]] for name, values in BASE.items()}
    table["study"][4] = "three"
    table["effect"][4] = None
    result = network(table)

    assert result.studies == ("one", "two")
    assert result.left_out == ("row 5: three has no effect or no standard error",)
    # A trial of three arms of which one comparison is left out is no longer complete.
    with pytest.raises(BadValues, match="found 2 comparisons of the 3 arms"):
        network({**BASE, "effect": [1.0, 3.0, None, 0.5]})


def test_an_arm_twice_is_refused_with_its_rows():
    rows = {"study": ["1", "1", "1"], "treatment": ["A", "B", "A"], "events": [1, 2, 3], "n": [10, 10, 10]}

    with pytest.raises(BadValues, match=r"rows 1, 3: found 'A' twice in '1'"):
        network(rows, treatment="treatment", events="events", n="n")


@pytest.mark.parametrize(
    ("events", "n", "said"),
    [
        ([1, 11], [10, 10], "events, row 2"),
        ([1, -1], [10, 10], "events, row 2"),
        ([1, 1.5], [10, 10], "events, row 2"),
        ([0, 1], [0, 10], "n, row 1"),
        ([0, 0], [10, 10], "no trial that compares two arms"),
        ([3, None], [10, 10], "no trial that compares two arms"),
    ],
)
def test_counts_that_no_arm_can_have_are_refused(events, n, said):
    rows = {"study": ["1", "1"], "treatment": ["A", "B"], "events": events, "n": n}
    with pytest.raises(BadValues, match=said):
        network(rows, treatment="treatment", events="events", n="n")


def test_a_chain_without_a_degree_of_freedom_has_no_random_model_and_says_why():
    table = {
        "study": ["1", "2"],
        "treatment_1": ["A", "B"],
        "treatment_2": ["B", "C"],
        "effect": [1.0, 2.0],
        "se": [0.3, 0.4],
    }
    result = network(table)

    assert (result.tau2, result.random, result.prediction_low, result.i2) == (None, None, None, None)
    assert "no degree of freedom" in result.tau2_why
    assert result.effects.estimate[0, 2] == pytest.approx(3.0)
    assert result.effects.se[0, 2] == pytest.approx(0.5)
    with pytest.raises(NotEstimable, match="no loop"):
        net_heat(result)
    assert all(each.between_without is None for each in check_designs(result).designs)
    assert network(table, tau2=0.1).random.se[0, 1] == pytest.approx(np.sqrt(0.09 + 0.1))


@pytest.mark.parametrize(
    "change",
    [
        {"tau2": "PM"},
        {"tau2": -1.0},
        {"tau2": np.nan},
        {"model": "mixed"},
        {"level": 1.0},
        {"better": "more"},
        {"reference": "Z"},
    ],
)
def test_choices_that_are_none_are_refused_with_those_that_are(change):
    with pytest.raises(BadValues, match="allowed"):
        network(BASE, **change)


def test_a_result_is_a_document():
    document = as_document(network(BASE, better="lower"))

    assert json.loads(json.dumps(document))["treatments"] == ["A", "B", "C"]
    assert "_trials" not in document
    assert document["n_trials"] == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]


def test_tables_of_polars_and_arrays_are_taken_alike():
    import polars as pl

    one = network(pl.DataFrame(BASE))
    two = network(**{name: np.array(values) for name, values in BASE.items()})

    assert np.array_equal(one.effects.estimate, two.effects.estimate)
