"""`kneewise review` and `kneewise.review`: the same answers in every form, each file whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
from datetime import date, datetime
from pathlib import Path

import duckdb
import jsonschema
import pytest

import kneewise as package
from kneewise.case.documents import document_from_case
from kneewise.case.sets import read_cases
from kneewise.errors import BadInput
from kneewise.policy.book import load_program
from kneewise.review.answer_schema import answer_schema, schema_text
from kneewise.review.kits import label_row, licence_book
from kneewise.review.peers import peer_facts
from kneewise.review.verdict_rows import codes_of, verdict_columns

ROOT = Path(__file__).parents[2]


def answers_of(done):
    assert done.exit_code in (0, 4), done.output
    return json.loads(done.stdout)


def test_one_case_is_shown_in_full(kneewise, one_case):
    done = kneewise("review", one_case)

    assert done.exit_code == 0 and done.stderr == ""
    assert done.stdout.startswith("C01") and "Refer to a reviewer" in done.stdout


def test_korean_is_spoken_where_asked(kneewise, one_case):
    assert "고시 적합성" in kneewise("review", one_case, "--lang", "ko").stdout


def test_many_cases_are_counted_and_the_worst_are_shown(kneewise, disputes):
    done = kneewise("review", disputes)

    assert "12 cases" in done.stdout and "9 more cases: --out FILE" in done.stdout


def test_parts_limit_what_is_shown(kneewise, one_case):
    done = kneewise("review", one_case, "--part", "kit")

    assert "Kit" in done.stdout and "Eligibility" not in done.stdout and "Admission" not in done.stdout


def test_verbose_shows_what_is_met(kneewise, one_case):
    sentence = "The marrow is the patient's own."

    assert sentence not in kneewise("review", one_case).stdout
    assert sentence in kneewise("review", one_case, "--verbose").stdout


def test_json_goes_to_standard_output_and_talk_does_not(kneewise, disputes):
    done = kneewise("review", disputes, "--out", "-", "--only", "refer")

    assert {answer["recommendation"] for answer in answers_of(done)} == {"refer"}
    assert "of 12 cases" in done.stderr


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ("refer", lambda answer: answer["recommendation"] == "refer"),
        ("admission=fail", lambda answer: answer["parts"]["admission"]["outcome"] == "fail"),
        ("missing", lambda answer: "missing" in {part["outcome"] for part in answer["parts"].values()}),
    ],
)
def test_only_keeps_the_cases_that_fit(kneewise, disputes, wish, fits):
    every = answers_of(kneewise("review", disputes, "--out", "-"))
    kept = answers_of(kneewise("review", disputes, "--out", "-", "--only", wish))

    assert kept == [answer for answer in every if fits(answer)] and len(kept) > 0


def test_two_wishes_keep_what_fits_either(kneewise, disputes):
    kept = answers_of(kneewise("review", disputes, "--out", "-", "--only", "refer", "--only", "pay"))

    assert {answer["recommendation"] for answer in kept} == {"refer", "pay"}


def test_nothing_kept_is_said(kneewise, one_case):
    assert kneewise("review", one_case, "--only", "pay").stdout == "No case.\n"
    assert kneewise("review", one_case, "--only", "pay", "--out", "-").stdout == "[]\n"


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "parquet"])
def test_the_same_input_gives_the_same_bytes(kneewise, disputes, tmp_path, ending):
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    for path in (first, second):
        done = kneewise("review", disputes, "--out", path)
        assert done.exit_code == 0 and done.stdout == "" and done.stderr == f"12 cases: {path}\n"

    assert first.read_bytes() == second.read_bytes()


def test_json_lines_hold_what_json_holds(kneewise, disputes, tmp_path):
    kneewise("review", disputes, "--out", "a.json")
    kneewise("review", disputes, "--out", "a.jsonl")

    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(
        (tmp_path / "a.json").read_text(encoding="utf-8")
    )


def test_csv_and_parquet_hold_one_row_of_verdicts_a_case(kneewise, disputes, tmp_path):
    kneewise("review", disputes, "--out", "a.csv")
    kneewise("review", disputes, "--out", "a.parquet")
    answers = answers_of(kneewise("review", disputes, "--out", "-"))

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = duckdb.sql(f"select * from '{tmp_path / 'a.parquet'}'")
    assert found.columns == list(verdict_columns(load_program())) == list(rows[0])
    assert [["" if value is None else str(value) for value in row] for row in found.fetchall()] == [
        list(row.values()) for row in rows
    ]
    assert [row["recommendation"] for row in rows] == [answer["recommendation"] for answer in answers]
    assert [row["kit"] for row in rows] == [answer["parts"]["kit"]["outcome"] for answer in answers]


def test_the_codes_of_a_row_are_those_of_the_engine(disputes):
    cases, program, licences = list(read_cases(disputes)), load_program(), licence_book()
    answers = package.review(cases)
    order = ("eligibility", "kit", "admission", "contract", "integrity")

    for case, peer, answer in zip(cases, peer_facts(cases), answers, strict=True):
        licence = licences.row(case.kit.permit, case.service_on, case.kit.class_)
        words, _ = program.functions["codes"](program.facts(case, label_row(case.kit.udi), licence, peer))
        expected = {
            (part, n): word for part, each in zip(order, words, strict=True) for n, word in enumerate(each)
        }
        assert codes_of(answer, program) == expected


def test_the_page_is_one_file_and_the_same_on_the_same_day(kneewise, disputes, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("a.html", "b.html"):
        assert kneewise("review", disputes, "--html", name, "--part", "kit").exit_code == 0

    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "2023-11-14" in page and "C16" in page


def test_bad_cases_stop_the_review_and_all_problems_are_told(kneewise, bad_cases, tmp_path):
    done = kneewise("review", bad_cases, "--out", "a.json")

    assert done.exit_code == 3
    assert done.stderr == f"kneewise: {bad_cases}, row 1, knee: found 'middle'; allowed: left, right\n"
    assert not (tmp_path / "a.json").exists()


def test_bad_cases_can_be_set_aside(kneewise, bad_cases, tmp_path):
    done = kneewise("review", bad_cases, "--skip-bad", "--rejects", "r.jsonl", "--out", "-")

    assert [answer["case"] for answer in answers_of(done)] == ["y"]
    assert done.exit_code == 4 and "1 case set aside: r.jsonl" in done.stderr
    (rejected,) = [
        json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert rejected == {
        "file": str(bad_cases),
        "row": 1,
        "problems": [{"field": "knee", "found": "'middle'", "allowed": "left, right"}],
        "document": {"case": "x", "knee": "middle"},
    }


def test_a_folder_of_tables_gives_the_answers_of_its_documents(kneewise, disputes):
    kneewise("case", "convert", disputes, "tables")

    found = answers_of(kneewise("review", "tables", "--out", "-"))
    assert found == sorted(
        answers_of(kneewise("review", disputes, "--out", "-")), key=lambda answer: answer["case"]
    )


def test_bad_rows_of_a_folder_can_be_set_aside(kneewise, tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "cases.csv").write_text("case,knee\nx,middle\ny,left\n", encoding="utf-8")

    assert kneewise("review", "tables").exit_code == 3
    done = kneewise("review", "tables", "--skip-bad", "--out", "-")
    assert done.exit_code == 4 and [answer["case"] for answer in answers_of(done)] == ["y"]


def test_standard_input_is_read(kneewise, one_case):
    text = one_case.read_text(encoding="utf-8")

    assert [answer["case"] for answer in answers_of(kneewise("review", "-", "--out", "-", stdin=text))] == [
        "C01"
    ]


def test_a_replay_leaves_out_what_had_not_been_issued(kneewise, one_case):
    def clauses(done):
        return {each["clause"] for each in answers_of(done)[0]["parts"]["eligibility"]["findings"]}

    assert "kl4-contested" in clauses(kneewise("review", one_case, "--out", "-"))
    assert "kl4-contested" not in clauses(kneewise("review", one_case, "--out", "-", "--as-of", "2024-03-19"))


def test_one_policy_can_be_asked_alone(kneewise, one_case):
    (answer,) = answers_of(kneewise("review", one_case, "--out", "-", "--policy", "kr/kit"))

    outcomes = {part: each["outcome"] for part, each in answer["parts"].items()}
    assert outcomes == {**dict.fromkeys(outcomes, "not-applicable"), "kit": "missing"}


def test_answers_fit_their_schema(kneewise, disputes):
    jsonschema.Draft202012Validator.check_schema(answer_schema())

    jsonschema.validate(answers_of(kneewise("review", disputes, "--out", "-")), answer_schema())


def test_the_documented_schema_is_current(kneewise):
    assert (ROOT / "docs/reference/answer.schema.json").read_text(encoding="utf-8") == schema_text()
    assert kneewise("review", "--schema").output == schema_text()


def test_python_gives_what_the_command_gives(kneewise, disputes):
    expected = answers_of(kneewise("review", disputes, "--out", "-"))
    cases = list(read_cases(disputes))

    assert package.review(disputes) == package.review(cases) == expected
    assert package.review([document_from_case(case) for case in cases]) == expected
    with disputes.open("rb") as stream:
        assert package.review(stream) == expected


def test_python_takes_one_case_alone(disputes):
    case = next(iter(read_cases(disputes)))

    assert package.review(case) == package.review(document_from_case(case)) == package.review([case])
    alone = package.review(case, policies=["kr/kit"], as_of=date(2024, 1, 1))
    assert alone[0]["case"] == "C01"
    assert package.review(case, policies=["kr/kit"], as_of="2024-01-01") == alone


def test_python_takes_one_policy_by_its_name(disputes):
    case = next(iter(read_cases(disputes)))

    assert package.review(case, policies="kr/kit") == package.review(case, policies=["kr/kit"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"as_of": 20240101}, "as_of: found a whole number of 8 digits; allowed: a date"),
        ({"as_of": "1 May"}, "as_of: found text of 5 characters; allowed: a date"),
        ({"as_of": datetime(2024, 1, 1)}, "as_of: found a value of type datetime; allowed: a date"),
        ({"cases": None}, "cases: found nothing; allowed: a path"),
        ({"cases": 3}, "cases: found a whole number of 1 digits; allowed: a path"),
    ],
)
def test_python_says_what_it_cannot_take(given, told):
    with pytest.raises(BadInput, match=re.escape(told)):
        package.review(**({"cases": []} | given))


def test_python_refuses_a_case_twice(disputes):
    case = next(iter(read_cases(disputes)))

    with pytest.raises(BadInput, match="each case once in a set"):
        package.review([case, case])


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_place_that_cannot_be_written_is_refused(kneewise, one_case, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)

    assert kneewise("review", one_case, "--out", "closed/a.json").exit_code == 3


def test_a_folder_in_the_place_of_the_output_is_refused(kneewise, one_case, tmp_path):
    (tmp_path / "a.json").mkdir()

    done = kneewise("review", one_case, "--out", "a.json")

    assert done.exit_code == 3 and sorted(tmp_path.iterdir()) == sorted([tmp_path / "a.json", one_case])


def test_findings_are_the_same_from_documents_and_from_tables(kneewise, disputes):
    kneewise("case", "convert", disputes, "tables")
    for ending in ("csv", "parquet"):
        assert kneewise("review", disputes, "--findings", f"documents.{ending}").exit_code == 0
        assert kneewise("review", "tables", "--findings", f"tables.{ending}").exit_code == 0

    rows = Path("documents.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("case,claim,part,policy,clause,result,")
    assert any(row.startswith("C01,C01,eligibility,kr/knee-bmac,kl4-contested,not-met,review,") for row in rows)
    assert sorted(rows) == sorted(Path("tables.csv").read_text(encoding="utf-8").splitlines())


def test_a_folder_and_its_documents_give_the_same_answers(kneewise, disputes):
    kneewise("case", "convert", disputes, "tables")
    kneewise("review", disputes, "--out", "documents.json")
    kneewise("review", "tables", "--out", "tables.json")

    documents = {each["case"]: each for each in json.loads(Path("documents.json").read_text(encoding="utf-8"))}
    tables = {each["case"]: each for each in json.loads(Path("tables.json").read_text(encoding="utf-8"))}
    assert documents == tables
