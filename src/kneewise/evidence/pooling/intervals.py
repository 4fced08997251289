"""Intervals and tests of a pooled effect, and where the effect of one more trial lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats

WALD, T, KNAPP_HARTUNG, KNAPP_HARTUNG_FLOOR = "wald", "t", "knapp-hartung", "knapp-hartung-floor"
INTERVALS = (WALD, T, KNAPP_HARTUNG, KNAPP_HARTUNG_FLOOR)
PREDICTIONS = ("z", "t-k1", "t-k2", "HTS")
# Names by which other programs call them.
_ALSO = {
    "z": WALD,
    "normal": WALD,
    "knha": KNAPP_HARTUNG,
    "hksj": KNAPP_HARTUNG,
    "hk": KNAPP_HARTUNG,
    "adhoc": KNAPP_HARTUNG_FLOOR,
}


def interval_name(name: str) -> str:
    """Give the interval's name as written here. Raises BadValues for one that is not known."""
    plain = name.lower().replace("_", "-")
    plain = _ALSO.get(plain, plain)
    if plain not in INTERVALS:
        raise BadValues(f"interval: found {name!r}; allowed: {', '.join(INTERVALS)}")
    return plain


def prediction_name(name: str, interval: str) -> str:
    """Give the prediction interval's name; "matching" is the one that metafor pairs with the interval."""
    if name == "matching":
        return "z" if interval == WALD else "t-k1"
    if name not in PREDICTIONS:
        raise BadValues(f"prediction: found {name!r}; allowed: matching, {', '.join(PREDICTIONS)}")
    return name


def quantile(level: float, df: Floats | None) -> Floats:
    """Two-sided quantile of the normal (df None) or of Student's t; NaN where df is below 1."""
    from scipy import special

    upper = 1.0 - (1.0 - level) / 2.0
    if df is None:
        return np.asarray(special.ndtri(upper))
    told: Floats = np.where(df >= 1, special.stdtrit(np.maximum(df, 1.0), upper), np.nan)
    return told


def two_sided_p(statistic: Floats, df: Floats | None) -> Floats:
    """Two-sided p of a normal or Student statistic; NaN where df is below 1 or the statistic is unknown."""
    from scipy import special

    if df is None:
        return np.asarray(2.0 * special.ndtr(-np.abs(statistic)))
    told: Floats = np.where(df >= 1, 2.0 * special.stdtr(np.maximum(df, 1.0), -np.abs(statistic)), np.nan)
    return told


def scale_of_error(rss: Floats, df: Floats, interval: str) -> Floats:
    """Knapp and Hartung's factor of the standard error: sqrt(weighted sum of squares / (k - 1)), 1 for one effect.

    Hartung J, Knapp G. Stat Med 2001;20:3875-3889; with the floor of 1 that Roever et al. 2015 advise.
    """
    told = df >= 1
    factor = np.sqrt(np.where(told, rss / np.where(told, df, 1.0), 1.0))
    return np.maximum(factor, 1.0) if interval == KNAPP_HARTUNG_FLOOR else factor


def prediction_half_width(method: str, level: float, *, k: Floats, tau2: Floats, se: Floats, wald_se: Floats) -> Floats:
    """Half the width of the prediction interval; NaN where too few effects leave no degrees of freedom.

    "z" normal, "t-k1" t with k - 1, "t-k2" t with k - 2, all with the standard error of the interval that was asked
    for; "HTS" Higgins, Thompson and Spiegelhalter (J R Stat Soc A 2009;172:137-159): t with k - 2 and Wald's error.
    """
    df = {"z": None, "t-k1": k - 1.0, "t-k2": k - 2.0, "HTS": k - 2.0}[method]
    error = wald_se if method == "HTS" else se
    half: Floats = np.where(k >= 2, quantile(level, df) * np.sqrt(tau2 + error * error), np.nan)
    return half
