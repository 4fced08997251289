"""Is the funnel lopsided: regression on the error (Egger), on the size (Peters), and the rank test (Begg)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.pooling import intervals
from kneewise.evidence.pooling.pool import pool
from kneewise.evidence.pooling.sets import one_set
from kneewise.evidence.rare_events.tables import read_tables
from kneewise.evidence.regression.call import meta_regression

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats

MODELS = ("lm", "rma")
PREDICTORS = ("se", "variance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asymmetry:
    """A regression test of the funnel.

    slope, slope_se, statistic, df, p : of the predictor (df None: normal)
    limit, limit_ci : the effect of a trial without error, that the line runs to
    """

    model: str
    predictor: str
    slope: float
    slope_se: float
    statistic: float
    df: float | None
    p: float
    limit: float
    limit_ci: tuple[float, float]
    k: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankTest:
    """Kendall's tau of the effects and their variances, and its two-sided p."""

    tau: float
    p: float
    k: int


def egger_test(
    effects: Any,
    variances: ArrayLike | None = None,
    *,
    model: str = "lm",
    predictor: str = "se",
    tau2: str = "REML",
    level: float = 0.95,
) -> Asymmetry:
    """Test whether effects depend on their error.

    model : "lm", least squares weighted by 1 / variance with a free factor of dispersion (Egger's own, t with k - 2),
        or "rma", a meta-regression with `tau2` (normal); predictor : "se" or "variance"

    The error of a standardised difference, an odds ratio or a risk ratio depends on the effect itself, so the test
    finds asymmetry there too often: for odds ratios see `peters_test`.

    Raises NotEstimable for fewer than three effects, or equal variances.
    Source: Egger M et al. BMJ 1997;315:629-634; Sterne JAC, Egger M (2005). Agrees with metafor 5.1 `regtest` to 1e-9.
    """
    if model not in MODELS:
        raise BadValues(f"model: found {model!r}; allowed: {', '.join(MODELS)}")
    if predictor not in PREDICTORS:
        raise BadValues(f"predictor: found {predictor!r}; allowed: {', '.join(PREDICTORS)}")
    y, v = _known(effects, variances)
    by = np.sqrt(v) if predictor == "se" else v
    _refuse_few(by)
    if model == "lm":
        return _least_squares(y, by, 1.0 / v, predictor, level)
    found = meta_regression(y, v, moderators={predictor: by}, tau2=tau2, level=level)
    told = found.coefficients
    return Asymmetry(
        model=model,
        predictor=predictor,
        slope=float(told.estimate[1]),
        slope_se=float(told.se[1]),
        statistic=float(told.statistic[1]),
        df=None,
        p=float(told.p[1]),
        limit=float(told.estimate[0]),
        limit_ci=(float(told.low[0]), float(told.high[0])),
        k=found.k,
    )


def peters_test(
    events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, *, level: float = 0.95
) -> Asymmetry:
    """Test whether log odds ratios depend on the size of their trials: for events, where Egger's test errs.

    Weighted by events times non-events over patients, t with k - 2; a half is added to tables with a zero, trials
    without an event, or with nothing else, are left out. Errors as `egger_test`.
    Source: Peters JL et al. JAMA 2006;295:676-680. Agrees with R's `lm` to 1e-12.
    """
    from kneewise.evidence.rare_events.mantel_haenszel import own_effects

    tables = read_tables(events1, n1, events2, n2)
    y, _ = own_effects(tables, "OR")
    told = tables.take(~np.isnan(y))
    by = 1.0 / told.n
    _refuse_few(by)
    return _least_squares(y[~np.isnan(y)], by, (told.a + told.c) * (told.b + told.d) / told.n, "1 / patients", level)


def rank_test(effects: Any, variances: ArrayLike | None = None, *, exact: bool = False) -> RankTest:
    """Test whether standardised effects and their variances rise together (Begg and Mazumdar).

    exact : the exact p of Kendall's tau, for effects without ties; else the normal one, as metafor 5
    Source: Begg CB, Mazumdar M. Biometrics 1994;50:1088-1101. Agrees with metafor 5.1
    `ranktest` to 1e-10. Raises NotEstimable for fewer than three effects.
    """
    from scipy.stats import kendalltau

    y, v = _known(effects, variances)
    if y.size < 3:
        raise NotEstimable(f"{y.size} effects; needed: at least 3")
    centre = pool(y, v, tau2="fixed")
    apart = (y - centre.estimate) / np.sqrt(v - float(centre.se) ** 2)
    if exact and (np.unique(apart).size < y.size or np.unique(v).size < y.size):
        raise BadValues("exact: found effects or variances that are equal; allowed: without ties")
    tau, p = kendalltau(apart, v, method="exact" if exact else "asymptotic")
    if np.isnan(tau):
        raise NotEstimable("all variances are equal: their ranks say nothing")
    return RankTest(tau=float(tau), p=float(p), k=y.size)


def _known(effects: Any, variances: ArrayLike | None) -> tuple[Floats, Floats]:
    y, v = one_set(effects, variances)
    known = ~(np.isnan(y) | np.isnan(v))
    return y[known], v[known]


def _refuse_few(by: Floats) -> None:
    if by.size < 3:
        raise NotEstimable(f"{by.size} effects; needed: at least 3")
    if np.ptp(by) <= 1e-12 * np.abs(by).max():
        raise NotEstimable("all trials are of one size: asymmetry cannot be told")


def _least_squares(y: Floats, by: Floats, weights: Floats, predictor: str, level: float) -> Asymmetry:
    total = weights.sum()
    centre, mean = (weights * by).sum() / total, (weights * y).sum() / total
    spread = (weights * (by - centre) ** 2).sum()
    slope = float((weights * (by - centre) * (y - mean)).sum() / spread)
    limit = float(mean - slope * centre)
    df = float(y.size - 2)
    dispersion = float((weights * (y - limit - slope * by) ** 2).sum()) / df
    if dispersion <= 1e-24 * max(1.0, float((weights * y * y).sum())):
        raise NotEstimable("all effects lie on the line: no error of its slope")
    slope_se = float(np.sqrt(dispersion / spread))
    limit_se = float(np.sqrt(dispersion * (1.0 / total + centre**2 / spread)))
    half = float(intervals.quantile(level, np.asarray(df))) * limit_se
    return Asymmetry(
        model="lm",
        predictor=predictor,
        slope=slope,
        slope_se=slope_se,
        statistic=slope / slope_se,
        df=df,
        p=float(intervals.two_sided_p(np.asarray(slope / slope_se), np.asarray(df))),
        limit=limit,
        limit_ci=(limit - half, limit + half),
        k=y.size,
    )
