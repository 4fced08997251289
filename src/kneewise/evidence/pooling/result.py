"""What a pooling says, of one set or of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    # One set: the first. A batch of sets: the second, one value a set.
    Figure = float | NDArray[Any]
    Pair = tuple[float, float] | NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """One pooled effect, or one a set.

    Of one set every figure is a float and every interval a pair, None where it cannot be told (`notes` says why). Of a
    batch figures are arrays of shape (batch,), intervals of shape (batch, 2), NaN where they cannot be told.

    estimate, se : pooled effect and its standard error, on the scale of the effects (ratios: the log)
    ci : confidence interval at `level` by `interval`
    prediction : where the true effect of one more trial lies, by `prediction_method`; None for the fixed effect
    tau2, tau2_se, tau2_ci : variance between trials, by `tau2_method`, `tau2_interval`
    i2, h2 : Higgins and Thompson's from Q, as RevMan and meta print them; i2 in percent
    i2_from_tau2, h2_from_tau2 : from tau2 against the typical variance within trials, as metafor prints them; percent
    q, q_df, q_p : Cochran's Q, its degrees of freedom and p
    statistic, df, p : test that the pooled effect is 0; df is None (NaN) for the normal distribution
    weights : percent, shape of the effects; 0 where there is no effect
    k : number of effects; log_likelihood, restricted_log_likelihood : at the estimates
    """

    estimate: Figure
    se: Figure
    ci: Pair | None
    prediction: Pair | None
    tau2: Figure
    tau2_se: Figure | None
    tau2_ci: Pair | None
    i2: Figure
    i2_from_tau2: Figure
    h2: Figure | None
    h2_from_tau2: Figure | None
    q: Figure
    q_df: Figure
    q_p: Figure
    statistic: Figure | None
    df: Figure | None
    p: Figure | None
    weights: NDArray[Any]
    k: Figure
    log_likelihood: Figure
    restricted_log_likelihood: Figure
    tau2_method: str
    tau2_interval: str | None
    interval: str
    prediction_method: str | None
    level: float
    notes: tuple[str, ...] = ()
