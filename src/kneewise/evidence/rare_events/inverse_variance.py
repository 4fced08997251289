"""Random effects from events as RevMan and meta work them out: tau2 from the spread around Mantel-Haenszel's pool."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.effects.call import effect_sizes
from kneewise.evidence.pooling.pool import pool
from kneewise.evidence.rare_events.mantel_haenszel import mantel_haenszel

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.result import Pooled


def pool_events(
    events1: ArrayLike,
    n1: ArrayLike,
    events2: ArrayLike,
    n2: ArrayLike,
    *,
    measure: str = "RR",
    tau2: str | float = "DL-MH",
    interval: str = "wald",
    prediction: str = "matching",
    zero_cells: str = "RevMan",
    level: float = 0.95,
) -> Pooled:
    """Pool trials of events by inverse variance, with or without random effects.

    events1, n1, events2, n2 : shape (k,), group 1 is the treatment
    measure : "OR", "RR", "RD" or another measure of two groups by events
    tau2 : "DL-MH", DerSimonian and Laird's with Q around the Mantel-Haenszel estimate, as RevMan 5 and meta with
        `Q.Cochrane`; or any of `pool`
    zero_cells : as `effect_sizes`; "RevMan" adds a half where a cell is 0 and leaves double zeros of a ratio out,
        "meta" too, but its risk ratio counts half a patient more instead of one

    Source: Deeks JJ, Higgins JPT. Statistical algorithms in Review Manager 5 (2010).
    Agrees with all 15 pools of risk ratios of CD013342.pub2 to the printed digits (tests/alignment/test_cochrane.py).

    Raises as `mantel_haenszel`; the weights stand in the order of the rows.
    """
    sizes = effect_sizes(measure=measure, events1=events1, n1=n1, events2=events2, n2=n2, zero_cells=zero_cells)
    if not np.isfinite(sizes.effects).any():
        raise NotEstimable("no trial has an event: there is nothing to pool")
    is_mantel_haenszel = isinstance(tau2, str) and tau2.upper().replace("_", "-") == "DL-MH"
    if is_mantel_haenszel:
        rule = {"RevMan": "RevMan", "meta": "only0"}.get(zero_cells, "none")
        centre = mantel_haenszel(events1, n1, events2, n2, measure=measure, zero_cells=rule)
        tau2 = _tau2_around(sizes.effects, sizes.variances, centre.estimate)
    pooled = pool(sizes, tau2=tau2, interval=interval, prediction=prediction, level=level)
    return replace(pooled, tau2_method="DL-MH") if is_mantel_haenszel else pooled


def _tau2_around(effects: ArrayLike, variances: ArrayLike, centre: float) -> float:
    y, v = np.asarray(effects), np.asarray(variances)
    known = ~np.isnan(y)
    w = 1.0 / v[known]
    if w.size < 2:
        return 0.0
    q = (w * (y[known] - centre) ** 2).sum()
    return float(max(0.0, (q - (w.size - 1)) / (w.sum() - (w * w).sum() / w.sum())))
