"""Dates as exact as their source: yes, no or unknown, and never yes by accident."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues
from kneewise.landscape import PartialDate

FORMS = st.sampled_from(["{y}-{m:02d}-{d:02d}", "{y}-{m:02d}", "{y}-Q{q}", "{y}-H{h}", "{y}"])


@st.composite
def partial_dates(draw):
    month = draw(st.integers(1, 12))
    text = draw(FORMS).format(
        y=draw(st.integers(2018, 2020)), m=month, d=draw(st.integers(1, 28)), q=draw(st.integers(1, 4)),
        h=draw(st.integers(1, 2)),
    )  # fmt: skip
    return PartialDate.read(text)


def days_of(period):
    return [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]


def verdict(truths):
    """Yes if all, no if none, else unknown."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31), "month"),
        ("2027-Q1", date(2027, 1, 1), date(2027, 3, 31), "quarter"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "half"),
        ("2012", date(2012, 1, 1), date(2012, 12, 31), "year"),
    ],
)
def test_a_date_covers_the_days_that_it_leaves_open(text, first, last, precision):
    found = PartialDate.read(text)

    assert (found.first, found.last, found.precision, str(found)) == (first, last, precision, text)


@pytest.mark.parametrize("text", ["", "2023-02-29", "2024-13", "2024-00", "2024-Q5", "2024-H0", "24", "2024-1", "0000",
                                  "2024-06-24T10:00", "２０２４", "June 2024"])  # fmt: skip
def test_what_is_no_date_is_refused_with_what_is_allowed(text):
    with pytest.raises(BadValues, match="allowed: a day"):
        PartialDate.read(text)


@pytest.mark.parametrize(
    ("text", "day", "reached"),
    [
        ("2024-06", date(2024, 5, 31), False),
        ("2024-06", date(2024, 6, 1), None),
        ("2024-06", date(2024, 6, 29), None),
        ("2024-06", date(2024, 6, 30), True),
        ("2024-06-15", date(2024, 6, 14), False),
        ("2024-06-15", date(2024, 6, 15), True),
        ("2024", date(2024, 12, 30), None),
    ],
)
def test_a_month_compared_with_a_day_inside_it_is_unknown(text, day, reached):
    assert PartialDate.read(text).reached_on(day) is reached


@settings(max_examples=200, derandomize=True, deadline=None)
@given(partial_dates(), partial_dates())
def test_comparisons_say_what_holds_for_every_pair_of_days(one, two):
    # The ends decide: an order of two days that holds at the ends of both periods holds within.
    ones, twos = [one.first, one.last], [two.first, two.last]

    assert one.is_before(two) is verdict(a < b for a in ones for b in twos)
    assert one.is_after(two) is verdict(a > b for a in ones for b in twos)
    assert one.is_before(two) is two.is_after(one)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(partial_dates(), partial_dates())
def test_sameness_is_sure_only_of_two_days(one, two):
    shared = set(days_of(one)) & set(days_of(two))

    assert one.agrees_with(two) is bool(shared)
    both_days = one.precision == two.precision == "day"
    assert one.is_same(two) is (False if not shared else True if both_days else None)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(partial_dates(), st.dates(date(2017, 1, 1), date(2021, 12, 31)))
def test_a_day_is_compared_as_a_period_of_one_day(period, day):
    assert period.is_before(day) is period.is_before(PartialDate.on(day))
    assert period.reached_on(day) is verdict(each <= day for each in (period.first, period.last))
    assert period.reached_on(day) is verdict(each <= day for each in days_of(period))
