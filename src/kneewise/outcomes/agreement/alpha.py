"""Krippendorff's alpha in its four metrics, with an interval by drawing subjects again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.agreement.coefficients import refuse_certain_chance
from kneewise.outcomes.agreement.grades import as_grades
from kneewise.outcomes.agreement.weights import agreement_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.agreement.grades import ReaderGrades

    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
_WEIGHTS: dict[str, str] = {"nominal": "unweighted", "interval": "quadratic", "ratio": "ratio"}
_MOST_UNDEFINED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Krippendorff's alpha.

    low, high : percentiles of alpha over `n_draws` samples of subjects; None where none was asked for, too many draws
        held one grade only, or all gave the same alpha (`why`)
    n_undefined : draws in which alpha is not defined, since all grades were one; they are left out
    """

    metric: Metric
    estimate: float
    low: float | None
    high: float | None
    confidence: float
    observed_disagreement: float
    expected_disagreement: float
    n_compared: int
    n_grades: int
    n_draws: int
    n_undefined: int
    seed: int
    why: str | None = None


def krippendorff_alpha(
    grades: ReaderGrades | ArrayLike,
    metric: Metric = "ordinal",
    *,
    levels: Sequence[Any] | None = None,
    n_draws: int = 2000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Alpha:
    """Estimate Krippendorff's alpha, for any number of readers and with gaps.

    grades : `ReaderGrades`, or an array of shape (n subjects, r readers), NaN where a reader gave no grade
    metric : 'nominal', 'interval', 'ratio', or 'ordinal', whose distance counts how many grades were given in between
        (Gwet's weights 'ordinal' of `agreement_coefficient` count the grades of the scale instead)
    n_draws : samples of subjects for the interval (0: none); the same seed gives the same interval

    Raises NotEstimable where no subject was graded twice or one grade alone was given.

    Source: Krippendorff K. Computing Krippendorff's Alpha-Reliability. 2011. Agrees with its printed examples to the
    three decimals given, and with the Python package krippendorff 0.9.0 to 1e-12 (tests/alignment/test_agreement.py).
    """
    if metric not in ("nominal", "ordinal", "interval", "ratio"):
        raise BadValues(f"metric: found {metric!r}; allowed: nominal, ordinal, interval, ratio")
    if n_draws < 0 or not 0 < confidence < 1:
        raise BadValues("n_draws: allowed: 0 or more; confidence: allowed: a number between 0 and 1")
    taken = as_grades(grades, levels)
    counts = taken.counts()
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise NotEstimable("no subject was graded by two readers: there is nothing to compare")
    # Subjects graded alike are one pattern: drawing subjects is drawing how often each pattern comes.
    patterns, times = np.unique(counts, axis=0, return_counts=True)
    fixed = None if metric == "ordinal" else 1 - agreement_weights(taken.levels, _WEIGHTS[metric])
    observed, expected = _disagreements(patterns, times[None, :].astype(np.float64), fixed)
    refuse_certain_chance(1.0 if expected[0] <= 0 else 0.0)
    drawn = _draw(patterns, times, fixed, n_draws, seed)
    defined = drawn[~np.isnan(drawn)]
    low = high = why = None
    if n_draws == 0:
        why = "no interval was asked for"
    elif len(defined) < (1 - _MOST_UNDEFINED) * n_draws:
        why = "too many samples of these subjects hold one grade only: the interval cannot be told"
    elif np.ptp(defined) < 1e-12:
        why = "every sample of these subjects gives the same alpha: how it varies cannot be told"
    else:
        tail = (1 - confidence) / 2
        low, high = (float(each) for each in np.quantile(defined, [tail, 1 - tail]))
    return Alpha(
        metric=metric, estimate=float(1 - observed[0] / expected[0]), low=low, high=high, confidence=confidence,
        observed_disagreement=float(observed[0]), expected_disagreement=float(expected[0]), n_compared=len(counts),
        n_grades=int(counts.sum()), n_draws=n_draws, n_undefined=n_draws - len(defined), seed=seed, why=why,
    )  # fmt: skip


def _draw(patterns: Matrix, times: NDArray[np.int64], fixed: Matrix | None, n_draws: int, seed: int) -> Vector:
    """Alpha of samples of the subjects, NaN where a sample holds one grade only."""
    if n_draws == 0:
        return np.empty(0)
    n = int(times.sum())
    drawn = np.random.default_rng(seed).multinomial(n, times / n, size=n_draws).astype(np.float64)
    observed, expected = _disagreements(patterns, drawn, fixed)
    return np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1), np.nan)


def _disagreements(patterns: Matrix, times: Matrix, fixed: Matrix | None) -> tuple[Vector, Vector]:
    """Observed and expected disagreement for each row of `times`, shape (b, patterns)."""
    n_graded = patterns.sum(axis=1)
    # Ordered pairs of grades within a subject, each subject with as much say as it has grades.
    pairs = patterns[:, :, None] * patterns[:, None, :]
    met = np.tensordot(times / (n_graded - 1), pairs, axes=1)
    margins = times @ patterns
    total = margins.sum(axis=1)
    apart = _ordinal_distances(margins) if fixed is None else np.broadcast_to(fixed, met.shape)
    observed = (met * apart).sum(axis=(1, 2)) / total
    expected = (margins[:, :, None] * margins[:, None, :] * apart).sum(axis=(1, 2)) / (total * (total - 1))
    return observed, expected


def _ordinal_distances(margins: Matrix) -> NDArray[np.float64]:
    """Squared count of the grades given from one to the other, each end by half, over its largest; shape (b, q, q)."""
    middle = np.cumsum(margins, axis=1) - margins / 2
    apart: NDArray[np.float64] = (middle[:, :, None] - middle[:, None, :]) ** 2
    largest = apart.max(axis=(1, 2), keepdims=True)
    return apart / np.where(largest > 0, largest, 1)
