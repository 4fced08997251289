"""`kneewise landscape search`: find products, trials and sources by any word of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.landscape_options import (
    deliver_records,
    landscape_and_outputs,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape

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
@landscape_and_outputs
def search(*, query: tuple[str, ...], kind: str | None, most: int, landscape: Landscape, outputs: Outputs) -> None:
    """Find by words in English or Korean: names, other names, developers, titles, numbers of trials, addresses.

    A word that stands nowhere is read as the nearest that does, and that is told.
    """
    from kneewise.landscape.documents import document_of
    from kneewise.landscape.search import search_records
    from kneewise.report.landscape.search import present_hits, search_title

    text = " ".join(query)
    found = search_records(landscape, text, most=most + 1, kind=kind)
    hits = found[:most]
    deliver_records(
        outputs,
        title=search_title(text, outputs.lang),
        document=document_of({"query": text, "hits": hits}),
        rows={name: [getattr(each, name) for each in hits] for name in ("kind", "key", "title", "score")},
        sections=[present_hits(found, text, outputs.lang, most=most, short=outputs.html is None)],
    )
