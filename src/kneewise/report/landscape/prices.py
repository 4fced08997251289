"""Prices as a section: ranges by country, treatment, kind and unit; the rows behind; what was converted, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.landscape.grids import price_grid, range_grid, source_grid
from kneewise.report.landscape.pictures import price_picture
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.said import code
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.prices import PriceRange
    from kneewise.report.words import Lang


def present_prices(
    ranges: Sequence[PriceRange],
    landscape: Landscape,
    lang: Lang,
    *,
    short: bool,
    with_sources: bool = False,
    with_notes: bool = True,
) -> Section:
    """Say the ranges; nothing is put together that is of another kind, unit or currency."""
    title = result_word("prices", lang)
    if not ranges:
        return Section(title=title, found=[result_word("nothing", lang)])
    rows = [row for each in ranges for row in each.rows]
    rates = list(dict.fromkeys(each.rate for each in ranges if each.rate is not None))
    notes = [
        result_word("rate", lang, value=each.value, quote=each.quote, base=each.base, on=each.on) for each in rates
    ]
    target = {each.in_currency for each in ranges if each.in_currency is not None}
    left = sorted({each.currency for each in ranges if each.rate is None} - target) if rates else []
    if left:
        notes.append(result_word("not-converted", lang, currencies=", ".join(left)))
    grids = [range_grid(ranges, landscape, lang, caption=title, short=short)]
    grids.append(price_grid(ranges, lang, caption=result_word("price-rows", lang), short=short))
    if with_sources:
        grids.append(source_grid(rows, lang))
    picture = price_picture(ranges, landscape, lang)
    return Section(
        title=title,
        found=[result_word("prices-found", lang, n=len(ranges), rows=len(rows))],
        grids=grids,
        pictures=[picture] if picture is not None else [],
        notes=[*notes, *(landscape_word(key, lang) for key in ("read-in", "doubt-note") if with_notes)],
        missing=[
            result_word("no-amount", lang, what=f"{code('jurisdiction', row.country, lang)}, {row.treatment}"
                                                f" ({code('price-kind', row.kind, lang)}): {row.note or ''}")
            for row in rows if row.verification == "not-found"
        ],
    )  # fmt: skip
