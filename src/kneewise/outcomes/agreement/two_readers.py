"""Two readers: Cohen's kappa with its large-sample error, and whether one of them grades higher than the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.agreement.coefficients import refuse_certain_chance
from kneewise.outcomes.agreement.weights import agreement_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Cohen's kappa of two readers.

    standard_error : of a large sample (ASE); None where it is 0 for want of any disagreement to learn from (`why`)
    low, high : estimate with normal limits, cut at -1 and 1
    largest : the most that kappa could be with these marginal frequencies, 1 where both readers use the grades alike;
        None for the weights 'ratio'
    """

    weights: str
    estimate: float
    standard_error: float | None
    low: float | None
    high: float | None
    confidence: float
    observed: float
    expected: float
    largest: float | None
    n_subjects: int
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginTest:
    """A test of a square table: chi-square with its degrees of freedom; None where nothing can be tested (`why`)."""

    name: str
    statistic: float | None
    df: int
    p: float | None
    why: str | None = None


def cohen_kappa(
    table: ArrayLike, *, weights: str = "unweighted", levels: Sequence[Any] | None = None, confidence: float = 0.95
) -> Kappa:
    """Estimate Cohen's kappa of two readers, plain or weighted.

    table : shape (q, q), subjects by grade of the first reader (rows) and of the second (columns)
    weights : see `agreement_weights`; `levels` are the grades, ranks where they are not given

    Raises BadValues for a table that is not square or has cells that are no counts, NotEstimable for an empty table
    and where both readers gave one and the same grade throughout.

    Source: Cohen J. Educ Psychol Meas 1960;20:37-46; Cohen J. Psychol Bull 1968;70:213-220; error: Fleiss JL, Cohen J,
    Everitt BS. Psychol Bull 1969;72:323-327.
    Agrees with R vcd 1.4.11 `Kappa` to 1e-12, its ASE too (tests/alignment/test_agreement.py).
    """
    counts = square_table(table)
    if not 0 < confidence < 1:
        raise BadValues(f"confidence: found {confidence}; allowed: a number between 0 and 1")
    n = counts.sum()
    grades = tuple(range(len(counts))) if levels is None else tuple(levels)
    if len(grades) != len(counts):
        raise BadValues(f"levels: found {len(grades)}; allowed: {len(counts)}, one a row of the table")
    credit = agreement_weights(grades, weights)
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float((credit * shares).sum()), float(rows @ credit @ columns)
    refuse_certain_chance(expected)
    kappa = (observed - expected) / (1 - expected)
    error = _large_sample_error(shares, credit, kappa, expected, n)
    # Along weights by ratio the order-preserving table need not be the best one.
    largest = None if weights == "ratio" else _largest(rows, columns, credit, expected)
    low = high = why = None
    if error is None:
        why = "the table has no cell from which the error could be told: full agreement, or one pattern only"
    else:
        from scipy.special import ndtri

        half = float(ndtri((1 + confidence) / 2)) * error
        low, high = max(min(-1.0, kappa), kappa - half), min(1.0, kappa + half)
    return Kappa(
        weights=weights, estimate=kappa, standard_error=error, low=low, high=high, confidence=confidence,
        observed=observed, expected=expected, largest=largest, n_subjects=int(n), why=why,
    )  # fmt: skip


def square_table(table: ArrayLike) -> Matrix:
    """Take a table of counts, shape (q, q), of which at least one is above 0."""
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise BadValues(f"table: found a shape of {counts.shape}; allowed: as many rows as columns")
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise BadValues("table: found a cell that is no count; allowed: whole numbers of 0 or more")
    if counts.sum() == 0:
        raise NotEstimable("no subject was graded by both readers: there is nothing to compare")
    return counts


def _large_sample_error(shares: Matrix, credit: Matrix, kappa: float, expected: float, n: float) -> float | None:
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    by_chance = np.add.outer(credit @ columns, credit.T @ rows)
    spread = (shares * (credit - by_chance * (1 - kappa)) ** 2).sum() - (kappa - expected * (1 - kappa)) ** 2
    # Full agreement leaves a rounding error of either sign where 0 is meant.
    return None if spread < 1e-14 else float(np.sqrt(spread / n) / (1 - expected))


def _largest(rows: Matrix, columns: Matrix, credit: Matrix, expected: float) -> float:
    """Kappa of the table with these margins in which grades lie as near as they can: both margins filled in order.

    For weights that fall with distance along an ordered scale the order-preserving table is the best one; for
    unweighted agreement each grade takes what both margins have of it.
    """
    if np.array_equal(credit, np.eye(len(credit))):
        best = float(np.minimum(rows, columns).sum())
    else:
        edges = np.unique(np.concatenate(([0.0], np.cumsum(rows), np.cumsum(columns))).clip(0, 1).round(12))
        middle = (edges[1:] + edges[:-1]) / 2
        q = len(rows)
        i = np.minimum(np.searchsorted(np.cumsum(rows), middle), q - 1)
        j = np.minimum(np.searchsorted(np.cumsum(columns), middle), q - 1)
        best = float((np.diff(edges) * credit[i, j]).sum())
    return (best - expected) / (1 - expected)


def bowker_test(table: ArrayLike) -> MarginTest:
    """Test whether disagreements go one way: cells (i, j) against (j, i).

    table : shape (q, q), counts

    Pairs of cells that are both empty carry nothing and no degree of freedom, as Bowker has it (R's mcnemar.test
    gives no number then).

    Source: Bowker AH. J Am Stat Assoc 1948;43:572-574.
    Agrees with statsmodels 0.15.0 `SquareTable.symmetry` to 1e-12 where no pair is empty.
    """
    counts = square_table(table)
    upper = np.triu_indices(len(counts), 1)
    one, other = counts[upper], counts.T[upper]
    filled = one + other > 0
    df = int(filled.sum())
    if df == 0:
        return MarginTest(name="bowker", statistic=None, df=0, p=None, why="the readers never differ")
    statistic = float(((one - other)[filled] ** 2 / (one + other)[filled]).sum())
    return MarginTest(name="bowker", statistic=statistic, df=df, p=_chi2_tail(statistic, df))


def stuart_maxwell_test(table: ArrayLike) -> MarginTest:
    """Test whether two readers use the grades equally often (marginal homogeneity).

    table : shape (q, q), counts; grades that neither reader gave are left out

    Source: Stuart A. Biometrika 1955;42:412-416; Maxwell AE. Br J Psychiatry 1970;116:651-655.
    Agrees with statsmodels 0.15.0 `SquareTable.homogeneity("stuart_maxwell")` to 1e-10.
    """
    counts = square_table(table)
    used = (counts.sum(axis=0) + counts.sum(axis=1)) > 0
    counts = counts[np.ix_(used, used)]
    apart = counts.sum(axis=1) - counts.sum(axis=0)
    spread = np.diag(counts.sum(axis=1) + counts.sum(axis=0) - 2 * np.diag(counts)) - (
        counts + counts.T - 2 * np.diag(np.diag(counts))
    )
    # One grade is settled by the others; where readers never mix two groups of grades, more are.
    values, vectors = np.linalg.eigh(spread)
    kept = values > 1e-9 * max(float(values.max(initial=0)), 1.0)
    df = int(kept.sum())
    if df == 0:
        return MarginTest(name="stuart-maxwell", statistic=None, df=0, p=None, why="the readers never differ")
    along = vectors[:, kept].T @ apart
    statistic = float((along**2 / values[kept]).sum())
    return MarginTest(name="stuart-maxwell", statistic=statistic, df=df, p=_chi2_tail(statistic, df))


def _chi2_tail(statistic: float, df: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))
