"""Licences: what ships, what is refused, and what holds on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kneewise.device.licences import (
    Licence,
    licence_facts,
    licence_spans,
    read_licences,
    shipped_licences,
)
from kneewise.errors import BadInput

HEADER = "permit,class,intended_use,from,until,source,note\n"


def a_licence(**fields):
    return Licence(**{"permit": "제수허 21-100호", "intended_use": "marrow", "source": "test", **fields})


def test_only_the_licence_that_a_source_tells_of_ships():
    (licence,) = shipped_licences()

    assert (licence.permit, licence.intended_use) == ("제수허 11-854호", "blood")
    assert (licence.from_, licence.until, licence.class_) == (None, None, None)
    assert "49705" in licence.source
    assert "single source" in (licence.note or "")
    assert licence_facts(shipped_licences(), "제수허11-854", date(2012, 6, 12)) == (True, {"blood"})
    assert licence_facts(shipped_licences(), "제수허11-854", None) == (True, {"blood"})


@pytest.mark.parametrize(
    ("on", "in_force", "covers"),
    [
        (date(2021, 2, 28), False, set()),
        (date(2021, 3, 1), True, {"blood"}),
        (date(2022, 5, 31), True, {"blood"}),
        (date(2022, 6, 1), True, {"blood", "marrow"}),
        (date(2024, 12, 31), True, {"blood", "marrow"}),
        (date(2025, 1, 1), False, set()),  # `until` leaves out its day
        (None, None, None),
        (date.min, False, set()),
        (date.max, False, set()),
    ],
)
def test_a_licence_holds_from_its_first_day_and_not_on_its_until(on, in_force, covers):
    licences = [
        a_licence(intended_use="blood", from_=date(2021, 3, 1), until=date(2025, 1, 1)),
        a_licence(permit="제수허21-100", from_=date(2022, 6, 1), until=date(2025, 1, 1)),
        a_licence(permit="제수허 21-101호", intended_use="fat"),
    ]

    assert licence_facts(licences, "제 수허 21－100 호", on) == (in_force, covers)


@pytest.mark.parametrize(
    ("fields", "on", "facts"),
    [
        ({"until": date(2025, 1, 1)}, date(1990, 1, 1), (True, {"marrow"})),  # start not known
        ({"until": date(2025, 1, 1)}, date(2025, 1, 1), (False, set())),
        ({"until": date(2025, 1, 1)}, None, (None, None)),
        ({"from_": date(2025, 1, 1)}, date(2024, 12, 31), (False, set())),
        ({"from_": date(2025, 1, 1)}, date(9999, 12, 31), (True, {"marrow"})),
        ({}, None, (True, {"marrow"})),
        ({"until": date.min + timedelta(1)}, date.min, (True, {"marrow"})),
        ({"from_": date.min}, date.min, (True, {"marrow"})),
    ],
)
def test_open_ends_and_the_unknown_day(fields, on, facts):
    assert licence_facts([a_licence(**fields)], "제수허 21-100호", on) == facts


@pytest.mark.parametrize("permit", [None, "", "  ", "호", "제수허 99-1호"])
def test_a_permit_that_is_not_known_answers_unknown(permit):
    assert licence_facts([a_licence()], permit, date(2024, 1, 1)) == (None, None)
    assert licence_spans([a_licence()], permit) == ()


def test_in_force_without_day_is_known_where_every_day_agrees():
    licences = [a_licence(intended_use="blood"), a_licence(from_=date(2024, 1, 1))]

    assert licence_facts(licences, "제수허 21-100호", None) == (True, None)


def test_the_spans_of_a_permit_cover_every_day_once():
    licences = [
        a_licence(intended_use="blood", until=date(2022, 1, 1)),
        a_licence(from_=date(2021, 1, 1), until=date(2023, 1, 1)),
    ]
    spans = licence_spans(licences, "제수허 21-100호")

    assert [(span.from_, span.until, span.in_force, sorted(span.covers)) for span in spans] == [
        (None, date(2021, 1, 1), True, ["blood"]),
        (date(2021, 1, 1), date(2022, 1, 1), True, ["blood", "marrow"]),
        (date(2022, 1, 1), date(2023, 1, 1), True, ["marrow"]),
        (date(2023, 1, 1), None, False, []),
    ]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_of_licences_is_read(tmp_path, start, end):
    path = tmp_path / "licences.csv"
    rows = (
        HEADER + '제수허 21-100호,3,marrow,2021-03-01,2026-03-01,"a, b",\n\n수인 22-7호,,fat,,,letter,short\n'
    )
    path.write_bytes((start + rows.replace("\n", end)).encode())

    first, second = read_licences(path)

    assert (first.permit, first.class_, first.intended_use) == ("제수허 21-100호", 3, "marrow")
    assert (first.from_, first.until) == (date(2021, 3, 1), date(2026, 3, 1))
    assert (first.source, first.note) == ("a, b", None)
    assert (second.class_, second.from_, second.until, second.note) == (None, None, None, "short")


def test_columns_that_may_be_left_out_are_left_out(tmp_path):
    path = tmp_path / "licences.csv"
    path.write_text("source,intended_use,permit\nletter,marrow,제수허 21-100호\n", encoding="utf-8")

    assert read_licences(str(path))[0].from_ is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "permit: found 0 columns; allowed: 1 column"),
        ("permit,source\n", "intended_use: found 0 columns"),
        (HEADER.replace("until", "untill"), "untill: found an unknown column; allowed: permit, class"),
        (HEADER.strip() + ",permit\n", "permit: found 2 columns"),
        (HEADER + "제수허 21-100호,3,marrow\n", "row 1: found 3 cells; allowed: 7 cells"),
        (HEADER + ",3,marrow,,,letter,\n", "row 1, permit: found nothing"),
        (HEADER + "호,3,marrow,,,letter,\n", "row 1, permit: found '호'"),
        (HEADER + "A,5,marrow,,,letter,\n", "row 1, class: found '5'; allowed: 1, 2, 3, 4 or empty"),
        (
            HEADER + "A,3,Marrow,,,letter,\n",
            "row 1, intended_use: found 'Marrow'; allowed: blood, marrow, fat, other",
        ),
        (HEADER + "A,3,marrow,,,,\n", "row 1, source: found nothing"),
        (HEADER + "A,3,fat,,,a,\nA,3,marrow,2024-02-30,,letter,\n", "row 2, from: found '2024-02-30'"),
        (HEADER + "A,3,marrow,20240201,,letter,\n", "row 1, from: found '20240201'"),
        (HEADER + "A,3,marrow,２０２４-01-01,,letter,\n", "row 1, from: found"),
        (
            HEADER + "A,3,marrow,2024-02-01,2024-02-01,letter,\n",
            "row 1, until: found 2024-02-01; allowed: a day after",
        ),
        (HEADER + 'A,3,marrow,,,"letter,\n', "unexpected end of data"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(tmp_path, text, told):
    path = tmp_path / "licences.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_licences(path)

    assert told in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.exit_code == 3


def test_every_problem_of_a_file_is_counted(tmp_path):
    path = tmp_path / "licences.csv"
    path.write_text(HEADER + "A,3,bone,,,letter,\n" * 80, encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_licences(path)

    assert (caught.value.total, len(caught.value.problems)) == (80, 50)


def test_a_file_in_another_encoding_and_no_file_are_refused(tmp_path):
    path = tmp_path / "licences.csv"
    path.write_bytes((HEADER + "제수허 21-100호,3,marrow,,,letter,\n").encode("cp949"))

    for wrong in (path, tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput):
            read_licences(wrong)


@pytest.mark.parametrize(
    "fields",
    [
        {"permit": " "},
        {"source": ""},
        {"intended_use": "bone"},
        {"class_": 5},
        {"from_": date(2024, 1, 2), "until": date(2024, 1, 2)},
    ],
)
def test_a_licence_that_cannot_be_is_refused_where_it_is_made(fields):
    with pytest.raises(ValueError, match=r"licence|intended_use|class"):
        a_licence(**fields)
