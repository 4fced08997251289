"""`kneewise landscape trials`: the trials, with patients and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.landscape_options import (
    code_option,
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
    from kneewise.landscape.records import Trial

EXAMPLE = """\b
Examples:
  kneewise landscape trials --product cartistem
  kneewise landscape trials --phase phase-3 --country CN --picture patients.svg
  kneewise landscape trials --overdue --out overdue.csv
"""


@click.command(short_help="The trials, with patients and days.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--product", "name", metavar="NAME", help="Only trials of this product.")
@country_option
@code_option("--tissue", "tissue", "Only cells from this tissue.")
@code_option("--phase", "phase", "Only this phase, alone or with another.")
@code_option("--status", "trial-status", "Only this status, as of the copy of its record.")
@code_option("--registry", "registry", "Only this registry.")
@click.option("--overdue", is_flag=True, help="Only trials whose planned end has passed on the day.")
@on_option
@landscape_and_outputs
def trials(
    *, name: str | None, overdue: bool, on: date | None, landscape: Landscape, outputs: Outputs, **wishes: str | None
) -> None:
    """List the trials; status and numbers are those of the day on which their record was copied.

    A planned end that has passed is told as past due, not as a fact. Trials that began after the day asked about are
    left out and counted.
    """
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.landscape.plans import trial_begun, trial_overdue
    from kneewise.report.landscape.result_words import result_word
    from kneewise.report.landscape.trials import present_trials

    day = day_of(on)
    product = None if name is None else the_product(landscape, name).product
    every = [
        each for each in landscape.trials
        if product in (None, each.product) and _fits(each, wishes) and (not overdue or trial_overdue(each, day))
    ]  # fmt: skip
    found = [each for each in every if trial_begun(each, day) is not False]
    n_later = len(every) - len(found)
    short = outputs.html is None
    deliver_records(
        outputs,
        title=result_word("trials", outputs.lang),
        document=document_of({"on": day, "n_later": n_later, "trials": found, "overdue": [each.trial for each in found
                                                                       if trial_overdue(each, day)]}),
        rows=columns_of(found) | {"overdue": [trial_overdue(each, day) for each in found]},
        sections=[present_trials(found, outputs.lang, on=day, short=short, with_sources=not short,
                                 n_later=n_later)],
    )  # fmt: skip


def _fits(trial: Trial, wishes: dict[str, str | None]) -> bool:
    asked = (
        (wishes["country"], trial.countries), (wishes["tissue"], trial.tissues), (wishes["phase"], trial.phases),
        (wishes["status"], (trial.status,)), (wishes["registry"], (trial.registry,)),
    )  # fmt: skip
    return all(wish is None or wish in has for wish, has in asked)
