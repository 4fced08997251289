"""`kneewise landscape check`: rows that cannot be, or contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.landscape_options import (
    day_of,
    deliver_records,
    landscape_and_outputs,
    on_option,
)

if TYPE_CHECKING:
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape

EXAMPLE = """\b
Examples:
  kneewise landscape check
  kneewise landscape check --level error
  kneewise landscape check --records my-tables/ --out found.csv
\b
Exit statuses:
  0    done, and no error was found
  1    done, and an error was found
  2    the command line cannot be taken
  3    the tables cannot be taken
  130  stopped by Ctrl-C; nothing half-written is left behind
"""


@click.command(short_help="Rows that cannot be, or contradict each other.", epilog=EXAMPLE)
@click.option("--level", type=click.Choice(["error", "note"]), help="Only these.")
@click.option("--code", "code", metavar="CODE", help="Only this finding, as plan-past-due.")
@on_option
@landscape_and_outputs
@click.pass_context
def check(
    context: click.Context, *, level: str | None, code: str | None, on: date | None, landscape: Landscape,
    outputs: Outputs,
) -> None:  # fmt: skip
    """Look for one trial under two numbers, orders that cannot be, rows that contradict each other, prices of several
    kinds, plans past due, doubtful addresses, and what was looked for and not found."""
    from kneewise.landscape.check import check_landscape
    from kneewise.landscape.documents import document_of
    from kneewise.report.landscape.check import present_check
    from kneewise.report.landscape.check_words import check_word

    day = day_of(on)
    every = check_landscape(landscape, day)
    found = [each for each in every if level in (None, each.level) and code in (None, each.code)]
    if code is not None and not found and code not in {each.code for each in every}:
        raise click.UsageError(f"--code {code}: found are: {', '.join(sorted({each.code for each in every}))}.")
    deliver_records(
        outputs,
        title=check_word("title", outputs.lang),
        document=document_of({"on": day, "findings": found}),
        rows={
            "level": [each.level for each in found],
            "code": [each.code for each in found],
            "table": [each.table for each in found],
            "keys": [";".join(each.keys) for each in found],
            "says": [check_word(f"says-{each.code}", "en", **each.names) for each in found],
        },
        sections=[present_check(found, outputs.lang, on=str(day), short=outputs.html is None and code is None)],
    )
    if any(each.level == "error" for each in every):
        context.exit(1)
