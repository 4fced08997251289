"""Signals per kit and hospital as a section: alarms, how often they are false, and the units beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kneewise.report.figures import count, number
from kneewise.report.outcomes.signal_words import signal_word
from kneewise.report.outcomes.signals_picture import cusum_picture, funnel_picture
from kneewise.report.section_cells import fixed, label
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from kneewise.outcomes.safety.signals.sprt import Sprt
    from kneewise.outcomes.safety.signals.units import UnitSignals
    from kneewise.report.words import Lang

_WEAK = 0.5  # a chart that finds a change within its cases less often than a coin


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """All that was worked out of units.

    unit : what a unit is: kit_model, provider, hospital
    event : what is watched for, as people call it
    ordered : whether the cases stand in an order of their own
    tests : a sequential test each unit, in their order
    errors : chances of error by which the tests were designed
    """

    unit: str
    event: str
    ordered: bool
    found: UnitSignals
    tests: tuple[Sprt, ...]
    errors: tuple[float, float]


def present_signals(signals: Signals, lang: Lang) -> Section:
    """Say the signals of units."""
    found = signals.found
    pictures = [cusum_picture(found, signals.unit, lang)]
    if found.funnel is not None:
        pictures.append(funnel_picture(found, signals.unit, lang))
    return Section(
        title=signal_word("title", lang, unit=signals.unit),
        found=_found(signals, lang),
        warnings=_warnings(signals, lang),
        grids=[_grid(signals, lang)],
        pictures=pictures,
        notes=_notes(signals, lang),
        missing=_missing(signals, lang),
    )


def _found(signals: Signals, lang: Lang) -> list[str]:
    found = signals.found
    cases = count(sum(chart.n for chart in found.charts))
    key = "watched-risks" if found.baseline is None else "watched"
    baseline = "" if found.baseline is None else f"{fixed(100 * found.baseline, 1)}%"
    said = [signal_word(key, lang, cases=cases, units=count(len(found.units)), event=signals.event, baseline=baseline)]
    alarms = [(unit, chart) for unit, chart in zip(found.units, found.charts, strict=True) if chart.alarms]
    said += [
        signal_word(
            "alarm", lang, unit=label(unit), first=count(chart.alarms[0] + 1), n=count(chart.n),
            events=count(chart.n_events), expected=fixed(chart.expected, 1),
        )
        for unit, chart in alarms
    ]  # fmt: skip
    if not alarms:
        said.append(signal_word("no-alarm", lang))
    said.append(
        signal_word(
            "limit", lang, limit=number(found.limit), units=len(found.units),
            chance=_percent(max(chart.false_alarms.chance for chart in found.charts)),
            expected=fixed(found.expected_false_alarms, 2), any=_percent(found.any_false_alarm),
        )
    )  # fmt: skip
    if found.funnel is not None:
        outside = found.funnel.above[-1] | found.funnel.below[-1]
        names = ", ".join(label(unit) for unit, out in zip(found.units, outside, strict=True) if out)
        said.append(
            signal_word(
                "funnel-outside", lang, level=f"{100 * found.funnel.levels[-1]:g}",
                names=names or signal_word("nobody", lang), expected=fixed(float(found.funnel.expected_outside[-1]), 2),
            )
        )  # fmt: skip
    return said


def _percent(chance: float) -> str:
    return f"{fixed(100 * chance, 1)}%"


def _warnings(signals: Signals, lang: Lang) -> list[str]:
    found = signals.found
    said = []
    if found.estimated:
        said.append(signal_word("estimated", lang))
    chances = sorted(chart.detection.chance for chart in found.charts)
    middle = chances[(len(chances) - 1) // 2]
    if middle < _WEAK:
        said.append(signal_word("weak", lang, odds=number(found.odds_ratio), chance=_percent(middle)))
    return said


def _grid(signals: Signals, lang: Lang) -> Grid:
    columns = [
        Column(head=signal_word("unit", lang)),
        Column(head=signal_word("cases", lang), form="count"),
        Column(head=signal_word("events", lang), form="count"),
        Column(head=signal_word("expected", lang), form="estimate", digits=1),
        Column(head=signal_word("highest", lang), form="estimate", digits=2),
        Column(head=signal_word("first-alarm", lang), form="count"),
        Column(head=signal_word("false-chance", lang), form="percent", digits=1),
        Column(head=signal_word("run-length", lang), form="count"),
        Column(head=signal_word("detects", lang), form="percent", digits=0),
        Column(head=signal_word("sprt", lang)),
    ]
    funnel = signals.found.funnel
    if funnel is not None:
        columns += [
            Column(head=signal_word("p-high", lang), form="p"),
            Column(head=signal_word("p-low", lang), form="p"),
        ]
    rows = []
    for place, (unit, chart) in enumerate(zip(signals.found.units, signals.found.charts, strict=True)):
        decision = signals.tests[place].decision
        row: list[Any] = [
            label(unit), chart.n, chart.n_events, chart.expected, float(chart.score.max()),
            chart.alarms[0] + 1 if chart.alarms else None, chart.false_alarms.chance, chart.false_alarms.mean,
            chart.detection.chance, signal_word(decision or "open", lang),
        ]  # fmt: skip
        if funnel is not None:
            row += [float(funnel.p_high[place]), float(funnel.p_low[place])]
        rows.append(tuple(row))
    caption = signal_word("charts", lang, odds=number(signals.found.odds_ratio))
    return Grid(caption=caption, columns=columns, rows=rows)


def _notes(signals: Signals, lang: Lang) -> list[str]:
    way = "" if signals.found.baseline is not None else signal_word("way-grid", lang)
    said = [signal_word("note-cusum", lang, way=way)]
    operation = signals.tests[0].unchanged if signals.tests else None
    if operation is not None:
        alpha, beta = signals.errors
        said.append(
            signal_word("note-sprt", lang, alpha=number(alpha), beta=number(beta), actual=_percent(operation.changed))
        )
    if signals.found.funnel is not None:
        said.append(signal_word("note-funnel", lang))
    return [*said, signal_word("note-cause", lang)]


def _missing(signals: Signals, lang: Lang) -> list[str]:
    said = []
    if signals.found.n_left_out:
        said.append(signal_word("left-out", lang, n=count(signals.found.n_left_out)))
    if signals.found.not_charted:
        names = ", ".join(label(unit) for unit in signals.found.not_charted)
        said.append(signal_word("not-charted", lang, names=names))
    if not signals.ordered:
        said.append(signal_word("no-order", lang))
    return said
