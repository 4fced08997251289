"""Fit and restricted likelihood of effects whose covariance has a part of the trials and a part of the effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats

_LOG_2PI = 1.8378770664093453


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Generalised least squares at given variances between and within trials.

    inverse : of the covariance of the effects, shape (k, k); cov : of beta; inside : P, with rss = y'Py
    """

    x: Floats
    between: float
    within: float
    inverse: Floats
    beta: Floats
    cov: Floats
    inside: Floats
    rss: float


def fit_levels(y: Floats, x: Floats, sampling: Floats, group: Floats, *, between: float, within: float) -> Levels:
    """Fit y, shape (k,), by x with covariance sampling + within I + between where effects share a `group`."""
    same = group[:, np.newaxis] == group
    try:
        inverse = np.linalg.inv(sampling + between * same + within * np.eye(y.size))
        weighted = inverse @ x
        cov = np.linalg.inv(x.T @ weighted)
    except np.linalg.LinAlgError:
        raise NotEstimable("the variances of the effects are too unlike: their fit loses all digits") from None
    inside = inverse - weighted @ cov @ weighted.T
    return Levels(
        x=x,
        between=between,
        within=within,
        inverse=inverse,
        beta=cov @ (weighted.T @ y),
        cov=cov,
        inside=inside,
        rss=float(y @ inside @ y),
    )


def restricted_likelihood(y: Floats, x: Floats, sampling: Floats, group: Floats, parts: Floats) -> tuple[float, Floats]:
    """Restricted log-likelihood of (between, within), and its gradient; half log det X'X counts, as in metafor."""
    fit = fit_levels(y, x, sampling, group, between=float(parts[0]), within=float(parts[1]))
    k, p = x.shape
    _, log_inverse = np.linalg.slogdet(fit.inverse)
    _, log_cov = np.linalg.slogdet(fit.cov)
    _, log_design = np.linalg.slogdet(x.T @ x)
    value = -0.5 * ((k - p) * _LOG_2PI - log_inverse - log_cov - log_design + fit.rss)
    py = fit.inside @ y
    sums = np.bincount(group, weights=py)
    same = group[:, np.newaxis] == group
    of_between = float((sums * sums).sum()) - float(fit.inside[same].sum())
    of_within = float(py @ py) - float(np.trace(fit.inside))
    return float(value), 0.5 * np.array([of_between, of_within])
