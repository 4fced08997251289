"""The estimators of the between-study variance by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.pooling import generalised_q, moments
from kneewise.evidence.pooling.columns import down, trace_of_square, weight_between
from kneewise.evidence.pooling.likelihood import most_likely

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneewise.evidence.pooling.sets import Floats, Sets

FIXED = "fixed"
GIVEN = "given"


def _maximum_likelihood(sets: Sets) -> Floats:
    return most_likely(sets, restricted=False)


def _restricted_likelihood(sets: Sets) -> Floats:
    return most_likely(sets, restricted=True)


_ESTIMATORS: dict[str, Callable[[Sets], Floats]] = {
    "DL": moments.dersimonian_laird,
    "DL2": moments.two_step,
    "EB": generalised_q.paule_mandel,  # the same equation: metafor's two differ by rounding alone
    "HE": moments.hedges,
    "HS": moments.hunter_schmidt,
    "HSk": moments.hunter_schmidt_small,
    "ML": _maximum_likelihood,
    "PM": generalised_q.paule_mandel,
    "PMM": generalised_q.paule_mandel_median,
    "REML": _restricted_likelihood,
    "SJ": moments.sidik_jonkman,
}
# Words that other programs use for one true effect.
_FIXED = {"FIXED", "COMMON", "FE", "CE", "EE"}

METHODS = (FIXED, *_ESTIMATORS)


def method_name(name: str) -> str:
    """Give the method's name as written here, whatever its case. Raises BadValues for a method that is not known."""
    if name.upper() in _FIXED:
        return FIXED
    for known in _ESTIMATORS:
        if known.upper() == name.upper():
            return known
    raise BadValues(f"tau2: found {name!r}; allowed: {', '.join(METHODS)}, or a number of 0 or more")


def between_study_variance(sets: Sets, method: str) -> Floats:
    """Estimate tau2 of each set, shape (batch,): 0 for a set of fewer than two effects, and for the fixed effect."""
    several = sets.n >= 2
    if method == FIXED or not several.any():
        return np.zeros(sets.n.shape)
    if several.all():
        return _ESTIMATORS[method](sets)
    tau2 = np.zeros(sets.n.shape)
    tau2[several] = _ESTIMATORS[method](sets.take(several))
    return tau2


def standard_error_of_tau2(sets: Sets, method: str, tau2: Floats) -> Floats:
    """Asymptotic standard error of tau2, as metafor prints it, shape (batch,); sets of at least two effects.

    Moments: the variance of the quadratic form, with the estimate put in for tau2. ML and REML: from the Fisher
    information. PM, EB and PMM: of Sidik and Jonkman (2005), sqrt(2 k^2 / (k - 1)) / sum of weights.
    """
    if method in ("PM", "EB", "PMM", "ML", "REML"):
        return _of_iterated(sets, method, tau2)
    # tau2 is (share * quadratic form of the effects), less a constant.
    df = sets.n - 1.0
    fixed, share = sets.here, 1.0 / df
    if method == "SJ":
        start = moments.start_of_sidik_jonkman(sets)
        fixed, share = sets.here / (sets.v + start), start / df
    elif method != "HE":
        fixed = sets.here / (sets.v + moments.dersimonian_laird(sets)) if method == "DL2" else sets.here / sets.v
    mass = down(fixed)
    if method in ("HS", "HSk"):
        share = (1.0 if method == "HS" else sets.n / df) / mass
    elif method in ("DL", "DL2"):
        share = 1.0 / weight_between(fixed, mass)
    return np.asarray(share) * np.sqrt(2.0 * trace_of_square(fixed, sets.v + tau2, mass))


def _of_iterated(sets: Sets, method: str, tau2: Floats) -> Floats:
    weights = sets.here / (sets.v + tau2)
    if method == "ML":
        return np.asarray(np.sqrt(2.0 / down(weights * weights)))
    total = down(weights)
    if method == "REML":
        return np.asarray(np.sqrt(2.0 / trace_of_square(weights, np.ones_like(weights), total)))
    return np.asarray(np.sqrt(2.0 * sets.n**2 / (sets.n - 1.0)) / total)
