"""A chart that watches a rate case by case and raises an alarm when it has changed: the Bernoulli CUSUM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.safety.signals.cases import checked_cases
from kneewise.outcomes.safety.signals.run_length import RunLength, limit_for, run_length
from kneewise.outcomes.safety.signals.walk import TOLERANCE
from kneewise.outcomes.safety.signals.weights import case_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Cusum:
    """A CUSUM chart.

    rows : shape (n,), rows of the input that were charted
    score : shape (n,), the sum after each case, 0 or more; the case after an alarm begins anew at 0
    excess : shape (n,), events less those expected, summed: below 0 is better than expected
    alarms : places among `rows` at which the sum reached the limit
    n, n_events, expected : cases, events, and events expected by the risk
    false_alarms : the run length if nothing has changed: average, and chance of an alarm within these cases
    detection : the run length if the odds have changed by `odds_ratio`
    n_left_out : cases whose outcome or risk is not known
    """

    rows: Counts
    score: Floats
    excess: Floats
    alarms: tuple[int, ...]
    n: int
    n_events: int
    expected: float
    odds_ratio: float
    limit: float
    false_alarms: RunLength
    detection: RunLength
    n_left_out: int


def cusum(
    outcome: ArrayLike,
    risk: ArrayLike,
    *,
    odds_ratio: float = 2.0,
    limit: float | None = None,
    false_alarm: float | None = None,
) -> Cusum:
    """Chart outcomes against what was expected, with its false alarms.

    outcome : shape (n,), 1 with the event, 0 without, NaN where it is not known, in the order of the cases
    risk : chance of the event where all is well: one for all cases, or shape (n,), one each case (risk-adjusted)
    odds_ratio : the change that is watched for, such as 2 for twice the odds; below 1 for an improvement
    limit : the sum that raises an alarm; or
    false_alarm : the chance of an alarm within these cases if nothing has changed, from which the limit is found

    Cases whose outcome or risk is not known move nothing and are counted. Raises BadValues unless one of `limit` and
    `false_alarm` is given, and as `checked_cases` and `case_weights` do; NotEstimable where no case is left.

    Source: Steiner SH, Cook RJ, Farewell VT, Treasure T. Biostatistics 2000;1:441-452. Agrees with the pinned chart
    of R to 1e-12 (tests/alignment/test_signals.py).
    """
    watched = checked_cases(outcome, risk)
    event, none = case_weights(watched.risk, odds_ratio)
    chances = watched.risk if watched.one_risk is None else watched.one_risk
    n = watched.outcome.size
    if (limit is None) == (false_alarm is None):
        raise BadValues("cusum: found both or neither of limit and false_alarm; allowed: one of them")
    if false_alarm is not None:
        false_alarms = limit_for(chances, odds_ratio=odds_ratio, false_alarm=false_alarm, n=n)
    else:
        false_alarms = run_length(chances, odds_ratio=odds_ratio, limit=float(limit or 0), n=n)
    score, alarms = _chart(np.where(watched.outcome == 1, event, none), false_alarms.limit)
    return Cusum(
        rows=watched.kept,
        score=score,
        excess=np.cumsum(watched.outcome - watched.risk),
        alarms=alarms,
        n=n,
        n_events=int(watched.outcome.sum()),
        expected=float(watched.risk.sum()),
        odds_ratio=odds_ratio,
        limit=false_alarms.limit,
        false_alarms=false_alarms,
        detection=run_length(chances, odds_ratio=odds_ratio, limit=false_alarms.limit, n=n, true_odds_ratio=odds_ratio),
        n_left_out=watched.n_left_out,
    )


def _chart(weights: Floats, limit: float) -> tuple[Floats, tuple[int, ...]]:
    score, alarms, total = np.empty(weights.size), [], 0.0
    for place, weight in enumerate(weights.tolist()):
        total = max(0.0, total + weight)
        score[place] = total
        if total >= limit - TOLERANCE:
            alarms.append(place)
            total = 0.0
    return score, tuple(alarms)
