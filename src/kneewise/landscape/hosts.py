"""What kind of place an address is, and why it may not be that of whoever wrote the text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from kneewise.landscape.codes import DATA

_RAW = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?")
_HOST = re.compile(r"(?:https?://)?(?:www\d?\.)?([^/\s,]+)")
_RAW_DOUBT = "a bare network address: whose site it is does not show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A place where rows were read; `doubt` says why the text is somebody else's, None where it is its own."""

    kind: str
    doubt: str | None


def host_of(place: str) -> Host:
    """Say what kind of place an address is.

    A bare network address is always doubtful; a host that is not in the list is "unclassified".
    """
    found = _HOST.match(place.strip())
    name = found[1].lower().rstrip(":") if found else ""
    if _RAW.fullmatch(name):
        known = _hosts().get(name)
        return Host(kind="raw-address", doubt=known.doubt if known is not None else _RAW_DOUBT)
    return _hosts().get(name, Host(kind="unclassified", doubt=None))


def is_address(place: str) -> bool:
    """Whether a place is an address that can be opened; otherwise it is the name of a source."""
    return place.startswith(("https://", "http://"))


@cache
def _hosts() -> dict[str, Host]:
    with (DATA / "hosts.csv").open(encoding="utf-8", newline="") as file:
        return {row["host"]: Host(kind=row["kind"], doubt=row["doubt"] or None) for row in csv.DictReader(file)}
