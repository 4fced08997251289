"""Peto's one-step odds ratio: for rare events and groups of like size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.rare_events.association import cochran_mantel_haenszel
from kneewise.evidence.rare_events.result import Line, PooledEvents, finish
from kneewise.evidence.rare_events.tables import read_tables, refuse_one_sided

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def peto(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike, *, level: float = 0.95) -> PooledEvents:
    """Pool odds ratios by the sum of observed less expected events over the sum of hypergeometric variances.

    Shapes and errors as `mantel_haenszel`. No half is added anywhere; a trial without events adds nothing. Biased where
    the odds ratio is far from 1 or the groups differ much in size.

    Source: Yusuf S et al. Prog Cardiovasc Dis 1985;27:335-371. Agrees with metafor 5.1 `rma.peto` to 1e-10.
    """
    tables = read_tables(events1, n1, events2, n2)
    refuse_one_sided(tables, "the odds ratio")
    events, n = tables.a + tables.c, tables.n
    apart = tables.a - tables.n1 * events / n
    v = tables.n1 * tables.n2 * events * (n - events) / (n**2 * np.maximum(n - 1.0, 1.0))
    total = float(v.sum())
    if total == 0:
        raise NotEstimable("no trial has both an event and a patient without: the odds ratio cannot be told")
    estimate = float(apart.sum()) / total
    told = v > 0
    q = float((v[told] * (apart[told] / v[told] - estimate) ** 2).sum())
    line = Line(
        measure="OR",
        method="peto",
        estimate=estimate,
        se=total**-0.5,
        q=q,
        k=n.size,
        k_effects=int(told.sum()),
    )
    return finish(line, v, level, {"association": cochran_mantel_haenszel(tables)})
