"""Equations Q(tau2) = c, where Q is Cochran's Q with weights 1 / (variance + tau2).

Q is a sum of terms a / (b + tau2) with a and b at least 0, so 1 / Q, a harmonic mean, rises and is concave in tau2:
Newton's method on 1 / Q from the left of the root never goes past it, and needs no bracket. (Q itself is convex, as
safe, but Newton's method on it only doubles a tau2 far too small.) It gives Paule-Mandel's estimate (c = k - 1),
its median-unbiased sister and both limits of the Q-profile interval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.pooling.columns import down
from kneewise.evidence.pooling.moments import dersimonian_laird
from kneewise.evidence.pooling.single import as_column, solve_q_one

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats, Sets

_MOST_STEPS = 100


def solve_q(sets: Sets, target: Floats, start: Floats | None = None) -> Floats:
    """Solve Q(tau2) = target for each set; 0 where Q is at or below the target already at 0.

    sets : columns of effects; target : shape (batch,), above 0; start : first guess, shape (batch,), 0 or more
    """
    tau2 = np.zeros(sets.n.shape) if start is None else start.copy()
    if tau2.size == 1:
        return as_column(solve_q_one(sets, float(target[0]), float(tau2[0])))
    open_, part, left, goal = np.arange(tau2.size), sets, tau2.copy(), target
    for _ in range(_MOST_STEPS):
        q, slope = _q_and_slope(part, left)
        # Equal effects have Q of 0 everywhere: no slope, and no root above 0.
        flat = slope == 0
        step = np.where(flat, -left, (q / goal) * (q - goal) / np.where(flat, 1.0, slope))
        after = np.maximum(left + step, 0.0)
        tau2[open_] = after
        # A Newton step of this size leaves an error of about its square.
        moving = np.abs(after - left) > 1e-10 * (after + part.v.min(axis=0))
        if not moving.any():
            break
        if not moving.all():
            open_, part, goal = open_[moving], part.take(moving), goal[moving]
            after = after[moving]
        left = after
    return tau2


def paule_mandel(sets: Sets) -> Floats:
    """Paule RC, Mandel J. J Res Natl Bur Stand 1982;87:377-385; Morris's empirical Bayes (1983) is the same."""
    return solve_q(sets, (sets.n - 1).astype(np.float64), dersimonian_laird(sets))


def paule_mandel_median(sets: Sets) -> Floats:
    """Median-unbiased Paule-Mandel (Viechtbauer 2021): Q is set to its median instead of its mean."""
    from scipy.special import chdtri

    return solve_q(sets, chdtri(sets.n - 1, 0.5), dersimonian_laird(sets))


def q_profile(sets: Sets, level: float) -> tuple[Floats, Floats]:
    """Limits of tau2 by inverting the distribution of Q (Viechtbauer W. Stat Med 2007;26:37-52).

    Exact where effects are normal and their variances known. Both limits are 0 where Q at 0 is below the lower
    quantile: the effects are then closer together than their variances let expect.
    """
    from scipy.special import chdtri

    tail = (1.0 - level) / 2.0
    low = solve_q(sets, chdtri(sets.n - 1, tail))
    high = solve_q(sets, chdtri(sets.n - 1, 1.0 - tail), low)
    return low, high


def _q_and_slope(sets: Sets, tau2: Floats) -> tuple[Floats, Floats]:
    """Q and minus its derivative in tau2 (the sum of squared weights times squared distances)."""
    weights = sets.here / (sets.v + tau2)
    mean = down(weights * sets.y) / down(weights)
    pull = weights * (sets.y - mean)
    return down(pull * (sets.y - mean)), down(pull * pull)
