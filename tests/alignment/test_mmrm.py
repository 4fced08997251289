"""The mixed model for repeated measures against R mmrm 0.3.18 with emmeans, its optimiser polished."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes import mmrm

DATA = Path(__file__).parent / "data"
PINNED = json.loads((DATA / "mmrm.json").read_text(encoding="utf-8"))
FEV = {case["name"]: case for case in PINNED["fev"]["cases"]}
# Largest relative difference seen: 6e-11, of a p value of 1e-52 and of coefficients near 0.
EXACT = 1e-9


def columns(lines):
    """Columns of a CSV file: numbers where all cells are, else labels; NA is None."""
    rows = list(csv.DictReader(lines))
    table = {name: [None if row[name] == "NA" else row[name] for row in rows] for name in rows[0]}
    for name, cells in table.items():
        try:
            table[name] = [None if cell is None else float(cell) for cell in cells]
        except ValueError:
            continue
    return table


@pytest.fixture(scope="module")
def fev():
    with (DATA / "fev_data.csv").open(encoding="utf-8", newline="") as lines:
        return columns(lines)


def fitted(table, told, case, **more):
    call = {"subject": "USUBJID", "visit": "AVISIT", **case["call"], **more}
    return mmrm(told["formula"], table, **call)


def close(found, wanted):
    return np.asarray(found) == pytest.approx(np.asarray(wanted), rel=EXACT, abs=0)


def figures(table, *names):
    return np.column_stack([getattr(table, name) for name in names])


def renamed(names):
    """R's names of coefficients as ours: ARMCDTRT:AVISITVIS2 is ARMCD[T.TRT]:AVISIT[T.VIS2]."""
    factors = ("RACE", "SEX", "ARMCD", "AVISIT")
    parts = [name.split(":") for name in names]
    turn = {
        part: next((f"{each}[T.{part.removeprefix(each)}]" for each in factors if part.startswith(each)), part)
        for name in parts
        for part in name
    }
    return tuple("Intercept" if name == ["(Intercept)"] else ":".join(turn[part] for part in name) for name in parts)


@pytest.mark.parametrize("name", FEV)
def test_every_fit_of_the_fev_data_is_that_of_r(fev, name):
    case = FEV[name]
    fit = fitted(fev, PINNED["fev"], case, levels={"SEX": ["Male", "Female"]})

    assert fit.coefficients.names == renamed(PINNED["fev"]["coefficients"])
    assert close(figures(fit.coefficients, "estimate", "se", "df", "t", "p"), case["coefficients"])
    assert close(fit.theta, case["theta"])
    assert close(np.diag(fit.theta_covariance), case["theta_variances"])
    assert close(fit.covariance, case["covariance"])
    assert close([fit.log_likelihood, fit.aic, fit.bic], [case[each] for each in ("log_likelihood", "aic", "bic")])
    assert (fit.n_scores, fit.n_subjects, fit.converged) == (case["n_scores"], case["n_subjects"], True)
    if "coefficient_covariance" in case:
        scale = np.sqrt(np.outer(*[np.diag(case["coefficient_covariance"])] * 2))
        assert np.abs((fit.coefficient_covariance - case["coefficient_covariance"]) / scale).max() < EXACT


@pytest.mark.parametrize("name", [name for name, case in FEV.items() if "means" in case])
def test_means_differences_and_tests_are_those_of_emmeans(fev, name):
    case = FEV[name]
    fit = fitted(fev, PINNED["fev"], case, levels={"SEX": ["Male", "Female"]})
    means = fit.means("AVISIT", "ARMCD")
    differences = fit.contrasts("ARMCD", "AVISIT")
    test = fit.test("ARMCD:AVISIT")

    assert [list(labels) for labels in means.labels] == case["means"]["labels"]
    assert close(figures(means, "estimate", "se", "df", "lower", "upper"), case["means"]["figures"])
    assert list(differences.labels) == [("TRT - PBO", each) for each in case["differences"]["labels"]]
    wanted = ("estimate", "se", "df", "t", "p", "lower", "upper")
    assert close(figures(differences, *wanted), case["differences"]["figures"])
    assert close([test.f, test.n_contrasts, test.df, test.p], case["arm_by_visit"])


def test_ten_visits_and_55_covariance_parameters_are_those_of_r():
    with gzip.open(DATA / "bcva_data.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        table = columns(lines)
    (case,) = PINNED["bcva"]["cases"]
    fit = fitted(table, PINNED["bcva"], case)

    assert fit.coefficients.names == renamed(PINNED["bcva"]["coefficients"])
    assert close(figures(fit.coefficients, "estimate", "se", "df", "t", "p"), case["coefficients"])
    assert np.abs(fit.theta - case["theta"]).max() < EXACT
    assert close(np.diag(fit.theta_covariance), case["theta_variances"])
    assert close([fit.log_likelihood, fit.aic, fit.bic], [case[each] for each in ("log_likelihood", "aic", "bic")])
