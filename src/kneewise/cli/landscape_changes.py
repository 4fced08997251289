"""`kneewise landscape changes`: what changed between two days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.days import DAY
from kneewise.cli.landscape_options import (
    country_option,
    day_of,
    deliver_records,
    landscape_and_outputs,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape

EXAMPLE = """\b
Examples:
  kneewise landscape changes --from 2025-07-01 --to 2026-06-30
  kneewise landscape changes --from 2019-01-01 --to 2019-12-31 --country KR
"""


@click.command(short_help="What changed between two days.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--from", "since", type=DAY, required=True, metavar="DAY", help="After this day.")
@click.option("--to", "until", type=DAY, metavar="DAY", help="Up to and including this day.  [default: today]")
@country_option
@landscape_and_outputs
def changes(*, since: date, until: date | None, country: str | None, landscape: Landscape, outputs: Outputs) -> None:
    """Tell what changed: events, what became known, standings that turned, plans that fell due, dates of trials."""
    from kneewise.landscape.changes import changes_between
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.report.landscape.changes import changes_title, present_changes

    last = day_of(until)
    if last < since:
        raise click.UsageError(f"--from {since} is after --to {last}.")
    found = changes_between(landscape, since, last, jurisdiction=country)
    told = {"happened": found.events, "perhaps": found.perhaps, "learned": found.learned}
    rows = columns_of([each for events in told.values() for each in events])
    deliver_records(
        outputs,
        title=changes_title(found, outputs.lang),
        document=document_of(found),
        rows={"change": [name for name, events in told.items() for _ in events], **rows},
        sections=[present_changes(found, landscape, outputs.lang, short=outputs.html is None)],
    )
