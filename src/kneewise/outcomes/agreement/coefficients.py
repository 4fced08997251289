"""Agreement beyond chance for any number of readers, with gaps: five answers to what chance is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.agreement.grades import as_grades
from kneewise.outcomes.agreement.weights import agreement_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.agreement.grades import ReaderGrades

    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float64]

Method = Literal["percent", "brennan-prediger", "gwet", "fleiss", "conger", "krippendorff"]
METHODS: tuple[Method, ...] = ("percent", "brennan-prediger", "gwet", "fleiss", "conger", "krippendorff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One coefficient of agreement.

    estimate : 1 for full agreement, 0 for as much as by chance
    standard_error, low, high : over the sampling of subjects; None where one subject alone, or the same agreement on
        all, does not give them (`why`)
    observed, expected : share of agreeing pairs of readers, found and by chance (weighted)
    n_subjects : subjects with a grade; n_compared : those that two readers or more graded
    """

    method: str
    weights: str
    estimate: float
    standard_error: float | None
    low: float | None
    high: float | None
    confidence: float
    observed: float
    expected: float
    n_subjects: int
    n_compared: int
    n_readers: int
    why: str | None = None


def agreement_coefficient(
    grades: ReaderGrades | ArrayLike,
    method: Method = "gwet",
    *,
    weights: str = "unweighted",
    levels: Sequence[Any] | None = None,
    confidence: float = 0.95,
) -> Coefficient:
    """Estimate how far readers agree beyond chance.

    grades : `ReaderGrades`, or an array of shape (n subjects, r readers), NaN where a reader gave no grade
    method : 'gwet' AC1, weighted AC2; 'fleiss' (two readers: Scott's pi); 'conger' (two readers: Cohen's kappa);
        'brennan-prediger' (two readers: Bennett's S); 'krippendorff'; 'percent', without any correction
    weights : see `agreement_weights`
    levels : the grades of the scale, for an array; Gwet and Brennan-Prediger count those that nobody gave, too

    The standard error is of the sampling of subjects, the readers taken as given; the interval is t with n - 1
    degrees of freedom, cut at -1 and 1. A reader who gave no grade is not counted.

    Raises NotEstimable where no subject was graded twice, or where chance alone explains everything (one grade only).

    Source: Gwet KL. Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 2-6; Gwet KL. Br J Math Stat Psychol
    2008;61:29-48; Conger AJ. Psychol Bull 1980;88:322-328; Fleiss JL. Psychol Bull 1971;76:378-382.
    Agrees with R irrCAC 1.0 to the five decimals that it prints, standard errors too; see
    tests/alignment/test_agreement.py.
    """
    if method not in METHODS:
        raise BadValues(f"method: found {method!r}; allowed: {', '.join(METHODS)}")
    if not 0 < confidence < 1:
        raise BadValues(f"confidence: found {confidence}; allowed: a number between 0 and 1")
    taken = as_grades(grades, levels)
    present = (taken.codes >= 0).any(axis=0)
    coded = taken.codes[:, present]
    counts = taken.counts()
    counts = counts[counts.sum(axis=1) > 0]
    coded = coded[(coded >= 0).any(axis=1)]
    _check_overlap(counts)
    table = agreement_weights(taken.levels, weights)
    if method == "krippendorff":
        observed, expected, terms, n = _krippendorff(counts, table)
    else:
        observed, expected, terms, n = _of_pairs(coded, counts, table, method)
    estimate = (observed - expected) / (1 - expected)
    error, why = _standard_error(terms, estimate, n)
    low, high = _limits(estimate, error, n, confidence)
    if low is not None and method == "percent":
        low = max(0.0, low)
    return Coefficient(
        method=method, weights=weights, estimate=estimate, standard_error=error, low=low, high=high,
        confidence=confidence, observed=observed, expected=expected, n_subjects=len(counts),
        n_compared=int((counts.sum(axis=1) >= 2).sum()), n_readers=int(present.sum()), why=why,
    )  # fmt: skip


def _check_overlap(counts: Matrix) -> None:
    if not (counts.sum(axis=1) >= 2).any():
        raise NotEstimable("no subject was graded by two readers: there is nothing to compare")


def refuse_certain_chance(expected: float) -> None:
    """Refuse to divide by nothing: all grades are one grade, so chance alone explains full agreement."""
    if expected > 1 - 1e-12:
        raise NotEstimable(
            "every reader gave the same one grade throughout, which chance alone would explain: agreement beyond "
            "chance is not defined (observed agreement is 1)"
        )


def _of_pairs(
    coded: NDArray[np.int64], counts: Matrix, weights: Matrix, method: Method
) -> tuple[float, float, Vector, int]:
    """Observed and expected agreement, each subject's term of the estimate, and the number of subjects."""
    n, q = counts.shape
    n_graded = counts.sum(axis=1)
    several = n_graded >= 2
    agreeing = (counts * (counts @ weights - 1)).sum(axis=1)
    own = np.zeros(n)
    own[several] = agreeing[several] / (n_graded * (n_graded - 1))[several]
    observed = float(own.sum() / several.sum())
    shares = counts / n_graded[:, None]
    prevalence = shares.mean(axis=0)
    if method == "gwet":
        if q < 2:
            raise NotEstimable("the scale has one grade only: agreement by chance is not defined")
        factor = float(weights.sum()) / (q * (q - 1))
        expected = factor * float((prevalence * (1 - prevalence)).sum())
        by_subject = factor * (shares @ (1 - prevalence))
    elif method == "fleiss":
        expected = float(prevalence @ weights @ prevalence)
        by_subject = shares @ (weights @ prevalence)
    elif method == "conger":
        expected, by_subject = _conger(coded, weights)
    else:
        expected = float(weights.sum() / q**2) if method == "brennan-prediger" else 0.0
        by_subject = np.full(n, expected)
    refuse_certain_chance(expected)
    estimate = (observed - expected) / (1 - expected)
    terms = np.where(several, n / several.sum() * (own - expected) / (1 - expected), 0.0)
    terms = terms - 2 * (1 - estimate) * (by_subject - expected) / (1 - expected)
    return observed, expected, terms, n


def _conger(coded: NDArray[np.int64], weights: Matrix) -> tuple[float, Vector]:
    """Chance by each reader's own habit: two readers drawn from those who graded."""
    n, r = coded.shape
    q = len(weights)
    given = (coded[:, :, None] == np.arange(q)).astype(np.float64)
    n_by_reader = given.sum(axis=(0, 2))
    habits = given.sum(axis=0) / n_by_reader[:, None]
    others = habits.sum(axis=0) - habits
    expected = float(np.einsum("gk,kl,gl->", habits, weights, others) / (r * (r - 1)))
    # Each grade's pull on its reader's habit; a reader with gaps is a smaller sample, so each grade pulls more.
    pull = others @ weights
    moved = np.einsum("igk,gk->ig", given, pull) - (given.sum(axis=2) * (habits * pull).sum(axis=1))
    by_subject = expected + (moved * (n / n_by_reader)).sum(axis=1) / (r * (r - 1))
    return expected, by_subject


def _krippendorff(counts: Matrix, weights: Matrix) -> tuple[float, float, Vector, int]:
    """As `_of_pairs`; subjects graded once do not count, and a small-sample share is added to the observed."""
    counts = counts[counts.sum(axis=1) >= 2]
    n = len(counts)
    n_graded = counts.sum(axis=1)
    mean_graded = float(n_graded.mean())
    small = 1 / (n * mean_graded)
    own = (counts * (counts @ weights - 1)).sum(axis=1) / (mean_graded * (n_graded - 1))
    plain = float(own.mean())
    observed = (1 - small) * plain + small
    prevalence = counts.mean(axis=0) / mean_graded
    expected = float(prevalence @ weights @ prevalence)
    refuse_certain_chance(expected)
    # The source gives the variance of the coefficient without the small-sample share, which is a trifle larger.
    more = (n_graded - mean_graded) / mean_graded
    own = own - observed * more
    by_subject = counts @ (weights @ prevalence) / mean_graded - expected * more
    bare = (plain - expected) / (1 - expected)
    terms = (own - expected) / (1 - expected) - 2 * (1 - bare) * (by_subject - expected) / (1 - expected)
    terms = terms + (observed - plain) / (1 - expected)  # so that they scatter around the estimate
    return observed, expected, terms, n


def _standard_error(terms: Vector, estimate: float, n: int) -> tuple[float | None, str | None]:
    if n < 2:
        return None, "one subject alone does not tell how the coefficient varies"
    error = float(np.sqrt(((terms - estimate) ** 2).sum() / (n * (n - 1))))
    if error < 1e-12:
        # irrCAC gives an error of 0 and an interval of no width, which would claim certainty from any two subjects.
        return None, "every subject shows the same agreement, which does not tell how the coefficient varies"
    return error, None


def _limits(estimate: float, error: float | None, n: int, confidence: float) -> tuple[float | None, float | None]:
    if error is None:
        return None, None
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * error
    # Weights that give much credit by chance let a coefficient fall below -1.
    return max(min(-1.0, estimate), estimate - half), min(1.0, estimate + half)
