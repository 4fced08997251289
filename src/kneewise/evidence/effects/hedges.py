"""The correction of a standardised mean for few patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats

CORRECTIONS = ("exact", "approximate", "none")


def small_sample_factor(df: Floats, correction: str = "exact") -> Floats:
    """Factor that takes the bias out of a standardised mean difference, NaN where df is 1 or less.

    df : degrees of freedom of the standard deviation, shape (n,)
    correction : "exact" by gamma functions, "approximate" 1 - 3 / (4 df - 1) as RevMan, "none"

    Source: Hedges LV. J Educ Stat 1981;6:107-128. "exact" agrees with metafor's `escalc` to 1e-12.
    """
    if correction == "none":
        return np.ones_like(df)
    if correction == "approximate":
        return np.where(df > 1, 1.0 - 3.0 / (4.0 * np.where(df > 1, df, 2.0) - 1.0), np.nan)
    if correction != "exact":
        raise BadValues(f"correction: found {correction!r}; allowed: {', '.join(CORRECTIONS)}")
    from scipy.special import gammaln

    known = np.where(df > 1, df, 2.0)
    factor = np.exp(gammaln(known / 2.0) - gammaln((known - 1.0) / 2.0)) / np.sqrt(known / 2.0)
    return np.where(df > 1, factor, np.nan)
