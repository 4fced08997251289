"""The door of the charts: outcomes case by case, with what is not known left out and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Cases with known outcome and risk, in their order.

    outcome : shape (n,), 1 with the event, 0 without
    risk : shape (n,)
    kept : shape (n,), rows of the input
    n_left_out : rows whose outcome or risk is not known
    one_risk : the risk where all cases share one, else None
    """

    outcome: Floats
    risk: Floats
    kept: Counts
    n_left_out: int
    one_risk: float | None


def checked_cases(outcome: ArrayLike, risk: ArrayLike) -> Watched:
    """Take outcomes (0, 1, truth values, NaN where not known) and one risk for all or one each case.

    Raises BadValues for other outcomes or shapes, NotEstimable where no case is left.
    """
    try:
        y, p = np.asarray(outcome, dtype=np.float64), np.asarray(risk, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadValues("outcome: found a value that is no number; allowed: 0, 1 or NaN") from None
    if y.ndim != 1 or (p.ndim and p.shape != y.shape):
        raise BadValues(
            f"outcome, risk: found shapes {y.shape} and {p.shape}; allowed: one a case, one risk or as many"
        )
    if (wrong := ~np.isnan(y) & (y != 0) & (y != 1)).any():
        raise BadValues(f"outcome, row {int(wrong.argmax()) + 1}: found neither 0 nor 1; allowed: 0, 1 or NaN")
    known = ~np.isnan(y) & ~np.isnan(p)
    if not known.any():
        raise NotEstimable("chart: found no case with a known outcome and risk; at least 1 is needed")
    kept = np.flatnonzero(known)
    return Watched(
        outcome=y[kept],
        risk=np.broadcast_to(p, y.shape)[kept],
        kept=kept,
        n_left_out=int(y.size - kept.size),
        one_risk=None if p.ndim else float(p),
    )
