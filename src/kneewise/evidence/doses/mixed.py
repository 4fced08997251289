"""Random coefficients over studies with known errors: maximum likelihood, restricted or not.

y_i = X_i beta + Z_i b_i + e_i, b_i ~ N(0, Psi), e_i ~ N(0, S_i) with S_i known. In the two-stage analysis y_i are a
study's own coefficients and X_i = Z_i = 1; in the one-stage analysis they are its effects and the curve's columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True)
class StudyData:
    """One study: y shape (k,), x shape (k, p), z shape (k, q), s shape (k, k)."""

    y: Floats
    x: Floats
    z: Floats
    s: Floats


@dataclass(frozen=True, slots=True)
class MixedFit:
    """coefficient shape (p,), covariance (p, p), psi (q, q), and the log-likelihood that was maximised."""

    coefficient: Floats
    covariance: Floats
    psi: Floats
    log_likelihood: float | None


@dataclass(frozen=True, slots=True)
class _Stack:
    """Studies with the same number of values, stacked."""

    y: Floats
    x: Floats
    z: Floats
    s: Floats


def fit_fixed(studies: list[StudyData]) -> MixedFit:
    """Least squares without variation between studies."""
    q = studies[0].z.shape[1]
    stacks = _stacks(studies, np.ones(q))
    found = _evaluate(stacks, np.zeros((q, q)), restricted=False)
    return MixedFit(found.coefficient, found.covariance, np.zeros((q, q)), found.value)


def fit_given(studies: list[StudyData], psi: Floats) -> MixedFit:
    """Least squares with a given variation between studies; there is no likelihood to tell."""
    found = _evaluate(_stacks(studies, np.ones(len(psi))), psi, restricted=False)
    return MixedFit(found.coefficient, found.covariance, psi, None)


def fit_likelihood(studies: list[StudyData], *, restricted: bool, starts: list[Floats]) -> MixedFit:
    """Maximise the (restricted) likelihood over Psi, kept a covariance by its Cholesky factor.

    starts : values of Psi to climb from, none of them 0 (a factor of 0 is a flat place); the best hill is taken.
    Raises NotEstimable where no climb ends.
    """
    q = studies[0].z.shape[1]
    # Coefficients of dose and of dose squared differ by orders: each is measured in units of a typical start.
    unit = np.sqrt(np.median([np.diag(each) for each in starts], axis=0))
    stacks = _stacks(studies, unit)
    lower = np.tril_indices(q)
    tops = []
    for start in starts:
        top = _climb(stacks, _factor(start / np.outer(unit, unit)), lower, restricted)
        if top is not None:
            tops.append(top)
    if not tops:
        raise NotEstimable("psi: the likelihood found no top; use a simpler curve, method='MM', or 'fixed'")
    value, psi = max(tops, key=lambda each: each[0])
    found = _evaluate(stacks, psi, restricted=restricted)
    return MixedFit(found.coefficient, found.covariance, psi * np.outer(unit, unit), value)


@dataclass(frozen=True, slots=True)
class _Point:
    value: float
    slope: Floats
    coefficient: Floats
    covariance: Floats


def _climb(stacks: list[_Stack], factor: Floats, lower: Any, restricted: bool) -> tuple[float, Floats] | None:
    from scipy.optimize import minimize

    q = len(factor)

    def down(parameters: Floats) -> tuple[float, Floats]:
        own = np.zeros((q, q))
        own[lower] = parameters
        here = _evaluate(stacks, own @ own.T, restricted=restricted)
        return -here.value, -(2 * here.slope @ own)[lower]

    at = factor[lower]
    # BFGS stops where the value no longer changes in its last digit; started again, it goes on along a fresh curvature.
    for _ in range(4):
        found = minimize(down, at, jac=True, method="BFGS", options={"gtol": 1e-10, "maxiter": 500})
        moved = float(abs(found.x - at).max())
        at = found.x
        if moved < 1e-10:
            break
    value, slope = down(at)
    if not np.isfinite(value) or abs(slope).max() > 1e-4:
        return None
    own = np.zeros((q, q))
    own[lower] = at
    return -value, own @ own.T


def _evaluate(stacks: list[_Stack], psi: Floats, *, restricted: bool) -> _Point:
    """Log-likelihood at Psi with the best coefficients, and its slope in Psi (a symmetric matrix)."""
    whitened = []
    information, pushed = 0.0, 0.0
    n, log_det = 0, 0.0
    for stack in stacks:
        sigma = stack.s + stack.z @ psi @ stack.z.transpose(0, 2, 1)
        factor = np.linalg.cholesky(sigma)
        solved = np.linalg.solve(factor, np.concatenate([stack.x, stack.z, stack.y[:, :, None]], axis=2))
        p, q = stack.x.shape[2], stack.z.shape[2]
        x, z, y = solved[:, :, :p], solved[:, :, p : p + q], solved[:, :, -1]
        whitened.append((x, z, y))
        information = information + np.einsum("bkp,bkr->pr", x, x)
        pushed = pushed + np.einsum("bkp,bk->p", x, y)
        log_det += 2 * float(np.sum(np.log(np.einsum("bkk->bk", factor))))
        n += stack.y.size
    covariance = np.linalg.inv(information)
    covariance = (covariance + covariance.T) / 2
    coefficient = covariance @ pushed
    squares = 0.0
    slope = np.zeros_like(psi)
    for x, z, y in whitened:
        left = y - x @ coefficient
        squares += float(np.sum(left**2))
        own = np.einsum("bkq,bk->bq", z, left)
        slope += np.einsum("bq,br->qr", own, own) - np.einsum("bkq,bkr->qr", z, z)
        if restricted:
            crossed = np.einsum("bkq,bkp->bqp", z, x)
            slope += np.einsum("bqp,pt,brt->qr", crossed, covariance, crossed)
    degrees = n - len(coefficient) if restricted else n
    value = -0.5 * (degrees * _LOG_2PI + log_det + squares)
    if restricted:
        value -= 0.5 * float(np.linalg.slogdet(information)[1])
    return _Point(value, slope / 2, coefficient, covariance)


def _stacks(studies: list[StudyData], unit: Floats) -> list[_Stack]:
    grouped: dict[int, list[StudyData]] = {}
    for study in studies:
        grouped.setdefault(len(study.y), []).append(study)
    return [
        _Stack(
            np.stack([each.y for each in group]),
            np.stack([each.x for each in group]),
            np.stack([each.z * unit for each in group]),
            np.stack([each.s for each in group]),
        )
        for group in grouped.values()
    ]


def _factor(psi: Floats) -> Floats:
    """Cholesky factor of a start, a little lifted so that it has one."""
    lift = 1e-6 * np.trace(psi) / len(psi)
    return np.linalg.cholesky(psi + lift * np.eye(len(psi))).astype(np.float64)
