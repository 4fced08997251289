"""48 pools of two Cochrane reviews, worked out again from their forests to the printed digits.

CD013342.pub2 (stem cell injections for osteoarthritis of the knee, 2025) and CD004376.pub4 (exercise), each row pooled
by the fixed effect, DerSimonian-Laird, RevMan's variant with Mantel-Haenszel's Q, and REML. The inputs are Cochrane's:
they serve this test alone.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import effect_sizes, pool, pool_events

DATA = Path(__file__).parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


EXPECTED = rows("cochrane_expected.csv")
FOREST = rows("cochrane_forest.csv")


def column(trials, name):
    return np.array([float(trial[name]) if trial[name] else np.nan for trial in trials])


def cells(trials):
    return [column(trials, name) for name in ("events1", "n1", "events2", "n2")]


def sizes(expected, trials):
    if expected["measure"] == "RR":
        events1, n1, events2, n2 = cells(trials)
        return effect_sizes(measure="RR", events1=events1, n1=n1, events2=events2, n2=n2, zero_cells="RevMan")
    if expected["measure"] == "SMD":
        # The review's own effects and errors, to 6 places: from its means the last digit of one tau2 is another.
        return effect_sizes(measure="SMD", effect=column(trials, "effect"), se=column(trials, "se"))
    means = {name: column(trials, name) for name in ("n1", "mean1", "sd1", "n2", "mean2", "sd2")}
    return effect_sizes(measure="MD", **means)


def printed(value, text):
    """Round as far as the text goes; trailing zeros may be left out there."""
    places = Decimal(1).scaleb(-len(text.partition(".")[2]))
    return Decimal(float(value)).quantize(places, ROUND_HALF_EVEN) + 0 == Decimal(text)


def test_there_are_48_pools():
    assert len(EXPECTED) == 48


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row["pool"])
def test_pool_is_reproduced_to_the_printed_digits(expected):
    trials = [trial for trial in FOREST if trial["pool"] == expected["pool"]]
    taken = sizes(expected, trials)
    found = {name: pool(taken, tau2=name) for name in ("fixed", "DL", "REML")}
    found["DL_MH_Q"] = pool_events(*cells(trials), measure="RR") if expected["measure"] == "RR" else found["DL"]

    assert found["DL"].k == int(expected["k"])
    assert printed(found["DL"].q, expected["Q"])
    assert printed(found["DL"].i2, expected["i2_pct"])
    for name, pooled in found.items():
        back = np.exp if taken.is_log else np.asarray
        assert printed(pooled.tau2, expected[f"{name}_tau2"])
        for value, end in zip((pooled.estimate, *pooled.ci), ("est", "lo", "hi"), strict=True):
            assert printed(back(value), expected[f"{name}_{end}"]), (name, end)


@pytest.mark.parametrize(
    "expected", [row for row in EXPECTED if row["weights_printed"] == "y"], ids=lambda row: row["pool"]
)
def test_weights_are_those_of_the_forest(expected):
    """The printed weights tell which estimator the review used; it is the one named in `best_match_by_weights`."""
    trials = [trial for trial in FOREST if trial["pool"] == expected["pool"]]
    name = expected["best_match_by_weights"]
    if name == "DL_MH_Q":
        weights = pool_events(*cells(trials), measure="RR").weights
    else:
        weights = pool(sizes(expected, trials), tau2=name).weights
    theirs = column(trials, "weight")

    room = float(expected["max_abs_weight_diff_pct"]) + 2e-5
    np.testing.assert_allclose(weights[~np.isnan(theirs)], theirs[~np.isnan(theirs)], rtol=0, atol=room)


@pytest.mark.parametrize("expected", [row for row in EXPECTED if row["measure"] == "SMD"], ids=lambda row: row["pool"])
def test_standardised_differences_and_errors_of_the_forest_follow_from_its_means(expected):
    trials = [trial for trial in FOREST if trial["pool"] == expected["pool"]]
    means = {name: column(trials, name) for name in ("n1", "mean1", "sd1", "n2", "mean2", "sd2")}
    found = effect_sizes(measure="SMD", variance="RevMan", **means)

    np.testing.assert_allclose(found.effects, column(trials, "effect"), rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.se, column(trials, "se"), rtol=0, atol=1e-6)
