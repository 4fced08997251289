"""Figures of one arm at one time, made ready to be compared: mean, SD and n on the direction of the scale.

Every step away from what was printed is noted by a code, and a figure that cannot be used says why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kneewise.evidence.effects.conversions import mean_sd_from_quartiles, sd_from_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kneewise.evidence.records import Arm, Outcome

# Why a printed figure does not enter a comparison.
UNUSABLE: Final = {
    "arm-not-named": "which arm it is cannot be told",
    "visit-not-named": "which visit it is cannot be told",
    "interval-misses-estimate": "its printed interval does not contain it",
    "unit-implausible": "its printed unit is not possible",
    "statistic-not-named": "whether it is a mean or a median is not said",
}
MEANS: Final = ("mean", "mean-change", "mean-improvement", "median", "annual-percent-change")
KIND: Final = {
    "mean": "mean", "median": "mean", "mean-change": "change", "mean-improvement": "change",
    "annual-percent-change": "annual-percent-change",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmFigures:
    """One arm at one time.

    kind : "mean" at the visit, "change" since the start, or "annual-percent-change"
    steps : what was done to the printed figure: "from-quartiles", "from-interval", "sign-turned", "n-of-the-arm",
        "arms-combined"; and what the row was flagged with
    """

    kind: str
    n: int
    mean: float
    sd: float
    steps: tuple[str, ...]


def take_figures(row: Outcome, arm: Arm) -> ArmFigures | str:
    """Make a printed figure ready, or say in a word why it cannot be.

    Quartiles and intervals become mean and SD as in `effect_sizes` (effects/conversions.py: Luo 2018, Wan 2014,
    Handbook 6.5.2.2).
    """
    for flag in row.flags:
        if flag in UNUSABLE:
            return UNUSABLE[flag]
    if row.statistic not in MEANS or row.value is None:
        return "no mean or median is printed"
    n, steps = (row.n, list(row.flags)) if row.n is not None else (arm.n, [*row.flags, "n-of-the-arm"])
    if n is None:
        return "no number of patients is printed"
    spread = _mean_and_sd(row, n)
    if spread is None:
        return "no spread is printed"
    mean, sd, step = spread
    if row.statistic == "mean-improvement":
        mean, steps = -mean, [*steps, "sign-turned"]
    return ArmFigures(kind=KIND[row.statistic], n=n, mean=mean, sd=sd, steps=tuple(steps + ([step] if step else [])))


def _mean_and_sd(row: Outcome, n: int) -> tuple[float, float, str] | None:
    value, low, high = row.value, row.spread_low, row.spread_high
    if value is None or low is None or row.spread is None:
        return None
    if row.spread == "sd":
        return value, low, ""
    if high is None:
        return None
    if row.spread == "quartiles":
        mean, sd = mean_sd_from_quartiles(low, value, high, n)
        return float(mean), float(sd), "from-quartiles"
    return value, float(sd_from_interval(low, high, n)), "from-interval"


def combine_arms(arms: Iterable[ArmFigures]) -> ArmFigures:
    """Make one arm of several that got the same: dose groups, subgroups. Their spread between each other counts.

    Source: Cochrane Handbook 6.5, section 6.5.2.10.
    """
    listed = list(arms)
    if len(listed) == 1:
        return listed[0]
    n = sum(each.n for each in listed)
    mean = sum(each.n * each.mean for each in listed) / n
    within = sum((each.n - 1) * each.sd**2 for each in listed)
    between = sum(each.n * (each.mean - mean) ** 2 for each in listed)
    steps = dict.fromkeys([*(step for each in listed for step in each.steps), "arms-combined"])
    sd = math.sqrt((within + between) / (n - 1))
    return ArmFigures(kind=listed[0].kind, n=n, mean=mean, sd=sd, steps=tuple(steps))


def arms_by_name(arms: Iterable[Arm]) -> Mapping[tuple[str, str], Arm]:
    """Arms by study and name."""
    return {(each.study, each.arm): each for each in arms}
