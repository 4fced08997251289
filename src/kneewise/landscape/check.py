"""A check of the whole landscape: what must be put right, and what a reader must know."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kneewise.landscape.check_milestones import check_milestones
from kneewise.landscape.check_trials import check_trials
from kneewise.landscape.conflicts import conflicts_on
from kneewise.landscape.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Sourced


def check_landscape(landscape: Landscape, on: date) -> tuple[Finding, ...]:
    """Check the records as of a day.

    Errors: one trial under two numbers that are not marked as twins; an approval before its application, a completion
    before its start, an event that a source told of before it happened; two days of what happens once, both unmarked.
    Notes: the same where the rows are marked; sources in conflict; prices of several kinds for one treatment; plans
    and trials past their day; a name that two products bear; addresses that are not the writer's own; rows for which
    nothing was found.
    """
    found = [
        *check_milestones(landscape, on), *check_trials(landscape, on), *_conflicts(landscape), *_prices(landscape),
        *_names(landscape), *_sources(landscape),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.level, each.code, each.table, each.keys)))


def _conflicts(landscape: Landscape) -> Iterator[Finding]:
    for conflict in conflicts_on(landscape):
        answers = " | ".join(f"{side.answer:,.15g}" if isinstance(side.answer, float) else side.answer
                             for side in conflict.sides)  # fmt: skip
        keys = tuple(each.statement for side in conflict.sides for each in side.statements)
        code = "conflict-settled" if conflict.settled else "conflict-open"
        names = {"question": conflict.question.question, "answers": answers}
        yield Finding(level="note", code=code, table="statements", keys=keys, names=names)


def _prices(landscape: Landscape) -> Iterator[Finding]:
    """Prices of one treatment in one place that are of several kinds: they are never put together."""
    groups: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in landscape.prices:
        groups[row.country or "?", row.technology][row.kind].append(row.price)
    for (country, technology), kinds in groups.items():
        if len(kinds) > 1:
            keys = tuple(key for each in kinds.values() for key in each)
            names = {"country": country, "technology": technology, "kinds": ", ".join(kinds)}
            yield Finding(level="note", code="mixed-price-kinds", table="prices", keys=keys, names=names)


def _names(landscape: Landscape) -> Iterator[Finding]:
    """A name that two products bear, in full or as the first word of a longer one (Chondron, Chondron ACI)."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for product in landscape.products:
        for name in (product.name, *(each.name for each in product.names if each.kind == "name")):
            bearers[name.casefold()].add(product.product)
    for name in list(bearers):
        first = name.split(" ")[0]
        if first != name and (first in bearers or sum(other.split(" ")[0] == first for other in bearers) > 1):
            bearers[first] |= bearers[name]
    for name, products in sorted(bearers.items()):
        if len(products) > 1 and name not in _GENERIC:
            yield Finding(
                level="note", code="shared-name", table="products", keys=tuple(sorted(products)), names={"name": name}
            )  # fmt: skip


_GENERIC = frozenset({"bone", "autologous", "human", "smart", "svf", "bmac"})  # words of the trade, not names


def _sources(landscape: Landscape) -> Iterator[Finding]:
    rows: list[tuple[str, str, Sourced]] = [
        *(("products", each.product, each) for each in landscape.products),
        *(("milestones", each.milestone, each) for each in landscape.milestones),
        *(("trials", each.trial, each) for each in landscape.trials),
        *(("prices", each.price, each) for each in landscape.prices),
        *(("statements", each.statement, each) for each in landscape.statements),
    ]
    for table, key, record in rows:
        if record.source.doubt is not None:
            names = {"place": record.source.place, "doubt": record.source.doubt}
            yield Finding(level="note", code="doubtful-address", table=table, keys=(key,), names=names)
        if record.verification == "not-found":
            yield Finding(level="note", code="not-found", table=table, keys=(key,), names={"note": record.note or ""})
