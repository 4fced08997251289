"""What a dose-response meta-analysis says, and the curve that it draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from kneewise.evidence.doses.curves import Curve

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiSquare:
    """A chi-square test; p None without a degree of freedom."""

    q: float
    df: int
    p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCurve:
    """One study's own curve: coefficients shape (q,), covariance (q, q); None where it has too few doses for one."""

    study: str
    reference: float
    doses: Floats
    effects: Floats
    se: Floats
    coefficients: Floats | None
    covariance: Floats | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseCurve:
    """Effect of doses against a reference dose, each of shape (n,).

    low, high : of the mean curve; study_low, study_high : where the curve of a further study would lie (normal
        distribution, Psi taken as known), None where studies were taken not to vary
    """

    dose: Floats
    reference: float
    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    study_low: Floats | None
    study_high: Floats | None
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseResponse:
    """A dose-response meta-analysis.

    coefficients, se, low, high, p : shape (q,), one for each of `terms`; covariance : shape (q, q)
    psi : shape (q, q), covariance of the coefficients between studies, 0 for method "fixed"
    wald : test that all coefficients are 0; bent : that all after the first are, None for a line
    heterogeneity : of the studies' coefficients; None in one stage, where studies may have none of their own
    log_likelihood : None for method "MM", which maximises none
    product_kind : what the doses are doses of; None where nobody said
    """

    curve: Curve
    terms: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    se: Floats
    low: Floats
    high: Floats
    p: Floats
    psi: Floats
    method: str
    stages: int
    measure: str | None
    covariance_of_effects: str
    level: float
    wald: ChiSquare
    bent: ChiSquare | None
    heterogeneity: ChiSquare | None
    log_likelihood: float | None
    studies: tuple[StudyCurve, ...]
    dose_low: float
    dose_high: float
    product_kind: str | None
    cautions: tuple[str, ...]
    left_out: tuple[str, ...]

    def predict(self, doses: ArrayLike, *, reference: float = 0.0, level: float | None = None) -> DoseCurve:
        """Effect of doses against a reference dose.

        doses : shape (n,), within the doses of the studies; reference : likewise. Raises BadValues outside them: a
        curve says nothing about doses that nobody gave.
        """
        from scipy.special import ndtri

        level = self.level if level is None else level
        if not 0 < level < 1:
            raise BadValues(f"level: found {level!r}; allowed: between 0 and 1, such as 0.95")
        dose = np.atleast_1d(np.asarray(doses, dtype=np.float64))
        for name, values in (("doses", dose), ("reference", np.array([float(reference)]))):
            if not ((values >= self.dose_low) & (values <= self.dose_high)).all():
                allowed = f"{self.dose_low:g} to {self.dose_high:g}"
                raise BadValues(f"{name}: found a dose outside those of the studies; allowed: {allowed}")
        rows = self.curve.columns(dose) - self.curve.columns(np.array([float(reference)]))
        estimate = rows @ self.coefficients
        variance = np.einsum("nq,qr,nr->n", rows, self.covariance, rows)
        reach = float(ndtri((1 + level) / 2))
        se = np.sqrt(np.maximum(variance, 0.0))
        wide = None
        if self.method != "fixed":
            between = np.einsum("nq,qr,nr->n", rows, self.psi, rows)
            wide = reach * np.sqrt(np.maximum(variance + between, 0.0))
        return DoseCurve(
            dose=dose,
            reference=float(reference),
            estimate=estimate,
            se=se,
            low=estimate - reach * se,
            high=estimate + reach * se,
            study_low=None if wide is None else estimate - wide,
            study_high=None if wide is None else estimate + wide,
            level=level,
        )
