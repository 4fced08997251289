"""On which boundary of the scale readers differ: KL 1 against 2 is another quarrel than KL 3 against 4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.agreement.coefficients import Coefficient, agreement_coefficient
from kneewise.outcomes.agreement.grades import ReaderGrades, as_grades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """One boundary of a scale: `below` and all under it against `above` and all over it.

    n_pairs : pairs of grades of one subject by two readers
    n_split : pairs with one grade on each side
    share : this boundary's part of all steps by which readers differ; the parts of a scale add up to 1
    kappa : Conger's (two readers: Cohen's) of the two sides; None where one side is empty (`why`)
    gwet : Gwet's AC1 of the two sides, which does not fall where one side is rare
    over : for each reader, how often on the upper side, and in how many split pairs
    p_same : two readers: exact test that neither goes over more often (McNemar); None for more readers, whose pairs
        are not independent
    """

    below: Any
    above: Any
    n_pairs: int
    n_split: int
    share: float | None
    kappa: Coefficient | None
    gwet: Coefficient | None
    over: tuple[tuple[int, int], ...]
    p_same: float | None
    why: str | None = None


def grade_boundaries(
    grades: ReaderGrades | ArrayLike, *, levels: Sequence[Any] | None = None, confidence: float = 0.95
) -> tuple[Boundary, ...]:
    """Tell for every boundary of the scale how far readers agree on which side a subject lies.

    grades : `ReaderGrades`, or an array of shape (n subjects, r readers), NaN where a reader gave no grade

    A disagreement of two steps crosses two boundaries, so `share` is the boundary's part of what linear weights count.
    Linearly weighted kappa of two readers is the mean of their kappas at the boundaries, each weighted by its
    disagreement expected by chance. A scale of one grade has no boundary: then there is none. Raises NotEstimable where
    no subject was graded twice.

    Source: Vanbelle S, Albert A. Stat Methodol 2009;6:157-163 (linear weights as boundaries); McNemar Q. Psychometrika
    1947;12:153-157.
    """
    taken = as_grades(grades, levels)
    splits = [_split(taken, edge) for edge in range(1, len(taken.levels))]
    total = sum(each.n_split for each in splits)
    if not ((taken.codes >= 0).sum(axis=1) >= 2).any():
        raise NotEstimable("no subject was graded by two readers: there is nothing to compare")
    return tuple(_boundary(taken, edge, found, total, confidence) for edge, found in enumerate(splits, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """How the pairs of readers stand to one boundary."""

    n_pairs: int
    n_split: int
    over: tuple[tuple[int, int], ...]


def _split(taken: ReaderGrades, edge: int) -> _Split:
    given = taken.codes >= 0
    up = (taken.codes >= edge) & given
    down = given & ~up
    n_up, n_down = up.sum(axis=1), down.sum(axis=1)
    n_given = n_up + n_down
    over = tuple((int(n_down[up[:, reader]].sum()), int(n_up[down[:, reader]].sum())) for reader in range(up.shape[1]))
    return _Split(
        n_pairs=int((n_given * (n_given - 1)).sum()) // 2,
        n_split=int((n_up * n_down).sum()),
        over=tuple((above, above + below) for above, below in over),
    )


def _boundary(taken: ReaderGrades, edge: int, found: _Split, total: int, confidence: float) -> Boundary:
    sides = ReaderGrades(
        codes=np.where(taken.codes < 0, -1, (taken.codes >= edge).astype(np.int64)),
        levels=("below", "above"),
        subjects=taken.subjects,
        readers=taken.readers,
    )
    kappa = gwet = why = None
    try:
        gwet = agreement_coefficient(sides, "gwet", confidence=confidence)
        kappa = agreement_coefficient(sides, "conger", confidence=confidence)
    except NotEstimable as error:
        why = str(error)
    return Boundary(
        below=taken.levels[edge - 1],
        above=taken.levels[edge],
        n_pairs=found.n_pairs,
        n_split=found.n_split,
        share=found.n_split / total if total else None,
        kappa=kappa,
        gwet=gwet,
        over=found.over,
        p_same=_same_side(found.over) if len(taken.readers) == 2 else None,
        why=why,
    )


def _same_side(over: tuple[tuple[int, int], ...]) -> float | None:
    """Exact two-sided binomial test of a half, by doubling the smaller tail, at most 1."""
    n_over, n = over[0]
    if n == 0:
        return None
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(n_over, n - n_over), n, 0.5)))


def steps_apart(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Steps from the lowest to the highest grade of each subject, shape (n,); 0 where there is but one grade."""
    given = codes >= 0
    highest = np.where(given, codes, -1).max(axis=1)
    lowest = np.where(given, codes, np.iinfo(np.int64).max).min(axis=1)
    return np.where(given.any(axis=1), highest - lowest, 0)
