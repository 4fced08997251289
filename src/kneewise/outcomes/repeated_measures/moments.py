"""What the likelihood needs of the data: sums of cross-products over the patients of a pattern, visit by visit.

With z a row (x, y), and G_ab the sum of z_a z_b' over the patients of one pattern, every quantity of the fit is either

    total(w)       = sum over patterns and visits of w_ab G_ab      (X'WX, X'Wy, y'Wy)
    between(W, D)  = the same with w = W D W for many D             (their derivatives in the covariance)
    contract(B)    = <B, G_ab> for each pattern and pair of visits  (traces with one matrix)

so that the cost grows with the patterns, not with the patients. Patterns of few patients, where there are many of
them, are kept as rows instead: with 4,000 patterns their cross-products would be larger than the data.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

_BUDGET: Final = 96 * 2**20  # bytes of cross-products kept; beyond it the smallest patterns stay as rows
_CHUNK: Final = 2**21  # numbers held by one intermediate array
_LARGEST_POOL: Final = 2**24  # numbers of the cross-products of all columns at all visits
FEW_SLOTS: Final = 24  # up to here all pairs of pairs of visits (their number to the 4th power) are held at once


class Moments:
    """The cross-products of S patterns over m slots (visits, or places in the order of visits), for p columns of z."""

    def __init__(self, blocks: Sequence[Array], slots: Sequence[Integers], n_slots: int) -> None:
        """Take for each pattern its rows, shape (patients * visits, p), and the slots of its visits."""
        self.n_patterns, self.n_slots, self.n_columns = len(blocks), n_slots, blocks[0].shape[1]
        self.counts = np.array([len(block) // len(slot) for block, slot in zip(blocks, slots, strict=True)])
        self._lower = _triangle(self.n_columns)
        self._square = self._lower[0] * self.n_columns + self._lower[1]
        kept = _kept(self.counts, [len(slot) for slot in slots], len(self._square))
        self._cross(blocks, slots, [s for s in range(self.n_patterns) if kept[s]])
        self._keep_rows(blocks, slots, [s for s in range(self.n_patterns) if not kept[s]])

    def total(self, weights: Array) -> Array:
        """Give sum_s sum_ab weights[s, a, b] G_s[a, b], shape (p, p); weights symmetric in a and b."""
        found: Array = self._unpacked((weights[self._pattern, self._a, self._b] * self._times)[None] @ self._products)[
            0
        ]
        for rows, whose in self._parts():
            found += _flat(rows).T @ _flat(weights[whose] @ rows)
        return found

    def between(self, outer: Array, inner: Array) -> Array:
        """Give sum_s sum_ab (outer_s inner_k outer_s)_ab G_s[a, b], shape (K, p, p).

        outer : shape (S, m, m), symmetric; inner : shape (K, m, m), symmetric, the same for all patterns
        """
        found = self._unpacked(self._between_weights(outer, inner) @ self._products)
        if len(self._rows):
            found += self._between_rows(outer, inner)
        return found

    def contract(self, matrix: Array) -> Array:
        """Give <matrix, G_s[a, b]>, shape (S, m, m); `matrix` symmetric, shape (p, p)."""
        found = np.zeros((self.n_patterns, self.n_slots, self.n_slots))
        doubled = matrix.ravel()[self._square] * np.where(self._lower[0] == self._lower[1], 1.0, 2.0)
        values = self._products @ doubled
        found[self._pattern, self._a, self._b] = values
        found[self._pattern, self._b, self._a] = values
        for rows, whose in self._parts():
            each = (rows @ matrix) @ rows.transpose(0, 2, 1)
            first = np.flatnonzero(np.concatenate([[True], whose[1:] != whose[:-1]]))
            found[whose[first]] += np.add.reduceat(each, first, axis=0)
        return found

    def _between_weights(self, outer: Array, inner: Array) -> Array:
        """Give the entries of outer_s inner_k outer_s that the products kept are weighted with, shape (K, pairs)."""
        m = self.n_slots
        if m > FEW_SLOTS:
            each = [(outer @ middle @ outer)[self._pattern, self._a, self._b] for middle in inner]
            return np.asarray(each) * self._times
        left, right = outer[self._pattern, self._a], outer[self._pattern, self._b]
        spread = (left[:, :, None] * right[:, None, :]).reshape(-1, m * m) * self._times[:, None]
        return np.asarray(inner.reshape(-1, m * m) @ spread.T)

    def _between_rows(self, outer: Array, inner: Array) -> Array:
        """Do the same for the patterns kept as rows.

        `inner` does not know of patterns, so the rows, each times its own `outer`, may be summed over all of them.
        """
        m, p = self.n_slots, self.n_columns
        found = np.zeros((len(inner), p, p))
        if (m * p) ** 2 > _LARGEST_POOL:
            for rows, whose in self._parts():
                met = outer[whose] @ rows
                for k, middle in enumerate(inner):
                    found[k] += _flat(met).T @ _flat(middle @ met)
            return found
        pooled = np.zeros((m * p, m * p))
        for rows, whose in self._parts():
            wide = (outer[whose] @ rows).reshape(-1, m * p)
            pooled += wide.T @ wide
        by_pair = pooled.reshape(m, p, m, p).transpose(0, 2, 1, 3).reshape(m * m, p * p)
        return found + (inner.reshape(-1, m * m) @ by_pair).reshape(-1, p, p)

    def _cross(self, blocks: Sequence[Array], slots: Sequence[Integers], kept: Sequence[int]) -> None:
        """Pack G_ab + G_ba of a < b, and G_aa, of the patterns kept: the lower triangles, one row a pair of visits."""
        pairs = [_triangle(len(slots[s])) for s in kept]
        bounds = np.concatenate([[0], np.cumsum([len(first) for first, _ in pairs])]).astype(np.int64)
        self._products = np.empty((int(bounds[-1]), len(self._square)))
        self._pattern, self._a, self._b = (np.empty(int(bounds[-1]), dtype=np.int64) for _ in range(3))
        p = self.n_columns
        for s, (a, b), start, stop in zip(kept, pairs, bounds[:-1], bounds[1:], strict=True):
            n_visits = len(slots[s])
            wide = blocks[s].reshape(-1, n_visits * p)
            cross = (wide.T @ wide).reshape(n_visits, p, n_visits, p)
            chosen = cross[a, :, b, :].reshape(len(a), p * p)
            turned = cross[b, :, a, :].reshape(len(a), p * p)
            self._products[start:stop] = 0.5 * (chosen[:, self._square] + turned[:, self._square])
            self._pattern[start:stop], self._a[start:stop], self._b[start:stop] = s, slots[s][a], slots[s][b]
        self._times = np.where(self._a == self._b, 1.0, 2.0)

    def _keep_rows(self, blocks: Sequence[Array], slots: Sequence[Integers], thin: Sequence[int]) -> None:
        """Keep the patients of the other patterns, shape (patients, m, p), zero where a visit is missing."""
        self._whose = np.repeat(np.array(thin, dtype=np.int64), self.counts[list(thin)] if thin else 0)
        self._rows = np.zeros((len(self._whose), self.n_slots, self.n_columns))
        start = 0
        for s in thin:
            stop = start + int(self.counts[s])
            self._rows[start:stop, slots[s]] = blocks[s].reshape(-1, len(slots[s]), self.n_columns)
            start = stop

    def _parts(self) -> Iterator[tuple[Array, Integers]]:
        step = max(1, _CHUNK // (self.n_slots * self.n_columns))
        for start in range(0, len(self._whose), step):
            yield self._rows[start : start + step], self._whose[start : start + step]

    def _unpacked(self, packed: Array) -> Array:
        whole = np.empty((len(packed), self.n_columns, self.n_columns))
        whole[:, self._lower[0], self._lower[1]] = packed
        whole[:, self._lower[1], self._lower[0]] = packed
        return whole


@lru_cache(maxsize=256)
def _triangle(n: int) -> tuple[Integers, Integers]:
    """Give the places of a lower triangle; asked for once a pattern, which a small trial feels."""
    rows, columns = np.tril_indices(n)
    return rows, columns


def _flat(rows: Array) -> Array:
    return rows.reshape(-1, rows.shape[-1])


def _kept(counts: Integers, n_visits: Sequence[int], packed: int) -> NDArray[np.bool_]:
    """Choose the patterns whose cross-products are kept: those of most patients first, until the budget is spent."""
    sizes = np.array([n * (n + 1) // 2 * packed * 8 for n in n_visits])
    kept = np.zeros(len(counts), dtype=bool)
    by_size = np.argsort(-counts, kind="stable")
    kept[by_size] = np.cumsum(sizes[by_size]) <= _BUDGET
    return kept
