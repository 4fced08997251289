"""A trial as a register shows it, before anyone has reviewed it; and what could not be understood about it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kneewise.landscape.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping

CTGOV = "clinicaltrials-gov"
ICTRP = "ictrp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that could not be taken as it stood, and what was done about it; nothing else is lost by it.

    where : the file, or the trial
    """

    where: str
    field: str
    found: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryTrial:
    """A trial as one register, or the WHO's export of it, shows it.

    via : where it was read: "clinicaltrials-gov" or "ictrp"
    status, phases, study_type, *_kind : codes of `data/codes.csv`; the register's own word where the list has none
    countries : as the register names them
    other_ids : numbers that the record bears besides its own
    former_ids : numbers that the register gave it before
    """

    via: str
    trial: str
    registry: str
    title: str
    official_title: str | None = None
    status: str | None = None
    phases: tuple[str, ...] = ()
    study_type: str | None = None
    enrolment: int | None = None
    enrolment_kind: str | None = None
    start: PartialDate | None = None
    start_kind: str | None = None
    primary_completion: PartialDate | None = None
    primary_completion_kind: str | None = None
    completion: PartialDate | None = None
    completion_kind: str | None = None
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sponsor: str | None = None
    has_results: bool | None = None
    results_posted: PartialDate | None = None
    registered: PartialDate | None = None
    updated: PartialDate | None = None
    former_ids: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()
    source: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other record: one trial read at two places is two records."""
        return f"{self.via}:{self.trial}"


_DATES = ("start", "primary_completion", "completion", "results_posted", "registered", "updated")
_LISTS = ("phases", "conditions", "keywords", "interventions", "countries", "former_ids", "other_ids")


def trial_document(trial: RegistryTrial) -> dict[str, Any]:
    """Give a trial as a plain document, dates as they were written."""
    document: dict[str, Any] = {}
    for each in fields(trial):
        value = getattr(trial, each.name)
        if isinstance(value, PartialDate):
            value = str(value)
        document[each.name] = list(value) if isinstance(value, tuple) else value
    return document


def trial_of(document: Mapping[str, Any]) -> RegistryTrial:
    """Give the trial of a document that `trial_document` made."""
    values = dict(document)
    for name in _DATES:
        values[name] = None if values[name] is None else PartialDate.read(values[name])
    for name in _LISTS:
        values[name] = tuple(values[name])
    return RegistryTrial(**values)
