"""Partial likelihood of proportional hazards: its value, gradient and information in one pass over sorted persons.

Sums over risk sets are running sums from the last time backwards. With ties handled by Efron's way each death of a
tie is a step of its own, whose risk set has lost a share of the tied deaths; Breslow's way is the share 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedPersons:
    """Persons sorted by stratum and time, with the places of every death.

    x : shape (n, p), covariates, centred
    time : shape (n,)
    order : shape (n,), the row of the input of each
    stop : shape (n,), the row after the last one of the same stratum
    is_death : shape (n,)
    deaths : shape (d,), rows of the deaths, ascending
    tie : shape (d,), number of the tie (deaths of one stratum and time) of each death
    first_of_tie : shape (u,), the first row of the risk set of each tie
    times_of_tie, stratum_of_tie : shape (u,)
    taken : shape (d,), share of the tied deaths that has left before each: 0, 1/d, 2/d ... (Efron) or 0 (Breslow)
    last_tie : shape (n,), number of ties at or before each person's time, within all that are sorted before
    first_tie : shape (n,), number of ties of earlier strata
    """

    x: Floats
    time: Floats
    order: Counts
    stop: Counts
    is_death: NDArray[np.bool_]
    deaths: Counts
    tie: Counts
    first_of_tie: Counts
    times_of_tie: Floats
    stratum_of_tie: Counts
    taken: Floats
    last_tie: Counts
    first_tie: Counts


def sort_persons(x: Floats, time: Floats, event: Counts, stratum: Counts, *, efron: bool) -> SortedPersons:
    """Sort persons for the running sums and number the ties."""
    order = np.lexsort((time, stratum))
    t, s, is_death = time[order], stratum[order], event[order] > 0
    begins = np.flatnonzero(np.r_[True, s[1:] != s[:-1]])
    size = np.diff(np.r_[begins, s.size])
    stop = np.repeat(begins + size, size)
    new = np.r_[True, (t[1:] != t[:-1]) | (s[1:] != s[:-1])]
    start_of_time = np.flatnonzero(new)[np.cumsum(new) - 1]
    deaths = np.flatnonzero(is_death)
    first_of_tie, tie, n_tied = np.unique(start_of_time[deaths], return_inverse=True, return_counts=True)
    rank = np.arange(deaths.size) - np.r_[0, np.cumsum(n_tied)[:-1]][tie]
    return SortedPersons(
        x=x[order],
        time=t,
        order=order,
        stop=stop,
        is_death=is_death,
        deaths=deaths,
        tie=tie,
        first_of_tie=first_of_tie,
        times_of_tie=t[first_of_tie],
        stratum_of_tie=s[first_of_tie],
        taken=rank / n_tied[tie] if efron else np.zeros(deaths.size),
        last_tie=np.searchsorted(first_of_tie, start_of_time, side="right"),
        first_tie=np.searchsorted(first_of_tie, np.repeat(begins, size), side="left"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The risk set of each death at given coefficients.

    log_hazard : shape (n,), x @ beta less its largest value
    hazard : shape (n,), its exponential
    total : shape (d,), sum of hazards of the risk set of each death
    mean : shape (d, p), mean covariates of the risk set, weighted by hazard
    """

    log_hazard: Floats
    hazard: Floats
    total: Floats
    mean: Floats


def steps_at(persons: SortedPersons, beta: Floats) -> Steps:
    """Sum the risk sets at given coefficients."""
    log_hazard = persons.x @ beta
    log_hazard = log_hazard - log_hazard.max()  # a common factor leaves the likelihood
    hazard = np.exp(log_hazard)
    weighted = np.column_stack([hazard, hazard[:, None] * persons.x])
    running = np.zeros((weighted.shape[0] + 1, weighted.shape[1]))
    running[:-1] = _summed_backwards(weighted, persons.stop)
    at_risk = running[persons.first_of_tie][persons.tie]
    tied = np.zeros((persons.first_of_tie.size, weighted.shape[1]))
    np.add.at(tied, persons.tie, weighted[persons.deaths])
    left = at_risk - persons.taken[:, None] * tied[persons.tie]
    return Steps(log_hazard=log_hazard, hazard=hazard, total=left[:, 0], mean=left[:, 1:] / left[:, :1])


def _summed_backwards(weighted: Floats, stop: Counts) -> Floats:
    """Sums from each row to the end of its stratum."""
    sums: Floats = np.empty_like(weighted)
    ends = np.unique(stop)
    for begin, end in zip(np.r_[0, ends[:-1]], ends, strict=True):
        sums[begin:end] = weighted[begin:end][::-1].cumsum(axis=0)[::-1]
    return sums


def likelihood(persons: SortedPersons, beta: Floats) -> tuple[float, Floats, Floats, Steps]:
    """Log partial likelihood, its gradient (p,) and its information (p, p) at given coefficients."""
    steps = steps_at(persons, beta)
    value = float(steps.log_hazard[persons.deaths].sum() - np.log(steps.total).sum())
    gradient = (persons.x[persons.deaths] - steps.mean).sum(axis=0)
    weight = steps.hazard * cumulative_hazard(persons, steps)
    information = (persons.x * weight[:, None]).T @ persons.x - steps.mean.T @ steps.mean
    return value, gradient, information, steps


def cumulative_hazard(persons: SortedPersons, steps: Steps, each: Floats | None = None) -> Floats:
    """Baseline hazard up to each person's time, shape (n,) or (n, q); a tied death bears its own share only.

    each : shape (d,) or (d, q), a factor for each death's step, such as its time; None for 1
    """
    n_ties = persons.first_of_tie.size
    unit = 1 / steps.total if each is None else (each.T / steps.total).T
    at_tie = np.zeros((n_ties, *unit.shape[1:]))
    np.add.at(at_tie, persons.tie, unit)
    given_back = np.zeros_like(at_tie)
    np.add.at(given_back, persons.tie, (unit.T * persons.taken).T)
    running = np.concatenate([np.zeros((1, *unit.shape[1:])), at_tie.cumsum(axis=0)])
    hazard: Floats = running[persons.last_tie] - running[persons.first_tie]
    hazard[persons.deaths] -= given_back[persons.tie]
    return hazard


def schoenfeld(persons: SortedPersons, steps: Steps) -> Floats:
    """Covariates of each death less the mean of its risk set, shape (d, p); a tie has the mean over its steps."""
    mean = np.zeros((persons.first_of_tie.size, persons.x.shape[1]))
    np.add.at(mean, persons.tie, steps.mean)
    mean /= np.bincount(persons.tie)[:, None]
    residuals: Floats = persons.x[persons.deaths] - mean[persons.tie]
    return residuals


def score_residuals(persons: SortedPersons, steps: Steps) -> Floats:
    """Each person's part of the gradient, shape (n, p), in the sorted order; they sum to 0 at the estimates."""
    residuals = -steps.hazard[:, None] * (
        persons.x * cumulative_hazard(persons, steps)[:, None] - cumulative_hazard(persons, steps, steps.mean)
    )
    residuals[persons.deaths] += schoenfeld(persons, steps)
    return residuals
