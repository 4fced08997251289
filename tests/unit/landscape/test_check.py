"""The check finds what was planted, and in the shipped records no error."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kneewise.landscape import check_landscape, read_landscape

ON = date(2026, 11, 26)


def found(tables, level="error"):
    return {
        (each.code, each.keys) for each in check_landscape(read_landscape(tables.folder), ON) if each.level == level
    }


def test_the_shipped_records_have_no_error_and_tell_what_a_reader_must_know(shipped):
    counts = Counter((each.level, each.code) for each in check_landscape(shipped, ON))

    assert {level for level, _ in counts} == {"note"}
    assert counts["note", "twin-trials"] == 2
    assert counts["note", "plan-past-due"] == 4
    assert counts["note", "contradicting-milestones"] == 2
    assert counts["note", "not-found"] == 3
    assert counts["note", "shared-name"] == 2
    assert counts["note", "mixed-price-kinds"] == 5
    assert counts["note", "conflict-open"] + counts["note", "conflict-settled"] == 20
    assert counts["note", "doubtful-address"] > 50


def test_the_same_trial_in_two_registries_is_a_duplicate_unless_marked(tables):
    for trial in ("UMIN000040885", "jRCT2033210138"):
        tables("trials", trial, twins="")

    assert found(tables) == {("duplicate-trials", ("UMIN000040885", "jRCT2033210138"))}


@pytest.mark.parametrize(
    ("table", "row", "cells", "code"),
    [
        (
            "milestones",
            "cartistem-kr-2012-01-19-approved",
            {"date": "2011-01-19", "source_date": "2011-01-19"},
            "order",
        ),
        ("milestones", "tg-c-us-2020-04-10-hold-lifted", {"date": "2019-01-10"}, "order"),
        ("milestones", "spherox-eu-2017-07-10-approved", {"date": "2017-05-10"}, "order"),
        ("milestones", "jointstem-kr-2025-08-05-refused", {"source_date": "2025-08-01"}, "told-before-it-happened"),
        (
            "milestones",
            "allojoin-cn-2023-04-phase-3-start",
            {"verification": "single-source"},
            "contradicting-milestones",
        ),
        ("trials", "NCT01041001", {"completion": "2008-01"}, "trial-order"),
        ("trials", "NCT01733186", {"results_posted": "2012-07-30"}, "trial-order"),
        ("trials", "NCT02003131", {"enrolment": "7"}, "withdrawn-with-patients"),
    ],
)
def test_what_cannot_be_is_an_error(tables, table, row, cells, code):
    tables(table, row, **cells)

    assert {each for each, _ in found(tables)} == {code}
    assert any(row in keys for _, keys in found(tables))


def test_a_second_round_after_a_refusal_is_no_error(tables):
    # JointStem was refused in 2018; that application is not in the records, those of 2021 and 2024 are.
    assert found(tables) == set()


def test_a_month_and_a_day_inside_it_do_not_contradict_each_other(tables):
    tables("milestones", "allojoin-cn-2023-04-phase-3-start", verification="single-source", date="2025-02")

    assert found(tables) == set()
