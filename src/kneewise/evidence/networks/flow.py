"""Where a network estimate comes from: the hat matrix of direct comparisons, and what each contributes.

For a comparison, its row of the hat matrix is a flow of evidence of size 1 from the first treatment to the second
along the direct comparisons. A walker who follows the flow, branching in proportion to it, takes a path; a path of
three comparisons owes a third to each. A comparison contributes what all paths owe it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.result import Network

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """Hat matrix and contributions of the direct comparisons.

    estimates : (first, second) of each row, all comparisons
    direct : (first, second) of each column, those that trials made
    hat : shape (rows, columns); network estimate = hat @ direct estimates
    share : shape (rows, columns), contribution of the column, from 0; each row adds up to 1
    """

    estimates: tuple[tuple[str, str], ...]
    direct: tuple[tuple[str, str], ...]
    hat: Floats
    share: Floats


def contributions(result: Network) -> Contributions:
    """Work out hat matrix and contributions under the model that the result shows.

    A trial of several arms enters with the weights that its Laplacian gives its comparisons. All paths are summed by
    their length at once, not listed one by one, so that a network of 60 treatments takes seconds.

    Source: Davies AL, Papakonstantinou T, Nikolakopoulou A, Rucker G, Galla T. Stat Med 2022;41:2091-2114. Agrees with
    netmeta 3.3 `hatmatrix(method = "Davies")` and `netcontrib(method = "randomwalk")` to 1e-10
    (tests/alignment/test_network_inconsistency.py).
    """
    fit = result._fit
    n = len(result.treatments)
    weight = -fit.laplacian.copy()
    np.fill_diagonal(weight, 0.0)
    one, two = np.triu_indices(n, 1)
    made = result.n_trials[one, two] > 0
    source, sink = one[made], two[made]
    potential = fit.inverse[one] - fit.inverse[two]
    hat = (potential[:, source] - potential[:, sink]) * weight[source, sink]
    share = np.empty_like(hat)
    for row, (start, end) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
        flow = np.zeros((n, n))
        flow[source, sink] = hat[row]
        flow -= flow.T
        # Printed variances that do not quite fit their arms may leave a weight a hair below 0: it would run uphill.
        runs = (flow > 1e-12) & (potential[row][:, None] > potential[row])
        owed = path_shares(np.where(runs, flow, 0.0), potential[row], start, end)
        share[row] = (owed + owed.T)[source, sink]
    names = result.treatments
    return Contributions(
        estimates=tuple((names[i], names[j]) for i, j in zip(one.tolist(), two.tolist(), strict=True)),
        direct=tuple((names[i], names[j]) for i, j in zip(source.tolist(), sink.tolist(), strict=True)),
        hat=hat,
        share=share,
    )


def path_shares(flow: Floats, potential: Floats, start: int, end: int) -> Floats:
    """What all paths from start to end owe each step, shape (n, n), adding up to 1.

    flow : shape (n, n), from row to column, 0 or more, downhill in `potential`, so that no path closes
    """
    n = len(flow)
    out = flow.sum(axis=1)
    chance = np.divide(flow, out[:, None], out=np.zeros_like(flow), where=out[:, None] > 0)
    chance[end] = 0.0
    downhill = np.argsort(-potential, kind="stable")
    # here[v, k]: chance to come to v in k steps; left[v, k]: chance to come from v to the end in k more steps.
    here, left = np.zeros((n, n)), np.zeros((n, n))
    here[start, 0] = left[end, 0] = 1.0
    for v in downhill.tolist():
        if here[v].any():
            here[:, 1:] += chance[v][:, None] * here[v, :-1]
    for v in downhill[::-1].tolist():
        if v != end and chance[v].any():
            left[v, 1:] += chance[v] @ left[:, :-1]
    steps = 1 / (np.arange(n)[:, None] + np.arange(n) + 1.0)
    owed: Floats = chance * (here @ steps @ left.T)
    return owed
