"""The Jonckheere-Terpstra test: do the responses of later arms rank higher, whatever the doses' spacing."""

from __future__ import annotations

from math import comb, factorial, prod, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.columns import numbers
from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.dose.trend import OrderTrend, order_trend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.dose.candidates import Better

    Floats = NDArray[np.float64]
    Ways = dict[tuple[int, ...], Floats]

_MOST_STATES: Final = 20_000


def trend_of_ranks(dose: ArrayLike, response: ArrayLike, *, better: Better = "higher") -> OrderTrend:
    """Test for an ordered alternative over two or more arms.

    dose : shape (n,), NaN where unknown; arms are ordered by it, its size is not used
    response : shape (n,), NaN where unknown; ties count half
    better : the direction in which p is one-sided

    The statistic is the number of pairs from two arms in which the higher dose has the higher response. The variance
    allows for ties. The exact p counts all ways to deal the same responses, ties and all, to arms of these sizes; it
    is given while the arms are small (the product of their sizes + 1 up to 20,000).

    Raises NotEstimable with fewer than two arms, or where all responses are equal.
    Source: Jonckheere AR. Biometrika 1954;41:133-145; variance with ties: Hollander M, Wolfe DA, Chicken E.
    Nonparametric Statistical Methods. 3rd ed. 2014, 6.2. Agrees with the book's example, and exactly with the count of
    all permutations (tests/unit/outcomes/test_trend.py).
    """
    table = {"dose": np.asarray(dose), "response": np.asarray(response)}
    d, y = numbers(table, "dose"), numbers(table, "response")
    if d.shape != y.shape or d.ndim != 1:
        raise BadValues(f"response: found shape {y.shape}; allowed: one number for each of {d.shape} doses")
    known = np.isfinite(d) & np.isfinite(y)
    arms, place = np.unique(d[known], return_inverse=True)
    values, rank = np.unique(y[known], return_inverse=True)
    if len(arms) < 2:
        raise NotEstimable(f"dose: found {len(arms)} arms with a known response; a trend needs at least 2")
    if len(values) < 2:
        raise NotEstimable("response: all are equal; there is no trend to see")
    table_ = np.zeros((len(values), len(arms)), dtype=np.int64)
    np.add.at(table_, (rank, place), 1)
    n = tuple(table_.sum(axis=0).tolist())
    ties = table_.sum(axis=1).tolist()
    twice = _twice_statistic(table_)
    return order_trend(
        "jonckheere-terpstra",
        twice / 2,
        (sum(n) ** 2 - sum(each**2 for each in n)) / 4,
        sqrt(_variance(n, ties)),
        exact=_exact(n, ties, twice),
        better=better,
        n=n,
        n_missing=int(np.sum(~known)),
    )


def _twice_statistic(table: NDArray[np.int64]) -> int:
    """Twice the number of rising pairs, so that a tie is a whole number."""
    below = np.cumsum(table, axis=0) - table
    weights = 2 * below + table
    return int(sum(int(weights[:, i] @ table[:, j]) for j in range(table.shape[1]) for i in range(j)))


def _variance(n: tuple[int, ...], ties: list[int]) -> float:
    total = sum(n)

    def fives(size: int) -> int:
        return size * (size - 1) * (2 * size + 5)

    first = (fives(total) - sum(map(fives, n)) - sum(map(fives, ties))) / 72
    triples = sum(comb(each, 3) for each in n) * sum(comb(each, 3) for each in ties)
    pairs = sum(comb(each, 2) for each in n) * sum(comb(each, 2) for each in ties)
    second = triples / (36 * comb(total, 3)) * 6 if total > 2 else 0.0
    return first + second + pairs / (8 * comb(total, 2)) * 2


def _exact(n: tuple[int, ...], ties: list[int], twice: int) -> tuple[float, float] | None:
    """Probabilities of a statistic at most and at least the one seen; groups of ties are dealt from low to high."""
    if prod(each + 1 for each in n) > _MOST_STATES:
        return None
    length = 2 * sum(n[i] * n[j] for j in range(len(n)) for i in range(j)) + 1
    ways: Ways = {(0,) * len(n): np.eye(1, length)[0]}
    for group in ties:
        further: Ways = {}
        for dealt, counts in ways.items():
            for parts in _deals(group, tuple(size - have for size, have in zip(n, dealt, strict=True))):
                state = tuple(have + part for have, part in zip(dealt, parts, strict=True))
                rise = sum(parts[j] * (2 * dealt[i] + parts[i]) for j in range(len(n)) for i in range(j))
                share = factorial(group) / prod(factorial(part) for part in parts)
                target = further.setdefault(state, np.zeros(length))
                target[rise:] += counts[: length - rise] * share
        ways = further
    counts = ways[n]
    return float(counts[: twice + 1].sum() / counts.sum()), float(counts[twice:].sum() / counts.sum())


def _deals(group: int, room: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All ways to share a group among arms that have room."""
    if len(room) == 1:
        if group <= room[0]:
            yield (group,)
        return
    for first in range(min(group, room[0]) + 1):
        for rest in _deals(group - first, room[1:]):
            yield first, *rest
