"""Two-by-two tables of trials, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Cells of k trials, each of shape (k,): a, b events and none of group 1; c, d of group 2."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats

    @property
    def n1(self) -> Floats:
        return self.a + self.b

    @property
    def n2(self) -> Floats:
        return self.c + self.d

    @property
    def n(self) -> Floats:
        return self.a + self.b + self.c + self.d

    def take(self, rows: Floats) -> Tables:
        return Tables(a=self.a[rows], b=self.b[rows], c=self.c[rows], d=self.d[rows])

    def plus(self, half: Floats | float) -> Tables:
        return Tables(a=self.a + half, b=self.b + half, c=self.c + half, d=self.d + half)


def read_tables(events1: ArrayLike, n1: ArrayLike, events2: ArrayLike, n2: ArrayLike) -> Tables:
    """Check events and patients of two groups, shape (k,); trials with a gap are left out.

    Raises BadValues where events are below 0, above their patients, or the shapes differ; the text says the row.
    Raises NotEstimable where no trial is complete.
    """
    arrays = [np.atleast_1d(np.asarray(each, dtype=np.float64)) for each in (events1, n1, events2, n2)]
    if len({each.shape for each in arrays}) != 1 or arrays[0].ndim != 1:
        raise BadValues("events and patients: found arrays of unequal shape; allowed: four of one length")
    a, n1, c, n2 = arrays
    known = ~np.any(np.isnan(arrays), axis=0)
    for events, patients, number in ((a, n1, 1), (c, n2, 2)):
        _refuse(known & (events < 0), f"events{number}", "a number below 0", "0 or more")
        _refuse(known & (patients <= 0), f"n{number}", "0 or less", "a number above 0")
        _refuse(known & (events > patients), f"events{number}", "more events than patients", f"at most n{number}")
    if not known.any():
        raise NotEstimable("no trial has events and patients of both groups: there is nothing to pool")
    return Tables(a=a[known], b=(n1 - a)[known], c=c[known], d=(n2 - c)[known])


def _refuse(bad: Floats, name: str, found: str, allowed: str) -> None:
    if bad.any():
        raise BadValues(f"{name}, row {int(bad.argmax()) + 1}: found {found}; allowed: {allowed}")


def refuse_one_sided(tables: Tables, what: str) -> None:
    """Raise NotEstimable where no trial has an event, or none is without one in any patient: a ratio is unknown."""
    events, none = (tables.a + tables.c).sum(), (tables.b + tables.d).sum()
    if events == 0 or none == 0:
        kind = "no trial has an event" if events == 0 else "every patient of every trial has the event"
        raise NotEstimable(f"{kind}: {what} cannot be told")
