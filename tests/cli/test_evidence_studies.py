"""`kneewise evidence studies` and `check`: the shipped rows chosen and checked, each with its source."""

from __future__ import annotations

import csv
import json

import pytest

from kneewise.evidence import shipped_trials


def result(kneewise, *arguments):
    done = kneewise("evidence", "studies", *arguments, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize("rows", ["studies", "arms", "outcomes", "events", "findings", "reviews"])
def test_every_row_of_every_table_comes_with_its_source(kneewise, rows):
    listed = result(kneewise, "--rows", rows)[rows]

    assert len(listed) == len(getattr(shipped_trials(), rows))
    if rows != "arms":
        assert all(each["source"]["number"] or each["source"]["url"] for each in listed)


def test_filters_join(kneewise):
    listed = result(
        kneewise, "--product", "bmac", "--randomised", "--comparator", "saline", "--bias", "blinding=single"
    )

    assert [each["study"] for each in listed["studies"]] == ["Shapiro2017"]
    assert listed["asked"]["bias"] == [["blinding", ["single"]], ["randomised", ["yes"]]]


def test_a_reader_s_own_judgements_of_bias_are_used(kneewise, tmp_path):
    (tmp_path / "judged.csv").write_text("study,risk_of_bias\nBoffa2022,low\nShapiro2017,high\n", encoding="utf-8")

    listed = result(kneewise, "--product", "bmac", "--judged", "judged.csv", "--bias", "risk_of_bias=low")

    assert [(each["study"], each["risk_of_bias"]) for each in listed["studies"]] == [("Boffa2022", "low")]


def test_comparisons_are_a_table_ready_to_be_pooled(kneewise, tmp_path):
    done = kneewise("evidence", "studies", "--outcome", "pain", "--product", "bmac", "--rows", "comparisons",
                    "--out", "pain.csv")  # fmt: skip

    with (tmp_path / "pain.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(each["study"], each["months"]) for each in rows] == [("Boffa2022", "12.0"), ("Boffa2022", "24.0")]
    assert all(each["se"] and not each["sd1"] for each in rows)  # paired knees bring their own error
    assert "left out: Ruane2021, BMAC+PRP, NPRS pain: its printed interval does not contain it" in done.stderr


@pytest.mark.parametrize(("lang", "words"), [("en", "Trials of cell therapy"), ("ko", "무릎 세포치료 임상시험 자료")])
def test_terminal_and_page_say_what_was_found_in_both_languages(kneewise, tmp_path, lang, words):
    shown = kneewise("evidence", "studies", "--product", "bmac", "--lang", lang)
    kneewise("evidence", "studies", "--product", "bmac", "--lang", lang, "--html", "studies.html")

    assert words in shown.stdout and "10.1007/s00167-021-06793-4" in shown.stdout
    page = (tmp_path / "studies.html").read_text(encoding="utf-8")
    assert words in page and f'lang="{lang}"' in page


def test_products_are_listed_with_what_they_are(kneewise):
    done = kneewise("evidence", "studies", "--products", "--out", "-")

    listed = {each["product"]: each for each in json.loads(done.stdout)}
    assert listed["cord-blood-implant"]["route"] == "surgery"
    assert listed["bmac"]["words"]["ko"] == "골수 흡인 농축물"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--product", "cells"], 3, "product: found cells; allowed: bmac"),
        (["--months", "soon"], 2, "--months soon: give months as 6-12"),
        (["--bias", "blinding"], 2, "--bias blinding: give a column and a value"),
        (["--rows", "comparisons"], 2, "--rows comparisons: name one --outcome"),
        (["--out", "studies.xml"], 2, "its ending must be one of"),
    ],
)
def test_a_wrong_call_is_refused_with_its_reason(kneewise, arguments, status, told):
    done = kneewise("evidence", "studies", *arguments)

    assert (done.exit_code, told in done.output) == (status, True)


BAD = """study,n1,mean1,sd1,n2,mean2,sd2,effect,ci_low,ci_high,events1,percent1
A,20,5,-1,20,6,2,,,,3,15
B,0,5,1,20,6,2,,,,,
C,20,5,2,20,6,2,-1,-0.9,0.5,3,15
D,30,5,2,30,6,2,,,,,15
"""


def test_check_names_the_line_of_what_cannot_be_and_ends_with_1(kneewise, tmp_path):
    (tmp_path / "trials.csv").write_text(BAD, encoding="utf-8")

    done = kneewise("evidence", "check", "trials.csv", "--out", "-")

    found = [(each["row"], each["study"], each["kind"], each["rule"]) for each in json.loads(done.stdout)["findings"]]
    assert done.exit_code == 1
    assert (2, "A", "impossible", "not negative") in found
    assert (3, "B", "impossible", "somebody there") in found
    assert (4, "C", "impossible", "estimate in its interval") in found
    assert (5, "D", "doubtful", "per cent of people") in found


def test_check_of_sound_rows_says_so_and_ends_with_0(kneewise, tmp_path):
    (tmp_path / "trials.csv").write_text("study,n1,mean1,sd1,n2,mean2,sd2\nA,20,5,2,20,6,2\n", encoding="utf-8")

    done = kneewise("evidence", "check", "trials.csv", "--lang", "ko")

    assert (done.exit_code, "1행 점검: 문제 없음." in done.stdout) == (0, True)


def test_every_shipped_row_that_the_check_finds_bears_a_flag(kneewise):
    done = kneewise("evidence", "check", "--out", "-")

    tables = {name: getattr(shipped_trials(), name) for name in ("outcomes", "events", "reviews")}
    found = json.loads(done.stdout)["findings"]
    assert done.exit_code == 1 and found
    for each in found:
        table = each["study"].partition(".csv")[0]
        assert tables[table][each["row"] - 2].flags, each


def test_check_of_a_file_that_is_no_table_ends_with_3(kneewise, tmp_path):
    (tmp_path / "trials.csv").write_text("study,n1\nA,many\n", encoding="utf-8")

    done = kneewise("evidence", "check", "trials.csv")

    assert done.exit_code == 3
    assert "many" not in done.stderr


def test_check_blames_the_cell_that_is_no_number(kneewise, tmp_path):
    (tmp_path / "trials.csv").write_text("study,effect,se\nA,NA,0.2\nB,0.2,0.1\nC,n/a,0.1\n")

    done = kneewise("evidence", "check", "trials.csv")

    assert done.exit_code == 3
    assert "trials.csv, row 4, effect" in done.stderr
