"""Mantel-Haenszel network: each design pooled over its trials, then the designs by least squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.networks.laplacian import invert_laplacian

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.event_tables import EventTable

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]


def fit_mantel_haenszel(tables: list[EventTable], n: int) -> tuple[Floats, Floats, float, int]:
    """Effects of the treatments, shape (n,), adding to 0, their covariance, Q between designs and its df.

    Source: Efthimiou O et al. Stat Med 2019;38:2992-3012; within designs Greenland S. Biometrics 1989;45:183-191.
    """
    laplacian, pushed = np.zeros((n, n)), np.zeros(n)
    designs = []
    for table in tables:
        effect, covariance = pool_design(table)
        weight = np.linalg.inv(covariance)
        rows = np.zeros((len(effect), n))
        rows[:, table.arm[0]] = 1.0
        rows[np.arange(len(effect)), list(table.arm[1:])] = -1.0
        designs.append((rows, effect, weight))
        laplacian += rows.T @ weight @ rows
        pushed += rows.T @ weight @ effect
    inverse = invert_laplacian(laplacian)
    solved = inverse @ pushed
    squares = sum((float((y - rows @ solved) @ weight @ (y - rows @ solved)) for rows, y, weight in designs), 0.0)
    return solved, inverse, squares, sum(len(y) for _, y, _ in designs) - (n - 1)


def pool_design(table: EventTable) -> tuple[Floats, Floats]:
    """Generalised Mantel-Haenszel log odds ratios of the first arm against each other one, and their covariance."""
    x, y = table.events, table.rest
    a = x.shape[1]
    total = (x + y).sum(axis=1)
    # c: events of one arm times survivors of another, over all persons of the trial; d: their sum over the same.
    c = x[:, :, None] * y[:, None, :] / total[:, None, None]
    d = (x[:, :, None] + y[:, None, :]) / total[:, None, None]
    big = c.sum(axis=0)
    log_ratio = np.log(big / big.T)
    one, two = np.triu_indices(a, 1)
    covariance = _covariance(table, c, d, (one, two))
    # The log ratios of three arms do not add up; their means over the third arm do.
    mean = np.zeros((a - 1, len(one)))
    for k in range(len(one)):
        i, j = int(one[k]), int(two[k])
        for row, other in enumerate(range(1, a)):
            mean[row, k] += ((i == 0) - (j == 0) - (i == other) + (j == other)) / a
    return mean @ log_ratio[one, two], mean @ covariance @ mean.T


def _covariance(table: EventTable, c: Floats, d: Floats, pairs: tuple[Ints, Ints]) -> Floats:
    """Covariance of the log ratios of all pairs of arms."""
    x, y, (one, two) = table.events, table.rest, pairs
    total, big = (x + y).sum(axis=1), c.sum(axis=0)
    turned_c, turned_d = c.transpose(0, 2, 1), d.transpose(0, 2, 1)
    square = (
        (c * d).sum(axis=0) / (2 * big**2)
        + (c * turned_d + turned_c * d).sum(axis=0) / (2 * big * big.T)
        + (turned_c * turned_d).sum(axis=0) / (2 * big.T**2)
    )
    n = x + y

    def shared(i: int, j: int, k: int) -> float:
        """Covariance of i against j with i against k."""
        parts = (
            np.sum(x[:, i] * y[:, j] * y[:, k] / total**2) / (big[i, j] * big[i, k]),
            np.sum(n[:, i] * y[:, j] * x[:, k] / total**2) / (big[i, j] * big[k, i]),
            np.sum(n[:, i] * x[:, j] * y[:, k] / total**2) / (big[j, i] * big[i, k]),
            np.sum(y[:, i] * x[:, j] * x[:, k] / total**2) / (big[j, i] * big[k, i]),
        )
        return float(sum(parts) / 3)

    m = len(one)
    covariance = np.zeros((m, m))
    for p in range(m):
        covariance[p, p] = square[one[p], two[p]]
        for q in range(p + 1, m):
            arms = {int(one[p]), int(two[p])} & {int(one[q]), int(two[q])}
            if arms:
                i = arms.pop()
                j, k = (int(two[r]) if one[r] == i else int(one[r]) for r in (p, q))
                sign = (1 if one[p] == i else -1) * (1 if one[q] == i else -1)
                covariance[p, q] = covariance[q, p] = sign * shared(i, j, k)
    return covariance
