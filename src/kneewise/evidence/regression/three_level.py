"""Several effects of one trial: variance between trials, variance between the effects of a trial, robust errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import codes
from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.pooling.sets import one_set
from kneewise.evidence.regression.design import Design, make_design, refuse_singular
from kneewise.evidence.regression.likelihood import Levels, fit_levels, restricted_likelihood
from kneewise.evidence.regression.result import Coefficients, coefficients_of
from kneewise.evidence.regression.robust import cluster_covariance
from kneewise.evidence.search import highest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from kneewise.columns import Table
    from kneewise.evidence.pooling.sets import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeLevel:
    """A three-level model of k effects of m trials.

    coefficients : by the model; robust : with errors from the spread of whole trials (t with m - p), None where m <= p
    variance_between, variance_within : between trials, and between the effects of one trial beyond sampling
    i2_between, i2_within : their shares of the whole variance, percent
    q, q_df, q_p : Cochran's Q; restricted_log_likelihood : at the estimates
    """

    coefficients: Coefficients
    robust: Coefficients | None
    covariance: Floats
    variance_between: float
    variance_within: float
    i2_between: float
    i2_within: float
    q: float
    q_df: float
    q_p: float
    restricted_log_likelihood: float
    k: int
    n_trials: int
    left_out: int
    level: float
    design: Design


def pool_three_level(
    effects: Any,
    variances: ArrayLike | None = None,
    *,
    trial: Sequence[Any],
    covariance: Floats | None = None,
    moderators: Sequence[str] = (),
    table: Table | None = None,
    level: float = 0.95,
) -> ThreeLevel:
    """Pool effects of which several come from one trial, by restricted maximum likelihood.

    effects, variances : shape (k,); or the result of `effect_sizes`, whose covariance is taken too
    trial : the trial of each effect, shape (k,)
    covariance : shape (k, k), of the sampling errors, where effects share patients; else they are taken as independent
        within a trial, which gives too much weight to trials with many effects: then read `robust`
    moderators, table : as `meta_regression`

    Source: Konstantopoulos S. Res Synth Methods 2011;2:61-76; robust errors: Hedges LV, Tipton E, Johnson MC. Res Synth
    Methods 2010;1:39-65, with the factor m / (m - p).
    Agrees with metafor 5.1 `rma.mv(random = ~ 1 | trial/effect)` and `robust` to 1e-6 (variances) and 1e-7
    (tests/alignment/test_three_level.py).

    Raises NotEstimable for fewer than two trials or effects, BadValues as `meta_regression`.
    """
    y, v = one_set(effects, variances)
    if covariance is None:
        covariance = getattr(effects, "covariance", None)
    group = codes({"trial": list(trial)}, "trial").codes
    if group.size != y.size:
        raise BadValues(f"trial: found {group.size} rows; allowed: {y.size}, one an effect")
    design = make_design({} if table is None else table, moderators, y.size, intercept=True)
    known = ~(np.isnan(y) | np.isnan(v) | np.isnan(design.matrix).any(axis=1)) & (group >= 0)
    sampling = _sampling(v, covariance, known)
    y, x, group = y[known], design.matrix[known], np.unique(group[known], return_inverse=True)[1]
    n_trials = int(group.max()) + 1 if group.size else 0
    if n_trials < 2:
        raise NotEstimable(f"effects of {n_trials} trials; needed: at least 2")
    refuse_singular(x, design.names)
    between, within, height = _variances(y, x, sampling, group)
    levels = fit_levels(y, x, sampling, group, between=between, within=within)
    return _result(levels, y, sampling, group, design, height=height, level=level, left_out=int((~known).sum()))


def _sampling(v: Floats, covariance: Floats | None, known: Floats) -> Floats:
    if covariance is None:
        return np.diag(v[known])
    matrix = np.asarray(covariance, dtype=np.float64)
    if matrix.shape != (v.size, v.size):
        raise BadValues(f"covariance: found shape {matrix.shape}; allowed: {(v.size, v.size)}")
    taken: Floats = matrix[np.ix_(known, known)]
    if not np.isfinite(taken).all() or np.linalg.eigvalsh(taken).min() <= 0:
        raise BadValues("covariance: found a matrix that is no covariance; allowed: positive definite")
    return taken


def _variances(y: Floats, x: Floats, sampling: Floats, group: Floats) -> tuple[float, float, float]:
    """Search from three sides, since the likelihood may have more than one top; in units of the effects' spread."""
    unit = float(np.var(y)) or 1.0
    scaled, sampling = y / np.sqrt(unit), sampling / unit

    def likelihood(parts: Floats) -> tuple[float, Floats]:
        return restricted_likelihood(scaled, x, sampling, group, parts)

    starts = ((0.4, 0.4), (0.8, 0.0), (0.0, 0.8))
    ends = [highest(likelihood, start, [True, True]) for start in starts]
    parts, height = max(ends, key=lambda end: end[1])
    size = y.size - x.shape[1]
    return float(parts[0]) * unit, float(parts[1]) * unit, height - 0.5 * size * float(np.log(unit))


def _result(
    levels: Levels,
    y: Floats,
    sampling: Floats,
    group: Floats,
    design: Design,
    *,
    height: float,
    level: float,
    left_out: int,
) -> ThreeLevel:
    from scipy.special import chdtrc

    k, p = levels.x.shape
    n_trials = int(group.max()) + 1
    fixed = fit_levels(y, levels.x, sampling, group, between=0.0, within=0.0)
    df = k - p
    typical = df / float(np.trace(fixed.inside))
    whole = levels.between + levels.within + typical
    robust = None
    if n_trials > p:
        sandwich = cluster_covariance(levels, y, group)
        robust = coefficients_of(levels.beta, sandwich, float(n_trials - p), level, design.names)
    return ThreeLevel(
        coefficients=coefficients_of(levels.beta, levels.cov, None, level, design.names),
        robust=robust,
        covariance=levels.cov,
        variance_between=levels.between,
        variance_within=levels.within,
        i2_between=100.0 * levels.between / whole,
        i2_within=100.0 * levels.within / whole,
        q=fixed.rss,
        q_df=float(df),
        q_p=float(chdtrc(df, fixed.rss)) if df else 1.0,
        restricted_log_likelihood=height,
        k=k,
        n_trials=n_trials,
        left_out=left_out,
        level=level,
        design=design,
    )
