"""What a network meta-analysis says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kneewise.errors import BadValues

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kneewise.evidence.networks.laplacian import Fit
    from kneewise.evidence.networks.trials import Trials

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Better = Literal["lower", "higher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiSquare:
    """A test by chi-square; p is None where there is no degree of freedom."""

    q: float
    df: int
    p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparisons:
    """Every treatment (row) against every other (column), shape (n, n).

    estimate, se, low, high, p : on the scale of the measure (ratios as logarithms); the diagonal is 0 with p of 1;
        in direct evidence NaN where no trial compared the two
    """

    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    p: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A frequentist network meta-analysis.

    treatments : order of rows and columns of all matrices
    n_trials : shape (n, n), trials that compared two treatments directly; 0 on the diagonal
    tau2 : None where there is no degree of freedom (`tau2_why`); then there is no random model either
    common, random : network estimates; direct_common, direct_random : of the trials of each pair alone, with the same
        tau2
    direct_share : shape (n, n), share of direct evidence in the network estimate of the model in `model`
    prediction_low, prediction_high : where the effect in a further trial would lie; t distribution with the degrees of
        freedom of Q; None without a random model
    q, q_within, q_between : total, within designs (trials with the same set of arms), between designs
    i2, i2_low, i2_high : share of Q above its degrees of freedom, with the test-based interval; None without any
    p_scores : by treatment, of the model in `model`, 0 worst to 1 best; None where `better` was not said
    left_out : rows and trials that were not used, and why
    """

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    measure: str | None
    reference: str
    better: Better | None
    level: float
    n_trials: Ints
    n_designs: int
    model: Literal["random", "common"]
    tau2: float | None
    tau2_method: str
    tau2_why: str | None
    common: Comparisons
    random: Comparisons | None
    direct_common: Comparisons
    direct_random: Comparisons | None
    direct_share: Floats
    prediction_low: Floats | None
    prediction_high: Floats | None
    q: ChiSquare
    q_within: ChiSquare
    q_between: ChiSquare
    i2: float | None
    i2_low: float | None
    i2_high: float | None
    p_scores: dict[str, float] | None
    left_out: tuple[str, ...]
    _trials: Trials
    _fit: Fit

    @property
    def effects(self) -> Comparisons:
        """Estimates of the model in `model`."""
        return self.random if self.model == "random" and self.random is not None else self.common

    @property
    def direct(self) -> Comparisons:
        """Direct estimates of the model in `model`."""
        return self.direct_random if self.model == "random" and self.direct_random is not None else self.direct_common

    def place(self, treatment: str) -> int:
        """Row and column of a treatment."""
        if treatment not in self.treatments:
            raise BadValues(f"treatment: found {treatment!r}; allowed: {', '.join(self.treatments)}")
        return self.treatments.index(treatment)
