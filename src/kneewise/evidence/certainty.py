"""How certain a pooled effect is: what can be computed for each domain of GRADE, and room for the reader's judgement.

Nothing here judges. The figures stand beside empty columns; a certainty comes out only when a reader has filled all of
them.

Source: Guyatt G et al. GRADE guidelines, J Clin Epidemiol 2011;64:383-394 (1), 407-415 (4 bias), 1283-1293 (6
imprecision), 1294-1302 (7 inconsistency), 1277-1282 (5 publication bias), 1303-1310 (8 indirectness).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.certainty_inputs import (
    Bias,
    Imprecision,
    Inconsistency,
    Indirectness,
    SmallStudies,
    weigh_bias,
    weigh_imprecision,
    weigh_inconsistency,
    weigh_indirectness,
    weigh_small_studies,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

DOMAINS: Final = ("risk of bias", "inconsistency", "indirectness", "imprecision", "publication bias")
# What a judgement takes away. "none" is a judgement too; a gap is not one.
JUDGEMENTS: Final = {"none": 0, "serious": 1, "very serious": 2}
LEVELS: Final = ("very low", "low", "moderate", "high")
Level = Literal["very low", "low", "moderate", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """The table of one outcome.

    start : where it starts: "high" of randomised trials, "low" if one is not, None where it is not known of all
    k, n : trials, and people or knees (None: not all known)
    estimate, low, high : pooled effect by `method`, and its interval
    bias, inconsistency, indirectness, imprecision, small_studies : what was computed for each domain
    judgements : domain -> the reader's word, None where there is none
    level : what the judgements leave of the start; None until all five are given
    """

    start: Level | None
    k: int
    n: float | None
    estimate: float
    low: float
    high: float
    method: str
    bias: Bias
    inconsistency: Inconsistency
    indirectness: Indirectness
    imprecision: Imprecision
    small_studies: SmallStudies
    judgements: tuple[tuple[str, str | None], ...]
    level: Level | None


def weigh_certainty(
    effects: ArrayLike,
    variances: ArrayLike,
    *,
    better: Literal["lower", "higher"],
    margin: float | None = None,
    n: ArrayLike | None = None,
    sd: float | None = None,
    risks: Sequence[str | None] | None = None,
    randomised: Sequence[bool | None] | None = None,
    products: Sequence[str | None] | None = None,
    product: str | None = None,
    judgements: Mapping[str, str] | None = None,
    tau2: str = "REML",
    interval: str = "knapp-hartung-floor",
    level: float = 0.95,
) -> Certainty:
    """Compute what the five domains of GRADE rest on, and apply the reader's judgements if there are all.

    effects, variances : shape (k,), one a trial, NaN where a trial has none (left out)
    better : direction of benefit; margin : smallest difference that matters, above 0, on the scale of the effects
    n : shape (k,), people of each trial; sd : spread of the outcome, for the size that would be enough (a margin of a
        standardised difference needs none: give 1)
    risks : by trial "low", "some", "high" or None; randomised : by trial; None: not known
    products, product : what each trial gave, and what the question is about
    judgements : by domain of DOMAINS, "none", "serious" or "very serious"

    Raises NotEstimable without an effect; BadValues for a shape, a domain or a word that is not allowed.
    """
    from kneewise.evidence.pooling.pool import pool

    values, spread = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if values.ndim != 1 or values.shape != spread.shape:
        raise BadValues(f"effects, variances: found shapes {values.shape}, {spread.shape}; allowed: one shape (k,)")
    there = np.isfinite(values) & np.isfinite(spread)
    if not there.any():
        raise NotEstimable("certainty: no trial has an effect with its variance")
    given = _judgements(judgements or {})
    pooled = pool(values[there], spread[there], tau2=tau2, interval=interval, level=level)
    if pooled.ci is None:
        interval = "wald"
        pooled = pool(values[there], spread[there], tau2=tau2, interval=interval, level=level)
    if pooled.ci is None:
        raise NotEstimable("certainty: the pooled effect has no interval")
    low, high = (float(each) for each in pooled.ci)
    weights = np.asarray(pooled.weights, dtype=np.float64) / 100.0
    people = _column(n, values.shape, there)
    is_random = _flags(randomised, len(values), there)
    start: Level | None = "low" if False in is_random else None if None in is_random else "high"
    return Certainty(
        start=start,
        k=int(there.sum()),
        n=float(people.sum()) if people is not None and np.isfinite(people).all() else None,
        estimate=float(pooled.estimate),
        low=low,
        high=high,
        method=f"{tau2}, {interval}",
        bias=weigh_bias(_flags(risks, len(values), there), weights),
        inconsistency=weigh_inconsistency(pooled, values[there], better, margin),
        indirectness=weigh_indirectness(_flags(products, len(values), there), product, weights),
        imprecision=weigh_imprecision((low, high), better, margin, sd, people),
        small_studies=weigh_small_studies(values[there], spread[there]),
        judgements=tuple((domain, given.get(domain)) for domain in DOMAINS),
        level=judged_level(start, given),
    )


def judged_level(start: Level | None, judgements: Mapping[str, str]) -> Level | None:
    """Take the judgements from the start; None without a start, and until every domain has one."""
    if start is None or set(judgements) != set(DOMAINS):
        return None
    taken = sum(JUDGEMENTS[each] for each in judgements.values())
    return LEVELS[max(LEVELS.index(start) - taken, 0)]


def _judgements(given: Mapping[str, str]) -> dict[str, str]:
    for domain, word in given.items():
        if domain not in DOMAINS:
            raise BadValues(f"judgements: found '{domain}'; allowed: {', '.join(DOMAINS)}")
        if word not in JUDGEMENTS:
            raise BadValues(f"judgements of {domain}: found '{word}'; allowed: {', '.join(JUDGEMENTS)}")
    return dict(given)


def _column(values: ArrayLike | None, shape: tuple[int, ...], there: np.ndarray) -> np.ndarray | None:
    if values is None:
        return None
    taken = np.asarray(values, dtype=np.float64)
    if taken.shape != shape:
        raise BadValues(f"n: found shape {taken.shape}; allowed: {shape}, one a trial")
    return np.asarray(taken[there])


def _flags(values: Sequence[object] | None, k: int, there: np.ndarray) -> list[object]:
    if values is None:
        return [None] * int(there.sum())
    if len(values) != k:
        raise BadValues(f"risks, randomised, products: found {len(values)} values; allowed: {k}, one a trial")
    return [each for each, is_there in zip(values, there.tolist(), strict=True) if is_there]
