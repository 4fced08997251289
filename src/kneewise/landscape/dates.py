"""Dates as exact as their source: a day, a month, a quarter, a half or a year; comparisons say yes, no or unknown.

A month is not its first day: whether something of "2024-06" came before 15 June is not known, and is told as None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal

from kneewise.errors import BadValues

Precision = Literal["day", "month", "quarter", "half", "year"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "half", "year")

_SHAPE = re.compile("([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2}))?|Q([1-4])|H([12])))?")
_ALLOWED = "a day (2024-06-24), month (2024-06), quarter (2024-Q2), half (2024-H1) or year (2024)"


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day that is known to lie between `first` and `last`, both included.

    Ordered by first day, then by last, for lists only: whether one came before the other is `is_before`.
    """

    first: date
    last: date
    precision: Precision

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """Read '2024-06-24', '2024-06', '2024-Q2', '2024-H1' or '2024'.

        Raises BadValues for anything else, and for a day that the calendar does not have.
        """
        shape = _SHAPE.fullmatch(text.strip())
        try:
            if shape is None:
                raise ValueError
            year = int(shape[1])
            if shape[3] is not None:
                only = date(year, int(shape[2]), int(shape[3]))
                return cls(only, only, "day")
            if shape[2] is not None:
                return cls._months(year, int(shape[2]), 1, "month")
            if shape[4] is not None:
                return cls._months(year, 3 * int(shape[4]) - 2, 3, "quarter")
            if shape[5] is not None:
                return cls._months(year, 6 * int(shape[5]) - 5, 6, "half")
            return cls._months(year, 1, 12, "year")
        except ValueError:
            raise BadValues(f"found {text[:40]!r} as a date; allowed: {_ALLOWED}") from None

    @classmethod
    def on(cls, day: date) -> PartialDate:
        """Take a day."""
        return cls(day, day, "day")

    @classmethod
    def _months(cls, year: int, month: int, n: int, precision: Precision) -> PartialDate:
        return cls(date(year, month, 1), _month_end(year, month + n - 1), precision)

    def reached_on(self, day: date) -> bool | None:
        """Say whether it had come by the end of a day; None where the day lies inside the period."""
        if self.last <= day:
            return True
        return False if self.first > day else None

    def is_before(self, other: PartialDate | date) -> bool | None:
        """Say whether it came earlier than another; None where the two periods leave it open."""
        first, last = _ends(other)
        if self.last < first:
            return True
        return False if self.first >= last else None

    def is_after(self, other: PartialDate | date) -> bool | None:
        """Say whether it came later than another; None where the two periods leave it open."""
        first, last = _ends(other)
        if self.first > last:
            return True
        return False if self.last <= first else None

    def is_same(self, other: PartialDate | date) -> bool | None:
        """Say whether both are one day: never yes unless both are days."""
        first, last = _ends(other)
        if self.last < first or self.first > last:
            return False
        return True if self.first == self.last == first == last else None

    def agrees_with(self, other: PartialDate) -> bool:
        """Say whether one day can be both: the periods meet."""
        return self.first <= other.last and other.first <= self.last

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __str__(self) -> str:
        year, month = self.first.year, self.first.month
        if self.precision == "day":
            return self.first.isoformat()
        if self.precision == "month":
            return f"{year:04d}-{month:02d}"
        if self.precision == "quarter":
            return f"{year:04d}-Q{(month + 2) // 3}"
        return f"{year:04d}-H{1 if month == 1 else 2}" if self.precision == "half" else f"{year:04d}"


def _ends(other: PartialDate | date) -> tuple[date, date]:
    return (other.first, other.last) if isinstance(other, PartialDate) else (other, other)


def _month_end(year: int, month: int) -> date:
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)
