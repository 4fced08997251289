"""Optimal contrasts, and the multiple contrast test: is there any dose-response, whichever candidate is right.

The first half of MCP-Mod. Source: Bretz F, Pinheiro JC, Branson M. Biometrics 2005;61:738-748.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.dose.candidates import Better, Candidate, standard_means
from kneewise.outcomes.dose.largest_contrast import largest_contrast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.dose.arms import DoseArms

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastTest:
    """The test of each candidate, corrected for their number.

    candidates : names, in the order of everything below
    contrasts : shape (doses, candidates), each column of sum 0 and length 1
    correlation : shape (candidates, candidates), of the contrasts' estimates
    estimates, standard_errors, t : shape (candidates,); t is positive where the candidate's direction is seen
    p : shape (candidates,), adjusted for multiplicity
    critical_value : what a t must exceed, at `alpha`
    alpha, two_sided, df : of the test; df infinite where the covariance counts as known
    """

    candidates: tuple[str, ...]
    contrasts: Floats
    correlation: Floats
    estimates: Floats
    standard_errors: Floats
    t: Floats
    p: Floats
    critical_value: float
    alpha: float
    two_sided: bool
    df: float

    @property
    def is_significant(self) -> NDArray[np.bool_]:
        """Which candidates the data confirm, shape (candidates,)."""
        return np.asarray(self.p < self.alpha)


def optimal_contrasts(means: ArrayLike, covariance: ArrayLike) -> Floats:
    """The contrasts that find the expected means with the most power.

    means : shape (k, m), what each of m candidates expects at k doses, on any scale
    covariance : shape (k, k), of the observed means, up to a factor: np.diag(1 / n) for arms of n

    No placebo arm is needed: a shape shifted or stretched has the same contrast.
    Raises NotEstimable for a candidate that is flat over these doses.
    Agrees with DoseFinding 1.4.1 `optContr` to 1e-10 (tests/alignment/test_mcpmod.py).
    """
    mu = np.asarray(means, dtype=np.float64)
    inverse = np.linalg.inv(np.asarray(covariance, dtype=np.float64))
    weights = inverse.sum(axis=1)
    centred = mu - weights @ mu / weights.sum()
    flat = abs(centred).max(axis=0) <= 1e-12 * np.maximum(abs(mu).max(axis=0), 1e-300)
    if flat.any():
        raise NotEstimable(f"candidates: number {int(flat.argmax()) + 1} is flat over these doses; it has no contrast")
    best = inverse @ centred
    best -= best.mean(axis=0)  # of rounding alone: the sum is 0 already
    contrasts: Floats = best / np.sqrt(np.sum(best**2, axis=0))
    return contrasts


def contrast_correlation(contrasts: Floats, covariance: Floats) -> Floats:
    """Correlation of the contrasts' estimates, shape (m, m)."""
    rows = _directions(contrasts, covariance)
    rows = rows / np.sqrt(np.sum(rows**2, axis=1))[:, None]
    correlation: Floats = rows @ rows.T
    return correlation


def multiple_contrast_test(
    arms: DoseArms,
    candidates: Sequence[Candidate],
    *,
    better: Better = "higher",
    alpha: float = 0.025,
    two_sided: bool = False,
) -> ContrastTest:
    """Test whether the response follows the dose in any of the candidate shapes.

    better : the direction that is benefit; a one-sided test sees that direction only
    alpha : chance that any candidate is confirmed where there is no dose-response, above 0, at most 0.5

    p-values and the critical value come from quadrature in the dimensions that the contrasts span, to 1e-9, the same
    on every run. Agrees with DoseFinding 1.4.1 `MCTtest` to 1e-10 in t and, in p, to the noise of its random
    integration, up to 3e-4 (tests/alignment/test_mcpmod.py says how the difference was settled).
    """
    if better not in ("higher", "lower"):
        raise BadValues(f"better: found {better!r}; allowed: 'higher', 'lower'")
    expected = standard_means(candidates, arms.doses, better=better)
    contrasts = optimal_contrasts(expected, arms.covariance)
    rows = _directions(contrasts, arms.covariance)
    errors = np.sqrt(np.sum(rows**2, axis=1))
    estimates = contrasts.T @ arms.means
    t = estimates / errors
    largest = largest_contrast(rows, df=arms.df, two_sided=two_sided)
    return ContrastTest(
        candidates=tuple(each.name for each in candidates),
        contrasts=contrasts,
        correlation=contrast_correlation(contrasts, arms.covariance),
        estimates=estimates,
        standard_errors=errors,
        t=t,
        p=np.array([largest.tail(abs(each) if two_sided else each) for each in t.tolist()]),
        critical_value=largest.critical_value(alpha),
        alpha=alpha,
        two_sided=two_sided,
        df=arms.df,
    )


def _directions(contrasts: Floats, covariance: Floats) -> Floats:
    """Rows whose inner products are the covariances of the contrasts' estimates."""
    rows: Floats = contrasts.T @ np.linalg.cholesky(covariance)
    return rows
