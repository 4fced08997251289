"""How much change matters, and from which score on a patient is content: published thresholds, each with its people.

A threshold holds for the population, the period and the method that it was found with. Several are held for most
scores; none is chosen in silence.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from kneewise.outcomes.instruments.definition import Better

Form = Literal["absolute", "relative", "standardised", "state"]
Change = Literal["improvement", "worsening", "either way", "state"]

KINDS: Final = {
    "MCID": "minimal clinically important difference",
    "MCII": "minimal clinically important improvement",
    "MIC": "minimal important change",
    "MID": "minimal important difference, as a review chose it",
    "moderate improvement": "a moderate improvement",
    "PASS": "patient acceptable symptom state: the score from which on patients call their state acceptable",
    "MDC95": "minimal detectable change, 95 %: what one person's measurement error alone may bring",
}
_LEVELS: Final = ("primary", "secondary", "tertiary")
_UNSTATED: Final = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One published threshold.

    value : the size of the change, above 0 whichever way the scale runs; for PASS, the score; None where the source
        gives a range only (`low` to `high`)
    form : "absolute" in `unit`, on a scale from `scale_low` to `scale_high`; "relative" in per cent of the baseline;
        "standardised" in standard deviations; "state", a score
    change : what it is a threshold of; "either way" for the measurement error
    better : which end of the scale is the good one in the source; None where its page does not say
    level : "primary" (the study), "secondary" (cited by another paper), "tertiary" (a page that names no study)
    """

    instrument: str
    part: str
    kind: str
    form: Form
    change: Change
    value: float | None
    low: float | None
    high: float | None
    unit: str
    scale_low: float | None
    scale_high: float | None
    better: Better | None
    population: str
    n: int | None
    period: str | None
    method: str
    level: str
    source: str
    location: str
    doi: str | None
    collected: str
    note: str | None

    def on_scale(self, low: float, high: float) -> float:
        """Give the value on another scale of the same score, by straight proportion.

        A WOMAC function MCII of 9.1 in 0-100 is 6.188 in 0-68. Raises BadValues where the threshold is relative or
        standardised, or has a range only, and where `high` is not above `low`.
        """
        if self.value is None or self.scale_low is None or self.scale_high is None:
            raise BadValues(f"{self}: found a threshold that is no number on a scale; allowed: absolute, or a state")
        if not high > low:
            raise BadValues("on_scale: found a high end that is not above the low end")
        ratio = (high - low) / (self.scale_high - self.scale_low)
        return low + (self.value - self.scale_low) * ratio if self.form == "state" else self.value * ratio

    def __str__(self) -> str:
        size = f"{self.low:g} to {self.high:g}" if self.value is None else f"{self.value:g}"
        scale = "" if self.scale_low is None else f" of {self.scale_low:g}-{self.scale_high:g}"
        when = f", {self.period}" if self.period else ""
        name = self.instrument if self.part in self.instrument else f"{self.instrument} {self.part}"
        return f"{self.kind} of {name}: {size} {self.unit}{scale} ({self.population}{when})"


@cache
def every_threshold() -> tuple[Threshold, ...]:
    """Give all thresholds that are held, in the order of the table (docs/reference/thresholds.md)."""
    with Path(__file__).with_name("thresholds.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_threshold(row) for row in csv.DictReader(file))


def thresholds(
    instrument: str,
    part: str | None = None,
    kind: str | None = None,
    *,
    form: Form | None = None,
    population: str | None = None,
    change: Change | None = None,
) -> Threshold:
    """Find the one threshold that is asked for; never choose between several in silence.

    instrument : "KOOS", "KOOS-PS", "WOMAC", "VAS pain", "NRS pain", "patient global VAS", "ICOAP", "SF-36", "any"
    part : "pain", "function", "ADL", "total", ...
    kind : "MCID", "MCII", "MIC", "MID", "moderate improvement", "PASS", "MDC95"; they are not the same thing
    form : "absolute" or "relative", where both are held
    population : as the table names it, or a piece of it that only one bears ("knee OA" means the population of
        exactly this name, where there is one)
    change : "improvement" or "worsening", where both are held

    Within one population the study itself goes before those who cite it, where both give the same figure. A threshold
    whose population is not stated is found by population="not stated" only.

    Raises BadValues where none is held, and where several are: the text lists them with their populations.
    """
    asked = {"instrument": instrument, "part": part, "kind": kind, "form": form, "change": change}
    found = [each for each in every_threshold() if _fits(each, asked)]
    if not found:
        raise BadValues(_nothing(instrument, part, kind))
    stated = _of_population(found, population)
    if not stated:
        asked_for = "whose population is stated" if population is None else f"for the population {population!r}"
        raise BadValues(f"thresholds: found none {asked_for}; held are:\n{_listed(found)}")
    if len({(each.population, each.part, each.kind, each.form, each.change, each.value) for each in stated}) > 1:
        raise BadValues(
            "thresholds: found several, and which one holds is not for this program to choose; name the population "
            f"(or part, kind, form, change):\n{_listed(stated)}"
        )
    return min(stated, key=lambda each: _LEVELS.index(each.level))


def _fits(threshold: Threshold, asked: dict[str, str | None]) -> bool:
    return all(
        value is None or getattr(threshold, name).casefold() == value.casefold() for name, value in asked.items()
    )


def _of_population(found: list[Threshold], population: str | None) -> list[Threshold]:
    if population is None:
        return [each for each in found if each.population != _UNSTATED]
    plain = population.casefold()
    exact = [each for each in found if each.population.casefold() == plain]
    return exact or [each for each in found if plain in each.population.casefold()]


def _nothing(instrument: str, part: str | None, kind: str | None) -> str:
    held = [each for each in every_threshold() if each.instrument.casefold() == instrument.casefold()]
    asked = " ".join(word for word in (instrument, part, kind) if word)
    if not held:
        names = sorted({each.instrument for each in every_threshold()}, key=str.casefold)
        return f"thresholds: found none for {asked!r}; held are those of {', '.join(names)}"
    pairs = sorted({f"{each.part} {each.kind} ({each.form})" for each in held})
    return f"thresholds: found none for {asked!r}; of {held[0].instrument} are held: {', '.join(pairs)}"


def _listed(found: list[Threshold]) -> str:
    return "\n".join(f"  {each}; {each.form}, {each.change}; {each.level} source" for each in found)


def _threshold(row: dict[str, str]) -> Threshold:
    numbers = {
        name: float(row[name]) if row[name] else None for name in ("value", "low", "high", "scale_low", "scale_high")
    }
    optional = {name: row[name] or None for name in ("better", "period", "doi", "note")}
    return Threshold(**{**row, **numbers, **optional, "n": int(row["n"]) if row["n"] else None})  # type: ignore[arg-type]
