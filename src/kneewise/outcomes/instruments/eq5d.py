"""EQ-5D-3L and EQ-5D-5L: five dimensions and a country's value set give one index, 1 full health.

The questionnaires are licensed: no wording is held here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.outcomes.instruments.definition import Instrument, Item, Part
from kneewise.outcomes.instruments.eq5d_values import DIMENSIONS, LEVELS, country_named, index_of_states
from kneewise.outcomes.instruments.items import take_answers
from kneewise.outcomes.instruments.scores import part_scores, scores_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.outcomes.instruments.scores import Scores

_TABLES: Final = {"3L": "TTO.csv", "5L": "VT.csv"}


def score_eq5d_5l(items: Any, *, country: str, columns: Mapping[str, str] | None = None) -> Scores:
    """Give the index of EQ-5D-5L states by a country's value set: part "index", 1 full health, below 0 worse than dead.

    items : a table with the columns MO, SC, UA, PD, AD (mobility, self-care, usual activities, pain or discomfort,
        anxiety or depression), or an array of shape (n, 5) in that order; levels 1 (none) to 5. None or NaN: not
        answered.
    country : whose value set; `eq5d_countries("5L")` names them (South Korea, China, England, UK, USA, ...). It
        has to be named: one state has another index in every country.
    columns : where the table names its columns otherwise

    A state with a gap has no index: nothing is put in its place. Rounded to three decimals, as value sets are
    published. Raises BadValues at a level outside 1-5 (row and dimension), at a country whose set is not held.

    Source: github.com/fragla/eq5d data-raw/VT.csv. Agrees with its tests (tests/alignment/test_scoring.py).
    """
    return _score("5L", items, country, columns)


def score_eq5d_3l(items: Any, *, country: str, columns: Mapping[str, str] | None = None) -> Scores:
    """Give the index of EQ-5D-3L states by a country's time trade-off value set: as `score_eq5d_5l`, levels 1 to 3.

    country : `eq5d_countries("3L")` names them (South Korea, Japan, UK, USA)

    Source: github.com/fragla/eq5d data-raw/TTO.csv. Agrees with its tests (tests/alignment/test_scoring.py).
    """
    return _score("3L", items, country, columns)


def eq5d(version: str, country: str) -> Instrument:
    """Define EQ-5D with the value set of a country; its rule is the country."""
    table = index_of_states(version, country)
    items = tuple(Item(name=dimension, low=1, high=LEVELS[version]) for dimension in DIMENSIONS)
    index = Part(
        name="index",
        items=DIMENSIONS,
        needed={country: len(DIMENSIONS)},
        low=float(table.min()),
        high=float(table.max()),
        better="higher",
    )
    source = f"github.com/fragla/eq5d data-raw/{_TABLES[version]}, value set of {country}"
    return Instrument(name=f"EQ-5D-{version}", items=items, parts=(index,), sources={country: source})


def _score(version: str, items: Any, country: str, columns: Mapping[str, str] | None) -> Scores:
    form = eq5d(version, country_named(version, country))
    (rule,) = form.sources
    table = index_of_states(version, rule)
    taken = take_answers(items, form.items, columns, instrument=form.name)
    scores, counts = np.empty(taken.n), np.empty(taken.n, dtype=np.int16)
    weights = LEVELS[version] ** np.arange(len(DIMENSIONS) - 1, -1, -1)
    for block in taken.blocks():
        scores[block.rows] = table[weights @ (block.values.astype(np.intp) - 1)]
        counts[block.rows] = block.answered.sum(axis=0)
    (part,) = form.parts
    made = part_scores(part, scores, counts, on_form=counts, needed=len(DIMENSIONS), n_items=len(DIMENSIONS))
    return scores_of(form, rule, taken.n, [made])
