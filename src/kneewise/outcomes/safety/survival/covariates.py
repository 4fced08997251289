"""Covariates of a model of hazards, from columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.columns import Table
    from kneewise.outcomes.bisection import Floats


def design(data: Table, covariates: Sequence[str]) -> tuple[tuple[str, ...], Floats, NDArray[np.bool_]]:
    """Build the columns of the model: numbers as they are, labels as 1 or 0 against their first level.

    Returns the names (`sex[male]` for a level), the columns (n, p), and which rows are wholly known. Raises BadValues
    without a covariate or with one twice, NotEstimable for a column of labels with one level.
    """
    from kneewise.columns import codes, column, numbers

    if isinstance(covariates, str) or not covariates or len(set(covariates)) != len(covariates):
        raise BadValues("covariates: found none, one twice, or a text; allowed: a list of different column names")
    names: list[str] = []
    parts: list[Any] = []
    for name in covariates:
        if _holds_numbers(column(data, name)):
            names.append(name)
            parts.append(numbers(data, name))
            continue
        found = codes(data, name)
        if len(found.levels) < 2:
            raise NotEstimable(f"covariate {name!r}: found {len(found.levels)} level; two are needed to compare")
        for place, level in enumerate(found.levels[1:], 1):
            names.append(f"{name}[{level}]")
            parts.append(np.where(found.codes < 0, np.nan, (found.codes == place).astype(np.float64)))
    x = np.column_stack(parts)
    return tuple(names), x, ~np.isnan(x).any(axis=1)


def _holds_numbers(raw: NDArray[Any]) -> bool:
    if raw.dtype.kind in "iuf":
        return True
    if raw.dtype.kind == "O":
        return all(cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool)) for cell in raw)
    return False
