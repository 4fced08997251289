"""`kneewise landscape prices`: prices by country and kind, each in its own currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.landscape_options import (
    code_option,
    country_option,
    deliver_records,
    known_option,
    landscape_and_outputs,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape

EXAMPLE = """\b
Examples:
  kneewise landscape prices --country KR --treatment bmac
  kneewise landscape prices --kind survey --rate USD/KRW=1380@2024-03-20
  kneewise landscape prices --html prices.html
\b
A rate is yours, with the day it is of: USD/KRW=1380@2024-03-20 says that 1 USD was 1,380 KRW. Nothing is converted
without one, and nothing through a third currency.
"""


@click.command(short_help="Prices by country and kind, each in its own currency.", epilog=EXAMPLE + EXIT_STATUSES)
@country_option
@code_option("--treatment", "technology", "Only this treatment: bmac, svf, cell-drug ...")
@code_option("--kind", "price-kind", "Only this kind: list, claim, survey, reimbursement ...")
@click.option("--rate", "rates", multiple=True, metavar="RATE", help="A rate with its day, as USD/KRW=1380@2024-03-20.")
@code_option("--in", "currency", "Currency to convert into.  [default: the second of the first rate]")
@known_option
@landscape_and_outputs
def prices(
    *, country: str | None, treatment: str | None, kind: str | None, rates: tuple[str, ...], known_on: date | None,
    landscape: Landscape, outputs: Outputs, **more: str | None,
) -> None:  # fmt: skip
    """Show ranges of prices with the rows behind them. Kinds, units and currencies are never put together."""
    from kneewise.errors import BadValues
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.landscape.prices import Rate, price_ranges
    from kneewise.report.landscape.prices import present_prices
    from kneewise.report.landscape.result_words import result_word

    try:
        read = [Rate.read(each) for each in rates]
    except BadValues as error:
        raise click.UsageError(f"--rate: {error}.") from None
    if more["in"] is not None and not read:
        raise click.UsageError("--in needs a --rate: nothing is converted without one.")
    found = price_ranges(landscape, country=country, technology=treatment, kind=kind, known_on=known_on, rates=read,
                         into=more["in"])  # fmt: skip
    short = outputs.html is None
    deliver_records(
        outputs,
        title=result_word("prices", outputs.lang),
        document=document_of(found),
        rows=columns_of([row for each in found for row in each.rows]),
        sections=[present_prices(found, landscape, outputs.lang, short=short, with_sources=not short)],
    )
