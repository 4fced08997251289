"""Conditional likelihoods of a network of rare events: given how many events a trial had, where did they fall.

Exactly, the events follow a non-central hypergeometric distribution. Its moments are worked out by adding arm after
arm (a convolution), so that several arms and large trials cost no list of tables. The approximation draws each event
with replacement: a multinomial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.networks.laplacian import invert_laplacian

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.event_tables import EventTable

    Floats = NDArray[np.float64]

_STEPS = 200


def fit_conditional(tables: list[EventTable], n: int, *, exact: bool) -> tuple[Floats, Floats]:
    """Effects of the treatments (log odds, adding to 0) at the top of the likelihood, and their covariance.

    Newton steps, halved where they overshoot: the likelihood is concave. Raises NotEstimable where it has no top, as
    where a treatment saw no event in any trial that could tell.
    """
    effect = np.zeros(n)
    value, first, second = _derivatives(tables, effect, exact)
    for _ in range(_STEPS):
        if not _is_told(second):
            break
        step = invert_laplacian(second) @ first
        size = 1.0
        while True:
            moved = effect + size * step
            higher, first_there, second_there = _derivatives(tables, moved, exact)
            if higher >= value - 1e-12 * abs(value) or size < 1e-6:
                break
            size /= 2
        effect, value, first, second = moved, higher, first_there, second_there
        if abs(step).max() < 1e-12:
            return effect - effect.mean(), invert_laplacian(second)
    raise NotEstimable("events: the likelihood has no top; some treatment's odds ratio goes to 0 or to infinity")


def _is_told(information: Floats) -> bool:
    """Whether every contrast has some information left: where the likelihood runs off to infinity, one has none."""
    roots = np.linalg.eigvalsh(information)
    return bool(roots[1] > 1e-9 * roots[-1] > 0)


def _derivatives(tables: list[EventTable], effect: Floats, exact: bool) -> tuple[float, Floats, Floats]:
    """Log-likelihood, its slope, and the information (minus its curvature), over all trials."""
    n = len(effect)
    value, slope, information = 0.0, np.zeros(n), np.zeros((n, n))
    moments = hypergeometric_moments if exact else multinomial_moments
    for table in tables:
        arm = np.array(table.arm)
        for x, rest in zip(table.events, table.rest, strict=True):
            log_sum, mean, covariance = moments(x + rest, float(x.sum()), effect[arm])
            value += float(x @ effect[arm]) - log_sum
            slope[arm] += x - mean
            information[np.ix_(arm, arm)] += covariance
    return value, slope, information


def multinomial_moments(n: Floats, events: float, effect: Floats) -> tuple[float, Floats, Floats]:
    """Log of the constant, mean and covariance of the events by arm, drawn with replacement."""
    top = float(effect.max())
    odds = n * np.exp(effect - top)
    share = odds / odds.sum()
    return (
        events * (float(np.log(odds.sum())) + top),
        events * share,
        events * (np.diag(share) - np.outer(share, share)),
    )


def hypergeometric_moments(n: Floats, events: float, effect: Floats) -> tuple[float, Floats, Floats]:
    """Log of the constant, mean and covariance of the events by arm, given their sum.

    n : shape (a,), persons by arm; events : their sum over arms; effect : shape (a,), log odds up to a constant
    """
    m, a = int(events), len(n)
    # Odds may all be multiplied by one number: chosen so that about m events are expected, every polynomial is a
    # binomial distribution and nothing overflows.
    logit = effect - effect.mean()
    shift = _expecting(n, events, logit)
    logit = logit + shift
    log_sum = float(n @ np.logaddexp(0, logit)) + events * (float(effect.mean()) - shift)
    rows = []
    for size, own in zip(n.astype(int).tolist(), logit.tolist(), strict=True):
        k = np.arange(min(size, m) + 1.0)
        rows.append(np.exp(_log_choose(size, min(size, m)) + own * k - size * np.logaddexp(0, own)))
    kinds = [rows, [r * np.arange(len(r)) for r in rows], [r * np.arange(len(r)) ** 2 for r in rows]]
    whole = _product(rows, m)
    mean = np.array([_product([*rows[:i], kinds[1][i], *rows[i + 1 :]], m) for i in range(a)]) / whole
    product = np.empty((a, a))
    for i in range(a):
        for j in range(i, a):
            own_rows = list(rows)
            if i == j:
                own_rows[i] = kinds[2][i]
            else:
                own_rows[i], own_rows[j] = kinds[1][i], kinds[1][j]
            product[i, j] = product[j, i] = _product(own_rows, m) / whole
    return log_sum + float(np.log(whole)), mean, product - np.outer(mean, mean)


def _expecting(n: Floats, events: float, logit: Floats) -> float:
    """What to add to all logits so that so many events are expected, by halving."""
    low, high = -50.0 - float(logit.max()), 50.0 - float(logit.min())
    for _ in range(40):
        middle = (low + high) / 2
        if float(n @ (1 / (1 + np.exp(-np.clip(logit + middle, -600, 600))))) > events:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _product(rows: list[Floats], degree: int) -> float:
    """Coefficient of the product of polynomials at a degree."""
    total = rows[0]
    for row in rows[1:-1]:
        total = np.convolve(total, row)[: degree + 1]
    last = rows[-1] if len(rows) > 1 else np.ones(1)
    low, high = max(0, degree - len(last) + 1), min(degree, len(total) - 1)
    return float(total[low : high + 1] @ last[degree - high : degree - low + 1][::-1])


def _log_choose(n: int, most: int) -> Floats:
    """Logarithms of n over k for k from 0 to most."""
    from scipy.special import gammaln

    k = np.arange(most + 1.0)
    found: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found
