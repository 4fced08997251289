"""Beta-binomial regression: trials without events stay in, with what they tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.rare_events.tables import read_tables, refuse_one_sided
from kneewise.evidence.search import highest, information, inverse_information

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats
    from kneewise.evidence.rare_events.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class BetaBinomial:
    """Log odds ratio of two groups whose risks differ from trial to trial.

    control_logit : log odds of the events in group 2; correlation : of two patients of one arm, 0 to 1
    covariance : of (control_logit, estimate, logit of the correlation), from the observed information; NaN in the row
        and column of a correlation of 0
    """

    estimate: float
    se: float
    ci: tuple[float, float]
    statistic: float
    p: float
    control_logit: float
    correlation: float
    covariance: Floats
    log_likelihood: float
    k: int
    level: float


def beta_binomial(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, *, level: float = 0.95
) -> BetaBinomial:
    """Fit the odds ratio of two groups with beta-distributed risks, the arms of all trials side by side.

    Shapes and errors as `mantel_haenszel`. The pairing of the arms of a trial is not used, so it asks for groups that
    are alike beyond their treatment; in return trials without any event count.

    Source: Kuss O. Stat Med 2015;34:1097-1116.
    Agrees with a maximum-likelihood fit by R's `optim` to 1e-6, and with VGAM's `betabinomial` in the estimates to
    1e-6; VGAM's standard errors are from the expected information and differ in digit 3 (tests/alignment/
    test_mixed_model.py).
    """
    tables = read_tables(events1, n1, events2, n2)
    refuse_one_sided(tables, "the odds ratio")
    if 0 in (tables.a.sum(), tables.b.sum(), tables.c.sum(), tables.d.sum()):
        raise NotEstimable("all events, or all patients without, stand in one group: the odds ratio has no limit")
    events = np.concatenate([tables.a, tables.c])
    n = np.concatenate([tables.n1, tables.n2])
    is_first = np.repeat([1.0, 0.0], tables.a.size)

    def likelihood(parameters: Floats) -> tuple[float, Floats]:
        return _log_likelihood(parameters, events, n, is_first)

    share1, share2 = tables.a.sum() / tables.n1.sum(), tables.c.sum() / tables.n2.sum()
    logit2 = float(np.log(share2 / (1.0 - share2)))
    start = [logit2, float(np.log(share1 / (1.0 - share1))) - logit2, -4.0]
    found, height = highest(likelihood, start, [False, False, False])
    plain = _binomial_height(events, n, np.where(is_first > 0, share1, share2))
    # Near a correlation of 0 the differences of logs of gamma functions keep 7 digits.
    if plain >= height - 1e-5:
        # The arms differ no more than binomial ones: the correlation is 0, and has no error to share.
        return _result(np.array([*start[:2], -np.inf]), plain, _binomial_covariance(tables), tables.a.size, level)
    return _result(found, height, inverse_information(information(likelihood, found)), tables.a.size, level)


def _binomial_height(events: Floats, n: Floats, share: Floats) -> float:
    from scipy.special import gammaln, xlog1py, xlogy

    ways = gammaln(n + 1) - gammaln(events + 1) - gammaln(n - events + 1)
    return float((ways + xlogy(events, share) + xlog1py(n - events, -share)).sum())


def _binomial_covariance(tables: Tables) -> Floats:
    of_second = 1.0 / tables.c.sum() + 1.0 / tables.d.sum()
    covariance = np.full((3, 3), np.nan)
    covariance[:2, :2] = [
        [of_second, -of_second],
        [-of_second, of_second + 1.0 / tables.a.sum() + 1.0 / tables.b.sum()],
    ]
    return covariance


def _log_likelihood(parameters: Floats, events: Floats, n: Floats, is_first: Floats) -> tuple[float, Floats]:
    from scipy.special import digamma, expit, gammaln

    share = expit(parameters[0] + parameters[1] * is_first)
    # (1 - rho) / rho is the sum of both parameters of the beta distribution.
    total = float(np.exp(-np.clip(parameters[2], -40.0, 40.0)))
    alpha, beta = share * total, (1.0 - share) * total
    none = n - events
    ways = gammaln(n + 1) - gammaln(events + 1) - gammaln(none + 1)
    value = (
        ways + gammaln(events + alpha) + gammaln(none + beta) - gammaln(n + total)
        - gammaln(alpha) - gammaln(beta) + gammaln(total)
    )  # fmt: skip
    by_both = digamma(total) - digamma(n + total)
    by_alpha = digamma(events + alpha) - digamma(alpha) + by_both
    by_beta = digamma(none + beta) - digamma(beta) + by_both
    by_logit = (by_alpha - by_beta) * total * share * (1.0 - share)
    by_total = -(by_alpha * share + by_beta * (1.0 - share)).sum() * total
    return float(value.sum()), np.array([by_logit.sum(), (by_logit * is_first).sum(), by_total])


def _result(found: Floats, height: float, covariance: Floats, k: int, level: float) -> BetaBinomial:
    from scipy.special import ndtr, ndtri

    estimate, se = float(found[1]), float(np.sqrt(covariance[1, 1]))
    half = float(ndtri(1.0 - (1.0 - level) / 2.0)) * se
    return BetaBinomial(
        estimate=estimate,
        se=se,
        ci=(estimate - half, estimate + half),
        statistic=estimate / se,
        p=float(2.0 * ndtr(-abs(estimate / se))),
        control_logit=float(found[0]),
        correlation=float(1.0 / (1.0 + np.exp(-found[2]))),
        covariance=covariance,
        log_likelihood=height,
        k=k,
        level=level,
    )
