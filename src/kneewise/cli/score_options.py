"""The options by which a command is told where scores stand: columns, visits, questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def score_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that `score_tables.read_scores` and `criteria.part_of` read."""
    for decorate in (
        click.option("--better", type=click.Choice(["higher", "lower"]),
                     help="The good end.  [default: the questionnaire's]"),
        click.option("--form", metavar="FORM", help="WOMAC: Likert, VAS or NRS; pain: 'VAS mm', 'VAS cm' or NRS."),
        click.option("--part", metavar="NAME", help="Its part; a column 'part' is cut to it."),
        click.option("--instrument", metavar="NAME",
                     help="Questionnaire of the scores: their range, their better end."),
        click.option("--after", metavar="COLUMN", help="... and after it."),
        click.option("--before", metavar="COLUMN", help="Instead of visits: column of the score before treatment ..."),
        click.option("--scores-as", metavar="PATTERN", help="How columns of visits are named: 'pain_m{visit}'."),
        click.option("--at", metavar="VISIT", help="Visit that is judged.  [default: the last number]"),
        click.option("--baseline", metavar="VISIT", help="Visit before treatment.  [default: the first number]"),
        click.option("--visit", metavar="COLUMN", default="visit", show_default=True, help="Column of the visit."),
        click.option("--score", metavar="COLUMN", help="Column of the score, one row a visit.  [default: score]"),
        click.option("--subject", metavar="COLUMN", help="Column of the person.  [default: subject, if it is there]"),
    ):  # fmt: skip
        command = decorate(command)
    return command
