"""Permit numbers, and the dates of device identification."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from kneewise.device.permits import PERMIT_KINDS, normalise_permit, permit_shape
from kneewise.device.udi import UDI_STARTS_ON, day_zero_forbidden, udi_due


@pytest.mark.parametrize(
    "text",
    [
        *("제수허 11-854호", "제수허11-854", "제 수허 11-854 호", "제수허 11－854호", "제수허 １１-８５４호"),
        *("제수허\u3000 11–854 호", "제수허 11‑854호\n", unicodedata.normalize("NFD", "제수허 11-854호")),
    ],
)
def test_one_permit_written_in_many_ways_is_one(text):
    assert normalise_permit(text) == "제수허11-854"


@pytest.mark.parametrize(
    "text", ["제수허 118-54호", "제수허 11-0854호", "제허 11-854호", "수허 11-854호", ""]
)
def test_different_permits_stay_different(text):
    assert normalise_permit(text) != "제수허11-854"


@pytest.mark.parametrize("text", ["제수허 11-854호", " 호 호", "ａ－1", "", "ﬁ호"])
def test_writing_a_permit_twice_changes_nothing(text):
    assert normalise_permit(normalise_permit(text) + "호") == normalise_permit(text)


@pytest.mark.parametrize(
    ("text", "letters", "classes", "imported", "confidence"),
    [
        ("제수허 11-854호", "제수허", {3, 4}, True, "medium"),
        ("제허 20-1234호", "제허", {3, 4}, False, "low"),
        ("수허 20-1호", "수허", {3, 4}, True, "low"),
        ("제인 20-123", "제인", {2}, False, "low"),
        ("수인20-4321호", "수인", {2}, True, "low"),
        ("제신 20-3호", "제신", {1}, False, "low"),
        ("수신 20-3호", "수신", {1}, True, "low"),
    ],
)
def test_a_shape_tells_the_route_and_how_sure_that_is(text, letters, classes, imported, confidence):
    shape = permit_shape(text)

    assert shape is not None
    assert (shape.kind.letters, shape.kind.classes, shape.kind.imported) == (letters, classes, imported)
    assert shape.confidence == confidence
    assert ("seen in no source" in shape.sentence["en"]) is (confidence == "low")
    assert ("출처에서 확인되지 않았" in shape.sentence["ko"]) is (confidence == "low")


def test_only_the_shape_that_a_source_shows_is_more_than_low():
    assert [kind.letters for kind in PERMIT_KINDS.values() if kind.confidence != "low"] == ["제수허"]


@pytest.mark.parametrize(
    "text", ["", "11-854", "제수허", "제수허 2011-854호", "수입 11-854호", "제수허 11-854호 외", "K200123"]
)
def test_other_texts_have_no_shape(text):
    assert permit_shape(text) is None


@pytest.mark.parametrize(
    ("class_", "starts_on"),
    [(4, date(2019, 7, 1)), (3, date(2020, 7, 1)), (2, date(2021, 7, 1)), (1, date(2022, 7, 1))],
)
def test_identification_is_due_from_the_day_of_the_class(class_, starts_on):
    assert UDI_STARTS_ON[class_] == starts_on
    assert udi_due(class_, starts_on) is True
    assert udi_due(class_, date.fromordinal(starts_on.toordinal() - 1)) is False
    assert udi_due(class_, None) is None


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2019, 6, 30), False),
        (date(2019, 7, 1), None),
        (date(2022, 6, 30), None),
        (date(2022, 7, 1), True),
        (None, None),
    ],
)
def test_without_the_class_only_the_days_outside_all_starts_decide(on, due):
    assert udi_due(None, on) is due


@pytest.mark.parametrize(
    ("on", "forbidden"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (None, None)]
)
def test_the_day_00_is_forbidden_from_2025(on, forbidden):
    assert day_zero_forbidden(on) is forbidden
