"""Values as people read them: money with its thousands, days, numbers with no more digits than are of use."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from kneewise.report.codes import say_code
from kneewise.report.words import Words, say

if TYPE_CHECKING:
    from kneewise.review.answer import Range

UNKNOWN: Words = {"en": "unknown", "ko": "미상"}
YES: Words = {"en": "yes", "ko": "예"}
NO: Words = {"en": "no", "ko": "아니요"}
NO_CURRENCY: Words = {"en": "currency unknown", "ko": "통화 미상"}
NO_AMOUNT: Words = {"en": "not known", "ko": "산정 불가"}

# Digits of the minor unit (ISO 4217); a currency that is not listed has two, as most have.
MINOR_DIGITS = {"KRW": 0, "JPY": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "JOD": 3}

# Control characters could steer a terminal, bidirectional marks could turn a line round: shown as U+FFFD.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
SPACES = re.compile(r"\s+")
INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00(?:\.0+)?)?")


def clean(text: str) -> str:
    """One line of text that can neither steer a terminal nor turn a line round.

    >>> clean("C02\\x1b[2J")
    'C02\ufffd[2J'
    """
    return UNSAFE.sub("\ufffd", SPACES.sub(" ", text))


def count(n: int) -> str:
    """A count with thousands: 1234567 -> '1,234,567'."""
    return f"{n:,}"


def number(value: float) -> str:
    """A number of the record: thousands from five digits on (a year stays a year), four useful digits.

    >>> number(10000000), number(1961), number(2.50), number(0.123456)
    ('10,000,000', '1961', '2.5', '0.1235')
    """
    if not math.isfinite(value):
        return str(value)
    if float(value).is_integer():
        whole = int(value)
        return f"{whole:,}" if abs(whole) >= 10_000 else str(whole)
    return f"{value:,.1f}" if abs(value) >= 1_000 else f"{value:.4g}"


def value(found: str | int | float | bool | None, lang: str) -> str:
    """The value of a fact in words: yes, no, unknown, a day, a number, a coded value."""
    if found is None:
        return say(UNKNOWN, lang)
    if isinstance(found, bool):
        return say(YES if found else NO, lang)
    if isinstance(found, int | float):
        return number(found)
    instant = INSTANT.fullmatch(found)
    if instant is not None:
        return f"{instant[1]} {instant[2]}"
    return say_code(found, lang) or clean(found)


def money(amount: int, currency: str | None, lang: str) -> str:
    """An amount of the minor unit with its currency.

    >>> money(2500000, "KRW", "en"), money(2500000, "KRW", "ko"), money(123450, "USD", "en")
    ('₩2,500,000', '2,500,000원', 'USD 1,234.50')
    """
    if currency == "KRW":
        sign = "-" if amount < 0 else ""
        return f"{sign}{abs(amount):,}원" if lang == "ko" else f"{sign}₩{abs(amount):,}"
    if currency is None:
        return f"{amount:,} ({say(NO_CURRENCY, lang)})"
    digits = MINOR_DIGITS.get(currency, 2)
    whole, rest = divmod(abs(amount), 10**digits)
    tail = f".{rest:0{digits}d}" if digits else ""
    return f"{clean(currency)} {'-' if amount < 0 else ''}{whole:,}{tail}"


def money_range(amounts: Range | None, currency: str | None, lang: str) -> str:
    """What is payable: one figure, from-to while something is open, 'not known' where there is none."""
    if amounts is None:
        return say(NO_AMOUNT, lang)
    low, high = money(amounts["low"], currency, lang), money(amounts["high"], currency, lang)
    if low == high:
        return low
    return f"{low} ~ {high}" if lang == "ko" else f"{low} to {high}"
