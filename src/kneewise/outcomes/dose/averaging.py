"""Several fitted shapes as one: weights by Akaike's criterion, the mean curve, and its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.dose.fit import ShapeFit

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseCurve:
    """A curve at doses, with its band.

    doses, means : shape (n,)
    standard_errors, lower, upper : shape (n,), pointwise; None where a fit behind it has no standard error
    level : of the two-sided band
    over : the dose over which the curve is a rise, None for the response itself
    """

    doses: Floats
    means: Floats
    standard_errors: Floats | None
    lower: Floats | None
    upper: Floats | None
    level: float
    over: float | None


def criterion_weights(criteria: ArrayLike) -> Floats:
    """Weights of models by their AIC or AICc, smaller being better: exp(-difference / 2), of sum 1.

    Source: Buckland ST, Burnham KP, Augustin NH. Biometrics 1997;53:603-618.
    """
    values = np.asarray(criteria, dtype=np.float64)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise BadValues("criteria: found none or one that is not finite; allowed: a number for each fit")
    share = np.exp(-(values - values.min()) / 2)
    weights: Floats = share / share.sum()
    return weights


def curve_of(fit: ShapeFit, doses: ArrayLike, *, level: float = 0.95, over: float | None = None) -> DoseCurve:
    """One fitted shape at doses, with its pointwise band (delta method, t quantile of the fit's df)."""
    return average_curve([fit], np.ones(1), doses, level=level, over=over)


def average_curve(
    fits: Sequence[ShapeFit], weights: ArrayLike, doses: ArrayLike, *, level: float = 0.95, over: float | None = None
) -> DoseCurve:
    """The weighted mean of fitted shapes at doses, or of their rises over a reference dose.

    The standard error is the weighted mean of sqrt(variance + (curve - mean curve)^2): where the shapes disagree, the
    band is wider than that of any of them. The t quantile has the least df of the fits.

    Source: Buckland ST, Burnham KP, Augustin NH. Biometrics 1997;53:603-618, equation 9.
    """
    if not 0 < level < 1:
        raise BadValues(f"level: found {level!r}; allowed: above 0 and below 1, such as 0.95")
    at, shares = np.atleast_1d(np.asarray(doses, dtype=np.float64)), np.asarray(weights, dtype=np.float64)
    found = [fit.predict(at, over=over) for fit in fits]
    curves = np.array([values for values, _ in found])
    means = shares @ curves
    errors = [error for _, error in found if error is not None]
    if len(errors) < len(found):
        return DoseCurve(doses=at, means=means, standard_errors=None, lower=None, upper=None, level=level, over=over)
    spread = shares @ np.sqrt(np.array(errors) ** 2 + (curves - means) ** 2)
    half = _quantile(level, min(fit.df for fit in fits)) * spread
    return DoseCurve(
        doses=at,
        means=means,
        standard_errors=spread,
        lower=means - half,
        upper=means + half,
        level=level,
        over=over,
    )


def _quantile(level: float, df: float) -> float:
    from scipy.special import ndtri, stdtrit

    tail = (1 + level) / 2
    return float(ndtri(tail) if np.isinf(df) else stdtrit(df, tail))
