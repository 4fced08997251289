"""The published value sets of EQ-5D: the index of each of the 243 or 3,125 states, worked out once a country."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Levels = NDArray[np.int64]

DIMENSIONS: Final = ("MO", "SC", "UA", "PD", "AD")
LEVELS: Final = {"3L": 3, "5L": 5}


@cache
def _terms() -> dict[tuple[str, str], dict[str, float]]:
    """Read the terms of every value set, by version and country."""
    sets: dict[tuple[str, str], dict[str, float]] = {}
    with Path(__file__).with_name("eq5d_value_sets.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sets.setdefault((row["version"], row["country"]), {})[row["term"]] = float(row["value"])
    return sets


def eq5d_countries(version: str) -> tuple[str, ...]:
    """Name the countries whose value set is held, for "3L" (time trade-off) or "5L"."""
    if version not in LEVELS:
        raise BadValues(f"version of EQ-5D: found {version!r}; allowed: {', '.join(LEVELS)}")
    return tuple(country for held, country in _terms() if held == version)


def country_named(version: str, country: str) -> str:
    """Find a value set by its country, whatever the case and the spaces; raises BadValues where none is held."""
    plain = str(country).replace(" ", "").casefold()
    for held in eq5d_countries(version):
        if held.casefold() == plain:
            return held
    raise BadValues(
        f"country of EQ-5D-{version}: found {country!r}; value sets are held for {', '.join(eq5d_countries(version))}"
    )


@cache
def index_of_states(version: str, country: str) -> Floats:
    """Work out the index of every state, shape (levels ** 5,), rounded to three decimals as the sets are published.

    The place of a state is its levels, counted from 0, as digits of one number in the order MO, SC, UA, PD, AD.
    """
    size = LEVELS[version]
    grid = np.indices((size,) * len(DIMENSIONS)).reshape(len(DIMENSIONS), -1) + 1
    terms = _terms()[version, country]
    raw = _of_3l(terms, grid) if version == "3L" else _of_5l(terms, grid)
    # One unit of the machine's last digit must not decide the third decimal.
    table: Floats = np.round(np.round(raw, 9), 3)
    table.flags.writeable = False
    return table


def _decrements(terms: Mapping[str, float], levels: Levels, size: int) -> Floats:
    """Add up one decrement for each dimension; level 1 has none unless the set says so."""
    total = np.zeros(levels.shape[1])
    for dimension, column in zip(DIMENSIONS, levels, strict=True):
        total += np.array([terms.get(f"{dimension}{level}", 0.0) for level in range(1, size + 1)])[column - 1]
    return total


def _of_5l(terms: Mapping[str, float], levels: Levels) -> Floats:
    severe = (levels >= 4).sum(axis=0)
    total = terms.get("StartValue", 1.0) + _decrements(terms, levels, 5)
    total += terms.get("Intercept", 0.0) * (levels > 1).any(axis=0)
    for dimension, column in zip(DIMENSIONS, levels, strict=True):
        total += terms.get(f"{dimension}45", 0.0) * (column >= 4)
    total += terms.get("Num45sq", 0.0) * np.maximum(severe - 1, 0) ** 2
    total += terms.get("N4", 0.0) * (severe > 0) + terms.get("N5", 0.0) * (levels == 5).any(axis=0)
    return total


def _of_3l(terms: Mapping[str, float], levels: Levels) -> Floats:
    n_2, n_3 = (levels == 2).sum(axis=0), (levels == 3).sum(axis=0)
    total = terms["FullHealth"] + _decrements(terms, levels, 3)
    total += terms.get("AtLeastOne2Or3", 0.0) * (n_2 + n_3 > 0) + terms.get("AtLeastOne3", 0.0) * (n_3 > 0)
    # The D1 model of the United States counts what comes beyond the first problem.
    further_2, further_3 = np.maximum(n_2 - 1, 0), np.maximum(n_3 - 1, 0)
    total += terms.get("D1", 0.0) * np.maximum(n_2 + n_3 - 1, 0) + terms.get("I2square", 0.0) * further_2**2
    total += terms.get("I3", 0.0) * further_3 + terms.get("I3square", 0.0) * further_3**2
    return total
