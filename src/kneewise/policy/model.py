"""What a policy file holds once it is read: dated clauses with their words, their rule and their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kneewise.policy.tree import Tree

PartName: TypeAlias = Literal["eligibility", "kit", "admission", "contract", "integrity"]
Otherwise: TypeAlias = Literal["fail", "review", "flag"]
Confidence: TypeAlias = Literal["high", "medium", "low"]
Settles: TypeAlias = Literal["fully", "partly", "not"]
Setting: TypeAlias = Literal["outpatient", "inpatient"]

# The order in which parts are computed: a contract clause may ask for the outcome of eligibility.
PART_ORDER: tuple[PartName, ...] = ("eligibility", "kit", "admission", "contract", "integrity")
DATED_BY: dict[str, str] = {"service_on": "service_on", "sold_on": "sold_on", "label_on": "label_made_on"}
MAX_CLAUSES = 31  # two bits each in a signed 64-bit word


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule was read.

    issued : day as far as it is known, ISO ("2024-03-20", "2024-03", "2024"), None where the source bears no date
    via : what was really read, where that is not the source itself
    """

    key: str
    title: str
    issued: str | None
    read_on: date | None
    via: str | None
    confidence: Confidence

    @property
    def known_from(self) -> str | None:
        """The last day on which the source can have been issued, ISO: a year alone is known for sure at its end."""
        if self.issued is None or len(self.issued) == 10:
            return self.issued
        return f"{self.issued}-31" if len(self.issued) == 7 else f"{self.issued}-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An expression as it was written, and its tree."""

    sql: str
    tree: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One dated sentence of a policy, and the rule that a machine can hold against a case.

    require : None where the record has no field for it (`settles` is then "not"): never checked, always shown
    from_, until : the period in which it binds (until left out); from_earliest where the start is known as a range
    handles_missing : why a fact that is not known does not make the clause missing
    start_of : True for the clause made for the days between from_earliest and from_, on which a person must look
    """

    id: str
    says: Mapping[str, str]
    require: Rule | None
    applies: Rule | None
    otherwise: Otherwise
    source: Source
    confidence: Confidence
    asks: tuple[str, ...]
    settles: Settles
    note: Mapping[str, str] | None
    handles_missing: str | None
    dated_by: str
    from_: date | None
    until: date | None
    from_earliest: date | None
    start_of: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What is payable in one setting, in the minor unit, as a range while something is open."""

    setting: Setting
    applies: Rule | None
    low: Rule
    high: Rule
    source: Source
    handles_missing: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy file."""

    id: str
    part: PartName
    title: Mapping[str, str]
    jurisdiction: str
    applies: Rule | None
    dated_by: str
    sources: tuple[Source, ...]
    clauses: tuple[Clause, ...]
    amounts: tuple[Amount, ...]
    path: str
