"""The design matrix of a plain formula: labels as treatment contrasts, numbers as they are, products of both.

Coding follows R's `model.matrix`: a label of a term is coded by its differences from the first level where the term
without it is in the model, else by all its levels. Names are those of formulaic, `ARMCD[T.TRT]:AVISIT[T.VIS2]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.formula import Factor, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable of the right side.

    levels : its labels, the first the one that the others are compared with; None for numbers
    mean : of the numbers over the rows used; NaN for labels
    """

    name: str
    levels: tuple[Any, ...] | None
    mean: float


class Design(Protocol):
    """How rows of variables become rows of the design matrix."""

    names: tuple[str, ...]

    @property
    def variables(self) -> Mapping[str, Variable]: ...

    def fill(self, values: Mapping[str, NDArray[Any]], out: Array) -> None:
        """Write the design of these values (codes of labels, or numbers, shape (n,)) into `out`, shape (n, p)."""
        ...

    def variables_of(self, term: str) -> frozenset[str] | None:
        """Name the variables of a term written as `a:b`; None where the model has no such term."""
        ...

    def columns_of(self, term: str) -> list[int]:
        """Give the columns of a term written as `a:b`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coded:
    """One term: the columns that it takes, its labels with the first level coded (1: by differences), its numbers."""

    term: Term
    start: int
    labels: tuple[tuple[str, int, int], ...]  # name, first level with a column, stride
    numbers: tuple[str, ...]
    names: tuple[str, ...]


class PlainDesign:
    """The design of terms that are products of variables."""

    def __init__(self, terms: Sequence[Term], variables: Mapping[str, Variable]) -> None:
        self.variables = dict(variables)
        known = {frozenset(factor.name for factor in term) for term in terms}
        self._coded: list[_Coded] = []
        start = 0
        for term in terms:
            coded = self._code(term, known, start)
            self._coded.append(coded)
            start += len(coded.names)
            if len(term) == 1 and coded.labels and coded.labels[0][1] == 0:
                known.add(frozenset())  # all levels of one label add up to an intercept
        self.names = tuple(name for coded in self._coded for name in coded.names)

    def fill(self, values: Mapping[str, NDArray[Any]], out: Array) -> None:
        """Write the design of these values into `out`, shape (n, p)."""
        every = np.arange(len(out))
        for coded in self._coded:
            width = len(coded.names)
            product: Array | float = 1.0
            for name in coded.numbers:
                product = product * values[name]
            if not coded.labels:
                out[:, coded.start] = product
                continue
            out[:, coded.start : coded.start + width] = 0.0
            place, has_place = np.full(len(out), coded.start), np.ones(len(out), dtype=bool)
            for name, first, stride in coded.labels:
                level = values[name] - first
                place += level * stride
                has_place &= level >= 0
            rows = every[has_place]
            out[rows, place[rows]] = product if isinstance(product, float) else product[rows]

    def variables_of(self, term: str) -> frozenset[str] | None:
        """Name the variables of a term written as `a:b`; None where the model has no such term."""
        wanted = frozenset(part.strip() for part in term.split(":"))
        return wanted if any(_names(coded.term) == wanted for coded in self._coded) else None

    def columns_of(self, term: str) -> list[int]:
        """Give the columns of a term written as `a:b`."""
        wanted = self.variables_of(term)
        return [
            column
            for coded in self._coded
            if _names(coded.term) == wanted
            for column in range(coded.start, coded.start + len(coded.names))
        ]

    def _code(self, term: Term, known: set[frozenset[str]], start: int) -> _Coded:
        labels: list[tuple[str, int, int]] = []
        numbers: list[str] = []
        parts: list[list[str]] = []
        stride = 1
        for factor in term:
            levels = self.variables[factor.name].levels
            if levels is None:
                numbers.append(factor.name)
                parts.append([factor.name])
                continue
            first = 1 if _names(term) - {factor.name} in known else 0
            labels.append((factor.name, first, stride))
            stride *= len(levels) - first
            parts.append([_name(factor, level, first) for level in levels[first:]])
        return _Coded(term=term, start=start, labels=tuple(labels), numbers=tuple(numbers), names=tuple(_joined(parts)))


def _names(term: Term) -> frozenset[str]:
    return frozenset(factor.name for factor in term)


def _name(factor: Factor, level: object, first: int) -> str:
    return f"{factor.name}[{'T.' if first else ''}{level}]"


def _joined(parts: list[list[str]]) -> list[str]:
    """Join the names of the parts, the levels of the first running fastest."""
    names = [""]
    for number, part in enumerate(parts):
        names = [f"{name}:{each}" if number else each for each in part for name in names]
    return names if parts else ["Intercept"]
