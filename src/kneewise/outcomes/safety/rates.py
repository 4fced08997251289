"""Events per time: interval of one rate and of the ratio of two, exact and mid-P. Nothing is added to a zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.bisection import bisect
from kneewise.outcomes.proportions import Interval, checked_level, of_one_shape, proportion_interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats

RateMethod = Literal["exact", "mid-p"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRatio:
    """Ratio of two rates with its interval and test; each figure a float, or an array where arrays came in.

    ratio : as `Interval`; inf without events among the controls, NaN and `undetermined` without any event
    p : two-sided, twice the smaller tail, which agrees with the interval: below 1 - level where it leaves out 1
    """

    ratio: Interval
    p: Any


def rate_interval(events: ArrayLike, time: ArrayLike, *, method: RateMethod = "exact", level: float = 0.95) -> Interval:
    """Interval of a rate: events that are independent of each other, over the time in which they could come.

    events : whole numbers, 0 or more
    time : person-time, above 0; the rate is in events per its unit
    method : "exact" (Garwood, each tail at most (1 - level) / 2) or "mid-p"
    level : two-sided confidence

    Without events the exact upper limit is -log((1 - level) / 2) / time. Several events of one patient are seldom
    independent: see `EventRate.robust_lower`. Raises BadValues for counts that are not whole or a time that is not
    above 0, with the row.

    Source: Garwood F. Biometrika 1936;28:437-442; Cohen GR, Yang SY. Stat Med 1994;13:2189-2203 (mid-P).
    Agrees with statsmodels 0.15 `confint_poisson`, exact-c to 1e-11 and midp-c to 2e-6, where
    its search ends (ours solves the equation to 1e-12) (tests/alignment/test_rates.py).
    """
    x, t = _checked(events, time)
    alpha = 1 - checked_level(level)
    if method == "exact":
        from scipy.special import gammaincinv

        lower = np.where(x > 0, gammaincinv(np.maximum(x, 1), alpha / 2), 0.0)
        upper = gammaincinv(x + 1, 1 - alpha / 2)
    elif method == "mid-p":
        lower, upper = _mid_p(x, alpha)
    else:
        raise BadValues(f"method: found {method!r}; allowed: 'exact', 'mid-p'")
    return Interval(estimate=(x / t)[()], lower=(lower / t)[()], upper=(upper / t)[()], level=level, method=method)


def rate_ratio(
    events: ArrayLike,
    time: ArrayLike,
    control_events: ArrayLike,
    control_time: ArrayLike,
    *,
    method: RateMethod = "exact",
    level: float = 0.95,
) -> RateRatio:
    """Ratio of two rates, treated over control, given how many events there were together.

    events, time, control_events, control_time : as for `rate_interval`
    method : "exact" (conditional, from Clopper and Pearson's interval of the share of the treated) or "mid-p"
    level : two-sided confidence

    Without events among the controls the lower limit still speaks; without any event the data say nothing of the
    ratio (`undetermined`, 0 to infinity, p = 1).

    Source: Przyborowski J, Wilenski H. Biometrika 1940;31:313-323; Fay MP. R Journal 2010;2(1):53-58 (the p that
    agrees with its interval). Agrees with the printed example of R rateratio.test 1.1 in all digits and with scipy
    1.17 to 1e-10 (tests/alignment/test_rates.py).
    """
    x1, t1 = _checked(events, time)
    x2, t2 = _checked(control_events, control_time)
    x1, t1, x2, t2 = of_one_shape(x1, t1, x2, t2)
    if method not in ("exact", "mid-p"):
        raise BadValues(f"method: found {method!r}; allowed: 'exact', 'mid-p'")
    checked_level(level)
    total = x1 + x2
    nothing = total == 0
    share = proportion_interval(x1, np.maximum(total, 1), method=method, level=level)
    lower, upper = (np.asarray(limit, dtype=np.float64) for limit in (share.lower, share.upper))
    over = t2 / t1
    ratio = Interval(
        estimate=np.divide(x1 * t2, x2 * t1, out=np.where(nothing, np.nan, np.inf), where=x2 > 0)[()],
        lower=np.where(nothing, 0.0, over * lower / np.where(lower < 1, 1 - lower, 1.0))[()],
        upper=np.divide(over * upper, 1 - upper, out=np.full_like(over, np.inf), where=(upper < 1) & ~nothing)[()],
        level=level,
        method=method,
        undetermined=nothing[()],
    )
    return RateRatio(ratio=ratio, p=_p(x1, total, t1 / (t1 + t2), method)[()])


def _p(x: Floats, total: Floats, share: Floats, method: str) -> Floats:
    from scipy.special import bdtr, bdtrc

    size = total.astype(np.int64)
    low = bdtr(x, size, share)
    high = np.where(x > 0, bdtrc(np.maximum(x - 1, 0), size, share), 1.0)
    if method == "mid-p":
        at = np.maximum(low + high - 1, 0) / 2  # half of the observed count's chance
        low, high = low - at, high - at
    p: Floats = np.minimum(1.0, 2 * np.minimum(low, high))
    return p


def _mid_p(x: Floats, alpha: float) -> tuple[Floats, Floats]:
    from scipy.special import gammainc, gammaincc, gammaincinv

    above = np.maximum(x, 1)
    some = x > 0
    exact = gammaincinv(x + 1, 1 - alpha / 2)  # the exact limits lie outside
    lower = bisect(
        lambda m: (gammainc(above, m) + gammainc(above + 1, m)) / 2 <= alpha / 2,
        np.zeros_like(x),
        np.where(some, x, 0.0),
    )
    upper = bisect(
        lambda m: (np.where(some, gammaincc(above, m), 0.0) + gammaincc(x + 1, m)) / 2 >= alpha / 2,
        np.zeros_like(x),
        exact,
    )
    return lower, upper


def _checked(events: ArrayLike, time: ArrayLike) -> tuple[Floats, Floats]:
    try:
        x, t = (np.asarray(each, dtype=np.float64) for each in (events, time))
    except (TypeError, ValueError):
        raise BadValues("events, time: found a value that is no number; allowed: counts and times") from None
    x, t = of_one_shape(x, t)
    for name, wrong, allowed in (
        ("events", ~np.isfinite(x) | (x < 0) | (np.floor(x) != x), "whole numbers from 0"),
        ("time", ~np.isfinite(t) | (t <= 0), "above 0"),
    ):
        if wrong.any():
            row = f", row {int(np.argmax(wrong)) + 1}" if wrong.ndim else ""
            raise BadValues(f"{name}{row}: found a value outside; allowed: {allowed}")
    return x, t
