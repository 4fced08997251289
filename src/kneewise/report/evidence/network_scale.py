"""How people read an effect: ratios as ratios, differences as they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kneewise.report.section_cells import fixed, interval

RATIOS = ("OR", "RR", "HR", "IRR", "ROM")


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of a measure; unknown measures are shown as they are given."""

    measure: str | None

    @property
    def ratio(self) -> bool:
        """Whether figures are logarithms of a ratio."""
        return self.measure in RATIOS

    def of(self, value: float) -> float:
        """One figure as people read it."""
        return math.exp(value) if self.ratio else float(value)

    def pair(self, low: float, high: float) -> tuple[float, float]:
        """Both ends of an interval as people read them."""
        return self.of(low), self.of(high)

    def text(self, estimate: float, low: float, high: float, lang: str) -> str:
        """'0.52 (0.31 to 0.88)'."""
        return f"{fixed(self.of(estimate), 2)} ({interval(self.pair(low, high), lang, 2)})"

    def short(self, estimate: float, low: float, high: float) -> str:
        """The same in two lines, for the cell of a picture."""
        shown = [fixed(self.of(each), 2) for each in (estimate, low, high)]
        return f"{shown[0]}\n{shown[1]}, {shown[2]}"
