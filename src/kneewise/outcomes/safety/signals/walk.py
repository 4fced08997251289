"""A walk of two steps between two bounds: when it leaves, and where; exact to rounding, nothing is cut into a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from kneewise.outcomes.bisection import Floats

TOLERANCE = 1e-10
"""A sum this near to a bound has reached it: the sums of weights are rounded, the bounds are not met by chance."""
_MOST_CELLS = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exits:
    """Probability to leave at each step, from step 0 on; what is missing from 1 is `left`.

    low, high : shape (t,), by the lower and by the upper bound
    left : chance of still walking when the count was ended, below 1e-15 of the smaller of both sums
    """

    low: Floats
    high: Floats
    left: float


def exits(*, up: float, down: float, chance: float, low: float, high: float) -> Exits:
    """Follow a walk from 0 that goes `up` with a chance and `down` otherwise, until it leaves low < sum < high.

    up, down : above 0
    chance : of a step up, above 0 and below 1
    low : 0 or less; with 0 the first step down leaves
    high : above 0

    The places reachable are k * up - m * down. One row of all m is taken at a time, ascending in k: within it the
    chance of being there is a sum over the ways in, each thinned by the steps down since.
    """
    low_at, high_at = np.zeros(1024), np.zeros(1024)
    row, first = np.array([1.0]), 0  # chance to come into (k, m) by a step up, for m from `first`
    total = np.zeros(2)
    cells = 0
    for k in range(1_000_000):
        last = int(np.floor((k * up - low - TOLERANCE) / down)) if k * up - low > TOLERANCE else 0
        there = _thinned(row, last - first + 1, 1 - chance)
        cells += there.size
        steps = k + last + 1
        if steps + 1 >= low_at.size:
            low_at, high_at = (np.concatenate([each, np.zeros(steps + each.size)]) for each in (low_at, high_at))
        low_at[steps] += there[-1] * (1 - chance)
        goes_up = there * chance
        # The smallest m from which the next step up stays below the upper bound.
        stays = max(first, int(np.ceil(((k + 1) * up - high + TOLERANCE) / down)))
        cut = min(max(stays - first, 0), goes_up.size)
        high_at[k + 1 + first : k + 1 + first + cut] += goes_up[:cut]
        total += there[-1] * (1 - chance), goes_up[:cut].sum()
        row, first = goes_up[cut:], first + cut
        if row.size == 0 or row.sum() <= 1e-16 * min(total[0], max(total[1], 1e-280)):
            return Exits(low=_ended(low_at), high=_ended(high_at), left=float(row.sum()))
        if cells > _MOST_CELLS:
            break
    raise NotEstimable(
        "run length: the walk takes too many steps to be followed; the change watched for is too small for the bounds"
    )


def _thinned(row: Floats, size: int, stay: float) -> Floats:
    """Sum the ways into each place of a row: those by a step up, and those by a step down from the place before."""
    ways = np.zeros(max(size, 1))
    ways[: row.size] = row[: ways.size]
    # Powers of `stay` over a block neither overflow nor vanish; the blocks hand over what they hold at their end.
    block = max(1, min(ways.size, int(500 / -np.log(stay))))
    carried = 0.0
    for begin in range(0, ways.size, block):
        part = ways[begin : begin + block]
        power = stay ** np.arange(part.size)
        part[:] = power * (np.cumsum(part / power) + carried * stay)
        carried = float(part[-1])
    return ways


def _ended(chances: Floats) -> Floats:
    known = np.flatnonzero(chances)
    return chances[: int(known[-1]) + 1] if known.size else chances[:1]


def renewed(ends: Floats, alarms: Floats, n: int) -> Floats:
    """Chance of the first alarm at each of the cases 1 to n, where the walk begins anew whenever it ends below.

    ends, alarms : chance by step of one walk, from step 0 on
    """
    begins = np.zeros(n + 1)
    begins[0] = 1.0
    held, backwards = min(ends.size - 1, n), ends[::-1]
    for case in range(1, n + 1):
        reach = min(case, held)
        window = backwards[backwards.size - 1 - reach : backwards.size - 1]
        begins[case] = begins[case - reach : case] @ window
    alarm: Floats = np.convolve(begins, alarms[: n + 1])[: n + 1]
    return alarm
