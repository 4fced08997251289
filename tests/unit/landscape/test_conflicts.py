"""Sources that contradict each other stand side by side."""

from __future__ import annotations

from datetime import date

import pytest

from kneewise.landscape import conflicts_on, read_landscape


def sides(shipped, question, on=None):
    (found,) = [each for each in conflicts_on(shipped, on) if each.question.question == question]
    return {side.answer: side.stands for side in found.sides}, found


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("bmac-claims", {1800.0: True, 18000.0: False}),
        ("bmac-eligibility", {"or": True, "and": False}),
        ("svf-recognised", {"2024-05": True, "2024-06": True}),
        ("udi-class-4", {"2019-07-01": True, "2025": False}),
        ("fraud-guideline", {"2022-04-27": True, "2024-04": False}),
        ("toronto-enrolment", {12.0: True, 50.0: False}),
        ("tg-c-hold", {"2019-05": True, "2019-04": True}),
        ("cartistem-launch", {"2012-04": True, "2012-05": True}),
    ],
)
def test_both_answers_are_shown_and_the_one_that_stands_is_told(shipped, question, answers):
    found, conflict = sides(shipped, question)

    assert found == answers
    assert conflict.settled is (sum(answers.values()) == 1)
    assert conflict.sides[0].stands


def test_what_decides_is_said_in_both_languages(shipped):
    for conflict in conflicts_on(shipped):
        assert set(conflict.question.why) in ({"en", "ko"}, set())
        if conflict.settled:
            assert conflict.question.why, conflict.question.question


def test_growing_counts_and_counts_of_other_periods_are_no_conflict(shipped):
    found = {each.question.question for each in conflicts_on(shipped)}

    assert not {"cartistem-patients", "cartistem-sales", "cartistem-growth", "miles-status"} & found
    claims = next(each for each in conflicts_on(shipped) if each.question.question == "bmac-claims")
    assert str(claims.about) == "2024-01"


def test_a_conflict_is_there_once_both_sources_could_be_read(shipped):
    def known(day):
        return "tg-c-hold" in {each.question.question for each in conflicts_on(shipped, day)}

    assert not known(date(2021, 12, 27)) and known(date(2021, 12, 28))


def test_more_than_30000_and_35000_can_both_be_true(tables):
    tables("questions", "cartistem-patients", repeats="fixed")

    assert "cartistem-patients" not in {each.question.question for each in conflicts_on(read_landscape(tables.folder))}


def test_places_are_counted_once_however_often_they_are_named(shipped):
    _, conflict = sides(shipped, "bmac-claims")

    assert [side.n_sources for side in conflict.sides] == [5, 2]
