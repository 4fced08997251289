"""A chart that decides between two rates and then stops: Wald's sequential probability ratio test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.safety.signals.cases import checked_cases
from kneewise.outcomes.safety.signals.walk import TOLERANCE, exits
from kneewise.outcomes.safety.signals.weights import case_weights, shifted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the test does where the odds are `true_odds_ratio` times those expected.

    changed : chance that it ever decides for a change; within : chance that it does so within the cases given
    mean : expected number of cases until it decides
    """

    true_odds_ratio: float
    changed: float
    within: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprt:
    """A sequential test.

    rows : shape (n,), rows of the input that were charted
    score : shape (n,), summed log likelihood ratio after each case, without a stop
    lower, upper : bounds; at or above `upper` the odds have changed, at or below `lower` they have not
    decision : "changed", "not changed", or None while the sum lies between
    decided_at : the place among `rows` at which it was taken, None without one
    unchanged, changed : what the test does where nothing has changed, and where the odds have; exact, None with a risk
        each case
    n, n_events, expected, n_left_out : as for `cusum`
    """

    rows: Counts
    score: Floats
    lower: float
    upper: float
    decision: Literal["changed", "not changed"] | None
    decided_at: int | None
    unchanged: Operation | None
    changed: Operation | None
    n: int
    n_events: int
    expected: float
    odds_ratio: float
    n_left_out: int


def sprt(
    outcome: ArrayLike, risk: ArrayLike, *, odds_ratio: float = 2.0, alpha: float = 0.05, beta: float = 0.05
) -> Sprt:
    """Decide case by case between the expected odds and `odds_ratio` times them.

    outcome, risk, odds_ratio : as for `cusum`
    alpha : chance to decide for a change where there is none, as designed; beta : to decide against one that is there

    The bounds are Wald's, log((1 - beta) / alpha) and log(beta / (1 - alpha)). A sum jumps over a bound, so that the
    true chances differ from those designed: `unchanged` and `changed` give them exactly. Raises BadValues for alpha
    or beta outside 0 to 0.5, and as `cusum` does.

    Source: Wald A. Sequential Analysis. Wiley 1947; risk-adjusted: Spiegelhalter D et al. Int J Qual Health Care
    2003;15:7-13.
    """
    for name, value in (("alpha", alpha), ("beta", beta)):
        if not 0 < value < 0.5:
            raise BadValues(f"{name}: found {value!r}; allowed: above 0 and below 0.5")
    watched = checked_cases(outcome, risk)
    event, none = case_weights(watched.risk, odds_ratio)
    lower, upper = float(np.log(beta / (1 - alpha))), float(np.log((1 - beta) / alpha))
    score = np.cumsum(np.where(watched.outcome == 1, event, none))
    out = np.flatnonzero((score >= upper - TOLERANCE) | (score <= lower + TOLERANCE))
    decided_at = int(out[0]) if out.size else None
    n = watched.outcome.size
    operations: list[Operation | None] = [None, None]
    if watched.one_risk is not None:
        operations = [
            sprt_operation(watched.one_risk, odds_ratio=odds_ratio, bounds=(lower, upper), n=n, true_odds_ratio=true)
            for true in (1.0, odds_ratio)
        ]
    return Sprt(
        rows=watched.kept,
        score=score,
        lower=lower,
        upper=upper,
        decision=None if decided_at is None else ("changed" if score[decided_at] > 0 else "not changed"),
        decided_at=decided_at,
        unchanged=operations[0],
        changed=operations[1],
        n=n,
        n_events=int(watched.outcome.sum()),
        expected=float(watched.risk.sum()),
        odds_ratio=odds_ratio,
        n_left_out=watched.n_left_out,
    )


def sprt_operation(
    risk: float, *, odds_ratio: float, bounds: tuple[float, float], n: int, true_odds_ratio: float
) -> Operation:
    """Follow the test exactly, for one risk of all cases.

    bounds : lower, below 0, and upper, above 0
    n : cases within which `within` counts the decisions for a change

    Agrees with simulation (tests/unit/outcomes/test_signals.py).
    """
    lower, upper = bounds
    if not lower < 0 < upper:
        raise BadValues(f"bounds: found {bounds!r}; allowed: one below 0 and one above")
    event, none = (float(weight) for weight in case_weights(risk, odds_ratio))
    true = float(shifted(risk, true_odds_ratio))
    up, down, chance = (event, -none, true) if event > 0 else (none, -event, 1 - true)
    left = exits(up=up, down=down, chance=chance, low=lower, high=upper)
    return Operation(
        true_odds_ratio=true_odds_ratio,
        changed=float(left.high.sum()),
        within=float(left.high[: n + 1].sum()),
        mean=float(left.low @ np.arange(left.low.size) + left.high @ np.arange(left.high.size)),
    )
