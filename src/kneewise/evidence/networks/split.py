"""Direct against indirect evidence, comparison by comparison (node-splitting)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import BadValues, KneewiseError
from kneewise.evidence.networks.trials import without

if TYPE_CHECKING:
    from kneewise.evidence.networks.analyse import Tau2Method
    from kneewise.evidence.networks.result import Network

    Method = Literal["back-calculation", "trials"]

# Above this share of direct evidence the rest is what rounding leaves.
_ALL_DIRECT = 1 - 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One comparison: first treatment against second.

    Estimates and standard errors are None where that kind of evidence does not exist; difference is direct less
    indirect, p its test, None unless both exist.
    """

    first: str
    second: str
    n_trials: int
    direct_share: float
    estimate: float
    se: float
    direct: float | None
    direct_se: float | None
    indirect: float | None
    indirect_se: float | None
    difference: float | None
    difference_se: float | None
    p: float | None


def split_comparisons(result: Network, *, method: Method = "back-calculation") -> tuple[Split, ...]:
    """Separate direct from indirect evidence for every comparison, in the order of the treatments.

    method : "back-calculation" takes the direct part out of the network's estimate (SIDE); "trials" analyses the
        network without all trials of the comparison, tau2 estimated anew (SIDDE)

    Source: Konig J, Krahn U, Binder H. Stat Med 2013;32:5414-5429; Efthimiou O et al. Stat Med 2019;38:2992-3012.
    Agrees with netmeta 3.3 `netsplit` to 1e-10 (tests/alignment/test_network_inconsistency.py).
    """
    if method not in ("back-calculation", "trials"):
        raise BadValues(f"method: found {method!r}; allowed: 'back-calculation', 'trials'")
    one, two = np.triu_indices(len(result.treatments), 1)
    return tuple(_split(result, i, j, method) for i, j in zip(one.tolist(), two.tolist(), strict=True))


def _split(result: Network, i: int, j: int, method: Method) -> Split:
    estimate, se = float(result.effects.estimate[i, j]), float(result.effects.se[i, j])
    count, share = int(result.n_trials[i, j]), float(result.direct_share[i, j])
    direct = (float(result.direct.estimate[i, j]), float(result.direct.se[i, j])) if count else None
    indirect: tuple[float, float] | None = (estimate, se)
    if direct:
        indirect = _back_calculated(estimate, se, direct, share) if method == "back-calculation" else _analysed(
            result, i, j
        )  # fmt: skip
    difference = difference_se = p = None
    if direct and indirect:
        from scipy.special import ndtr

        difference = direct[0] - indirect[0]
        difference_se = float(np.hypot(direct[1], indirect[1]))
        p = float(2 * ndtr(-abs(difference / difference_se)))
    return Split(
        first=result.treatments[i],
        second=result.treatments[j],
        n_trials=count,
        direct_share=share,
        estimate=estimate,
        se=se,
        direct=direct[0] if direct else None,
        direct_se=direct[1] if direct else None,
        indirect=indirect[0] if indirect else None,
        indirect_se=indirect[1] if indirect else None,
        difference=difference,
        difference_se=difference_se,
        p=p,
    )


def _back_calculated(
    estimate: float, se: float, direct: tuple[float, float], share: float
) -> tuple[float, float] | None:
    if share >= _ALL_DIRECT:
        return None
    return (estimate - share * direct[0]) / (1 - share), se / float(np.sqrt(1 - share))


def _analysed(result: Network, i: int, j: int) -> tuple[float, float] | None:
    from kneewise.evidence.networks.analyse import analyse_trials

    trials = result._trials
    dropped = np.zeros(len(trials.studies), dtype=bool)
    for block in trials.blocks:
        dropped[block.trial[(block.arm == i).any(axis=1) & (block.arm == j).any(axis=1)]] = True
    tau2: Tau2Method | float = (result.tau2 or 0.0) if result.tau2_method == "given" else result.tau2_method  # type: ignore[assignment]
    try:
        rest = analyse_trials(without(trials, dropped), tau2=tau2, model=result.model, level=result.level)
    except KneewiseError:
        # The rest is not one network: no path from one to the other, as far as its parts tell.
        return None
    return float(rest.effects.estimate[i, j]), float(rest.effects.se[i, j])
