"""Intervals of proportions against scipy, statsmodels and the printed tables of Newcombe and Koopman."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes.proportions import proportion_interval
from kneewise.outcomes.two_proportions import difference_interval, ratio_interval

PINNED = json.loads((Path(__file__).parent / "data" / "proportions.json").read_text(encoding="utf-8"))

# Newcombe RG. Stat Med 1998;17:857-872, table I.
ONE_ARM = {
    "exact": [(0.2527, 0.3676), (0.0578, 0.1617), (0.0000, 0.1684), (0.0009, 0.1776)],
    "mid-p": [(0.2544, 0.3658), (0.0601, 0.1581), (0.0000, 0.1391), (0.0017, 0.1585)],
    "wilson": [(0.2553, 0.3662), (0.0624, 0.1605), (0.0000, 0.1611), (0.0061, 0.1718)],
}
# Newcombe RG. Stat Med 1998;17:873-890, table II, contrasts (a) to (h), methods 5, 6 and 10.
TWO_ARMS = ([56, 9, 6, 5, 0, 0, 10, 10], [70, 10, 7, 56, 10, 10, 10, 10], [48, 3, 2] + 5 * [0],
            [80, 10, 7, 29, 20, 10, 20, 10])  # fmt: skip
DIFFERENCES = {
    "mee": [(0.0533, 0.3377), (0.1821, 0.8370), (0.0544, 0.8478), (-0.0313, 0.1926), (-0.1611, 0.2775),
            (-0.2775, 0.2775), (0.7225, 1.0000), (0.6777, 1.0000)],
    "miettinen-nurminen": [(0.0528, 0.3382), (0.1700, 0.8406), (0.0342, 0.8534), (-0.0326, 0.1933), (-0.1658, 0.2844),
                           (-0.2879, 0.2879), (0.7156, 1.0000), (0.6636, 1.0000)],
    "newcombe": [(0.0524, 0.3339), (0.1705, 0.8090), (0.0582, 0.8062), (-0.0381, 0.1926), (-0.1611, 0.2775),
                 (-0.2775, 0.2775), (0.6791, 1.0000), (0.6075, 1.0000)],
}  # fmt: skip


def limits(interval):
    return np.stack([interval.lower, interval.upper], axis=-1)


@pytest.mark.parametrize("method", ["exact", "wilson"])
@pytest.mark.parametrize("row", PINNED["one"], ids=lambda row: f"{row['events']} of {row['n']} at {row['level']}")
def test_interval_of_one_proportion_agrees_with_scipy(row, method):
    found = proportion_interval(row["events"], row["n"], method=method, level=row["level"])

    np.testing.assert_allclose([found.lower, found.upper], row[method], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("method", ["exact", "mid-p", "wilson"])
def test_interval_of_one_proportion_agrees_with_newcombe_1998(method):
    found = proportion_interval([81, 15, 0, 1], [263, 148, 20, 29], method=method)

    np.testing.assert_array_equal(limits(found).round(4), ONE_ARM[method])


@pytest.mark.parametrize("method", DIFFERENCES)
def test_interval_of_a_difference_agrees_with_newcombe_1998(method):
    found = difference_interval(*TWO_ARMS, method=method)

    np.testing.assert_array_equal(limits(found).round(4), DIFFERENCES[method])


@pytest.mark.parametrize("row", PINNED["two"], ids=lambda row: f"{row['counts']} at {row['level']}")
def test_newcombe_difference_and_score_ratio_agree_with_statsmodels(row):
    newcombe = difference_interval(*row["counts"], method="newcombe", level=row["level"])
    ratios = {
        method: ratio_interval(*row["counts"], method=method, level=row["level"])
        for method in ("miettinen-nurminen", "koopman")
    }

    np.testing.assert_allclose([newcombe.lower, newcombe.upper], row["newcombe"], atol=1e-14)
    for method, found in ratios.items():
        np.testing.assert_allclose([found.lower, found.upper], row[f"ratio {method}"], rtol=1e-9)


def test_interval_of_a_ratio_agrees_with_koopman_1984():
    """36 of 40 against 16 of 80: his 2.94 to 7.15."""
    found = ratio_interval(36, 40, 16, 80, method="koopman")

    assert (round(found.lower, 2), round(found.upper, 2), found.estimate) == (2.94, 7.15, 4.5)
