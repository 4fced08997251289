"""One odds ratio of many small tables without approximation: conditional on the margins of every trial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.rare_events.tables import read_tables, refuse_one_sided

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats
    from kneewise.evidence.rare_events.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactOddsRatio:
    """An odds ratio (not its log) with an exact interval; an end without limit is None.

    estimate : the conditional likelihood's highest point, 0 or None (without limit) where all events stand on one side
    p : exact, two-sided, of an odds ratio of 1; k : trials that hold events and patients without
    """

    estimate: float | None
    ci: tuple[float, float | None]
    p: float
    k: int
    level: float


def exact_odds_ratio(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, *, level: float = 0.95
) -> ExactOddsRatio:
    """Estimate one odds ratio of k trials from the exact distribution of the events of group 1.

    Given its margins, the events of each trial follow the hypergeometric distribution, and their sum the convolution of
    them all. Shapes and errors as `mantel_haenszel`; counts must be whole.

    Source: Mehta CR, Patel NR, Gray R. J Am Stat Assoc 1985;80:969-973.
    Agrees with R's `mantelhaen.test(exact = TRUE)` in p to 1e-11, in the odds ratios to 1e-4, where R's search stops
    (tests/alignment/test_rare_events.py).
    """
    tables = read_tables(events1, n1, events2, n2)
    for cells, name in ((tables.a, "events1"), (tables.b, "n1"), (tables.c, "events2"), (tables.d, "n2")):
        if (cells != np.round(cells)).any():
            raise BadValues(f"{name}: found a count that is not whole; allowed: whole numbers")
    refuse_one_sided(tables, "the odds ratio")
    log_chance, lowest = _log_chance_of_sum(tables)
    observed = int(tables.a.sum()) - lowest
    places = np.arange(log_chance.size, dtype=np.float64)
    told = ((tables.a + tables.c > 0) & (tables.b + tables.d > 0)).sum()

    def chances(log_odds: float) -> Floats:
        tilted = log_chance + places * log_odds
        tilted = np.exp(tilted - tilted.max())
        share: Floats = tilted / tilted.sum()
        return share

    return ExactOddsRatio(
        estimate=_conditional_estimate(chances, places, observed),
        ci=_limits(chances, observed, (1.0 - level) / 2.0),
        p=_two_sided(chances(0.0), observed),
        k=int(told),
        level=level,
    )


def _log_chance_of_sum(tables: Tables) -> tuple[Floats, int]:
    """Log of the distribution of the sum of events of group 1 at an odds ratio of 1, and its smallest value."""
    chance, lowest = np.ones(1), 0
    for n1, n2, events in zip(tables.n1, tables.n2, tables.a + tables.c, strict=True):
        low, high = int(max(0.0, events - n2)), int(min(n1, events))
        chance = np.convolve(chance, _hypergeometric(low, high, n1, n2, events))
        chance /= chance.max()
        lowest += low
    with np.errstate(divide="ignore"):
        return np.log(chance), lowest


def _hypergeometric(low: int, high: int, n1: float, n2: float, events: float) -> Floats:
    from scipy.special import gammaln

    x = np.arange(low, high + 1, dtype=np.float64)
    log_chance = -gammaln(x + 1) - gammaln(n1 - x + 1) - gammaln(events - x + 1) - gammaln(n2 - events + x + 1)
    return np.asarray(np.exp(log_chance - log_chance.max()))


def _conditional_estimate(chances: Callable[[float], Floats], places: Floats, observed: int) -> float | None:
    if observed == 0:
        return 0.0
    if observed == places.size - 1:
        return None
    return float(np.exp(_solve(lambda log_odds: float((places * chances(log_odds)).sum()) - observed)))


def _limits(chances: Callable[[float], Floats], observed: int, tail: float) -> tuple[float, float | None]:
    """Clopper and Pearson's way: the odds ratios at which the observed sum, or one further out, has chance `tail`."""
    last = chances(0.0).size - 1
    low, high = 0.0, None
    if observed > 0:
        low = float(np.exp(_solve(lambda log_odds: float(chances(log_odds)[observed:].sum()) - tail)))
    if observed < last:
        high = float(np.exp(_solve(lambda log_odds: tail - float(chances(log_odds)[: observed + 1].sum()))))
    return low, high


def _two_sided(chance: Floats, observed: int) -> float:
    """Chance of all sums that are no more probable than the observed one, as R counts them."""
    return float(chance[chance <= chance[observed] * (1.0 + 1e-7)].sum())


def _solve(rising: Callable[[float], float]) -> float:
    from scipy.optimize import brentq

    reach = 1.0
    while rising(-reach) > 0 or rising(reach) < 0:
        reach *= 2.0
    return float(brentq(rising, -reach, reach, xtol=1e-14, rtol=1e-14))
