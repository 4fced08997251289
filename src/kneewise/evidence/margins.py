"""The smallest difference that matters, by outcome and measure, each with who took it and for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kneewise.evidence.cells import read_rows
from kneewise.evidence.products import DATA
from kneewise.evidence.trial_rows import DOMAINS

if TYPE_CHECKING:
    from kneewise.evidence.records import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """A published smallest difference that matters.

    words : who took it, for what
    value : above 0, on a scale of `per_points` points; in standard deviations where there is no scale
    """

    domain: str
    measure: str
    per_points: float | None
    value: float
    source: Source
    words: dict[str, str]

    def on(self, points: float | None) -> float | None:
        """Give the value on a scale of so many points; None where the scale is not known."""
        if self.per_points is None:
            return self.value
        return None if points is None else self.value * points / self.per_points


@cache
def margins() -> tuple[Margin, ...]:
    """Give the margins that are held; several are held for most outcomes elsewhere, and none is the only one."""
    return tuple(
        Margin(
            domain=row.must_code("domain", DOMAINS),
            measure=row.must("measure"),
            per_points=row.number("per_points", low=1),
            value=float(row.must("value")),
            source=row.source(),
            words={"en": row.must("en"), "ko": row.must("ko")},
        )
        for row in read_rows(DATA / "margins.csv")
    )


def margin_of(domain: str, measure: str) -> Margin | None:
    """Find the margin of an outcome in a measure, if one is held."""
    return next((each for each in margins() if (each.domain, each.measure) == (domain, measure)), None)
