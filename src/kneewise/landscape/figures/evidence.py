"""The rows behind an answer, and what they come to: confirmed, superseded, contradicted, not confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kneewise.landscape.hosts import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kneewise.landscape.records import Sourced
    from kneewise.landscape.stated_records import Figure

Stand = Literal["confirmed", "superseded", "contradicted", "not-confirmed"]
Bears = Literal["agrees", "differs", "later", "beside", "context"]

# Of what is said about oneself, a page of one's own or a copy of it proves that it was said, not that it is so.
INTERESTED = ("article", "blog", "broker", "clinic", "company", "repost", "wire")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One row (a milestone, a trial, a price, a statement) and how it bears on the figure.

    bears : "agrees", "differs", "later" (takes its place), "beside" (limits what it means), "context"
    """

    bears: Bears
    record: Sourced

    @property
    def counts(self) -> bool:
        """Whether the answer may rest on it: nothing better contradicts the row."""
        return self.record.is_fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAnswer:
    """How a figure stands.

    stand : "confirmed"; "superseded" (it was right, and a later row has taken its place); "contradicted";
        "not-confirmed" (no row that counts says so)
    remarks : codes of the list "remark", what to know beside it
    found : the number that the records come to, where the figure asks for a count
    rows : the rows behind it, those that decide first
    """

    figure: Figure
    stand: Stand
    remarks: tuple[str, ...]
    found: int | None
    rows: tuple[Evidence, ...]


_ORDER = ("differs", "agrees", "later", "beside", "context")


def answer_from(
    figure: Figure,
    rows: Iterable[Evidence],
    *,
    remarks: Iterable[str] = (),
    found: int | None = None,
    is_over: bool = False,
) -> FigureAnswer:
    """Make the answer that rows come to.

    is_over : the figure told of something under way that has come to its end since
    Rows that agree outweigh rows that differ only where the latter do not count.
    """
    rows = sorted(rows, key=lambda each: (not each.counts, _ORDER.index(each.bears)))
    counted = {each.bears for each in rows if each.counts}
    stand: Stand = "not-confirmed"
    if "differs" in counted:
        stand = "contradicted"
    elif "agrees" in counted:
        stand = "superseded" if is_over or "later" in counted else "confirmed"
    told = list(remarks)
    if {"agrees", "differs"} <= {each.bears for each in rows}:
        told.append("in-conflict")
    if any(each.bears == "beside" for each in rows):
        told.append("qualified")
    return FigureAnswer(
        figure=figure, stand=stand, remarks=tuple(dict.fromkeys(told)), found=found, rows=tuple(rows)
    )  # fmt: skip


def is_of_interested(record: Sourced) -> bool:
    """Whether every place that says it has an interest in it, or only copies one that has."""
    return all(host_of(place).kind in INTERESTED for place in (record.source.place, *record.also))


def is_known(record: Sourced, on: date | None) -> bool:
    """Whether a row could be read by the end of a day; one that bears no date counts."""
    return on is None or record.known_on(on) is not False
