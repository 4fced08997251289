"""`kneewise evidence`: what the trials say, pooled, compared and doubted; one file a command."""

from __future__ import annotations

import click

from kneewise.cli.lazy_group import Entry, LazyGroup

COMMANDS: dict[str, Entry] = {
    "studies": Entry("kneewise.cli.evidence_studies", "studies", "The trials that are shipped, each with its source."),
    "effect": Entry("kneewise.cli.evidence_effect", "effect", "Each trial's effect, from what the paper printed."),
    "pool": Entry("kneewise.cli.evidence_pool", "pool", "Trials pooled, with forest, groups and doubts."),
    "network": Entry("kneewise.cli.evidence_network", "network", "All treatments of a network compared."),
    "dose": Entry("kneewise.cli.evidence_dose", "dose", "How an effect changes with the dose."),
    "bias": Entry("kneewise.cli.evidence_bias", "bias", "Do small trials say more: funnel, fill, selection."),
    "multiverse": Entry(
        "kneewise.cli.evidence_multiverse", "multiverse", "One question under every defensible choice."
    ),
    "certainty": Entry(
        "kneewise.cli.evidence_certainty", "certainty", "What certainty rests on; the judgements are yours."
    ),
    "claim": Entry("kneewise.cli.evidence_claim", "claim", "What advertisements say, held against the trials."),
    "check": Entry("kneewise.cli.evidence_check", "check", "Rows that cannot be, or should be looked at."),
}


class _Evidence(LazyGroup):
    entries = COMMANDS


@click.group(cls=_Evidence, short_help="What the trials say: pool, compare, doubt, hold claims against them.")
def evidence() -> None:
    """What do the trials say: pooled, compared, doubted; and what becomes of a claim held against them.

    SOURCE is a table of trials (CSV, Parquet, JSON Lines), or - for standard input. Commands that may be called
    without it take the trials that are shipped, each row with its source.

    \b
    Example:
      kneewise evidence studies --product bmac --randomised
    """
