"""The figures of a pooling from prepared columns of effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.evidence.pooling import intervals
from kneewise.evidence.pooling.columns import weight_between
from kneewise.evidence.pooling.figures import figure, figure_or_none, note_lines, pair
from kneewise.evidence.pooling.likelihood import log_likelihoods
from kneewise.evidence.pooling.moments import cochran_q
from kneewise.evidence.pooling.result import Pooled
from kneewise.evidence.pooling.tau2 import FIXED, GIVEN, between_study_variance, standard_error_of_tau2
from kneewise.evidence.pooling.tau2_interval import interval_of_tau2

if TYPE_CHECKING:
    from kneewise.evidence.pooling.figures import Case
    from kneewise.evidence.pooling.pool import Asked
    from kneewise.evidence.pooling.result import Pair
    from kneewise.evidence.pooling.sets import Floats, Sets


def estimate_sets(sets: Sets, asked: Asked, given: Floats | None) -> dict[str, Floats]:
    """Work out every figure, one column a set; each set holds an effect. NaN where a figure cannot be told."""
    df = sets.n - 1.0
    fixed = sets.here / sets.v
    total_fixed, mean_fixed, q = cochran_q(sets, fixed)
    tau2 = between_study_variance(sets, asked.tau2) if given is None else given
    weights = fixed if asked.tau2 == FIXED else sets.here / (sets.v + tau2)
    if asked.tau2 == FIXED:
        total, estimate, rss = total_fixed, mean_fixed, q
    else:
        total, estimate, rss = cochran_q(sets, weights)
    wald_se = 1.0 / np.sqrt(total)
    is_plain = asked.interval in (intervals.WALD, intervals.T)
    se = wald_se if is_plain else wald_se * intervals.scale_of_error(rss, df, asked.interval)
    columns = {"estimate": estimate, "se": se, "tau2": tau2, "weights": weights * (100.0 / total), "q": q, "q_df": df}
    columns |= _test(columns, asked)
    columns |= _spread(sets, asked, columns, fixed, total_fixed)
    if asked.prediction is not None:
        k = sets.n.astype(np.float64)
        half = intervals.prediction_half_width(asked.prediction, asked.level, k=k, tau2=tau2, se=se, wald_se=wald_se)
        columns |= {"prediction_low": estimate - half, "prediction_high": estimate + half}
    columns["log_likelihood"], columns["restricted_log_likelihood"] = log_likelihoods(sets, tau2, total, rss)
    return columns


def _test(columns: dict[str, Floats], asked: Asked) -> dict[str, Floats]:
    estimate, se = columns["estimate"], columns["se"]
    df = None if asked.interval == intervals.WALD else columns["q_df"]
    half = intervals.quantile(asked.level, df) * se
    statistic = np.divide(estimate, se, out=np.full_like(se, np.nan), where=se > 0)
    test = {
        "ci_low": estimate - half,
        "ci_high": estimate + half,
        "statistic": statistic,
        "p": intervals.two_sided_p(statistic, df),
    }
    return test if df is None else {**test, "df": df}


def _spread(sets: Sets, asked: Asked, columns: dict[str, Floats], fixed: Floats, total: Floats) -> dict[str, Floats]:
    """The figures of heterogeneity. I2 of Q is Higgins and Thompson's (Stat Med 2002;21:1539-1558)."""
    from scipy.special import chdtrc

    q, df, tau2 = columns["q"], columns["q_df"], columns["tau2"]
    several = df > 0
    h2 = np.divide(q, df, out=np.full_like(q, np.nan), where=several)
    i2 = 100.0 * np.maximum(0.0, 1.0 - np.divide(df, q, out=np.ones_like(q), where=q > 0))
    spread = {"i2": i2, "h2": h2, "q_p": np.where(several, chdtrc(np.maximum(df, 1.0), q), 1.0)}
    if asked.tau2 == FIXED:
        return {**spread, "i2_from_tau2": i2, "h2_from_tau2": h2}
    # Their typical variance within trials: (k - 1) sum w / ((sum w)^2 - sum w^2), w = 1 / v.
    excess = np.where(several, tau2 * weight_between(fixed, total) / np.maximum(df, 1.0), np.nan)
    spread |= {"i2_from_tau2": 100.0 * excess / (1.0 + excess), "h2_from_tau2": 1.0 + excess}
    if asked.tau2_interval is not None:
        low, high = interval_of_tau2(sets, asked.tau2_interval, asked.tau2, tau2, asked.level)
        spread |= {"tau2_ci_low": low, "tau2_ci_high": high}
    if asked.tau2 != GIVEN:
        known = sets if several.all() else sets.take(several)
        se = np.full_like(tau2, np.nan)
        if several.any():
            se[several] = standard_error_of_tau2(known, asked.tau2, tau2[several])
        spread["tau2_se"] = se
    return spread


def to_result(columns: dict[str, Floats], asked: Asked, *, is_batch: bool) -> Pooled:
    """Give the columns their names and shapes; notes say what could not be told."""

    def interval(name: str) -> Pair | None:
        if f"{name}_low" not in columns:
            return None
        return pair(columns[f"{name}_low"], columns[f"{name}_high"], is_batch)

    plain = ("estimate", "se", "tau2", "i2", "q", "q_df", "q_p", "log_likelihood", "restricted_log_likelihood")
    unsure = ("i2_from_tau2", "tau2_se", "h2", "h2_from_tau2", "statistic", "df", "p")
    named: dict[str, Any] = {name: figure(columns[name], is_batch) for name in plain}
    named |= {name: figure_or_none(columns.get(name), is_batch) for name in unsure}
    named |= {name: interval(name) for name in ("ci", "prediction", "tau2_ci")}
    weights = columns["weights"].T
    return Pooled(
        **named,
        weights=weights if is_batch else weights[0],
        k=columns["n"] if is_batch else int(columns["n"][0]),
        tau2_method=asked.tau2,
        tau2_interval=asked.tau2_interval,
        interval=asked.interval,
        prediction_method=asked.prediction,
        level=asked.level,
        notes=note_lines(_notes(columns, asked), is_batch),
    )


def _notes(columns: dict[str, Floats], asked: Asked) -> list[Case]:
    n, is_wald = columns["n"], asked.interval == intervals.WALD
    cases: list[Case] = [(n == 0, "no effect: no figure")]
    one = "one effect: nothing can be told of the variance between trials, it is taken as 0"
    cases.append((n == 1, one + ("" if is_wald else "; no degrees of freedom, so no interval and no p")))
    if asked.prediction in ("t-k2", "HTS"):
        cases.append((n == 2, "two effects leave no degrees of freedom for a prediction with k - 2"))
    if asked.interval in (intervals.KNAPP_HARTUNG, intervals.KNAPP_HARTUNG_FLOOR):
        flat = (n >= 2) & (columns["se"] == 0)
        cases.append((flat, "all effects are equal: the Knapp-Hartung interval has no width, and there is no test"))
    if "tau2_ci_high" in columns:
        nothing = (n >= 2) & (columns["tau2_ci_high"] == 0)
        cases.append((nothing, "the effects lie closer together than their variances let expect: tau2 from 0 to 0"))
    return cases
