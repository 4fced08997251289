"""Pieces of records as people read them: codes in words, dates as exact as they are, sources, marks, money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.codes import code_lists, milestone_kinds, state_words
from kneewise.landscape.hosts import is_address
from kneewise.report.figures import clean, money
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.section_cells import NO_FIGURE
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.prices import PriceRange
    from kneewise.landscape.records import Milestone, Product, Source, Sourced
    from kneewise.landscape.stated_records import Price
    from kneewise.report.words import Lang

SHORT = 56  # letters of a recorded text on a terminal


def code(name: str, value: str | None, lang: Lang) -> str:
    """The word of a code; a dash for none, the code itself where no word is kept for it."""
    if value is None:
        return NO_FIGURE
    return say(code_lists().get(name, {}).get(value, {"en": value}), lang)


def place(country: str | None, lang: Lang, *, short: bool) -> str:
    """A country: its word, or on a terminal its code."""
    return country if short and country is not None else code("jurisdiction", country, lang)


def codes(name: str, values: Iterable[str], lang: Lang) -> str:
    """The words of several codes."""
    return ", ".join(code(name, each, lang) for each in values) or NO_FIGURE


def kind(value: str, lang: Lang) -> str:
    """The word of a kind of milestone."""
    known = milestone_kinds().get(value)
    return value if known is None else say(known.words, lang)


def states(axis: str, values: Iterable[str], lang: Lang) -> str:
    """The words of one state, or of all that it may be: "approved or nothing recorded"."""
    words = [say(state_words().get((axis, each), {"en": each}), lang) for each in values]
    return landscape_word("or", lang).join(words)


def subject(landscape: Landscape, key: str, lang: Lang) -> str:
    """The name of a product, a trial or a topic."""
    if key in landscape.by_product:
        return product_name(landscape.by_product[key], lang)
    return code("topic", key, lang)


def product_name(product: Product, lang: Lang) -> str:
    """The name of a product in a language where its sources have one, else its own."""
    if lang == "en":
        return product.name
    return next((each.name for each in product.names if (each.lang, each.kind) == (lang, "name")), product.name)


def source(found: Source) -> str:
    """Where a row was read, short: the host or the name, and its date. The full address stands among the sources."""
    place = found.place
    if is_address(place):
        place = place.split("/")[2].removeprefix("www.")
    mark = "*" if found.doubt else ""
    return f"{clean(place)}{mark}, {found.dated}" if found.dated is not None else f"{clean(place)}{mark}"


def verified(record: Sourced, lang: Lang) -> str:
    """How far a row is confirmed: "confirmed (5)" counts the places that say it."""
    word = code("verification", record.verification, lang)
    return f"{word} ({record.n_sources})" if record.verification == "confirmed" and record.also else word


def cut(text: str | None, short: bool, most: int = SHORT) -> str | None:
    """A recorded text, cut on a terminal where it is long."""
    if text is None or not short or len(text) <= most:
        return text
    return text[: most - 1].rstrip() + "…"


def when(event: Milestone) -> str:
    """The date of a milestone, with the day it takes effect where that is another."""
    return str(event.date) if event.effective is None else f"{event.date} → {event.effective}"


def amount(value: int | None, currency: str, lang: Lang) -> str:
    """An amount of whole units."""
    from kneewise.report.figures import MINOR_DIGITS

    if value is None:
        return NO_FIGURE
    shown = money(value * 10 ** MINOR_DIGITS.get(currency, 2), currency, lang)
    return shown.removesuffix(".00")


def amounts(low: int | None, high: int | None, currency: str, lang: Lang) -> str:
    """A range of whole units; one amount where both ends are the same."""
    if low is None or high is None or low == high:
        return amount(low if low is not None else high, currency, lang)
    between = " ~ " if lang == "ko" else " to "
    return f"{amount(low, currency, lang)}{between}{amount(high, currency, lang)}"


def range_text(low: int | None, high: int | None, found: PriceRange, currency: str, lang: Lang) -> str:
    """The two ends of a range in a currency; an end that its rows leave open says so."""
    if found.open_high:
        return landscape_word("from", lang, amount=amount(low, currency, lang))
    if found.open_low:
        return landscape_word("up-to", lang, amount=amount(high, currency, lang))
    return amounts(low, high, currency, lang)


def price_text(price: Price, lang: Lang) -> str:
    """The amounts of one row: its range, and its middle figure with what that is."""
    shown = amounts(price.low, price.high, price.currency, lang)
    if price.typical is None:
        if price.low is not None and price.high is None:
            return landscape_word("from", lang, amount=amount(price.low, price.currency, lang))
        if price.high is not None and price.low is None:
            return landscape_word("up-to", lang, amount=amount(price.high, price.currency, lang))
        return shown
    middle = f"{amount(price.typical, price.currency, lang)} ({code('typical', price.typical_is, lang)})"
    return middle if price.low is None and price.high is None else f"{middle}; {shown}"
