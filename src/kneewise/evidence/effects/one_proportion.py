"""One group and its events: the proportion itself, and three scales on which it is nearer to normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats


def proportion(events: Floats, n: Floats) -> tuple[Floats, Floats]:
    """PR: events / n."""
    share = events / n
    return share, share * (1.0 - share) / n


def logit(events: Floats, n: Floats) -> tuple[Floats, Floats]:
    """PLO: log of the odds."""
    events, none = (np.where(each > 0, each, np.nan) for each in (events, n - events))
    return np.log(events / none), 1.0 / events + 1.0 / none


def arcsine(events: Floats, n: Floats) -> tuple[Floats, Floats]:
    """PAS: arcsine of the root of the proportion; its variance does not depend on the proportion."""
    return np.arcsin(np.sqrt(events / n)), 0.25 / n


def double_arcsine(events: Floats, n: Floats) -> tuple[Floats, Floats]:
    """PFT: Freeman and Tukey (Ann Math Stat 1950;21:607-611).

    Going back to a proportion depends on the n that is put in, and can mislead where the trials differ widely in size
    (Schwarzer et al. Res Synth Methods 2019;10:476-483): prefer PLO.
    """
    first, second = np.arcsin(np.sqrt(events / (n + 1.0))), np.arcsin(np.sqrt((events + 1.0) / (n + 1.0)))
    return 0.5 * (first + second), 1.0 / (4.0 * n + 2.0)
