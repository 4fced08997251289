"""`kneewise landscape products`: which there are, and where they are approved, refused, revoked or being tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.landscape_options import (
    code_option,
    country_option,
    day_of,
    deliver_records,
    known_option,
    landscape_and_outputs,
    on_option,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Product

EXAMPLE = """\b
Examples:
  kneewise landscape products --tissue cord-blood
  kneewise landscape products --state approved --country KR --on 2018-01-01
  kneewise landscape products --phase phase-3 --html phase-3.html
\b
--state is a standing: approved, approved-conditionally, refused, revoked, recognised, cleared, filed, suspended,
withdrawn, sale-stopped; or of trials: phase-1, phase-2, phase-3, on-hold, stopped; or of insurance: covered.
"""


@click.command(short_help="Which products there are, approved or tried where.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--state", metavar="STATE", help="Only what stands so on the day.")
@code_option("--phase", "phase", "Only what is being tried in this phase on the day.")
@country_option
@code_option("--group", "group", "Only this kind: cell-drug, device, procedure ...")
@code_option("--tissue", "tissue", "Only cells from this tissue: bone-marrow, adipose ...")
@code_option("--donor", "donor", "Only autologous or allogeneic.")
@code_option("--indication", "indication", "Only for this: knee-oa, knee-defect ...")
@on_option
@known_option
@landscape_and_outputs
def products(
    *, state: str | None, phase: str | None, on: date | None, known_on: date | None, landscape: Landscape,
    outputs: Outputs, **wishes: str | None,
) -> None:  # fmt: skip
    """List the products with how they stand on a day, or those that stand in one way, or are tried in one phase."""
    if state is not None and phase is not None:
        raise click.UsageError("give --state or --phase, not both.")
    if phase is not None and known_on is not None:
        raise click.UsageError("--phase goes by the copies of the registries: --known-on cannot be asked with it.")
    day = day_of(on)
    chosen = [each for each in landscape.products if _fits(each, wishes)]
    keys = {each.product for each in chosen}
    if state is not None:
        _deliver_state(landscape, keys, outputs, state=_known_state(state), country=wishes["country"], day=day,
                       known_on=known_on)  # fmt: skip
    elif phase is not None:
        _deliver_phase(landscape, keys, outputs, phase=phase, country=wishes["country"], day=day)
    else:
        _deliver_products(landscape, chosen, day, known_on, outputs)


def _fits(product: Product, wishes: dict[str, str | None]) -> bool:
    asked = (
        (wishes["group"], (product.group,)), (wishes["tissue"], product.tissues), (wishes["donor"], (product.donor,)),
        (wishes["indication"], product.indications), (wishes["country"], product.jurisdictions),
    )  # fmt: skip
    return all(wish is None or wish in has for wish, has in asked)


def _known_state(state: str) -> str:
    from kneewise.landscape.codes import state_words

    known = list(dict.fromkeys(each for _, each in state_words() if each != "none"))
    if state not in known:
        raise click.UsageError(f"--state {state}: there are: {', '.join(known)}.")
    return state


def _deliver_products(
    landscape: Landscape, chosen: list[Product], day: date, known_on: date | None, outputs: Outputs
) -> None:
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.landscape.standing import all_standings
    from kneewise.report.landscape.products import present_products
    from kneewise.report.landscape.result_words import result_word

    keys = {each.product for each in chosen}
    standings = [each for each in all_standings(landscape, day, known_on=known_on) if each.subject in keys]
    deliver_records(
        outputs,
        title=result_word("products", outputs.lang),
        document=document_of({"on": day, "known_on": known_on, "products": chosen, "standings": standings}),
        rows=columns_of(chosen),
        sections=[present_products(chosen, standings, outputs.lang, on=day, known_on=known_on)],
    )


def _deliver_state(
    landscape: Landscape, keys: set[str], outputs: Outputs, *, state: str, country: str | None, day: date,
    known_on: date | None,
) -> None:  # fmt: skip
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.landscape.where import in_state
    from kneewise.report.landscape.products import present_in_state

    found = [each for each in in_state(landscape, state, day, country=country, known_on=known_on)
             if each.subject in keys]  # fmt: skip
    section = present_in_state(found, landscape, outputs.lang, state=state, on=day, known_on=known_on,
                               short=outputs.html is None)  # fmt: skip
    document: dict[str, Any] = {"on": day, "known_on": known_on, "state": state, "standings": found}
    deliver_records(
        outputs, title=section.title, document=document_of(document), rows=columns_of(found), sections=[section]
    )


def _deliver_phase(
    landscape: Landscape, keys: set[str], outputs: Outputs, *, phase: str, country: str | None, day: date
) -> None:
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.landscape.where import in_phase
    from kneewise.report.landscape.products import present_in_phase

    found = [each for each in in_phase(landscape, phase, day, country=country) if each.product in keys]
    section = present_in_phase(found, landscape, outputs.lang, phase=phase, on=day)
    document = document_of({"on": day, "phase": phase, "products": found})
    deliver_records(outputs, title=section.title, document=document, rows=columns_of(found), sections=[section])
