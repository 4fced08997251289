"""Does the response rise with the dose: the slope of the means, and of the shares of responders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import comb, inf, sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.candidates import Better

    Floats = NDArray[np.float64]

Scores = Literal["dose", "rank"]

_MOST_STEPS: Final = 400_000  # about a third of a second


@dataclass(frozen=True, slots=True, kw_only=True)
class SlopeTrend:
    """A straight line through the means.

    slope : change of the mean for one unit of the score, with its standard error and limits of `level`
    t, df : of the slope; p : one-sided, small where the better direction is seen
    """

    scores: tuple[float, ...]
    slope: float
    standard_error: float
    lower: float
    upper: float
    level: float
    t: float
    df: float
    p: float
    p_two_sided: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTrend:
    """A trend over ordered arms, judged against all ways in which the same outcomes could have fallen on the arms.

    method : which; statistic, expected, standard_deviation : of it, the latter two where there is no trend
    z, p, p_two_sided : by the normal distribution; p is one-sided, small where the better direction is seen
    exact_p, exact_p_two_sided : by counting the ways, None where there are too many
    n : persons per arm; n_missing : persons left out
    Two-sided is twice the smaller side, at most 1.
    """

    method: Literal["cochran-armitage", "jonckheere-terpstra"]
    statistic: float
    expected: float
    standard_deviation: float
    z: float
    p: float
    p_two_sided: float
    exact_p: float | None
    exact_p_two_sided: float | None
    n: tuple[int, ...]
    n_missing: int = 0


def trend_of_means(
    arms: DoseArms,
    *,
    scores: Scores | Sequence[float] = "dose",
    better: Better = "higher",
    level: float = 0.95,
) -> SlopeTrend:
    """The linear contrast of the means, weighted by their precision; variance from within the arms.

    scores : "dose", "rank" (arms evenly spaced), or one rising number for each arm
    better : the direction in which p is one-sided

    Its t is that of the linear candidate of MCP-Mod (t of DoseFinding 1.4.1 to 1e-10, tests/alignment/test_mcpmod.py).
    """
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    at = arm_scores(scores, arms.doses)
    inverse = np.linalg.inv(arms.covariance)
    centred = at - (inverse.sum(axis=0) @ at) / inverse.sum()
    information = float(centred @ inverse @ centred)
    slope = float(centred @ inverse @ arms.means) / information
    error = 1 / sqrt(information)
    t, df = slope / error, arms.df
    tail = float(ndtr(-abs(t)) if df == inf else stdtr(df, -abs(t)))
    seen = t > 0 if better == "higher" else t < 0
    half = error * float(ndtri((1 + level) / 2) if df == inf else stdtrit(df, (1 + level) / 2))
    return SlopeTrend(
        scores=tuple(at.tolist()),
        slope=slope,
        standard_error=error,
        lower=slope - half,
        upper=slope + half,
        level=level,
        t=t,
        df=df,
        p=tail if seen else 1 - tail,
        p_two_sided=2 * tail,
    )


def trend_of_shares(
    events: ArrayLike,
    n: ArrayLike,
    doses: ArrayLike,
    *,
    scores: Scores | Sequence[float] = "dose",
    better: Better = "higher",
) -> OrderTrend:
    """Cochran-Armitage test of a trend of proportions over dose.

    events, n, doses : shape (k,), responders, persons and dose of each arm, doses rising
    scores, better : as in `trend_of_means`

    The exact p counts every table with the same margins, in whole numbers. Raises NotEstimable where all or none
    responded. Source: Armitage P. Biometrics 1955;11:375-386. Its z squared agrees with R 4 `prop.trend.test` in all
    printed digits, its exact p with the count of all permutations (tests/unit/outcomes/test_trend.py).
    """
    x, m = _counts(events, n)
    at = arm_scores(scores, np.asarray(doses, dtype=np.float64))
    if len(at) != len(x):
        raise BadValues(f"doses: found {len(at)}; allowed: one for each of {len(x)} arms")
    total, total_n = sum(x), sum(m)
    if total in (0, total_n):
        raise NotEstimable("events: all persons or none responded; there is no trend to see")
    share = total / total_n
    size = np.array(m, dtype=np.float64)
    centre = float(size @ at) / total_n
    statistic, expected = float(np.array(x) @ at), total * centre
    deviation = sqrt(share * (1 - share) * float(size @ (at - centre) ** 2))
    exact = _exact_shares(x, m, at.tolist(), statistic)
    return order_trend("cochran-armitage", statistic, expected, deviation, exact=exact, better=better, n=tuple(m))


def order_trend(
    method: Literal["cochran-armitage", "jonckheere-terpstra"],
    statistic: float,
    expected: float,
    deviation: float,
    *,
    exact: tuple[float, float] | None,
    better: Better,
    n: tuple[int, ...],
    n_missing: int = 0,
) -> OrderTrend:
    """Put a trend together; `exact` holds the probabilities of at most and of at least the statistic."""
    from scipy.special import ndtr

    if better not in ("higher", "lower"):
        raise BadValues(f"better: found {better!r}; allowed: 'higher', 'lower'")
    z = (statistic - expected) / deviation
    side = 1 if better == "higher" else 0
    return OrderTrend(
        method=method,
        statistic=statistic,
        expected=expected,
        standard_deviation=deviation,
        z=z,
        p=float(ndtr(-z if better == "higher" else z)),
        p_two_sided=float(2 * ndtr(-abs(z))),
        exact_p=None if exact is None else exact[side],
        exact_p_two_sided=None if exact is None else min(1.0, 2 * min(exact)),
        n=n,
        n_missing=n_missing,
    )


def arm_scores(scores: Scores | Sequence[float], doses: Floats) -> Floats:
    """The numbers that stand for the arms; raises BadValues unless they rise."""
    if isinstance(scores, str):
        if scores not in ("dose", "rank"):
            raise BadValues(f"scores: found {scores!r}; allowed: 'dose', 'rank', or a rising number for each arm")
        at = doses if scores == "dose" else np.arange(len(doses), dtype=np.float64)
    else:
        at = np.asarray(scores, dtype=np.float64)
    if at.shape != doses.shape or len(at) < 2 or not (np.isfinite(at).all() and (np.diff(at) > 0).all()):
        raise BadValues(f"scores: allowed: a rising number for each of {len(doses)} arms, of which there are 2 or more")
    return at


def _counts(events: ArrayLike, n: ArrayLike) -> tuple[list[int], list[int]]:
    from kneewise.outcomes.proportions import checked_counts

    x, m = checked_counts(np.atleast_1d(events), np.atleast_1d(n))
    return [int(each) for each in x], [int(each) for each in m]


def _exact_shares(x: list[int], m: list[int], scores: list[float], statistic: float) -> tuple[float, float] | None:
    """Probabilities, among tables of the same margins, of a statistic at most and at least the one seen."""
    total = sum(x)
    ways: dict[tuple[int, float], int] = {(0, 0.0): 1}
    steps = 0
    for size, score in zip(m, scores, strict=True):
        steps += len(ways) * (size + 1)
        if steps > _MOST_STEPS:
            return None
        further: defaultdict[tuple[int, float], int] = defaultdict(int)
        for (used, value), count in ways.items():
            for more in range(min(size, total - used) + 1):
                # Rounding joins sums that differ by the order of adding alone.
                further[used + more, round(value + more * score, 9)] += count * comb(size, more)
        ways = further
    slack = 1e-7 * max(1.0, abs(statistic))
    all_ways = comb(sum(m), total)
    at_most = sum(count for (used, value), count in ways.items() if used == total and value <= statistic + slack)
    at_least = sum(count for (used, value), count in ways.items() if used == total and value >= statistic - slack)
    return at_most / all_ways, at_least / all_ways
