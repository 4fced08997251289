"""Generalised linear mixed models of trials with events: no halves, no normal approximation of single trials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.rare_events.kernels import approximate_conditional, binomial, exact_conditional
from kneewise.evidence.rare_events.quadrature import integrate
from kneewise.evidence.rare_events.result import ChiSquare
from kneewise.evidence.rare_events.tables import read_tables, refuse_one_sided
from kneewise.evidence.rare_events.trial_levels import fixed_levels, random_levels
from kneewise.evidence.search import highest, information, inverse_information

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats
    from kneewise.evidence.rare_events.tables import Tables
    from kneewise.evidence.search import Likelihood

MODELS = ("UM.FS", "UM.RS", "CM.AL", "CM.EL")


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedModel:
    """Log odds ratio of a mixed model of trials.

    tau2 : variance of the log odds ratios between trials; sigma2 : of the trials' own logits (UM.RS), else None
    log_likelihood : at the estimates, without the constant of the data
    heterogeneity : likelihood-ratio test of equal odds ratios against one for each trial (UM.FS, CM.AL), else None
    k : trials that tell something: those without an event, or with nothing else, do not
    """

    model: str
    estimate: float
    se: float
    ci: tuple[float, float]
    statistic: float
    p: float
    tau2: float
    sigma2: float | None
    log_likelihood: float
    heterogeneity: ChiSquare | None
    k: int
    level: float


def mixed_model(
    events1: ArrayLike,
    n1: ArrayLike,
    events2: ArrayLike,
    n2: ArrayLike,
    *,
    model: str = "CM.EL",
    level: float = 0.95,
) -> MixedModel:
    """Fit an odds ratio with normal random effects to the events themselves, by maximum likelihood.

    model : "UM.FS" binomial, each trial with its own fixed level; "UM.RS" binomial, levels random too (Laplace's
        approximation, as lme4); "CM.AL" and "CM.EL" given the events of each trial, binomial or exactly (non-central
        hypergeometric)

    Shapes and errors as `mantel_haenszel`. The standard error is from the whole observed information, tau included.

    Source: Stijnen T, Hamza TH, Ozdemir P. Stat Med 2010;29:3046-3067; Jackson D et al. Stat Med 2018;37:1059-1085.
    Agrees with metafor 5.1 `rma.glmm` to 1e-4, but where lme4 stops before the top (in digit 3 or 4: there the
    likelihood found here is the higher one; tests/alignment/test_mixed_model.py).
    """
    if model not in MODELS:
        raise BadValues(f"model: found {model!r}; allowed: {', '.join(MODELS)}")
    tables = read_tables(events1, n1, events2, n2)
    refuse_one_sided(tables, "the odds ratio")
    if 0 in (tables.a.sum(), tables.b.sum(), tables.c.sum(), tables.d.sum()):
        raise NotEstimable("all events, or all patients without, stand in one group: the odds ratio has no limit")
    tables = tables.take((tables.a + tables.c > 0) & (tables.b + tables.d > 0))
    likelihood, start = _likelihood(model, tables)
    found, height = _highest_of_starts(likelihood, start)
    matrix = information(likelihood, found)
    return _result(model, tables, found, height, matrix, level=level)


def _likelihood(model: str, tables: Tables) -> tuple[Likelihood, list[float]]:
    """Give the likelihood of (mean, tau, ...) and where to start: tau once at 0.4, once near 0."""
    start = [float(np.log((tables.a * tables.d + 0.5).sum() / (tables.b * tables.c + 0.5).sum())), 0.4]
    if model == "UM.FS":
        return fixed_levels(tables), start
    if model == "UM.RS":
        share = (tables.a + tables.c).sum() / tables.n.sum()
        return random_levels(tables), [*start, float(np.log(share / (1.0 - share))), 0.5]
    kernel = (approximate_conditional if model == "CM.AL" else exact_conditional)(tables)

    def likelihood(parameters: Floats) -> tuple[float, Floats]:
        found = integrate(kernel, float(parameters[0]), float(parameters[1]), tables.a.size)
        return float(found.log_likelihood.sum()), found.gradient()

    return likelihood, start


def _highest_of_starts(likelihood: Likelihood, start: list[float]) -> tuple[Floats, float]:
    """Search twice: the point tau of 0 has no slope, so a search that falls on it would stay there."""
    deviations = [place % 2 == 1 for place in range(len(start))]
    ends = [highest(likelihood, [start[0], tau, *start[2:]], deviations) for tau in (start[1], 0.0)]
    return max(ends, key=lambda end: end[1])


def _result(model: str, tables: Tables, found: Floats, height: float, matrix: Floats, *, level: float) -> MixedModel:
    from scipy.special import ndtr, ndtri

    estimate = float(found[0])
    # A variance at 0 has no slope to share with the mean: it is left out.
    used = np.array([place % 2 == 0 or each > 1e-6 for place, each in enumerate(found)])
    inverse = inverse_information(matrix[np.ix_(used, used)])
    se = float(np.sqrt(inverse[0, 0]))
    half = float(ndtri(1.0 - (1.0 - level) / 2.0)) * se
    return MixedModel(
        model=model,
        estimate=estimate,
        se=se,
        ci=(estimate - half, estimate + half),
        statistic=estimate / se,
        p=float(2.0 * ndtr(-abs(estimate / se))),
        tau2=float(found[1] ** 2),
        sigma2=float(found[3] ** 2) if model == "UM.RS" else None,
        log_likelihood=height,
        heterogeneity=_heterogeneity(model, tables),
        k=tables.a.size,
        level=level,
    )


def _heterogeneity(model: str, tables: Tables) -> ChiSquare | None:
    """Twice the log-likelihood that trials with an odds ratio of their own gain over one for all."""
    from scipy.special import chdtrc

    if model not in ("UM.FS", "CM.AL") or tables.a.size < 2:
        return None
    likelihood, start = _likelihood(model, tables)

    def one_for_all(mean: Floats) -> tuple[float, Floats]:
        value, gradient = likelihood(np.array([float(mean[0]), 0.0]))
        return value, gradient[:1]

    _, common = highest(one_for_all, start[:1], [False])
    own = _own_likelihood(model, tables)
    statistic, df = max(2.0 * (own - common), 0.0), tables.a.size - 1
    return ChiSquare(statistic=statistic, df=df, p=float(chdtrc(df, statistic)))


def _own_likelihood(model: str, tables: Tables) -> float:
    """Log-likelihood with every share at its observed value."""
    pairs = [(tables.a, tables.a + tables.c)] if model == "CM.AL" else [(tables.a, tables.n1), (tables.c, tables.n2)]
    total = 0.0
    for events, n in pairs:
        # Where all or none have the event the log-likelihood goes to 0; a logit of 40 is there.
        inside = (events > 0) & (events < n)
        logit = np.where(inside, np.log(np.where(inside, events, 1.0) / np.where(inside, n - events, 1.0)), 0.0)
        logit = np.where(events == 0, -40.0, np.where(events == n, 40.0, logit))
        total += float(binomial(events, n, logit)[0].sum())
    return total
