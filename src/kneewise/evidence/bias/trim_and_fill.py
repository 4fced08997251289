"""Trials that may be missing from one side of the funnel, and the pool with their mirror images put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.pooling.pool import pool
from kneewise.evidence.pooling.sets import one_set
from kneewise.evidence.regression.call import meta_regression

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.result import Pooled
    from kneewise.evidence.pooling.sets import Floats

ESTIMATORS = ("L0", "R0", "Q0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A pool with trials put in.

    n_missing, n_missing_se : trials on the thin side, and the error of their number; side : "left" or "right"
    effects, variances : of the trials put in; pooled : with them
    """

    estimator: str
    side: str
    n_missing: int
    n_missing_se: float
    effects: Floats
    variances: Floats
    pooled: Pooled


def trim_and_fill(
    effects: Any,
    variances: ArrayLike | None = None,
    *,
    estimator: str = "L0",
    side: str | None = None,
    tau2: str = "REML",
    **choices: Any,
) -> Filled:
    """Estimate how many trials are missing on one side, and pool with their mirror images.

    estimator : "L0", "R0" or "Q0"; side : of the missing trials, None: by the slope of the effects on their errors
    tau2 and choices : as `pool`

    A way to see how much a lopsided funnel could matter, not an answer: where trials differ truly it fills in trials
    that never were. Raises NotEstimable for fewer than three effects.

    Source: Duval S, Tweedie R. Biometrics 2000;56:455-463. Agrees with metafor 5.1 `trimfill` to 1e-9.
    """
    if estimator not in ESTIMATORS:
        raise BadValues(f"estimator: found {estimator!r}; allowed: {', '.join(ESTIMATORS)}")
    if side not in (None, "left", "right"):
        raise BadValues(f"side: found {side!r}; allowed: left, right, None")
    y, v = one_set(effects, variances)
    known = ~(np.isnan(y) | np.isnan(v))
    y, v = y[known], v[known]
    if y.size < 3:
        raise NotEstimable(f"{y.size} effects; needed: at least 3")
    side = side or _thin_side(y, v, tau2)
    turned = -y if side == "right" else y
    order = np.argsort(turned, kind="stable")
    turned, v = turned[order], v[order]
    n_missing, error, centre = _trim(turned, v, estimator, tau2)
    filled = 2.0 * centre - turned[turned.size - n_missing :]
    filled = -filled if side == "right" else filled
    of_filled = v[v.size - n_missing :]
    turned = -turned if side == "right" else turned
    with_them = pool(np.concatenate([turned, filled]), np.concatenate([v, of_filled]), tau2=tau2, **choices)
    return Filled(
        estimator=estimator,
        side=side,
        n_missing=n_missing,
        n_missing_se=error,
        effects=filled,
        variances=of_filled,
        pooled=with_them,
    )


def _thin_side(y: Floats, v: Floats, tau2: str) -> str:
    if np.ptp(v) <= 1e-12 * v.max():
        return "right"
    slope = meta_regression(y, v, moderators={"se": np.sqrt(v)}, tau2=tau2).coefficients.estimate[1]
    return "right" if slope < 0 else "left"


def _trim(y: Floats, v: Floats, estimator: str, tau2: str) -> tuple[int, float, float]:
    """Take the largest effects off until their number no longer changes; y sorted."""
    k, n_missing, seen = y.size, 0, set()
    while True:
        rest = k - n_missing
        centre = float(pool(y[:rest], v[:rest], tau2=tau2, tau2_interval=None).estimate)
        now, error = _how_many(y - centre, estimator)
        if now == n_missing or now in seen or now > k - 2:
            return min(now, k - 2) if now != n_missing else n_missing, error, centre
        seen.add(n_missing)
        n_missing = now


def _how_many(apart: Floats, estimator: str) -> tuple[int, float]:
    k = apart.size
    rank = np.empty(k)
    rank[np.argsort(np.abs(apart), kind="stable")] = np.arange(1, k + 1)
    if estimator == "R0":
        below = rank[apart < 0]
        number = k - (below.max() if below.size else 0.0) - 1.0
        return max(0, round(number)), float(np.sqrt(2.0 * max(0.0, number) + 2.0))
    signed = float(rank[apart > 0].sum())
    if estimator == "L0":
        number = (4.0 * signed - k * (k + 1)) / (2 * k - 1)
    else:
        number = k - 0.5 - float(np.sqrt(max(2.0 * k * k - 4.0 * signed + 0.25, 0.0)))
    m = number
    spread = (
        k * (k + 1) * (2 * k + 1) + 10 * m**3 + 27 * m**2 + 17 * m - 18 * k * m**2 - 18 * k * m + 6 * k**2 * m
    ) / 24.0
    root = float(np.sqrt(max(spread, 0.0)))
    if estimator == "L0":
        return max(0, round(number)), 4.0 * root / (2 * k - 1)
    below_root = max((k - 0.5) ** 2 - m * (2 * k - m - 1), 0.0)
    return max(0, round(number)), 2.0 * root / float(np.sqrt(below_root)) if below_root else 0.0
