"""What a trial of these arms could have found: the honest figure beside a test that found nothing."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from kneewise.outcomes.dose.candidates import Better, Candidate, standard_means

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.contrasts import ContrastTest

    Floats = NDArray[np.float64]


def detectable_effects(
    arms: DoseArms,
    candidates: Sequence[Candidate],
    test: ContrastTest,
    *,
    better: Better = "higher",
    power: float = 0.8,
) -> Floats:
    """The largest effect over the reference dose that each candidate, if true, must have to be found.

    Found: its own contrast exceeds the critical value with probability `power`; other candidates' contrasts may find
    it as well, so the figure is a little too high. In the unit of the response, shape (candidates,). It uses the
    variance of the arms and not the effect that was seen.
    """
    non_centrality = _non_centrality(test.critical_value, test.df, power)
    expected = standard_means(candidates, arms.doses, better=better)
    expected = expected - expected[0]
    per_unit = np.sum(test.contrasts * expected, axis=0) / abs(expected).max(axis=0)
    effects: Floats = non_centrality * test.standard_errors / per_unit
    return effects


def _non_centrality(critical: float, df: float, power: float) -> float:
    from scipy.special import nctdtr, ndtri

    if df == inf:
        return critical + float(ndtri(power))
    from scipy.optimize import brentq

    return float(brentq(lambda shift: 1 - nctdtr(df, shift, critical) - power, critical - 10, 2 * critical + 10))
