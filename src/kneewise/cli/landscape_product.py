"""`kneewise landscape product NAME`: one product on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.cli.landscape_options import (
    country_option,
    day_of,
    deliver_records,
    known_option,
    landscape_and_outputs,
    on_option,
    the_product,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Product
    from kneewise.report.sections import Section
    from kneewise.report.words import Lang

EXAMPLE = """\b
Examples:
  kneewise landscape product TG-C --on 2019-07-05
  kneewise landscape product 카티스템 --country JP --lang ko
  kneewise landscape product jointstem --on 2024-06-01 --known-on 2024-06-01
  kneewise landscape product "BMAC injection" --claims --html bmac.html
\b
NAME is a key, a name, a brand or a misspelling of one. --known-on asks what could be known on a day: a row counts
when its source was issued.
"""


@click.command(short_help="One product on a day: standing, plans, trials, prices.", epilog=EXAMPLE + EXIT_STATUSES)
@click.argument("name")
@on_option
@known_option
@country_option
@click.option(
    "--claims", is_flag=True, help="Hold what is said of it against the trials of its cells (kneewise evidence)."
)
@landscape_and_outputs
def product(
    *, name: str, on: date | None, known_on: date | None, country: str | None, claims: bool, landscape: Landscape,
    outputs: Outputs,
) -> None:  # fmt: skip
    """Tell all that is recorded of one product on a day: what it is and is not, how it stands where, what is planned
    and past due, its trials, its prices, and where sources contradict each other."""
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.landscape.product_view import view_product
    from kneewise.report.landscape.product import present_product, product_title

    day = day_of(on)
    found = the_product(landscape, name)
    view = view_product(landscape, found, day, known_on=known_on, country=country)
    short = outputs.html is None
    sections = present_product(view, landscape, outputs.lang, short=short)
    document = document_of(view)
    if claims:
        section, document["claims"] = _claims(found, outputs.lang)
        sections.append(section)
    deliver_records(outputs, title=product_title(view, outputs.lang), document=document, rows=columns_of(view.events),
            sections=sections)  # fmt: skip


def _claims(found: Product, lang: Lang) -> tuple[Section, list[dict[str, str]]]:
    """The claims of the catalogue of the evidence, answered for the product of these cells."""
    from kneewise.evidence.claims.hold import hold_all
    from kneewise.report.landscape.claims import evidence_product, present_claims_of

    same = evidence_product(found)
    held = [] if same is None else list(hold_all(product=same))
    told = [{"claim": each.claim.id, "product": each.asked.product, "answer": each.asked.answer} for each in held]
    return present_claims_of(same, held, lang), told
