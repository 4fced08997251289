"""Labels of HIBC (supplier labelling): primary symbol, secondary symbol, and both in one.

Source: ANSI/HIBC 2.6 (2016), the supplier labelling standard for patient safety and unique device
identification, as public implementations carry it; own words and own code. Its worked examples stand in the
tests. That a month without a day means its last day is the reading of those implementations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kneewise.device.days import day_of, day_of_year, full_year
from kneewise.device.label_record import Label, weightiest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
"""The 43 characters of the scheme; the place of each is its value in the check character."""
LONGEST: Final = 18  # characters of a lot or serial number

_PRIMARY = re.compile(r"\+([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})([0-9])(?:/(.*))?")
_SECONDARY = re.compile(r"\+((?:\$|[0-9]{5}).*)(.)")  # its last character links it to the primary symbol
_CHARACTERS = re.compile(r"[0-9A-Z\-. $/+%]*")
_BETWEEN = re.compile(r"[*\t\r\n]+|\s(?=\+)")  # between two symbols of one label, and the printed asterisks
# By the digit behind `$$`: how many digits the expiry takes. Month and year begin with their own 0 or 1.
_EXPIRY_DIGITS: Final = {"2": 6, "3": 6, "4": 8, "5": 5, "6": 7, "7": 0}
_QUANTITY_DIGITS: Final = {"8": 2, "9": 5}


def read_hibc(text: str, *, on: date) -> Label | None:
    """Read an HIBC label; None where the text has not the form of one."""
    symbols = [symbol.lstrip(" ") for symbol in _BETWEEN.split(text)]
    symbols = [symbol for symbol in symbols if symbol.strip()]
    if not symbols or not symbols[0].startswith("+"):
        return None
    if symbols[0].startswith("+/"):
        return Label(problem="other-scheme")
    if len(symbols) > 2:
        return None
    symbols = [_with_space_for_check(symbol) for symbol in symbols]
    if not all(_CHARACTERS.fullmatch(symbol) for symbol in symbols):
        return Label(scheme="hibc", problem="characters") if _PRIMARY.match(symbols[0]) else None
    reading = _Reading(on)
    holds = all(check_character(symbol[:-1]) == symbol[-1] for symbol in symbols)
    primary = _PRIMARY.fullmatch(symbols[0][:-1])
    secondary = _SECONDARY.fullmatch(symbols[-1][:-1])
    if primary:
        reading.take_primary(primary[1], primary[2], primary[3])
        if primary[4] is not None:
            reading.take_secondary(primary[4])
    elif not (secondary and holds and len(symbols) == 1):
        return None  # without a labeller only the check character tells a label from any text with a plus
    if secondary and not (primary and len(symbols) == 1):
        reading.take_secondary(secondary[1])
        if primary and secondary[2] != symbols[0][-1]:
            reading.found.add("link-character")
    elif len(symbols) == 2:
        reading.found.add("bad-field")
    return reading.label(holds)


def check_character(body: str) -> str:
    """The character that stands for the sum of the values before it, modulo 43."""
    return ALPHABET[sum(ALPHABET.index(character) for character in body) % 43]


def _with_space_for_check(symbol: str) -> str:
    """Take spaces off the end, save where a space is the check character (print shows it as `_`)."""
    bare = symbol.rstrip(" ")
    for end in (" ", "_"):
        body = symbol.rstrip(end)
        if body != symbol and _CHARACTERS.fullmatch(body) and check_character(body) == " ":
            return body + " "
    return bare


class _Reading:
    """What has been read so far."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.found: set[str] = set()
        self.elements: list[tuple[str, str]] = []
        self.identifier: str | None = None
        self.numbers: dict[str, str] = {}  # lot, serial
        self.days: dict[str, date] = {}  # made, expires

    def take_primary(self, labeller: str, product: str, unit: str) -> None:
        self.identifier = labeller + product
        self.elements += [("labeller", labeller), ("product", product), ("unit", unit)]

    def take_secondary(self, data: str) -> None:
        first, *more = data.split("/")
        if not self._take_supplement(first, may_fail=True):
            self._take_lead(first)
        for part in more:
            self._take_supplement(part, may_fail=False)

    def _take_lead(self, part: str) -> None:
        """The part with the expiry and the lot or serial number: `$`, `$+`, `$$`, `$$+`, or a bare YYJJJ."""
        if match := re.fullmatch(r"\$\$(\+?)(.+)", part):
            rest = self._take_dated(match[2])
            if rest is not None:
                self._take_number("serial" if match[1] else "lot", rest, may_be_empty=True)
        elif match := re.fullmatch(r"\$(?!\$)(\+?)(.*)", part):
            self._take_number("serial" if match[1] else "lot", match[2])
        elif match := re.fullmatch(r"([0-9]{5})(.*)", part):
            self._take_day("expires", match[1], _from_yyjjj)
            self._take_number("lot", match[2], may_be_empty=True)
        else:
            self._refuse("bad-field", part)

    def _take_dated(self, part: str) -> str | None:
        """Quantity and expiry behind `$$`; what is left is the lot or serial number. None: cannot be read."""
        if (n := _QUANTITY_DIGITS.get(part[0])) is not None:
            quantity, part = part[1 : 1 + n], part[1 + n :]
            if len(quantity) < n or not quantity.isdigit():
                self._refuse("bad-field", part)
                return None
            self.elements.append(("quantity", quantity))
            if not part:
                return part
        form, n = part[0], _EXPIRY_DIGITS.get(part[0])
        if form in "01":
            digits, rest = part[:4], part[4:]
            n = 4
        elif n is not None:
            digits, rest = part[1 : 1 + n], part[1 + n :]
        else:
            self._refuse("bad-field", part)
            return None
        if len(digits) < n or (digits and not digits.isdigit()):
            self._refuse("bad-field", part)
            return None
        if digits:
            self._take_day("expires", digits, _EXPIRY_FORMS[form])
        return rest

    def _take_supplement(self, part: str, *, may_fail: bool) -> bool:
        """A part with its own mark: `S` serial, `16D` made, `14D` expires, `Q` quantity."""
        if match := re.fullmatch("(16D|14D)([0-9]{8})", part):
            self._take_day("made" if match[1] == "16D" else "expires", match[2], _from_yyyymmdd)
        elif part.startswith("S"):
            self._take_number("serial", part[1:])
        elif re.fullmatch("Q[0-9]{1,5}", part):
            self.elements.append(("quantity", part[1:]))
        elif may_fail:
            return False
        else:
            self._refuse("bad-field" if re.match("16D|14D|Q", part) else "unknown-field", part)
        return True

    def _take_number(self, key: str, value: str, *, may_be_empty: bool = False) -> None:
        if not value:
            if not may_be_empty:
                self._refuse("bad-field", value)
            return
        self.elements.append((key, value))
        if len(value) > LONGEST:
            self.found.add("field-too-long")
        elif self.numbers.setdefault(key, value) != value:
            self.found.add("repeated-field")

    def _take_day(self, key: str, digits: str, form: Callable[[str, date], date | None]) -> None:
        self.elements.append((key, digits))
        day = form(digits, self.on)
        if day is None:
            self.found.add("bad-date")
        elif self.days.setdefault(key, day) != day:
            self.found.add("repeated-field")

    def _refuse(self, problem: str, part: str) -> None:
        self.found.add(problem)
        self.elements.append(("not-read", part))

    def label(self, holds: bool) -> Label:
        if not holds:
            self.found.add("check-digit")
        if self.identifier is None:
            self.found.add("no-device-identifier")
        return Label(
            scheme="hibc",
            device_identifier=self.identifier,
            check_digit_ok=holds,
            made_on=self.days.get("made"),
            expires_on=self.days.get("expires"),
            lot=self.numbers.get("lot"),
            serial=self.numbers.get("serial"),
            problem=weightiest(self.found),
            elements=tuple(self.elements),
        )


def _day(year: str, month: str, day: str, on: date) -> date | None:
    return day_of(full_year(int(year), on), int(month), int(day)) if day != "00" else None


def _from_mmyy(digits: str, on: date) -> date | None:
    return day_of(full_year(int(digits[2:]), on), int(digits[:2]), 0)  # a month means its last day


def _from_mmddyy(digits: str, on: date) -> date | None:
    return _day(digits[4:], digits[:2], digits[2:4], on)


def _from_yymmdd(digits: str, on: date) -> date | None:
    # The hour of YYMMDDHH is checked and not kept: no rule here asks for it.
    return _day(digits[:2], digits[2:4], digits[4:6], on) if int(digits[6:] or 0) <= 23 else None


def _from_yyjjj(digits: str, on: date) -> date | None:
    if int(digits[5:] or 0) > 23:
        return None
    return day_of_year(full_year(int(digits[:2]), on), int(digits[2:5]))


def _from_yyyymmdd(digits: str, _on: date) -> date | None:
    return day_of(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits[6:] != "00" else None


_EXPIRY_FORMS: Final[dict[str, Callable[[str, date], date | None]]] = {
    "0": _from_mmyy,
    "1": _from_mmyy,
    "2": _from_mmddyy,
    "3": _from_yymmdd,
    "4": _from_yymmdd,
    "5": _from_yyjjj,
    "6": _from_yyjjj,
}
