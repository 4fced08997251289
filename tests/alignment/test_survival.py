"""Curves, log-rank tests, restricted means and cumulative incidences against R survival, and statsmodels."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes.safety.survival.competing_risks import aalen_johansen
from kneewise.outcomes.safety.survival.kaplan_meier import kaplan_meier
from kneewise.outcomes.safety.survival.logrank import logrank
from kneewise.outcomes.safety.survival.restricted_mean import restricted_mean

DATA = Path(__file__).parent / "data"
R = json.loads((DATA / "survival_r.json").read_text(encoding="utf-8"))
PYTHON = json.loads((DATA / "survival_python.json").read_text(encoding="utf-8"))


def columns(name):
    with (DATA / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: [row[key] for row in rows] for key in rows[0]}


def as_numbers(cells):
    return np.array([float(cell) if cell else np.nan for cell in cells])


LUNG = {name: as_numbers(cells) for name, cells in columns("lung.csv").items()}
KNOWN = {name: cells[~np.isnan(LUNG["ph.ecog"])] for name, cells in LUNG.items()}


def test_kaplan_meier_of_the_lung_data_agrees_with_r():
    found = kaplan_meier(LUNG["time"], LUNG["status"], group=LUNG["sex"])
    pinned = R["km_lung"]

    assert [f"sex={curve.group:g}" for curve in found.curves for _ in curve.time] == pinned["strata"]
    for ours, theirs in (("time", "time"), ("survival", "surv"), ("lower", "lower"), ("upper", "upper")):
        joined = np.concatenate([getattr(curve, ours) for curve in found.curves])
        np.testing.assert_allclose(joined, pinned[theirs], rtol=0, atol=1e-14)
    log_se = np.concatenate([curve.se / curve.survival for curve in found.curves])
    np.testing.assert_allclose(log_se, pinned["std_err_loghaz"], rtol=1e-13)


def test_median_survival_of_the_lung_data_is_what_r_prints():
    """270 (212, 310) days of men, 426 (348, 550) of women."""
    found = kaplan_meier(LUNG["time"], LUNG["status"], group=LUNG["sex"])
    medians = [curve.quantile(0.5) for curve in found.curves]

    assert [(each.estimate, each.lower, each.upper) for each in medians] == [(270, 212, 310), (426, 348, 550)]


def test_log_rank_of_the_lung_data_agrees_with_r():
    found, pinned = logrank(LUNG["time"], LUNG["status"], LUNG["sex"]), R["logrank_lung"]

    np.testing.assert_allclose(found.chi_square, pinned["chisq"], rtol=1e-13)
    np.testing.assert_array_equal(found.observed, pinned["obs"])
    np.testing.assert_allclose(found.expected, pinned["exp"], rtol=1e-13)


@pytest.mark.parametrize(
    ("name", "group", "options"),
    [
        ("plain", "sex", {}),
        ("strata ph.ecog", "sex", {"strata": KNOWN["ph.ecog"]}),
        ("fh p=1 (rho 1)", "sex", {"rho": 1}),
        ("ph.ecog 4 groups", "ph.ecog", {}),
    ],
)
def test_log_rank_in_strata_with_weights_and_of_four_groups_agrees_with_statsmodels(name, group, options):
    found = logrank(KNOWN["time"], KNOWN["status"], KNOWN[group], **options)

    np.testing.assert_allclose([found.chi_square, found.p], PYTHON["logrank"][name], rtol=1e-12)


def test_restricted_means_of_the_lung_data_agree_with_r():
    found = restricted_mean(LUNG["time"], LUNG["status"], horizon=365, group=LUNG["sex"])

    pinned = R["rmst_lung_365"]["values"]
    np.testing.assert_allclose([[each.estimate, each.se] for each in found.means], pinned, rtol=1e-13)
    (difference,) = found.differences
    assert difference.estimate == pytest.approx(pinned[1][0] - pinned[0][0], abs=1e-12)
    assert difference.se == pytest.approx(np.hypot(pinned[0][1], pinned[1][1]), abs=1e-12)


def test_aalen_johansen_of_the_mgus_data_agrees_with_r():
    """Plasma cell malignancy first, death first; by sex at 60, 120 and 240 months."""
    mgus = columns("mgus2.csv")
    progressed = as_numbers(mgus["pstat"]) == 1
    time = np.where(progressed, as_numbers(mgus["ptime"]), as_numbers(mgus["futime"]))
    event = np.where(progressed, 1, 2 * as_numbers(mgus["death"]))
    found = aalen_johansen(time, event, group=mgus["sex"])

    pinned = R["aalen_johansen_mgus2"]
    for curve, rows in zip(found.curves, (slice(0, 3), slice(3, 6)), strict=True):
        assert f"sex={curve.group}" == pinned["strata"][rows][0]
        at = curve.at(pinned["time"][rows])
        shares = np.column_stack([at["event_free"], at["incidence"]])
        errors = np.column_stack([at["event_free_se"], at["se"]])
        np.testing.assert_allclose(shares, pinned["pstate"]["values"][rows], rtol=1e-13)
        np.testing.assert_allclose(errors, pinned["se"]["values"][rows], rtol=1e-12)
