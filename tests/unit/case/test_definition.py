"""What is derived from the one definition: tables, JSON Schema, template, reference; and what importing it
costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from kneewise.case.definition import TABLES
from kneewise.case.documents import document_from_case
from kneewise.case.record import Case
from kneewise.case.reference import record_reference
from kneewise.case.schema import case_schema
from kneewise.case.sets import Rejected, read_cases
from kneewise.case.template import case_template

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def test_there_is_one_table_for_the_cases_and_one_per_list():
    assert list(TABLES) == [
        "cases",
        "steps",
        "processing",
        "readings",
        "implants",
        "risks",
        "observations",
        "concurrent_procedures",
        "charges",
        "documents",
        "statements",
        "earlier",
        "scores",
        "events",
    ]


def test_nested_groups_flatten_with_an_underscore():
    cases = TABLES["cases"]

    assert cases.field("stay_admitted_at").path == "stay.admitted_at"
    assert (cases.field("kit_class").path, cases.field("kit_class").attribute) == ("kit.class", "kit.class_")
    assert [field.name for field in TABLES["steps"].fields] == [
        "case",
        "kind",
        "at",
        "volume_ml",
        "passes",
        "g",
        "minutes",
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [("processing", "step"), ("concurrent_procedures", "procedure"), ("documents", "document")],
)
def test_the_column_of_a_plain_list_bears_its_singular_name(table, column):
    assert TABLES[table].plain
    assert [field.name for field in TABLES[table].fields] == ["case", column]


def test_every_field_says_what_it_means_in_both_languages_and_has_its_limits():
    for table in TABLES.values():
        assert len({field.name for field in table.fields}) == len(table.fields)
        for field in table.fields:
            assert field.says["en"]
            assert field.says["ko"]
            assert bool(field.codes) == (field.kind == "code")
            assert (field.low is not None and field.high is not None) == (field.kind in ("integer", "number"))


def test_the_schema_is_a_schema_and_takes_the_published_cases():
    schema = case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    for path in (ROOT / "examples" / "disputes.yaml", HERE / "data" / "teaching.yaml"):
        for case in read_cases(path):
            validator.validate(json.loads(json.dumps(document_from_case(case))))


@pytest.mark.parametrize(
    "keys",
    [
        {"knee": "up"},
        {"knee": None},
        {"case": ""},
        {"case": 1},
        {"colour": "red"},
        {"stay": {"admited_at": None}},
        {"readings": [{"grade": 5}]},
        {"readings": [{"grade": "2"}]},
        {"readings": [None]},
        {"processing": ["spinning"]},
        {"service_on": "2024-3-1"},
        {"stay": {"admitted_at": "2024-03-12T10:00Z"}},
        {"discount": 0.5},
        {"discount": 10**15 + 1},
        {"traumatic": "true"},
        {"kit": {"model": "610101-2123456"}},
        # and what both take
        {"patient": None, "readings": None, "kit": {"model": None, "class": 4}},
        {"contract": {"generation": 2.0}, "note": "x", "expected": {"a": [1]}},
        {"technology": None, "lesion_area_cm2": 1},
    ],
)
def test_the_schema_and_the_reader_take_and_refuse_the_same(keys):
    document = {"case": "a", "knee": "left"} | keys
    schema_takes = jsonschema.Draft202012Validator(case_schema()).is_valid(document)

    import io

    (read,) = read_cases(io.StringIO(json.dumps(document)), form="json")
    assert isinstance(read, Case) == schema_takes


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_template_is_valid_once_case_and_knee_are_filled_in(tmp_path, lang):
    path = tmp_path / "case.yaml"
    template = case_template(lang)
    path.write_text(template, encoding="utf-8")
    (empty,) = read_cases(path)
    assert isinstance(empty, Rejected)
    assert [problem.field for problem in empty.problems] == ["case", "knee"]

    path.write_text(
        template.replace("\ncase:", "\ncase: a").replace("\nknee:", "\nknee: left"), encoding="utf-8"
    )

    assert list(read_cases(path)) == [Case(case="a", knee="left")]


def test_every_list_of_the_template_reads_once_its_rows_are_uncommented(tmp_path):
    path = tmp_path / "case.yaml"
    lines = case_template().replace("\ncase:", "\ncase: a").replace("\nknee:", "\nknee: left").splitlines()
    lines = [line[1:] if line.startswith("#  ") and "- #" not in line else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")

    (case,) = read_cases(path)

    assert isinstance(case, Case), case.problems
    for table in TABLES.values():
        if table.name != "cases" and not table.plain:
            assert len(getattr(case, table.name)) == 1


def test_the_committed_reference_of_fields_is_current():
    committed = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8")

    assert committed == record_reference(), (
        "run: python -m kneewise.case.reference > docs/reference/record.md"
    )


def test_reading_a_document_imports_nothing_heavy():
    code = (
        "import sys, kneewise.case.sets, kneewise.case.documents, kneewise.case.definition;"
        "heavy = ('yaml', 'duckdb', 'sqlglot', 'rich', 'json', 'csv', 'difflib');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )

    assert done.stdout.strip() == "[]"
