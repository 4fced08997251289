"""Which product a figure belongs to: several are never pooled in silence."""

from __future__ import annotations

import pytest

from kneewise.errors import BadValues
from kneewise.evidence import check_one_product
from kneewise.evidence.products import MixedProducts, cell_products, products


@pytest.mark.parametrize(
    ("found", "more"),
    [
        (["bmac", "bmac"], {}),
        ([], {}),
        (["bmac", "svf"], {"allow": ["bmac", "svf"]}),
        (["bmac", "svf", "cord-blood-implant"], {"mixed": True}),
    ],
)
def test_one_product_or_what_the_reader_named_may_be_pooled(found, more):
    check_one_product(found, **more)


@pytest.mark.parametrize(
    ("found", "more"),
    [
        (["bmac", "cultured-marrow-autologous"], {}),
        (["cultured-marrow-autologous", "cultured-marrow-allogeneic"], {}),
        (["bmac", None], {}),
        (["bmac", "svf", "cord-blood-implant"], {"allow": ["bmac", "svf"]}),
    ],
)
def test_several_products_are_refused_unless_each_is_named(found, more):
    with pytest.raises(MixedProducts, match="belongs to none of them"):
        check_one_product(found, **more)


def test_a_product_that_is_not_of_the_list_is_refused():
    with pytest.raises(BadValues, match="product: found exosomes"):
        check_one_product(["bmac"], allow=["exosomes"])


def test_the_list_tells_implant_concentrate_and_cultured_cells_apart_in_both_languages():
    kinds = products()

    assert (kinds["bmac"].cultured, kinds["bmac"].route) == (False, "injection")
    assert (kinds["cord-blood-implant"].cultured, kinds["cord-blood-implant"].route) == (True, "surgery")
    assert {"several-products", "cells-not-named"} <= set(cell_products())
    assert all(each.words["en"] and each.words["ko"] for each in kinds.values())
