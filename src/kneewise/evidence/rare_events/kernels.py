"""Likelihoods of one trial's table given its log odds ratio, as functions of it with two derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats
    from kneewise.evidence.rare_events.quadrature import Kernel
    from kneewise.evidence.rare_events.tables import Tables


def binomial(events: Floats, n: Floats, logit: Floats) -> tuple[Floats, Floats, Floats]:
    """Log binomial likelihood of columns of events at given logits, and its derivatives in the logit."""
    from scipy.special import gammaln

    log_share = -np.logaddexp(0.0, -logit)
    share = np.exp(log_share)
    counted = gammaln(n + 1.0) - gammaln(events + 1.0) - gammaln(n - events + 1.0)
    return (
        counted + events * logit + n * (log_share - logit),
        events - n * share,
        -n * share * (1.0 - share),
    )


def two_binomials(tables: Tables, level: Floats) -> Kernel:
    """Each trial with its own logit `level`, shape (k, 1), half the log odds ratio to either side of it."""
    a, c, n1, n2 = (each[:, np.newaxis] for each in (tables.a, tables.c, tables.n1, tables.n2))

    def kernel(eta: Floats) -> tuple[Floats, Floats, Floats]:
        first, second = binomial(a, n1, level + 0.5 * eta), binomial(c, n2, level - 0.5 * eta)
        return first[0] + second[0], 0.5 * (first[1] - second[1]), 0.25 * (first[2] + second[2])

    return kernel


def approximate_conditional(tables: Tables) -> Kernel:
    """Given all events of a trial, those of group 1 as binomial: good where events are rare (CM.AL)."""
    a, all_events = tables.a[:, np.newaxis], (tables.a + tables.c)[:, np.newaxis]
    offset = np.log(tables.n1 / tables.n2)[:, np.newaxis]

    def kernel(eta: Floats) -> tuple[Floats, Floats, Floats]:
        return binomial(a, all_events, offset + eta)

    return kernel


def exact_conditional(tables: Tables) -> Kernel:
    """Given its margins, a trial's events of group 1 as non-central hypergeometric (CM.EL)."""
    from scipy.special import gammaln

    n1, n2, events = (each[:, np.newaxis] for each in (tables.n1, tables.n2, tables.a + tables.c))
    low, high = np.maximum(0.0, events - n2), np.minimum(n1, events)
    x = low + np.arange(int((high - low).max()) + 1)  # shape (k, values)
    inside = x <= high
    held = np.minimum(x, high)
    log_ways = (
        -gammaln(held + 1) - gammaln(n1 - held + 1) - gammaln(events - held + 1) - gammaln(n2 - events + held + 1)
    )
    log_ways = np.where(inside, log_ways, -np.inf)
    own = np.take_along_axis(log_ways, (tables.a[:, np.newaxis] - low).astype(np.int64), axis=1)
    apart = (held - tables.a[:, np.newaxis])[:, np.newaxis, :]

    def kernel(eta: Floats) -> tuple[Floats, Floats, Floats]:
        tilted = log_ways[:, np.newaxis, :] - own[:, np.newaxis] + apart * eta[:, :, np.newaxis]
        top = tilted.max(axis=2)
        chance = np.exp(tilted - top[:, :, np.newaxis])
        total = chance.sum(axis=2)
        mean = (chance * apart).sum(axis=2) / total
        square = (chance * apart * apart).sum(axis=2) / total
        return -(top + np.log(total)), -mean, -(square - mean * mean)

    return kernel
