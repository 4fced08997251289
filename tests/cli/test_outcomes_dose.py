"""`kneewise outcomes dose`: patients, visits, printed figures and cases give what the functions give."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from kneewise.document import as_document
from kneewise.outcomes.dose.analysis import analyse_dose
from kneewise.outcomes.dose.arms import arms_from_patients, arms_from_summaries
from kneewise.outcomes.dose.candidates import candidate_set, default_candidates

DOSES = [0.0, 1.0, 10.0, 50.0]
SHAPES = ("--candidate", "linear", "--candidate", "emax:5,20", "--candidate", "sigEmax:10/3")
SET = candidate_set({"linear": None, "emax": [5, 20], "sigEmax": (10, 3)}, 50.0)


def trial():
    draw = np.random.default_rng(2)
    dose = np.repeat(DOSES, 15)
    before = draw.uniform(30, 60, 60).round(1)
    after = (before + 4 + 18 * dose / (6 + dose) + draw.normal(0, 9, 60)).round(1)
    after[[3, 40]] = np.nan
    return dose, before, after


@pytest.fixture(autouse=True)
def tables(tmp_path):
    def write(name, rows):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    dose, before, after = trial()
    cell = ["" if np.isnan(each) else each for each in after]
    write("wide.csv", [("subject", "dose", "p0", "p12"), *zip(range(60), dose, before, cell, strict=True)])
    long = [("subject", "dose", "visit", "score")]
    for place in range(60):
        long.append((place, dose[place], 0, before[place]))
        if cell[place] != "":
            long.append((place, dose[place], 12, cell[place]))
    write("long.csv", long)
    write(
        "change.csv",
        [("dose", "gain"), *((d, "" if c == "" else c - b) for d, b, c in zip(dose, before, cell, strict=True))],
    )
    write("paper.csv", [("dose", "n", "mean", "sd", "se"), (1, 4, 8, 11, 5.5), (10, 4, 12, 9, 4.5), (50, 4, 19, 12, 6)])


def result(kneewise, *arguments):
    done = kneewise("outcomes", "dose", *arguments, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_visits_and_columns_give_what_the_function_gives(kneewise):
    dose, before, after = trial()
    arms = arms_from_patients(dose, after - before, covariates={"baseline": before})
    expected = as_document(
        analyse_dose(arms, SET, dose=dose, response=after - before, threshold=10.0, target=8.0, share=0.9)
    )
    asked = (*SHAPES, "--better", "higher", "--target", "8", "--share", "0.9", "--mcid", "10")

    assert result(kneewise, "long.csv", *asked) == expected
    assert result(kneewise, "wide.csv", "--before", "p0", "--after", "p12", *asked) == expected
    assert result(kneewise, "wide.csv", "--scores-as", "p{visit}", *asked) == expected


def test_a_response_may_be_given_and_adjusted_for_nothing(kneewise):
    given = result(kneewise, "change.csv", "--response", "gain", *SHAPES)
    made = result(kneewise, "long.csv", "--better", "higher", "--no-adjust-baseline", *SHAPES)

    np.testing.assert_allclose(given["mcp_mod"]["test"]["t"], made["mcp_mod"]["test"]["t"])
    assert given["mcp_mod"]["arms"]["covariates"] == []


def test_figures_of_a_paper_are_enough(kneewise):
    printed = result(kneewise, "paper.csv", "--mean", "mean", "--sd", "sd", "--n", "n", "--fit", "all", "--target", "5")
    arms = arms_from_summaries([1, 10, 50], [4, 4, 4], [8, 12, 19], [11, 9, 12])
    expected = analyse_dose(arms, candidate_set(default_candidates(50.0), 50.0), target=5.0, fit="all")

    assert printed == as_document(expected)
    assert {each["code"] for each in printed["mcp_mod"]["cautions"]} >= {"small-arms", "no-placebo", "no-signal"}
    with_errors = result(kneewise, "paper.csv", "--mean", "mean", "--se", "se")
    assert with_errors["mcp_mod"]["test"]["df"] is None  # infinite


def test_cells_of_cases_are_put_to_the_planned_doses(kneewise, tmp_path):
    documents = []
    for number, cells in enumerate([0.9, 1.1, 1.3, 9, 10, 12, 45, 55, 48]):
        scores = [
            {"instrument": "KOOS", "part": "pain", "scored_on": day, "score": score}
            for day, score in (("2024-03-01", 40 + number % 3), ("2024-09-03", 48 + 3 * number + number % 2))
        ]
        documents.append({
            "case": f"c{number}", "knee": "left", "service_on": "2024-03-05", "scores": scores,
            "product": {"nucleated_cells_million": cells},
        })  # fmt: skip
    (tmp_path / "cases.json").write_text(json.dumps(documents), encoding="utf-8")
    done = kneewise("outcomes", "dose", "cases.json", "--instrument", "KOOS", "--part", "pain", "--doses", "1,10,50",
                    "--out", "-")  # fmt: skip
    printed = json.loads(done.stdout)

    assert printed["mcp_mod"]["arms"]["doses"] == [1.0, 10.0, 50.0]
    assert printed["mcp_mod"]["arms"]["n"] == [3, 3, 3]
    assert "8 doses taken as the nearest planned one" in done.stderr


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_and_the_picture_say_what_was_found(kneewise, tmp_path, lang):
    done = kneewise("outcomes", "dose", "long.csv", "--better", "higher", *SHAPES, "--target", "8", "--html", "p.html",
                    "--picture", "p.png", "--out", "p.csv", "--lang", lang, "--unit", "10^6")  # fmt: skip
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    words = {"en": ("Does more help more?", "A dose-response is confirmed", "average of the shapes", "Dose, 10^6"),
             "ko": ("용량이 많을수록 더 나은가", "용량-반응이 확인", "형태들의 평균", "용량(10^6)")}  # fmt: skip

    assert done.exit_code == 0, done.output
    assert [each for each in words[lang] if each not in page] == []
    assert page.count("<svg") == 1
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    rows = list(csv.DictReader((tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["what"] for row in rows} == {"mean", "contrast", "weight", "target dose"}


def test_a_trial_that_found_nothing_says_what_it_could_have_found(kneewise):
    done = kneewise("outcomes", "dose", "paper.csv", "--mean", "mean", "--sd", "sd", "--n", "n", "--better", "lower")

    assert "No dose-response is confirmed" in done.stdout
    assert "with 80 % power" in " ".join(done.stdout.split())
    assert "no dose is recommended" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        (("long.csv",), 2, "--better: say whether"),
        (("long.csv", "--better", "higher", "--dose", "cells"), 2, "--dose cells: no such column"),
        (("long.csv", "--better", "higher", "--covariate", "age"), 2, "age: no such column"),
        (("long.csv", "--better", "higher", "--candidate", "step"), 2, "--candidate: shape: found 'step'"),
        (("long.csv", "--better", "higher", "--candidate", "emax:low"), 2, "--candidate"),
        (("long.csv", "--better", "higher", "--candidate", "sigEmax:3"), 2, "pairs of numbers"),
        (("long.csv", "--better", "higher", *SHAPES, "--candidate", "linear"), 2, "found 'linear' twice"),
        (("long.csv", "--better", "higher", "--doses", "few"), 2, "--doses"),
        (("long.csv", "--better", "higher", "--doses", "0"), 2, "one at least is above 0"),
        (("long.csv", "--response", "score"), 2, "several rows"),
        (("paper.csv", "--mean", "mean", "--sd", "sd"), 2, "give --sd and --n"),
        (("paper.csv", "--mean", "average", "--se", "se"), 2, "--mean average: no such column"),
        (("words.csv", "--response", "gain"), 2, "a dose is a number"),
        (("one.csv", "--response", "gain"), 3, "needs at least 2"),
        (("flat.csv", "--response", "gain"), 3, "nobody differs"),
        (("text.csv", "--response", "gain"), 3, "text.csv, row 3, gain"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
)
def test_what_cannot_be_taken_is_refused_with_its_place(kneewise, tmp_path, arguments, status, text):
    (tmp_path / "words.csv").write_text("dose,gain\nlow,1\nhigh,2\nhigh,3\n")
    (tmp_path / "one.csv").write_text("dose,gain\n1,1\n1,2\n1,3\n")
    (tmp_path / "flat.csv").write_text("dose,gain\n1,1\n1,1\n2,3\n2,3\n")
    (tmp_path / "text.csv").write_text("dose,gain\n1,1\n1,much\n2,3\n2,3\n")
    done = kneewise("outcomes", "dose", *arguments)

    assert done.exit_code == status, done.output
    assert text in done.stderr
