"""Does a higher score go with an earlier event: Harrell's concordance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.survival.times import checked_groups, checked_times

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts

_CELLS = 1 << 22  # pairs compared at once: 32 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """Pairs of persons of whom it is known who had the event first.

    estimate : share in which the higher score had it first, ties of the score counting a half
    concordant, discordant, tied : pairs; tied in the score
    tied_time : pairs that had the event at one time, which say nothing
    """

    estimate: float
    concordant: int
    discordant: int
    tied: int
    tied_time: int
    n_left_out: int


def concordance(time: ArrayLike, event: ArrayLike, score: ArrayLike, *, strata: ArrayLike | None = None) -> Concordance:
    """Count the pairs in which the person of the higher score has the event first.

    time, event : shape (n,), as for `kaplan_meier`
    score : shape (n,), higher for those who are expected to have it earlier
    strata : shape (n,), labels; only pairs within one are compared

    A person whose follow-up ends at the time of another's event outlasts it. Raises NotEstimable where no pair can be
    compared.

    Source: Harrell FE, Lee KL, Mark DB. Stat Med 1996;15:361-387. Agrees with R survival 3.5-3 `coxph(...)$concordance`
    to 1e-12 (tests/alignment/test_cox.py). Each event is compared with all who outlast it: 30,000 persons with 3,000
    events are 90 million pairs.
    """
    value = np.asarray(score, dtype=np.float64)
    if value.shape != np.shape(time):
        raise BadValues(f"score: found shape {value.shape}, time has {np.size(time)} rows; allowed: one number a row")
    layers = checked_groups(strata, value.size, "strata")
    followed = checked_times(time, event, known=~np.isnan(value) & (layers.place >= 0))
    layer, value = layers.place[followed.kept], value[followed.kept]
    counts = np.zeros(4, dtype=np.int64)
    for number in range(len(layers.labels)):
        here = layer == number
        counts += _count_pairs(followed.time[here], followed.event[here], value[here])
    concordant, discordant, tied, tied_time = counts.tolist()
    if concordant + discordant + tied == 0:
        raise NotEstimable("concordance: found no pair of persons of whom it is known who had the event first")
    return Concordance(
        estimate=(concordant + tied / 2) / (concordant + discordant + tied),
        concordant=concordant,
        discordant=discordant,
        tied=tied,
        tied_time=tied_time,
        n_left_out=followed.n_left_out,
    )


def _count_pairs(time: Floats, event: Counts, score: Floats) -> Counts:
    """Concordant, discordant and tied pairs, and those of one time."""
    order = np.lexsort((-event, time))  # at one time the events first: those censored then outlast them
    t, s = time[order], score[order]
    had = np.flatnonzero(event[order] > 0)
    n_at = np.unique(t[had], return_counts=True)[1]
    # The place after the last event of its time: from there on all outlast it.
    after = np.searchsorted(t[had], t[had], side="right")
    after = had[np.maximum(after - 1, 0)] + 1
    lower = equal = 0
    width = max(1, _CELLS // max(t.size, 1))
    places = np.arange(t.size)
    for begin in range(0, had.size, width):
        chunk = slice(begin, begin + width)
        outlasts = places[None, :] >= after[chunk, None]
        mine = s[had[chunk], None]
        lower += int(np.count_nonzero(outlasts & (s[None, :] < mine)))
        equal += int(np.count_nonzero(outlasts & (s[None, :] == mine)))
    total = int((t.size - after).sum())
    return np.array([lower, total - lower - equal, equal, int((n_at * (n_at - 1) // 2).sum())])
