"""All that the records hold of one product on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.landscape.conflicts import conflicts_on
from kneewise.landscape.plans import plans_on, told_by, trial_begun
from kneewise.landscape.prices import price_ranges
from kneewise.landscape.standing import standings_of

if TYPE_CHECKING:
    from datetime import date

    from kneewise.landscape.conflicts import Conflict
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.plans import Plan
    from kneewise.landscape.prices import PriceRange
    from kneewise.landscape.records import Milestone, Product, Trial
    from kneewise.landscape.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """A product on a day.

    known_on : what could be read by then counts; None: everything of the records
    standings : how it stands, by country, indication and side
    decided : what was decided by that day and takes effect later
    plans : its planned milestones and what became of them
    events : its milestones up to that day and those planned, in order of their dates
    """

    product: Product
    on: date
    known_on: date | None
    standings: tuple[Standing, ...]
    decided: tuple[Milestone, ...]
    plans: tuple[Plan, ...]
    events: tuple[Milestone, ...]
    trials: tuple[Trial, ...]
    prices: tuple[PriceRange, ...]
    conflicts: tuple[Conflict, ...]


def view_product(
    landscape: Landscape, product: Product, on: date, *, known_on: date | None = None, country: str | None = None
) -> ProductView:
    """Gather what the records hold of a product on a day.

    Trials are those that had started by then, or whose start is not known; their status is that of their copy.
    """
    own = [each for each in landscape.milestones
           if each.subject == product.product and country in (None, each.jurisdiction)]  # fmt: skip
    if known_on is not None:
        own = [each for each in own if each.known_on(known_on) is not False]
    plans = tuple(each for each in plans_on(landscape, known_on or on, subject=product.product)
                  if country in (None, each.milestone.jurisdiction))  # fmt: skip
    return ProductView(
        product=product,
        on=on,
        known_on=known_on,
        standings=standings_of(own, on, known_on=known_on),
        decided=tuple(each for each in own if each.effective is not None and each.class_ == "actual"
                      and each.date.reached_on(on) and each.effective.reached_on(on) is False),
        plans=plans,
        events=tuple(told_by(own, plans, on)),
        trials=tuple(each for each in landscape.trials
                     if each.product == product.product and country in (None, *each.countries)
                     and trial_begun(each, on) is not False),
        prices=tuple(each for each in price_ranges(landscape, country=country, known_on=known_on)
                     if each.product == product.product),
        conflicts=tuple(each for each in conflicts_on(landscape, known_on, subject=product.product)
                        if country in (None, each.question.jurisdiction)),
    )  # fmt: skip
