"""What one case says for a changed rate: the logarithm of its likelihood ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats


def case_weights(risk: ArrayLike, odds_ratio: float) -> tuple[Floats, Floats]:
    """Weights of a case with and without the event, each of the shape of `risk`.

    risk : chance of the event where nothing has changed, above 0 and below 1; one for all, or one each case
    odds_ratio : the change that is watched for: odds of the event over what they would be; 2 for twice, 0.5 for half

    With odds p / (1 - p) times R the weights are log(R / (1 - p + R p)) and log(1 / (1 - p + R p)).

    Source: Steiner SH, Cook RJ, Farewell VT, Treasure T. Biostatistics 2000;1:441-452.
    """
    p = np.asarray(risk, dtype=np.float64)
    if not ((p > 0) & (p < 1)).all():
        raise BadValues("risk: found a chance that is not above 0 and below 1; allowed: such as 0.05")
    if not (0 < odds_ratio < np.inf) or odds_ratio == 1:
        raise BadValues(f"odds_ratio: found {odds_ratio!r}; allowed: above 0, not 1, such as 2 for twice the odds")
    without = -np.log1p(p * (odds_ratio - 1))
    return np.log(odds_ratio) + without, without


def shifted(risk: ArrayLike, odds_ratio: float) -> Floats:
    """The risk whose odds are `odds_ratio` times those of `risk`."""
    p = np.asarray(risk, dtype=np.float64)
    return odds_ratio * p / (1 + p * (odds_ratio - 1))


def odds_ratio_of(rate: float, changed: float) -> float:
    """The odds ratio between two rates, for those who think in rates.

    >>> round(odds_ratio_of(0.05, 0.10), 4)
    2.1111
    """
    if not (0 < rate < 1 and 0 < changed < 1):
        raise BadValues(f"rates: found {rate!r} and {changed!r}; allowed: above 0 and below 1")
    return changed * (1 - rate) / (rate * (1 - changed))
