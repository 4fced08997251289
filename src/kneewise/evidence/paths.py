"""Dimensions of choices made of the columns of a table: windows of time, bias filters, values of a column.

What `multiverse` takes as `subsets`: by dimension and choice, which rows. The first choice of each is the reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Mask = NDArray[np.bool_]

LATEST = "latest"
WINDOWS = ((0.0, 3.0), (3.0, 6.0), (6.0, 12.0), (12.0, 120.0))  # after the first, up to and with the last month


def time_choices(
    months: ArrayLike, keys: Sequence[Any], windows: Sequence[tuple[float, float]] = WINDOWS
) -> dict[str, Mask]:
    """Make the choices of time: the latest row of each key, and the latest within each window (after, up to).

    months : shape (n,), NaN where unknown: such a row is in no window, and latest only where its key has no other
    keys : shape (n,), what has one row a path: the trial, or trial and outcome
    """
    when = np.asarray(months, dtype=np.float64)
    if (when < 0).any():
        raise BadValues("months: found a number below 0; allowed: months since the injection")
    every = np.ones(when.shape, dtype=bool)
    choices = {LATEST: _last(np.where(np.isnan(when), -1.0, when), keys, every)}
    for low, high in windows:
        within = (when > low) & (when <= high)
        if within.any():
            choices[f"{low:g}-{high:g} months"] = _last(when, keys, within)
    return choices


def _last(when: NDArray[np.float64], keys: Sequence[Any], among: Mask) -> Mask:
    taken = np.zeros(when.shape, dtype=bool)
    last: dict[Any, int] = {}
    for row in np.flatnonzero(among).tolist():
        held = last.get(keys[row])
        if held is None or when[row] > when[held]:
            last[keys[row]] = row
    taken[list(last.values())] = True
    return taken


def bias_choices(risks: Sequence[str | None]) -> dict[str, Mask]:
    """Make the choices of bias from judgements "low", "some", "high" (None: not judged): all, without high, low only.

    Not judged is kept out of "low only" alone. Raises BadValues for another word.
    """
    strange = sorted({str(each) for each in risks if each not in ("low", "some", "high", None)})
    if strange:
        raise BadValues(f"risk of bias: found {', '.join(strange)}; allowed: low, some, high or nothing")
    values = np.array([each or "" for each in risks], dtype=object)
    choices = {"all": np.ones(values.shape, dtype=bool), "without high": values != "high", "low only": values == "low"}
    return {name: mask for name, mask in choices.items() if mask.any()}


def value_choices(values: Sequence[Any], *, with_all: bool = True) -> dict[str, Mask]:
    """Make one choice of each value of a column, after "all" where all may stand together."""
    labels = np.array([None if each is None else str(each) for each in values], dtype=object)
    choices: dict[str, Mask] = {"all": np.ones(labels.shape, dtype=bool)} if with_all else {}
    for value in dict.fromkeys(each for each in labels.tolist() if each is not None):
        choices[value] = labels == value
    return choices
