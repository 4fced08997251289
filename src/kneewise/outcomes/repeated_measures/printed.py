"""Means by arm and visit as a paper prints them, with intervals: nothing is modelled, and nothing is compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMeans:
    """Means by arm and visit; one entry a row.

    arm, visit : labels; arm None where there is one
    n : numbers of persons, NaN where they were not printed; the interval is then of the normal distribution
    """

    arm: tuple[Any, ...]
    visit: tuple[Any, ...]
    n: Array
    mean: Array
    se: Array
    lower: Array
    upper: Array
    level: float

    def columns(self) -> dict[str, list[Any]]:
        """Give the table as columns."""
        n = [None if np.isnan(each) else int(each) for each in self.n]
        figures = {name: getattr(self, name).tolist() for name in ("mean", "se", "lower", "upper")}
        return {"arm": list(self.arm), "visit": list(self.visit), "n": n, **figures}


def printed_means(
    arm: Sequence[Any],
    visit: Sequence[Any],
    mean: Array,
    *,
    se: Array | None = None,
    sd: Array | None = None,
    n: Array | None = None,
    level: float = 0.95,
) -> PrintedMeans:
    """Give printed means their intervals: mean -+ t(n - 1) * SE, the normal quantile where n is not known.

    arm, visit : labels, one a row; mean : shape (k,); se, or sd and n, shape (k,)

    Raises BadValues where an error is not there or not above 0, where n is below 2 or not whole, and where an arm
    has two rows at one visit.
    """
    from scipy.special import ndtri, stdtrit

    counts = np.full(len(mean), np.nan) if n is None else np.asarray(n, dtype=np.float64)
    if se is None:
        if sd is None or n is None:
            raise BadValues("found neither a standard error nor a standard deviation with n; one is needed")
        se = np.asarray(sd, dtype=np.float64) / np.sqrt(counts)
    wrong = ~np.isfinite(mean) | ~np.isfinite(se) | (se <= 0.0) | (counts < 2.0) | (np.nan_to_num(counts) % 1.0 != 0.0)
    if wrong.any():
        row = int(wrong.argmax()) + 1
        raise BadValues(
            f"row {row}: found no mean, or an error that is not above 0, or n below 2 or not whole; allowed: none of "
            "them"
        )
    if len(set(zip(arm, visit, strict=True))) < len(mean):
        raise BadValues("found two rows of one arm at one visit; allowed: one; choose a study or part first")
    tail = 0.5 + 0.5 * level
    quantile = np.where(np.isnan(counts), ndtri(tail), stdtrit(np.where(np.isnan(counts), 2.0, counts) - 1.0, tail))
    return PrintedMeans(
        arm=tuple(arm), visit=tuple(visit), n=counts, mean=mean, se=se, lower=mean - quantile * se,
        upper=mean + quantile * se, level=level,
    )  # fmt: skip
