"""Days on labels: the century of a two-digit year, and the month without a day.

`calendar` would say how long a month is, for 6 ms of start-up.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

REFERENCE_DAY: Final = date(2026, 1, 1)
"""The day from which the century of a two-digit year is counted where the caller names none.

A fixed day, not today: one label must read alike in every run. Seen from it the years 1977 to 2076 are read,
which holds every label of the Korean identification rule (2019 onwards).
"""


def full_year(two_digits: int, on: date) -> int:
    """Give a two-digit year the century that lies nearest to the year of `on`.

    From 49 years back to 50 years ahead.

    Source: GS1 General Specifications, section 7.12 (as biip 5.2 has it, whose own reading asks the clock).
    """
    distance = two_digits - on.year % 100
    century = on.year - on.year % 100
    if distance >= 51:
        return century + two_digits - 100
    if distance <= -50:
        return century + two_digits + 100
    return century + two_digits


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of the calendar, day 0 meaning the last of the month; None where there is none such."""
    try:
        if day:
            return date(year, month, day)
        next_month = date(year, month, 28) + timedelta(days=4)
        return next_month - timedelta(days=next_month.day)
    except (ValueError, OverflowError):  # overflow: December 9999
        return None


def day_of_year(year: int, number: int) -> date | None:
    """The day with this number in the year (from 1); None where the year has none such."""
    first = day_of(year, 1, 1)
    if first is None or not 1 <= number <= 366:
        return None
    try:
        day = date.fromordinal(first.toordinal() + number - 1)
    except ValueError:
        return None
    return day if day.year == year else None
