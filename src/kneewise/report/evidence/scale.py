"""Effects as people read them: ratios as ratios, differences as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.section_cells import fixed, interval, useful_decimals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.evidence.effects.result import EffectSizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How a measure is shown: `digits` decimals, ratios back from their logs."""

    is_ratio: bool
    digits: int

    @property
    def no_effect(self) -> float:
        """The value of no effect, as shown."""
        return 1.0 if self.is_ratio else 0.0

    def back(self, value: float | None) -> float | None:
        """A value of the analysis as it is shown; None where it is not known."""
        if value is None or np.isnan(value):
            return None
        # A ratio beyond what a float holds is shown as without limit.
        return float(np.exp(np.clip(value, -700.0, 709.0))) if self.is_ratio else float(value)

    def pair(self, values: tuple[float, float] | None) -> tuple[float | None, float | None] | None:
        """An interval of the analysis as it is shown."""
        return None if values is None else (self.back(values[0]), self.back(values[1]))

    def words(self, estimate: float | None, ends: tuple[float, float] | None, lang: str) -> str:
        """An effect with its interval: '-1.24 (-2.49 to 0.00)'."""
        value = self.back(estimate)
        shown = "" if value is None else fixed(value, self.digits)
        between = self.pair(ends)
        if between is None or None in between:
            return shown
        return f"{shown} ({interval(between, lang, self.digits)})".strip()


def scale_of(sizes: EffectSizes, more: Iterable[float] = ()) -> Scale:
    """Choose the decimals by the effects of the trials: two for ratios, else three useful digits."""
    if sizes.is_log:
        return Scale(is_ratio=True, digits=2)
    values = [abs(float(each)) for each in [*sizes.effects, *more] if np.isfinite(each)]
    largest = max(values, default=1.0)
    return Scale(is_ratio=False, digits=3 if largest < 0.1 else useful_decimals(values))
