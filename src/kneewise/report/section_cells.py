"""Values of a table as people read them: three useful digits, intervals as from-to, small p values as a bound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kneewise.report.figures import clean, count, number
from kneewise.report.words import Words, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.report.sections import Column, Grid

NO_FIGURE = "–"
FROM_TO: Words = {"en": "{low} to {high}", "ko": "{low} ~ {high}"}


def cells(grid: Grid, lang: str) -> list[list[str]]:
    """Every cell of a table as text, row by row."""
    digits = [
        column.digits if column.digits is not None else useful_decimals(_numbers(row[i] for row in grid.rows))
        for i, column in enumerate(grid.columns)
    ]
    return [
        [cell(value, column, lang, digits[i]) for i, (value, column) in enumerate(zip(row, grid.columns, strict=True))]
        for row in grid.rows
    ]


def cell(value: Any, column: Column, lang: str, digits: int = 2) -> str:
    """One value as its column shows it; None and NaN as a dash."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NO_FIGURE
    if column.form == "count":
        return count(round(value))
    if column.form == "estimate":
        return fixed(value, digits)
    if column.form == "percent":
        return f"{fixed(100 * value, _percent_digits(column))}%"
    if column.form in ("interval", "percent-interval"):
        return interval(value, lang, digits, percent=column.form == "percent-interval", column=column)
    if column.form == "p":
        return p_value(value)
    if column.form == "label":
        return label(value)
    return clean(str(value))


def label(value: Any) -> str:
    """An arm, a visit or a grade: 10.0 is '10'."""
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        return clean(str(value))
    return number(float(value))


def key_text(value: Any) -> str:
    """A person, knee or image by its key: a number without thousands, 12345.0 is '12345'."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def fixed(value: float, digits: int) -> str:
    """A number with so many decimals and no minus before nothing.

    >>> fixed(-0.01, 1), fixed(1234.5, 0)
    ('0.0', '1,234')
    """
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    shown = f"{value:,.{digits}f}"
    return shown.removeprefix("-") if not shown.strip("-0.,") else shown


def interval(pair: Any, lang: str, digits: int = 2, *, percent: bool = False, column: Column | None = None) -> str:
    """'1.2 to 3.4', '1.2 ~ 3.4' in Korean; a limit that is not known as a dash."""
    if percent:
        digits = _percent_digits(column)
        pair = [None if each is None else 100 * each for each in pair]
    low, high = (NO_FIGURE if each is None or math.isnan(each) else fixed(each, digits) for each in pair)
    if low == high == NO_FIGURE:
        return NO_FIGURE
    return say(FROM_TO, lang).format(low=low, high=high) + ("%" if percent else "")


def percent_decimals(limits: Iterable[Any], least: int = 0) -> int:
    """Decimals of per cents that tell the ends of the narrowest of these intervals (of shares) apart.

    >>> percent_decimals([(0.24, 0.76)]), percent_decimals([(0.308, 0.315)]), percent_decimals([(0.0002, 0.0007)])
    (0, 1, 2)
    """
    pairs = [pair for pair in limits if pair is not None and None not in pair]
    narrowest = min((100 * (high - low) for low, high in pairs if high > low), default=100.0)
    return max(least, next((digits for digits, width in enumerate((2, 0.2, 0.02)) if narrowest >= width), 3))


def share_text(share: float, limits: tuple[float, float], lang: str) -> tuple[str, str]:
    """A share and its interval as per cents, with as many decimals as the interval bears.

    >>> share_text(0.311, (0.308, 0.315), "en")
    ('31.1%', '30.8 to 31.5%')
    """
    digits = percent_decimals([limits])
    low, high = limits
    return f"{fixed(100 * share, digits)}%", f"{interval((100 * low, 100 * high), lang, digits)}%"


def p_value(value: float) -> str:
    """Three decimals, '<0.001' below.

    >>> p_value(0.0499), p_value(0.00001), p_value(0.9999)
    ('0.050', '<0.001', '>0.999')
    """
    if value < 0.001:
        return "<0.001"
    return ">0.999" if value > 0.999 else f"{value:.3f}"


def useful_decimals(values: Iterable[float]) -> int:
    """Decimals that leave the largest value three useful digits: 12.3, 1.23, 0.123, 1,234.

    >>> useful_decimals([8.1, -12.34]), useful_decimals([0.61]), useful_decimals([])
    (1, 2, 2)
    """
    largest = max((abs(each) for each in values if math.isfinite(each)), default=1.0)
    if largest >= 1000:
        return 0
    return 1 if largest >= 10 else 2


def _numbers(values: Iterable[Any]) -> list[float]:
    flat = [each for value in values for each in (value if isinstance(value, tuple | list) else (value,))]
    # Numbers of numpy have `item`; texts have not.
    return [float(each) for each in flat if isinstance(each, int | float) or hasattr(each, "item")]


def _percent_digits(column: Column | None) -> int:
    return 0 if column is None or column.digits is None else column.digits
