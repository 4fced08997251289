"""Rows that cannot be: negative spread, nobody in a group, more events than patients."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from kneewise.evidence.pooling.sets import Floats

    # Column, rows, name of the rule, what was found, what is allowed.
    Rule = tuple[str, NDArray[np.bool_], str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """One column of one row (from 1) that cannot be, by which rule, and what is allowed there."""

    row: int
    column: str
    rule: str
    found: str
    allowed: str


def impossible_cells(of: Mapping[str, Floats]) -> list[Impossible]:
    """List what cannot be in the columns that are there, by row; a gap is no fault."""
    faults = [
        Impossible(row=int(at) + 1, column=column, rule=rule, found=found, allowed=allowed)
        for column, bad, rule, found, allowed in _rules(of)
        for at in np.flatnonzero(bad)
    ]
    return sorted(faults, key=lambda fault: (fault.row, fault.column))


def _rules(of: Mapping[str, Floats]) -> Iterator[Rule]:
    for name, values in of.items():
        if name in ("n", "n1", "n2", "time1", "time2"):
            yield name, values <= 0, "somebody there", "0 or less", "a number above 0"
        elif name.startswith(("sd", "se", "events")):
            yield name, values < 0, "not negative", "a number below 0", "0 or more"
        elif name == "p":
            yield name, (values < 0) | (values > 1), "in range", "a p outside 0 to 1", "0 to 1"
        elif name == "r":
            yield name, np.abs(values) > 1, "in range", "a correlation outside -1 to 1", "-1 to 1"
    for arm in ("", "1", "2"):
        if {f"events{arm}", f"n{arm}"} <= set(of):
            yield (
                f"events{arm}",
                of[f"events{arm}"] > of[f"n{arm}"],
                "events among patients",
                "more events than patients",
                f"at most n{arm}",
            )
        order = [f"minimum{arm}", f"quartile_low{arm}", f"median{arm}", f"quartile_high{arm}", f"maximum{arm}"]
        known = [name for name in order if name in of]
        for lower, upper in pairwise(known):
            yield upper, of[upper] < of[lower], "in order", f"less than {lower}", f"at least {lower}"
        yield from _outside(of, f"mean{arm}" if arm else "effect", f"ci_low{arm}", f"ci_high{arm}")


def _outside(of: Mapping[str, Floats], estimate: str, low: str, high: str) -> Iterator[Rule]:
    if low in of and high in of:
        yield high, of[high] < of[low], "in order", f"less than {low}", f"at least {low}"
        if estimate in of:
            value, slack = of[estimate], 1e-9 * np.abs(of[high] - of[low])
            outside = (value < of[low] - slack) | (value > of[high] + slack)
            yield (
                estimate,
                outside & (of[low] <= of[high]),
                "estimate in its interval",
                "an estimate outside its own interval",
                f"{low} to {high}",
            )
