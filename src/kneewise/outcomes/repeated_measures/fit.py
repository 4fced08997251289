"""From ordered rows to a fitted model: scaling, the search, and what it found in coordinates fit for inference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.repeated_measures.columns_kept import Kept, all_kept, is_clear, keep_columns
from kneewise.outcomes.repeated_measures.likelihood import Likelihood
from kneewise.outcomes.repeated_measures.model import parts_of
from kneewise.outcomes.repeated_measures.search import find_minimum
from kneewise.outcomes.repeated_measures.start import check_visits, pairwise, smoothed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.layout import Layout
    from kneewise.outcomes.repeated_measures.likelihood import Value
    from kneewise.outcomes.repeated_measures.model import Parts
    from kneewise.outcomes.repeated_measures.newton import Minimum

_WELL_EXPLAINED: Final = 1e-6  # share of the scores' variance left by the model, below which their digits are saved
_LEAST_SPREAD: Final = 1e-50  # below it squares of variances are no numbers of the machine
_PERFECT: Final = 1e-11  # residual over score, both as root mean squares, that is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a fit in the order of `layout`.

    z : shape (n, p + 1), the design and one column to work in; y : shape (n,), the scores
    weights : shape (n,), or None; the covariance of a patient's scores is W^-1/2 Sigma W^-1/2
    visits : the names of the visits; their times where the covariance is spatial
    groups : the names of the groups that have a covariance of their own
    """

    layout: Layout
    z: Array
    y: Array
    weights: Array | None
    visits: Sequence[Any]
    groups: Sequence[Any]
    covariance: str
    reml: bool

    @property
    def x(self) -> Array:
        return self.z[:, :-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted model. Its coefficients are worked with as beta = shift + turn @ (working coefficients).

    z : shape (n, q + 1), the working columns and working scores
    beta : shape (q,), of the columns kept; working : the same in working coordinates
    covariance : of the working coefficients, shape (q, q); information : dA / dtheta, shape (K, q, q)
    theta : in the scores' units; theta_covariance does not depend on them
    has_others : whether other, smaller maxima of the likelihood were met
    """

    rows: Rows
    kept: Kept
    parts: Parts
    value: Value
    z: Array
    shift: Array
    turn: Array
    beta: Array
    working: Array
    covariance: Array
    information: Array
    theta: Array
    theta_covariance: Array
    sigma: tuple[Array, ...]
    log_likelihood: float
    n_steps: int
    largest_gradient: float
    has_others: bool

    def lifted(self, covariance: Array) -> Array:
        """Turn a covariance of the working coefficients into that of beta."""
        return np.asarray(self.turn @ covariance @ self.turn.T)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Working:
    """The coordinates of the fit: scores = x (shift + turn w) + rest, with w the working coefficients.

    scale : the unit of the working scores; first : w by least squares
    """

    kept: Kept
    parts: Parts
    z: Array
    shift: Array
    turn: Array
    scale: float
    first: Array


def fit_rows(rows: Rows) -> Fit:
    """Fit the model.

    Raises NotEstimable where there are too few rows, where the model leaves nothing to explain, or where the search
    fails; the text says which.
    """
    working = _work(rows)
    likelihood = Likelihood(groups=working.parts.groups, moments=working.parts.moments, reml=rows.reml)
    found, has_others = find_minimum(likelihood, _first_covariances(rows, working), rows.covariance)
    return _carried_back(rows, working, likelihood, found, has_others=has_others)


def _work(rows: Rows) -> _Working:
    center = _center(rows)
    spread = float(np.sqrt(np.mean((rows.y - center) ** 2)))
    if spread < _LEAST_SPREAD:
        raise NotEstimable("the scores are all the same: there is no variance to estimate")
    rows.z[:, -1] = (rows.y - center) / spread
    z, kept = rows.z, all_kept(rows.z.shape[1] - 1)
    parts = _parts(rows, z)
    products = parts.unweighted()
    if not is_clear(products[:-1, :-1]):
        kept = keep_columns(rows.x)
        z = np.column_stack([rows.x[:, kept.columns] @ kept.basis, rows.z[:, -1]])
        parts = _parts(rows, z)
        products = parts.unweighted()
    n, p = len(z), z.shape[1] - 1
    if p == 0:
        raise NotEstimable("every column of the design is zero: there is no coefficient to estimate")
    if n <= p:
        raise NotEstimable(f"found {n} scores for {p} coefficients: nothing is left to estimate a variance from")
    first = np.linalg.solve(products[:-1, :-1], products[:-1, -1]).astype(np.float64)
    shift, turn = np.zeros(p), spread * kept.basis
    if center != 0.0:
        shift[0] = center
    if products[-1, -1] - products[:-1, -1] @ first >= _WELL_EXPLAINED * products[-1, -1]:
        return _Working(kept=kept, parts=parts, z=z, shift=shift, turn=turn, scale=spread, first=first)
    first, rest = _residual(z, first)
    left = float(np.sqrt(np.mean(rest * rest)))
    if left * spread <= _PERFECT * float(np.sqrt(np.mean(rows.y**2))):
        raise NotEstimable("the model explains the scores without remainder: there is no variance to estimate")
    z = np.column_stack([z[:, :-1], rest / left])
    return _Working(
        kept=kept,
        parts=_parts(rows, z),
        z=z,
        shift=shift + turn @ first,
        turn=turn * left,
        scale=spread * left,
        first=np.zeros(p),
    )


def _parts(rows: Rows, z: Array) -> Parts:
    return parts_of(rows.layout, z, rows.weights, rows.visits, rows.covariance)


def _center(rows: Rows) -> float:
    """Take the mean of the scores away where the design has an intercept: it saves digits, and nothing else moves."""
    return float(rows.y.mean()) if rows.z.shape[1] > 1 and bool((rows.z[:, 0] == 1.0).all()) else 0.0


def _residual(z: Array, beta: Array) -> tuple[Array, Array]:
    """Solve least squares again for what a first solution left, and give the coefficients and the residuals."""
    x = z[:, :-1]
    beta = beta + np.linalg.lstsq(x, z[:, -1] - x @ beta, rcond=None)[0]
    return beta, z[:, -1] - x @ beta


def _first_covariances(rows: Rows, working: _Working) -> list[Array]:
    made, parts = [], working.parts
    for moments, seen, name in zip(parts.moments, parts.seen, rows.groups, strict=True):
        products, counts = pairwise(moments, working.first, seen)
        where = f" in group {name!r}" if len(rows.groups) > 1 else ""
        if not parts.is_spatial:
            check_visits(products, counts, rows.visits, rows.covariance, where)
        made.append(smoothed(products, counts))
    return made


def _carried_back(
    rows: Rows, working: _Working, likelihood: Likelihood, found: Minimum, *, has_others: bool
) -> Fit:  # fmt: skip
    value, slopes = found.value, found.slopes
    n, p = len(working.z), len(working.shift)
    pairs = list(zip(likelihood.groups, likelihood.parts(), strict=True))
    thetas = [group.rescaled(found.theta[part], working.scale) for group, part in pairs]
    # Constants: the units of the scores, those of the columns (REML), 2 pi, and the weights.
    log_turn = float(np.linalg.slogdet(working.turn)[1]) if rows.reml else 0.0
    lost = value.objective + n * np.log(working.scale) - log_turn + 0.5 * (n - p * rows.reml) * np.log(2.0 * np.pi)
    if rows.weights is not None:
        lost -= 0.5 * float(np.log(rows.weights).sum())
    return Fit(
        rows=rows,
        kept=working.kept,
        parts=working.parts,
        value=value,
        z=working.z,
        shift=working.shift,
        turn=working.turn,
        beta=working.shift + working.turn @ value.beta,
        working=value.beta,
        covariance=value.beta_covariance,
        information=slopes.information,
        theta=np.concatenate(thetas),
        theta_covariance=np.asarray(np.linalg.inv(slopes.hessian), dtype=np.float64),
        sigma=tuple(group.matrix(theta) for (group, _), theta in zip(pairs, thetas, strict=True)),
        log_likelihood=-float(lost),
        n_steps=found.n_steps,
        largest_gradient=float(np.abs(slopes.gradient).max()),
        has_others=has_others,
    )
