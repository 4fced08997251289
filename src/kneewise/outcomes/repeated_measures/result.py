"""The result of an MMRM: its tables, and what more can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.repeated_measures.contrasts import differences
from kneewise.outcomes.repeated_measures.estimates import Estimates, JointTest, estimates_of, joint_test
from kneewise.outcomes.repeated_measures.frame import number_array
from kneewise.outcomes.repeated_measures.grid import mean_matrix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.design import Design
    from kneewise.outcomes.repeated_measures.fit import Fit
    from kneewise.outcomes.repeated_measures.frame import Frame
    from kneewise.outcomes.repeated_measures.inference import Inference

_ESTIMABLE: Final = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class MmrmResult:
    """A fitted mixed model for repeated measures.

    coefficients : estimates with standard errors, degrees of freedom, t, p and intervals
    aliased : columns of the design that others determine; they have no coefficient
    coefficient_covariance : shape (p, p), adjusted or empirical where that was asked for
    covariance : of a patient's scores over `visits`, shape (m, m); with groups one for each, shape (groups, m, m);
        "sp_exp" shows two visits one unit of time apart
    theta, theta_covariance : covariance parameters as R mmrm defines them, and their covariance
    log_likelihood : restricted (REML) or full; aic, bic : counting the covariance parameters, and the patients, as R
        mmrm 0.3.18 does
    converged : True; a fit that did not converge raises NotEstimable instead
    largest_gradient : of the negative log likelihood in theta, scores scaled to a standard deviation of 1
    notes : what was left out and why
    """

    formula: str | None
    structure: str
    df: str
    vcov: str
    reml: bool
    level: float
    coefficients: Estimates
    aliased: tuple[str, ...]
    coefficient_covariance: Array
    visits: tuple[Any, ...]
    groups: tuple[Any, ...]
    covariance: Array
    theta: Array
    theta_covariance: Array
    log_likelihood: float
    aic: float
    bic: float
    converged: bool
    n_steps: int
    largest_gradient: float
    n_scores: int
    n_subjects: int
    n_patterns: int
    notes: tuple[str, ...]
    _fit: Fit = field(repr=False)
    _inference: Inference = field(repr=False)
    _design: Design | None = field(repr=False)
    _frame: Frame = field(repr=False)

    def means(self, *over: str, at: Mapping[str, Any] | None = None, level: float | None = None) -> Estimates:
        """Give least-squares means for each combination of the levels of some factors.

        over : factors of the formula, such as "ARMCD", "AVISIT"; the last runs fastest; none: the grand mean
        at : where other variables stand: a number instead of its mean, a level instead of the average of all

        Factors not named are averaged with equal weight, numbers stand at their mean over the rows used. A mean that
        the data do not determine has NaN and a reason.

        Raises BadValues for names or levels that the model does not have.

        Agrees with R emmeans 1.8.4 on R mmrm 0.3.18 to 1e-10 (tests/alignment/test_mmrm.py).
        """
        matrix, labels = mean_matrix(self._known_design(), over, at or {})
        return self._estimates(matrix, over or ("mean",), labels if over else (("all",),), level)

    def contrasts(
        self,
        what: str | ArrayLike,
        *by: str,
        reference: Any | None = None,
        at: Mapping[str, Any] | None = None,
        names: Sequence[str] | None = None,
        level: float | None = None,
    ) -> Estimates:
        """Give differences of least-squares means, or any linear functions of the coefficients.

        what : a factor, whose levels are compared: with `reference`, or every two (the later less the earlier); or a
            matrix, shape (q, p), over all columns of the design in the order of `coefficients` (aliased ones left
            out); `names` then names its rows
        by : factors within whose levels the comparison is made

        Raises BadValues for names, levels or shapes that the model does not have.
        """
        if isinstance(what, str):
            matrix, labels = mean_matrix(self._known_design(), (what, *by), at or {})
            matrix, labels = differences(matrix, labels, reference=reference)
            return self._estimates(matrix, (what, *by), labels, level)
        rows = self._rows(what)
        if (rows == 0.0).all(axis=1).any():
            raise BadValues("contrasts: found a row of zeros; allowed: at least one number other than 0 in each")
        given = [f"row {row}" for row in range(1, len(rows) + 1)] if names is None else names
        labels = tuple((str(name),) for name in given)
        if len(labels) != len(rows):
            raise BadValues(f"names: found {len(labels)} for {len(rows)} rows; allowed: one for each")
        chosen = self.level if level is None else level
        return estimates_of(self._inference, rows, factors=("contrast",), labels=labels, level=chosen)

    def test(self, what: str | Estimates | ArrayLike) -> JointTest:
        """Test several contrasts together by F.

        what : a term of the formula, such as "ARMCD:AVISIT" (are its coefficients all zero?); estimates of this fit
            (are they all zero?), of which rows without figures are left out; or a matrix as in `contrasts`

        With contrasts that repeat each other the test is of the independent ones.
        """
        if isinstance(what, Estimates):
            return joint_test(self._inference, self._rows(what._matrix[[reason is None for reason in what.reasons]]))
        if not isinstance(what, str):
            return joint_test(self._inference, self._rows(what))
        design = self._known_design()
        kept = {int(column): place for place, column in enumerate(self._fit.kept.columns)}
        places = [kept[column] for column in design.columns_of(what) if column in kept]
        if not places:
            raise BadValues(f"test: found {what!r}; allowed: a term of the formula {self.formula!r}")
        return joint_test(self._inference, np.eye(len(kept))[places])

    def _estimates(
        self, matrix: Array, factors: Sequence[str], labels: Sequence[tuple[Any, ...]], level: float | None
    ) -> Estimates:
        kept = self._fit.kept
        reasons: list[str | None] = [None] * len(matrix)
        if len(kept.dropped):
            off = matrix[:, kept.dropped] - matrix[:, kept.columns] @ kept.mixture
            size = np.abs(matrix).max(axis=1, keepdims=True)
            for row in np.flatnonzero((np.abs(off) > _ESTIMABLE * size).any(axis=1)):
                reasons[row] = "not determined by the data: it involves " + ", ".join(self.aliased)
        return estimates_of(
            self._inference,
            matrix[:, kept.columns],
            factors=factors,
            labels=labels,
            level=self.level if level is None else level,
            reasons=reasons,
        )

    def _rows(self, what: ArrayLike) -> Array:
        rows, n_coefficients = np.atleast_2d(number_array(what, "contrasts")), len(self._fit.beta)
        if rows.ndim != 2 or rows.shape[1] != n_coefficients or not len(rows) or not np.isfinite(rows).all():
            raise BadValues(
                f"contrasts: found a matrix of shape {rows.shape}; allowed: finite numbers, {n_coefficients} a row, "
                f"for {', '.join(self.coefficients.names)}"
            )
        return rows

    def _known_design(self) -> Design:
        if self._design is None:
            raise BadValues("found a model fitted to plain arrays, without factors; give a matrix, or fit a formula")
        return self._design
