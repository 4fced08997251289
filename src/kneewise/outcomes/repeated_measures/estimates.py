"""Estimates with what belongs to them: standard errors, degrees of freedom, tests and intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.inference import Inference


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """A table of estimates; arrays of shape (q,), one entry a row.

    factors : what the labels of a row name, such as ("ARMCD", "AVISIT")
    labels : the labels of each row
    estimate, se : in the scores' units; df : degrees of freedom; t, p : of the test against 0, two-sided
    lower, upper : the interval at `level`, each row for itself
    reasons : why a row has no figures (they are NaN there); None where it has
    """

    factors: tuple[str, ...]
    labels: tuple[tuple[Any, ...], ...]
    estimate: Array
    se: Array
    df: Array
    t: Array
    p: Array
    lower: Array
    upper: Array
    level: float
    reasons: tuple[str | None, ...]
    _matrix: Array = field(repr=False)  # shape (q, p): the linear functions of the coefficients that the rows are

    @property
    def names(self) -> tuple[str, ...]:
        """The labels of each row as one text."""
        return tuple(" ".join(str(label) for label in row) for row in self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def rows(self) -> list[dict[str, Any]]:
        """Give the table as one mapping a row, as a dataframe takes it."""
        figures = ("estimate", "se", "df", "t", "p", "lower", "upper")
        return [
            dict(zip(self.factors, labels, strict=True))
            | {name: float(getattr(self, name)[row]) for name in figures}
            | {"reason": self.reasons[row]}
            for row, labels in enumerate(self.labels)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTest:
    """An F test of several contrasts together. n_contrasts : independent ones among them."""

    f: float
    n_contrasts: int
    df: float
    p: float


def estimates_of(
    inference: Inference,
    matrix: Array,
    *,
    factors: Sequence[str],
    labels: Sequence[tuple[Any, ...]],
    level: float,
    reasons: Sequence[str | None] | None = None,
) -> Estimates:
    """Estimate linear functions of the coefficients kept: `matrix`, shape (q, p).

    Raises BadValues for a level that is not between 0 and 1.
    """
    from scipy.special import stdtrit

    if not 0.0 < level < 1.0:
        raise BadValues(f"level: found {level}; allowed: between 0 and 1, such as 0.95")
    given = tuple(reasons) if reasons is not None else (None,) * len(matrix)
    is_known = np.array([reason is None for reason in given], dtype=bool)
    found = np.full((7, len(matrix)), np.nan)
    if is_known.any():
        estimate, se, df = inference.each(matrix[is_known])
        t = estimate / se
        half = stdtrit(df, 0.5 + 0.5 * level) * se
        found[:, is_known] = estimate, se, df, t, two_sided(t, df), estimate - half, estimate + half
    return Estimates(
        factors=tuple(factors),
        labels=tuple(labels),
        estimate=found[0],
        se=found[1],
        df=found[2],
        t=found[3],
        p=found[4],
        lower=found[5],
        upper=found[6],
        level=level,
        reasons=given,
        _matrix=matrix,
    )


def joint_test(inference: Inference, matrix: Array) -> JointTest:
    """Test that all rows of `matrix`, shape (q, p), times the coefficients kept are zero."""
    from scipy.special import fdtrc

    f, n_contrasts, df = inference.joint(matrix)
    return JointTest(f=f, n_contrasts=n_contrasts, df=df, p=float(fdtrc(n_contrasts, df, f)))


def two_sided(t: Array, df: Array) -> Array:
    """Give the probability of a t at least as far from 0; by the incomplete beta function, exact far out as well."""
    from scipy.special import betainc

    return np.asarray(betainc(0.5 * df, 0.5, df / (df + t * t)))
