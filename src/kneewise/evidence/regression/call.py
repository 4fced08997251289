"""Meta-regression: effects of trials explained by what the trials are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.pooling import intervals
from kneewise.evidence.pooling.sets import one_set
from kneewise.evidence.pooling.tau2 import FIXED, method_name
from kneewise.evidence.regression.design import Design, make_design, refuse_singular
from kneewise.evidence.regression.linear import Weighted, log_likelihoods, weigh
from kneewise.evidence.regression.result import Explained, Regression, coefficients_of
from kneewise.evidence.regression.tau2 import residual_tau2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from kneewise.columns import Table
    from kneewise.evidence.pooling.sets import Floats


def meta_regression(
    effects: Any,
    variances: ArrayLike | None = None,
    *,
    moderators: Sequence[str] | Table,
    table: Table | None = None,
    intercept: bool = True,
    tau2: str = "REML",
    interval: str = intervals.WALD,
    level: float = 0.95,
) -> Regression:
    """Explain the effects of k trials by moderators, with the rest of the variance between trials as tau2.

    effects, variances : shape (k,); or the result of `effect_sizes` alone
    moderators : names of columns of `table`, or a table (mapping, dataframe) all of whose columns are moderators; a
        column of text or truth values is taken as labels, each compared with the first, a column of numbers as it is
    intercept : leave it out to get one mean a label
    tau2 : an estimator of `pool` by name; interval : as `pool`; the tests are chi-square with "wald", else F

    A trial with a missing effect or moderator is left out and counted in the notes.

    Raises BadValues for moderators that say the same, or more coefficients than trials; NotEstimable where nothing is
    left. Agrees with metafor 5.1 `rma(mods = )` to 1e-8 (tests/alignment/test_meta_regression.py).

    Source: Viechtbauer W. J Stat Softw 2010;36(3); Knapp G, Hartung J. Stat Med 2003;22:2693-2710.
    """
    y, v = one_set(effects, variances)
    data, names = _moderators(moderators, table)
    design = make_design(data, names, y.size, intercept=intercept)
    complete = ~(np.isnan(y) | np.isnan(v) | np.isnan(design.matrix).any(axis=1))
    if not complete.any():
        raise NotEstimable("no trial has its effect and all moderators: there is nothing to explain")
    return fit_regression(
        y[complete],
        v[complete],
        design,
        design.matrix[complete],
        method=method_name(tau2),
        interval=intervals.interval_name(interval),
        level=level,
        left_out=int((~complete).sum()),
    )


def _moderators(moderators: Sequence[str] | Table, table: Table | None) -> tuple[Table, list[str]]:
    from kneewise.columns import column_names

    if table is None:
        if isinstance(moderators, str | list | tuple):
            raise BadValues("moderators: found names without a table; allowed: names of columns of `table`, or a table")
        return moderators, column_names(moderators)
    return table, [moderators] if isinstance(moderators, str) else list(moderators)


def fit_regression(
    y: Floats,
    v: Floats,
    design: Design,
    x: Floats,
    *,
    method: str,
    interval: str,
    level: float,
    left_out: int,
) -> Regression:
    """Fit complete effects to a complete design of full rank."""
    refuse_singular(x, design.names)
    k, p = x.shape
    tau2 = residual_tau2(y, v, x, method)
    fit, fixed = weigh(y, x, 1.0 / (v + tau2)), weigh(y, x, 1.0 / v)
    df = k - p
    factor = 1.0
    if interval in (intervals.KNAPP_HARTUNG, intervals.KNAPP_HARTUNG_FLOOR):
        if df == 0:
            raise NotEstimable("as many coefficients as trials: no degrees of freedom for Knapp and Hartung's interval")
        factor = fit.rss / df
        factor = max(factor, 1.0) if interval == intervals.KNAPP_HARTUNG_FLOOR else factor
    covariance = factor * fit.cov
    test_df = None if interval == intervals.WALD else float(df)
    likelihood, restricted = log_likelihoods(y, v, x, tau2)
    return Regression(
        coefficients=coefficients_of(fit.beta, covariance, test_df, level, design.names),
        covariance=covariance,
        tau2=tau2,
        explained=_explained(fit, covariance, design, test_df, y=y, v=v, tau2=tau2, method=method),
        **_left(fixed, tau2, df, method),
        log_likelihood=likelihood,
        restricted_log_likelihood=restricted,
        k=k,
        left_out=left_out,
        tau2_method=method,
        interval=interval,
        level=level,
        design=design,
    )


def _explained(
    fit: Weighted,
    covariance: Floats,
    design: Design,
    df: float | None,
    *,
    y: Floats,
    v: Floats,
    tau2: float,
    method: str,
) -> Explained | None:
    """Test all coefficients but the intercept, and say how much smaller tau2 has become."""
    from scipy.special import chdtrc, fdtrc

    tested = slice(1, None) if design.has_intercept else slice(None)
    beta = fit.beta[tested]
    m = beta.size
    if m == 0:
        return None
    statistic = float(beta @ np.linalg.solve(covariance[tested, tested], beta))
    alone = residual_tau2(y, v, np.ones((y.size, 1)), method)
    r2 = None if method == FIXED or alone == 0 else 100.0 * max(0.0, 1.0 - tau2 / alone)
    if df is None:
        return Explained(statistic=statistic, df=m, residual_df=None, p=float(chdtrc(m, statistic)), r2=r2)
    return Explained(
        statistic=statistic / m, df=m, residual_df=df, p=float(fdtrc(m, df, statistic / m)) if df else np.nan, r2=r2
    )


def _left(fixed: Weighted, tau2: float, df: int, method: str) -> dict[str, Any]:
    """What the moderators leave: Q, I2 and H2. The typical variance is (k - p) / tr P of the fixed-effect fit."""
    from scipy.special import chdtrc

    q = fixed.rss
    told = {"q": q, "q_df": float(df), "q_p": float(chdtrc(df, q)) if df else 1.0}
    if df == 0:
        return {**told, "i2": 0.0, "i2_from_tau2": None, "h2_from_tau2": None}
    i2 = 100.0 * max(0.0, 1.0 - df / q) if q > 0 else 0.0
    excess = tau2 * fixed.trace / df
    if method == FIXED:
        return {**told, "i2": i2, "i2_from_tau2": i2, "h2_from_tau2": q / df}
    return {**told, "i2": i2, "i2_from_tau2": 100.0 * excess / (1.0 + excess), "h2_from_tau2": 1.0 + excess}
