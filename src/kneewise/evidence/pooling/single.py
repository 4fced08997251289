"""The two searches for one set alone: the same steps as for many, without what many need.

A search over a batch of one spends most of its time on masks and copies of one number; here the control is plain
Python and the sums are dot products. tests/unit/evidence/test_pool.py holds both against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats, Sets


def values_of(sets: Sets) -> tuple[Floats, Floats]:
    """Give the effects and variances of the only set, shape (n,)."""
    y, v = sets.y[:, 0], sets.v[:, 0]
    if sets.n[0] == y.size:
        return y, v
    there = sets.here[:, 0] > 0
    return y[there], v[there]


def climb_one(sets: Sets, at: float, low: float, high: float, *, restricted: bool) -> float:
    """Go to the top of the (restricted) likelihood between `low` and `high`; see likelihood.py."""
    y, v = values_of(sets)
    scale, after = float(v.min()), at
    for _ in range(80):
        w = 1.0 / (v + at)
        total = float(w.sum())
        apart = y - float(w @ y) / total
        w2 = w * w
        pull = w2 * apart
        lean, total2 = float(pull.sum()), float(w @ w)
        score = float(pull @ apart) - total
        bend = total2 - 2.0 * (float((w * pull) @ apart) - lean * lean / total)
        if restricted:
            score += total2 / total
            bend += (total2 / total) ** 2 - 2.0 * float(w2 @ w) / total
        low, high = (at if score > 0 else low), (at if score < 0 else high)
        after = at - score / (bend if bend < 0 else -1.0)
        if high == 0 and after < 0:
            after = 0.0
        outside = after != at and (bend >= 0 or after <= low or after >= high)
        after = 0.5 * (low + high) if outside else after
        if abs(after - at) <= (1e-15 if outside else 1e-10) * (after + scale):
            break
        at = after
    return after


def solve_q_one(sets: Sets, goal: float, at: float) -> float:
    """Solve Q(tau2) = goal from `at`; see generalised_q.py."""
    y, v = values_of(sets)
    scale, after = float(v.min()), at
    for _ in range(100):
        w = 1.0 / (v + at)
        apart = y - float(w @ y) / float(w.sum())
        pull = w * apart
        q, slope = float(pull @ apart), float(pull @ pull)
        if slope == 0:
            return 0.0
        after = max(at + (q / goal) * (q - goal) / slope, 0.0)
        if abs(after - at) <= 1e-10 * (after + scale):
            break
        at = after
    return after


def as_column(value: float) -> Floats:
    """Give one figure the shape of a batch of one."""
    return np.array([value])
