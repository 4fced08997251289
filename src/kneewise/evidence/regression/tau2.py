"""Estimators of the variance that moderators leave between trials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.pooling.tau2 import FIXED
from kneewise.evidence.regression.linear import log_likelihoods, score, weigh

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats

_GRID = 24


def residual_tau2(y: Floats, v: Floats, x: Floats, method: str) -> float:
    """Estimate tau2 of y with sampling variances v and design x, shape (k, p) of full rank; 0 where k = p.

    The names and sources are those of `pool`; each formula holds with P in place of the sums.
    """
    k, p = x.shape
    if method == FIXED or k <= p:
        return 0.0
    if method in ("PM", "EB", "PMM"):
        return _solve_rss(y, v, x, _target(method, k - p))
    if method in ("ML", "REML"):
        return _most_likely(y, v, x, restricted=method == "REML")
    if method in ("HS", "HSk"):
        fit = weigh(y, x, 1.0 / v)
        rss = fit.rss * (k / (k - p) if method == "HSk" else 1.0)
        return max(0.0, float(rss - k) / float(fit.weights.sum()))
    if method == "SJ":
        start = float(((y - y.mean()) ** 2).mean())
        return float(start * weigh(y, x, 1.0 / (v + start)).rss / (k - p))
    if method == "HE":
        return _moments(y, v, x, np.ones(k))
    first = _moments(y, v, x, 1.0 / v)
    return _moments(y, v, x, 1.0 / (v + first)) if method == "DL2" else first


def _moments(y: Floats, v: Floats, x: Floats, weights: Floats) -> float:
    fit = weigh(y, x, weights)
    return max(0.0, (fit.rss - float((np.diag(fit.inside) * v).sum())) / fit.trace)


def _target(method: str, df: int) -> float:
    if method != "PMM":
        return float(df)
    from scipy.special import chdtri

    return float(chdtri(df, 0.5))


def _solve_rss(y: Floats, v: Floats, x: Floats, goal: float) -> float:
    """Newton's method on 1 / RSS from 0, which never goes past the root (see pooling/generalised_q.py)."""
    tau2 = 0.0
    for _ in range(200):
        fit = weigh(y, x, 1.0 / (v + tau2))
        py = fit.inside @ y
        slope = float(py @ py)
        if slope == 0:
            return 0.0
        after = max(0.0, tau2 + (fit.rss / goal) * (fit.rss - goal) / slope)
        if abs(after - tau2) <= 1e-11 * (after + v.min()):
            return after
        tau2 = after
    return tau2


def _most_likely(y: Floats, v: Floats, x: Floats, *, restricted: bool) -> float:
    """Best point of a grid, then Newton's method with the exact second derivative between its neighbours."""
    smallest = float(v.min())
    end = float(np.ptp(y)) ** 2 + float(v.max())
    grid = smallest * np.expm1(np.arange(_GRID + 1) / _GRID * np.log1p(end / smallest))
    heights = [log_likelihoods(y, v, x, float(tau2))[restricted] for tau2 in grid]
    best = int(np.argmax(heights))
    low, at, high = float(grid[max(best - 1, 0)]), float(grid[best]), float(grid[min(best + 1, _GRID)])
    for _ in range(100):
        slope, bend = score(y, v, x, at, restricted=restricted)
        if at == 0 and slope <= 0:
            return 0.0
        low, high = (at, high) if slope > 0 else (low, at)
        after = at - slope / bend if bend < 0 else -1.0
        is_halved = not low <= after <= high
        after = 0.5 * (low + high) if is_halved else after
        if abs(after - at) <= (1e-15 if is_halved else 1e-10) * (after + smallest):
            return after
        at = after
    return at
