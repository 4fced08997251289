"""What `effect_sizes` gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectSizes:
    """One effect a row, in the order of the rows; NaN where it cannot be told, and then `flags` says why.

    effects, variances, se : shape (n,); of ratios the log (`is_log`)
    flags : for each row what was assumed, converted or left out, in words; nothing where all came from the row itself
    labels : the name of each row
    n : patients (persons, knees, whatever the row counts) behind each effect, NaN where unknown
    covariance : shape (n, n), where rows share a control group and its covariance was asked for, else None
    """

    measure: str
    title: str
    effects: NDArray[Any]
    variances: NDArray[Any]
    se: NDArray[Any]
    flags: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    n: NDArray[Any]
    is_log: bool
    covariance: NDArray[Any] | None = None
