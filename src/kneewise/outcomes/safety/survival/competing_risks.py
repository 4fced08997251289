"""Share that has had an event when death may come first: Aalen-Johansen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.proportions import checked_level
from kneewise.outcomes.safety.survival.kaplan_meier import limits_of
from kneewise.outcomes.safety.survival.times import checked_groups, checked_times

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.kaplan_meier import CurveInterval
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidenceCurves:
    """Cumulative incidences of one group; arrays over m distinct times and K kinds of event.

    group : its label, None where the persons were not grouped
    n : persons; n_events : persons by kind of event, shape (K,)
    time, at_risk : shape (m,)
    event_free, event_free_se : shape (m,), share without any event
    incidence, se, lower, upper : shape (m, K), share that has had the event of each kind first
    """

    group: Any
    n: int
    n_events: Counts
    time: Floats
    at_risk: Counts
    event_free: Floats
    event_free_se: Floats
    incidence: Floats
    se: Floats
    lower: Floats
    upper: Floats

    def at(self, times: ArrayLike) -> dict[str, Floats]:
        """The shares and their errors at given times, first axis the time; NaN after the last follow-up."""
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        place = np.searchsorted(self.time, asked, side="right")
        late = asked > self.time[-1]
        found = {}
        for name in ("event_free", "event_free_se", "incidence", "se", "lower", "upper"):
            curve = getattr(self, name)
            first = np.full((1, *curve.shape[1:]), 1.0 if name == "event_free" else 0.0)
            found[name] = np.concatenate([first, curve])[place]
            found[name][late] = np.nan
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AalenJohansen:
    """Cumulative incidences of all groups, in the order of their labels."""

    curves: tuple[IncidenceCurves, ...]
    kinds: int
    level: float
    interval: str
    n_left_out: int


def aalen_johansen(
    time: ArrayLike,
    event: ArrayLike,
    *,
    kinds: int = 2,
    group: ArrayLike | None = None,
    interval: CurveInterval = "log-log",
    level: float = 0.95,
) -> AalenJohansen:
    """Estimate the share that has had each kind of event, where having one rules out the others.

    time : shape (n,), time to the first event or to the end of follow-up
    event : shape (n,), 0 where follow-up ended without, else 1 to `kinds`, such as 1 arthroplasty, 2 death before it
    kinds : how many kinds of event there are
    group : shape (n,), labels; None for one set of curves
    interval : as for `kaplan_meier`, on the incidence; "log-log" stays within 0 and 1
    level : pointwise confidence

    One less Kaplan-Meier, with deaths as ends of follow-up, is too high: it answers for a world without death. Rows
    with something not known are left out and counted. Raises as `kaplan_meier` does.

    Source: Aalen OO, Johansen S. Scand J Stat 1978;5:141-150; errors by the infinitesimal jackknife, as R survival has
    them. Agrees with R survival 3.5-3 `survfit` of a multi-state to 1e-12 (tests/alignment/test_survival.py).
    """
    alpha = 1 - checked_level(level)
    if interval not in ("log", "log-log", "plain"):
        raise BadValues(f"interval: found {interval!r}; allowed: 'log', 'log-log', 'plain'")
    if kinds < 1:
        raise BadValues(f"kinds: found {kinds}; allowed: 1 or more")
    groups = checked_groups(group, np.size(time))
    followed = checked_times(time, event, kinds=kinds, known=groups.place >= 0)
    place = groups.place[followed.kept]
    curves = tuple(
        _curves(label, followed.time[place == number], followed.event[place == number], kinds, (interval, alpha))
        for number, label in enumerate(groups.labels)
        if (place == number).any()
    )
    return AalenJohansen(curves=curves, kinds=kinds, level=level, interval=interval, n_left_out=followed.n_left_out)


def _curves(label: Any, time: Floats, event: Counts, kinds: int, wanted: tuple[str, float]) -> IncidenceCurves:
    times, where = np.unique(time, return_inverse=True)
    left = np.zeros((times.size, kinds + 1), dtype=np.int64)
    np.add.at(left, (where, event), 1)
    n = left.sum(axis=1)[::-1].cumsum()[::-1]
    hazard = left[:, 1:] / n[:, None]
    free = np.cumprod((n - left[:, 1:].sum(axis=1)) / n)
    before = np.concatenate([[1.0], free[:-1]])
    incidence = np.cumsum(before[:, None] * hazard, axis=0)
    # The share without an event is a state too: its error comes from the same sums, with a hazard of minus all.
    states = np.column_stack([free - 1, incidence])
    moves = np.column_stack([-hazard.sum(axis=1), hazard])
    se = np.sqrt(_variance(states, moves, left, free=free, before=before, n=n))
    log_se = np.divide(se[:, 1:], incidence, out=np.zeros_like(incidence), where=incidence > 0)
    lower, upper = limits_of(incidence, log_se, *wanted)
    return IncidenceCurves(
        group=label, n=int(time.size), n_events=left[:, 1:].sum(axis=0), time=times, at_risk=n,
        event_free=free, event_free_se=se[:, 0], incidence=incidence, se=se[:, 1:], lower=lower, upper=upper,
    )  # fmt: skip


def _variance(states: Floats, moves: Floats, left: Counts, *, free: Floats, before: Floats, n: Counts) -> Floats:
    """Sum over persons of the squared change of each state with the person's weight, shape (m, K + 1).

    Persons who left at one time by one way change everything alike, and after leaving their change of a state is
    a + b * state: three running sums give all times at once, instead of persons times times.
    """
    still = moves.sum(axis=1) - moves[:, 0]  # hazard of any event, so that 1 - still stays free
    grown = np.divide(still, n * (1 - still), out=np.zeros(n.size), where=still < 1)
    relative = np.concatenate([[0.0], np.cumsum(grown)[:-1]])  # change of the free share before, over that share
    weight = before[:, None] * moves
    shared = np.cumsum(relative[:, None] * weight - weight / n[:, None], axis=0)  # of those who are still there
    earlier = np.concatenate([np.zeros((1, states.shape[1])), shared[:-1]])
    sums = np.zeros((3, *states.shape))
    for way in range(left.shape[1]):
        arrives = np.zeros(states.shape[1])
        if way:
            arrives[0], arrives[way] = -1.0, 1.0
        change = earlier + relative[:, None] * weight + before[:, None] * (arrives - moves) / n[:, None]
        of_free = relative * free - before * ((way > 0) - still) / n
        b = np.divide(of_free, free, out=np.zeros(n.size), where=free > 0)[:, None]
        a = change - b * states
        sums += np.cumsum(left[:, way, None] * np.stack([a**2, a * b, np.broadcast_to(b**2, a.shape)]), axis=1)
    gone = sums[0] + 2 * states * sums[1] + states**2 * sums[2]
    stay = (n - left.sum(axis=1))[:, None] * shared**2
    variance: Floats = np.maximum(gone + stay, 0)
    return variance
