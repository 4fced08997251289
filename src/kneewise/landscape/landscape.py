"""The whole landscape: every table, looked up by key; the shipped one, and any folder of the same tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kneewise.landscape.codes import DATA, codes, milestone_kinds
from kneewise.landscape.data_rows import Problems
from kneewise.landscape.read import read_milestones, read_products, read_trials
from kneewise.landscape.read_stated import read_figures, read_prices, read_questions, read_statements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from kneewise.landscape.records import Milestone, Product, Trial
    from kneewise.landscape.stated_records import Figure, Price, Question, Statement


@dataclass(frozen=True, kw_only=True, eq=False)
class Landscape:
    """What exists, where, since when, at what price, and what is said of it, in the order of its tables."""

    products: tuple[Product, ...]
    milestones: tuple[Milestone, ...]
    trials: tuple[Trial, ...]
    prices: tuple[Price, ...]
    questions: tuple[Question, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]

    @cached_property
    def by_product(self) -> dict[str, Product]:
        """The products by key."""
        return {each.product: each for each in self.products}

    @cached_property
    def by_trial(self) -> dict[str, Trial]:
        """The trials by registry number."""
        return {each.trial: each for each in self.trials}

    @cached_property
    def by_question(self) -> dict[str, Question]:
        """The questions by key."""
        return {each.question: each for each in self.questions}


@cache
def shipped_landscape() -> Landscape:
    """Give the landscape that comes with Kneewise, as read in November 2026 (loaded once)."""
    return read_landscape(DATA)


def read_landscape(folder: Path) -> Landscape:
    """Read and check the eight tables of a folder, of which `DATA` holds the shipped ones.

    Raises BadInput with file, row, column, what was found and what is allowed, for everything that is wrong: a code
    that is not in its list, a date of no known shape, a row without source, a key twice, a key that leads nowhere.
    """
    problems = Problems()
    questions = read_questions(folder, problems)
    found = Landscape(
        products=read_products(folder, problems),
        milestones=read_milestones(folder, problems),
        trials=read_trials(folder, problems),
        prices=read_prices(folder, problems),
        questions=questions,
        statements=read_statements(folder, questions, problems),
        figures=read_figures(folder, problems),
    )
    problems.raise_if_any()  # of a table that could not be read no key is known
    _check_keys(found, problems)
    problems.raise_if_any()
    return found


def _check_keys(found: Landscape, problems: Problems) -> None:
    _once(problems, "products.csv", "product", (each.product for each in found.products))
    _once(problems, "milestones.csv", "milestone", (each.milestone for each in found.milestones))
    _once(problems, "trials.csv", "trial", (each.trial for each in found.trials))
    _once(problems, "prices.csv", "price", (each.price for each in found.prices))
    _once(problems, "questions.csv", "question", (each.question for each in found.questions))
    _once(problems, "statements.csv", "statement", (each.statement for each in found.statements))
    _once(problems, "figures.csv", "figure", (each.figure for each in found.figures))
    products, trials = set(found.by_product), set(found.by_trial)
    subjects = products | trials | set(codes("topic"))
    _known(problems, "milestones.csv", "subject", (each.subject for each in found.milestones), subjects)
    _known(problems, "questions.csv", "subject", (each.subject for each in found.questions), subjects)
    _known(problems, "trials.csv", "product", (each.product for each in found.trials), products)
    _known(problems, "trials.csv", "follows", (each.follows for each in found.trials), trials)
    _known(problems, "prices.csv", "product", (each.product for each in found.prices), products)
    for line, trial in enumerate(found.trials, 2):
        for twin in trial.twins:
            if twin not in trials or twin == trial.trial:
                problems.add("trials.csv", line, "twins", twin, "another trial of trials.csv")
    _known_of_figures(found, problems)


def _known_of_figures(found: Landscape, problems: Problems) -> None:
    beside = {each.milestone for each in found.milestones} | set(found.by_question)
    places = {
        "event": set(milestone_kinds()), "first-event": set(milestone_kinds()), "plan": set(milestone_kinds()),
        "statement": set(found.by_question), "count": set(found.by_question), "enrolment": set(found.by_question),
        "price": set(codes("price-kind")), "trials": set(found.by_trial), "phase": set(codes("phase")), "none": set(),
    }  # fmt: skip
    for line, figure in enumerate(found.figures, 2):
        for column, keys, known in (
            ("about", figure.about, places.get(figure.asks, set())),
            ("beside", figure.beside, beside),
        ):
            for key in keys:
                if key not in known:
                    problems.add("figures.csv", line, column, key, f"what {figure.asks!r} can ask about")


def _known(problems: Problems, file: str, column: str, keys: Iterable[str | None], known: Collection[str]) -> None:
    for line, key in enumerate(keys, 2):
        if key is not None and key not in known:
            problems.add(file, line, column, key, "the key of another record")


def _once(problems: Problems, file: str, column: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for line, key in enumerate(keys, 2):
        if key in seen:
            problems.add(file, line, column, f"{key} again", "each key once")
        seen.add(key)
