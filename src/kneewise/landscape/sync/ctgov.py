"""Studies as the API v2 of ClinicalTrials.gov gives them, as trials.

Field names and structure: the API's OpenAPI description (version 2.0.5) as documented in March 2026. Dates are
`yyyy`, `yyyy-MM` or `yyyy-MM-dd`; statuses and phases are upper-case words, of which new ones may come at any time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kneewise.landscape.dates import PartialDate
from kneewise.landscape.sync.registry_trial import CTGOV, Notice, RegistryTrial
from kneewise.landscape.sync.words import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile("NCT[0-9]{8}")


def read_page(page: Mapping[str, Any], where: str) -> tuple[list[RegistryTrial], list[Notice]]:
    """Read the studies of a page that came through the door; what is no study is told by its place."""
    trials, notices = [], []
    for n, study in enumerate(page["studies"], 1):
        trial, told = read_study(study, f"{where}, study {n}")
        notices += told
        if trial is not None:
            trials.append(trial)
    return trials, notices


def read_study(study: Any, where: str) -> tuple[RegistryTrial | None, list[Notice]]:
    """Read one study; None, and told, where it has no number of its own."""
    protocol = _group(study, "protocolSection")
    identity = _group(protocol, "identificationModule")
    number = identity.get("nctId")
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        found = "nothing" if number is None else str(number)[:20]
        return None, [Notice(where=where, field="nctId", found=found, done="not a study that can be told: left out")]
    asked = Asked(number)
    status, design = _group(protocol, "statusModule"), _group(protocol, "designModule")
    size, about = _group(design, "enrollmentInfo"), _group(protocol, "conditionsModule")
    arms = _group(protocol, "armsInterventionsModule")
    posted = {name: _date(asked, name, _group(status, name)) for name in _POSTED}
    trial = RegistryTrial(
        via=CTGOV,
        trial=number,
        registry=CTGOV,
        title=_text(identity.get("briefTitle")) or _text(identity.get("officialTitle")) or number,
        official_title=_text(identity.get("officialTitle")),
        status=asked.code("status", "trial-status", "ctgov", status.get("overallStatus")),
        phases=_codes(asked, "phases", "phase", design.get("phases")),
        study_type=asked.code("study_type", "study-type", "ctgov", design.get("studyType")),
        enrolment=asked.given("enrolment", size.get("count"), _count),
        enrolment_kind=asked.code("enrolment_kind", "date-kind", "ctgov", size.get("type")),
        conditions=_texts(asked.listed("conditions", about.get("conditions"))),
        keywords=_texts(asked.listed("keywords", about.get("keywords"))),
        interventions=_interventions(asked.listed("interventions", arms.get("interventions"))),
        countries=tuple(sorted(set(_each(protocol, "contactsLocationsModule", "locations", "country")))),
        sponsor=_text(_group(_group(protocol, "sponsorCollaboratorsModule"), "leadSponsor").get("name")),
        has_results=asked.given("has_results", study.get("hasResults"), _truth),
        results_posted=posted["resultsFirstPostDateStruct"],
        registered=posted["studyFirstPostDateStruct"],
        updated=posted["lastUpdatePostDateStruct"],
        former_ids=_texts(identity.get("nctIdAliases")),
        other_ids=_texts(_each(protocol, "identificationModule", "secondaryIdInfos", "id")),
        source=f"https://clinicaltrials.gov/study/{number}",
        **_dated(asked, status),
    )
    return trial, asked.notices


_POSTED = ("resultsFirstPostDateStruct", "studyFirstPostDateStruct", "lastUpdatePostDateStruct")
_DATED = {"start": "startDateStruct", "primary_completion": "primaryCompletionDateStruct",
          "completion": "completionDateStruct"}  # fmt: skip


def _dated(asked: Asked, status: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, stated in _DATED.items():
        given = _group(status, stated)
        values[name] = _date(asked, name, given)
        kind = asked.code(f"{name}_kind", "date-kind", "ctgov", given.get("type"))
        values[f"{name}_kind"] = None if values[name] is None else kind
    return values


def _date(asked: Asked, field: str, given: Mapping[str, Any]) -> PartialDate | None:
    return asked.given(field, given.get("date"), _read_date)


def _read_date(stated: Any) -> PartialDate:
    if not isinstance(stated, str):
        raise TypeError
    return PartialDate.read(stated)


def _count(stated: Any) -> int:
    if isinstance(stated, bool) or not isinstance(stated, int) or stated < 0:
        raise ValueError
    return stated


def _codes(asked: Asked, field: str, among: str, stated: Any) -> tuple[str, ...]:
    found = [asked.code(field, among, "ctgov", each) for each in asked.listed(field, stated)]
    return tuple(each for each in found if each is not None)


def _truth(stated: Any) -> bool:
    if not isinstance(stated, bool):
        raise TypeError
    return stated


def _interventions(stated: list[Any]) -> tuple[str, ...]:
    """One text an intervention: "BIOLOGICAL: bone marrow cells (BMC, BM-MNC)"."""
    found = []
    for each in stated:
        if isinstance(each, dict) and (name := _text(each.get("name"))):
            others = _texts(each.get("otherNames"))
            kind = f"{each['type']}: " if isinstance(each.get("type"), str) else ""
            found.append(kind + name + (f" ({', '.join(others)})" if others else ""))
    return tuple(found)


def _group(value: Any, name: str) -> dict[str, Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _each(protocol: Mapping[str, Any], module: str, listed: str, name: str) -> list[str]:
    rows = _group(protocol, module).get(listed)
    return list(_texts([row.get(name) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []))


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(text for each in listed if (text := _text(each)))
