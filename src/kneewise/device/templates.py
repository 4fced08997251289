"""Labels without their serial number, so that a large set reads each kind of label once.

A hundred thousand kits of one lot bear a hundred thousand labels that differ in the serial number alone. The
function of Python and the expressions of DuckDB give the same answers for every text; a test holds them so.
"""

from __future__ import annotations

import re
from typing import Final

from kneewise.device.labels import LONGEST_TEXT

PLACEHOLDER: Final = "0"
"""Stands in the template for the serial number, so that the template reads as the label does."""

# The characters of GS1 without brackets: within them only one reading of the line is possible.
_CLASS: Final = r"[!\"%&'*+,\-./0-9:;<=>?A-Z_a-z]"
_FIELD: Final = r"\([0-9]{2,4}\)" + _CLASS + "+"
_SERIAL: Final = r"\(21\)(" + _CLASS + "{1,20})"
_LINE: Final = f"((?:{_FIELD})*){_SERIAL}((?:{_FIELD})*)"
_PATTERN: Final = re.compile(_LINE)


def label_template(text: str) -> tuple[str, str | None]:
    """Take the serial number out of a bracketed GS1 label.

    Returns the template and the serial number. Where there is none to take out with certainty (another form,
    two serial numbers, a character outside the set, more than 20 of them) the template is the text itself,
    and the serial number, if any, is the one its own reading gives.

    For every text `with_serial(read_label(template), serial) == read_label(text)`.

    >>> label_template("(01)08800000000015(21)S7(10)A1")
    ('(01)08800000000015(21)0(10)A1', 'S7')
    """
    if len(text) <= LONGEST_TEXT and text.count("(21)") == 1 and (match := _PATTERN.fullmatch(text)):
        return f"{match[1]}(21){PLACEHOLDER}{match[3]}", match[2]
    return text, None


def label_template_sql(column: str) -> str:
    """The first answer of `label_template` as an expression of DuckDB over a column of text."""
    replaced = f"regexp_replace({column}, {_quoted(_SERIAL)}, '(21){PLACEHOLDER}')"
    return f"(CASE WHEN {_applies(column)} THEN {replaced} ELSE {column} END)"


def label_serial_sql(column: str) -> str:
    """The second answer of `label_template` as an expression of DuckDB over a column of text."""
    return f"(CASE WHEN {_applies(column)} THEN regexp_extract({column}, {_quoted(_SERIAL)}, 1) END)"


def _applies(column: str) -> str:
    # The cheap tests stand first: most labels of a set without serial numbers never meet the expression.
    once = f"length({column}) - length(replace({column}, '(21)', '')) = 4"
    return (
        f"contains({column}, '(21)') AND length({column}) <= {LONGEST_TEXT} AND {once} "
        f"AND regexp_full_match({column}, {_quoted(_LINE)})"
    )


def _quoted(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"
