"""Which products there are, and where they are approved, refused, revoked or being tried."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kneewise.report.landscape.grids import columns, phase_word
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.said import code, codes, place, product_name, source, states, subject, verified, when
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Product
    from kneewise.landscape.standing import Standing
    from kneewise.landscape.where import InPhase
    from kneewise.report.words import Lang


def present_products(
    products: Sequence[Product], standings: Sequence[Standing], lang: Lang, *, on: date, known_on: date | None
) -> Section:
    """List products with how they stand on a day."""
    by_product: dict[str, list[Standing]] = defaultdict(list)
    for each in standings:
        if each.may_be not in (("none",), ("led-to-approval",)):
            by_product[each.subject].append(each)
    heads = ("name", "group", "tissue", "donor", "indication", "state")
    rows = [
        (
            product_name(each, lang), code("group", each.group, lang), codes("tissue", each.tissues, lang),
            code("donor", each.donor, lang), codes("indication", each.indications, lang),
            "; ".join(_short(found, by_product[each.product], lang) for found in by_product[each.product]) or None,
        )
        for each in products
    ]  # fmt: skip
    return Section(
        title=result_word("products", lang),
        found=[result_word("products-found", lang, n=len(products), on=on)],
        grids=[Grid(caption=result_word("products", lang), columns=columns(heads, lang), rows=rows)] if rows else [],
        notes=notes(lang, known_on),
    )


def _short(found: Standing, every: Sequence[Standing], lang: Lang) -> str:
    """One standing in few words; what it is for, where the country has several."""
    several = len({each.indication for each in every if each.jurisdiction == found.jurisdiction}) > 1
    of = f" ({code('indication', found.indication, lang)})" if several else ""
    return f"{found.jurisdiction} {states(found.axis, found.may_be, lang)}{of}"


def present_in_state(
    found: Sequence[Standing], landscape: Landscape, lang: Lang, *, state: str, on: date, known_on: date | None,
    short: bool,
) -> Section:  # fmt: skip
    """Say which products are in one state, and by which milestone."""
    title = result_word("in-state", lang, state=states(_axis_of(state), [state], lang), on=on)
    said = result_word("in-state-found", lang, n=len(found), open=sum(each.state is None for each in found))
    return Section(
        title=title,
        found=[said if found else result_word("nothing", lang)],
        grids=[standing_grid(found, landscape, lang, caption=title, short=short)] if found else [],
        notes=notes(lang, known_on),
    )


def standing_grid(
    found: Sequence[Standing], landscape: Landscape, lang: Lang, *, caption: str, short: bool, with_subject: bool = True
) -> Grid:
    """Standings with the milestones that make them so."""
    heads = [*(["product"] if with_subject else []), "country", "side", "state", "since", "verification", "source",
             "indication"]  # fmt: skip
    rows = [
        (
            *([subject(landscape, each.subject, lang)] if with_subject else []),
            place(each.jurisdiction, lang, short=short), landscape_word(each.axis, lang),
            states(each.axis, each.may_be, lang), "; ".join(when(event) for event in each.by) or None,
            "; ".join(dict.fromkeys(verified(event, lang) for event in each.by)) or None,
            "; ".join(source(event.source) for event in each.by) or None, code("indication", each.indication, lang),
        )
        for each in found
    ]  # fmt: skip
    return Grid(caption=caption, columns=columns(heads, lang), rows=rows)


def present_in_phase(found: Sequence[InPhase], landscape: Landscape, lang: Lang, *, phase: str, on: date) -> Section:
    """Say which products are being tried in a phase, and by which trials and milestones."""
    title = result_word("in-phase", lang, phase=phase_word(phase, lang), on=on)
    heads = [*columns(("product", "country"), lang), Column(head=result_word("sure", lang)),
             *columns(("trial", "status", "since"), lang)]  # fmt: skip
    rows = [
        (
            subject(landscape, each.product, lang), code("jurisdiction", each.country, lang),
            landscape_word("yes" if each.is_sure else "no", lang), ", ".join(one.trial for one in each.trials) or None,
            "; ".join(code("trial-status", one.status, lang) for one in each.trials) or None,
            "; ".join(str(one.start) for one in each.trials if one.start is not None)
            or "; ".join(when(one) for one in each.milestones),
        )
        for each in found
    ]  # fmt: skip
    said = result_word("in-phase-found", lang, n=len(found)) if rows else result_word("nothing", lang)
    return Section(title=title, found=[said], grids=[Grid(caption=title, columns=heads, rows=rows)] if rows else [],
                   notes=notes(lang, None))  # fmt: skip


def notes(lang: Lang, known_on: date | None) -> list[str]:
    """What to know of every answer about a day."""
    known = [] if known_on is None else [landscape_word("as-known", lang, known_on=known_on)]
    return [*known, *(landscape_word(key, lang) for key in ("precision-note", "no-fact", "read-in", "doubt-note"))]


def _axis_of(state: str) -> str:
    from kneewise.landscape.codes import state_words

    return next((axis for axis, each in state_words() if each == state), "market")
