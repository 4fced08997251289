"""Two groups compared by events per time: columns `events1 time1 events2 time2`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats


def log_rate_ratio(events1: Floats, time1: Floats, events2: Floats, time2: Floats) -> tuple[Floats, Floats]:
    """IRR: log of the ratio of incidence rates, after the rule of zero counts."""
    events1, events2 = (np.where(each > 0, each, np.nan) for each in (events1, events2))
    return np.log(events1 / time1) - np.log(events2 / time2), 1.0 / events1 + 1.0 / events2
