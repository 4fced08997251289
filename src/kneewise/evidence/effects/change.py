"""One group measured twice, or two knees of one person: both values of a pair are correlated.

Columns `n mean1 sd1 mean2 sd2 r`: n pairs (persons), r the correlation of the two values. For a change over time 1 is
after, 2 before; for two knees 1 is the treated knee.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.effects.hedges import small_sample_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.effects.measures import Choices
    from kneewise.evidence.pooling.sets import Floats


def mean_change(of: Mapping[str, Floats], _: Choices) -> tuple[Floats, Floats]:
    """MC: mean1 - mean2 of pairs."""
    return of["mean1"] - of["mean2"], _spread_of_differences(of) / of["n"]


def change_by_differences(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """SMCC: change in units of the standard deviation of the differences (Gibbons et al. 1993)."""
    factor = small_sample_factor(of["n"] - 1.0, choices.correction)
    d = factor * (of["mean1"] - of["mean2"]) / np.sqrt(_positive(_spread_of_differences(of)))
    return d, 1.0 / of["n"] + d * d / (2.0 * of["n"])


def change_by_raw_spread(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """SMCR: change in units of sd1 (Becker BJ. Br J Math Stat Psychol 1988;41:257-278); equal spread assumed."""
    d = _by_raw_spread(of, choices)
    return d, 2.0 * (1.0 - of["r"]) / of["n"] + d * d / (2.0 * of["n"])


def change_unequal_spread(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """SMCRH: as SMCR, with a variance that lets the two spreads differ (Bonett 2008)."""
    d = _by_raw_spread(of, choices)
    share = _spread_of_differences(of) / _positive(of["sd1"] ** 2)
    return d, share / (of["n"] - 1.0) + d * d / (2.0 * (of["n"] - 1.0))


def _by_raw_spread(of: Mapping[str, Floats], choices: Choices) -> Floats:
    factor = small_sample_factor(of["n"] - 1.0, choices.correction)
    return np.asarray(factor * (of["mean1"] - of["mean2"]) / np.where(of["sd1"] > 0, of["sd1"], np.nan))


def _spread_of_differences(of: Mapping[str, Floats]) -> Floats:
    return np.asarray(of["sd1"] ** 2 + of["sd2"] ** 2 - 2.0 * of["r"] * of["sd1"] * of["sd2"])


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
