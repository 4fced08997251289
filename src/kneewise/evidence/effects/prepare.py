"""The columns of a call made ready for a measure: impossible rows out, gaps filled by conversions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.effects.arm_figures import fill_arm
from kneewise.evidence.effects.clusters import shrink_to_independent
from kneewise.evidence.effects.conversions import correlation_of_change
from kneewise.evidence.effects.impossible import impossible_cells
from kneewise.evidence.effects.measures import COLUMNS, MEANS, PAIRS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.effects.flags import Flags
    from kneewise.evidence.pooling.sets import Floats


def drop_impossible(of: dict[str, Floats], bad_rows: str, flags: Flags) -> dict[str, Floats]:
    """Refuse impossible rows ("refuse"), or blank them and say why ("flag")."""
    if bad_rows not in ("refuse", "flag"):
        raise BadValues(f"bad_rows: found {bad_rows!r}; allowed: refuse, flag")
    faults = impossible_cells(of)
    if faults and bad_rows == "refuse":
        first = faults[0]
        raise BadValues(
            f"row {first.row}, {first.column}: found {first.found}; allowed: {first.allowed}"
            + (f" (and {len(faults) - 1} more)" if len(faults) > 1 else "")
        )
    bad = np.zeros(flags.size, dtype=bool)
    for fault in faults:
        row = np.zeros(flags.size, dtype=bool)
        row[fault.row - 1] = True
        flags.add(row, f"{fault.column}: {fault.found}; not in the pool")
        bad |= row
    return {name: np.where(bad, np.nan, values) for name, values in of.items()}


def complete(
    of: Mapping[str, Floats], kind: str, assumed_correlation: float | None, level: float, flags: Flags
) -> dict[str, Floats] | None:
    """Give every column that a kind of measure needs, filled where others tell it; None where one is not there."""
    ready = {name: np.array(values) for name, values in of.items()}
    shrink_to_independent(ready, flags)
    nothing = np.full(flags.size, np.nan)
    if kind in (MEANS, PAIRS):
        for arm in ("1", "2"):
            # Errors printed for a clustered group are taken to know of the clusters: they go with the n shrunk above.
            fill_arm(ready, arm, ready.get("n" if kind == PAIRS else f"n{arm}", nothing), level, flags)
    if kind == PAIRS:
        _fill_correlation(ready, assumed_correlation, flags)
    if any(name not in ready for name in COLUMNS[kind]):
        return None
    return {name: ready[name] for name in COLUMNS[kind]}


def _fill_correlation(of: dict[str, Floats], assumed: float | None, flags: Flags) -> None:
    r = of.get("r", np.full(flags.size, np.nan)).copy()
    if "sd_change" in of:
        told = correlation_of_change(of["sd2"], of["sd1"], of["sd_change"])
        new = np.isnan(r) & ~np.isnan(told)
        r[new] = told[new]
        flags.add(new, "correlation from the standard deviation of the differences")
    missing = np.isnan(r) & ~np.isnan(of["mean1"])
    if assumed is None:
        flags.add(missing, "correlation of the pair not known: give r, sd_change or assumed_correlation")
    else:
        if not -1.0 <= assumed <= 1.0:
            raise BadValues(f"assumed_correlation: found {assumed}; allowed: -1 to 1")
        r[missing] = assumed
        flags.add(missing, f"correlation of the pair assumed to be {assumed:g}")
    of["r"] = r


def patients(of: Mapping[str, Floats], kind: str) -> Floats:
    """How many stand behind each row, as counted (before a design effect), NaN where unknown."""
    some = next(iter(of.values()))
    if kind != PAIRS and "n1" in of and "n2" in of:
        return np.asarray(of["n1"] + of["n2"])
    return np.asarray(of.get("n", np.full(some.shape, np.nan)))
