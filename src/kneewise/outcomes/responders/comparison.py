"""Two arms compared: difference, ratios and number needed to treat, under every reading of the unknown."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf, isnan
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from kneewise.outcomes.odds_ratio import log_ratio_interval, odds_ratio_interval
from kneewise.outcomes.two_proportions import difference_interval, ratio_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.proportions import Interval

    Table = tuple[int, int, int, int]

_ALIKE: Final = "nobody responded, or everybody did, in both arms"
_NO_RISK: Final = "nobody responded in the reference: nothing to divide by"
_NO_ODDS: Final = "nobody responded in the reference, or everybody did in the arm: nothing to divide by"

Handling = Literal["complete-case", "non-responder", "best-case", "worst-case"]
_HANDLINGS: Final[tuple[Handling, ...]] = ("complete-case", "non-responder", "best-case", "worst-case")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Persons of one arm."""

    responders: int
    others: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one interval; None where the data set no limit on that side."""

    method: str
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A comparison with its intervals; where the estimate is None, `reason` says why."""

    estimate: float | None
    intervals: tuple[Limits, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNeeded:
    """How many must be treated for one more responder (benefit) or one fewer (harm).

    estimate : at least 1, None where both arms respond alike; direction : of the estimate
    benefit, harm : the part of the interval on either side as (from, to), None where it has none; `to` is infinite
        where the interval passes through infinity, that is, where no difference at all is within it, and then either
        side may be there: 8 to benefit, through infinity, to 25 to harm

    Source: Altman DG. BMJ 1998;317:1309-1312; from Newcombe's interval of the difference, as Bender R (Control Clin
    Trials 2001;22:102-110) advises.
    """

    estimate: float | None
    direction: Literal["benefit", "harm"] | None
    benefit: tuple[float, float] | None
    harm: tuple[float, float] | None
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """One arm against the reference under one reading of the unknown.

    handling : "complete-case" leaves them out; "non-responder" counts them as no in both arms; "best-case" as yes in
        the arm and no in the reference, "worst-case" the other way round: all that could be lies between these two
    """

    handling: Handling
    n_responders: int
    n: int
    n_reference_responders: int
    n_reference: int
    difference: Measure
    risk_ratio: Measure
    odds_ratio: Measure
    needed: NumberNeeded | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmComparison:
    """One arm against the reference."""

    arm: Any
    reference: Any
    views: tuple[ComparisonView, ...]


def compare_arms(
    arms: Sequence[Any], counts: Sequence[Counts], reference: int, *, level: float = 0.95
) -> tuple[ArmComparison, ...]:
    """Compare the responders of each arm with those of the reference, the place of which is given.

    Differences are arm minus reference, ratios arm over reference. Nothing is added to empty cells.
    """
    others = [place for place in range(len(arms)) if place != reference]
    tables = [table for place in others for table in _readings(counts[place], counts[reference])]
    views = _views(tables, level)
    n = len(_HANDLINGS)
    return tuple(
        ArmComparison(arm=arms[place], reference=arms[reference], views=tuple(views[n * number : n * (number + 1)]))
        for number, place in enumerate(others)
    )


def number_needed(difference: float, lower: float, upper: float, *, method: str) -> NumberNeeded:
    """Turn a risk difference (arm minus reference, response being good) into a number needed to treat.

    difference, lower, upper : from -1 to 1, lower <= difference <= upper
    """
    benefit = (1 / upper, 1 / lower if lower > 0 else inf) if upper > 0 else None
    harm = (1 / -lower, 1 / -upper if upper < 0 else inf) if lower < 0 else None
    return NumberNeeded(
        estimate=None if difference == 0 else 1 / abs(difference),
        direction=None if difference == 0 else "benefit" if difference > 0 else "harm",
        benefit=benefit,
        harm=harm,
        method=method,
    )


def _readings(counts: Counts, reference: Counts) -> list[Table]:
    """Responders and persons of both arms, in the order of the handlings."""
    yes, known, lost = counts.responders, counts.responders + counts.others, counts.unknown
    yes_0, known_0, lost_0 = reference.responders, reference.responders + reference.others, reference.unknown
    return [
        (yes, known, yes_0, known_0),
        (yes, known + lost, yes_0, known_0 + lost_0),
        (yes + lost, known + lost, yes_0, known_0 + lost_0),
        (yes, known + lost, yes_0 + lost_0, known_0 + lost_0),
    ]


def _views(tables: Sequence[Table], level: float) -> list[ComparisonView]:
    """All comparisons at once: the limits are found by halving, for the whole array together."""
    there = [table for table in tables if table[1] and table[3]]
    columns = [np.array(each) for each in zip(*there, strict=True)]
    found: Iterator[tuple[Measure, Measure, Measure, NumberNeeded]] = iter(
        _all_measures(columns, level) if there else ()
    )
    nothing = Measure(estimate=None, intervals=(), reason="an arm has nobody with a known outcome")
    views = []
    for number, table in enumerate(tables):
        measures: tuple[Measure, Measure, Measure] = (nothing, nothing, nothing)
        needed = None
        if table[1] and table[3]:
            *of_table, needed = next(found)
            measures = (of_table[0], of_table[1], of_table[2])
        views.append(_assemble(_HANDLINGS[number % len(_HANDLINGS)], table, measures, needed))
    return views


def _all_measures(
    columns: list[NDArray[np.int64]], level: float
) -> list[tuple[Measure, Measure, Measure, NumberNeeded]]:
    x1, n1, x2, n2 = columns
    differences = [
        difference_interval(x1, n1, x2, n2, method="newcombe", level=level),
        difference_interval(x1, n1, x2, n2, method="miettinen-nurminen", level=level),
    ]
    risks = [
        ratio_interval(x1, n1, x2, n2, method="koopman", level=level),
        ratio_interval(x1, n1, x2, n2, method="miettinen-nurminen", level=level),
        log_ratio_interval(x1, n1, x2, n2, level=level),
    ]
    odds = [
        odds_ratio_interval(x1, n1, x2, n2, method="miettinen-nurminen", level=level),
        odds_ratio_interval(x1, n1, x2, n2, method="woolf", level=level),
    ]
    newcombe = differences[0]
    return [
        (
            _measure(differences, place, ""),
            _measure(risks, place, _NO_RISK),
            _measure(odds, place, _NO_ODDS),
            number_needed(
                *(float(each[place]) for each in (newcombe.estimate, newcombe.lower, newcombe.upper)),
                method=newcombe.method,
            ),
        )
        for place in range(len(x1))
    ]


def _assemble(
    handling: Handling, table: Table, measures: tuple[Measure, Measure, Measure], needed: NumberNeeded | None
) -> ComparisonView:
    yes, n, yes_0, n_0 = table
    difference, risk_ratio, odds_ratio = measures
    return ComparisonView(
        handling=handling,
        n_responders=yes,
        n=n,
        n_reference_responders=yes_0,
        n_reference=n_0,
        difference=difference,
        risk_ratio=risk_ratio,
        odds_ratio=odds_ratio,
        needed=needed,
    )


def _measure(found: list[Interval], place: int, infinite: str) -> Measure:
    first = found[0]
    value = float(first.estimate[place])
    limits = tuple(
        Limits(method=each.method, lower=_finite(float(each.lower[place])), upper=_finite(float(each.upper[place])))
        for each in found
    )
    if isnan(value):
        return Measure(estimate=None, intervals=limits, reason=_ALIKE)
    if isinf(value):
        return Measure(estimate=None, intervals=limits, reason=infinite)
    return Measure(estimate=value, intervals=limits)


def _finite(value: float) -> float | None:
    return value if not isinf(value) else None
