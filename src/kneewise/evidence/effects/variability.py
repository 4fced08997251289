"""Two groups compared by their spread: does a treatment make patients more alike.

Source: Nakagawa S et al. Methods Ecol Evol 2015;6:143-152. Columns as in two_means.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.effects.two_means import ratio_of_means

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.effects.measures import Choices
    from kneewise.evidence.pooling.sets import Floats


def ratio_of_variation(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """CVR: log of the ratio of the coefficients of variation; NaN unless both means are above 0.

    It is VR less ROM, each with its own correction (none with the correction "none").
    """
    spread, of_spread = ratio_of_spread(of, choices)
    above = {**of, "mean1": np.where(of["mean1"] > 0, of["mean1"], np.nan)}
    means, of_means = ratio_of_means(above, choices)
    return spread - means, of_spread + of_means


def ratio_of_spread(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """VR: log of sd1 / sd2, each corrected for its few patients unless the correction is "none"."""
    first, second = (np.log(np.where(of[name] > 0, of[name], np.nan)) for name in ("sd1", "sd2"))
    own1, own2 = (1.0 / (2.0 * (np.where(of[name] > 1, of[name], np.nan) - 1.0)) for name in ("n1", "n2"))
    ratio = first - second
    return (ratio if choices.correction == "none" else ratio + own1 - own2), own1 + own2
