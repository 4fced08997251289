"""Price ranges by country, treatment and kind, each in its own currency; converted only at rates that a user gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kneewise.errors import BadValues
from kneewise.landscape.codes import codes
from kneewise.landscape.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.stated_records import Price

_RATE = re.compile(r"([A-Z]{3})/([A-Z]{3})=([0-9.]+)@([0-9-]{10})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One unit of `base` was `value` units of `quote` on a day, as the user says."""

    base: str
    quote: str
    value: Decimal
    on: date

    @classmethod
    def read(cls, text: str) -> Rate:
        """Read 'USD/KRW=1380@2024-03-20'.

        Raises BadValues for another shape, an unknown currency, a rate of 0, a day the calendar does not have.
        """
        shape = _RATE.fullmatch(text.strip())
        allowed = "a rate as USD/KRW=1380@2024-03-20 between two of " + ", ".join(codes("currency"))
        if shape is None or shape[1] == shape[2] or not {shape[1], shape[2]} <= set(codes("currency")):
            raise BadValues(f"found {text[:40]!r}; allowed: {allowed}")
        try:
            value = Decimal(shape[3])
        except InvalidOperation:
            value = Decimal(0)
        if value <= 0:
            raise BadValues(f"found a rate of {shape[3]!r}; allowed: a number above 0")
        return cls(base=shape[1], quote=shape[2], value=value, on=PartialDate.read(shape[4]).first)

    def convert(self, amount: int, currency: str) -> int | None:
        """Give an amount in the other currency of the rate, to whole units; None where the rate is of others."""
        if currency == self.base:
            return int((amount * self.value).to_integral_value(ROUND_HALF_EVEN))
        if currency == self.quote:
            return int((amount / self.value).to_integral_value(ROUND_HALF_EVEN))
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRange:
    """What rows of one country, treatment, product, kind, unit and currency span.

    low, high : the lowest and highest amount of its rows; None where no row gives one
    open_low, open_high : whether a row says only "up to" `high`, or only "from" `low` on: that end is not known
    rests_on_facts : whether `low` and `high` are those of rows that nothing contradicts; False: it has no such row
    in_currency, converted : the range in another currency; None where no rate was given for it
    """

    country: str | None
    technology: str
    product: str | None
    kind: str
    unit: str | None
    currency: str
    low: int | None
    high: int | None
    open_low: bool
    open_high: bool
    rests_on_facts: bool
    rows: tuple[Price, ...]
    in_currency: str | None
    converted: tuple[int, int] | None
    rate: Rate | None


def price_ranges(
    landscape: Landscape,
    *,
    country: str | None = None,
    technology: str | None = None,
    kind: str | None = None,
    known_on: date | None = None,
    rates: Sequence[Rate] = (),
    into: str | None = None,
) -> tuple[PriceRange, ...]:
    """Give the ranges of prices. Kinds, units and currencies are never put together.

    known_on : only prices whose source was issued by the end of this day, and those whose source bears no date
    rates : at which to convert; a range is converted by the first rate between its currency and `into`, never by two
    into : the currency to convert into; None: the quote of the first rate
    """
    target = into or (rates[0].quote if rates else None)
    groups: dict[tuple[str, ...], list[Price]] = {}
    for row in landscape.prices:
        wanted = ((country, row.country), (technology, row.technology), (kind, row.kind))
        if any(asked is not None and asked != found for asked, found in wanted):
            continue
        if known_on is not None and row.known_on(known_on) is False:
            continue
        key = (row.country or "", row.technology, row.product or "", row.kind, row.unit or "", row.currency)
        groups.setdefault(key, []).append(row)
    places = {code: n for n, code in enumerate((*codes("technology"), *codes("price-kind")))}
    keys = sorted(groups, key=lambda key: (key[0], places[key[1]], key[2], places[key[3]], *key[4:]))
    return tuple(_range(groups[key], rates, target) for key in keys)


def _range(rows: list[Price], rates: Sequence[Rate], target: str | None) -> PriceRange:
    first = rows[0]
    facts = [row for row in rows if row.is_fact]
    counted = facts or rows
    spans = [row.span for row in counted if row.span is not None]
    low, high = (min(each for each, _ in spans), max(each for _, each in spans)) if spans else (None, None)
    rate = next((each for each in rates if {each.base, each.quote} == {first.currency, target}), None)
    converted = None
    if rate is not None and low is not None and high is not None:
        ends = (rate.convert(low, first.currency), rate.convert(high, first.currency))
        converted = None if ends[0] is None or ends[1] is None else (ends[0], ends[1])
    return PriceRange(
        country=first.country,
        technology=first.technology,
        product=first.product,
        kind=first.kind,
        unit=first.unit,
        currency=first.currency,
        low=low,
        high=high,
        open_low=any(row.high is not None and row.low is None and row.typical is None for row in counted),
        open_high=any(row.low is not None and row.high is None and row.typical is None for row in counted),
        rests_on_facts=bool(facts),
        rows=tuple(rows),
        in_currency=target if converted else None,
        converted=converted,
        rate=rate if converted else None,
    )
