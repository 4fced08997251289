"""Many hospitals or kits at once: funnel plots with exact limits, and how many lie outside by chance alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.proportions import checked_counts, checked_level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.bisection import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Units against one target.

    target : the rate that all are held against; estimated : whether it is the rate of these units together
    proportion, p_high, p_low : shape (k,), rate of each unit, and chance of as many or more, as few or fewer events
    levels : two-sided, ascending, such as (0.95, 0.998)
    lower, upper : shape (levels, k), limits to draw, by `funnel_limits`
    above, below : shape (levels, k), whether a unit lies outside: `p_high` or `p_low` is at most (1 - level) / 2
    expected_outside : shape (levels,), units outside by chance alone if all had the target rate, exactly
    any_outside : shape (levels,), chance that at least one is
    """

    target: float
    estimated: bool
    events: Floats
    n: Floats
    proportion: Floats
    p_high: Floats
    p_low: Floats
    levels: tuple[float, ...]
    lower: Floats
    upper: Floats
    above: NDArray[np.bool_]
    below: NDArray[np.bool_]
    expected_outside: Floats
    any_outside: Floats


def funnel(
    events: ArrayLike, n: ArrayLike, *, target: float | None = None, levels: Sequence[float] = (0.95, 0.998)
) -> Funnel:
    """Hold the rates of many units against one target.

    events, n : shape (k,), persons with the event of persons treated in each unit
    target : rate that all are held against; None for the rate of all together
    levels : two-sided levels of the limits

    A unit lies outside where the chance of a count as far out is at most half of what the level leaves. The drawn
    limits are interpolated between two counts and do not hold that: with a target of 2 % the one person of a unit is
    beyond the limit of 99.8 % with a chance of 2 %. Raises NotEstimable where the target is
    estimated from units without a single event, or with nothing but events.
    """
    x, m = (np.atleast_1d(each) for each in checked_counts(events, n))
    estimated = target is None
    rate = float(x.sum() / m.sum()) if target is None else target
    if estimated and not 0 < rate < 1:
        raise NotEstimable("funnel: found no event, or nothing but events; a target rate must be given")
    limits = [funnel_limits(rate, m, level=level) for level in levels]
    lower, upper = (np.stack([pair[side] for pair in limits]) for side in (0, 1))
    tails = (1 - np.asarray(levels)) / 2
    outside = np.stack([_chance_outside(rate, m, tail) for tail in tails])
    from scipy.special import bdtr, bdtrc

    size = m.astype(np.int64)
    p_high = np.where(x > 0, bdtrc(np.maximum(x - 1, 0), size, rate), 1.0)
    p_low = bdtr(x, size, rate)
    return Funnel(
        target=rate, estimated=estimated, events=x, n=m, proportion=x / m, p_high=p_high, p_low=p_low,
        levels=tuple(levels), lower=lower, upper=upper,
        above=p_high <= tails[:, None], below=p_low <= tails[:, None],
        expected_outside=outside.sum(axis=1), any_outside=-np.expm1(np.log1p(-outside).sum(axis=1)),
    )  # fmt: skip


def funnel_limits(target: float, n: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of a rate among n persons where the true rate is the target.

    target : above 0 and below 1
    n : persons, 1 or more, shape (k,)
    level : two-sided, such as 0.95 or 0.998

    The limit stands between two counts r - 1 and r, where the binomial distribution passes the tail: at
    (r - (F(r) - tail) / (F(r) - F(r - 1))) / n. Where no count is low enough the lower limit is below 0.

    Source: Spiegelhalter DJ. Stat Med 2005;24:1185-1202, appendix A.1. Agrees with R `qbinom` and `pbinom` put
    together so to 1e-12 (tests/alignment/test_signals.py).
    """
    if not 0 < target < 1:
        raise BadValues(f"target: found {target!r}; allowed: above 0 and below 1")
    tail = (1 - checked_level(level)) / 2
    _, m = checked_counts(np.zeros_like(np.asarray(n, dtype=np.float64)), n)
    m = np.atleast_1d(m)
    return _limit(target, m, tail), _limit(target, m, 1 - tail)


def _limit(target: float, n: Floats, tail: float) -> Floats:
    from scipy.special import bdtr

    size = n.astype(np.int64)
    count = _reaching(target, n, tail)
    at = bdtr(count, size, target)
    before = np.where(count > 0, bdtr(np.maximum(count - 1, 0), size, target), 0.0)
    limit: Floats = (count - (at - tail) / (at - before)) / n
    return limit


def _reaching(target: float, n: Floats, share: float) -> Floats:
    """The smallest count whose distribution function is `share` or more, by halving."""
    from scipy.special import bdtr

    size = n.astype(np.int64)
    low, high = np.full(n.shape, -1.0), n.copy()
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        reached = bdtr(np.maximum(middle, 0), size, target) >= share
        moves = high - low > 1
        high = np.where(moves & reached, middle, high)
        low = np.where(moves & ~reached, middle, low)
    return high


def _chance_outside(target: float, n: Floats, tail: float) -> Floats:
    """Chance of a count whose own tail is no larger than `tail`, on either side, exactly."""
    from scipy.special import bdtr, bdtrc

    size = n.astype(np.int64)
    high = bdtrc(_reaching(target, n, 1 - tail), size, target)
    first = _reaching(target, n, tail)
    at = bdtr(first, size, target)
    low = np.where(at <= tail, at, np.where(first > 0, bdtr(np.maximum(first - 1, 0), size, target), 0.0))
    chance: Floats = high + low
    return chance
