"""Effects that a paper gives itself, with an error, an interval or a p."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.effects import conversions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.effects.flags import Flags
    from kneewise.evidence.pooling.sets import Floats

AS_GIVEN = "effect as the paper gives it"
GIVEN = ("effect", "se", "ci_low", "ci_high", "p")


def given_effects(
    of: Mapping[str, Floats], computed: Floats, *, is_log: bool, level: float, flags: Flags
) -> tuple[Floats, Floats]:
    """Effects and variances of rows that bring them ready and have none `computed`, NaN elsewhere; shape (n,).

    Ratios stand as printed (1 is no effect) and are turned into logs, their limits too; `se` of a ratio is that of its
    log. The error comes from `se`, else from the interval, else from p.
    """
    effect = np.where(np.isnan(computed), of["effect"], np.nan)
    nothing = np.full(effect.shape, np.nan)
    low, high = of.get("ci_low", nothing), of.get("ci_high", nothing)
    if is_log:
        bare = np.any([each <= 0 for each in (effect, low, high)], axis=0)
        flags.add(bare, "a ratio, or a limit of one, of 0 or less has no logarithm")
        effect, low, high = (np.log(np.where(each > 0, each, np.nan)) for each in (effect, low, high))
    se = np.where(of.get("se", nothing) > 0, of.get("se", nothing), np.nan)
    ways = (
        (conversions.se_from_interval(low, high, level=level), "standard error from the confidence interval"),
        (conversions.se_from_p(effect, of.get("p", nothing)), "standard error from p"),
    )
    told = of.get("p", nothing)
    only_p = ~np.isnan(effect) & np.isnan(se) & np.isnan(low + high)
    flags.add(only_p & ((told <= 0) | (told >= 1)), "p of 0 or 1 tells no error")
    for from_way, why in ways:
        new = np.isnan(se) & (from_way > 0) & ~np.isnan(effect)
        se = np.where(new, from_way, se)
        flags.add(new, why)
    known = ~np.isnan(effect) & ~np.isnan(se)
    flags.add(known, AS_GIVEN)
    return np.where(known, effect, np.nan), np.where(known, se * se, np.nan)
