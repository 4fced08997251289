"""Scores of published cases: awell-score, questionnaire-scoring_ikdc and the tests of the R package eq5d.

`data/scoring_cases.csv` names the file of each program that a case was read from (collected in November 2026).
`data/ikdc_199.csv` holds the 199 forms of hymelam/questionnaire-scoring_ikdc, items 2 and 3 turned as its page turns
them, and the score that its formula gives to five decimals.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes import (
    score_eq5d_3l,
    score_eq5d_5l,
    score_ikdc,
    score_koos,
    score_koos_ps,
    score_womac,
    score_womac_from_koos,
)
from kneewise.outcomes.instruments.interval_tables import interval_table

DATA = Path(__file__).parent / "data"


def _cases():
    with (DATA / "scoring_cases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given, expected = json.loads(row["inputs_json"]), json.loads(row["expected_json"])
            yield pytest.param(row["instrument"], given, expected, id=f"{row['instrument']}: {row['case_id']}")


def _as_numbers(answers):
    return [np.nan if answer is None else answer for answer in answers]


def _koos(given, expected):
    parts = list(given)
    made = score_koos([[answer for part in parts for answer in _as_numbers(given[part])]], parts=parts)
    return {part: made[part][0] for part in expected}, 0.05  # one decimal is printed


def _womac(given, expected):
    made = score_womac([[*given["pain"], *given["stiffness"], *given["function"]]], form="Likert")
    return {part: made[part][0] for part in expected}, 0


def _koos_ps(given, _expected):
    return {"raw": sum(given["items"]), "score": score_koos_ps([given["items"]])["total"][0]}, 1e-12


def _ikdc(given, _expected):
    if "file" not in given:
        return {"score": score_ikdc([given["items"]])["total"][0]}, 0.005
    scores, _ = _ikdc_199()
    known = scores[~np.isnan(scores)]
    found = {"min": known.min(), "mean": known.mean(), "max": known.max(), "n_missing": int(np.isnan(scores).sum())}
    return found, 5e-6


def _eq5d(score):
    def scored(given, _expected):
        levels = [[given[dimension] for dimension in ("MO", "SC", "UA", "PD", "AD")]]
        return {"index": score(levels, country=given["country"])["index"][0]}, 1e-12

    return scored


SCORERS = {
    "KOOS": _koos,
    "WOMAC Likert": _womac,
    "KOOS-PS": _koos_ps,
    "IKDC": _ikdc,
    "EQ-5D-5L": _eq5d(score_eq5d_5l),
    "EQ-5D-3L TTO": _eq5d(score_eq5d_3l),
}


def _ikdc_199():
    with (DATA / "ikdc_199.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ["perf", "pain", "sev", "stiff", "swell", "lock", "give", "partic", "upstrs", "dnstrs", "kneel", "squat"]
    names += ["sit", "rise", "run", "jump", "stop", "crfunc"]
    items = np.array([[float(row[name] or "nan") for name in names] for row in rows])
    items[:, 1:3] = 10 - items[:, 1:3]  # the file has turned them already; our function takes the form as printed
    return score_ikdc(items)["total"], np.array([float(row["ikdc_score"] or "nan") for row in rows])


@pytest.mark.parametrize(("instrument", "given", "expected"), list(_cases()))
def test_a_published_case_has_its_published_score(instrument, given, expected):
    found, tolerance = SCORERS[instrument](given, expected)

    for part, value in expected.items():
        if value is None:
            assert np.isnan(found[part]), part
        else:
            assert found[part] == pytest.approx(value, abs=tolerance, rel=0), part


def test_no_published_case_was_left_out():
    with (DATA / "scoring_cases.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(_cases())) == sum(1 for _ in csv.DictReader(file)) == 63


def test_each_of_the_199_forms_of_ikdc_has_the_score_of_the_published_formula():
    found, expected = _ikdc_199()

    np.testing.assert_allclose(found, expected, rtol=0, atol=5e-6, equal_nan=True)


def test_womac_from_koos_is_the_womac_of_the_same_answers():
    rng = np.random.default_rng(20261126)
    answers = rng.integers(0, 5, (200, 24)).astype(float)
    answers[rng.random((200, 24)) < 0.05] = np.nan
    derived, own = score_womac_from_koos(answers), score_womac(answers, form="Likert")

    for part in ("pain", "stiffness", "function", "total"):
        np.testing.assert_array_equal(derived[part], own[part])


def test_womac_function_from_koos_is_the_adl_part_of_koos_turned():
    answers = np.random.default_rng(1).integers(0, 5, (200, 17))
    adl = score_koos(answers, parts=["ADL"])["ADL"]

    function = score_womac_from_koos(answers, parts=["function"])["function"]
    np.testing.assert_allclose(function, 68 * (1 - adl / 100), rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["koos_jr.csv", "koos_ps.csv"])
def test_an_interval_table_falls_from_100_to_0_with_each_point_of_the_sum(name):
    table = interval_table(name)

    assert (table[0], table[28], len(table)) == (100, 0, 29)
    assert (np.diff(table) < 0).all()


def test_the_sum_of_11_in_koos_ps_is_the_monotone_one_of_two_printed_values_and_the_result_says_so():
    made = score_koos_ps([[4, 4, 3, 0, 0, 0, 0]])

    assert made["total"][0] == 64.7
    assert any("67.7" in note for note in made.notes)
