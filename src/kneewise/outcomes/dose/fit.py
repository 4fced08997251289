"""One shape fitted to the arms: least squares over e0, the coefficients and, within bounds, the parameters."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.dose.bounds import checked_bounds
from kneewise.outcomes.dose.profile import best_parameters, profile
from kneewise.outcomes.dose.reached import Curve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.shapes import Shape

    Floats = NDArray[np.float64]
    Bounds = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFit:
    """A fitted shape.

    shape : its name; names : of the coefficients, e0 first
    coefficients : shape (p,), e0, the linear ones, the parameters; covariance : shape (p, p)
    misfit : squared distance of the curve from the arms' means, in units of their covariance
    rss : residual sum of squares over the patients, None where the means came as estimates
    df : residual degrees of freedom of the fit; infinite where the covariance counts as known
    aic : Akaike's criterion; for estimates the misfit plus two a parameter
    at_bound : parameters that stopped at the edge of what was allowed: the data would have gone on
    is_saturated : as many coefficients as doses, so that the curve cannot fail
    """

    shape: str
    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats | None
    misfit: float
    rss: float | None
    df: float
    aic: float
    aicc: float | None
    at_bound: tuple[str, ...]
    is_saturated: bool
    _shape: Shape
    _bounds: tuple[tuple[float, float], ...]

    @property
    def curve(self) -> Curve:
        """The curve without e0."""
        n_linear = len(self._shape.coefficients)
        values = self.coefficients.tolist()
        return Curve(
            shape=self._shape,
            coefficients=tuple(values[1 : 1 + n_linear]),
            parameters=tuple(values[1 + n_linear :]),
        )

    def predict(self, doses: ArrayLike, *, over: float | None = None) -> tuple[Floats, Floats | None]:
        """The curve at the doses and its standard errors, or its rise over a reference dose.

        Standard errors are None where the covariance of the coefficients is not determined.
        """
        at = np.atleast_1d(np.asarray(doses, dtype=np.float64))
        slopes, linear = self._slopes(at)
        if over is not None:
            reference, linear_there = self._slopes(np.array([over]))
            slopes, linear = slopes - reference, linear - linear_there
        n_linear = 1 + len(self._shape.coefficients)
        values: Floats = linear @ self.coefficients[:n_linear]
        if self.covariance is None:
            return values, None
        return values, np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slopes, self.covariance, slopes), 0))

    def _slopes(self, doses: Floats) -> tuple[Floats, Floats]:
        return _gradient(self._shape, doses, self.coefficients)


def fit_shape(arms: DoseArms, shape: Shape, *, bounds: Bounds | None = None) -> ShapeFit:
    """Fit a shape to the arms.

    bounds : a pair for each parameter of the shape; those of `default_bounds` where not given

    With patients' data the variance is estimated around the curve, as a non-linear regression does; with estimates
    it is theirs. Raises NotEstimable with fewer doses than coefficients, BadValues for bounds that cannot be.
    Agrees with DoseFinding 1.4.1 `fitMod` to 1e-5, the tolerance of its optimiser; ours ends with a gradient of 0
    to rounding (tests/alignment/test_mcpmod.py).
    """
    k, p = len(arms.doses), shape.n_coefficients
    if k < p:
        raise NotEstimable(f"{shape.name}: {p} coefficients from {k} doses are not determined")
    limits = checked_bounds(shape, bounds, arms.highest)
    root = np.linalg.inv(np.linalg.cholesky(arms.covariance))
    parameters = best_parameters(root, arms, shape, limits)
    linear, _ = profile(root, arms, shape, parameters)
    coefficients = np.concatenate([linear, parameters])
    slopes, columns = _gradient(shape, arms.doses, coefficients)
    misfit = float(np.sum((root @ (arms.means - columns @ linear)) ** 2))
    rss, df, scale = _residual(arms, misfit, p)
    aic, aicc = _criteria(arms, rss, misfit, p)
    names = ("e0", *shape.coefficients, *shape.parameters)
    edges = [
        name
        for name, value, (low, high) in zip(shape.parameters, parameters, limits, strict=True)
        if min(value - low, high - value) <= 1e-6 * (high - low)
    ]
    return ShapeFit(
        shape=shape.name,
        names=names,
        coefficients=coefficients,
        covariance=_covariance(root @ slopes, scale) if _is_felt(root, slopes, parameters, arms) else None,
        misfit=misfit,
        rss=rss,
        df=df,
        aic=aic,
        aicc=aicc,
        at_bound=tuple(edges),
        is_saturated=k == p,
        _shape=shape,
        _bounds=limits,
    )


def _gradient(shape: Shape, doses: Floats, coefficients: Floats) -> tuple[Floats, Floats]:
    """Derivatives of the curve in all coefficients, and its linear columns alone."""
    n_linear = 1 + len(shape.coefficients)
    parameters = coefficients[n_linear:].tolist()
    columns = np.column_stack([np.ones(len(doses)), shape.basis(doses, parameters)])
    bends = coefficients[1] * shape.bends(doses, parameters)
    return np.column_stack([columns, bends]), columns


def _residual(arms: DoseArms, misfit: float, p: int) -> tuple[float | None, float, float]:
    """Residual sum of squares, degrees of freedom, and by what the arms' covariance is to be multiplied."""
    if arms.residual_variance is None:
        return None, arms.df, 1.0
    rss = arms.residual_variance * (arms.df + misfit)
    df = arms.df + len(arms.doses) - p
    return rss, df, rss / df / arms.residual_variance


def _criteria(arms: DoseArms, rss: float | None, misfit: float, p: int) -> tuple[float, float | None]:
    if rss is None or arms.n is None:
        return misfit + 2 * p, None
    n = sum(arms.n)
    p_all = p + round(n - arms.df - len(arms.doses)) + 1  # with the slopes of covariates and the variance
    aic = n * (log(2 * pi) + log(rss / n) + 1) + 2 * p_all
    return aic, aic + 2 * p_all * (p_all + 1) / (n - p_all - 1) if n > p_all + 1 else None


def _is_felt(root: Floats, slopes: Floats, parameters: Floats, arms: DoseArms) -> bool:
    """Whether the curve changes with its parameters by more than rounding: without an effect it has no ED50."""
    bends = parameters * (root @ slopes[:, slopes.shape[1] - len(parameters) :])
    return bool((np.sqrt(np.sum(bends**2, axis=0)) > 1e-12 * np.sqrt(np.sum((root @ arms.means) ** 2))).all())


def _covariance(slopes: Floats, scale: float) -> Floats | None:
    """Of the coefficients; None where the curve does not change with one of them."""
    size = np.sqrt(np.sum(slopes**2, axis=0))
    if (size == 0).any():
        return None
    _, singular, axes = np.linalg.svd(slopes / size, full_matrices=False)
    if singular[-1] < 1e-9:
        return None
    half = axes.T / singular / size[:, None]
    covariance: Floats = half @ half.T * scale
    return covariance
