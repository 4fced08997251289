"""Tests and intervals of linear functions of the coefficients, by the chosen covariance and degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.repeated_measures.between_within import between_within_each, residual_df
from kneewise.outcomes.repeated_measures.covariance import NoCovariance
from kneewise.outcomes.repeated_measures.kenward_roger import adjusted_covariance, kenward_roger_joint
from kneewise.outcomes.repeated_measures.sandwich import EMPIRICAL, empirical_covariance, empirical_each
from kneewise.outcomes.repeated_measures.satterthwaite import pooled_df, satterthwaite_each

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.fit import Fit

DF: Final = ("satterthwaite", "kenward-roger", "kenward-roger-linear", "between-within", "residual")
VCOV: Final = ("model", *EMPIRICAL)
_NO_VARIANCE: Final = 1e-12  # over the model's own variance: rounding
_INDEPENDENT: Final = 1e-8  # eigenvalue over the largest: R mmrm's tolerance for contrasts that repeat each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """How a fit's contrasts are judged.

    covariance : of the working coefficients, shape (p, p), adjusted or empirical where that was asked for
    by_coefficient : degrees of freedom by coefficient, where they are counted that way
    """

    fit: Fit
    df: str
    vcov: str
    covariance: Array
    by_coefficient: Array | None

    def each(self, contrasts: Array) -> tuple[Array, Array, Array]:
        """Give estimates, standard errors and degrees of freedom of single contrasts, each shape (q,).

        contrasts : shape (q, p), of the coefficients kept; none all zero

        Raises NotEstimable where the variance of one is not above 0.
        """
        working = contrasts @ self.fit.turn
        variances = ((working @ self.covariance) * working).sum(axis=1)
        self._check(variances, working)
        estimates = contrasts @ self.fit.shift + working @ self.fit.working
        return estimates, np.sqrt(variances), self._df_each(contrasts, working)

    def joint(self, contrasts: Array) -> tuple[float, int, float]:
        """Give the F statistic of all contrasts together, its degrees of freedom, and those of its denominator.

        Raises BadValues where no contrast is other than zero, NotEstimable where the variance of one is not above 0.
        """
        contrasts = contrasts[(contrasts != 0.0).any(axis=1)]
        if not len(contrasts):
            raise BadValues("contrasts: found zeros only; allowed: at least one row that is not zero")
        working = contrasts @ self.fit.turn
        spread = working @ self.covariance @ working.T
        self._check(np.diag(spread), working)
        sds = np.sqrt(np.diag(spread))
        # The rank does not depend on the units of the rows; the parts that F is pooled from do, as in R.
        own = np.linalg.eigvalsh(spread / np.outer(sds, sds))
        r = int((own > _INDEPENDENT * own[-1]).sum())
        values, vectors = np.linalg.eigh(spread)
        turned = vectors[:, -r:].T
        estimates = turned @ (contrasts @ self.fit.shift + working @ self.fit.working)
        f = float((estimates**2 / values[-r:]).sum()) / r
        df, factor = self._df_joint(contrasts, turned @ working)
        return f * factor, r, df

    def _check(self, variances: Array, working: Array) -> None:
        by_model = ((working @ self.fit.covariance) * working).sum(axis=1)
        if not (variances > _NO_VARIANCE * by_model).all():
            raise NotEstimable(
                f"vcov {self.vcov!r} with df {self.df!r}: the variance of a contrast is not above 0, as where one "
                "patient alone determines it; use vcov 'model' with 'satterthwaite'"
            )

    def _df_each(self, contrasts: Array, working: Array) -> Array:
        if self.df == "residual":
            return np.full(len(contrasts), residual_df(self.fit))
        if self.by_coefficient is not None:
            return np.asarray(np.where(contrasts != 0.0, self.by_coefficient, np.inf).min(axis=1))
        if self.vcov != "model":
            return empirical_each(self.fit, working, self.vcov)
        return satterthwaite_each(self.fit, working)

    def _df_joint(self, contrasts: Array, working: Array) -> tuple[float, float]:
        """Take the contrasts as given, and independent ones that say the same, of the working coefficients."""
        if self.df == "residual":
            return residual_df(self.fit), 1.0
        if self.by_coefficient is not None:
            return float(self.by_coefficient[(contrasts != 0.0).any(axis=0)].min()), 1.0
        if self.df.startswith("kenward-roger") and len(working) > 1:
            return kenward_roger_joint(self.fit, working)
        return pooled_df(self._df_each(contrasts, working)), 1.0


def inference_of(fit: Fit, df: str, vcov: str) -> Inference:
    """Choose the covariance of the coefficients and the degrees of freedom of a fit.

    Raises BadValues for names that are not known, or that do not go together.
    """
    check_choice(df, vcov, reml=fit.rows.reml)
    if df.startswith("kenward-roger"):
        covariance = adjusted_covariance(fit, linear=df.endswith("linear"))
    elif vcov != "model":
        covariance = empirical_covariance(fit, vcov)
    else:
        covariance = fit.covariance
    if not (np.diag(covariance) > _NO_VARIANCE * np.diag(fit.covariance)).all():
        raise NoCovariance(
            f"covariance {fit.rows.covariance!r} with {df!r}: a coefficient's variance is not above 0: too few data"
        )
    by_coefficient = between_within_each(fit) if df == "between-within" else None
    return Inference(fit=fit, df=df, vcov=vcov, covariance=covariance, by_coefficient=by_coefficient)


def check_choice(df: str, vcov: str, *, reml: bool) -> None:
    """Refuse, before the fit, names that are not known or do not go together."""
    if df not in DF:
        raise BadValues(f"df: found {df!r}; allowed: {', '.join(DF)}")
    if vcov not in VCOV:
        raise BadValues(f"vcov: found {vcov!r}; allowed: {', '.join(VCOV)}")
    if df.startswith("kenward-roger") and not reml:
        raise BadValues(f"df: found {df!r} with ML; allowed with it: REML only; or use 'satterthwaite'")
    if df.startswith("kenward-roger") and vcov != "model":
        raise BadValues(f"df: found {df!r} with vcov {vcov!r}; allowed with it: 'model'; or use 'satterthwaite'")
