"""A pool once more without each trial, and trial by trial: the batch path of `pool` does all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.pooling.pool import pool
from kneewise.evidence.pooling.sets import one_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.result import Pooled


def leave_one_out(effects: Any, variances: ArrayLike | None = None, **choices: Any) -> Pooled:
    """Pool k trials k times, each time without one: row i of every figure is the pool without trial i.

    effects, variances : shape (k,); choices : as `pool`. A trial without an effect leaves the pool as it is.
    Raises NotEstimable for fewer than two effects. Agrees with metafor 5.1 `leave1out` to 1e-9.
    """
    y, v = _several(effects, variances)
    rows = np.tile(y, (y.size, 1))
    np.fill_diagonal(rows, np.nan)
    return pool(rows, np.tile(v, (y.size, 1)), **choices)


def cumulate(
    effects: Any, variances: ArrayLike | None = None, *, order: Sequence[float] | None = None, **choices: Any
) -> Pooled:
    """Pool the first trial, the first two and so on: row i of every figure is the pool of the first i + 1.

    order : such as the years, shape (k,), smallest first (equal ones in the order given), None: as they stand
    Effects without a variance are left where they are. Agrees with metafor 5.1 `cumul` to 1e-9.
    """
    y, v = _several(effects, variances, least=1)
    if order is not None:
        by = np.asarray(order, dtype=np.float64)
        if by.shape != y.shape or np.isnan(by).any():
            raise BadValues("order: found gaps or another number than effects; allowed: one number an effect")
        place = np.argsort(by, kind="stable")
        y, v = y[place], v[place]
    rows = np.where(np.tri(y.size, dtype=bool), y, np.nan)
    return pool(rows, np.tile(v, (y.size, 1)), **choices)


def _several(effects: Any, variances: ArrayLike | None, least: int = 2) -> tuple[Any, Any]:
    y, v = one_set(effects, variances)
    known = int((~(np.isnan(y) | np.isnan(v))).sum())
    if known < least:
        raise NotEstimable(f"{known} effects with variance; needed: at least {least}")
    return y, np.where(np.isnan(y), np.nan, v)
