"""Which columns of a design matrix can be estimated, and in which coordinates that is done.

As R mmrm does, a column that those before it determine is left out and told. Where columns are nearly determined by
others (a year beside an intercept), the fit works in an orthogonal basis of them and is carried back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.outcomes.repeated_measures.covariance import Array

_ALIASED: Final = 1e-7  # length of what is new in a column over the column's length; as R's qr()
_CLEAR: Final = 1e-6  # the same, squared, above which cross-products lose no digit that matters


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The columns that are estimated.

    columns : their places in the design
    dropped : the places of the others
    mixture : shape (kept, dropped): a dropped column is the columns kept times its column of this
    basis : shape (kept, kept): the fit's columns are the kept columns times this
    """

    columns: NDArray[np.int64]
    dropped: NDArray[np.int64]
    mixture: Array
    basis: Array


def is_clear(products: Array) -> bool:
    """Say whether X'X alone, shape (p, p), shows that no column is near to being determined by those before it."""
    lengths = np.sqrt(np.diag(products))
    if not len(lengths) or lengths.min() <= 0.0:
        return False
    try:
        factor = np.linalg.cholesky(products / np.outer(lengths, lengths))
    except np.linalg.LinAlgError:
        return False
    return bool(np.diag(factor).min() ** 2 > _CLEAR)


def all_kept(n_columns: int) -> Kept:
    """Keep every column as it is."""
    return Kept(
        columns=np.arange(n_columns), dropped=np.arange(0), mixture=np.zeros((n_columns, 0)), basis=np.eye(n_columns)
    )  # fmt: skip


def keep_columns(x: Array) -> Kept:
    """Look at the columns themselves, shape (n, p): cross-products would square the loss of digits."""
    triangle: Array = np.asarray(np.linalg.qr(x, mode="r"), dtype=np.float64)
    directions = np.zeros((len(triangle), 0))
    kept: list[int] = []
    for column in range(x.shape[1]):
        whole = triangle[:, column]
        rest = whole - directions @ (directions.T @ whole)
        rest -= directions @ (directions.T @ rest)
        length = float(np.linalg.norm(rest))
        if length > _ALIASED * float(np.linalg.norm(whole)):
            kept.append(column)
            directions = np.column_stack([directions, rest / length])
    columns = np.array(kept, dtype=np.int64)
    dropped = np.setdiff1d(np.arange(x.shape[1]), columns)
    within = directions.T @ triangle[:, columns]
    mixture = np.linalg.solve(within, directions.T @ triangle[:, dropped]).astype(np.float64)
    basis = np.linalg.inv(within).astype(np.float64) * np.sqrt(len(x))
    return Kept(columns=columns, dropped=dropped, mixture=mixture, basis=basis)
