"""Estimates of the between-study variance that have a formula: DL, two-step DL, HE, HS, HSk, SJ.

All take columns (see sets.py) of at least two effects and give one tau2 a set, cut off at 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.pooling.columns import down, weight_between

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats, Sets


def cochran_q(sets: Sets, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Sum of weights, weighted mean, and weighted sum of squares around it, each of shape (batch,)."""
    total = down(weights)
    mean = down(weights * sets.y) / total
    apart = sets.y - mean
    return total, mean, down(weights * apart * apart)


def by_moments(sets: Sets, weights: Floats) -> Floats:
    """Method of moments with any fixed weights (DerSimonian and Kacker 2007, formula 6), not cut off.

    With weights 1/v it is DerSimonian-Laird's, with weights 1 Hedges-Olkin's.
    """
    total, _, q = cochran_q(sets, weights)
    of_variances = down(weights * sets.v) - down(weights * weights * sets.v) / total
    tau2: Floats = (q - of_variances) / weight_between(weights, total)
    return tau2


def dersimonian_laird(sets: Sets) -> Floats:
    """DerSimonian R, Laird N. Control Clin Trials 1986;7:177-188."""
    weights = sets.here / sets.v
    total, _, q = cochran_q(sets, weights)
    # With these weights the general formula is shorter: the weighted variances sum to k.
    return np.asarray(np.maximum((q - (sets.n - 1)) / weight_between(weights, total), 0.0))


def two_step(sets: Sets) -> Floats:
    """Two-step DerSimonian-Laird: moments once more, with the weights of the first estimate.

    DerSimonian R, Kacker R. Contemp Clin Trials 2007;28:105-114 (DL2).
    """
    first = dersimonian_laird(sets)
    return np.maximum(by_moments(sets, sets.here / (sets.v + first)), 0.0)


def hedges(sets: Sets) -> Floats:
    """Hedges-Olkin (variance component): variance of the effects less the mean of their variances."""
    return np.maximum(by_moments(sets, sets.here), 0.0)


def hunter_schmidt(sets: Sets) -> Floats:
    """Hunter and Schmidt (2004): (Q - k) / sum of weights; biased low."""
    total, _, q = cochran_q(sets, sets.here / sets.v)
    return np.maximum((q - sets.n) / total, 0.0)


def hunter_schmidt_small(sets: Sets) -> Floats:
    """Hunter-Schmidt with the small-sample correction k / (k - 1) of Brannick et al. 2019."""
    total, _, q = cochran_q(sets, sets.here / sets.v)
    return np.maximum((q * sets.n / (sets.n - 1) - sets.n) / total, 0.0)


def sidik_jonkman(sets: Sets) -> Floats:
    """Sidik K, Jonkman JN. J R Stat Soc C 2005;54:367-384. Never 0 unless all effects are equal."""
    start = start_of_sidik_jonkman(sets)
    q = cochran_q(sets, sets.here / (sets.v + start))[2]
    return start * q / (sets.n - 1)


def start_of_sidik_jonkman(sets: Sets) -> Floats:
    """Variance of the effects with divisor k, the first guess of Sidik and Jonkman."""
    return cochran_q(sets, sets.here)[2] / sets.n
