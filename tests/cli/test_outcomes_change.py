"""`kneewise outcomes change`: long and wide tables, cases and printed means give what the functions give."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from kneewise.outcomes.repeated_measures.change import ChangeColumns, analyse_change
from kneewise.outcomes.repeated_measures.printed import printed_means

MONTHS = (0, 3, 6, 12)
N = 48


def trial():
    """Scores by person and visit, shape (N, 4), NaN where missing; arms and ages."""
    draw = np.random.default_rng(4)
    arm = np.array(["sham", "cells"])[np.arange(N) % 2]
    before = draw.normal(45, 8, N)
    gain = np.where(arm == "cells", 1.2, 0.5)[:, None] * np.array(MONTHS)
    scores = (before[:, None] + gain + draw.normal(0, 6, (N, 4)) + draw.normal(0, 4, (N, 1))).round(1)
    scores[draw.random((N, 4)) < 0.15] = np.nan
    scores[:, 0] = before.round(1)
    scores[5, 0] = np.nan
    return scores, arm, draw.integers(45, 80, N)


@pytest.fixture(autouse=True)
def tables(tmp_path):
    def write(name, rows):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    scores, arm, age = trial()
    cell = [["" if np.isnan(each) else each for each in row] for row in scores]
    write("wide.csv", [("subject", "arm", "age", *(f"pain_m{each}" for each in MONTHS)),
                       *((n, arm[n], age[n], *cell[n]) for n in range(N))])  # fmt: skip
    long = [("subject", "arm", "age", "visit", "score", "base", "week")]
    for n in range(N):
        long += [(n, arm[n], age[n], visit, cell[n][place], cell[n][0], f"Week {4 * visit}")
                 for place, visit in enumerate(MONTHS)]  # fmt: skip
    write("long.csv", long)
    means = [(a, v, 30, m, 2.0) for a, m in (("x", -3.0), ("y", -9.0)) for v in (4, 12)]
    write("paper.csv", [("study", "arm", "visit", "n", "mean", "se"), *(("one", *each) for each in means),
                        ("two", "x", 4, 20, -1.0, 3.0)])  # fmt: skip


@pytest.fixture
def expected():
    scores, arm, age = trial()
    known = ~np.isnan(scores[:, 0])
    rows = [(n, place) for n in range(N) for place in (1, 2, 3)]
    table = {
        "subject": [n for n, _ in rows],
        "visit": [float(MONTHS[place]) for _, place in rows],
        "arm": [arm[n] for n, _ in rows],
        "age": [float(age[n]) for n, _ in rows],
        "baseline": [float(scores[n, 0]) for n, _ in rows],
        "change": [float(scores[n, place] - scores[n, 0]) for n, place in rows],
    }
    assert known.sum() == N - 1
    columns = ChangeColumns(response="change", subject="subject", visit="visit", arm="arm", baseline="baseline",
                            covariates=("age",))  # fmt: skip
    return analyse_change(table, columns, reference="sham")


def result(kneewise, *arguments):
    done = kneewise("outcomes", "change", *arguments, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


ASKED = ("--covariate", "age", "--reference", "sham")


@pytest.mark.parametrize(
    "arguments",
    [
        ("long.csv",),
        ("wide.csv", "--scores-as", "pain_m{visit}"),
        ("long.csv", "--baseline", "0", "--visits", "3,6,12"),
    ],
    ids=" ".join,
)
def test_long_and_wide_tables_give_what_the_function_gives(kneewise, expected, arguments):
    found = result(kneewise, *arguments, *ASKED)

    assert found["fit"]["formula"] == "change ~ arm * visit + baseline * visit + age"
    assert found["means"]["estimate"] == pytest.approx(expected.means.estimate.tolist(), rel=1e-9)
    assert found["differences"]["p"] == pytest.approx(expected.differences.p.tolist(), rel=1e-6)
    assert found["parallel_test"]["df"] == pytest.approx(expected.parallel_test.df, rel=1e-6)
    assert found["n_scores"] == expected.n_scores.tolist()
    assert found["fit"]["converged"] is True


def test_the_score_before_may_stand_in_a_column(kneewise, expected):
    found = result(kneewise, "long.csv", *ASKED, "--baseline-score", "base", "--visits", "3,6,12",
                   "--formula", "arm * visit + base * visit + age")  # fmt: skip

    assert found["means"]["estimate"] == pytest.approx(expected.means.estimate.tolist(), rel=1e-9)


def test_visits_named_in_text_are_ordered_by_their_numbers(kneewise, expected):
    found = result(kneewise, "long.csv", *ASKED, "--visit", "week", "--baseline", "Week 0")

    assert found["visits"] == ["Week 12", "Week 24", "Week 48"]
    assert found["differences"]["estimate"] == pytest.approx(expected.differences.estimate.tolist(), rel=1e-7)


def test_scores_themselves_are_modelled_where_there_is_no_visit_before(kneewise):
    found = result(kneewise, "long.csv", "--baseline", "none", "--covariance", "us", "--df", "satterthwaite")

    assert found["columns"]["is_change"] is False
    assert found["visits"] == [0.0, 3.0, 6.0, 12.0]
    assert found["fit"]["df"] == "satterthwaite"


def test_one_arm_is_enough(kneewise):
    found = result(kneewise, "long.csv", "--where", "arm=cells", "--covariance", "ar1h,cs")

    assert found["differences"] is None
    assert found["arms"] == []
    assert len(found["means"]["estimate"]) == 3


def test_a_column_of_changes_without_visits_is_one_visit(kneewise, tmp_path):
    (tmp_path / "once.csv").write_text("arm,gain\na,1\na,3\na,4\nb,2\nb,6\nb,7\n", encoding="utf-8")
    found = result(kneewise, "once.csv", "--change", "gain")

    assert found["fit"]["formula"] == "gain ~ arm"
    assert found["differences"]["df"] == pytest.approx([4.0])
    assert found["differences"]["estimate"] == pytest.approx([7 / 3])


def test_an_empirical_covariance_takes_satterthwaites_degrees_of_freedom(kneewise):
    found = result(kneewise, "long.csv", "--vcov", "bias-reduced", "--by-arm")

    assert (found["fit"]["vcov"], found["fit"]["df"], found["fit"]["groups"]) == (
        "bias-reduced", "satterthwaite", ["cells", "sham"],
    )  # fmt: skip


def test_cases_are_put_to_their_visits_and_arms(kneewise, tmp_path):
    documents = []
    draw = np.random.default_rng(1)
    for number in range(24):
        days = ("2024-03-01", "2024-06-04", "2024-09-03")
        values = [round(40 + 6 * n + draw.normal(0, 4)) for n in range(3)]
        scores = [{"instrument": "KOOS", "part": "pain", "scored_on": day, "score": value}
                  for day, value in zip(days, values, strict=True)]  # fmt: skip
        documents.append({"case": f"c{number}", "knee": "left", "service_on": "2024-03-05", "scores": scores,
                          "technology": ("bmac", "prp")[number % 2]})  # fmt: skip
    (tmp_path / "cases.json").write_text(json.dumps(documents), encoding="utf-8")
    found = result(kneewise, "cases.json", "--instrument", "KOOS", "--part", "pain")
    shown = kneewise("outcomes", "change", "cases.json", "--instrument", "KOOS", "--part", "pain", "--picture", "c.svg")

    assert (found["arms"], found["visits"]) == (["bmac", "prp"], [3.0, 6.0])
    assert found["n_scores"] == [[12, 12], [12, 12]]
    assert "Months since injection" in (tmp_path / "c.svg").read_text(encoding="utf-8")
    assert "change from visit 0" in shown.stderr


def test_printed_means_are_drawn_and_not_compared(kneewise, tmp_path):
    found = result(kneewise, "paper.csv", "--mean", "mean", "--se", "se", "--n", "n", "--where", "study=one")
    made = printed_means(["x"], [4.0], np.array([-3.0]), se=np.array([2.0]), n=np.array([30.0]))
    done = kneewise("outcomes", "change", "paper.csv", "--mean", "mean", "--se", "se", "--where", "study=one",
                    "--picture", "p.svg", "--out", "p.csv", "--html", "p.html", "--lang", "ko")  # fmt: skip
    rows = list(csv.DictReader((tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()))

    assert found["lower"][0] == pytest.approx(made.lower[0])
    assert done.exit_code == 0, done.output
    assert [(row["arm"], row["visit"], row["n"]) for row in rows] == [("x", "4.0", ""), ("x", "12.0", ""),
                                                                      ("y", "4.0", ""), ("y", "12.0", "")]  # fmt: skip
    assert "모형화도 비교도 하지 않았습니다" in (tmp_path / "p.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_and_the_pictures_say_what_was_found(kneewise, tmp_path, lang):
    done = kneewise("outcomes", "change", "long.csv", *ASKED, "--html", "c.html", "--picture", "c.png",
                    "--out", "c.csv", "--lang", lang)  # fmt: skip
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    words = {"en": ("Change over visits", "Difference of cells from sham at visit 12", "Least-squares means"),
             "ko": ("방문별 변화", "방문 12에서 sham 대비 cells의 차이", "최소제곱평균")}  # fmt: skip

    assert done.exit_code == 0, done.output
    assert [each for each in words[lang] if each not in page] == []
    assert page.count("<svg") == 2
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "c-difference.png").exists()
    rows = list(csv.DictReader((tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["what"] for row in rows] == ["mean"] * 6 + ["difference"] * 3
    assert {row["reference"] for row in rows} == {"", "sham"}


def test_the_terminal_tells_what_was_given_up_and_who_was_lost(kneewise, tmp_path):
    lines = (tmp_path / "long.csv").read_text(encoding="utf-8").splitlines()
    some = [lines[0], *(line for line in lines[1:] if int(line.split(",")[0]) < 12)]
    gone = [line for line in some if not (line.split(",")[3] == "12" and int(line.split(",")[0]) > 7)]
    (tmp_path / "few.csv").write_text("\n".join(gone) + "\n", encoding="utf-8")
    done = kneewise("outcomes", "change", "few.csv")
    told = " ".join(done.stdout.split())

    assert done.exit_code == 0, done.output
    assert "covariance parameters: believe the intervals with reserve" in told
    assert "At the last visit" in told
    assert "1 persons without a score at visit 0 left out" in done.stderr
    refused = kneewise("outcomes", "change", "few.csv", "--where", "arm=sham", "--covariance", "us")
    assert refused.exit_code == 3
    assert "no proper estimate" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        (("long.csv", "--score", "pain"), 2, "--score pain: no such column"),
        (("long.csv", "--arm", "treatment"), 2, "--arm treatment: no such column"),
        (("long.csv", "--covariate", "weight"), 2, "--covariate weight: no such column"),
        (("long.csv", "--reference", "placebo"), 2, "--reference placebo: no such arm; there are: cells, sham"),
        (("long.csv", "--baseline", "1"), 2, "--baseline 1: no such visit"),
        (("long.csv", "--visit", "week"), 2, "--baseline: name the visit"),
        (("long.csv", "--visits", ","), 2, "--visits: name one at least"),
        (("long.csv", "--visits", "3,9"), 2, "--visits 9: no such visit"),
        (("long.csv", "--where", "arm"), 2, "give it as COLUMN=VALUE"),
        (("long.csv", "--where", "arm=none"), 2, "no row has it"),
        (("long.csv", "--where", "visit=0"), 2, "is the only visit"),
        (("long.csv", "--covariance", "us,wild"), 2, "--covariance wild"),
        (("long.csv", "--covariance", ","), 2, "name one at least"),
        (("long.csv", "--vcov", "empirical", "--df", "kenward-roger"), 2, "--vcov empirical"),
        (("long.csv", "--instrument", "KOOS", "--part", "pain"), 3, "outside the range"),
        (("long.csv", "--formula", "arm * month"), 3, "found no column 'month'"),
        (("long.csv", "--formula", "arm + log(visit"), 3, "formula"),
        (("long.csv", "--formula", "arm | visit"), 3, "of several parts"),
        (("long.csv", "--formula", "arm"), 3, "without 'visit'"),
        (("nothing.csv",), 3, "nothing.csv, score: found no score"),
        (("wrong.csv", "--mean", "mean", "--se", "se"), 3, "wrong.csv, row 3, se: found 0; allowed: a number above 0"),
        (("wrong.csv", "--mean", "mean", "--sd", "sd", "--n", "n"), 3, "wrong.csv, row 4, n: found 9.5; allowed:"),
        (("twice.csv",), 3, "twice.csv, row 4, score: found a second score of one visit"),
        (("nowhere.csv",), 3, "nowhere.csv, row 3, visit: found a score at no visit"),
        (("moved.csv",), 3, "another value than in an earlier row"),
        (("taken.csv", "--covariate", "baseline"), 2, "column baseline: the name is taken"),
        (("paper.csv", "--mean", "mean"), 2, "give --se beside it"),
        (("paper.csv", "--mean", "mean", "--se", "se"), 3, "two rows of one arm at one visit"),
        (("paper.csv", "--mean", "mean", "--se", "error"), 2, "--se error: no such column"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
)
def test_what_cannot_be_taken_is_refused_with_its_place(kneewise, tmp_path, arguments, status, text):
    if arguments[0] == "long.csv" and "--instrument" in arguments:
        with (tmp_path / "long.csv").open("a", newline="", encoding="utf-8") as file:
            file.write("99,sham,60,3,140,40,Week 12\r\n")
    (tmp_path / "twice.csv").write_text("subject,arm,visit,score\n1,a,0,5\n1,a,3,6\n1,a,3,7\n")
    (tmp_path / "nowhere.csv").write_text("subject,arm,visit,score\n1,a,0,5\n1,a,,6\n")
    (tmp_path / "moved.csv").write_text("subject,arm,visit,score\n1,a,0,5\n1,b,3,6\n")
    (tmp_path / "nothing.csv").write_text("subject,arm,visit,score\n1,a,0,\n1,a,3,\n")
    (tmp_path / "wrong.csv").write_text(
        "arm,visit,mean,se,sd,n\nb,6,1,0.5,1,10\nb,3,1,0,1,10\na,6,1,0.5,1,9.5\na,3,,,,\n"
    )
    (tmp_path / "taken.csv").write_text(
        "subject,arm,visit,score,baseline\n1,a,0,5,1\n1,a,3,6,1\n2,b,0,4,2\n2,b,3,5,2\n"
    )
    done = kneewise("outcomes", "change", *arguments)

    assert done.exit_code == status, done.output
    assert text in done.stderr
