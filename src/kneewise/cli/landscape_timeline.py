"""`kneewise landscape timeline`: what happened and what is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.days import DAY
from kneewise.cli.landscape_options import (
    country_option,
    day_of,
    deliver_records,
    landscape_and_outputs,
    on_option,
    the_product,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Milestone

EXAMPLE = """\b
Examples:
  kneewise landscape timeline --product cartistem --country JP
  kneewise landscape timeline --product jointstem --product tg-c --picture timeline.svg
  kneewise landscape timeline --class planned --on 2026-11-26
"""
CLASSES = ("actual", "planned", "metric", "claim")


@click.command(short_help="What happened and what is planned, by product.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--product", "names", multiple=True, metavar="NAME", help="Only this product; may be given again.")
@country_option
@click.option("--from", "from_", type=DAY, metavar="DAY", help="Leave out what was over before this day.")
@click.option("--to", "to", type=DAY, metavar="DAY", help="Leave out what began after this day.")
@click.option(
    "--class", "classes", multiple=True, type=click.Choice(CLASSES), help="Only what is so; may be given again."
)
@on_option
@landscape_and_outputs
def timeline(
    *, names: tuple[str, ...], country: str | None, from_: date | None, to: date | None, classes: tuple[str, ...],
    on: date | None, landscape: Landscape, outputs: Outputs,
) -> None:  # fmt: skip
    """Show milestones in order of their dates, as they stood on a day; planned ones that are past due say so.

    What came after the day asked about, and plans that were told only then, are left out and counted.
    """
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.landscape.plans import plans_on, told_by
    from kneewise.report.landscape.result_words import result_word
    from kneewise.report.landscape.timeline import present_timeline

    day = day_of(on)
    subjects = {the_product(landscape, name).product for name in names}

    def wanted(event: Milestone) -> bool:
        return (
            (not subjects or event.subject in subjects)
            and country in (None, event.jurisdiction)
            and (from_ is None or event.date.last >= from_)
            and (to is None or event.date.first <= to)
            and (not classes or event.class_ in classes)
        )

    every = [each for each in landscape.milestones if wanted(each)]
    keys = {each.milestone for each in every}
    plans = [each for each in plans_on(landscape, day) if each.milestone.milestone in keys]
    events = told_by(every, plans, day)
    n_later = len(every) - len(events)
    short = outputs.html is None
    deliver_records(
        outputs,
        title=result_word("timeline", outputs.lang),
        document=document_of({"on": day, "n_later": n_later, "milestones": events, "plans": plans}),
        rows=columns_of(events) | {"plan": _states(events, {each.milestone.milestone: each.state for each in plans})},
        sections=[present_timeline(events, plans, landscape, outputs.lang, on=day, short=short,
                                   with_sources=not short, n_later=n_later)],
    )  # fmt: skip


def _states(events: list[Milestone], states: dict[str, str]) -> list[str | None]:
    return [states.get(each.milestone) for each in events]
