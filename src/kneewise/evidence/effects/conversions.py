"""From what papers print to a mean and a standard deviation: errors, intervals, p values, quartiles, ranges.

Every conversion assumes something; `effect_sizes` flags each row on which one was used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats


def sd_from_se(se: ArrayLike, n: ArrayLike) -> Floats:
    """Standard deviation from the standard error of a mean: se * sqrt(n)."""
    return _floats(se) * np.sqrt(_floats(n))


def sd_from_interval(low: ArrayLike, high: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Floats:
    """Standard deviation from the confidence interval of one group's mean, by Student's t with n - 1.

    Cochrane Handbook 6.5.2.2. Of large groups the same as with 3.92; NaN below two patients.
    """
    return sd_from_se((_floats(high) - _floats(low)) / (2.0 * _t(level, _floats(n) - 1.0)), n)


def se_from_interval(low: ArrayLike, high: ArrayLike, *, level: float = 0.95) -> Floats:
    """Standard error of an effect from its normal confidence interval; of a ratio give the logs of the limits."""
    from scipy.special import ndtri

    return np.asarray((_floats(high) - _floats(low)) / (2.0 * ndtri(1.0 - (1.0 - level) / 2.0)))


def se_from_p(effect: ArrayLike, p: ArrayLike, *, df: ArrayLike | None = None) -> Floats:
    """Standard error of an effect from its two-sided p: by the normal, or Student's t where df is given.

    Cochrane Handbook 6.5.2.3. NaN where p is not between 0 and 1, or the effect is 0. A p printed as "< 0.05" is only a
    bound, and the standard error from it too large: not to be given here without saying so.
    """
    from scipy.special import ndtri, stdtrit

    effect, p = _floats(effect), _floats(p)
    inside = (p > 0) & (p < 1) & (effect != 0)
    upper = 1.0 - np.where(inside, p, 0.5) / 2.0
    statistic = ndtri(upper) if df is None else stdtrit(_floats(df), upper)
    return np.where(inside, np.abs(effect) / statistic, np.nan)


def mean_sd_from_quartiles(low: ArrayLike, median: ArrayLike, high: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Mean and standard deviation from the quartiles of n patients, as if they were normal.

    Mean: Luo D et al. Stat Methods Med Res 2018;27:1785-1805 (formula 15); sd: Wan X et al. BMC Med Res Methodol
    2014;14:135 (formula 16). Skewed outcomes are drawn towards the tail: the flag of the row says it.
    """
    low, median, high, n = (_floats(each) for each in (low, median, high, n))
    weight = 0.7 + 0.39 / n
    return weight * (low + high) / 2.0 + (1.0 - weight) * median, (high - low) / (2.0 * _expected_quartile(n))


def mean_sd_from_range(low: ArrayLike, median: ArrayLike, high: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Mean and standard deviation from smallest, median and largest of n patients, as if they were normal.

    Mean: Luo et al. 2018 (formula 7); sd: Wan et al. 2014 (formula 9).
    """
    low, median, high, n = (_floats(each) for each in (low, median, high, n))
    weight = 4.0 / (4.0 + n**0.75)
    return weight * (low + high) / 2.0 + (1.0 - weight) * median, (high - low) / (2.0 * _expected_largest(n))


def mean_sd_from_five(
    minimum: ArrayLike, low: ArrayLike, median: ArrayLike, high: ArrayLike, maximum: ArrayLike, *, n: ArrayLike
) -> tuple[Floats, Floats]:
    """Mean and standard deviation from smallest, quartiles and largest of n patients, as if they were normal.

    Mean: Luo et al. 2018 (formula 17); sd: Wan et al. 2014 (formula 13), the mean of both ways.
    """
    minimum, low, median, high, maximum, n = (_floats(each) for each in (minimum, low, median, high, maximum, n))
    outer, inner = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    mean = outer * (minimum + maximum) / 2.0 + inner * (low + high) / 2.0 + (1.0 - outer - inner) * median
    sd = (maximum - minimum) / (4.0 * _expected_largest(n)) + (high - low) / (4.0 * _expected_quartile(n))
    return mean, sd


def sd_of_change(sd_before: ArrayLike, sd_after: ArrayLike, r: ArrayLike) -> Floats:
    """Standard deviation of the changes from those before and after and their correlation (Handbook 6.5.2.8)."""
    before, after = _floats(sd_before), _floats(sd_after)
    return np.asarray(np.sqrt(np.maximum(before**2 + after**2 - 2.0 * _floats(r) * before * after, 0.0)))


def correlation_of_change(sd_before: ArrayLike, sd_after: ArrayLike, sd_change: ArrayLike) -> Floats:
    """Correlation of before and after from all three standard deviations; NaN where they fit no correlation."""
    before, after, change = _floats(sd_before), _floats(sd_after), _floats(sd_change)
    product = np.where(before * after > 0, 2.0 * before * after, np.nan)
    r = (before**2 + after**2 - change**2) / product
    return np.where(np.abs(r) <= 1.0, r, np.nan)


def _expected_quartile(n: Floats) -> Floats:
    from scipy.special import ndtri

    return np.asarray(ndtri((0.75 * n - 0.125) / (n + 0.25)))


def _expected_largest(n: Floats) -> Floats:
    from scipy.special import ndtri

    # Of one patient the largest is the smallest: no spread can be told.
    return np.asarray(ndtri((np.where(n > 1, n, np.nan) - 0.375) / (n + 0.25)))


def _t(level: float, df: Floats) -> Floats:
    from scipy.special import stdtrit

    known = np.where(df >= 1, df, 1.0)
    return np.where(df >= 1, stdtrit(known, 1.0 - (1.0 - level) / 2.0), np.nan)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
