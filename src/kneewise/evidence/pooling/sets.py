"""The effects of many sets side by side: one column a set, one row an effect, sums down the columns.

Columns rather than rows since a sum down a column of a C array runs at the speed of memory, while a sum along rows of
twenty pays its start for every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]


_LARGEST = 1e50  # sums of squares and of products beyond it leave the range of a float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """Effects and variances, shape (k, batch); a place that holds no effect has effect 0, variance 1 and here 0.

    here : 1 where there is an effect, else 0, shape (k, batch)
    n : how many effects each set holds, shape (batch,)
    is_batch : whether the caller gave rows of sets; False where he gave one list
    """

    y: Floats
    v: Floats
    here: Floats
    n: NDArray[np.int64]
    is_batch: bool

    def take(self, columns: NDArray[Any]) -> Sets:
        """Take some of the sets (a mask or places)."""
        return Sets(
            y=self.y[:, columns],
            v=self.v[:, columns],
            here=self.here[:, columns],
            n=self.n[columns],
            is_batch=True,
        )


def read_sets(effects: object, variances: object) -> Sets:
    """Check effects and variances, shape (k,) or (batch, k), NaN where there is none, and turn them into columns.

    An effect is in its set where both its numbers are known. Raises BadValues for unequal shapes, no numbers, an
    infinity, and a variance of 0 or less (it would take all the weight): the text says where.
    """
    y, v, is_batch = read_arrays(effects, variances)
    return make_sets(y, v, is_batch)


def read_arrays(effects: object, variances: object) -> tuple[Floats, Floats, bool]:
    """Give effects and variances as rows of sets, shape (batch, k), and whether the caller gave several."""
    y, v = _floats(effects, "effects"), _floats(variances, "variances")
    if y.shape != v.shape or y.ndim not in (1, 2) or y.size == 0:
        raise BadValues(
            f"effects of shape {y.shape} and variances of shape {v.shape}: allowed are equal shapes (k,) or (batch, k) "
            "that are not empty"
        )
    return np.atleast_2d(y), np.atleast_2d(v), y.ndim == 2


def make_sets(y: Floats, v: Floats, is_batch: bool, *, first: int = 0) -> Sets:
    """Turn rows of sets into columns; `first` : how many sets stand before these, for what an error says."""
    # Where all is known and of a size that can be squared (the common case) the ends say so at once.
    if y.min() > -_LARGEST and y.max() < _LARGEST and v.min() > 1 / _LARGEST and v.max() < _LARGEST:
        here = np.ones(y.shape[::-1])
        n = np.full(y.shape[0], y.shape[1], dtype=np.int64)
    else:
        known = ~(np.isnan(y) | np.isnan(v))
        where = first if is_batch else None
        _refuse(known & ~np.isfinite(y), "effects", "an infinite number", "a finite number or NaN", where)
        _refuse(known & ~np.isfinite(v), "variances", "an infinite number", "a finite number or NaN", where)
        _refuse(known & (v <= 0), "variances", "0 or less", "a number above 0", where)
        _refuse(known & (np.abs(y) >= _LARGEST), "effects", "a number beyond 1e50", "a smaller one", where)
        sized = (v > 1 / _LARGEST) & (v < _LARGEST)
        _refuse(known & ~sized, "variances", "a number outside 1e-50 to 1e50", "one between", where)
        y, v = np.where(known, y, 0.0), np.where(known, v, 1.0)
        here = np.ascontiguousarray(known.T, dtype=np.float64)
        n = known.sum(axis=1)
    return Sets(y=np.ascontiguousarray(y.T), v=np.ascontiguousarray(v.T), here=here, n=n, is_batch=is_batch)


def one_set(effects: Any, variances: Any = None) -> tuple[Floats, Floats]:
    """Give the effects and variances of one set of trials, shape (k,), gaps still in; `effect_sizes`' result will do.

    Raises BadValues as `read_sets`, and for more than one set.
    """
    if variances is None:
        effects, variances = both(effects)
    y, v = _floats(effects, "effects"), _floats(variances, "variances")
    if y.ndim != 1:
        raise BadValues(f"effects: found shape {y.shape}; allowed: one set of effects, shape (k,)")
    read_sets(y, v)
    return y, v


def both(effects: Any) -> tuple[Any, Any]:
    """Take effects and variances out of a result of `effect_sizes`. Raises BadValues where it is none."""
    try:
        return effects.effects, effects.variances
    except AttributeError:
        raise BadValues(
            f"variances: found nothing beside effects of type {type(effects).__name__}; allowed: variances of the "
            "shape of effects, or the result of effect_sizes alone"
        ) from None


def _floats(values: object, name: str) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadValues(f"{name}: found something that is no array of numbers; allowed: numbers, NaN or None") from None


def _refuse(bad: NDArray[np.bool_], name: str, found: str, allowed: str, first: int | None) -> None:
    if bad.any():
        row, place = (int(each[0]) for each in np.nonzero(bad))
        where = f"effect {place + 1}" if first is None else f"set {first + row + 1}, effect {place + 1}"
        raise BadValues(f"{name}, {where}: found {found}; allowed: {allowed}")
