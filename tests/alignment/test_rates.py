"""Rates of events against statsmodels, scipy, and the printed example of the R package rateratio.test."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes.safety.rates import rate_interval, rate_ratio

PINNED = json.loads((Path(__file__).parent / "data" / "rates.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", PINNED["one"], ids=lambda row: f"{row['events']} in {row['time']} at {row['level']}")
def test_exact_and_mid_p_intervals_of_a_rate_agree_with_statsmodels(row):
    """Its mid-P lower limit without events is a failed search (it equals the upper one): 0 is right."""
    exact, mid = (
        rate_interval(row["events"], row["time"], method=method, level=row["level"]) for method in ("exact", "mid-p")
    )

    np.testing.assert_allclose([exact.lower, exact.upper], row["exact"], rtol=1e-11)
    pinned = row["mid-p"] if row["events"] else [0.0, row["mid-p"][1]]
    np.testing.assert_allclose([mid.lower, mid.upper], pinned, rtol=2e-6)


def test_the_ratio_of_two_rates_is_what_rateratio_test_prints():
    """rateratio.test 1.1, `rateratio.test(c(2, 9), c(17877, 16660))`, as its vignette prints it."""
    found = rate_ratio(2, 17877, 9, 16660)

    assert round(found.p, 5) == 0.05011
    assert (round(found.ratio.lower, 8), round(found.ratio.upper, 8)) == (0.02177406, 1.00054910)
    assert round(found.ratio.estimate, 10) == 0.2070941557


@pytest.mark.parametrize("row", PINNED["two"], ids=lambda row: str(row["cells"]))
def test_the_interval_of_a_ratio_comes_from_the_exact_share_of_the_treated(row):
    _, time, _, control_time = row["cells"]
    low, high = row["clopper-pearson of the share"]
    found = rate_ratio(*row["cells"]).ratio

    assert found.lower == pytest.approx(low / (1 - low) * control_time / time, rel=1e-10)
    assert found.upper == (np.inf if high == 1 else pytest.approx(high / (1 - high) * control_time / time, rel=1e-10))


@pytest.mark.parametrize("row", [row for row in PINNED["two"] if 0 in row["cells"]], ids=lambda row: str(row["cells"]))
def test_where_one_tail_is_empty_mid_p_is_twice_that_of_statsmodels(row):
    """statsmodels adds up all counts no likelier than the observed one; here the smaller tail is doubled."""
    assert rate_ratio(*row["cells"], method="mid-p").p == pytest.approx(
        min(1.0, 2 * row["p minlike cond-midp"]), rel=1e-9
    )
