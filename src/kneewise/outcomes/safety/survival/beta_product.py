"""Limits of a survival curve that hold in small groups: the beta product, with the moments of its factors matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


def beta_product(at_risk: Counts, events: Counts, censored: Counts, alpha: float) -> tuple[Floats, Floats]:
    """Limits from each time on until the next, shape (m,).

    at_risk, events, censored : shape (m,), just before, at, and at each distinct time

    The survival after d of n have had the event is bounded from above by a beta with parameters n - d + 1 and d; from
    below, as if the next event followed at once, also by one with what is left and 1. A product of betas is taken
    as the beta of its mean and variance, which is exact while nobody's follow-up has ended.

    Source: Fay MP, Brittain EH, Proschan MA. Biostatistics 2013;14:723-736; Fay MP, Brittain EH. Stat Med
    2016;35:2726-2740 (ties). Agrees with the printed example of the R package bpcp in all nine digits
    (tests/alignment/test_beta_product.py).
    """
    stays, goes = (at_risk - events + 1).astype(np.float64), events.astype(np.float64)
    left = (at_risk - events - censored).astype(np.float64)
    first = np.cumprod(stays / (stays + goes), dtype=np.float64)
    second = np.cumprod(stays * (stays + 1) / ((stays + goes) * (stays + goes + 1)), dtype=np.float64)
    upper = _quantile(first, second, 1 - alpha / 2)
    lower = _quantile(first * left / (left + 1), second * left / (left + 2), alpha / 2)
    return np.where(left > 0, lower, 0.0), np.where(np.cumsum(events) > 0, upper, 1.0)


def _quantile(mean: Floats, square: Floats, share: float) -> Floats:
    """Quantile of the beta with this mean and mean of squares; that of a point where it has no spread."""
    from scipy.special import betaincinv

    variance = square - mean**2
    size = np.divide(mean - square, variance, out=np.ones_like(mean), where=variance > 0)
    spread = (variance > 0) & (size > 0)
    first = np.where(spread, mean * size, 1.0)
    second = np.where(spread, (1 - mean) * size, 1.0)
    found: Floats = np.where(spread, betaincinv(first, second, share), mean)
    return found
