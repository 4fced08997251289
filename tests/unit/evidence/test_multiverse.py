"""One question under every choice: each path is a pool, sides are counted right, and the Cochrane result turns."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import bias_choices, multiverse, pool, time_choices, value_choices

FOREST = Path(__file__).parents[2] / "alignment" / "data" / "cochrane_forest.csv"
EXPECTED = FOREST.with_name("cochrane_expected.csv")
PAIN_AT_SIX_MONTHS = "2"  # stem cells against placebo, pain 0-10, after 3 to 6 months
DRAWN = settings(derandomize=True, max_examples=20, deadline=None)


def cochrane(number=PAIN_AT_SIX_MONTHS):
    with FOREST.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["pool"] == number]
    columns = {
        name: np.array([float(row[name]) for row in rows]) for name in ("n1", "mean1", "sd1", "n2", "mean2", "sd2")
    }
    variances = columns["sd1"] ** 2 / columns["n1"] + columns["sd2"] ** 2 / columns["n2"]
    return [row["study"] for row in rows], columns["mean1"] - columns["mean2"], variances


@pytest.fixture(scope="module")
def pain():
    studies, effects, variances = cochrane()
    return multiverse(studies, {"MD": effects}, {"MD": variances}, better="lower", margins={"MD": 1.5})


def test_the_main_pain_result_turns_with_the_estimator_and_with_one_trial(pain):
    assert (round(pain.reference.low, 2), round(pain.reference.high, 2)) == (-2.55, 0.10)  # REML, normal: holds zero
    turned = {(each.dimension, each.choice): each.side for each in pain.turns}

    assert turned["tau2", "HE"] == turned["tau2", "HS"] == turned["tau2", "fixed"] == "better"
    assert turned["left out", "Shapiro 2017"] == turned["left out", "Khalifeh Soltani 2019"] == "better"
    assert ("tau2", "DL") not in turned  # 0.004 on the other side: as printed in the review, it holds zero
    assert 0 < pain.counts.better < pain.counts.either
    assert pain.counts.worse == 0


def test_paths_without_a_trial_left_out_are_the_pools_printed_to_five_decimals(pain):
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        printed = next(row for row in csv.DictReader(file) if row["pool"] == PAIN_AT_SIX_MONTHS)
    found = {each.tau2: each for each in pain.specifications if (each.left_out, each.interval) == ("none", "wald")}

    for method in ("fixed", "DL", "REML"):
        figures = (found[method].estimate, found[method].low, found[method].high)
        assert [f"{each:.5f}" for each in figures] == [printed[f"{method}_{name}"] for name in ("est", "lo", "hi")]


def test_no_path_of_the_main_pain_result_is_wholly_beyond_what_matters(pain):
    assert pain.counts.beyond == 0
    assert pain.counts.estimate_beyond < pain.counts.n / 2


def test_every_path_is_what_pool_gives_for_its_trials(pain):
    studies, effects, variances = cochrane()
    for each in pain.specifications[::17]:
        rows = np.array([study != each.left_out for study in studies])
        alone = pool(effects[rows], variances[rows], tau2=each.tau2, interval=each.interval)

        assert (each.k, each.estimate) == (rows.sum(), pytest.approx(alone.estimate, abs=1e-9))
        assert (each.low, each.high) == pytest.approx(alone.ci, abs=1e-8)


def test_counts_of_every_dimension_add_up_to_all_paths(pain):
    for dimension in {each.dimension for each in pain.choices}:
        counted = [each.counts for each in pain.choices if each.dimension == dimension]

        assert sum(each.n for each in counted) == pain.counts.n
        assert sum(each.better for each in counted) == pain.counts.better
        assert sum(each.short for each in counted) == pain.counts.short
    counts = pain.counts
    assert counts.n == counts.better + counts.either + counts.worse == counts.beyond + counts.about + counts.short


def test_paths_stand_from_the_lowest_estimate_to_the_highest(pain):
    estimates = [each.estimate for each in pain.specifications]

    assert estimates == sorted(estimates)
    assert (pain.counts.lowest, pain.counts.highest) == (estimates[0], estimates[-1])


@given(st.integers(0, 10_000))
@DRAWN
def test_turning_the_scale_round_turns_nothing_else(seed):
    rng = np.random.default_rng(seed)
    k = int(rng.integers(3, 7))
    effects, variances = rng.normal(0.3, 1, k), rng.uniform(0.05, 1, k)
    down, up = (
        multiverse(range(k), {"MD": sign * effects}, {"MD": variances}, better=better, margins={"MD": 0.4},
                   tau2=("DL", "fixed"), interval=("wald", "t"))
        for sign, better in ((-1, "lower"), (1, "higher"))
    )  # fmt: skip

    assert (down.counts.better, down.counts.either, down.counts.short) == (
        up.counts.better, up.counts.either, up.counts.short,
    )  # fmt: skip
    assert len(down.turns) == len(up.turns)


def test_a_choice_that_changes_no_trial_is_no_path_of_its_own():
    effects, variances = {"MD": [1.0, 2.0, 3.0]}, {"MD": [1.0, 1.0, 1.0]}
    subsets = {"bias": {"all": [1, 1, 1], "without high": [1, 1, 1], "low only": [1, 1, 0]}}

    found = multiverse(
        list("abc"), effects, variances, better="higher", subsets=subsets, leave_out=False, tau2=("DL",),
        interval=("wald",),
    )  # fmt: skip

    assert [dict(each.chosen)["bias"] for each in found.specifications] == ["low only", "all"]
    assert found.n_same == 1


def test_measures_are_ranked_by_their_own_margins():
    found = multiverse(["a", "b"], {"MD": [4.0, 4.0], "SMD": [1.0, 1.0]}, {"MD": [1.0, 1.0], "SMD": [0.1, 0.1]},
                       better="higher", margins={"MD": 10.0, "SMD": 0.5}, leave_out=False, tau2=("fixed",))  # fmt: skip

    assert [each.measure for each in found.specifications] == ["MD", "SMD"]
    assert [each.reach(dict(found.margins), "higher") for each in found.specifications] == ["short", "beyond"]
    assert found.counts.median is None


def test_two_rows_of_one_trial_in_a_path_are_refused():
    with pytest.raises(BadValues, match="found 'a' 2 times in one path"):
        multiverse(["a", "a", "b"], {"MD": [1, 2, 3]}, {"MD": [1, 1, 1]}, better="lower")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"better": "up"}, "better: found 'up'"),
        ({"margins": {"SMD": 0.5}}, "margins: found 'SMD'"),
        ({"margins": {"MD": -1}}, "margins: found 'MD': -1"),
        ({"subsets": {"time": {"early": [True]}}}, "allowed: \\(2,\\)"),
        ({"tau2": ("fixed",), "interval": ("t",)}, "the fixed effect goes with 'wald'"),
        ({"subsets": {str(n): {"a": [1, 1], "b": [1, 0], "c": [0, 1]} for n in range(8)}}, "paths; allowed"),
    ],
)
def test_what_cannot_be_walked_is_refused(more, told):
    with pytest.raises(BadValues, match=told):
        multiverse(["a", "b"], {"MD": [1.0, 2.0]}, {"MD": [1.0, 1.0]}, **{"better": "lower"} | more)


def test_paths_without_trials_or_interval_are_told_and_none_is_refused():
    found = multiverse(["a"], {"MD": [1.0]}, {"MD": [1.0]}, better="lower", tau2=("DL",), interval=("wald", "t"))

    assert found.counts.n == 1
    assert sorted(why for _, why in found.missing) == ["no trial is left"] * 2 + [
        "one trial alone has no such interval"
    ]
    with pytest.raises(NotEstimable, match="no path gives an estimate"):
        multiverse(["a"], {"MD": [np.nan]}, {"MD": [1.0]}, better="lower")


def test_a_window_takes_the_latest_row_of_each_trial_within_it():
    choices = time_choices([3, 6, 12, 6, np.nan], ["a", "a", "a", "b", "c"])

    assert {name: mask.nonzero()[0].tolist() for name, mask in choices.items()} == {
        "latest": [2, 3, 4], "0-3 months": [0], "3-6 months": [1, 3], "6-12 months": [2],
    }  # fmt: skip
    with pytest.raises(BadValues, match="months: found a number below 0"):
        time_choices([-1.0], ["a"])


def test_bias_filters_keep_what_was_not_judged_except_where_low_is_asked_for():
    choices = bias_choices(["low", "high", None])

    assert {name: mask.tolist() for name, mask in choices.items()} == {
        "all": [True, True, True], "without high": [True, False, True], "low only": [True, False, False],
    }  # fmt: skip
    with pytest.raises(BadValues, match="risk of bias: found unclear"):
        bias_choices(["unclear"])


def test_values_of_a_column_become_choices_one_by_one():
    assert {name: mask.tolist() for name, mask in value_choices(["x", None, "y"]).items()} == {
        "all": [True, True, True], "x": [True, False, False], "y": [False, False, True],
    }  # fmt: skip
    assert list(value_choices(["x", "y"], with_all=False)) == ["x", "y"]
