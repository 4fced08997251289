"""The distribution under the generalised Q interval, against chi-square and sums of exponentials."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2

from kneewise.evidence import pool
from kneewise.evidence.pooling.weighted_chi_square import cdf_of_weighted_chi_square

SETS = json.loads(
    (Path(__file__).parents[2] / "alignment" / "data" / "pooling_metafor.json").read_text(encoding="utf-8")
)["sets"]


@pytest.mark.parametrize("n", [1, 2, 3, 10, 50, 300])
@pytest.mark.parametrize("share", [1e-6, 0.025, 0.5, 0.975, 1 - 1e-9])
def test_equal_weights_give_a_chi_square(n, share):
    assert cdf_of_weighted_chi_square(2.5 * chi2.ppf(share, n), np.full(n, 2.5)) == pytest.approx(share, abs=1e-10)


@pytest.mark.parametrize("pairs", [[1.0, 0.5, 0.1], [3.0, 1e-3, 2.0], [40.0, 1.0, 2.0, 3.0, 5.0], [1e-6, 1.0]])
@pytest.mark.parametrize("share", [0.01, 0.3, 1.0, 2.0, 8.0])
def test_weights_in_pairs_give_a_sum_of_exponentials(pairs, share):
    """Two chi-squares of one weight are an exponential; sums of those with different rates have a closed form."""
    rates = 0.5 / np.array(pairs)
    q = share * 2.0 * sum(pairs)
    parts = [np.prod([other / (other - rate) for other in rates if other != rate]) for rate in rates]
    exact = 1.0 - sum(part * np.exp(-rate * q) for part, rate in zip(parts, rates, strict=True))

    assert cdf_of_weighted_chi_square(q, np.repeat(pairs, 2)) == pytest.approx(exact, abs=1e-11)


def test_nothing_lies_below_0():
    assert cdf_of_weighted_chi_square(0.0, np.array([1.0, 2.0])) == 0.0
    assert cdf_of_weighted_chi_square(-1.0, np.array([1.0])) == 0.0


@pytest.mark.parametrize("name", [name for name, each in SETS.items() if "fits" in each])
def test_limits_of_tau2_have_their_tail_to_12_digits(name):
    """At metafor's own limits the tails are 0.02499 to 0.02502: its search stops there."""
    y, v = np.array(SETS[name]["yi"]), np.array(SETS[name]["vi"])
    low, high = pool(y, v, tau2_interval="generalised-Q").tau2_ci
    w = 1 / v
    inside = np.diag(w) - np.outer(w, w) / w.sum()
    for end, tail in ((low, 0.975), (high, 0.025)):
        root = np.sqrt(v + end)
        share = cdf_of_weighted_chi_square(y @ inside @ y, np.linalg.eigvalsh(root[:, None] * inside * root)[1:])
        assert share == pytest.approx(tail, abs=1e-12) if end > 0 else share <= tail
