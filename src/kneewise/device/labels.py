"""Read one kit label of any scheme known here: GS1 (bracketed or as scanned) or HIBC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kneewise.device.days import REFERENCE_DAY
from kneewise.device.gs1 import read_gs1
from kneewise.device.hibc import read_hibc
from kneewise.device.label_record import PROBLEMS, Label, with_serial

if TYPE_CHECKING:
    from datetime import date

__all__ = ["LONGEST_TEXT", "PROBLEMS", "Label", "read_label", "with_serial"]

LONGEST_TEXT: Final = 4000
"""Longer texts are refused unread: a GS1 DataMatrix, the largest carrier in use, holds 3,116 digits."""

_SYMBOLOGY = re.compile(r"\]([A-Za-z][0-9A-Za-z])")
# Symbology identifiers that say the text is GS1: GS1-128, DataBar, DataMatrix, QR and DotCode.
_GS1_SYMBOLOGIES: Final = frozenset({"C1", "e0", "d2", "Q3", "J1"})


def read_label(text: str, *, on: date = REFERENCE_DAY) -> Label:
    """Read the text of a label as typed or scanned. Never raises: `Label.problem` says what is wrong.

    on : the day from which the century of two-digit years is counted (GS1's rule); not the day of use

    >>> read_label("(01)08800000000015(17)280229(10)A1").expires_on
    datetime.date(2028, 2, 29)
    >>> read_label("(01)08800000000016").problem
    'check-digit'
    """
    if len(text) > LONGEST_TEXT:
        return Label(problem="text-too-long")
    label = _read(text, on)
    if label.scheme is None and not text.isascii():
        import unicodedata  # not needed for any label that is as it should be

        # A label typed in full-width letters is a label, badly copied: say so rather than "not a label".
        folded = _read(unicodedata.normalize("NFKC", text), on)
        if folded.scheme is not None:
            return Label(scheme=folded.scheme, problem="characters")
    return label


def _read(text: str, on: date) -> Label:
    text = text.lstrip()
    marked = False
    if symbology := _SYMBOLOGY.match(text):
        text = text[symbology.end() :]
        marked = symbology[1] in _GS1_SYMBOLOGIES
    if text.startswith("=") and not marked:
        # Data identifiers of ISBT 128 begin so, and no other scheme's do.
        return Label(problem="other-scheme")
    label = read_gs1(text, on=on, marked=marked)
    if label is None:
        label = read_hibc(text, on=on)
    return label or Label(problem="not-a-label")
