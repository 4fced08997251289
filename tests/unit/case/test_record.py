"""The typed record: what it takes, what it refuses, and that it never shows a value."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from datetime import date, datetime, timedelta, timezone

import pytest

from kneewise.case.record import Case, Patient, Reading
from kneewise.case.rows import Charge, Risk
from kneewise.errors import BadInput


def test_a_case_needs_only_its_key_and_its_knee():
    case = Case(case="a", knee="left")

    assert (case.claim, case.kit.permit, case.readings, dict(case.carried)) == ("a", None, (), {})


@pytest.mark.parametrize("grade", [5, -1, 2.5, "2", True, float("nan")])
def test_a_grade_is_a_whole_number_from_0_to_4(grade):
    with pytest.raises(BadInput, match=r"Reading\.grade"):
        Reading(scale="KL", grade=grade)


def test_a_whole_number_may_be_written_with_a_point():
    assert Reading(grade=2.0).grade == 2
    assert isinstance(Reading(grade=2.0).grade, int)


def test_text_is_kept_in_composed_form_and_empty_text_is_unknown():
    assert Patient(region="\u1109\u1165\u110b\u116e\u11af").region == "서울"
    assert Patient(region="").region is None


@pytest.mark.parametrize(
    "key", ["610101-2123456", "no 610101-8123456 x", "610101 - 1123456", "610101–1123456"]
)
def test_a_resident_number_is_refused_and_never_shown(key):
    with pytest.raises(BadInput) as refused:
        Patient(key=key)

    assert "123456" not in str(refused.value)


@pytest.mark.parametrize("key", ["610101-9123456", "61010-1123456", "2024-03-12", "h-07", "6101011123456"])
def test_other_numbers_are_no_resident_numbers(key):
    assert Patient(key=key).key == key


def test_money_is_whole_and_has_a_limit():
    assert Charge(amount=-(10**15)).amount == -(10**15)
    for amount in (10**15 + 1, 0.5, "1"):
        with pytest.raises(BadInput):
            Charge(amount=amount)


def test_an_instant_is_local_and_has_a_time():
    assert Risk(recorded_at=datetime(2024, 3, 10, 11)).recorded_at == datetime(2024, 3, 10, 11)
    with pytest.raises(BadInput, match="offset"):
        Risk(recorded_at=datetime(2024, 3, 10, 11, tzinfo=timezone(timedelta(hours=9))))
    with pytest.raises(BadInput, match="a day without a time"):
        Risk(recorded_at=date(2024, 3, 10))


def test_all_problems_are_told_at_once():
    with pytest.raises(BadInput) as refused:
        Case(case="", knee="middle", discount=-1)

    assert refused.value.total == 3


def test_a_record_shows_no_value_when_printed():
    assert "secret" not in repr(Case(case="secret", knee="left", patient=Patient(key="secret")))


def test_records_are_equal_by_value_and_cannot_be_changed():
    assert Reading(grade=2) == Reading(grade=2) != Reading(grade=3)
    assert len({Reading(grade=2), Reading(grade=2)}) == 1
    with pytest.raises(AttributeError):
        Reading(grade=2).grade = 3


def test_a_list_holds_rows_of_its_kind_only():
    with pytest.raises(BadInput, match="readings"):
        Case(case="a", knee="left", readings=(Risk(),))
    with pytest.raises(BadInput, match=r"'xray'"):
        Case(case="a", knee="left", documents=["xray"])


def test_a_record_is_copied_pickled_and_replaced():
    case = Case(case="a", knee="left", readings=[Reading(grade=2)], carried={"note": "x"})

    assert pickle.loads(pickle.dumps(case)) == case == copy.deepcopy(case)
    assert dataclasses.replace(case, knee="right").knee == "right"


def test_a_record_takes_its_own_fields_by_name_only():
    with pytest.raises(TypeError, match="colour"):
        Case(case="a", knee="left", colour="red")
    with pytest.raises(TypeError, match="knee"):
        Case(case="a")
    with pytest.raises(TypeError):
        Case("a", "left")
