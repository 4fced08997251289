"""`kneewise landscape pipeline`: trials by source of cells and phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.landscape_options import (
    country_option,
    deliver_records,
    landscape_and_outputs,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape

EXAMPLE = """\b
Examples:
  kneewise landscape pipeline
  kneewise landscape pipeline --running --country CN --picture china.svg
"""


@click.command(short_help="Trials by source of cells and phase.", epilog=EXAMPLE + EXIT_STATUSES)
@country_option
@click.option("--running", is_flag=True, help="Only trials that had not ended when their record was copied.")
@click.option("--cells-only", is_flag=True, help="Leave out observational studies and products without cells.")
@landscape_and_outputs
def pipeline(*, country: str | None, running: bool, cells_only: bool, landscape: Landscape, outputs: Outputs) -> None:
    """Count the trials by where their cells come from and by phase; the same trial in two registries counts once."""
    from kneewise.landscape.documents import document_of
    from kneewise.landscape.pipeline import count_pipeline
    from kneewise.report.landscape.pipeline import present_pipeline
    from kneewise.report.landscape.result_words import result_word

    found = count_pipeline(landscape, country=country, running=running, cells_only=cells_only)
    document = document_of(found)
    for cell, shown in zip(found.cells, document["cells"], strict=True):
        shown["trials"] = [each.trial for each in cell.trials]
        shown["n_running"] = cell.n_running
    deliver_records(
        outputs,
        title=result_word("pipeline", outputs.lang),
        document=document,
        rows={
            "tissue": [each.tissue for each in found.cells],
            "phase": [each.phase for each in found.cells],
            "n": [len(each.trials) for each in found.cells],
            "n_running": [each.n_running for each in found.cells],
            "trials": [";".join(one.trial for one in each.trials) for each in found.cells],
        },
        sections=[present_pipeline(found, outputs.lang)],
    )
