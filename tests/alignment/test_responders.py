"""Odds ratios and log ratios against statsmodels; a whole comparison against printed tables."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes.odds_ratio import log_ratio_interval, odds_ratio_interval
from kneewise.outcomes.responders.comparison import number_needed
from kneewise.outcomes.responders.shares import responders_from_counts

pytestmark = pytest.mark.filterwarnings("error")

ROWS = json.loads((Path(__file__).parent / "data" / "odds_ratio.json").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("method", ["woolf", "score", "miettinen-nurminen"])
def test_interval_of_an_odds_ratio_agrees_with_statsmodels(method):
    for row in ROWS:
        found = odds_ratio_interval(*row["table"], method=method, level=row["level"])

        np.testing.assert_allclose([found.lower, found.upper], row[method], rtol=1e-8, err_msg=str(row["table"]))


def test_interval_of_a_risk_ratio_by_its_logarithm_agrees_with_statsmodels():
    for row in ROWS:
        found = log_ratio_interval(*row["table"], level=row["level"])

        np.testing.assert_allclose([found.lower, found.upper], row["katz"], rtol=1e-12)


def test_a_comparison_of_arms_gives_the_printed_limits_of_newcombe_1998():
    # Stat Med 1998;17:873-890, table II (a): 56/70 against 48/80; and 1998;17:857-872, table I: 81/263.
    found = responders_from_counts(["control", "treated"], [48, 56], [32, 14])
    view = found.comparisons[0].views[0]
    limits = {each.method: (each.lower, each.upper) for each in view.difference.intervals}
    share = responders_from_counts(["only"], [81], [182]).arms[0].views[0]
    of_share = {each.method: (each.lower, each.upper) for each in share.intervals}

    assert view.difference.estimate == pytest.approx(0.2)
    assert limits["newcombe"] == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert limits["miettinen-nurminen"] == pytest.approx((0.0528, 0.3382), abs=5e-5)
    assert of_share["exact"] == pytest.approx((0.2527, 0.3676), abs=5e-5)
    assert of_share["mid-p"] == pytest.approx((0.2544, 0.3658), abs=5e-5)
    assert of_share["wilson"] == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_a_number_needed_passes_through_infinity_as_altman_1998_writes_it():
    # BMJ 1998;317:1309: a difference of 10 % with an interval from -5 % to 25 % is NNTB 10, NNTH 20 to infinity to
    # NNTB 4.
    found = number_needed(0.10, -0.05, 0.25, method="newcombe")

    assert (found.estimate, found.direction) == (pytest.approx(10), "benefit")
    assert found.benefit == (pytest.approx(4), np.inf)
    assert found.harm == (pytest.approx(20), np.inf)


@pytest.mark.parametrize(
    ("responders", "controls", "printed"),
    [(46, 27, (5, 3, 17)), (69, 53, (6, 3, 33)), (46, 18, (4, 3, 7))],
    ids=["half the pain", "OMERACT-OARSI", "good or very good"],
)
def test_numbers_needed_are_those_of_a_knee_trial(responders, controls, printed):
    # Topical diclofenac against vehicle in 105 and 107 knees, PMC1201146, table 3; printed as whole persons.
    others = [107 - controls, 105 - responders]
    found = responders_from_counts(["vehicle", "diclofenac"], [controls, responders], others)
    needed = found.comparisons[0].views[0].needed

    assert needed.direction == "benefit"
    for ours, theirs in zip((needed.estimate, *needed.benefit), printed, strict=True):
        assert abs(ours - theirs) <= max(1.0, 0.1 * theirs)  # they round up here and down there
