"""Trials pooled in groups, and whether the groups differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import codes
from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.pooling.pool import pool
from kneewise.evidence.pooling.sets import one_set
from kneewise.evidence.regression.call import meta_regression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.result import Pooled
    from kneewise.evidence.regression.result import Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroups:
    """Groups of trials.

    labels, pools : each group and its pool; between : test that the groups' pooled effects are equal, None for one
        group; shared_tau2 : whether all groups were given one tau2
    left_out : effects without a group or without a variance
    """

    labels: tuple[Any, ...]
    pools: tuple[Pooled, ...]
    between: Explained | None
    shared_tau2: bool
    left_out: int


def subgroups(
    effects: Any,
    variances: ArrayLike | None = None,
    *,
    group: Sequence[Any],
    shared_tau2: bool = False,
    tau2: str = "REML",
    **choices: Any,
) -> Subgroups:
    """Pool trials within groups, and test whether the groups' effects differ.

    group : the group of each trial, shape (k,); None where unknown, such trials are left out
    shared_tau2 : one variance between trials for all groups (advised where groups are small), else each its own
    tau2 and choices : as `pool`

    The test is Cochran's Q of the groups' pooled effects with Wald's standard errors, as in RevMan (those of Knapp and
    Hartung are near 0 by chance where a group holds two trials); with one shared tau2 it is that of a meta-regression,
    chi-square or F by `interval`.
    Source: Borenstein M, Higgins JPT. Prev Sci 2013;14:134-143. Agrees with metafor 5.1 to 1e-9 (fits of each group;
    `rma(mods = )`).
    """
    y, v = one_set(effects, variances)
    found = codes({"group": list(group)}, "group")
    if found.codes.size != y.size:
        raise BadValues(f"group: found {found.codes.size} rows; allowed: {y.size}, one an effect")
    usable = ~(np.isnan(y) | np.isnan(v)) & (found.codes >= 0)
    if not usable.any():
        raise NotEstimable("no trial has an effect and a group: there is nothing to pool")
    places = np.unique(found.codes[usable])
    masks = [usable & (found.codes == place) for place in places]
    common: str | float = tau2
    regression = None
    if shared_tau2 and places.size > 1:
        labels = [str(found.levels[place]) for place in found.codes[usable]]
        interval = choices.get("interval", "wald")
        regression = meta_regression(
            y[usable], v[usable], moderators={"group": labels}, intercept=True, tau2=tau2, interval=interval
        )
        common = regression.tau2
    pools = tuple(pool(y[mask], v[mask], tau2=common, **choices) for mask in masks)
    between = None
    if places.size > 1:
        totals = [float((1.0 / (v[mask] + each.tau2)).sum()) for mask, each in zip(masks, pools, strict=True)]
        between = regression.explained if regression else _between([float(each.estimate) for each in pools], totals)
    return Subgroups(
        labels=tuple(found.levels[place] for place in places),
        pools=pools,
        between=between,
        shared_tau2=shared_tau2,
        left_out=int((~usable).sum()),
    )


def _between(estimates: Sequence[float], totals: Sequence[float]) -> Explained:
    """Cochran's Q of the groups; totals : of the weights of each, that is 1 over Wald's squared errors."""
    from scipy.special import chdtrc

    from kneewise.evidence.regression.result import Explained

    estimate, weights = np.array(estimates), np.array(totals)
    mean = (weights * estimate).sum() / weights.sum()
    statistic, df = float((weights * (estimate - mean) ** 2).sum()), len(estimates) - 1
    return Explained(statistic=statistic, df=df, residual_df=None, p=float(chdtrc(df, statistic)), r2=None)
