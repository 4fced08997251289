"""`kneewise outcomes`: did the patient get better, and safely; one file a command."""

from __future__ import annotations

import click

from kneewise.cli.lazy_group import Entry, LazyGroup

COMMANDS: dict[str, Entry] = {
    "score": Entry("kneewise.cli.outcomes_score", "score", "Score questionnaires, or check given scores."),
    "change": Entry("kneewise.cli.outcomes_change", "change", "How scores changed over visits, by arm (MMRM)."),
    "responders": Entry("kneewise.cli.outcomes_responders", "responders", "How many got better, arm by arm."),
    "dose": Entry("kneewise.cli.outcomes_dose", "dose", "Does more help more: trend, MCP-Mod, doses."),
    "safety": Entry("kneewise.cli.outcomes_safety", "safety", "Adverse events, time to arthroplasty, signals."),
    "agreement": Entry("kneewise.cli.outcomes_agreement", "agreement", "How far readers agree, where they differ."),
}


class _Outcomes(LazyGroup):
    entries = COMMANDS


@click.group(cls=_Outcomes, short_help="Did patients get better: scores, change, dose, safety.")
def outcomes() -> None:
    """Did the patient get better, and safely: from tables of scores, events and readings, or from cases.

    SOURCE is a table (CSV, Parquet, JSON Lines; long or wide), a folder of case tables, a file of cases
    (YAML, JSON, JSON Lines), or - for standard input.

    \b
    Example:
      kneewise outcomes agreement readings.csv --picture readers.svg
    """
