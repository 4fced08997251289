"""Exports of the WHO's search portal (ICTRP), as trials: a file that somebody downloaded there.

The names of its fields are its own, slips included (`Date_enrollement`). Its fields for persons are never read.
"""

from __future__ import annotations

import html
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from kneewise.errors import BadInput, Problem
from kneewise.landscape.sync.door import without_contacts
from kneewise.landscape.sync.ictrp_dates import order_of, read_mixed_date
from kneewise.landscape.sync.registry_trial import ICTRP, Notice, RegistryTrial
from kneewise.landscape.sync.safe_xml import read_xml
from kneewise.landscape.sync.words import Asked, registry_words

if TYPE_CHECKING:
    from datetime import date
    from xml.etree.ElementTree import Element

ROOT = "Trials_downloaded_from_ICTRP"
_READ = (
    "TrialID", "Last_Refreshed_on", "Public_title", "Scientific_title", "Primary_sponsor", "Date_registration",
    "Date_registration3", "Export_date", "Source_Register", "web_address", "Recruitment_Status", "other_records",
    "Date_enrollement", "Target_size", "Study_type", "Phase", "Countries", "Condition", "Intervention",
    "results_date_posted", "results_yes_no", "Secondary_ID",
)  # fmt: skip
_N = "(iv|iii|ii|i|[0-4])"
_PHASE = re.compile(rf"phase[ -]?{_N}\b(?:\s*[-/]\s*(?:phase[ -]?)?{_N}\b)?", re.IGNORECASE)
_BARE = re.compile(rf"{_N}(?:\s*[-/]\s*{_N})?", re.IGNORECASE)
_YES = re.compile(r"\(phase (iv|iii|ii|i)\):\s*yes", re.IGNORECASE)
_NUMBERS = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_ictrp(content: bytes, file: str) -> tuple[list[RegistryTrial], list[Notice], date | None]:
    """Read an export; gives trials, what could not be understood, and the day of the export where it bears one.

    Raises BadInput for what is no such export.
    """
    root = read_xml(content, file)
    if root.tag != ROOT:
        problem = Problem(file=file, row=None, field=None, found=f"<{root.tag[:40]}>", allowed=f"<{ROOT}>")
        raise BadInput([problem])
    trials, notices, days = [], [], []
    for n, element in enumerate(root.iter("Trial"), 1):
        row = _row(element)
        number = row["TrialID"]
        if not number:
            notices.append(Notice(where=f"{file}, trial {n}", field="TrialID", found="nothing", done="left out"))
            continue
        asked = Asked(number)
        trials.append(_trial(row, asked))
        exported = asked.given("Export_date", row["Export_date"], partial(read_mixed_date, day_first=False))
        days += [exported.first] if exported is not None else []
        notices += asked.notices
    return trials, notices, max(days, default=None)


def _row(element: Element) -> dict[str, str]:
    """The listed fields and no other; marks of another page's layout become spaces."""
    row = dict.fromkeys(_READ, "")
    for child in element:
        if child.tag in row and child.text:
            plain = re.sub(r"<br\s*/?>|</?p>", " ", html.unescape(child.text), flags=re.IGNORECASE)
            row[child.tag] = without_contacts(" ".join(plain.split()))
    return row


def _trial(row: dict[str, str], asked: Asked) -> RegistryTrial:
    day_first = order_of(row["Date_registration"], row["Date_registration3"])

    def dated(name: str, order: bool | None = day_first) -> Any:
        found = asked.given(name, row[name], partial(read_mixed_date, day_first=order))
        if found is not None and found.precision == "year" and len(row[name]) > 4:
            asked.tell(name, row[name], "taken as its year: day and month can be read in two ways")
        return found

    start = dated("Date_enrollement")
    size, stated = _size(row["Target_size"]), row["Target_size"]
    if size is None and stated:
        asked.tell("Target_size", stated, "left unknown: not one number, nor one for each arm")
    results = row["results_yes_no"].lower()
    return RegistryTrial(
        via=ICTRP,
        trial=row["TrialID"],
        registry=registry_words("registry", ICTRP).get(row["Source_Register"].lower(), ICTRP),
        title=row["Public_title"] or row["Scientific_title"] or row["TrialID"],
        official_title=row["Scientific_title"] or None,
        status=asked.code("status", "trial-status", ICTRP, row["Recruitment_Status"]),
        phases=_phases(row["Phase"], asked),
        study_type=asked.code("study_type", "study-type", ICTRP, row["Study_type"]),
        enrolment=size,
        enrolment_kind=None if size is None else "planned",
        start=start,
        conditions=_parts(row["Condition"]),
        interventions=_parts(row["Intervention"]),
        countries=tuple(sorted(set(_parts(row["Countries"])))),
        sponsor=row["Primary_sponsor"] or None,
        has_results={"yes": True, "no": False}.get(results),
        results_posted=dated("results_date_posted"),
        registered=dated("Date_registration3") or dated("Date_registration"),
        updated=dated("Last_Refreshed_on"),
        other_ids=_parts(row["Secondary_ID"]),
        source=row["web_address"],
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.split(";") if (part := each.strip()))


def _size(text: str) -> int | None:
    """One number, or the sum over arms where every arm has its own: "injection:49;control:49;"."""
    parts = _parts(text)
    found = [re.fullmatch(r"(?:.*:)?\s*([0-9]{1,7})", each) for each in parts]
    numbers = [int(each[1]) for each in found if each is not None]
    return sum(numbers) if parts and len(numbers) == len(parts) else None


def _phases(text: str, asked: Asked) -> tuple[str, ...]:
    """Read "Phase 1/Phase 2", "II-III", "N/A", or the EU's "(Phase II): yes (Phase III): no"."""
    if not text:
        return ()
    if text.lower() in ("n/a", "not applicable", "not selected"):
        return ("not-applicable",)
    if bare := _BARE.fullmatch(text):
        stated = list(bare.groups())
    elif ": " in text and "yes" in text.lower():
        stated = _YES.findall(text)
    else:
        stated = [each for pair in _PHASE.findall(text) for each in pair]
    numbers = sorted({_NUMBERS[each.lower()] for each in stated if each})
    if not numbers:
        asked.tell("phases", text, "left unknown: no phase is named")
    return tuple(f"phase-{n}" if n else "early-phase-1" for n in numbers)
