"""Readers compared in full: every coefficient with its reasons, each pair, each boundary, and what to read again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.agreement.adjudication import Dispute, adjudication_list
from kneewise.outcomes.agreement.alpha import Alpha, krippendorff_alpha
from kneewise.outcomes.agreement.boundaries import Boundary, grade_boundaries
from kneewise.outcomes.agreement.coefficients import METHODS, Coefficient, agreement_coefficient
from kneewise.outcomes.agreement.grades import as_grades
from kneewise.outcomes.agreement.intraclass import Intraclass, intraclass_correlation
from kneewise.outcomes.agreement.two_readers import (
    Kappa,
    MarginTest,
    bowker_test,
    cohen_kappa,
    stuart_maxwell_test,
)
from kneewise.outcomes.agreement.weights import level_values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike

    from kneewise.outcomes.agreement.grades import ReaderGrades

    Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPair:
    """Two readers against each other.

    table : shape (q, q), subjects by grade of the first (rows) and of the second reader
    plain, weighted : Cohen's kappa; None where it is not defined (named in `missing` of the comparison)
    higher, lower : subjects that the first reader graded higher, and lower, than the second
    """

    first: Any
    second: Any
    n_subjects: int
    table: tuple[tuple[int, ...], ...]
    plain: Kappa | None
    weighted: Kappa | None
    higher: int
    lower: int
    bowker: MarginTest | None
    stuart_maxwell: MarginTest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderComparison:
    """All that can be said of how readers agree.

    n_graded : for each reader, how many subjects got each grade, in the order of `levels`
    n_compared : subjects that two readers or more graded; the others say nothing of agreement
    coefficients : each method unweighted, then weighted
    missing : (figure, why) of what these grades do not determine
    """

    levels: tuple[Any, ...]
    readers: tuple[Any, ...]
    n_subjects: int
    n_compared: int
    n_graded: tuple[tuple[int, ...], ...]
    weights: str
    confidence: float
    coefficients: tuple[Coefficient, ...]
    alpha: Alpha | None
    intraclass: tuple[Intraclass, ...]
    pairs: tuple[ReaderPair, ...]
    boundaries: tuple[Boundary, ...]
    disputes: tuple[Dispute, ...]
    missing: tuple[tuple[str, str], ...]


def compare_readers(
    grades: ReaderGrades | ArrayLike,
    *,
    weights: str = "quadratic",
    levels: Sequence[Any] | None = None,
    confidence: float = 0.95,
    n_draws: int = 2000,
    seed: int = 1,
) -> ReaderComparison:
    """Compare readers of one scale.

    grades : `ReaderGrades` (see `grades_from_long`, `grades_from_wide`), or an array of shape (n subjects, r readers)
    weights : credit for near misses in the weighted coefficients and kappas, see `agreement_weights`
    n_draws, seed : samples of subjects for the interval of Krippendorff's alpha (ordinal)

    Raises NotEstimable with fewer than two readers, or where no subject was graded by two of them; a figure that these
    grades do not determine is None, and `missing` says why.
    """
    taken = as_grades(grades, levels)
    counts = taken.counts()
    n_present = int((taken.codes >= 0).any(axis=0).sum())
    if n_present < 2:
        raise NotEstimable(f"found grades of {n_present} reader{'' if n_present == 1 else 's'}; agreement needs two")
    n_compared = int((counts.sum(axis=1) >= 2).sum())
    if not n_compared:
        raise NotEstimable("no subject was graded by two readers: there is nothing to compare")
    missing: list[tuple[str, str]] = []
    values = np.append(level_values(taken.levels), np.nan)[taken.codes]
    alpha = _or_missing(
        missing,
        "krippendorff alpha",
        lambda: krippendorff_alpha(taken, "ordinal", n_draws=n_draws, seed=seed, confidence=confidence),
    )
    classes = _or_missing(
        missing, "intraclass correlation", lambda: intraclass_correlation(values, confidence=confidence)
    )
    pairs = combinations(range(len(taken.readers)), 2)
    return ReaderComparison(
        levels=taken.levels,
        readers=taken.readers,
        n_subjects=len(taken.subjects),
        n_compared=n_compared,
        n_graded=tuple(
            tuple(int((taken.codes[:, reader] == place).sum()) for place in range(len(taken.levels)))
            for reader in range(len(taken.readers))
        ),
        weights=weights,
        confidence=confidence,
        coefficients=_coefficients(taken, weights, confidence, missing),
        alpha=alpha,
        intraclass=classes or (),
        pairs=tuple(_pair(taken, pair, weights, confidence, missing) for pair in pairs),
        boundaries=grade_boundaries(taken, confidence=confidence),
        disputes=adjudication_list(taken),
        missing=tuple(missing),
    )


def _coefficients(
    taken: ReaderGrades, weights: str, confidence: float, missing: list[tuple[str, str]]
) -> tuple[Coefficient, ...]:
    found: list[Coefficient] = []
    for kind in dict.fromkeys(("unweighted", weights)):
        for method in METHODS:
            try:
                found.append(agreement_coefficient(taken, method, weights=kind, confidence=confidence))
            except NotEstimable as error:
                missing.append((f"{method}, {kind}", str(error)))
    return tuple(found)


def _or_missing(missing: list[tuple[str, str]], name: str, figure: Callable[[], Figure]) -> Figure | None:
    try:
        return figure()
    except NotEstimable as error:
        missing.append((name, str(error)))
        return None


def _pair(
    taken: ReaderGrades, pair: tuple[int, int], weights: str, confidence: float, missing: list[tuple[str, str]]
) -> ReaderPair:
    one, two = pair
    table = taken.pair(one, two)
    name = f"{taken.readers[one]} and {taken.readers[two]}"

    def kappa(kind: str) -> Kappa | None:
        return _or_missing(
            missing,
            f"kappa of {name}, {kind}",
            lambda: cohen_kappa(table, weights=kind, levels=taken.levels, confidence=confidence),
        )

    has_any = bool(table.sum())
    return ReaderPair(
        first=taken.readers[one],
        second=taken.readers[two],
        n_subjects=int(table.sum()),
        table=tuple(tuple(row) for row in table.tolist()),
        plain=kappa("unweighted"),
        weighted=kappa(weights) if weights != "unweighted" else None,
        higher=int(np.tril(table, -1).sum()),
        lower=int(np.triu(table, 1).sum()),
        bowker=bowker_test(table) if has_any else None,
        stuart_maxwell=stuart_maxwell_test(table) if has_any else None,
    )
