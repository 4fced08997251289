"""Trials from arms: one row an arm, with events of persons, or with mean, standard deviation and number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.networks.trials import Trials, block_of
from kneewise.evidence.taken import only_used, rows_told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

BinaryMeasure = Literal["OR", "RR", "RD"]
MeanMeasure = Literal["MD", "SMD", "SMD-COHEN"]


@dataclass(frozen=True, slots=True)
class Arms:
    """Which arm each row is: `study` and `treatment`, shape (rows,), are places in `studies` and `treatments`."""

    study: Ints
    treatment: Ints
    studies: tuple[str, ...]
    treatments: tuple[str, ...]

    def sums(self, values: Floats) -> Floats:
        """Add a figure up over each row's trial, shape (rows,)."""
        total = np.bincount(self.study, values, minlength=len(self.studies)).astype(np.float64)
        return total[self.study]


def trials_from_events(arms: Arms, events: Floats, n: Floats, *, measure: BinaryMeasure, added: float = 0.5) -> Trials:
    """Make trials of numbers of events; effects are log odds ratios, log risk ratios or risk differences.

    Where an arm of a trial has no event or events only, `added` goes to events and to non-events of all its arms, as
    netmeta's `pairwise` does, so that the trial's contrasts still add up (for RD to the variances alone). A trial
    without any event, or with events only, says nothing about a ratio and is left out and told.
    """
    check_counts(events, n)
    known = np.isfinite(events) & np.isfinite(n)
    cell = np.where(known & ((events == 0) | (events == n)), 1.0, 0.0)
    add = np.where(arms.sums(cell) > 0, added, 0.0)
    x, total = events + add, n + 2 * add
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "OR":
            effect, variance = np.log(x / (total - x)), 1 / x + 1 / (total - x)
        elif measure == "RR":
            effect, variance = np.log(x / total), 1 / x - 1 / total
        else:
            effect, variance = events / n, x * (total - x) / total**3
    silent = None
    if measure != "RD":
        some, rest = (arms.sums(np.where(known, each, 0.0)) for each in (events, n - events))
        silent = known & ((some == 0) | (rest == 0))
    return _trials(arms, effect, variance, known, silent=silent)


def trials_from_means(arms: Arms, mean: Floats, sd: Floats, n: Floats, *, measure: MeanMeasure) -> Trials:
    """Make trials of means; effects are mean differences or standardised ones.

    SMD divides by the standard deviation pooled over all arms of the trial, so that its contrasts add up, and is
    Hedges' g with its correction; SMD-COHEN leaves the correction out, as netmeta's `pairwise` does.

    Source of the covariance of several standardised differences: Crippa A, Orsini N. BMC Med Res Methodol 2016;16:91.
    """
    rows = np.arange(len(n))
    with np.errstate(invalid="ignore"):
        for name, bad in (("sd", sd <= 0), ("n", n < 2)):
            if bad.any():
                raise BadValues(f"{name}, {rows_told(rows[bad])}: found {'0 or less' if name == 'sd' else 'below 2'}; "
                                f"allowed: {'above 0' if name == 'sd' else '2 or more'}, or nothing")  # fmt: skip
    known = np.isfinite(mean) & np.isfinite(sd) & np.isfinite(n)
    if measure == "MD":
        return _trials(arms, mean, sd**2 / n, known)
    weight = np.where(known, n - 1, 0.0)
    df = arms.sums(weight)
    squares = arms.sums(weight * np.where(known, sd, 0.0) ** 2)
    total = arms.sums(np.where(known, n, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        correction = 1 - 3 / (4 * df - 1) if measure == "SMD" else 1.0
        less = 3.94 if measure == "SMD" else 0.0
        effect = mean / np.sqrt(squares / df) * correction
        shared = 1 / np.sqrt(2 * (total - less))
    return _trials(arms, effect, 1 / n, known, shared=shared)


def check_counts(events: Floats, n: Floats) -> None:
    """Refuse counts that no arm can have."""
    rows = np.arange(len(n))
    with np.errstate(invalid="ignore"):
        wrong = {
            "n": (n < 1) | (np.floor(n) != n) & np.isfinite(n),
            "events": (events < 0) | (events > n) | (np.floor(events) != events) & np.isfinite(events),
        }
    for name, bad in wrong.items():
        if bad.any():
            allowed = "a whole number from 1" if name == "n" else "a whole number from 0 to the arm's n"
            raise BadValues(f"{name}, {rows_told(rows[bad])}: found none that an arm can have; allowed: {allowed}")


def _trials(
    arms: Arms,
    effect: Floats,
    variance: Floats,
    known: NDArray[np.bool_],
    *,
    silent: NDArray[np.bool_] | None = None,
    shared: Floats | None = None,
) -> Trials:
    """Group arms into trials.

    silent : rows of trials that say nothing; shared : times the effect, a covariance that all arms of a trial share
    """
    check_arms_once(arms)
    study = arms.study
    rows = np.arange(len(study))
    told = [f"{rows_told([row])}: an arm of {arms.studies[study[row]]} lacks a figure" for row in rows[~known]]
    used = known.copy()
    if silent is not None:
        told += [f"{arms.studies[each]} has no event, or events only" for each in np.unique(study[silent]).tolist()]
        used &= ~silent
    count = arms.sums(used.astype(np.float64)).astype(np.int64)
    lonely = used & (count == 1)
    told += [f"{arms.studies[study[row]]} has one arm only" for row in rows[lonely]]
    used &= ~lonely
    if not used.any():
        raise BadValues(f"arms: found no trial that compares two arms ({'; '.join(told[:3])}); allowed: at least one")
    place = np.full(len(study), -1)
    place[used], treatments = only_used(arms.treatment[used], arms.treatments)
    order = np.lexsort((place, study))
    order = order[used[order]]
    blocks = []
    for size in np.unique(count[order]).tolist():
        mine = order[count[order] == size].reshape(-1, size)
        covariance = variance[mine][:, :, None] * np.eye(size)
        if shared is not None:
            # Only differences count, so the effects may first be centred: smaller numbers, less cancellation.
            moved = (effect[mine] - effect[mine].mean(axis=1, keepdims=True)) * shared[mine]
            covariance = covariance + moved[:, :, None] * moved[:, None, :]
        blocks.append(block_of(study[mine[:, 0]], place[mine], effect[mine], covariance))
    return Trials(treatments, arms.studies, tuple(blocks), tuple(told))


def check_arms_once(arms: Arms) -> None:
    """Refuse a trial that has the same treatment in two rows."""
    both = arms.study * len(arms.treatments) + arms.treatment
    _, back, count = np.unique(both, return_inverse=True, return_counts=True)
    if (count > 1).any():
        rows = np.flatnonzero(back == int(count.argmax()))
        raise BadValues(
            f"treatment, {rows_told(rows)}: found {arms.treatments[arms.treatment[rows[0]]]!r} twice in "
            f"{arms.studies[arms.study[rows[0]]]!r}; allowed: each treatment once a trial (add the arms up first)"
        )
