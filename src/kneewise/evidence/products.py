"""Which product a figure belongs to: a closed list, and the refusal to pool several in silence."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kneewise.errors import BadValues
from kneewise.evidence.cells import read_rows
from kneewise.evidence.records import Product

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA: Final = Path(__file__).with_name("data")
GROUPS: Final = ("cells", "injection", "placebo", "care", "surgery")


class MixedProducts(BadValues):
    """Figures of different products that were about to become one figure."""


@cache
def products() -> dict[str, Product]:
    """Give the closed list of what is given in the trials, cells first, by its name."""
    found = {}
    for row in read_rows(DATA / "products.csv"):
        found[row.must("product")] = Product(
            product=row.must("product"),
            group=row.must_code("group", GROUPS),
            tissue=row.text("tissue"),
            donor=row.text("donor"),
            cultured=row.truth("cultured"),
            route=row.text("route"),
            words={"en": row.must("en"), "ko": row.must("ko")},
            note=row.text("is"),
        )
    return found


def cell_products() -> tuple[str, ...]:
    """Name the products that hold cells of marrow, fat, cord or placenta."""
    return tuple(name for name, product in products().items() if product.group == "cells")


def check_one_product(found: Iterable[str | None], *, allow: Iterable[str] = (), mixed: bool = False) -> None:
    """Refuse figures of several products as one, unless the reader has said so.

    found : the product of each row; None, where a row does not say, counts as a product of its own
    allow : products that the reader named: a pool of just these is what was asked for
    mixed : the reader wants any of them together

    A surgical implant of cord-blood cells, cultured cells and a marrow concentrate differ in what is given, in how
    many cells (about 0.1 million in a concentrate, 1 to 100 million cultured) and in how: their pooled figure
    belongs to none of them. Raises MixedProducts, naming them.
    """
    kinds = sorted({each or "not stated" for each in found})
    named = set(allow)
    unknown = named - set(products())
    if unknown:
        raise BadValues(f"product: found {', '.join(sorted(unknown))}; allowed: {', '.join(products())}")
    if mixed or len(kinds) <= 1 or set(kinds) <= named:
        return
    raise MixedProducts(
        f"found {len(kinds)} products in one pool ({', '.join(kinds)}); allowed: one, or several that are named each, "
        "or any where mixing is asked for: a pooled figure of several products belongs to none of them"
    )
