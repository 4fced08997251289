"""The random-effects regression of one set of effects: sums of squares, likelihoods and their derivatives in tau2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats

_LOG_2PI = 1.8378770664093453


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """The regression at one tau2.

    inside : P = W - W X (X'WX)^-1 X'W, shape (k, k); cov : (X'WX)^-1; rss : y'Py
    """

    weights: Floats
    beta: Floats
    cov: Floats
    inside: Floats
    rss: float

    @property
    def trace(self) -> float:
        return float(np.trace(self.inside))


def weigh(y: Floats, x: Floats, weights: Floats) -> Weighted:
    """Fit by weighted least squares. The design is scaled inside, so that years beside shares cost no digits."""
    root = np.sqrt(weights)
    scale = np.abs(x).max(axis=0)
    q, r = np.linalg.qr(root[:, np.newaxis] * (x / scale))
    inverse = np.linalg.inv(r) / scale[:, np.newaxis]
    beta = inverse @ (q.T @ (root * y))
    inside = np.diag(weights) - (root[:, np.newaxis] * (q @ q.T)) * root
    apart = y - x @ beta
    return Weighted(
        weights=weights,
        beta=beta,
        cov=inverse @ inverse.T,
        inside=inside,
        rss=float((weights * apart * apart).sum()),
    )


def log_likelihoods(y: Floats, v: Floats, x: Floats, tau2: float) -> tuple[float, float]:
    """Log-likelihood and restricted log-likelihood, with metafor's constants (half log det X'X is counted)."""
    fit = weigh(y, x, 1.0 / (v + tau2))
    k, p = x.shape
    spread = float(np.log(v + tau2).sum())
    full = -0.5 * (k * _LOG_2PI + spread + fit.rss)
    _, of_cov = np.linalg.slogdet(fit.cov)
    _, of_design = np.linalg.slogdet(x.T @ x)
    restricted = -0.5 * ((k - p) * _LOG_2PI + spread - of_cov - of_design + fit.rss)
    return full, float(restricted)


def score(y: Floats, v: Floats, x: Floats, tau2: float, *, restricted: bool) -> tuple[float, float]:
    """First and second derivative of twice the (restricted) log-likelihood in tau2."""
    fit = weigh(y, x, 1.0 / (v + tau2))
    py = fit.inside @ y
    ppy = fit.inside @ py
    if restricted:
        first, second = fit.trace, float((fit.inside * fit.inside).sum())
    else:
        first, second = float(fit.weights.sum()), float((fit.weights**2).sum())
    return float(py @ py) - first, second - 2.0 * float(py @ ppy)
