"""Sums down columns, and what keeps its digits where one effect has almost all the weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats

# The method `sum` of an array costs a Python call more, and a single pool makes a hundred of them.
down = np.add.reduce

# Below this share of the weight the short formulas lose more than half of their digits.
_POOR = 1e-7


def weight_between(weights: Floats, total: Floats) -> Floats:
    """Sum of w_i w_j over pairs i, j of different effects, over the sum of w, shape (batch,).

    That is sum w - sum w^2 / sum w, which cancels where one effect has almost all the weight: such columns are added
    up pair by pair.
    """
    between: Floats = total - down(weights * weights) / total
    poor = between < _POOR * total
    if poor.any():
        poor &= down(weights > 0) > 1
        between[poor] = [-np.triu(_inside(weights[:, at]), 1).sum() * 2.0 for at in np.flatnonzero(poor)]
    return between


def trace_of_square(weights: Floats, spread: Floats, total: Floats) -> Floats:
    """Trace of (P S)^2 of each column, shape (batch,), with S diagonal and P = W - w w' / sum w."""
    product = weights * spread
    squared = product * product
    own, cross = down(squared), down(weights * product)
    trace: Floats = own - 2.0 * down(squared * weights) / total + (cross / total) ** 2
    poor = trace < _POOR * own
    for at in np.flatnonzero(poor):
        inside = _inside(weights[:, at])
        trace[at] = float((inside * inside * np.outer(spread[:, at], spread[:, at])).sum())
    return trace


def _inside(weights: Floats) -> Floats:
    """P of one column; its rows add to 0, so that nothing is lost by taking the diagonal from the rest of the row."""
    inside: Floats = -np.outer(weights, weights) / weights.sum()
    np.fill_diagonal(inside, 0.0)
    np.fill_diagonal(inside, -inside.sum(axis=1))
    return inside
