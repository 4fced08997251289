"""Between-trial variance of a network: moments (DerSimonian-Laird generalised), likelihood, restricted likelihood.

One tau2 for all comparisons: a trial's contrasts vary around the network's with variance tau2 and share half of it
where they share an arm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.networks.laplacian import (
    fit_network,
    gather,
    gather_vector,
    precision,
    residuals,
)
from kneewise.evidence.networks.trials import Trials, block_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.networks.laplacian import Fit

    Floats = NDArray[np.float64]

# Starting points, in units of the trials' typical variance; a restricted likelihood may have several hills.
_GRID = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0, 100.0)


def tau2_by_moments(trials: Trials, common: Fit, df: int) -> float:
    """Estimate tau2 so that Q meets its expectation; below 0 is 0.

    common : the fit without between-trial variance; df : degrees of freedom of its Q, at least 1

    Source: Jackson D, White IR, Riley RD. Stat Med 2012;31:3805-3820; Rucker G, Schwarzer G. Stat Med 2014;33:4353-69.
    """
    squares = gather(trials, precision(0, 2))
    slope = (np.trace(common.laplacian) - float(np.sum(common.inverse * squares))) / 2
    return max(0.0, float((common.q - df) / slope))


def tau2_by_likelihood(trials: Trials, *, restricted: bool) -> float:
    """Estimate tau2 at the highest point of the (restricted) likelihood, 0 included, to about 1e-12 of its size.

    Newton steps on the exact derivatives, kept inside a bracket; every hill that a grid of starts finds is climbed.
    Raises NotEstimable where the likelihood still rises far beyond the trials' own variance and their effects.
    """
    unit = float(np.median(np.concatenate([block.roots.ravel() for block in trials.blocks]))) * 2
    grid = [unit * each for each in _GRID]
    points = [_slope(trials, each, restricted) for each in grid]
    widest = max(float(np.max(block.effect**2)) for block in trials.blocks)
    while points[-1].first > 0:
        if grid[-1] > max(1e8 * unit, 1e3 * widest):
            raise NotEstimable("tau2: the likelihood rises without end; the trials do not bound their variance")
        grid.append(grid[-1] * 10)
        points.append(_slope(trials, grid[-1], restricted))
    tops = [0.0] if points[0].first <= 0 else []
    for low, high in zip(range(len(grid) - 1), range(1, len(grid)), strict=True):
        if points[low].first > 0 >= points[high].first:
            tops.append(_climb(trials, grid[low], grid[high], restricted))
    if len(tops) == 1:
        return tops[0]
    return max(tops, key=lambda each: _slope(trials, each, restricted).value)


def with_independent_contrasts(trials: Trials, reference: int) -> Trials:
    """Let the contrasts of a trial of several arms against one of them count as independent, to compare with netmeta.

    The one is `reference` where the trial has it, else the last arm. This throws away that the contrasts share that
    arm's errors, and the answer moves with the reference; netmeta 3.3 does so for REML and ML where it was given no
    figures of arms.
    """
    blocks = []
    for block in trials.blocks:
        b, a = block.arm.shape
        has = block.arm == reference
        own = np.where(has.any(axis=1), has.argmax(axis=1), a - 1)
        turned = block.axes - block.axes[np.arange(b), own][:, None]
        variance = np.einsum("bak,bk,bak->ba", turned, block.roots, turned)
        blocks.append(block_of(block.trial, block.arm, block.effect, variance[:, :, None] * np.eye(a)))
    return Trials(trials.treatments, trials.studies, tuple(blocks), trials.left_out)


@dataclass(frozen=True, slots=True)
class _Slope:
    """Log-likelihood at one tau2 (without its constant) with two derivatives."""

    value: float
    first: float
    second: float


def _climb(trials: Trials, low: float, high: float, restricted: bool) -> float:
    """Find where the first derivative passes 0, from positive at low to negative at high."""
    at = (low + high) / 2
    for _ in range(200):
        here = _slope(trials, at, restricted)
        if here.first > 0:
            low = at
        else:
            high = at
        step = -here.first / here.second if here.second < 0 else np.inf
        following = at + step
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - at) <= 1e-14 * (abs(at) + 1e-300) or high - low <= 1e-15 * high:
            return float(following)
        at = following
    return float(at)


def _slope(trials: Trials, tau2: float, restricted: bool) -> _Slope:
    fit = fit_network(trials, tau2)
    n = len(fit.effect)
    left = residuals(trials, fit.effect)
    roots = [block.roots + tau2 / 2 for block in trials.blocks]
    log_roots = sum(float(np.sum(np.log(each))) for each in roots)
    value = -0.5 * (log_roots + fit.q)
    first = sum(float(np.sum(-0.25 / d + 0.25 * r**2 / d**2)) for r, d in zip(left, roots, strict=True))
    second = sum(float(np.sum(0.125 / d**2 - 0.25 * r**2 / d**3)) for r, d in zip(left, roots, strict=True))
    # The estimated effects move with tau2.
    half_square = precision(tau2, 2)
    moved = gather_vector(
        trials,
        lambda plain: half_square(plain) / 2,
        [block.effect - fit.effect[block.arm] for block in trials.blocks],
    )
    second += float(moved @ fit.inverse @ moved)
    if restricted:
        squares = gather(trials, precision(tau2, 2)) / 2
        cubes = gather(trials, precision(tau2, 3)) / 2
        turned = fit.inverse @ squares
        lift = float(np.trace(fit.laplacian)) / n
        _, log_det = np.linalg.slogdet(fit.laplacian + lift / n)
        value += -0.5 * float(log_det - np.log(lift))
        first += 0.5 * float(np.trace(turned))
        second += 0.5 * float(np.sum(turned * turned.T) - np.sum(fit.inverse * cubes))
    return _Slope(value, first, second)
