"""Events by arm, design by design, without what says nothing of an odds ratio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.networks.arms import check_arms_once, check_counts
from kneewise.evidence.networks.parts import connected_parts
from kneewise.evidence.networks.trials import Block, Trials

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.arms import Arms

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EventTable:
    """Trials of one design.

    arm : shape (a,), places of treatments, rising; trial : places of studies
    events, rest : shapes (trials, a), persons with and without the event
    """

    arm: tuple[int, ...]
    trial: tuple[int, ...]
    events: Floats
    rest: Floats


def tables_of(arms: Arms, events: Floats, n: Floats) -> tuple[list[EventTable], tuple[str, ...], tuple[str, ...]]:
    """Make the tables, the names of the treatments that are left, and what was left out."""
    check_counts(events, n)
    check_arms_once(arms)
    study, arm, studies, treatments = arms.study, arms.treatment, arms.studies, arms.treatments
    known = np.isfinite(events) & np.isfinite(n)
    told = [f"row {row + 1}: an arm of {studies[study[row]]} lacks a figure" for row in np.flatnonzero(~known).tolist()]
    groups: dict[tuple[int, ...], list[Ints]] = {}
    for trial in range(len(studies)):
        rows = np.flatnonzero((study == trial) & known)
        rows = rows[np.argsort(arm[rows], kind="stable")]
        if len(rows) < 2:
            told.append(f"{studies[trial]} has one arm only")
        elif not events[rows].sum() or not (n - events)[rows].sum():
            told.append(f"{studies[trial]} has no event, or events only")
        else:
            groups.setdefault(tuple(arm[rows].tolist()), []).append(rows)
    tables = []
    for design in sorted(groups, key=lambda each: (len(each), each)):
        rows_of = np.array(groups[design])
        x, rest = events[rows_of], (n - events)[rows_of]
        kept = (x.sum(axis=0) > 0) & (rest.sum(axis=0) > 0)
        named = " / ".join(treatments[k] for k in design)
        told += [f"{treatments[k]} in design {named} has no event, or events only"
                 for k, keep in zip(design, kept.tolist(), strict=True) if not keep]  # fmt: skip
        if kept.sum() < 2:
            told.append(f"design {named} has one arm left")
            continue
        left = tuple(k for k, keep in zip(design, kept.tolist(), strict=True) if keep)
        tables.append(EventTable(left, tuple(study[rows_of[:, 0]].tolist()), x[:, kept], rest[:, kept]))
    if not tables:
        raise BadValues(
            f"events: found no design that compares two arms ({'; '.join(told[:3])}); allowed: at least one"
        )
    used = sorted({k for table in tables for k in table.arm})
    place = {k: number for number, k in enumerate(used)}
    tables = [
        EventTable(tuple(place[k] for k in table.arm), table.trial, table.events, table.rest) for table in tables
    ]  # fmt: skip
    return tables, tuple(treatments[k] for k in used), tuple(told)


def check_tables_connected(tables: list[EventTable], treatments: tuple[str, ...]) -> None:
    """Refuse tables that fall into parts, and name the parts."""
    empty = np.zeros((1, 0))
    blocks = tuple(Block(np.zeros(1, np.int64), np.array([table.arm]), empty, empty, empty) for table in tables)
    parts = connected_parts(Trials(treatments, (), blocks))
    if len(parts) > 1:
        named = "; ".join("(" + ", ".join(treatments[k] for k in part) + ")" for part in parts)
        raise BadValues(
            f"events: found {len(parts)} parts that no informative trial joins: {named}; allowed: one connected network"
        )
