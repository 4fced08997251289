"""Limits by halving: slow, and never astray. All limits of one call are found together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def bisect(is_below: Callable[[Floats], Any], low: Floats, high: Floats, *, steps: int = 1100) -> Floats:
    """Find, in each place, the point between `low` and `high` at which `is_below` turns from True to False.

    is_below : takes an array of points, says for each whether it lies below the limit that is sought; must be
        monotone, and is never asked at the ends themselves
    low, high : arrays of one shape
    steps : a bound that is not met: halving ends when no number lies between, after 54 steps, or up to 1,075 where
        the limit is 0

    Returns the last point known to be below where the two ends are neighbours: right to the last digit that
    `is_below` can tell. An empty interval (low == high) gives its end.
    """
    low, high = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
    for _ in range(steps):
        middle = low + (high - low) / 2
        is_open = (middle > low) & (middle < high)
        if not is_open.any():
            break
        below = np.asarray(is_below(middle), dtype=bool)
        low = np.where(is_open & below, middle, low)
        high = np.where(is_open & ~below, middle, high)
    return low
