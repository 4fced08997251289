"""One document read as a case: types, codes, keys, identity, and all problems at once."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from kneewise.case.documents import case_from_document, document_from_case
from kneewise.case.sets import Rejected, read_cases
from kneewise.errors import BadInput

HERE = Path(__file__).parent
DISPUTES = HERE.parents[2] / "examples" / "disputes.yaml"


def problems_of(**keys):
    with pytest.raises(BadInput) as refused:
        case_from_document({"case": "a", "knee": "left"} | keys)
    return refused.value.problems


def only_problem(**keys):
    (problem,) = problems_of(**keys)
    return problem


def test_the_teaching_record_reads_with_every_value_in_its_place():
    (case,) = read_cases(HERE / "data" / "teaching.yaml")

    assert case.case == "demo-001-left"
    assert case.service_on == date(2024, 3, 12)
    assert case.patient.region is None
    assert case.steps[0].at == datetime(2024, 3, 12, 10)
    assert [step.kind for step in case.steps][-1] == "injection"
    assert case.kit.permit == "제수허 21-100호"
    assert case.kit.udi == "(01)08800000000015(17)260131(10)A1"
    assert case.stay.discharged_at == datetime(2024, 3, 13, 10)
    assert case.observations[0].unit == "mm[Hg]"
    assert case.charges[0].amount == 9_400_000
    assert case.charges[0].covered is False
    assert case.documents == ("xray-report", "operative-record")
    assert case.scores[0].score == 44.4
    assert case.concurrent_procedures == ()


def test_the_twelve_published_disputes_read():
    cases = list(read_cases(DISPUTES))

    assert len(cases) == 12
    assert not [case for case in cases if isinstance(case, Rejected)]
    assert cases[0].carried["expected"] == {"eligibility": "review"}
    assert cases[1].claim == "C02" == cases[2].claim
    assert cases[3].carried["note"].startswith("The hospital said that 90 %")


def test_a_case_written_as_a_document_reads_back_equal():
    for case in (*read_cases(DISPUTES), *read_cases(HERE / "data" / "teaching.yaml")):
        document = json.loads(json.dumps(document_from_case(case)))

        assert case_from_document(document) == case


@pytest.mark.parametrize(
    ("keys", "field", "found"),
    [
        ({"knee": "middle"}, "knee", "'middle'"),
        ({"knee": None}, "knee", "nothing"),
        ({"case": ""}, "case", "nothing"),
        ({"case": 12}, "case", "a whole number of 2 digits"),
        ({"traumatic": "true"}, "traumatic", "text of 4 characters"),
        ({"traumatic": 1}, "traumatic", "a whole number of 1 digits"),
        ({"injection_number": True}, "injection_number", "a truth value"),
        ({"injection_number": "2"}, "injection_number", "text of 1 characters"),
        ({"injection_number": 0}, "injection_number", "a whole number below 1"),
        ({"lesion_area_cm2": -0.1}, "lesion_area_cm2", "a number below 0"),
        ({"lesion_area_cm2": float("inf")}, "lesion_area_cm2", "NaN or infinity"),
        ({"discount": 10**30}, "discount", "a whole number above 1000000000000000"),
        ({"discount": 1.5}, "discount", "a number with decimals"),
        ({"service_on": "2024-02-30"}, "service_on", "a day that is not in the calendar"),
        ({"service_on": "2023-02-29"}, "service_on", "a day that is not in the calendar"),
        ({"service_on": "20240312"}, "service_on", "text of 8 characters"),
        ({"service_on": "2024-W10-1"}, "service_on", "text of 10 characters"),
        ({"service_on": "2024-03-12T10:00"}, "service_on", "a day with a time"),
        ({"service_on": "0024-03-12"}, "service_on", "a day of another century"),
        ({"stay": {"admitted_at": "2024-03-12"}}, "stay.admitted_at", "a day without a time"),
        ({"stay": {"admitted_at": "2024-03-12T10:00Z"}}, "stay.admitted_at", "a time with an offset"),
        ({"stay": {"admitted_at": "2024-03-12T10:00+09:00"}}, "stay.admitted_at", "a time with an offset"),
        ({"stay": {"admitted_at": "2024-03-12T24:00"}}, "stay.admitted_at", "text of 16 characters"),
        ({"stay": {"admitted_at": "2024-03-12T10"}}, "stay.admitted_at", "text of 13 characters"),
        ({"stay": []}, "stay", "a list of 0"),
        ({"readings": {}}, "readings", "a group of 0 keys"),
        ({"readings": [None]}, "readings[1]", "nothing"),
        ({"readings": [{}, {"grade": 7}]}, "readings[2].grade", "a whole number above 4"),
        ({"processing": ["spinning"]}, "processing[1]", "'spinning'"),
        ({"processing": [None]}, "processing[1]", "nothing"),
        ({"processing": "centrifugation"}, "processing", "text of 14 characters"),
        ({"kit": {"model": "a\x00b"}}, "kit.model", "text with control characters"),
        ({"kit": {"model": "\ud800"}}, "kit.model", "text with control characters"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_place(keys, field, found):
    problem = only_problem(**keys)

    assert (problem.field, problem.found) == (field, found)


def test_a_leap_day_is_a_day():
    assert case_from_document({"case": "a", "knee": "left", "service_on": "2024-02-29"}).service_on.day == 29


def test_an_unknown_key_is_refused_with_the_nearest_known_one():
    problem = only_problem(stay={"admited_at": "2024-03-12T10:00"})

    assert (problem.field, problem.found) == ("stay", "unknown key 'admited_at'")
    assert problem.allowed == "did you mean 'admitted_at'?"


@pytest.mark.parametrize(
    "key",
    [
        "name",
        "Patient_Name",
        "rrn",
        "SSN",
        "national-id",
        "phone",
        "이름",
        "주민등록번호",
        "birth_date",
        "생년월일",
    ],
)
def test_a_key_for_a_person_is_refused_everywhere_without_its_value(key):
    for keys in ({key: "홍길동"}, {"patient": {key: "홍길동"}}, {"expected": {"who": [{key: "홍길동"}]}}):
        problem = only_problem(**keys)

        assert "could name a person" in problem.found
        assert "홍길동" not in str(problem)


@pytest.mark.parametrize(
    "keys",
    [
        {"note": "seen with 610101-2123456 today"},
        {"expected": ["610101-2123456"]},
        {"expected": {"610101-2123456": 1}},
        {"stay": {"reason": "610101-2123456"}},
        {"knee": "610101-2123456"},
        {"610101-2123456": 1},
        {"patient": {"key": "６１０１０１-2123456 610101-2123456"}},
    ],
)
def test_a_resident_number_is_refused_anywhere_and_never_shown(keys):
    assert "2123456" not in str(only_problem(**keys))


def test_all_problems_of_a_document_come_together():
    found = problems_of(knee="up", colour="red", readings=[{"grade": 9}, {"scale": "XX"}], discount="0")

    assert [problem.field for problem in found] == [
        "knee",
        None,
        "readings[1].grade",
        "readings[2].scale",
        "discount",
    ]


@pytest.mark.parametrize("document", [None, [], "text", 3, [["case", "a"]]])
def test_a_document_is_a_group_of_keys(document):
    with pytest.raises(BadInput, match="a group of keys"):
        case_from_document(document)


def test_values_of_patients_never_stand_in_errors():
    secret = "Kim-Secret-77"
    for keys in (
        {"discount": secret},
        {"service_on": secret},
        {"stay": {"admitted_at": secret}},
        {"traumatic": secret},
    ):
        assert secret not in str(only_problem(**keys))


def test_whole_numbers_may_be_floats_as_spreadsheets_and_json_write_them():
    case = case_from_document(
        {"case": "a", "knee": "left", "contract": {"generation": 2.0, "paid_this_year": 1e6}}
    )

    assert case.contract.generation == 2
    assert re.fullmatch("[0-9]+", str(case.contract.paid_this_year))


def test_carried_content_must_not_be_too_deep():
    deep: object = 1
    for _ in range(100):
        deep = [deep]

    assert "too deeply" in only_problem(expected=deep).found
