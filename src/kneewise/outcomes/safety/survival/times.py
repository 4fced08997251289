"""The door of the survival methods: times, events and groups, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.bisection import Floats

    Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Persons with known follow-up, in the order in which they came.

    time : shape (n,), time from the treatment to the event or to the end of follow-up
    event : shape (n,), 0 where follow-up ended without the event, else the kind of event
    kept : shape (n,), the rows of the input that these are
    n_left_out : rows whose time, event or group is not known
    """

    time: Floats
    event: Counts
    kept: Counts
    n_left_out: int


def checked_times(time: ArrayLike, event: ArrayLike, *, kinds: int = 1, known: Any = None) -> Followed:
    """Take times and events, leaving out and counting the rows that are not known.

    time : shape (n,), 0 or more, NaN where it is not known
    event : shape (n,), 0 or 1 (or truth values), up to `kinds` for competing events; NaN where it is not known
    known : shape (n,), False where something else of the row is missing

    Raises BadValues for a negative time or an event that is no whole number from 0 to `kinds`, with the row;
    NotEstimable where no row is left.
    """
    t, e = _vector(time, "time"), _vector(event, "event")
    if t.shape != e.shape:
        raise BadValues(f"event: found {e.size} rows, time has {t.size}; allowed: as many")
    if (wrong := np.isinf(t) | (t < 0)).any():
        raise BadValues(f"time, row {int(wrong.argmax()) + 1}: found a time below 0 or infinite; allowed: 0 or more")
    if (wrong := ~np.isnan(e) & ~np.isin(e, np.arange(kinds + 1))).any():
        raise BadValues(f"event, row {int(wrong.argmax()) + 1}: found no whole number from 0 to {kinds}; 0 is no event")
    is_known = ~(np.isnan(t) | np.isnan(e))
    if known is not None:
        is_known &= np.asarray(known, dtype=bool)
    kept = np.flatnonzero(is_known)
    if kept.size == 0:
        raise NotEstimable("time to event: found no row of which all is known; at least 1 is needed")
    return Followed(time=t[kept], event=e[kept].astype(np.int64), kept=kept, n_left_out=int(t.size - kept.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Groups of persons: their labels in order, each person's place among them, -1 where it is not known."""

    labels: tuple[Any, ...]
    place: Counts


def checked_groups(group: ArrayLike | None, n: int, name: str = "group") -> Grouped:
    """Take labels as groups, sorted or in a categorical's own order; one group labelled None where none are given."""
    if group is None:
        return Grouped(labels=(None,), place=np.zeros(n, dtype=np.int64))
    from kneewise.columns import codes

    raw = np.asarray(group)
    if raw.ndim != 1 or raw.size != n:
        raise BadValues(f"{name}: found shape {raw.shape}, time has {n} rows; allowed: one label a row")
    column: Any = group
    found = codes(column.to_frame(name) if hasattr(column, "to_frame") else {name: raw}, name)
    return Grouped(labels=found.levels, place=found.codes)


def _vector(values: ArrayLike, name: str) -> Floats:
    try:
        taken = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadValues(f"{name}: found a value that is no number; allowed: numbers, NaN where not known") from None
    if taken.ndim != 1:
        raise BadValues(f"{name}: found an array of {taken.ndim} dimensions; allowed: one")
    return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTable:
    """What happened at each distinct time, by group.

    time : shape (m,), ascending
    at_risk, events, censored : shape (m, k): just before, at, and at the time
    """

    time: Floats
    at_risk: Counts
    events: Counts
    censored: Counts


def risk_table(time: Floats, event: Counts, place: Counts, n_groups: int) -> RiskTable:
    """Count those at risk and what happened to them at each distinct time; any kind of event counts."""
    times, where = np.unique(time, return_inverse=True)
    cell = where * n_groups + place
    size = times.size * n_groups
    events = np.bincount(cell, weights=event > 0, minlength=size).astype(np.int64).reshape(-1, n_groups)
    left = np.bincount(cell, minlength=size).reshape(-1, n_groups)
    at_risk = left[::-1].cumsum(axis=0)[::-1]
    return RiskTable(time=times, at_risk=at_risk, events=events, censored=left - events)
