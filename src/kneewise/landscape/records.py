"""The records of the landscape: products, milestones, trials, prices, statements; each with where and when it was read.

None is what no source says, never no. A date is as exact as its source (`dates.PartialDate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from kneewise.landscape.dates import PartialDate

# Rows that no fact may rest on; they stay visible, with their mark.
NO_FACT = ("contradicted", "superseded", "not-confirmed", "not-found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row was read.

    place : the address, or the name of the source where it has none
    dated : when the source was issued; None where it bears no date
    read_in : when it was read
    kind : what kind of place it is, by `data/hosts.csv`
    doubt : why the address is not that of whoever wrote the text (a repost, a bare network address); None: it is
    """

    place: str
    dated: PartialDate | None
    read_in: PartialDate
    kind: str
    doubt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """What every row carries.

    verification : "confirmed", "single-source", "contradicted", "superseded", "not-confirmed", "not-found"
    also : further places that say the same, `source` not among them
    """

    source: Source
    verification: str
    also: tuple[str, ...]
    note: str | None

    @property
    def n_sources(self) -> int:
        """How many places say it; several may carry one press release."""
        return 1 + len(self.also)

    @property
    def is_fact(self) -> bool:
        """Whether a fact may rest on it: it was read, and nothing better contradicts it."""
        return self.verification not in NO_FACT

    def known_on(self, day: date) -> bool | None:
        """Say whether it could be read by the end of a day; None where its source is undated or dated around it."""
        return None if self.source.dated is None else self.source.dated.reached_on(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Another name of a product (a brand, a code), a misspelling of it, or its developer in another language."""

    name: str
    lang: str
    kind: str
    jurisdiction: str | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Sourced):
    """A product, procedure or device.

    group, route, tissues, preparation, donor, indications : codes of `data/codes.csv`
    is_not : what it must not be taken for
    confidence : how sure the reading of its row is: "high", "medium", "low"
    """

    product: str
    name: str
    names: tuple[Name, ...]
    developer: str
    group: str
    route: str | None
    tissues: tuple[str, ...]
    preparation: str | None
    donor: str | None
    cells_stated: str
    modality_stated: str
    indications: tuple[str, ...]
    indication_stated: str
    is_not: str | None
    status_stated: str
    jurisdictions: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Sourced):
    """What happened, is planned, was counted or is claimed, of one subject in one jurisdiction.

    subject : a product, a trial or a topic
    date, effective : when it was decided; when it took effect where that is another day
    kind : of `data/milestone_kinds.csv`
    class_ : "actual", "planned", "metric", "claim"
    articles, bearing : which articles it bears on, and how: "confirms", "qualifies", "supersedes", "contradicts",
        "repeats" (it is the statement itself), "context"
    """

    milestone: str
    subject: str
    jurisdiction: str
    date: PartialDate
    effective: PartialDate | None
    kind: str
    class_: str
    indication: str | None
    detail: str | None
    articles: tuple[str, ...]
    bearing: str | None

    @property
    def in_force(self) -> PartialDate:
        """When it counts."""
        return self.effective or self.date


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierValue:
    """What an earlier copy of a trial's record showed in one field; `kind` is "actual", "planned" or not stated."""

    field: str
    value: str
    kind: str | None
    copied: PartialDate | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(Sourced):
    """A trial as a registry, or a copy of it, shows it; its source's day is the day of the copy.

    product_inferred, preparation_inferred : whether it was concluded, not read
    *_kind : "actual" or "planned"
    twins : the same trial under other numbers; follows : the trial whose patients it follows
    earlier : what earlier copies of its record showed
    """

    trial: str
    registry: str
    title: str
    status: str | None
    phases: tuple[str, ...]
    study_type: str | None
    tissues: tuple[str, ...]
    donor: str | None
    preparation: str | None
    preparation_inferred: bool
    cells_stated: str | None
    product: str | None
    product_inferred: bool
    product_stated: str | None
    enrolment: int | None
    enrolment_kind: str | None
    start: PartialDate | None
    start_kind: str | None
    primary_completion: PartialDate | None
    primary_completion_kind: str | None
    completion: PartialDate | None
    completion_kind: str | None
    countries: tuple[str, ...]
    sponsor: str | None
    has_results: bool | None
    results_posted: PartialDate | None
    updated: PartialDate | None
    twins: tuple[str, ...]
    follows: str | None
    earlier: tuple[EarlierValue, ...] = ()
