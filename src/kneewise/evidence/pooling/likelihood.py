"""Between-study variance by maximum and restricted maximum likelihood, and the interval from the profile of either.

The restricted likelihood can have several maxima, so the best point of a grid says where to look, and Newton's method
with the exact second derivative, kept between the neighbours of that point, finds the top. The grid ends where no
maximum can be: with R the distance between the smallest and the largest effect, both scores are negative once
min(v) + tau2 > R^2 / 2, since sum w^2 (y - mean)^2 <= max(w) R^2 sum_{i<j} w_i w_j / sum w.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.pooling.columns import down
from kneewise.evidence.pooling.single import as_column, climb_one

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats, Sets

_GRID = 16
_MOST_STEPS = 80
_AT_ONCE = 40_000  # numbers held at once, so that they stay in the cache of a core
_LOG_2PI = 1.8378770664093453


def log_likelihoods(sets: Sets, tau2: Floats, total: Floats, rss: Floats) -> tuple[Floats, Floats]:
    """Log-likelihood and restricted log-likelihood of each set at tau2, with the constants that metafor counts.

    total, rss : the sum of the weights at tau2 and the weighted sum of squares, shape (batch,)
    """
    lost = down(np.log(sets.v + tau2) * sets.here) + rss
    full = -0.5 * (lost + sets.n * _LOG_2PI)
    # Of X'X, the number of effects, metafor counts half the log.
    restricted = -0.5 * (lost + np.log(total) + (sets.n - 1) * _LOG_2PI - np.log(sets.n))
    return full, restricted


def most_likely(sets: Sets, *, restricted: bool) -> Floats:
    """Find the tau2 of each set at which the (restricted) likelihood is highest, 0 included.

    Harville DA. J Am Stat Assoc 1977;72:320-338. Every set ends: the steps are kept in a bracket that only shrinks.
    """
    tau2 = np.zeros(sets.n.shape)
    smallest = np.where(sets.here > 0, sets.v, np.inf).min(axis=0)
    end = _last_possible(sets) - smallest
    open_ = end > 0
    if not open_.any():
        return tau2
    part, smallest, end = (sets, smallest, end) if open_.all() else (sets.take(open_), smallest[open_], end[open_])
    steps = (np.arange(_GRID + 1) / _GRID)[:, np.newaxis]
    grid = smallest * np.expm1(steps * np.log1p(end / smallest))
    best = _best_of_grid(part, grid, restricted)
    place = np.arange(end.size)
    low, high = grid[np.maximum(best - 1, 0), place], grid[np.minimum(best + 1, _GRID), place]
    if tau2.size == 1:
        return as_column(climb_one(part, float(grid[best[0], 0]), float(low[0]), float(high[0]), restricted=restricted))
    tau2[open_] = _newton(part, grid[best, place], low, high, restricted)
    return tau2


def profile_limits(sets: Sets, tau2: Floats, level: float, *, restricted: bool) -> tuple[Floats, Floats]:
    """Limits of tau2 where the (restricted) log-likelihood is half a chi-square quantile below its top at `tau2`.

    Hardy RJ, Thompson SG. Stat Med 1996;15:619-629. The lower limit is 0 where the likelihood at 0 is not lower.
    """
    from scipy.special import chdtri

    goal = _kernel(sets, tau2, restricted) - chdtri(1, 1.0 - level) / 2.0
    low = _cross(sets, goal, np.zeros_like(tau2), tau2, restricted)
    low = np.where(_kernel(sets, np.zeros_like(tau2), restricted) >= goal, 0.0, low)
    far = tau2 + np.where(sets.here > 0, sets.v, 0.0).max(axis=0) + _last_possible(sets)
    while (short := _kernel(sets, far, restricted) > goal).any():
        far = np.where(short, 4.0 * far, far)
    return low, _cross(sets, goal, far, tau2, restricted)


def _kernel(sets: Sets, tau2: Floats, restricted: bool) -> Floats:
    spread = sets.v + tau2 if tau2.ndim == 1 else sets.v[:, np.newaxis, :] + tau2
    y, here = (sets.y, sets.here) if tau2.ndim == 1 else (sets.y[:, np.newaxis, :], sets.here[:, np.newaxis, :])
    weights = here / spread
    total = down(weights)
    apart = y - down(weights * y) / total
    lost = down(np.log(spread) * here) + down(weights * apart * apart)
    kernel: Floats = -0.5 * (lost + np.log(total) if restricted else lost)
    return kernel


def _last_possible(sets: Sets) -> Floats:
    largest = np.where(sets.here > 0, sets.y, -np.inf).max(axis=0)
    lowest = np.where(sets.here > 0, sets.y, np.inf).min(axis=0)
    bound: Floats = (largest - lowest) ** 2 / 2.0
    return bound


def _best_of_grid(sets: Sets, grid: Floats, restricted: bool) -> Floats:
    """Say which point of the grid, shape (points, batch), has the highest likelihood in each set."""
    rows = max(1, _AT_ONCE // sets.y.size)
    heights = [_kernel(sets, grid[at : at + rows], restricted) for at in range(0, grid.shape[0], rows)]
    best: Floats = np.concatenate(heights).argmax(axis=0)
    return best


def _newton(sets: Sets, start: Floats, low: Floats, high: Floats, restricted: bool) -> Floats:
    """Go to the top between `low` and `high` from `start`, the best of the three; halve where a step would leave."""
    tau2 = start.copy()
    open_, part, at = np.arange(tau2.size), sets, start
    scale = part.v.min(axis=0)
    for _ in range(_MOST_STEPS):
        score, bend = _score(part, at, restricted)
        low, high = np.where(score > 0, at, low), np.where(score < 0, at, high)
        after = at - score / np.where(bend < 0, bend, -1.0)
        # A top at 0: the score is negative there, and the bracket has closed on it.
        after = np.where((high == 0) & (after < 0), 0.0, after)
        outside = (after != at) & ((bend >= 0) | (after <= low) | (after >= high))
        after = np.where(outside, 0.5 * (low + high), after)
        tau2[open_] = after
        # A Newton step of this size leaves an error of about its square, a halving one leaves half of it.
        moving = np.abs(after - at) > np.where(outside, 1e-15, 1e-10) * (after + scale)
        if not moving.any():
            break
        if not moving.all():
            open_, part, scale = open_[moving], part.take(moving), scale[moving]
            low, high, after = low[moving], high[moving], after[moving]
        at = after
    return tau2


def _score(sets: Sets, tau2: Floats, restricted: bool) -> tuple[Floats, Floats]:
    """First and second derivative of twice the log-likelihood in tau2, the mean profiled out."""
    w = sets.here / (sets.v + tau2)
    w2 = w * w
    total, total2 = down(w), down(w2)
    apart = sets.y - down(w * sets.y) / total
    pull = w2 * apart
    lean = down(pull)
    pull *= apart
    score = down(pull) - total
    bend = total2 - 2.0 * (down(w * pull) - lean * lean / total)
    if restricted:
        score += total2 / total
        bend += (total2 / total) ** 2 - 2.0 * down(w2 * w) / total
    return score, bend


def _cross(sets: Sets, goal: Floats, out: Floats, inside: Floats, restricted: bool) -> Floats:
    """Find where the log-likelihood meets the goal between a point below it and one above it, by halving."""
    for _ in range(200):
        middle = 0.5 * (out + inside)
        below = _kernel(sets, middle, restricted) < goal
        out, inside = np.where(below, middle, out), np.where(below, inside, middle)
        if (np.abs(out - inside) <= 1e-15 * (out + inside)).all():
            break
    limit: Floats = 0.5 * (out + inside)
    return limit
