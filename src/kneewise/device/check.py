"""Check one kit label: what reads, what holds, and whether the device was licensed for marrow on the day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kneewise.device.label_record import PROBLEMS, Label
from kneewise.device.labels import read_label
from kneewise.device.licences import Licence, licence_facts, licence_spans, shipped_licences
from kneewise.device.permits import normalise_permit, permit_shape
from kneewise.device.sources import SOURCES, DeviceSource
from kneewise.device.udi import NO_PRODUCTION_IDENTIFIER_NEEDED, day_zero_forbidden, udi_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Result = Literal["met", "not-met", "missing", "not-applicable"]

_SENTENCES: Final = Path(__file__).with_name("check.toml")
_USES_KO: Final = {"blood": "혈액", "marrow": "골수", "fat": "지방", "other": "기타"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFinding:
    """One question put to a label, and its answer."""

    key: str
    result: Result
    sentence: dict[str, str]  # by language: en, ko
    source: DeviceSource
    note: dict[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCheck:
    """A label, as read, with every finding on it."""

    label: Label
    on: date | None
    permit: str | None
    findings: tuple[LabelFinding, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing was found not met; what is missing does not count against a label."""
        return all(finding.result != "not-met" for finding in self.findings)

    def as_document(self) -> dict[str, Any]:
        """The check as plain values, for JSON."""
        label = self.label
        return {
            "scheme": label.scheme,
            "device_identifier": label.device_identifier,
            "check_digit_ok": label.check_digit_ok,
            "made_on": _iso(label.made_on),
            "expires_on": _iso(label.expires_on),
            "lot": label.lot,
            "serial": label.serial,
            "day_zero": label.day_zero,
            "problem": label.problem,
            "elements": [list(element) for element in label.elements],
            "on": _iso(self.on),
            "permit": self.permit,
            "well": self.is_well,
            "findings": [
                {
                    "key": finding.key,
                    "result": finding.result,
                    "sentence": finding.sentence,
                    "note": finding.note,
                    "source": finding.source,
                }
                for finding in self.findings
            ],
        }


def check_label(
    text: str,
    *,
    on: date | None,
    licences: Sequence[Licence] | None = None,
    permit: str | None = None,
    class_: int | None = None,
) -> LabelCheck:
    """Check one label.

    on : the day of use
    licences : the licences to look the permit up in; None takes those that come with Kneewise
    permit : the permit number as printed
    class_ : the device's class, 1 to 4; None takes the class its licence names, if any
    """
    licences = shipped_licences() if licences is None else licences
    permit = permit if permit and normalise_permit(permit) else None
    if class_ is None and permit is not None:
        named = {row.class_ for row in licences if normalise_permit(row.permit) == normalise_permit(permit)}
        class_ = named.pop() if len(named) == 1 else None
    label = read_label(text)
    in_force, covers = licence_facts(licences, permit, on)
    shape = permit_shape(permit) if permit else None
    results: dict[str, Result] = {
        "reads": _reads(text, label),
        "check-digit": _truth(label.check_digit_ok),
        "dates": _dates(label),
        "not-expired": _truth(None if on is None or label.expires_on is None else on <= label.expires_on),
        "made-before-use": _made_before_use(label, on),
        "lot": "met" if label.lot else "missing",
        "serial": "met" if label.serial else "not-applicable",
        "identifiers": _identifiers(label, class_, on),
        "day-not-zero": _day_not_zero(label),
        "permit-shape": "met" if shape else "missing",
        "licence-known": "met" if licence_spans(licences, permit) else "missing",
        "licence-in-force": _truth(in_force),
        "licence-covers-marrow": _covers_marrow(covers),
    }
    notes = {
        "reads": PROBLEMS[label.problem] if label.problem and results["reads"] == "not-met" else None,
        "permit-shape": shape.sentence if shape else None,
    }
    facts = {
        "scheme": (label.scheme or "").upper(),
        "on": on,
        "expires_on": label.expires_on,
        "made_on": label.made_on,
        "lot": label.lot,
        "serial": label.serial,
        "permit": permit,
    }
    uses = sorted(covers or ())
    words = {"en": " and ".join(uses), "ko": ", ".join(_USES_KO[use] for use in uses)}
    findings = []
    for key, result in results.items():
        says = _sentences()[key]
        findings.append(
            LabelFinding(
                key=key,
                result=result,
                sentence={lang: says[result][lang].format(**facts, uses=words[lang]) for lang in words},
                source=SOURCES[says["source"]],
                note=notes.get(key),
            )
        )
    return LabelCheck(label=label, on=on, permit=permit, findings=tuple(findings))


@cache
def _sentences() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(_SENTENCES.read_text(encoding="utf-8"))


def _truth(value: bool | None) -> Result:
    if value is None:
        return "missing"
    return "met" if value else "not-met"


def _reads(text: str, label: Label) -> Result:
    if not text.strip():
        return "missing"
    # The check digit and the dates have findings of their own.
    return "met" if label.problem in (None, "check-digit", "bad-date") else "not-met"


def _dates(label: Label) -> Result:
    keys = {key for key, _ in label.elements}
    unread = (keys & {"11", "made"} and label.made_on is None) or (
        keys & {"17", "expires"} and label.expires_on is None
    )
    if unread or label.problem == "bad-date":
        return "not-met"
    if label.made_on is None and label.expires_on is None:
        return "missing"
    return _truth(label.made_on is None or label.expires_on is None or label.made_on <= label.expires_on)


def _made_before_use(label: Label, on: date | None) -> Result:
    if label.made_on is None:
        return "not-applicable"
    return _truth(None if on is None else label.made_on <= on)


def _identifiers(label: Label, class_: int | None, on: date | None) -> Result:
    if label.scheme is None:
        return "missing"
    has_device = label.device_identifier is not None
    may_lack = class_ in NO_PRODUCTION_IDENTIFIER_NEEDED
    if has_device and (label.carries_production_identifier or may_lack):
        return "met"
    due = udi_due(class_, on)
    if due is False:
        return "not-applicable"
    if due is None or (class_ is None and has_device):
        return "missing"
    return "not-met"


def _day_not_zero(label: Label) -> Result:
    """Dated by the label's own day, its day of making; a label without one leaves the question open."""
    if label.scheme != "gs1":
        return "not-applicable"
    if not label.day_zero:
        return "met"
    forbidden = day_zero_forbidden(label.made_on)
    if forbidden is None:
        return "missing"
    return "not-met" if forbidden else "not-applicable"


def _covers_marrow(covers: frozenset[Any] | None) -> Result:
    if covers is None:
        return "missing"
    return _truth("marrow" in covers) if covers else "not-applicable"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
