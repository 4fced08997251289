"""The door: only listed fields come in, and no name, address or number of a person to write to or call.

A list of what is dropped would let in the next field that a register adds; so there is a list of what is kept
(`data/registry_fields.csv`). The same list is sent with a request, so that contacts are not even asked for.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from kneewise.landscape.codes import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

DROPPED = "[contact dropped]"
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# A number to call: after a word that says so, or with a country code, or as (206) 555-0100.
_CALL = re.compile(
    r"(?:\b(?:tel|phone|telephone|mobile|fax|contact|call)\b[.:]?\s*|전화[: ]*)\+?[\d(][\d\s().-]{5,}\d"
    r"|\+\d{1,3}[\s(.-][\d\s().-]{6,}\d|\(\d{3}\)\s?\d{3}-\d{4}",
    re.IGNORECASE,
)


def without_contacts(text: str) -> str:
    """Take e-mail addresses and telephone numbers out of free text.

    >>> without_contacts("MSC in knees (call 02-1234-5678 or write to a.b@example.org)")
    'MSC in knees ([contact dropped] or write to [contact dropped])'
    """
    if not text.isascii():  # half a letter, as JSON can hold, cannot be written
        text = text.encode("utf-8", "replace").decode("utf-8")
    if "@" in text or "at)" in (lowered := text.lower()) or "at]" in lowered:
        text = _MAIL.sub(DROPPED, text)
    # Most texts have no seven digits, and are spared the longer search.
    return _CALL.sub(DROPPED, text) if sum(map(text.count, "0123456789")) > 6 else text


@cache
def requested_pieces() -> str:
    """Give the fields to ask ClinicalTrials.gov for, as its `fields` parameter takes them."""
    return "|".join(piece for _, piece in _kept_fields())


def kept_page(page: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is kept of a page of studies: its token and total, and the listed fields of each study.

    What is not a study (a text, a number) stays as a bare null, so that the reader can count and tell it.
    """
    kept: dict[str, Any] = {}
    total, token = page.get("totalCount"), page.get("nextPageToken")
    if isinstance(total, int):
        kept["totalCount"] = total
    if isinstance(token, str) and token:
        kept["nextPageToken"] = token
    kept["studies"] = [kept_study(each) for each in page["studies"]]
    return kept


def kept_study(study: Any) -> Any:
    """Give the listed fields of one study, texts without contacts; None for what is no study."""
    return _kept(study, _tree()) if isinstance(study, dict) else None


def _kept(value: Any, tree: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_kept(each, tree) for each in value]
    if not tree:
        return without_contacts(value) if isinstance(value, str) else value if _is_plain(value) else None
    if not isinstance(value, dict):
        return None
    return {name: _kept(value[name], below) for name, below in tree.items() if name in value}


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float)


@cache
def _kept_fields() -> tuple[tuple[str, str], ...]:
    with (DATA / "registry_fields.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["path"], row["piece"]) for row in csv.DictReader(file))


@cache
def _tree() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, _ in _kept_fields():
        level = tree
        for name in path.split("."):
            level = level.setdefault(name, {})
    return tree
