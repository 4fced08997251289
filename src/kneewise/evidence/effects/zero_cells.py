"""What is done where a cell of a two-by-two table, or a count, is zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.evidence.pooling.sets import Floats

RULES = ("only0", "all", "if0all", "none", "RevMan", "meta")


def rows_to_fill(cells: Sequence[Floats], rule: str) -> NDArray[np.bool_]:
    """Say to which rows the half is added: to those with a zero ("only0", "RevMan", "meta"), to all, to all if any has.

    A zero of non-events counts too: RevMan, metafor and meta all add it there, also for the risk ratio.
    """
    is_zero = np.any([cell == 0 for cell in cells], axis=0)
    if rule in ("only0", "RevMan", "meta"):
        return np.asarray(is_zero)
    if rule == "none":
        return np.zeros_like(is_zero)
    if rule in ("all", "if0all"):
        return np.full_like(is_zero, rule == "all" or bool(is_zero.any()))
    raise BadValues(f"zero_cells: found {rule!r}; allowed: {', '.join(RULES)}")


def is_double_zero(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say which tables hold no event at all, and which nothing but events: an odds ratio of either tells nothing."""
    return np.asarray((a == 0) & (c == 0)), np.asarray((b == 0) & (d == 0))
