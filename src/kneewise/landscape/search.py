"""Find products, trials and sources by any word of theirs: English or Korean, other names, misspelt ones."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from kneewise.landscape.codes import milestone_kinds, words_of
from kneewise.landscape.search_index import Document, Index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Product, Sourced
    from kneewise.landscape.search_index import Hit

_NAME, _TITLE, _WHO, _WHAT, _TEXT = 8.0, 4.0, 3.0, 2.0, 1.0


def search_records(
    landscape: Landscape, query: str, *, most: int = 20, kind: str | None = None, all_words: bool = False
) -> list[Hit]:
    """Find what a query names; the index is made at the first call for a landscape and kept.

    kind : "product", "trial", "source", or None for all
    all_words : only what has every word of the query; else what has most of them, where nothing has all
    """
    return _index(landscape).find(query, most=most, kind=kind, all_words=all_words)


def find_product(landscape: Landscape, name: str) -> tuple[Product | None, tuple[Product, ...]]:
    """Give the product that a name means, and others that it might.

    A key or a name in full decides; else the best of the search, where nothing comes near it.
    """
    exact = [each for each in landscape.products if _is_called(each, name)]
    if len(exact) == 1:
        return exact[0], ()
    hits = search_records(landscape, name, kind="product", all_words=True)
    found = tuple(exact) or tuple(landscape.by_product[each.key] for each in hits)
    if exact or not hits:
        return None, found
    clear = len(hits) == 1 or hits[0].score >= 2 * hits[1].score
    return (found[0], found[1:]) if clear else (None, found)


def _is_called(product: Product, name: str) -> bool:
    names = (product.product, product.name, *(each.name for each in product.names if each.kind != "developer"))
    return name.strip().casefold() in {each.casefold() for each in names}


@lru_cache(maxsize=4)
def _index(landscape: Landscape) -> Index:
    return Index([*_products(landscape), *_trials(landscape), *_sources(landscape)])


def _both(name: str, codes: Iterable[str]) -> str:
    """The words of codes in both languages."""
    return " ".join(word for code in codes for word in words_of(name, code).values())


def _products(landscape: Landscape) -> Iterable[Document]:
    for each in landscape.products:
        names = [each.product, each.name, *(other.name for other in each.names if other.kind != "developer")]
        who = [each.developer, *(other.name for other in each.names if other.kind == "developer")]
        what = [_both("tissue", each.tissues), _both("group", (each.group,)), _both("jurisdiction", each.jurisdictions),
                _both("indication", each.indications), _both("donor", (each.donor,) if each.donor else ())]  # fmt: skip
        text = [each.cells_stated, each.modality_stated, each.indication_stated, each.status_stated, each.is_not or ""]
        yield Document(
            kind="product", key=each.product, title=each.name,
            fields=tuple((text, weight) for texts, weight in ((names, _NAME), (who, _WHO), (what, _WHAT), (text, _TEXT))
                         for text in texts),
        )  # fmt: skip


def _trials(landscape: Landscape) -> Iterable[Document]:
    for each in landscape.trials:
        product = landscape.by_product.get(each.product or "")
        names = [] if product is None else [product.name, *(other.name for other in product.names)]
        what = [_both("tissue", each.tissues), _both("phase", each.phases), _both("jurisdiction", each.countries),
                _both("trial-status", (each.status,) if each.status else ())]  # fmt: skip
        yield Document(
            kind="trial", key=each.trial, title=each.title,
            fields=((each.trial, _NAME), (each.title, _TITLE), (each.sponsor or "", _WHO),
                    *((name, _WHO) for name in (*names, each.product_stated or "")), *((text, _WHAT) for text in what)),
        )  # fmt: skip


def _sources(landscape: Landscape) -> Iterable[Document]:
    """One document a place: what was read there, of which product."""
    texts: dict[str, list[str]] = defaultdict(list)
    for record, told in _told(landscape):
        texts[record.source.place].append(told)
    for place, said in texts.items():
        fields = ((place, _WHAT), *((text, _TEXT) for text in said))
        yield Document(kind="source", key=place, title=said[0], fields=fields)


def _told(landscape: Landscape) -> Iterable[tuple[Sourced, str]]:
    def called(subject: str | None) -> str:
        product = landscape.by_product.get(subject or "")
        if product is None:
            return subject or ""
        return " ".join([product.name, *(each.name for each in product.names if each.kind == "name")])

    for event in landscape.milestones:
        kind = " ".join(milestone_kinds()[event.kind].words.values())
        yield event, f"{called(event.subject)}: {kind}, {event.detail or ''}"
    for product in landscape.products:
        yield product, f"{called(product.product)}: {product.status_stated}"
    for statement in landscape.statements:
        question = landscape.by_question[statement.question]
        yield statement, f"{called(question.subject)}: {' '.join(question.words.values())} {statement.value}"
    for price in landscape.prices:
        yield price, f"{price.scope}: {price.treatment} {_both('technology', (price.technology,))}"
    for trial in landscape.trials:
        yield trial, f"{trial.trial}: {trial.title}"
