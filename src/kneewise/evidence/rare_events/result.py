"""What a pooling of events says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiSquare:
    """A chi-square test."""

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledEvents:
    """One effect pooled from events, the same true effect taken for all trials.

    estimate, se, ci, statistic, p : of ratios the log; ci at `level`
    q, q_df, q_p, i2 : of the trials' own effects around the estimate (a half added where a cell is 0); i2 in percent
    k, k_effects : trials, and those that have an effect of their own (double zeros have none)
    weights : percent, shape (k,), in the order of the rows that are complete
    association : Cochran-Mantel-Haenszel's test; breslow_day, tarone : of equal odds ratios; of OR only, else None
    """

    measure: str
    method: str
    estimate: float
    se: float
    ci: tuple[float, float]
    statistic: float
    p: float
    q: float
    q_df: int
    q_p: float
    i2: float
    k: int
    k_effects: int
    weights: NDArray[Any]
    level: float
    association: ChiSquare | None = None
    breslow_day: ChiSquare | None = None
    tarone: ChiSquare | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The figures from which the rest of a result follows."""

    measure: str
    method: str
    estimate: float
    se: float
    q: float
    k: int
    k_effects: int


def finish(line: Line, weights: NDArray[Any], level: float, tests: dict[str, Any]) -> PooledEvents:
    """Put interval, test and shares around a pooled effect."""
    from scipy.special import chdtrc, ndtr, ndtri

    df = max(line.k_effects - 1, 0)
    half = float(ndtri(1.0 - (1.0 - level) / 2.0)) * line.se
    total = weights.sum()
    return PooledEvents(
        measure=line.measure,
        method=line.method,
        estimate=line.estimate,
        se=line.se,
        ci=(line.estimate - half, line.estimate + half),
        statistic=line.estimate / line.se,
        p=float(2.0 * ndtr(-abs(line.estimate / line.se))),
        q=line.q,
        q_df=df,
        q_p=float(chdtrc(df, line.q)) if df else 1.0,
        i2=100.0 * (1.0 - df / line.q) if line.q > df else 0.0,
        k=line.k,
        k_effects=line.k_effects,
        weights=100.0 * weights / total if total > 0 else np.zeros_like(weights),
        level=level,
        **tests,
    )
