"""The whole landscape: every table, looked up by key; the shipped one, and any folder of the same tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kneewise.landscape.codes import DATA, codes
from kneewise.landscape.data_rows import Problems
from kneewise.landscape.read import read_milestones, read_products, read_trials

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kneewise.landscape.records import Milestone, Product, Trial


@dataclass(frozen=True, kw_only=True)
class Landscape:
    """What exists, where, since when: products, milestones, trials, in the order of their tables."""

    products: tuple[Product, ...]
    milestones: tuple[Milestone, ...]
    trials: tuple[Trial, ...]

    @cached_property
    def by_product(self) -> dict[str, Product]:
        """The products by key."""
        return {each.product: each for each in self.products}

    @cached_property
    def by_trial(self) -> dict[str, Trial]:
        """The trials by registry number."""
        return {each.trial: each for each in self.trials}


@cache
def shipped_landscape() -> Landscape:
    """Give the landscape that comes with Kneewise, as read in November 2026 (loaded once)."""
    return read_landscape(DATA)


def read_landscape(folder: Path) -> Landscape:
    """Read and check the tables of a folder: products, names, milestones, trials.

    Raises BadInput with file, row, column, what was found and what is allowed, for everything that is wrong: a code
    that is not in its list, a date of no known shape, a row without source, a key twice, a key that leads nowhere.
    """
    problems = Problems()
    found = Landscape(
        products=read_products(folder, problems),
        milestones=read_milestones(folder, problems),
        trials=read_trials(folder, problems),
    )
    _check_keys(found, problems)
    problems.raise_if_any()
    return found


def _check_keys(found: Landscape, problems: Problems) -> None:
    _once(problems, "products.csv", "product", (each.product for each in found.products))
    _once(problems, "milestones.csv", "milestone", (each.milestone for each in found.milestones))
    _once(problems, "trials.csv", "trial", (each.trial for each in found.trials))
    products, trials = set(found.by_product), set(found.by_trial)
    subjects = products | trials | set(codes("topic"))
    for line, event in enumerate(found.milestones, 2):
        if event.subject not in subjects:
            problems.add("milestones.csv", line, "subject", event.subject, "a product, a trial or a topic")
    for line, trial in enumerate(found.trials, 2):
        if trial.product is not None and trial.product not in products:
            problems.add("trials.csv", line, "product", trial.product, "a product of products.csv")
        for column, keys in (("twins", trial.twins), ("follows", (trial.follows,) if trial.follows else ())):
            for key in keys:
                if key not in trials or key == trial.trial:
                    problems.add("trials.csv", line, column, key, "another trial of trials.csv")


def _once(problems: Problems, file: str, column: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for line, key in enumerate(keys, 2):
        if key in seen:
            problems.add(file, line, column, f"{key} again", "each key once")
        seen.add(key)
