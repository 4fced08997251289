"""`kneewise case`: an empty record, its check, and its other forms."""

from __future__ import annotations

import json

import jsonschema
import pytest

from kneewise.case.documents import document_from_case
from kneewise.case.sets import read_cases


def documents_of(source):
    return [document_from_case(case) for case in read_cases(source)]


def by_key(documents):
    return sorted(documents, key=lambda document: document["case"])


def test_the_schema_is_a_json_schema(kneewise):
    schema = json.loads(kneewise("case", "schema").output)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"case": "a", "knee": "left"}, schema)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_an_empty_case_is_good_once_key_and_knee_are_filled_in(kneewise, tmp_path, lang):
    text = kneewise("case", "new", "--lang", lang).output
    filled = text.replace("case:  #", "case: a  #", 1).replace("\nknee:  #", "\nknee: left  #", 1)
    (tmp_path / "new.yaml").write_text(filled, encoding="utf-8")

    done = kneewise("case", "check", "new.yaml")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "1 good, 0 not\n")


def test_a_check_tells_each_problem_on_a_line(kneewise, bad_cases):
    done = kneewise("case", "check", bad_cases)

    assert done.exit_code == 1 and done.stderr == "1 good, 1 not\n"
    assert done.stdout == f"{bad_cases}, row 1, knee: found 'middle'; allowed: left, right\n"


def test_a_check_reads_standard_input(kneewise):
    assert kneewise("case", "check", "-", "--form", "json", stdin='[{"case": "a"}]').exit_code == 1


def test_a_check_reads_a_folder(kneewise, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "cases.csv").write_text("case,knee\nx,middle\ny,left\n", encoding="utf-8")

    done = kneewise("case", "check", "tables")

    assert done.exit_code == 1 and "cases.csv" in done.stdout and "knee" in done.stdout


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize("ending", ["yaml", "json", "jsonl"])
def test_a_set_comes_back_from_tables_as_it_was(kneewise, disputes, tmp_path, form, ending):
    assert kneewise("case", "convert", disputes, "tables", "--tables", form).exit_code == 0
    assert kneewise("case", "convert", "tables", f"back.{ending}").exit_code == 0

    back, given = by_key(documents_of(tmp_path / f"back.{ending}")), by_key(documents_of(disputes))
    for document in given:  # what is carried is text in a table
        if "expected" in document:
            document["expected"] = json.dumps(document["expected"], ensure_ascii=False)
    assert back == given


@pytest.mark.parametrize("ending", ["yaml", "json", "jsonl"])
def test_a_set_is_the_same_in_each_form_of_document(kneewise, disputes, tmp_path, ending):
    assert kneewise("case", "convert", disputes, f"a.{ending}").exit_code == 0

    assert documents_of(tmp_path / f"a.{ending}") == documents_of(disputes)


def test_standard_output_gets_json_lines(kneewise, disputes):
    lines = kneewise("case", "convert", disputes, "-").stdout.splitlines()

    assert [json.loads(line) for line in lines] == documents_of(disputes)


@pytest.mark.parametrize("target", ["out.json", "tables"])
def test_bad_cases_leave_nothing_behind(kneewise, bad_cases, tmp_path, target):
    done = kneewise("case", "convert", bad_cases, target)

    assert done.exit_code == 3 and list(tmp_path.iterdir()) == [bad_cases]


def test_bad_cases_can_be_left_out(kneewise, bad_cases, tmp_path):
    done = kneewise("case", "convert", bad_cases, "out.jsonl", "--skip-bad", "--rejects", "r.jsonl")

    assert done.exit_code == 4 and "1 case set aside: r.jsonl" in done.stderr
    assert [document["case"] for document in documents_of(tmp_path / "out.jsonl")] == ["y"]


def test_a_folder_with_something_in_it_is_refused(kneewise, disputes, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("mine", encoding="utf-8")

    assert kneewise("case", "convert", disputes, "tables").exit_code == 3
    assert (tmp_path / "tables" / "mine.txt").read_text(encoding="utf-8") == "mine"
