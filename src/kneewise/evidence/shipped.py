"""The trials that come with Kneewise: read, checked, every row with its source and what is wrong with it as printed.

Facts and figures of publications, read up to November 2026. A misprint is carried as printed and flagged. The inputs
of the Cochrane review of 2025 are not among them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from kneewise.evidence.cells import Row, read_rows
from kneewise.evidence.products import DATA
from kneewise.evidence.records import Trials
from kneewise.evidence.trial_rows import arm_of, event_of, finding_of, outcome_of, review_of, study_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")


@cache
def shipped_trials() -> Trials:
    """Give the trials that come with Kneewise (read once)."""
    return read_trials(DATA)


def read_trials(folder: Path) -> Trials:
    """Read and check the six tables of trials in a folder: studies, arms, outcomes, events, findings, reviews.

    Raises BadInput, with file and row, for a cell that cannot be, a study or an arm that is not in its table, a row
    without a source, and an interval that does not contain its estimate and is not flagged as such.
    """
    studies = _read(folder, "studies", study_of)
    arms = _read(folder, "arms", arm_of)
    outcomes = _read(folder, "outcomes", outcome_of)
    events = _read(folder, "events", event_of)
    reviews = _read(folder, "reviews", review_of)
    _known(folder / "arms.csv", {each.study for each in studies}, "study")
    named = {(each.study, each.arm) for each in arms}
    for table in ("outcomes.csv", "events.csv"):
        _known_arms(folder / table, named)
    homes = {each.study: each.source for each in studies} | {each.review: each.source for each in reviews}
    findings = tuple(finding_of(row, homes) for row in read_rows(folder / "findings.csv"))
    return Trials(
        studies=studies, arms=arms, outcomes=outcomes, events=events, findings=findings, reviews=reviews
    )  # fmt: skip


def _read(folder: Path, table: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(make(row) for row in read_rows(folder / f"{table}.csv"))


def _known(path: Path, names: Iterable[str], column: str) -> None:
    names = set(names)
    for row in read_rows(path):
        if row.must(column) not in names:
            raise row.refusal(column, f"'{row.must(column)}'", "a study of studies.csv")


def _known_arms(path: Path, named: set[tuple[str, str]]) -> None:
    for row in read_rows(path):
        if (row.must("study"), row.must("arm")) not in named:
            raise row.refusal("arm", f"'{row.must('arm')}' of {row.must('study')}", "an arm of arms.csv")
