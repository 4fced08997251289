"""What the arms of a dose trial say together: one mean a dose, with the covariance of the means.

Everything later (contrasts, tests, fits) is a function of these: least squares on the patients equals least squares on
the adjusted means plus what the saturated model leaves, so a published table of means, deviations and numbers is as
good as the patients themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from kneewise.columns import codes, numbers
from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseArms:
    """Means by dose and how sure they are.

    doses : shape (k,), rising, at least 0
    means : shape (k,), at the mean of the covariates where there are any
    covariance : shape (k, k), of the means
    df : degrees of freedom of the estimate of variance in `covariance`; infinite where it counts as known
    n : persons per dose, None where the means came as estimates
    residual_variance : within arms, None where the means came as estimates
    n_missing : persons left out because their dose, response or a covariate is unknown
    covariates : what the means are adjusted for
    """

    doses: Floats
    means: Floats
    covariance: Floats
    df: float
    n: tuple[int, ...] | None
    residual_variance: float | None
    n_missing: int = 0
    covariates: tuple[str, ...] = ()

    @property
    def has_placebo(self) -> bool:
        """Whether dose 0 was given to an arm."""
        return bool(self.doses[0] == 0)

    @property
    def highest(self) -> float:
        """The highest dose."""
        return float(self.doses[-1])


def arms_from_patients(
    dose: ArrayLike, response: ArrayLike, *, covariates: Mapping[str, Sequence[object]] | None = None
) -> DoseArms:
    """Take one row a patient: analysis of covariance with a mean for each dose.

    dose : shape (n,), at least 0, NaN where unknown
    response : shape (n,), NaN where unknown
    covariates : by name, numbers or labels of shape (n,); a label's first level is the reference

    A patient with anything unknown is left out and counted in `n_missing`. Raises BadValues for a negative dose or
    lengths that differ; NotEstimable with fewer than two doses, without a patient more than there are coefficients,
    where covariates tell the doses apart, or where nobody differs from the own arm's mean.
    """
    table = {"dose": np.asarray(dose), "response": np.asarray(response)}
    d, y = numbers(table, "dose"), numbers(table, "response")
    if d.shape != y.shape or d.ndim != 1:
        raise BadValues(f"response: found shape {y.shape}; allowed: one number for each of {d.shape} doses")
    names, columns = _covariates(covariates or {}, len(d))
    known = np.isfinite(d) & np.isfinite(y) & np.isfinite(columns).all(axis=1)
    d, y, columns = d[known], y[known], columns[known]
    doses, place = np.unique(d, return_inverse=True)
    _check_doses(doses)
    arms = (place[:, None] == np.arange(len(doses))).astype(np.float64)
    design = np.column_stack([arms, columns - columns.mean(axis=0)])
    means, unscaled, rss = _least_squares(design, y)
    df = len(y) - design.shape[1]
    return DoseArms(
        doses=doses,
        means=means[: len(doses)],
        covariance=unscaled[: len(doses), : len(doses)] * (rss / df),
        df=float(df),
        n=tuple(np.bincount(place).tolist()),
        residual_variance=rss / df,
        n_missing=int(np.sum(~known)),
        covariates=names,
    )


def arms_from_summaries(doses: ArrayLike, n: ArrayLike, means: ArrayLike, sd: ArrayLike) -> DoseArms:
    """Take what a paper prints: number, mean and standard deviation of each dose; the deviations are pooled.

    doses, n, means, sd : shape (k,); n whole numbers from 1 (an arm of 1 has no deviation: give NaN), sd at least 0

    Raises BadValues and NotEstimable as `arms_from_patients`.
    """
    d, m, s = (_vector(each, name) for each, name in ((doses, "doses"), (means, "means"), (sd, "sd")))
    count = _vector(n, "n")
    if not d.shape == m.shape == s.shape == count.shape:
        raise BadValues("doses, n, means, sd: found different lengths; allowed: one of each for every dose")
    order = np.argsort(d, kind="stable")
    d, m, s, count = d[order], m[order], s[order], count[order]
    _check_doses(d)
    if (count < 1).any() or (np.floor(count) != count).any():
        raise BadValues("n: found no whole number from 1; allowed: persons per dose")
    if not np.isfinite(m).all() or not (s[count > 1] >= 0).all():
        raise BadValues("means, sd: found one that is missing or negative; allowed: a mean for each dose, sd from 0")
    df = float(count.sum() - len(d))
    variance = float(np.sum(np.where(count > 1, (count - 1) * s**2, 0.0))) / df if df > 0 else 0.0
    if not variance > 0:
        raise NotEstimable("sd: nobody differs from the own arm's mean; a test needs variance within arms")
    return DoseArms(
        doses=d,
        means=m,
        covariance=np.diag(variance / count),
        df=df,
        n=tuple(int(each) for each in count),
        residual_variance=variance,
    )


def arms_from_estimates(doses: ArrayLike, means: ArrayLike, covariance: ArrayLike, *, df: float = inf) -> DoseArms:
    """Take estimates by dose from any model (a mixed model, logits of shares): the generalised MCP-Mod.

    doses, means : shape (k,); covariance : shape (k, k), symmetric, positive definite; df : of the covariance

    Source: Pinheiro J, Bornkamp B, Glimm E, Bretz F. Stat Med 2014;33:1646-1661.
    Raises BadValues where shapes differ or the covariance is none.
    """
    d, m = _vector(doses, "doses"), _vector(means, "means")
    s = np.asarray(covariance, dtype=np.float64)
    if m.shape != d.shape or s.shape != (len(d), len(d)) or not np.isfinite(m).all():
        raise BadValues(
            f"means, covariance: found shapes {m.shape}, {s.shape}; allowed: {len(d)} known means, a square"
        )
    if not np.isfinite(s).all() or not np.allclose(s, s.T, rtol=1e-10, atol=0) or np.linalg.eigvalsh(s).min() <= 0:
        raise BadValues(
            "covariance: found none that is symmetric and positive definite; allowed: a covariance of means"
        )
    if not df >= 1:
        raise BadValues(f"df: found {df!r}; allowed: at least 1, or infinite")
    order = np.argsort(d, kind="stable")
    _check_doses(d[order])
    return DoseArms(
        doses=d[order],
        means=m[order],
        covariance=s[np.ix_(order, order)],
        df=float(df),
        n=None,
        residual_variance=None,
    )


def _least_squares(design: Floats, y: Floats) -> tuple[Floats, Floats, float]:
    n, p = design.shape
    if n <= p:
        raise NotEstimable(f"response: {n} patients for {p} means and slopes leave nothing to estimate variance from")
    q, r = np.linalg.qr(design)
    if abs(np.diag(r)).min() < 1e-10 * abs(np.diag(r)).max():
        raise NotEstimable("covariates: they tell doses or each other apart; their slopes are not determined")
    inverse = np.linalg.inv(r)
    coefficients = inverse @ (q.T @ y)
    rss = float(np.sum((y - design @ coefficients) ** 2))
    if rss <= (1e-12 * abs(y).max()) ** 2 * n:
        raise NotEstimable("response: nobody differs from the own arm's mean; a test needs variance within arms")
    return coefficients, inverse @ inverse.T, rss


def _covariates(given: Mapping[str, Sequence[object]], n: int) -> tuple[tuple[str, ...], Floats]:
    columns: list[Floats] = [np.zeros((n, 0))]
    for name in given:
        if len(given[name]) != n:
            raise BadValues(f"covariates: found {len(given[name])} values of {name!r}; allowed: {n}")
        if np.asarray(given[name]).dtype.kind in "biuf":
            columns.append(numbers(given, name)[:, None])
            continue
        taken = codes(given, name)
        marks = (taken.codes[:, None] == np.arange(1, len(taken.levels))).astype(np.float64)
        columns.append(np.where(taken.codes[:, None] < 0, np.nan, marks))
    return tuple(given), np.concatenate(columns, axis=1)


def _vector(values: ArrayLike, name: str) -> Floats:
    try:
        taken = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadValues(f"{name}: found a value that is no number; allowed: numbers") from None
    if taken.ndim != 1:
        raise BadValues(f"{name}: found {taken.ndim} dimensions; allowed: one number for each dose")
    return taken


def _check_doses(doses: Floats) -> None:
    if not (np.isfinite(doses).all() and (doses >= 0).all()):
        raise BadValues("doses: found a negative or missing one; allowed: numbers from 0")
    if len(doses) < 2:
        raise NotEstimable(f"doses: found {len(doses)}; a dose-response needs at least 2")
    if (np.diff(doses) == 0).any():
        raise BadValues("doses: found one twice; allowed: each dose once")
