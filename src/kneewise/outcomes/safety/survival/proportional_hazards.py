"""Are hazards proportional: the score test of a coefficient that changes with time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.survival.cox import ChiSquare
from kneewise.outcomes.safety.survival.cox_likelihood import cumulative_hazard, schoenfeld

if TYPE_CHECKING:
    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.cox import CoxFit
    from kneewise.outcomes.safety.survival.cox_likelihood import SortedPersons

Transform = Literal["km", "rank", "identity", "log"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionalHazards:
    """Test of each coefficient, by name, and of all at once; a small p speaks against proportional hazards.

    residuals : shape (d, p), scaled Schoenfeld residuals plus the coefficient: a picture of it over `time`
    time : shape (d,), time of each death
    """

    tests: dict[str, ChiSquare]
    together: ChiSquare
    transform: str
    time: Floats
    residuals: Floats


def proportional_hazards(fit: CoxFit, *, transform: Transform = "km") -> ProportionalHazards:
    """Test whether hazard ratios stay the same over time.

    fit : from `cox`
    transform : how time enters: "km" (1 less the Kaplan-Meier curve of all before it), "rank" of the death times,
        "identity" or "log" (times above 0 only)

    Raises NotEstimable where all deaths fall at one time.

    Source: Grambsch PM, Therneau TM. Biometrika 1994;81:515-526, as a score test of x * g(t) (Therneau, survival 3).
    Agrees with R survival 3.5-3 `cox.zph` to 1e-12 (tests/alignment/test_cox.py).
    """
    persons = fit._persons
    shift = _transformed(persons, transform)[persons.tie]
    if np.ptp(shift) == 0:
        raise NotEstimable("proportional hazards: all events fall at one time; a change over time cannot be seen")
    shift = shift - shift.mean()
    p = persons.x.shape[1]
    residuals = persons.x[persons.deaths] - fit._steps.mean
    score = np.concatenate([np.zeros(p), shift @ residuals])
    information = _information(fit, shift)
    from scipy.special import chdtrc

    def test(places: list[int]) -> ChiSquare:
        kept = [*range(p), *(p + place for place in places)]
        inner = information[np.ix_(kept, kept)]
        size = np.sqrt(np.diag(inner))
        scaled = score[kept] / size
        chi_square = max(0.0, float(scaled @ np.linalg.lstsq(inner / np.outer(size, size), scaled, rcond=1e-12)[0]))
        return ChiSquare(chi_square=chi_square, df=len(places), p=float(chdtrc(len(places), chi_square)))

    return ProportionalHazards(
        tests={each.name: test([place]) for place, each in enumerate(fit.hazards)},
        together=test(list(range(p))),
        transform=transform,
        time=persons.times_of_tie[persons.tie],
        residuals=fit._beta + persons.deaths.size * (schoenfeld(persons, fit._steps) @ fit.covariance),
    )


def _information(fit: CoxFit, shift: Floats) -> Floats:
    """Information on the coefficients and their change, shape (2p, 2p), at the estimates and no change."""
    persons, steps = fit._persons, fit._steps
    powers = np.column_stack([np.ones_like(shift), shift, shift**2])
    weights = steps.hazard[:, None] * cumulative_hazard(persons, steps, powers)
    blocks = [
        (persons.x * weights[:, [power]]).T @ persons.x - (steps.mean * powers[:, [power]]).T @ steps.mean
        for power in range(3)
    ]
    return np.block([[blocks[0], blocks[1]], [blocks[1], blocks[2]]])


def _transformed(persons: SortedPersons, transform: str) -> Floats:
    times = persons.times_of_tie
    if transform == "identity":
        return times
    if transform == "log":
        if (times <= 0).any():
            raise BadValues("transform 'log': found an event at time 0; allowed: times above 0")
        return np.log(times)
    if transform == "rank":
        return np.unique(times, return_inverse=True)[1].astype(np.float64) + 1
    if transform == "km":
        return 1 - _curve_before(persons, times)
    raise BadValues(f"transform: found {transform!r}; allowed: 'km', 'rank', 'identity', 'log'")


def _curve_before(persons: SortedPersons, times: Floats) -> Floats:
    """Kaplan-Meier curve of all persons, strata together, just before given times."""
    from kneewise.outcomes.safety.survival.times import risk_table

    whole = risk_table(persons.time, persons.is_death.astype(np.int64), np.zeros(persons.time.size, dtype=np.int64), 1)
    fraction = 1 - whole.events[:, 0] / whole.at_risk[:, 0]
    curve: Floats = np.concatenate([[1.0], np.cumprod(fraction)])[np.searchsorted(whole.time, times, side="left")]
    return curve
