"""What ClinicalTrials.gov is asked for: candidates by keyword, changed since a day, listed fields only."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kneewise.landscape.codes import DATA
from kneewise.landscape.sync.door import requested_pieces

if TYPE_CHECKING:
    from datetime import date

BASE = "https://clinicaltrials.gov/api/v2"
VERSION = f"{BASE}/version"
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StudiesQuery:
    """One question to the register.

    since : last updates posted on this day or later; None: all
    page_size : studies a page, at most 1,000
    """

    since: date | None = None
    page_size: int = PAGE_SIZE

    def address(self, token: str | None) -> str:
        """Give the address of the first page, or of the page that a token stands for."""
        asked = {**candidate_terms(), "fields": requested_pieces(), "format": "json", "pageSize": str(self.page_size)}
        if self.since is not None:
            asked["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{self.since.isoformat()},MAX]"
        # Only the first page counts all; the token belongs to this question and these parameters.
        asked |= {"countTotal": "true"} if token is None else {"pageToken": token}
        return f"{BASE}/studies?{urlencode(asked)}"

    def document(self) -> dict[str, str | int | None]:
        """Give the question as it is kept beside its pages: a changed question is another download."""
        since = None if self.since is None else self.since.isoformat()
        return {**candidate_terms(), "fields": requested_pieces(), "since": since, "page_size": self.page_size}


@cache
def candidate_terms() -> dict[str, str]:
    """Give the keywords of `data/candidate_query.csv`, joined by OR, one text a parameter."""
    with (DATA / "candidate_query.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    terms: dict[str, list[str]] = {}
    for row in rows:
        terms.setdefault(row["parameter"], []).append(f'"{row["term"]}"' if " " in row["term"] else row["term"])
    return {parameter: " OR ".join(each) for parameter, each in terms.items()}


def user_agent(version: str, contact: str | None) -> str:
    """Say who asks: the program, its version, what for, and whom to write to where the user gives it.

    >>> user_agent("1.0", None)
    'kneewise/1.0 (landscape sync, one request a second)'
    """
    return f"kneewise/{version} (landscape sync, one request a second{f'; {contact}' if contact else ''})"
