"""`kneewise landscape`: what exists, where, since when, at what price; one file a command."""

from __future__ import annotations

import click

from kneewise.cli.lazy_group import Entry, LazyGroup

COMMANDS: dict[str, Entry] = {
    "products": Entry(
        "kneewise.cli.landscape_products", "products", "Which products there are, approved or tried where."
    ),
    "product": Entry(
        "kneewise.cli.landscape_product", "product", "One product on a day: standing, plans, trials, prices."
    ),
    "timeline": Entry("kneewise.cli.landscape_timeline", "timeline", "What happened and what is planned, by product."),
    "pipeline": Entry("kneewise.cli.landscape_pipeline", "pipeline", "Trials by source of cells and phase."),
    "trials": Entry("kneewise.cli.landscape_trials", "trials", "The trials, with patients and days."),
    "prices": Entry("kneewise.cli.landscape_prices", "prices", "Prices by country and kind, each in its own currency."),
    "changes": Entry("kneewise.cli.landscape_changes", "changes", "What changed between two days."),
    "figures": Entry("kneewise.cli.landscape_figures", "figures", "Figures of articles held against the records."),
    "search": Entry("kneewise.cli.landscape_search", "search", "Find products, trials and sources by any word."),
    "check": Entry("kneewise.cli.landscape_check", "check", "Rows that cannot be, or contradict each other."),
    "sync": Entry("kneewise.cli.landscape_sync", "sync", "Trials and devices of public registers, and what changed."),
}


class _Landscape(LazyGroup):
    entries = COMMANDS


@click.group(cls=_Landscape, short_help="What exists, where, since when, at what price.")
def landscape() -> None:
    """What exists, where, since when, at what price: products, approvals, trials and prices as dated, sourced records.

    The records come with Kneewise, read from public pages up to November 2026; --records takes a folder of the same
    tables instead. A date is as exact as its source, and where that leaves an answer open, both answers are shown.

    \b
    Example:
      kneewise landscape product TG-C --on 2019-07-05
    """
