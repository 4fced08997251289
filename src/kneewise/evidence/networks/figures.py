"""Figures that several network methods need: comparisons of treatments, tests, I2, P-scores."""

from __future__ import annotations

from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.networks.result import ChiSquare, Comparisons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.trials import Pairs

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def compare(estimate: Floats, se: Floats, level: float) -> Comparisons:
    """Give estimates with standard errors their normal intervals and p-values; se of 0 (the diagonal) has p of 1."""
    from scipy.special import ndtr, ndtri

    z = float(ndtri((1 + level) / 2))
    ratio = np.divide(abs(estimate), se, out=np.zeros_like(estimate), where=se != 0)
    return Comparisons(
        estimate=estimate, se=se, low=estimate - z * se, high=estimate + z * se, p=2 * np.asarray(ndtr(-ratio))
    )


def compare_all(effect: Floats, variances: Floats, level: float) -> Comparisons:
    """Compare every treatment with every other, of effects of shape (n,) and variances of their contrasts."""
    return compare(effect[:, None] - effect, np.sqrt(variances), level)


def compare_directly(pairs: Pairs, n: int, tau2: float, level: float) -> tuple[Comparisons, Ints]:
    """Pool the trials of each pair of treatments, and count them. NaN where there is none."""
    place = pairs.first * n + pairs.second
    weight = 1 / (pairs.variance + tau2)
    total, weighted, count = (
        np.bincount(place, each, minlength=n * n).reshape(n, n)
        for each in (weight, weight * pairs.effect, np.ones(len(place)))
    )
    total, weighted, count = total + total.T, weighted - weighted.T, count + count.T
    nan = np.full((n, n), np.nan)
    estimate = np.divide(weighted, total, out=nan.copy(), where=total > 0)
    se = np.sqrt(np.divide(1.0, total, out=nan, where=total > 0))
    for each in (estimate, se):
        np.fill_diagonal(each, 0.0)
    return compare(estimate, se, level), count.astype(np.int64)


def chi_square(q: float, df: int) -> ChiSquare:
    """Test a sum of squares against chi-square."""
    from scipy.special import chdtrc

    return ChiSquare(q=q if df else max(q, 0.0), df=df, p=float(chdtrc(df, max(q, 0.0))) if df else None)


def i2_interval(q: float, df: int, level: float) -> tuple[float, float, float]:
    """I2 with its test-based interval.

    Source: Higgins JPT, Thompson SG. Stat Med 2002;21:1539-1558, appendix A2.
    """
    from scipy.special import ndtri

    i2 = max(0.0, 1 - df / q) if q > 0 else 0.0
    if df < 2:
        return i2, 0.0, 1.0
    # Their k is df + 1.
    if q > df + 1:
        spread = 0.5 * (log(q) - log(df)) / (sqrt(2 * q) - sqrt(2 * df - 1))
    else:
        spread = sqrt(1 / (2 * (df - 1)) * (1 - 1 / (3 * (df - 1) ** 2)))
    log_h = max(0.0, 0.5 * log(q / df)) if q > 0 else 0.0
    step = float(ndtri((1 + level) / 2)) * spread
    low, high = (max(0.0, 1 - float(np.exp(-2 * each))) for each in (log_h - step, log_h + step))
    return i2, low, high


def p_scores(effects: Comparisons, *, lower_is_better: bool) -> Floats:
    """Mean, over all others, of the chance that a treatment is the better one; shape (n,).

    Source: Rucker G, Schwarzer G. BMC Med Res Methodol 2015;15:58.
    """
    from scipy.special import ndtr

    n = len(effects.estimate)
    ratio = np.divide(effects.estimate, effects.se, out=np.zeros((n, n)), where=effects.se > 0)
    chance = np.asarray(ndtr(-ratio if lower_is_better else ratio))
    np.fill_diagonal(chance, 0.0)
    scores: Floats = chance.sum(axis=1) / (n - 1)
    return scores
