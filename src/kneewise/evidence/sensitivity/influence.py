"""Trials that pull the pool, trials that lie far out, and each trial's own effect as the others see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.pooling.pool import pool
from kneewise.evidence.pooling.sets import one_set
from kneewise.evidence.sensitivity.repeated import leave_one_out

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """Diagnostics of k trials, each of shape (k,), NaN for a trial without an effect.

    rstudent : distance from the pool of the others, in its standard error; beyond 2 a trial lies out
    dffits, dfbetas, cook : how far the pool moves without the trial, in standard errors (cook: squared)
    cov_ratio : variance of the pool without the trial over that with it
    tau2, q : without the trial; hat : share of the weight
    is_influential : |dffits| > 3 sqrt(1 / (k - 1)), chi-square(1) below cook > 0.5, hat > 3 / k, or |dfbetas| > 1
    """

    rstudent: NDArray[Any]
    dffits: NDArray[Any]
    dfbetas: NDArray[Any]
    cook: NDArray[Any]
    cov_ratio: NDArray[Any]
    tau2: NDArray[Any]
    q: NDArray[Any]
    hat: NDArray[Any]
    is_influential: NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEffects:
    """Best linear unbiased predictions of the trials' true effects, each of shape (k,)."""

    estimate: NDArray[Any]
    se: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]


def influence(effects: Any, variances: ArrayLike | None = None, *, tau2: str = "REML") -> Influence:
    """Say what each trial does to the pool.

    effects, variances : shape (k,), at least three effects; tau2 : an estimator of `pool`
    Source: Viechtbauer W, Cheung MWL. Res Synth Methods 2010;1:112-125. Agrees with metafor 5.1 `influence` to 1e-9.
    """
    y, v = one_set(effects, variances)
    known = ~(np.isnan(y) | np.isnan(v))
    k = int(known.sum())
    if k < 3:
        raise NotEstimable(f"{k} effects; needed: at least 3 to take one out")
    with_all = pool(y, v, tau2=tau2, tau2_interval=None)
    without = leave_one_out(y, v, tau2=tau2, tau2_interval=None)
    estimate, se, tau2_without = (np.asarray(each) for each in (without.estimate, without.se, without.tau2))
    y = np.where(known, y, np.nan)
    spread = v + tau2_without
    moved = with_all.estimate - estimate
    hat = np.where(known, with_all.weights / 100.0, np.nan)
    # The error of the pool of all trials if tau2 were as without the trial.
    weights = np.where(known, 1.0, 0.0) / (np.where(known, v, 1.0) + tau2_without[:, np.newaxis])
    frame = {
        "rstudent": (y - estimate) / np.sqrt(spread + se * se),
        "dffits": moved / np.sqrt(hat * spread),
        "dfbetas": moved * np.sqrt(weights.sum(axis=1)),
        "cook": (moved / with_all.se) ** 2,
        "cov_ratio": (se / with_all.se) ** 2,
        "tau2": tau2_without,
        "q": np.asarray(without.q),
        "hat": hat,
    }
    frame = {name: np.where(known, values, np.nan) for name, values in frame.items()}
    return Influence(**frame, is_influential=_is_influential(frame, k))


def _is_influential(frame: dict[str, NDArray[Any]], k: int) -> NDArray[np.bool_]:
    from scipy.special import chdtr

    cook = np.nan_to_num(frame["cook"])
    return np.asarray(
        (np.abs(np.nan_to_num(frame["dffits"])) > 3.0 * np.sqrt(1.0 / (k - 1)))
        | (chdtr(1, cook) > 0.5)
        | (np.nan_to_num(frame["hat"]) > 3.0 / k)
        | (np.abs(np.nan_to_num(frame["dfbetas"])) > 1.0)
    )


def true_effects(
    effects: Any, variances: ArrayLike | None = None, *, tau2: str = "REML", level: float = 0.95
) -> TrueEffects:
    """Draw each trial's effect towards the pool, the more the larger its variance (empirical Bayes, BLUP).

    A trial without an effect gets NaN. Agrees with metafor 5.1 `blup` to 1e-9.
    """
    from scipy.special import ndtri

    y, v = one_set(effects, variances)
    pooled = pool(y, v, tau2=tau2, tau2_interval=None)
    own = pooled.tau2 / (pooled.tau2 + v)
    estimate = own * y + (1.0 - own) * pooled.estimate
    se = np.where(np.isnan(estimate), np.nan, np.sqrt(own * v + ((1.0 - own) * pooled.se) ** 2))
    half = float(ndtri(1.0 - (1.0 - level) / 2.0)) * se
    return TrueEffects(estimate=estimate, se=se, low=estimate - half, high=estimate + half)
