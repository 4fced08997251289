"""Short forms whose sum is turned into an interval score by a published table."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.outcomes.instruments.scales import score_scales

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.outcomes.instruments.definition import Instrument, Part
    from kneewise.outcomes.instruments.scales import Floats
    from kneewise.outcomes.instruments.scores import Scores


@cache
def interval_table(name: str) -> Floats:
    """Read a table of this folder: shape (m,), the score of each sum from 0 up."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        rows = [(int(row["raw"]), float(row["score"])) for row in csv.DictReader(file)]
    if [raw for raw, _ in rows] != list(range(len(rows))):
        raise ValueError(f"{name} does not hold every sum once, in order")
    table = np.array([score for _, score in rows])
    table.flags.writeable = False
    return table


def score_by_table(form: Instrument, table: str, items: Any, columns: Mapping[str, str] | None) -> Scores:
    """Score a form of one part by its table; the table is for full sums only, so every item must be answered."""
    scores = interval_table(table)

    def look_up(total: Floats, n_answered: Floats, part: Part) -> Floats:  # noqa: ARG001 - one shape for all
        return scores[total.astype(np.intp)]

    return score_scales(form, items, look_up, columns=columns)
