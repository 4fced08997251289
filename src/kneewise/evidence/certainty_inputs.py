"""What each domain of GRADE rests on, computed: shares of weight, heterogeneity, the interval against the margin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.pooling.result import Pooled

ENOUGH_TRIALS = 10  # below it a test of small-study effects says nothing (Cochrane Handbook 6.5, 13.3.5.4)
POWER: Final = 0.80
RISKS: Final = ("low", "some", "high", "not judged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bias:
    """Share of the pooled weight, 0 to 1, by risk of bias; and how many trials."""

    shares: tuple[tuple[str, float], ...]
    trials: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconsistency:
    """How far the trials differ.

    i2 : percent, from Q; tau2, q_p; prediction : where one more trial's true effect lies, None with fewer than three
    estimates_better : trials whose own estimate is on the good side; estimates_beyond : that reach the margin
    """

    i2: float
    tau2: float
    q_p: float | None
    prediction: tuple[float, float] | None
    estimates_better: int
    estimates_worse: int
    estimates_beyond: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indirectness:
    """Share of weight from the product that is asked about; None where nothing was said of products or of the question.

    shares : of every product
    """

    asked: str | None
    share_asked: float | None
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprecision:
    """What the interval leaves open.

    holds_zero; holds : of "benefit that matters", "little or nothing", "harm that matters", those the interval reaches;
        None without a margin
    enough : people that one trial needs to show the margin with 80 % power at 5 % (GRADE's optimal information size),
        of `people` there are; None where margin, spread or people are not known
    """

    holds_zero: bool
    holds: tuple[str, ...] | None
    margin: float | None
    enough: float | None
    people: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallStudies:
    """Egger's test: whether small trials say other than large ones.

    slope, p : None where `why` says "few trials" (fewer than ten) or "one precision"
    """

    k: int
    slope: float | None
    p: float | None
    why: str | None


def weigh_bias(risks: Sequence[Any], weights: np.ndarray) -> Bias:
    """Share the weight out by risk of bias."""
    named = [each or "not judged" for each in risks]
    shares = {each: float(weights[[name == each for name in named]].sum()) for each in RISKS}
    counts = {each: named.count(each) for each in RISKS}
    return Bias(
        shares=tuple((each, share) for each, share in shares.items() if counts[each]),
        trials=tuple((each, n) for each, n in counts.items() if n),
    )


def weigh_inconsistency(pooled: Pooled, effects: np.ndarray, better: str, margin: float | None) -> Inconsistency:
    """Say how far the trials differ, and how many are on which side by themselves."""
    benefit = effects if better == "higher" else -effects
    several = len(effects) > 1
    prediction = pooled.prediction if len(effects) >= 3 else None
    return Inconsistency(
        i2=float(pooled.i2),
        tau2=float(pooled.tau2),
        q_p=float(pooled.q_p) if several else None,
        prediction=None if prediction is None else (float(prediction[0]), float(prediction[1])),
        estimates_better=int((benefit > 0).sum()),
        estimates_worse=int((benefit < 0).sum()),
        estimates_beyond=None if margin is None else int((benefit >= margin).sum()),
    )


def weigh_indirectness(products: Sequence[Any], asked: str | None, weights: np.ndarray) -> Indirectness:
    """Share the weight out by product."""
    named = [each for each in products if each is not None]
    shares = {each: float(weights[[name == each for name in products]].sum()) for each in dict.fromkeys(named)}
    known = asked is not None and len(named) == len(products)
    return Indirectness(
        asked=asked,
        share_asked=shares.get(str(asked), 0.0) if known else None,
        shares=tuple(shares.items()),
    )


def weigh_imprecision(
    interval: tuple[float, float], better: str, margin: float | None, sd: float | None, people: np.ndarray | None
) -> Imprecision:
    """Hold the interval against zero and against the margin on either side, and the people against what is enough."""
    low, high = interval if better == "higher" else (-interval[1], -interval[0])
    holds = None
    if margin is not None:
        spans = (
            ("benefit that matters", high > margin),
            ("little or nothing", low < margin and high > -margin),
            ("harm that matters", low < -margin),
        )
        holds = tuple(name for name, reached in spans if reached)
    there = float(people.sum()) if people is not None and np.isfinite(people).all() else None
    enough = None if margin is None or sd is None else enough_people(margin, sd)
    return Imprecision(holds_zero=low <= 0 <= high, holds=holds, margin=margin, enough=enough, people=there)


def enough_people(margin: float, sd: float, *, power: float = POWER) -> float:
    """People of both groups together that show a difference `margin` of an outcome of spread `sd`, two-sided 5 %."""
    from scipy.special import ndtri

    return 4.0 * (float(ndtri(0.975)) + float(ndtri(power))) ** 2 * (sd / margin) ** 2


def power_to_see(margin: float, n1: float, n2: float) -> float:
    """Power of a two-sided 5 % test of two groups to see a difference of `margin` standard deviations."""
    from scipy.special import ndtr, ndtri

    return float(ndtr(margin / math.sqrt(1.0 / n1 + 1.0 / n2) - ndtri(0.975)))


def weigh_small_studies(effects: np.ndarray, variances: np.ndarray) -> SmallStudies:
    """Test whether small trials say other than large ones, by Egger's regression, where there are enough."""
    from kneewise.evidence.bias.asymmetry import egger_test

    k = len(effects)
    if k < ENOUGH_TRIALS:
        return SmallStudies(k=k, slope=None, p=None, why="few trials")
    try:
        found = egger_test(effects, variances)
    except NotEstimable:
        return SmallStudies(k=k, slope=None, p=None, why="one precision")
    return SmallStudies(k=k, slope=found.slope, p=found.p, why=None)
