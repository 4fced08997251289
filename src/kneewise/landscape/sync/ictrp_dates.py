"""Dates as the WHO's exports write them: each register in its own way, some in two ways at once."""

from __future__ import annotations

import re
from datetime import date

from kneewise.landscape.dates import PartialDate

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[ T].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})")


def read_mixed_date(text: str, *, day_first: bool | None = None) -> PartialDate:
    """Read "2020-02-17", "20200217", "2020/2/17", "17/02/2020", "17 February 2020", "February 17, 2020", "2020-02".

    day_first : whether 03/04/2020 is 3 April; None: not known. A date that can be read in two ways is then told to
        its year, or to its month where both readings share it: nobody guesses.

    Raises ValueError for what is no date.

    >>> str(read_mixed_date("17/02/2020")), str(read_mixed_date("03/04/2020"))
    ('2020-02-17', '2020')
    """
    text = " ".join(text.split())
    if (found := _PACKED.fullmatch(text)) or (found := _YEAR_FIRST.fullmatch(text)):
        return _exact(int(found[1]), int(found[2]), found[3])
    if found := _YEAR_LAST.fullmatch(text):
        return _either(int(found[3]), int(found[1]), int(found[2]), day_first)
    if found := _WORDS.fullmatch(text):
        return _exact(int(found[4]), _month(found[2]), found[1] or found[3])
    if re.fullmatch(r"\d{4}", text):
        return PartialDate.read(text)
    raise ValueError(text)


def order_of(stated: str, packed: str) -> bool | None:
    """Say whether a register writes the day first, from a date that a row gives in both forms; None: it does not show.

    >>> order_of("03/04/2020", "20200403"), order_of("03/04/2020", "20200304"), order_of("2020-04-03", "20200403")
    (True, False, None)
    """
    found, known = _YEAR_LAST.fullmatch(stated.strip()), _PACKED.fullmatch(packed.strip())
    if found is None or known is None or found[3] != known[1] or found[1] == found[2]:
        return None
    month_day = (int(known[2]), int(known[3]))
    if (int(found[2]), int(found[1])) == month_day:
        return True
    return False if (int(found[1]), int(found[2])) == month_day else None


def _exact(year: int, month: int, day: str | None) -> PartialDate:
    if day is None:
        return PartialDate.read(f"{year:04d}-{month:02d}")
    return PartialDate.on(date(year, month, int(day)))


def _either(year: int, first: int, second: int, day_first: bool | None) -> PartialDate:
    if first == second or (first > 12 and second <= 12):
        return PartialDate.on(date(year, second, first))
    if second > 12:
        return PartialDate.on(date(year, first, second))
    if day_first is None:
        return PartialDate.read(f"{year:04d}")
    return PartialDate.on(date(year, second, first) if day_first else date(year, first, second))


def _month(word: str) -> int:
    for number, name in enumerate(_MONTHS, 1):
        if len(word) >= 3 and name.startswith(word.lower()):
            return number
    raise ValueError(word)
