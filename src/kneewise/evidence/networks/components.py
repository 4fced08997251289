"""Products made of parts: additive components, in connected and in disconnected networks.

A product such as "cells + HA" is taken to do what its parts do together. That is an assumption; `difference` tests it
where the network also stands without it. Parts may be given what they do together as a part of its own (interaction).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.networks.figures import chi_square, compare, i2_interval
from kneewise.evidence.networks.laplacian import (
    contrast_variances,
    fit_network,
    gather,
    gather_vector,
    precision,
    weighted_squares,
)
from kneewise.evidence.networks.parts import connected_parts
from kneewise.evidence.networks.read import read_trials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.columns import Table
    from kneewise.evidence.networks.result import ChiSquare, Comparisons
    from kneewise.evidence.networks.trials import Trials

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What one part adds; None where the trials do not tell it from others (`why`)."""

    name: str
    estimate: float | None
    se: float | None
    low: float | None
    high: float | None
    p: float | None
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentNetwork:
    """An additive component network.

    parts : shape (n, c), which components (columns) a treatment (row) holds
    effects : every treatment against every other, NaN where the trials do not tell it even with the assumption
    n_trials : trials used; n_subnetworks : parts that no trial joins
    q : of the additive model; difference : of it against the network without the assumption, None where that is not
        one network
    tau2 : moments under the additive model, None without a degree of freedom
    """

    treatments: tuple[str, ...]
    components: tuple[Component, ...]
    parts: Floats
    inactive: str | None
    level: float
    n_trials: int
    n_subnetworks: int
    tau2: float | None
    effects: Comparisons
    q: ChiSquare
    difference: ChiSquare | None
    i2: float | None
    left_out: tuple[str, ...]


def component_network(
    table: Table | None = None,
    *,
    inactive: str | None = None,
    interactions: Sequence[Sequence[str]] = (),
    separator: str = "+",
    common: bool = False,
    tau2: float | None = None,
    level: float = 0.95,
    **columns: Any,
) -> ComponentNetwork:
    """Estimate what each part of combined treatments adds.

    table, columns : as in `network` (study, treatment_1, treatment_2, effect, se; or treatment with events and n, or
        mean, sd and n; measure, tolerance, correlated)
    inactive : a treatment that counts as nothing (placebo)
    interactions : sets of components that, given together, have an effect beyond their sum
    separator : between the components in a treatment's label
    common : no between-trial variance; tau2 : a given one, else by moments

    The network may fall into parts if components join them. Raises BadValues as `network` does, and for components
    that no treatment holds; NotEstimable where no component can be told at all.

    Source: Rucker G, Petropoulou M, Schwarzer G. Biom J 2020;62:808-821; Welton NJ et al. Am J Epidemiol
    2009;169:1158-1165. Agrees with netmeta 3.3 `netcomb` and `discomb` to 1e-10
    (tests/alignment/test_network_sparse.py).
    """
    defaults: dict[str, Any] = {"study": "study"}
    if columns.get("treatment") is None:
        defaults |= {"treatment_1": "treatment_1", "treatment_2": "treatment_2", "effect": "effect", "se": "se"}
    trials = read_trials(table, **{**defaults, **columns})
    names, parts = parts_of(trials.treatments, separator, inactive, interactions)
    plain = _fit(trials, parts, 0.0)
    rank = plain.rank
    if not rank:
        raise NotEstimable("components: no trial compares treatments that differ in a component")
    df = trials.n_independent - rank
    estimated = tau2 if tau2 is not None else (_moments(trials, parts, plain, df) if df else None)
    fit = plain if common or not estimated else _fit(trials, parts, estimated)
    subnetworks = len(connected_parts(trials))
    difference = None
    if subnetworks == 1:
        free = fit_network(trials)
        difference = chi_square(max(0.0, plain.q - free.q), len(trials.treatments) - 1 - rank)
    return ComponentNetwork(
        treatments=trials.treatments,
        components=tuple(_component(names, fit, k, level) for k in range(len(names))),
        parts=parts,
        inactive=inactive,
        level=level,
        n_trials=trials.n_trials,
        n_subnetworks=subnetworks,
        tau2=estimated,
        effects=_compare(parts, fit, level),
        q=chi_square(plain.q, df),
        difference=difference,
        i2=i2_interval(plain.q, df, level)[0] if df else None,
        left_out=trials.left_out,
    )


def parts_of(
    treatments: Sequence[str], separator: str, inactive: str | None, interactions: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], Floats]:
    """Name the components of treatments' labels, and say which treatment holds which, shape (n, c)."""
    if not separator.strip():
        raise BadValues("separator: found a blank one; allowed: a mark such as '+'")
    held = [tuple(dict.fromkeys(part.strip() for part in label.split(separator))) for label in treatments]
    if any("" in each for each in held):
        raise BadValues(
            f"treatments: found a label that begins or ends with {separator!r}; allowed: a part on each side"
        )
    if all(len(each) == 1 for each in held):
        raise BadValues(
            f"treatments: found none made of several components; allowed: labels such as 'cells {separator} HA'"
        )
    names = sorted({part for each in held for part in each}, key=str.lower)
    if inactive is not None and inactive not in names:
        raise BadValues(f"inactive: found {inactive!r}; allowed: {', '.join(names)}")
    names = [name for name in names if name != inactive]
    columns = [[float(name in each) for each in held] for name in names]
    for together in interactions:
        if strange := [name for name in together if name not in names]:
            raise BadValues(f"interactions: found {strange[0]!r}; allowed: {', '.join(names)}")
        columns.append([float(all(name in each for name in together)) for each in held])
        if not any(columns[-1]):
            raise BadValues(f"interactions: found {' and '.join(together)}, which no treatment holds together")
    return (*names, *("*".join(each) for each in interactions)), np.array(columns).T


@dataclass(frozen=True, slots=True)
class _Fit:
    """Least squares on components: their effects and covariance in the directions that the trials tell (`known`)."""

    effect: Floats
    covariance: Floats
    known: Floats
    rank: int
    q: float


def _fit(trials: Trials, parts: Floats, tau2: float) -> _Fit:
    weight = precision(tau2)
    roots, axes = np.linalg.eigh(parts.T @ gather(trials, weight) @ parts)
    kept = roots > 1e-10 * max(float(roots[-1]), 1e-300)
    known = axes[:, kept]
    covariance = (known / roots[kept]) @ known.T
    effect = covariance @ parts.T @ gather_vector(trials, weight, [block.effect for block in trials.blocks])
    return _Fit(effect, covariance, known, int(kept.sum()), weighted_squares(trials, weight, parts @ effect))


def _moments(trials: Trials, parts: Floats, plain: _Fit, df: int) -> float:
    laplacian, squares = gather(trials, precision(0.0)), gather(trials, precision(0.0, 2))
    slope = (np.trace(laplacian) - np.sum(plain.covariance * (parts.T @ squares @ parts))) / 2
    return max(0.0, float((plain.q - df) / slope))


def _is_told(direction: Floats, fit: _Fit) -> Any:
    """Whether the trials tell directions, shape (..., c): none of them may lie outside the known space."""
    outside = direction - direction @ fit.known @ fit.known.T
    return abs(outside).max(axis=-1) < 1e-8


def _component(names: Sequence[str], fit: _Fit, k: int, level: float) -> Component:
    direction = np.eye(len(names))[k]
    if not _is_told(direction, fit):
        why = "the trials do not tell it from other components: it is never compared without them"
        return Component(name=names[k], estimate=None, se=None, low=None, high=None, p=None, why=why)
    told = compare(fit.effect[k : k + 1], np.sqrt(fit.covariance[k : k + 1, k]), level)
    return Component(
        name=names[k],
        estimate=float(told.estimate[0]),
        se=float(told.se[0]),
        low=float(told.low[0]),
        high=float(told.high[0]),
        p=float(told.p[0]),
        why=None,
    )


def _compare(parts: Floats, fit: _Fit, level: float) -> Comparisons:
    effect = parts @ fit.effect
    variance = contrast_variances(parts @ fit.covariance @ parts.T)
    told = _is_told(parts[:, None, :] - parts, fit)
    estimate = np.where(told, effect[:, None] - effect, np.nan)
    return compare(estimate, np.where(told, np.sqrt(variance), np.nan), level)
