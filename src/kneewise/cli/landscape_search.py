"""`kneewise landscape search`: find products, trials and sources by any word of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.landscape_options import open_landscape, records_option
from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_and_outputs

if TYPE_CHECKING:
    from kneewise.cli.outputs import Outputs

EXAMPLE = """\b
Examples:
  kneewise landscape search Catrigrow
  kneewise landscape search 제대혈 --kind trial
  kneewise landscape search "umbilical cord china phase 3"
"""


@click.command(short_help="Find products, trials and sources by any word.", epilog=EXAMPLE + EXIT_STATUSES)
@click.argument("query", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(["product", "trial", "source"]), help="Only these.")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="Show so many.")
@records_option
@shipped_and_outputs
def search(*, query: tuple[str, ...], kind: str | None, most: int, records: str | None, outputs: Outputs) -> None:
    """Find by words in English or Korean: names, other names, developers, titles, numbers of trials, addresses.

    A word that stands nowhere is read as the nearest that does, and that is told.
    """
    from kneewise.landscape.documents import document_of
    from kneewise.landscape.search import search as find
    from kneewise.report.landscape.search import present_hits, search_title

    text = " ".join(query)
    hits = find(open_landscape(records), text, most=most, kind=kind)
    deliver(
        outputs,
        title=search_title(text, outputs.lang),
        document=document_of({"query": text, "hits": hits}),
        rows={name: [getattr(each, name) for each in hits] for name in ("kind", "key", "title", "score")},
        sections=[present_hits(hits, text, outputs.lang, most=most, short=outputs.html is None)],
    )
