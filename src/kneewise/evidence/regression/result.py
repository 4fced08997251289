"""What a meta-regression says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.evidence.pooling import intervals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kneewise.evidence.regression.design import Design


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """Coefficients with their tests, each of shape (p,); df is None for the normal distribution."""

    names: tuple[str, ...]
    estimate: NDArray[Any]
    se: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]
    statistic: NDArray[Any]
    p: NDArray[Any]
    df: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Test of all moderators together: chi-square (residual_df None) or F; r2 : percent of tau2 that they explain.

    r2 is None where tau2 without moderators is 0, and in a fixed-effect fit: there is nothing to explain.
    """

    statistic: float
    df: int
    residual_df: float | None
    p: float
    r2: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """Mean effect of trials with given moderators, and where one such trial's true effect lies; each of shape (m,)."""

    estimate: NDArray[Any]
    se: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]
    prediction_low: NDArray[Any]
    prediction_high: NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """A meta-regression of k trials.

    coefficients, covariance : of the moderators; explained : their test together, None where there is none
    tau2 : variance between trials that is left; q, q_df, q_p, i2 : Cochran's Q that is left and I2 from it (percent)
    i2_from_tau2, h2_from_tau2 : metafor's; left_out : effects without a moderator or without a variance
    """

    coefficients: Coefficients
    covariance: NDArray[Any]
    tau2: float
    explained: Explained | None
    q: float
    q_df: float
    q_p: float
    i2: float
    i2_from_tau2: float | None
    h2_from_tau2: float | None
    log_likelihood: float
    restricted_log_likelihood: float
    k: int
    left_out: int
    tau2_method: str
    interval: str
    level: float
    design: Design

    def predict(self, moderators: list[Mapping[str, Any]]) -> Predicted:
        """Say the mean effect for each of m settings of the moderators, such as [{"year": 2020, "blind": "yes"}]."""
        rows = np.array([self.design.row(each) for each in moderators])
        estimate = rows @ self.coefficients.estimate
        se = np.sqrt(np.einsum("ij,jk,ik->i", rows, self.covariance, rows))
        df = None if self.coefficients.df is None else np.asarray(self.coefficients.df)
        reach = intervals.quantile(self.level, df)
        wide = reach * np.sqrt(se * se + self.tau2)
        return Predicted(
            estimate=estimate,
            se=se,
            low=estimate - reach * se,
            high=estimate + reach * se,
            prediction_low=estimate - wide,
            prediction_high=estimate + wide,
        )


def coefficients_of(
    beta: NDArray[Any], covariance: NDArray[Any], df: float | None, level: float, names: tuple[str, ...]
) -> Coefficients:
    """Put tests and intervals to coefficients: normal where df is None, else Student's t."""
    se = np.sqrt(np.diag(covariance))
    frame = None if df is None else np.asarray(df)
    half = intervals.quantile(level, frame) * se
    statistic = np.divide(beta, se, out=np.full_like(beta, np.nan), where=se > 0)
    return Coefficients(
        names=names,
        estimate=beta,
        se=se,
        low=beta - half,
        high=beta + half,
        statistic=statistic,
        p=np.asarray(intervals.two_sided_p(statistic, frame)),
        df=df,
    )
