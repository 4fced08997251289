"""Device licences: what each permit is for, and from when until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast

from kneewise.device.permits import normalise_permit
from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

IntendedUse = Literal["blood", "marrow", "fat", "other"]

USES: Final[tuple[IntendedUse, ...]] = ("blood", "marrow", "fat", "other")
COLUMNS: Final = ("permit", "class", "intended_use", "from", "until", "source", "note")
REQUIRED: Final = ("permit", "intended_use", "source")
SHIPPED: Final = Path(__file__).with_name("licences.csv")
"""The licences that come with Kneewise: only those that a source tells of."""

_SHOWN: Final = 50  # problems told one by one
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One use that one permit covers for one period."""

    permit: str
    intended_use: IntendedUse
    source: str
    class_: int | None = None
    from_: date | None = None  # None: the start is not known, and every day before `until` counts as in force
    until: date | None = None  # first day no longer in force; None: open
    note: str | None = None

    def __post_init__(self) -> None:
        if not normalise_permit(self.permit) or not self.source:
            raise ValueError("a licence needs its permit number and its source")
        if self.intended_use not in USES:
            raise ValueError(f"intended_use {self.intended_use!r} is not one of {', '.join(USES)}")
        if self.class_ not in (None, 1, 2, 3, 4):
            raise ValueError(f"class {self.class_!r} is not 1 to 4")
        if self.from_ is not None and self.until is not None and self.from_ >= self.until:
            raise ValueError("a licence ends after it starts")

    def in_force(self, on: date) -> bool:
        """Whether this use is licensed on the day."""
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on < self.until)


class LicenceSpan(NamedTuple):
    """A run of days on which one answer holds for a permit; the spans of a permit cover all days once."""

    from_: date | None  # None: since ever
    until: date | None  # first day after the run; None: for ever
    in_force: bool
    covers: frozenset[IntendedUse]


def licence_spans(licences: Iterable[Licence], permit: str | None) -> tuple[LicenceSpan, ...]:
    """All answers for one permit, by run of days, in order; empty where the permit is not known."""
    key = normalise_permit(permit or "")
    rows = [licence for licence in licences if key and normalise_permit(licence.permit) == key]
    if not rows:
        return ()
    edges = sorted({day for row in rows for day in (row.from_, row.until) if day is not None})
    bounds: list[date | None] = [None, *edges, None]
    spans: list[LicenceSpan] = []
    for from_, until in pairwise(bounds):
        # Nothing changes within a run, so any one of its days stands for all of them.
        day = from_ or (date.fromordinal(until.toordinal() - 1) if until and until > date.min else date.min)
        covers = frozenset(row.intended_use for row in rows if row.in_force(day))
        spans.append(LicenceSpan(from_, until, bool(covers), covers))
    return tuple(spans)


def licence_facts(
    licences: Iterable[Licence], permit: str | None, on: date | None
) -> tuple[bool | None, frozenset[IntendedUse] | None]:
    """Whether a permit is in force on a day, and what it covers then.

    A permit that is not known answers (None, None): nothing is known of it, not that it is void. Without a
    day an answer is given where it is the same on every day. A licence not in force covers nothing.
    """
    spans = licence_spans(licences, permit)
    if not spans:
        return None, None
    if on is None:
        in_force = {span.in_force for span in spans}
        covers = {span.covers for span in spans}
        return (in_force.pop() if len(in_force) == 1 else None, covers.pop() if len(covers) == 1 else None)
    for span in spans:
        if (span.from_ is None or span.from_ <= on) and (span.until is None or on < span.until):
            return span.in_force, span.covers
    raise AssertionError("the spans of a permit cover every day")


@cache
def shipped_licences() -> tuple[Licence, ...]:
    """The licences that come with Kneewise."""
    return read_licences(SHIPPED)


def read_licences(path: Path | str) -> tuple[Licence, ...]:
    """Read licences from a CSV file (UTF-8, with or without a byte order mark).

    Columns: permit, class (1 to 4 or empty), intended_use, from, until (days, empty: not known, open), source
    and note; `class`, `from`, `until` and `note` may be left out. One permit may have several rows.

    Raises BadInput with file, row (from 1, the header not counted) and field of everything that is wrong.
    """
    import csv  # 9 ms that only a file of licences should cost

    file = str(path)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, strict=True))
    except OSError as error:
        raise BadInput([_problem(file, None, None, error.strerror or "no file", "a CSV file")]) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput([_problem(file, None, None, str(error), "a CSV file in UTF-8")]) from error
    header = [name.strip() for name in rows[0]] if rows else []
    problems = _problems_of_header(file, header)
    licences: list[Licence] = []
    if not problems:
        for number, cells in enumerate((row for row in rows[1:] if any(row)), 1):
            licence, wrong = _licence(file, number, header, cells)
            problems += wrong
            if licence is not None:
                licences.append(licence)
    if problems:
        raise BadInput(problems[:_SHOWN], total=len(problems))
    return tuple(licences)


def _problems_of_header(file: str, header: Sequence[str]) -> list[Problem]:
    problems = [
        _problem(file, None, name or "(a column without name)", "an unknown column", ", ".join(COLUMNS))
        for name in header
        if name not in COLUMNS
    ]
    problems += [
        _problem(file, None, name, f"{header.count(name)} columns", "1 column")
        for name in COLUMNS
        if header.count(name) > 1 or (name in REQUIRED and name not in header)
    ]
    return problems


def _licence(
    file: str, row: int, header: Sequence[str], cells: Sequence[str]
) -> tuple[Licence | None, list[Problem]]:
    if len(cells) != len(header):
        return None, [_problem(file, row, None, f"{len(cells)} cells", f"{len(header)} cells")]
    given = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    problems = [_problem(file, row, name, "nothing", "a text") for name in REQUIRED if not given[name]]
    if given["permit"] and not normalise_permit(given["permit"]):
        problems.append(_problem(file, row, "permit", repr(given["permit"]), "a permit number"))
    if given["intended_use"] and given["intended_use"] not in USES:
        problems.append(_problem(file, row, "intended_use", repr(given["intended_use"]), ", ".join(USES)))
    class_ = given.get("class", "")
    if class_ not in ("", "1", "2", "3", "4"):
        problems.append(_problem(file, row, "class", repr(class_), "1, 2, 3, 4 or empty"))
    days: dict[str, date | None] = {}
    for name in ("from", "until"):
        text = given.get(name, "")
        days[name] = _day(text)
        if text and days[name] is None:
            problems.append(_problem(file, row, name, repr(text), "a day (2024-03-12) or empty"))
    if days["from"] and days["until"] and days["from"] >= days["until"]:
        problems.append(_problem(file, row, "until", str(days["until"]), f"a day after {days['from']}"))
    if problems:
        return None, problems
    licence = Licence(
        permit=given["permit"],
        class_=int(class_) if class_ else None,
        intended_use=cast("IntendedUse", given["intended_use"]),
        from_=days["from"],
        until=days["until"],
        source=given["source"],
        note=given.get("note") or None,
    )
    return licence, []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _problem(file: str, row: int | None, field: str | None, found: str, allowed: str) -> Problem:
    # Values are shown as they are: no patient stands in a list of licences.
    return Problem(file=file, row=row, field=field, found=found, allowed=allowed)
