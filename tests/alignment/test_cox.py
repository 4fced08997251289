"""Hazard ratios against R survival, lifelines, and the example worked by hand of Therneau and Grambsch."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes.safety.survival.cox import cox
from kneewise.outcomes.safety.survival.cox_likelihood import (
    likelihood,
    schoenfeld,
    score_residuals,
    sort_persons,
    steps_at,
)
from kneewise.outcomes.safety.survival.proportional_hazards import proportional_hazards

DATA = Path(__file__).parent / "data"
R = json.loads((DATA / "survival_r.json").read_text(encoding="utf-8"))
PYTHON = json.loads((DATA / "survival_python.json").read_text(encoding="utf-8"))
with (DATA / "lung.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
LUNG = {name: np.array([float(row[name]) if row[name] else np.nan for row in ROWS]) for name in ROWS[0]}
OUTCOME = {"time": "time", "event": "status"}


def compare(fit, pinned, rtol):
    for each in fit.hazards:
        assert each.estimate == pytest.approx(pinned["coef"][each.name], rel=rtol)
        assert each.se == pytest.approx(pinned["se"][each.name], rel=rtol)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_hazard_ratios_of_the_lung_data_agree_with_r(ties):
    fit, pinned = cox(LUNG, **OUTCOME, covariates=["sex", "age", "ph.ecog"], ties=ties), R["cox_lung"][ties]

    compare(fit, pinned, 1e-12)
    np.testing.assert_allclose([fit.log_likelihood_null, fit.log_likelihood], pinned["loglik"], rtol=1e-14)
    assert fit.concordance == pytest.approx(pinned["concordance"], abs=1e-15)
    assert (fit.n, fit.n_events, fit.n_left_out) == (227, 164, 1)


def test_test_of_proportional_hazards_agrees_with_r():
    """The pinned numbers are those of the Breslow fit; the Efron fit is what R prints for it."""
    covariates = ["sex", "age", "ph.ecog"]
    breslow, efron = (
        proportional_hazards(cox(LUNG, **OUTCOME, covariates=covariates, ties=ties)) for ties in ("breslow", "efron")
    )
    pinned = R["cox_zph_lung"]

    assert [*breslow.tests, "GLOBAL"] == pinned["rows"]
    found = [[each.chi_square, each.df, each.p] for each in (*breslow.tests.values(), breslow.together)]
    np.testing.assert_allclose(found, pinned["values"], rtol=1e-12)
    printed = [round(each.chi_square, 3) for each in (*efron.tests.values(), efron.together)]
    assert printed == [2.305, 0.188, 2.054, 4.464]


def test_strata_agree_with_lifelines():
    fit = cox(LUNG, **OUTCOME, covariates=["age", "sex"], strata="ph.ecog")

    compare(fit, PYTHON["cox_strata"], 1e-11)
    assert fit.log_likelihood == pytest.approx(PYTHON["cox_strata"]["loglik"], rel=1e-13)


def test_clusters_without_ties_agree_with_lifelines():
    known = ~np.isnan(LUNG["inst"])
    rows = {name: cells[known] for name, cells in LUNG.items()}
    rows["time"] = rows["time"] + np.arange(known.sum()) / 1000
    fit = cox(rows, **OUTCOME, covariates=["age", "sex"], cluster="inst")

    compare(fit, PYTHON["cox_cluster_untied"], 1e-10)
    assert fit.n_clusters == np.unique(rows["inst"]).size


# Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000, appendix E.1: six persons, two deaths at time 6.
TIME = np.array([9.0, 1, 1, 6, 6, 8])
EVENT = np.array([1, 1, 0, 1, 1, 0])
X = np.array([0.0, 1, 1, 1, 0, 0])
BY_TIME = [1, 2, 3, 4, 5, 0]  # the order of the book: by time, the death at 1 before the end at 1


def by_hand(r):
    """The book's closed forms for Efron's ties: likelihood, gradient, information, residuals; r is exp(beta)."""
    a, b, d = r + 1, r + 3, r + 5
    value = 2 * math.log(r) - (math.log(3 * r + 3) + math.log((r + 5) / 2) + math.log(r + 3))
    gradient = (30 + 23 * r - r**3) / (a * b * d)
    information = sum(share - share**2 for share in (r / a, r / d, r / b))
    third = (675 + r * (1305 + r * (756 + r * (-4 + r * (-79 - 13 * r))))) / (3 * (a * b * d) ** 2)
    last = 2 * r * (177 + r * (282 + r * (182 + r * (50 + 5 * r)))) / (3 * (a * b * d) ** 2)
    fourth = r * (1 / (3 * a**2) - a / (2 * b**2) - b / (2 * d**2))
    score = [(2 * r + 3) / (3 * a**2), -r / (3 * a**2), third, fourth, last, last]
    tied = (r / b + r / d) / 2
    return value, gradient, information, score, [1 / a, 1 - tied, -tied, 0.0]


@pytest.mark.parametrize("beta", [0.0, 0.7, -1.3])
def test_efrons_ties_agree_with_the_example_worked_by_hand(beta):
    persons = sort_persons(X[:, None], TIME, EVENT, np.zeros(6, dtype=np.int64), efron=True)
    value, gradient, information, steps = likelihood(persons, np.array([beta]))
    pinned = by_hand(math.exp(beta))

    assert value == pytest.approx(pinned[0], abs=1e-13)
    assert gradient[0] == pytest.approx(pinned[1], abs=1e-13)
    assert information[0, 0] == pytest.approx(pinned[2], abs=1e-13)
    residuals = np.empty(6)
    residuals[persons.order] = score_residuals(persons, steps)[:, 0]
    np.testing.assert_allclose(residuals[BY_TIME], pinned[3], atol=1e-13)
    np.testing.assert_allclose(schoenfeld(persons, steps_at(persons, np.array([beta])))[:, 0], pinned[4], atol=1e-13)


def test_the_estimate_of_the_example_worked_by_hand_is_the_root_of_its_cubic():
    fit = cox({"t": TIME, "e": EVENT, "x": X}, time="t", event="e", covariates=["x"])

    root = 2 * math.sqrt(23 / 3) * math.cos(math.acos(45 / 23 * math.sqrt(3 / 23)) / 3)
    assert fit.hazards[0].estimate == pytest.approx(math.log(root), abs=1e-13)
    assert round(fit.hazards[0].estimate, 6) == 1.676857
