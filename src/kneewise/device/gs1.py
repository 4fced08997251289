"""Labels of GS1: the bracketed line that people read, and the element string that a scanner sends.

The five fields that Korean kit labels live on (01, 10, 11, 17, 21) are read here; every other field is left
to biip, which knows them all. Two reasons: biip takes 0.15 s of CPU to import, which one label alone should
not cost, and it settles the century of a date by the clock. A test holds both readings against each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kneewise.device.days import day_of, full_year
from kneewise.device.label_record import Label, weightiest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

SEPARATOR: Final = "\x1d"  # what scanners send for FNC1
CHARACTERS: Final = r"!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z"
"""The 82 characters that lots and serial numbers may hold, as the inside of a regular expression's class."""
LONGEST: Final = 20  # characters of a lot or serial number (MFDS portal, D10; GS1 itself says the same)

_BRACKETED = re.compile(r"\(([0-9]{2,4})\)([^()]*)")
_ALLOWED = re.compile(f"[{CHARACTERS}]*")
_DIGITS = re.compile("[0-9]*")
_FIXED: Final = {"01": 14, "11": 6, "17": 6}  # lengths by the GS1 General Specifications
_OPEN: Final = ("10", "21")
_SWALLOWED_DATE = re.compile(r"(?=(11|17)([0-9]{6})(?:$|10|11|17|21|240))")
_SWALLOWED_NUMBER = re.compile("(?:10|21).")


class Element(NamedTuple):
    """One field as it stands, and what is wrong with it."""

    ai: str
    value: str
    problem: str | None = None


def read_gs1(text: str, *, on: date, marked: bool = False) -> Label | None:
    """Read a GS1 label; None where the text has not the form of one.

    marked : the scanner said that it is one (symbology identifier), so a text that cannot be read is a bad
        label rather than no label
    """
    bracketed = "".join(text.split())
    if bracketed.startswith("("):
        elements = [Element(ai, value, _misfit(ai, value)) for ai, value in _BRACKETED.findall(bracketed)]
        if not elements:
            return None
        found = {element.problem for element in elements if element.problem}
        if "".join(f"({ai}){value}" for ai, value, _ in elements) != bracketed:
            found.add("bad-field")
        return _assemble(elements, found, on)
    text = text.strip()  # takes a separator at either end, too
    if not re.match("[0-9]{2}", text):
        return Label(scheme="gs1", problem="bad-field") if marked else None
    elements = _split_raw(text)
    found = {element.problem for element in elements if element.problem}
    if found and not marked and not any(ai == "01" and value.isdigit() for ai, value, _ in elements):
        return None
    if _swallows(elements):
        found.add("separator-doubtful")
    return _assemble(elements, found, on)


def gtin_holds(digits: str) -> bool:
    """Whether the last digit of a GTIN is the check digit of the others (weights 3 and 1 from the right)."""
    body = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return (10 - body % 10) % 10 == int(digits[-1])


def _misfit(ai: str, value: str) -> str | None:
    """What is wrong with one bracketed field."""
    if not _ALLOWED.fullmatch(value):
        return "characters"
    if ai in _FIXED:
        return None if len(value) == _FIXED[ai] and _DIGITS.fullmatch(value) else "bad-field"
    if ai in _OPEN:
        if not value:
            return "bad-field"
        return "field-too-long" if len(value) > LONGEST else None
    element = _take_by_biip(ai + value)
    if element.problem == "unknown-field" or element.ai != ai:
        return "unknown-field"
    return "bad-field" if element.problem or element.value != value else None


def _split_raw(text: str) -> list[Element]:
    elements: list[Element] = []
    for segment in text.split(SEPARATOR):
        rest = segment
        while rest:
            element = _take(rest)
            elements.append(element)
            if element.problem and element.problem != "bad-date":
                break  # where a field ends is no longer known; the next separator is the next certain start
            rest = rest[len(element.ai) + len(element.value) :]
    return elements


def _take(rest: str) -> Element:
    """The first field of what follows, up to the next separator."""
    ai = rest[:2]
    if ai in _FIXED:
        value = rest[2 : 2 + _FIXED[ai]]
        fits = len(value) == _FIXED[ai] and _DIGITS.fullmatch(value)
        return Element(ai, value, None if fits else "bad-field")
    if not _ALLOWED.fullmatch(rest):
        return Element(ai, rest[2:], "characters")
    if ai in _OPEN:
        value = rest[2:]
        if not value:
            return Element(ai, value, "bad-field")
        return Element(ai, value, "missing-separator" if len(value) > LONGEST else None)
    element = _take_by_biip(rest)
    if element.problem is None and _is_open(element.ai) and len(element.ai + element.value) < len(rest):
        return Element(element.ai, rest[len(element.ai) :], "missing-separator")
    return element


def _take_by_biip(rest: str) -> Element:
    from biip import ParseConfig, ParseError
    from biip.gs1_application_identifiers import GS1ApplicationIdentifier
    from biip.gs1_element_strings import GS1ElementString

    try:
        ai = GS1ApplicationIdentifier.extract(rest).ai
    except ParseError:
        return Element(rest[:2], rest[2:], "unknown-field")
    try:
        # Dates are verified where one is asked for: biip's verification asks the clock for the century.
        config = ParseConfig(gs1_element_strings_verify_date=False)
        value = GS1ElementString.extract(rest, config=config).value
    except (ParseError, ValueError, ArithmeticError, LookupError):
        return Element(ai, rest[len(ai) :], "bad-field")
    return Element(ai, value)


def _is_open(ai: str) -> bool:
    from biip.gs1_application_identifiers import GS1ApplicationIdentifier

    return GS1ApplicationIdentifier.extract(ai).separator_required


def _swallows(elements: Sequence[Element]) -> bool:
    """Whether a field of open length seems to hold the next one, which nothing separates from it.

    Certain it is never: a lot may read 'A17260131'. So only what the label otherwise lacks counts: a date
    that reads well up to the end or the next field, or, in fields other than lot and serial, one of these.
    A lot that swallowed a serial number cannot be told: any lot may hold the digits 21.
    """
    present = {element.ai for element in elements}
    for ai, value, problem in elements:
        if problem or ai in _FIXED:
            continue
        for date_ai, digits in _SWALLOWED_DATE.findall(value, 1):
            # The century does not matter here, save for 29 February, where 2000 is as good as any.
            if date_ai not in present and day_of(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])):
                return True
        lacks_number = "10" not in present and "21" not in present
        if ai not in _OPEN and lacks_number and _is_open(ai) and _SWALLOWED_NUMBER.search(value, 1):
            return True
    return False


def _assemble(elements: Sequence[Element], found: set[str], on: date) -> Label:
    values: dict[str, str] = {}
    for ai, value, problem in elements:
        if problem is None and values.setdefault(ai, value) != value:
            found.add("repeated-field")
    days: dict[str, date | None] = {}
    for ai in ("11", "17"):
        if (digits := values.get(ai)) is not None:
            days[ai] = day_of(full_year(int(digits[:2]), on), int(digits[2:4]), int(digits[4:]))
            if days[ai] is None:
                found.add("bad-date")
    gtin = values.get("01")
    holds = None if gtin is None else gtin_holds(gtin)
    if holds is False:
        found.add("check-digit")
    if gtin is None:
        found.add("no-device-identifier")
    return Label(
        scheme="gs1",
        device_identifier=gtin,
        check_digit_ok=holds,
        made_on=days.get("11"),
        expires_on=days.get("17"),
        lot=values.get("10"),
        serial=values.get("21"),
        day_zero=any(day is not None and values[ai].endswith("00") for ai, day in days.items()),
        problem=weightiest(found),
        elements=tuple((ai, value) for ai, value, _ in elements),
    )
