"""How often a chart raises a false alarm: exactly for one risk, within bounds for many, and by simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.signals.grid import bounds_on_grid
from kneewise.outcomes.safety.signals.walk import TOLERANCE, exits, renewed
from kneewise.outcomes.safety.signals.weights import case_weights, shifted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLength:
    """Cases until the first alarm, where the odds are `true_odds_ratio` times what they should be (1: false alarms).

    mean : average run length, None where it is not known; with a risk each case, of these cases in their order again
        and again, and a lower bound
    n : cases watched
    chance : probability of an alarm within them
    error : "exact": 0; "grid": `chance` is an upper bound, and less `error` a lower one; "simulated": standard error
    way : "exact", "grid" or "simulated"
    """

    mean: float | None
    n: int
    chance: float
    error: float
    true_odds_ratio: float
    limit: float
    way: str


def run_length(
    risk: ArrayLike, *, odds_ratio: float, limit: float, n: int | None = None, true_odds_ratio: float = 1.0
) -> RunLength:
    """Compute how soon a CUSUM chart gives an alarm.

    risk : one chance of the event for all cases, or one each case, shape (n,), in their order
    odds_ratio : the change that the chart watches for
    limit : the sum at which it gives an alarm, above 0
    n : cases watched; needed with one risk, else the number of risks
    true_odds_ratio : what has happened; 1 gives the false alarms, `odds_ratio` the delay of a true one

    With one risk the chart walks in two steps, and begins anew at 0: the run length is followed exactly. With a risk
    each case the sum is kept on a grid, once rounded down and once up: the chance lies between, and the upper bound is
    given.

    Source: Page ES. Biometrika 1954;41:100-115; Brook D, Evans DA. Biometrika 1972;59:539-549 (chain of states).
    Both ways agree with each other and with `simulate_run_length` (tests/unit/outcomes/test_signals.py).
    """
    p = np.asarray(risk, dtype=np.float64)
    _check(limit, true_odds_ratio)
    event, none = case_weights(p, odds_ratio)
    true = shifted(p, true_odds_ratio)
    if p.ndim == 0:
        if n is None or n < 1:
            raise BadValues(f"n: found {n!r}; allowed: with one risk, the number of cases, 1 or more")
        return _exact((float(event), float(none)), limit, n, (true_odds_ratio, float(true)))
    if n is not None and n != p.size:
        raise BadValues(f"n: found {n}, risk has {p.size}; allowed: as many")
    bounds = bounds_on_grid(event, none, true, limit, with_mean=True)
    return RunLength(
        mean=bounds.mean_low, n=p.size, chance=bounds.high, error=bounds.high - bounds.low,
        true_odds_ratio=true_odds_ratio, limit=limit, way="grid",
    )  # fmt: skip


def _exact(weights: tuple[float, float], limit: float, n: int, true: tuple[float, float]) -> RunLength:
    (event, none), (true_odds_ratio, risk) = weights, true
    # For a chart that watches for fewer events the case without the event is the step up.
    up, down, chance = (event, -none, risk) if event > 0 else (none, -event, 1 - risk)
    one = exits(up=up, down=down, chance=chance, low=0.0, high=limit)
    steps = float(one.low @ np.arange(one.low.size) + one.high @ np.arange(one.high.size))
    alarm = float(one.high.sum())
    return RunLength(
        mean=steps / alarm if alarm > 0 else None,
        n=n,
        chance=float(min(1.0, renewed(one.low, one.high, n).sum())),
        error=0.0,
        true_odds_ratio=true_odds_ratio,
        limit=limit,
        way="exact",
    )


def simulate_run_length(
    risk: ArrayLike, *, odds_ratio: float, limit: float, n: int, seed: int, n_charts: int = 10_000,
    true_odds_ratio: float = 1.0,
) -> RunLength:  # fmt: skip
    """Run many charts by chance and count the alarms.

    risk : one chance for all cases, or shape (n,), one each case
    n : cases of each chart
    seed : of numpy's PCG64, so that the same charts come again
    n_charts : charts; `error` is the standard error of `chance` that comes with their number

    `mean` is None: charts without an alarm within n have no run length yet.
    """
    p = np.broadcast_to(np.asarray(risk, dtype=np.float64), (n,))
    _check(limit, true_odds_ratio)
    event, none = case_weights(p, odds_ratio)
    true = shifted(p, true_odds_ratio)
    draws = np.random.default_rng(seed)
    total, alarmed = np.zeros(n_charts), np.zeros(n_charts, dtype=bool)
    for case in range(n):
        total += np.where(draws.random(n_charts) < true[case], event[case], none[case])
        np.maximum(total, 0, out=total)
        alarmed |= total >= limit - TOLERANCE
    chance = float(alarmed.mean())
    return RunLength(
        mean=None, n=n, chance=chance, error=float(np.sqrt(chance * (1 - chance) / n_charts)),
        true_odds_ratio=true_odds_ratio, limit=limit, way="simulated",
    )  # fmt: skip


def limit_for(risk: ArrayLike, *, odds_ratio: float, false_alarm: float, n: int | None = None) -> RunLength:
    """Find the lowest limit, to three decimals, at which a false alarm within n cases is no likelier than asked.

    risk, odds_ratio, n : as for `run_length`
    false_alarm : probability of an alarm within the cases where nothing has changed, above 0 and below 1

    Returns the run length at that limit; its `chance` is at most `false_alarm`. Raises NotEstimable where even a
    limit of 51.2 is crossed too often.
    """
    if not 0 < false_alarm < 1:
        raise BadValues(f"false_alarm: found {false_alarm!r}; allowed: above 0 and below 1")
    low, high = 0, 1000  # thousandths
    while _chance(risk, odds_ratio, high / 1000, n) > false_alarm:
        low, high = high, high * 2
        if high > 50_000:
            raise NotEstimable("limit: found none up to 51.2 at which a false alarm is as rare as asked")
    while high - low > 1:
        middle = (low + high) // 2
        if _chance(risk, odds_ratio, middle / 1000, n) > false_alarm:
            low = middle
        else:
            high = middle
    return run_length(risk, odds_ratio=odds_ratio, limit=high / 1000, n=n)


def _chance(risk: ArrayLike, odds_ratio: float, limit: float, n: int | None) -> float:
    p = np.asarray(risk, dtype=np.float64)
    if p.ndim == 0:
        return run_length(p, odds_ratio=odds_ratio, limit=limit, n=n).chance
    return bounds_on_grid(*case_weights(p, odds_ratio), p, limit, with_mean=False).high


def _check(limit: float, true_odds_ratio: float) -> None:
    if not 0 < limit < np.inf:
        raise BadValues(f"limit: found {limit!r}; allowed: above 0 and finite")
    if not 0 < true_odds_ratio < np.inf:
        raise BadValues(f"true_odds_ratio: found {true_odds_ratio!r}; allowed: above 0")
