"""Least-squares means: predictions on a grid of all levels, averaged over the factors that are not asked for.

Every level counts the same, whatever its share among the patients, and numbers stand at their mean over the rows
used, as in SAS LSMEANS and R emmeans (which keeps a number of two values, such as 0/1, as a factor; here it is at its
mean unless `at` says otherwise).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.design import Design

_LARGEST: Final = 2_000_000  # numbers of the grid's design


def mean_matrix(
    design: Design, over: Sequence[str], at: Mapping[str, Any]
) -> tuple[Array, tuple[tuple[Any, ...], ...]]:  # fmt: skip
    """Give the linear functions of all coefficients, shape (cells, p), and the labels of the cells.

    over : factors whose levels are told apart, the last running fastest
    at : values of numbers, or a level of a factor, to stand at instead

    Raises BadValues for names or levels that the model does not have, and for numbers among `over`.
    """
    variables = design.variables
    _check(design, over, at)
    rest = [name for name, variable in variables.items() if variable.levels is not None and name not in over]
    levels = {name: _levels(design, name, at) for name in (*over, *rest)}
    cells = list(product(*(levels[name] for name in over)))
    others = list(product(*(levels[name] for name in rest)))
    if len(cells) * len(others) * len(design.names) > _LARGEST * 10:
        raise BadValues(f"means: found a grid of {len(cells) * len(others)} combinations; hold some factors with `at`")
    n = len(cells) * len(others)
    values: dict[str, Any] = {}
    for place, name in enumerate(over):
        values[name] = np.repeat(np.array([cell[place] for cell in cells], dtype=np.int64), len(others))
    for place, name in enumerate(rest):
        values[name] = np.tile(np.array([other[place] for other in others], dtype=np.int64), len(cells))
    for name, variable in variables.items():
        if variable.levels is None:
            values[name] = np.full(n, float(at.get(name, variable.mean)))
    grid = np.empty((n, len(design.names)))
    design.fill(values, grid)
    means = grid.reshape(len(cells), len(others), -1).mean(axis=1)
    named = tuple(
        tuple((variables[name].levels or ())[code] for name, code in zip(over, cell, strict=True)) for cell in cells
    )
    return means, named


def _levels(design: Design, name: str, at: Mapping[str, Any]) -> list[int]:
    levels = design.variables[name].levels or ()
    if name not in at:
        return list(range(len(levels)))
    if at[name] not in levels:
        raise BadValues(f"at: found {at[name]!r} for {name!r}; allowed: {', '.join(map(repr, levels))}")
    return [levels.index(at[name])]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.number) and bool(np.isfinite(value))


def _check(design: Design, over: Sequence[str], at: Mapping[str, Any]) -> None:
    labels = [name for name, variable in design.variables.items() if variable.levels is not None]
    for name in over:
        if name not in labels:
            hint = f"; write C({name}) in the formula to make its numbers labels" if name in design.variables else ""
            raise BadValues(f"means: found {name!r}; allowed: factors, {', '.join(labels) or 'here none'}{hint}")
    if len(set(over)) != len(over):
        raise BadValues(f"means: found {', '.join(over)}; allowed: each factor once")
    for name, value in at.items():
        if name not in design.variables:
            raise BadValues(f"at: found {name!r}; allowed: {', '.join(design.variables)}")
        if name not in labels and not _is_number(value):
            raise BadValues(f"at: found a value of type {type(value).__name__} for {name!r}; allowed: a number")
