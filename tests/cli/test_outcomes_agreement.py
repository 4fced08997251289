"""`kneewise outcomes agreement`: long and wide tables and cases give what the functions give."""

from __future__ import annotations

import csv
import json

import pytest

from kneewise.document import as_document
from kneewise.outcomes import compare_readers

WIDE = [("k1", 1, 2), ("k2", 2, 2), ("k3", 3, 1), ("k4", 4, 4), ("k5", 2, 3), ("k6", 1, None)]


@pytest.fixture(autouse=True)
def tables(tmp_path):
    with (tmp_path / "wide.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("knee", "treating", "adviser"), *WIDE])
    with (tmp_path / "long.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("knee", "scale", "reader", "grade"))
        for knee, *grades in WIDE:
            for reader, grade in zip(("treating", "adviser"), grades, strict=True):
                writer.writerow((knee, "KL", reader, grade))
        writer.writerow(("k1", "ICRS", "treating", 3))


def result(kneewise, *arguments):
    done = kneewise("outcomes", "agreement", *arguments, "--draws", 100, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_wide_table_gives_what_the_function_gives(kneewise):
    printed = result(
        kneewise, "wide.csv", "--readers", "treating,adviser", "--subject", "knee", "--grades", "0,1,2,3,4"
    )
    grades = [[one, float("nan") if two is None else two] for _, one, two in WIDE]
    called = as_document(compare_readers(grades, levels=(0.0, 1.0, 2.0, 3.0, 4.0), n_draws=100))

    same = ("coefficients", "alpha", "intraclass", "boundaries", "levels", "n_graded", "n_subjects", "n_compared")
    assert {name: printed[name] for name in same} == {name: called[name] for name in same}
    assert [each["subject"] for each in printed["disputes"]] == ["k3", "k1", "k5"]


def test_a_long_table_gives_the_same_as_a_wide_one(kneewise):
    wide = result(kneewise, "wide.csv", "--readers", "adviser,treating", "--subject", "knee", "--scale", "KL")
    long = result(kneewise, "long.csv", "--subject", "knee", "--scale", "KL")

    assert long == wide


def test_what_is_left_out_is_told(kneewise):
    done = kneewise("outcomes", "agreement", "long.csv", "--subject", "knee", "--scale", "KL")

    assert "1 row left out: another scale than KL\n1 row left out: no grade\n" in done.stderr


def test_a_scale_that_is_not_named_is_told(kneewise):
    done = kneewise("outcomes", "agreement", "wide.csv", "--readers", "treating,adviser", "--out", "-")

    assert done.stderr.startswith("grades taken as those that occur: 1, 2, 3, 4;")
    assert json.loads(done.stdout)["levels"] == [1, 2, 3, 4]


def test_readings_of_several_scales_are_not_mixed(kneewise):
    done = kneewise("outcomes", "agreement", "long.csv", "--subject", "knee")

    assert done.exit_code == 2 and "several scales (ICRS, KL): choose one with --scale" in done.output


def test_the_list_of_what_to_read_again_is_cut_as_asked(kneewise, tmp_path):
    call = ("wide.csv", "--readers", "treating,adviser", "--subject", "knee", "--scale", "KL", "--adjudicate", "a.csv")
    result(kneewise, *call)
    assert (tmp_path / "a.csv").read_text().splitlines() == [
        "subject,grade_treating,grade_adviser,steps_apart,crosses",
        "k3,3,1,2,1|2 2|3",
        "k1,1,2,1,1|2",
        "k5,2,3,1,2|3",
    ]
    assert [each["subject"] for each in result(kneewise, *call, "--at-least", "2")["disputes"]] == ["k3"]
    assert [each["subject"] for each in result(kneewise, *call, "--crossing", "1|2")["disputes"]] == ["k3", "k1"]


def test_of_cases_the_readings_count_that_decide_the_grade(kneewise, disputes):
    printed = result(kneewise, disputes, "--scale", "KL")

    assert printed["readers"] == ["independent", "insurer-adviser", "treating"]
    assert (printed["n_subjects"], printed["n_compared"]) == (11, 2)
    assert [(each["subject"], each["grades"]) for each in printed["disputes"]] == [("C11", [None, 1, 2])]


def test_one_reader_is_told(kneewise, tmp_path):
    (tmp_path / "one.csv").write_text("subject,reader,grade\nk1,A,1\nk2,A,2\n")
    (tmp_path / "twice.csv").write_text("subject,reader,grade\nk1,A,1\nk1,A,2\n")
    (tmp_path / "none.csv").write_text("subject,reader,grade\n")
    for name, text in (
        ("one.csv", "found grades of 1 reader; agreement needs two"),
        ("twice.csv", "found 1 subjects that one reader graded more than once"),
        ("none.csv", "found grades of 0 readers; agreement needs two"),
    ):
        done = kneewise("outcomes", "agreement", name)
        assert done.exit_code == 3 and text in done.stderr, done.output


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("two", "found text of 3 characters; allowed: a number or an empty cell"),
        ("7", "found a grade that is not on the scale; allowed: one of 0, 1, 2, 3, 4 or an empty cell"),
        ("2.5", "found a grade that is not on the scale; allowed: one of 0, 1, 2, 3, 4 or an empty cell"),
    ],
)
def test_a_grade_that_is_none_is_told_with_its_row(kneewise, tmp_path, cell, told):
    (tmp_path / "bad.csv").write_text(f"subject,scale,reader,grade\nk1,ICRS,A,1\nk1,KL,A,1\nk1,KL,B,{cell}\n")
    done = kneewise("outcomes", "agreement", "bad.csv", "--scale", "KL")

    assert done.exit_code == 3
    assert done.stderr == f"kneewise: bad.csv, row 4, grade: {told}\n"


def test_grades_in_words_are_a_scale_too(kneewise, tmp_path):
    (tmp_path / "words.csv").write_text("k,A,B\n1,mild,mild\n2,none,mild\n3,severe,severe\n4,mild,none\n")
    call = ("words.csv", "--readers", "A,B", "--subject", "k")

    assert result(kneewise, *call, "--grades", "none,mild,severe")["levels"] == ["none", "mild", "severe"]
    done = kneewise("outcomes", "agreement", *call, "--grades", "none,mild")
    assert "words.csv, row 4, A: found a grade that is not on the scale" in done.stderr


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_says_what_was_found(kneewise, tmp_path, lang):
    kneewise("outcomes", "agreement", "wide.csv", "--readers", "treating,adviser", "--subject", "knee", "--scale", "KL",
             "--html", "p.html", "--lang", lang)  # fmt: skip
    page = (tmp_path / "p.html").read_text(encoding="utf-8")

    words = {"en": ("Agreement of readers: KL", "treating against adviser", "Most of the disagreement"),
             "ko": ("판독자 간 일치도: KL", "등급 교차표", "불일치가 가장 많은 경계")}  # fmt: skip
    assert all(each in page for each in words[lang])
    assert page.count("<svg") == 2


def test_keys_and_grades_are_written_as_the_table_has_them(kneewise, tmp_path):
    (tmp_path / "n.csv").write_text("subject,reader,grade\n12345,1,0\n12345,2,2\n20001,1,1\n20001,2,1\n")
    done = kneewise(
        "outcomes", "agreement", "n.csv", "--grades", "0,1,2", "--adjudicate", "a.csv", "--out", "n-out.csv"
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.csv").read_text().splitlines() == [
        "subject,grade_1,grade_2,steps_apart,crosses", "12345,0,2,2,0|1 1|2"
    ]  # fmt: skip
    assert {line.split(",")[0] for line in (tmp_path / "n-out.csv").read_text().splitlines()[1:]} == {
        "all", "1 and 2", "0 | 1", "1 | 2"
    }  # fmt: skip
    assert "12345" in kneewise("outcomes", "agreement", "n.csv", "--grades", "0,1,2").stdout


def test_text_does_not_tell_the_order_of_grades(kneewise, tmp_path):
    (tmp_path / "t.csv").write_text(
        "subject,reader,grade\nk1,A,none\nk1,B,mild\nk2,A,severe\nk2,B,severe\nk3,A,mild\nk3,B,mild\n"
    )
    done = kneewise("outcomes", "agreement", "t.csv")
    assert done.exit_code == 2 and "give the grades in their order (mild, none, severe)" in done.output
    assert result(kneewise, "t.csv", "--grades", "none,mild,severe")["levels"] == ["none", "mild", "severe"]
