"""Mean and standard deviation of each arm from whatever its columns hold, with a flag for each conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.effects import conversions

if TYPE_CHECKING:
    from kneewise.evidence.effects.flags import Flags
    from kneewise.evidence.pooling.sets import Floats

OF_AN_ARM = ("se", "ci_low", "ci_high", "minimum", "quartile_low", "median", "quartile_high", "maximum")


def fill_arm(of: dict[str, Floats], arm: str, n: Floats, level: float, flags: Flags) -> None:
    """Put mean and sd of one arm ("1" or "2") into `of` where they are missing and other columns can tell them.

    In this order: sd from the standard error, from the interval of the mean; mean and sd from five numbers, quartiles,
    range. n : patients of the arm, for pairs the pairs.
    """
    nothing = np.full(n.shape, np.nan)
    have = {name: of.get(f"{name}{arm}", nothing) for name in OF_AN_ARM}
    mean, sd = of.get(f"mean{arm}", nothing).copy(), of.get(f"sd{arm}", nothing).copy()

    def take(values: Floats, into: Floats, why: str) -> None:
        new = np.isnan(into) & ~np.isnan(values) & (values >= 0)
        into[new] = values[new]
        flags.add(new, f"group {arm}: {why}")

    with np.errstate(invalid="ignore"):
        take(conversions.sd_from_se(have["se"], n), sd, "standard deviation from the standard error")
        from_interval = conversions.sd_from_interval(have["ci_low"], have["ci_high"], n, level=level)
        take(from_interval, sd, "standard deviation from the confidence interval of the mean")
        quartiles = (have["quartile_low"], have["median"], have["quartile_high"])
        ways = (
            (conversions.mean_sd_from_five(have["minimum"], *quartiles, have["maximum"], n=n), "quartiles and range"),
            (conversions.mean_sd_from_quartiles(*quartiles, n), "median and quartiles"),
            (conversions.mean_sd_from_range(have["minimum"], have["median"], have["maximum"], n), "median and range"),
        )
    for (from_mean, from_sd), name in ways:
        both = np.isnan(mean) & ~np.isnan(from_mean) & ~np.isnan(from_sd)
        # A printed sd is better than one from quartiles: then the mean alone is taken.
        mean[both], sd[both] = from_mean[both], np.where(np.isnan(sd[both]), from_sd[both], sd[both])
        flags.add(both, f"group {arm}: mean and standard deviation from {name}, as if normal")
    of[f"mean{arm}"], of[f"sd{arm}"] = mean, sd
