"""Prices: kinds, units and currencies apart; converted only at rates that are given, with their day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues
from kneewise.landscape import Rate, price_ranges


def test_no_range_mixes_kinds_units_currencies_or_countries(shipped):
    ranges = price_ranges(shipped)

    for each in ranges:
        assert {(row.kind, row.unit, row.currency, row.country) for row in each.rows} == {
            (each.kind, each.unit, each.currency, each.country)
        }
    assert sum(len(each.rows) for each in ranges) == len(shipped.prices)


def test_the_range_of_claims_is_not_that_of_prices_asked(shipped):
    found = {(each.kind, each.unit): (each.low, each.high)
             for each in price_ranges(shipped, country="KR", technology="bmac")}  # fmt: skip

    assert found["claim", "claim"] == (1_000_000, 26_000_000)
    assert found["list", "knee"] == (4_000_000, 10_000_000)
    assert found["input-cost", "kit"] == (300_000, 500_000)
    assert found["disclosure", "procedure"] == (None, None)


def test_a_range_of_rows_that_nothing_confirms_says_so(shipped):
    weak = [each for each in price_ranges(shipped) if not each.rests_on_facts and each.low is not None]

    assert {each.rows[0].price for each in weak} == {"kr-bmac-list-2", "kr-cartilage-surgery-list-1"}


def test_nothing_is_converted_without_a_rate_and_nothing_over_a_third_currency(shipped):
    rates = [Rate.read("USD/KRW=1380@2024-03-20"), Rate.read("EUR/JPY=160@2024-03-20")]

    assert all(each.converted is None for each in price_ranges(shipped))
    for each in price_ranges(shipped, rates=rates):
        assert (each.converted is not None) == (each.currency == "USD" and each.low is not None)
        if each.converted is not None:
            assert each.in_currency == "KRW" and each.rate == rates[0]
            assert each.converted == (each.low * 1380, each.high * 1380)


def test_a_rate_works_both_ways(shipped):
    rate = Rate.read("USD/KRW=1380.5@2024-03-20")

    assert (rate.convert(1000, "USD"), rate.convert(1_380_500, "KRW"), rate.convert(5, "JPY")) == (
        1_380_500,
        1000,
        None,
    )
    (usd,) = list(price_ranges(shipped, country="KR", technology="svf", rates=[rate], into="USD"))
    assert usd.converted == (5071, 5071)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(1, 10**9), st.decimals("0.001", "9999", places=3))
def test_there_and_back_is_off_by_no_more_than_a_rounded_unit(amount, value):
    rate = Rate(base="USD", quote="KRW", value=value, on=date(2024, 3, 20))
    there = rate.convert(amount, "USD")
    back = rate.convert(there, "KRW")

    assert abs(Decimal(back) - amount) <= Decimal("0.5") + Decimal("0.5") / value + Decimal("0.001")


@pytest.mark.parametrize(
    "text",
    [
        "USD/KRW=1380",
        "USD/USD=1@2024-03-20",
        "USD/XYZ=2@2024-03-20",
        "USD/KRW=0@2024-03-20",
        "USD/KRW=1.2.3@2024-03-20",
        "USD/KRW=1380@2024-02-30",
        "USD/KRW=-5@2024-03-20",
        "",
    ],
)
def test_a_rate_that_cannot_be_is_refused(text):
    with pytest.raises(BadValues, match="found"):
        Rate.read(text)


def test_a_price_known_later_is_left_out(shipped):
    early = price_ranges(shipped, known_on=date(2018, 1, 1))

    assert all(row.source.dated is None or row.source.dated.first <= date(2018, 1, 1)
               for each in early for row in each.rows)  # fmt: skip
    assert len(early) < len(price_ranges(shipped))
