"""Criteria of response from a command line: numbers, or published thresholds looked up by questionnaire and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kneewise.outcomes.instruments.definition import Part
    from kneewise.outcomes.instruments.thresholds import Change
    from kneewise.outcomes.responders.criterion import Better, Criterion

PUBLISHED = "published"


class NumberOrPublished(click.ParamType[float | str]):
    """A threshold as a number, or the word `published`, with the people after a colon: 'published:knee OA'."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | str:
        """Take the text of an option."""
        if str(value).split(":", 1)[0].strip() == PUBLISHED:
            return str(value)
        try:
            return float(value)
        except ValueError:
            self.fail(f"{value!r} is neither a number nor '{PUBLISHED}:POPULATION'.", param, ctx)


def part_of(instrument: str | None, part: str | None, form: str | None) -> Part | None:
    """The part of a questionnaire that the options name: its range and its better end; None where none is named."""
    from kneewise.errors import BadValues
    from kneewise.outcomes.instruments.score import definition_of

    if instrument is None:
        return None
    try:
        held = definition_of(instrument, form=form)
        if part is None and len(held.parts) > 1:
            raise BadValues(f"parts of {held.name}: name one: {', '.join(each.name for each in held.parts)}")
        return held.parts[0] if part is None else held.parts_named([part])[-1]
    except BadValues as error:
        raise click.UsageError(f"--instrument, --part, --form: {error}") from None


def better_end(given: str | None, part: Part | None, *, wanted_for: str) -> Better:
    """Which end of the scale is the good one: as the option says, else as the questionnaire has it."""
    if given in ("higher", "lower"):
        if part is not None and part.better != given:
            raise click.UsageError(f"--better {given}: of this questionnaire, {part.better} is better.")
        return given  # type: ignore[return-value]
    if part is None:
        raise click.UsageError(f"--better: say whether a higher or a lower score is better, for {wanted_for}.")
    return part.better


def criteria_of(options: dict[str, Any], *, better: Better, part: Part | None) -> tuple[Criterion, ...]:
    """The criteria that the options --mcid, --mdc, --percent and --pass ask for, in this order."""
    from kneewise.errors import BadValues
    from kneewise.outcomes.responders.criterion import Criterion

    asked = [
        ("MCID", "mcid", "change"),
        ("MDC95", "mdc", "change"),
        ("%", "percent", "percent"),
        ("PASS", "pass_", "state"),
    ]
    found: list[Criterion] = []
    for name, option, form in asked:
        value = options[option]
        if value is None:
            continue
        shown = "--" + option.rstrip("_")
        try:
            if isinstance(value, str):
                population = value.partition(":")[2].strip() or None
                found.append(_published(name, better, part, options, population))
            else:
                called = f"{value:g} %" if name == "%" else name
                made = Criterion(name=called, threshold=value, better=better, form=form, beyond=name == "MDC95")  # type: ignore[arg-type]
                found.append(made)
        except BadValues as error:
            raise click.UsageError(f"{shown}: {error}") from None
    if not found:
        raise click.UsageError("name at least one criterion: --mcid, --mdc, --percent or --pass.")
    return tuple(found)


def _published(
    kind: str, better: Better, part: Part | None, options: dict[str, Any], population: str | None
) -> Criterion:
    """A held threshold, put on the scale of the questionnaire's part."""
    from kneewise.errors import BadValues
    from kneewise.outcomes.instruments.thresholds import thresholds
    from kneewise.outcomes.responders.criterion import Criterion

    instrument = options["instrument"]
    if instrument is None or part is None:
        raise BadValues("a published threshold needs --instrument, and --part where it has several")
    if instrument.casefold() == "pain":  # the table of thresholds tells the two scales of pain apart
        instrument = "NRS pain" if options["form"] == "NRS" else "VAS pain"
    if kind == "PASS":
        held = thresholds(instrument, part.name, kind, population=population)
    else:
        change: Change = "improvement" if kind == "MCID" else "either way"
        held = thresholds(instrument, part.name, kind, form="absolute", population=population, change=change)
    return Criterion(
        name=kind,
        threshold=held.on_scale(part.low, part.high),
        better=better,
        form="state" if kind == "PASS" else "change",
        beyond=kind == "MDC95",
        source=f"{held}; {held.source}",
    )
