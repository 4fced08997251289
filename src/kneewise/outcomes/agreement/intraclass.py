"""Intraclass correlation for grades or measurements taken as numbers: six forms, with exact and approximate limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Intraclass:
    """One form of the intraclass correlation.

    form : 'ICC1' each subject by readers of its own; 'ICC2' readers drawn at random, all read all, absolute
        agreement; 'ICC3' these readers only, consistency; with 'k' for the mean of the k readers
    low, high : of a mean of readers, low may be -inf
    f, df1, df2, p : test of no correlation
    n_left_out : subjects with a gap; all forms need every reader's grade
    """

    form: str
    estimate: float
    low: float
    high: float
    confidence: float
    f: float
    df1: int
    df2: int
    p: float
    n_subjects: int
    n_readers: int
    n_left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _MeanSquares:
    """Mean squares between subjects, among readers, within subjects, and of what is left."""

    n: int
    k: int
    between: float
    among: float
    within: float
    residual: float


def intraclass_correlation(values: ArrayLike, *, confidence: float = 0.95) -> tuple[Intraclass, ...]:
    """Estimate the six intraclass correlations of Shrout and Fleiss.

    values : shape (n subjects, k readers), NaN where a reader gave none; such subjects are left out and counted

    Raises BadValues for another shape, NotEstimable with fewer than two readers or two complete subjects, or where
    nothing varies: readers who agree entirely leave no error to test with, subjects alike on average nothing to tell.

    Source: Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428; limits of ICC2: McGraw KO, Wong SP. Psychol Methods
    1996;1:30-46. Agrees with R psych 2.2.9 `ICC` to 1e-8 (tests/alignment/test_agreement.py).
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2:
        raise BadValues(f"values: found an array of {table.ndim} dimensions; allowed: subjects by readers")
    if not 0 < confidence < 1:
        raise BadValues(f"confidence: found {confidence}; allowed: a number between 0 and 1")
    whole = ~np.isnan(table).any(axis=1)
    n_left_out = int((~whole).sum())
    table = table[whole]
    n, k = table.shape
    if k < 2 or n < 2:
        raise NotEstimable(
            f"the intraclass correlation needs two readers and two subjects that each of them graded; "
            f"found {k} readers and {n} such subjects"
        )
    squares = _mean_squares(table)
    if squares.residual <= 1e-12 * max(squares.within, squares.between) or squares.within == 0:
        raise NotEstimable("the readers leave no error at all: the intraclass correlation has no limits")
    if squares.between <= 1e-12 * squares.within:
        raise NotEstimable("the subjects do not differ on average: the mean of the readers has no reliability to tell")
    forms = _single_forms(squares, (1 + confidence) / 2)
    results = []
    for name, (estimate, low, high, f, df2) in forms.items():
        p = _f_tail(f, n - 1, df2)
        shared = {"confidence": confidence, "f": f, "df1": n - 1, "df2": df2, "p": p, "n_subjects": n,
                  "n_readers": k, "n_left_out": n_left_out}  # fmt: skip
        results.append(Intraclass(form=name, estimate=estimate, low=low, high=high, **shared))
        of_mean = [_of_mean(each, k) for each in (estimate, low, high)]
        results.append(Intraclass(form=f"{name}k", estimate=of_mean[0], low=of_mean[1], high=of_mean[2], **shared))
    return tuple(sorted(results, key=lambda each: (len(each.form), each.form)))


def _mean_squares(table: NDArray[np.float64]) -> _MeanSquares:
    n, k = table.shape
    mean = table.mean()
    of_subjects = k * float(((table.mean(axis=1) - mean) ** 2).sum())
    of_readers = n * float(((table.mean(axis=0) - mean) ** 2).sum())
    within = float(((table - table.mean(axis=1, keepdims=True)) ** 2).sum())
    return _MeanSquares(
        n=n,
        k=k,
        between=of_subjects / (n - 1),
        among=of_readers / (k - 1),
        within=within / (n * (k - 1)),
        residual=max(within - of_readers, 0.0) / ((n - 1) * (k - 1)),
    )


def _single_forms(of: _MeanSquares, upper: float) -> dict[str, tuple[float, float, float, float, int]]:
    """Estimate, limits, F and its second degrees of freedom of each form for a single reader."""
    n, k = of.n, of.k
    df1, df_within, df_left = n - 1, n * (k - 1), (n - 1) * (k - 1)
    one = (of.between - of.within) / (of.between + (k - 1) * of.within)
    apart = of.between - of.residual
    two = apart / (of.between + (k - 1) * of.residual + k * (of.among - of.residual) / n)
    three = apart / (of.between + (k - 1) * of.residual)
    f_one, f_left = of.between / of.within, of.between / of.residual
    return {
        "ICC1": (one, *_limits_of_ratio(f_one, (df1, df_within), k, upper), f_one, df_within),
        "ICC2": (two, *_limits_of_two(of, two, upper), f_left, df_left),
        "ICC3": (three, *_limits_of_ratio(f_left, (df1, df_left), k, upper), f_left, df_left),
    }


def _limits_of_ratio(f: float, dfs: tuple[int, int], k: int, upper: float) -> tuple[float, float]:
    df1, df2 = dfs
    low, high = f / _f_quantile(df1, df2, upper), f * _f_quantile(df2, df1, upper)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _limits_of_two(of: _MeanSquares, estimate: float, upper: float) -> tuple[float, float]:
    """Limits by Satterthwaite's degrees of freedom, since the form mixes two errors."""
    n, k = of.n, of.k
    ratio = of.among / of.residual
    rest = n * (1 + (k - 1) * estimate) - k * estimate
    top = (n - 1) * (k - 1) * (k * estimate * ratio + rest) ** 2
    df = top / ((n - 1) * k**2 * estimate**2 * ratio**2 + rest**2)
    mixed = k * of.among + (k * n - k - n) * of.residual
    f_low, f_high = _f_quantile(n - 1, df, upper), _f_quantile(df, n - 1, upper)
    low = n * (of.between - f_low * of.residual) / (f_low * mixed + n * of.between)
    high = n * (f_high * of.between - of.residual) / (mixed + n * f_high * of.between)
    return low, high


def _of_mean(single: float, k: int) -> float:
    """Spearman and Brown: what the mean of k readers is worth; it has no lower end where a single one has its least."""
    remainder = 1 + (k - 1) * single
    return k * single / remainder if remainder > 1e-12 else -np.inf


def _f_quantile(df1: float, df2: float, upper: float) -> float:
    from scipy.special import fdtri

    return float(fdtri(df1, df2, upper))


def _f_tail(f: float, df1: float, df2: float) -> float:
    from scipy.special import fdtrc

    return float(fdtrc(df1, df2, f))
