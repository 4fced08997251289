"""How often events came in one arm: share of persons affected, and rates over time, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.proportions import Interval, checked_level, proportion_interval
from kneewise.outcomes.safety.rates import rate_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.proportions import ProportionMethod
    from kneewise.outcomes.safety.counts import EventCount
    from kneewise.outcomes.safety.rates import RateMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRate:
    """All events over the time followed.

    rate : interval as if events were independent (Poisson)
    robust_lower, robust_upper : limits from the spread between persons, on the log scale; None without an event
    dispersion : squared spread over what independent events would have, 1 where they are; None without an event
    """

    rate: Interval
    robust_lower: float | None
    robust_upper: float | None
    dispersion: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """One row of a table of events.

    share : of persons affected; where the answer for some is not known, the estimate is None and the interval runs from
        the lower limit with none of them to the upper limit with all; None where the affected are not known
    upper_bound : one-sided exact upper limit of the share in an arm without events (near 3 / n at 95 %), else None
    first_rate : persons affected over time until the first event; None where some time is not known
    event_rate : all events over time followed
    reasons : why figures are None
    """

    count: EventCount
    share: Interval | None
    upper_bound: float | None
    first_rate: Interval | None
    event_rate: EventRate | None
    reasons: tuple[str, ...]


def describe_events(
    counts: Sequence[EventCount], *, interval: ProportionMethod = "exact", level: float = 0.95
) -> tuple[Incidence, ...]:
    """Put intervals to counts of events.

    counts : from `count_events` or `counts_from_table`
    interval : of shares, "exact", "mid-p" or "wilson"; rates have the exact one, or mid-P where shares have it
    level : two-sided; `upper_bound` is one-sided at this level

    A zero stays a zero: its interval says what a zero among so many leaves possible. The robust limits of a rate
    follow Lin and Wei's working: the variance is the sum over persons of (events - rate * time)^2, over time squared.
    """
    checked_level(level)
    if interval not in ("exact", "mid-p", "wilson"):
        raise BadValues(f"interval: found {interval!r}; allowed: 'exact', 'mid-p', 'wilson'")
    shares = _shares(counts, interval, level)
    return tuple(_describe(count, share, interval, level) for count, share in zip(counts, shares, strict=True))


def _shares(counts: Sequence[EventCount], interval: ProportionMethod, level: float) -> list[Interval | None]:
    known = [place for place, count in enumerate(counts) if count.n_affected is not None and count.n_at_risk > 0]
    shares: list[Interval | None] = [None] * len(counts)
    if not known:
        return shares
    at_risk = [counts[place].n_at_risk for place in known]
    fewest = [counts[place].n_affected or 0 for place in known]
    most = [(counts[place].n_affected or 0) + counts[place].n_maybe for place in known]
    low = proportion_interval(fewest, at_risk, method=interval, level=level)
    high = proportion_interval(most, at_risk, method=interval, level=level)
    for each, place in enumerate(known):
        shares[place] = Interval(
            estimate=None if counts[place].n_maybe else float(low.estimate[each]),
            lower=float(low.lower[each]),
            upper=float(high.upper[each]),
            level=level,
            method=interval,
            undetermined=counts[place].n_maybe > 0,
        )
    return shares


def _describe(count: EventCount, share: Interval | None, interval: str, level: float) -> Incidence:
    reasons = list(count.reasons)
    if count.n_maybe:
        reasons.append(
            f"of {count.n_maybe} of {count.n_at_risk} persons it is not known; the interval holds whatever the answer"
        )
    bound = None
    if count.n_affected == 0 and not count.n_maybe and count.n_at_risk:
        bound = -float(np.expm1(np.log1p(-level) / count.n_at_risk))
    method: RateMethod = "mid-p" if interval == "mid-p" else "exact"
    first = None
    if count.first_time is not None and count.n_affected is not None and count.first_time > 0:
        first = rate_interval(count.n_affected, count.first_time, method=method, level=level)
    return Incidence(
        count=count,
        share=share,
        upper_bound=bound,
        first_rate=first,
        event_rate=_event_rate(count, method, level),
        reasons=tuple(reasons),
    )


def _event_rate(count: EventCount, method: RateMethod, level: float) -> EventRate | None:
    if count.person_time is None or count.n_events is None or count.n_maybe:
        return None
    rate = rate_interval(count.n_events, count.person_time, method=method, level=level)
    if count.repeats is None or count.n_events == 0:
        return EventRate(rate=rate, robust_lower=None, robust_upper=None, dispersion=None)
    from scipy.special import ndtri

    repeats, size = count.repeats, float(rate.estimate)
    spread = max(0.0, repeats.events_squared - 2 * size * repeats.events_times_time + size**2 * repeats.time_squared)
    half = float(ndtri((1 + level) / 2)) * np.sqrt(spread) / count.n_events
    return EventRate(
        rate=rate,
        robust_lower=float(size * np.exp(-half)),
        robust_upper=float(size * np.exp(half)),
        dispersion=spread / count.n_events,
    )
