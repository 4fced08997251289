"""Credit for near misses: how much two grades agree, from 1 for the same grade down to 0 for the farthest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]

WEIGHTS = ("unweighted", "linear", "quadratic", "ordinal", "ratio")


def agreement_weights(levels: Sequence[Any], kind: str) -> Matrix:
    """Give the weights of agreement between grades, shape (q, q).

    levels : the q grades of the scale in their order; where all are numbers their distances count, else their ranks
    kind : 'unweighted' (the same grade or nothing); 'linear' 1 - |a-b|/range; 'quadratic' 1 - (a-b)^2/range^2;
        'ordinal', by the number of grades from a to b, Gwet's; 'ratio' 1 - ((a-b)/(a+b))^2 over its largest

    Raises BadValues for another kind, and for 'ratio' with a grade below 0.

    Source: Cohen J. Psychol Bull 1968;70:213-220; Gwet KL. Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 3.
    """
    if kind not in WEIGHTS:
        raise BadValues(f"weights: found {kind!r}; allowed: {', '.join(WEIGHTS)}")
    q = len(levels)
    if kind == "unweighted" or q == 1:
        return np.eye(q)
    if kind == "ordinal":
        steps = np.abs(np.subtract.outer(np.arange(q), np.arange(q))) + 1.0
        apart = steps * (steps - 1) / 2
    else:
        values = level_values(levels)
        apart = np.abs(np.subtract.outer(values, values))
        if kind == "ratio":
            apart = _ratios(values, apart)
        if kind in ("quadratic", "ratio"):
            apart = apart**2
    weights: Matrix = 1 - apart / apart.max()
    return weights


def level_values(levels: Sequence[Any]) -> Vector:
    """Give grades as numbers: their own where all are numbers, else their ranks from 0."""
    if all(isinstance(each, int | float | np.number) and not isinstance(each, bool) for each in levels):
        return np.array([float(each) for each in levels])
    return np.arange(len(levels), dtype=np.float64)


def _ratios(values: Vector, apart: Matrix) -> Matrix:
    if (values < 0).any():
        raise BadValues("weights 'ratio': found a grade below 0; allowed: grades of 0 or more")
    sums = np.add.outer(values, values)
    return np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0)
