"""Standard errors that hold even where the covariance of a trial's effects is misjudged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats
    from kneewise.evidence.regression.likelihood import Levels


def cluster_covariance(levels: Levels, y: Floats, group: Floats) -> Floats:
    """Sandwich covariance of the coefficients, shape (p, p), from the residuals of whole trials.

    The factor m / (m - p), of m trials, is that of metafor's `robust`; with fewer than about ten trials it is still too
    small, and t with m - p too narrow.
    """
    apart = y - levels.x @ levels.beta
    n_trials = int(group.max()) + 1
    scores = np.zeros((n_trials, levels.beta.size))
    weighted = levels.inverse @ apart
    # The inverse is block-diagonal, so a trial's share of X' M^-1 e comes from its own rows alone.
    np.add.at(scores, group, levels.x * weighted[:, np.newaxis])
    meat = scores.T @ scores
    factor = n_trials / (n_trials - levels.beta.size)
    covariance: Floats = factor * levels.cov @ meat @ levels.cov
    return covariance
