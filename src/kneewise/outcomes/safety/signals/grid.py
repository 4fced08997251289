"""The chance of an alarm where every case has a risk of its own: the sum of the chart on a grid, rounded both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.outcomes.bisection import Floats

_CELLS = 10_000  # between 0 and the limit: bounds some thousandths apart for some hundred cases
_MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Chance of an alarm within the cases and, where asked for, mean run length over the cases again and again."""

    low: float
    high: float
    mean_low: float | None
    mean_high: float | None


def bounds_on_grid(event: Floats, none: Floats, true: Floats, limit: float, *, with_mean: bool) -> Bounds:
    """Bound the chance of an alarm, the weights rounded down to the grid, then up.

    event, none, true : shape (n,), weights of each case with and without the event, and the chance of the event
    limit : the sum that gives an alarm

    A sum that is never lower raises its alarm no later, so that the truth lies between the two.
    """
    size = limit / _CELLS
    found = []
    for rounded in (np.floor, np.ceil):
        moves = [rounded(weight / size).astype(np.int64).tolist() for weight in (event, none)]
        cases = list(zip(*moves, true.tolist(), strict=True))
        here = np.zeros(_CELLS)
        here[0] = 1.0
        here, watched = _follow(here, cases)
        alarm = 1 - float(here.sum())
        found.append((min(max(alarm, 0.0), 1.0), _mean(here, watched, cases) if with_mean else None))
    (low, most), (high, least) = found
    return Bounds(low=low, high=high, mean_low=least, mean_high=most)


def _follow(here: Floats, cases: list[tuple[int, int, float]]) -> tuple[Floats, float]:
    """Take the chances through the cases; gives them as they end, and the expected number of cases watched."""
    watched = 0.0
    for by_event, by_none, chance in cases:
        watched += float(here.sum())
        there = np.zeros(here.size)
        _move(here, by_event, chance, there)
        _move(here, by_none, 1 - chance, there)
        here = there
    return here, watched


def _mean(here: Floats, watched: float, cases: list[tuple[int, int, float]]) -> float | None:
    """Sum the cases watched over rounds, until each round is the same part of the one before."""
    before = ratio = 0.0
    for _ in range(_MOST_ROUNDS):
        mass = float(here.sum())
        if mass < 1e-14:
            return watched
        here, more = _follow(here, cases)
        watched += more
        ratio, before = float(here.sum()) / mass, ratio
        if abs(ratio - before) < 1e-6 * (1 - ratio):
            return watched + more * ratio / (1 - ratio)
    return None


def _move(here: Floats, by: int, chance: float, there: Floats) -> None:
    """Move a share of all chances along the grid into `there`; what passes its upper end is gone, 0 holds the rest."""
    n = here.size
    if by >= 0:
        there[by:] += chance * here[: max(n - by, 0)]
        return
    there[: max(n + by, 0)] += chance * here[-by:]
    there[0] += chance * float(here[:-by].sum())
