"""What advertisements say of a product, held against the trials of its own cells: landscape and evidence joined."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kneewise.report.landscape.result_words import result_word
from kneewise.report.sections import Column, Grid, Section
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.claims.hold import Held
    from kneewise.landscape.records import Product
    from kneewise.report.words import Lang

# (tissue, preparation, route, donor) of a product of the landscape -> product of the evidence; None: any donor.
_SAME: dict[tuple[str, str, str, str | None], str] = {
    ("bone-marrow", "marrow-concentrate", "injection", None): "bmac",
    ("bone-marrow", "cultured", "injection", "autologous"): "cultured-marrow-autologous",
    ("bone-marrow", "cultured", "injection", "allogeneic"): "cultured-marrow-allogeneic",
    ("adipose", "stromal-vascular-fraction", "injection", None): "svf",
    ("adipose", "microfragmented", "injection", None): "micro-fragmented-fat",
    ("adipose", "cultured", "injection", "autologous"): "cultured-fat-autologous",
    ("adipose", "cultured", "injection", "allogeneic"): "cultured-fat-allogeneic",
    ("umbilical-cord", "cultured", "injection", "allogeneic"): "cultured-cord-allogeneic",
    ("placenta", "cultured", "injection", "allogeneic"): "cultured-placenta-allogeneic",
    ("cord-blood", "cultured", "surgery", "allogeneic"): "cord-blood-implant",
}


def evidence_product(product: Product) -> str | None:
    """Name the product of the evidence that has these cells, route and preparation; None where none has.

    Products of one such name are told apart by the landscape and not by the trials: what one showed is not what
    another will do.
    """
    if len(product.tissues) != 1 or product.preparation is None or product.route is None:
        return None
    # A clinic's own mixture is not the plain concentrate.
    if product.group == "clinic-network" or product.indications in (("not-knee",), ("meniscus",)):
        return None
    key = (product.tissues[0], product.preparation, product.route)
    return _SAME.get((*key, None)) or _SAME.get((*key, product.donor))


def present_claims_of(name: str | None, held: Sequence[Held], lang: Lang) -> Section:
    """Say how the claims of the catalogue stand for one product of the evidence.

    name : the product of the evidence, None where it has none
    """
    from kneewise.report.evidence.claim_words import ANSWERS
    from kneewise.report.evidence.trial_words import product_word

    title = result_word("claims", lang)
    if name is None:
        return Section(title=title, found=[result_word("claims-none", lang)])
    counts = Counter(each.asked.answer for each in held)
    said = ", ".join(f"{say(ANSWERS[answer], lang)} {n}" for answer, n in counts.items())
    columns = [Column(head=result_word(key, lang)) for key in ("key", "claim")]
    columns.append(Column(head=result_word("answered", lang)))
    rows = [(each.claim.id, each.claim.says[lang], say(ANSWERS[each.asked.answer], lang)) for each in held]
    return Section(
        title=title,
        found=[result_word("claims-found", lang, product=product_word(name, lang), counts=said)],
        grids=[Grid(caption=title, columns=columns, rows=rows)],
        notes=[result_word("claims-note", lang, product=name)],
    )
