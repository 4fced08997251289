"""All kits or hospitals of a registry, each with its chart, under one limit whose false alarms are known together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.safety.signals.cases import checked_cases
from kneewise.outcomes.safety.signals.cusum import Cusum, cusum
from kneewise.outcomes.safety.signals.funnel import Funnel, funnel
from kneewise.outcomes.safety.signals.run_length import limit_for, run_length
from kneewise.outcomes.safety.survival.times import checked_groups

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSignals:
    """Charts of all units, in the order of their labels.

    units : labels
    charts : one each unit, all with the same limit
    funnel : the units beside each other, None where all cases share no one risk
    baseline : the risk that the units are held against, None with a risk each case
    estimated : whether the baseline is the rate of these cases together: a change of all goes unseen
    expected_false_alarms : units with an alarm, on average, if nothing has changed in any
    any_false_alarm : chance of one or more
    not_charted : units none of whose cases has a known outcome and risk
    n_left_out : cases whose unit, place in the order, outcome or risk is not known
    """

    units: tuple[Any, ...]
    charts: tuple[Cusum, ...]
    funnel: Funnel | None
    baseline: float | None
    estimated: bool
    odds_ratio: float
    limit: float
    expected_false_alarms: float
    any_false_alarm: float
    not_charted: tuple[Any, ...]
    n_left_out: int


def watch_units(
    outcome: ArrayLike,
    unit: ArrayLike,
    *,
    order: ArrayLike | None = None,
    risk: ArrayLike | None = None,
    odds_ratio: float = 2.0,
    limit: float | None = None,
    false_alarm: float = 0.05,
) -> UnitSignals:
    """Chart the cases of each kit or hospital in their order, all under one limit.

    outcome : shape (n,), 1 with the event, 0 without, NaN where it is not known
    unit : shape (n,), labels of kits or hospitals, None where it is not known
    order : shape (n,), numbers or days by which the cases of a unit follow each other, NaN where it is not known;
        None takes them as they come
    risk : what is expected: one chance, one each case, or None for the rate of all cases with a known outcome
    odds_ratio : the change that is watched for
    limit : of all charts; None finds the lowest one, to three decimals, at which no unit has a false alarm within its
        cases with more than the chance `false_alarm`

    Raises NotEstimable where no case can be charted, or where the baseline is to be estimated and no case, or every
    one, has the event; BadValues as `cusum` does.
    """
    groups = checked_groups(unit, np.size(outcome), "unit")
    places, ordered = _ordered(order, np.size(outcome))
    y = np.where((groups.place >= 0) & ordered, np.asarray(outcome, dtype=np.float64), np.nan)
    base, estimated = _baseline(y, risk)
    watched = checked_cases(y, base)
    here = places[np.isin(places, watched.kept)]
    rows = [here[groups.place[here] == number] for number in range(len(groups.labels))]
    charted = [number for number, each in enumerate(rows) if each.size]
    risks: dict[int, Any] = {number: base if base.ndim == 0 else base[rows[number]] for number in charted}
    if limit is None:
        limit = _common_limit([(risks[number], rows[number].size) for number in charted], odds_ratio, false_alarm)
    charts = [
        _renumbered(cusum(y[rows[number]], risks[number], odds_ratio=odds_ratio, limit=limit), rows[number])
        for number in charted
    ]
    chances = np.array([chart.false_alarms.chance for chart in charts])
    return UnitSignals(
        units=tuple(groups.labels[number] for number in charted),
        charts=tuple(charts),
        funnel=_funnel(charts, float(base)) if base.ndim == 0 else None,
        baseline=float(base) if base.ndim == 0 else None,
        estimated=estimated,
        odds_ratio=odds_ratio,
        limit=limit,
        expected_false_alarms=float(chances.sum()),
        any_false_alarm=float(1 - np.prod(1 - chances)),
        not_charted=tuple(label for number, label in enumerate(groups.labels) if number not in charted),
        n_left_out=int(y.size - here.size),
    )


def _ordered(order: ArrayLike | None, n: int) -> tuple[Counts, Any]:
    """Rows in their order, and which of them have a place in it."""
    if order is None:
        return np.arange(n), np.ones(n, dtype=bool)
    given = np.asarray(order)
    if given.dtype.kind == "M":
        known = ~np.isnat(given)
        given = given.astype("datetime64[us]").astype(np.int64)
    elif given.dtype.kind in "iuf":
        known = ~np.isnan(given.astype(np.float64))
    else:
        raise BadValues(f"order: found values of kind {given.dtype.kind!r}; allowed: numbers or days (datetime64)")
    if given.shape != (n,):
        raise BadValues(f"order: found shape {given.shape}, outcome has {n} rows; allowed: as many")
    return np.argsort(given, kind="stable"), known


def _baseline(outcome: Floats, risk: ArrayLike | None) -> tuple[Floats, bool]:
    if risk is not None:
        return np.asarray(risk, dtype=np.float64), False
    known = outcome[~np.isnan(outcome)]
    rate = float(known.mean()) if known.size else 0.0
    if not 0 < rate < 1:
        raise NotEstimable(
            f"baseline: found {int(known.sum())} events in {known.size} cases with a known outcome; "
            "a baseline rate must be given"
        )
    return np.asarray(rate), True


def _common_limit(units: list[tuple[Any, int]], odds_ratio: float, false_alarm: float) -> float:
    """The limit that suffices for every unit; the largest first, as more cases have more false alarms."""
    limit = 0.0
    for risk, n in sorted(units, key=lambda each: -each[1]):
        size = n if np.ndim(risk) == 0 else None
        if limit and run_length(risk, odds_ratio=odds_ratio, limit=limit, n=size).chance <= false_alarm:
            continue
        limit = limit_for(risk, odds_ratio=odds_ratio, false_alarm=false_alarm, n=size).limit
    return limit


def _renumbered(chart: Cusum, rows: Counts) -> Cusum:
    """Let the rows of a chart be those of the whole input."""
    from dataclasses import replace

    return replace(chart, rows=rows[chart.rows])


def _funnel(charts: list[Cusum], baseline: float) -> Funnel:
    return funnel([chart.n_events for chart in charts], [chart.n for chart in charts], target=baseline)
