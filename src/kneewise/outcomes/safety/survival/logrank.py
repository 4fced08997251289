"""Do groups differ in the time to an event: the log-rank test and its weighted, stratified and trend forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.survival.times import checked_groups, checked_times, risk_table

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank:
    """Result of a log-rank test.

    groups : labels, in the order of `n`, `observed` and `expected`
    n, observed, expected : persons, events, and events expected if no group differed (weighted where rho is not 0)
    covariance : shape (k, k), of observed minus expected
    chi_square, df, p : the test
    n_left_out : rows of which time, event, group or stratum is not known
    """

    groups: tuple[Any, ...]
    n: tuple[int, ...]
    observed: Floats
    expected: Floats
    covariance: Floats
    chi_square: float
    df: int
    p: float
    n_left_out: int


def logrank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
    scores: ArrayLike | None = None,
) -> LogRank:
    """Test whether groups differ in the time to an event.

    time, event : shape (n,), as for `kaplan_meier`
    group : shape (n,), labels of two or more groups
    strata : shape (n,), labels within which the groups are compared, such as hospitals
    rho : weight S(t-)**rho of each time, S the curve of all: 0 is the log-rank test, 1 Peto and Peto's
    scores : shape (k,), one number each group in the order of the labels, such as its dose: the test of a trend, 1 df

    Groups that were never at risk of an event (expected 0) have no say and no degree of freedom, as in R. Raises
    NotEstimable without an event, or with fewer than two groups at risk of one; BadValues as `checked_times` does.

    Source: Mantel N. Cancer Chemother Rep 1966;50:163-170; Harrington DP, Fleming TR. Biometrika 1982;69:553-566;
    Tarone RE. Biometrika 1975;62:679-682 (trend).
    Agrees with R survival 3.5-3 `survdiff` to 1e-13, in strata and with weights with statsmodels 0.15 to 1e-12
    (tests/alignment/test_survival.py).
    """
    groups = checked_groups(group, np.size(time))
    layers = checked_groups(strata, np.size(time), "strata")
    followed = checked_times(time, event, known=(groups.place >= 0) & (layers.place >= 0))
    if not followed.event.any():
        raise NotEstimable("log-rank: found no event; at least 1 is needed to compare groups")
    place, layer = groups.place[followed.kept], layers.place[followed.kept]
    k = len(groups.labels)
    parts = [
        _of_one_stratum(followed.time[layer == number], followed.event[layer == number], place[layer == number], k, rho)
        for number in np.unique(layer)
    ]
    observed, expected, covariance = (np.sum(each, axis=0) for each in zip(*parts, strict=True))
    chi_square, df = _test(observed - expected, expected, covariance, scores)
    from scipy.special import chdtrc

    return LogRank(
        groups=groups.labels,
        n=tuple(np.bincount(place, minlength=k).tolist()),
        observed=observed,
        expected=expected,
        covariance=covariance,
        chi_square=chi_square,
        df=df,
        p=float(chdtrc(df, chi_square)),
        n_left_out=followed.n_left_out,
    )


def _of_one_stratum(time: Floats, event: Counts, place: Counts, k: int, rho: float) -> tuple[Floats, Floats, Floats]:
    table = risk_table(time, event, place, k)
    d, n = table.events.sum(axis=1), table.at_risk.sum(axis=1)
    curve = np.concatenate([[1.0], np.cumprod((n - d) / n)[:-1]])
    had = d > 0
    weight, share = curve[had] ** rho, table.at_risk[had] / n[had, None]
    d, n = d[had], n[had]
    spread = weight**2 * d * np.divide(n - d, n - 1, out=np.zeros(n.size), where=n > 1)
    covariance = np.diag(spread @ share) - (share * spread[:, None]).T @ share
    return weight @ table.events[had], weight @ (share * d[:, None]), covariance


def _test(excess: Floats, expected: Floats, covariance: Floats, scores: ArrayLike | None) -> tuple[float, int]:
    in_play = np.flatnonzero(expected > 0)
    if in_play.size < 2:
        raise NotEstimable("log-rank: found one group at risk of an event; two are needed to compare")
    if scores is not None:
        return _trend(excess, covariance, scores), 1
    kept = in_play[1:]
    inner = covariance[np.ix_(kept, kept)]
    if np.linalg.matrix_rank(inner, hermitian=True) < kept.size:
        raise NotEstimable(
            "log-rank: at every event one group alone was at risk, or all at risk had it; nothing can be compared"
        )
    return float(excess[kept] @ np.linalg.solve(inner, excess[kept])), kept.size


def _trend(excess: Floats, covariance: Floats, scores: ArrayLike) -> float:
    given = np.asarray(scores, dtype=np.float64)
    if given.shape != excess.shape or not np.isfinite(given).all():
        raise BadValues(f"scores: found shape {given.shape}; allowed: one finite number each of {excess.size} groups")
    variance = float(given @ covariance @ given)
    if variance <= 1e-12 * max(float(np.abs(given).max()) ** 2, 1.0):
        raise NotEstimable("log-rank trend: the scores do not differ between groups at risk; no trend can be tested")
    return float(given @ excess) ** 2 / variance
