"""Figures that tell a price: held against prices of its own kind and currency; other kinds only say if it is likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.figures.evidence import Evidence, FigureAnswer, answer_from, is_known, is_of_interested

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.stated_records import Figure, Price


def answer_price(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Is it the price: a row of the same kind and currency that holds the whole of it agrees.

    Prices differ from one provider to the next, so another price is no contradiction; a survey's typical price outside
    the figure, a range of another kind around it, and a row that speaks of another place are told as remarks.
    """
    low, high = int(str(figure.low)), int(figure.high or str(figure.low))
    rows = [each for each in landscape.prices if _is_about(each, figure) and is_known(each, on)]
    agreeing = [each for each in rows if each.kind in figure.about and _holds(each, low, high)]
    counted = [each for each in agreeing if each.is_fact]
    remarks = []
    if counted and all(is_of_interested(each) for each in counted):
        remarks.append("as-quoted")
    remarks += _by_surveys(rows, low, high)
    if not counted and any(_holds(each, low, high) for each in rows if each.is_fact):
        remarks.append("plausible")
    elsewhere = [each for each in landscape.prices
                 if figure.article in each.articles and each.bearing == "qualifies" and each not in rows
                 and is_known(each, on)]  # fmt: skip
    if elsewhere:
        remarks.append("other-scope")
    shown = [
        each for each in rows if each.kind in (*figure.about, "survey") or (not counted and _holds(each, low, high))
    ]
    told = [Evidence(bears="agrees" if each in agreeing else "context", record=each) for each in [*shown, *elsewhere]]
    return answer_from(figure, told, remarks=remarks)


def _is_about(price: Price, figure: Figure) -> bool:
    return (
        price.technology == figure.subject
        and price.currency == figure.unit
        and price.span is not None
        and figure.jurisdiction in (None, price.country)
    )


def _holds(price: Price, low: int, high: int) -> bool:
    span = price.span
    return span is not None and span[0] <= low and high <= span[1]


def _by_surveys(rows: Sequence[Price], low: int, high: int) -> list[str]:
    """Whether surveys of the same currency found typical prices on one side of the figure only."""
    typical = [each.typical for each in rows if each.kind == "survey" and each.is_fact and each.typical is not None]
    above, below = any(each > high for each in typical), any(each < low for each in typical)
    if above == below:
        return []
    return ["low"] if above else ["high"]
