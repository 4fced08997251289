"""Hazard ratios: Cox's proportional hazards, with the ties of Efron or Breslow, strata and clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.proportions import checked_level
from kneewise.outcomes.safety.survival.concordance import concordance
from kneewise.outcomes.safety.survival.covariates import design
from kneewise.outcomes.safety.survival.cox_likelihood import score_residuals, sort_persons
from kneewise.outcomes.safety.survival.cox_maximum import maximise
from kneewise.outcomes.safety.survival.times import checked_groups, checked_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.columns import Table
    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.cox_likelihood import SortedPersons, Steps
    from kneewise.outcomes.safety.survival.cox_maximum import Maximum
    from kneewise.outcomes.safety.survival.times import Counts

Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """One coefficient: log hazard ratio with its error, z, p, and the hazard ratio with its interval."""

    name: str
    estimate: float
    se: float
    z: float
    p: float
    hazard_ratio: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiSquare:
    """A test: its statistic, degrees of freedom and p."""

    chi_square: float
    df: int
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CoxFit:
    """A fitted proportional hazards model.

    hazards : one coefficient each column of the design
    covariance : shape (p, p), by clusters where they were given, else from the information
    log_likelihood, log_likelihood_null : partial, at the estimates and at 0
    likelihood_ratio, wald, score : tests that all coefficients are 0; `wald` uses `covariance`
    concordance : Harrell's, None where no pair of persons can be compared
    n, n_events, n_clusters, n_left_out : persons, events, clusters (None without), rows with something not known
    """

    hazards: tuple[Hazard, ...]
    covariance: Floats
    log_likelihood: float
    log_likelihood_null: float
    likelihood_ratio: ChiSquare
    wald: ChiSquare
    score: ChiSquare
    concordance: float | None
    n: int
    n_events: int
    n_clusters: int | None
    n_left_out: int
    ties: str
    level: float
    iterations: int
    _persons: SortedPersons
    _steps: Steps
    _beta: Floats


def cox(
    data: Table,
    *,
    time: str,
    event: str,
    covariates: Sequence[str],
    strata: str | None = None,
    cluster: str | None = None,
    ties: Ties = "efron",
    level: float = 0.95,
) -> CoxFit:
    """Fit proportional hazards by maximum partial likelihood.

    data : a dataframe or a mapping of names to sequences, one row a person (or a knee)
    time, event : columns as for `kaplan_meier`
    covariates : columns; numbers enter as they are, labels against their first level
    strata : column of labels, each with a baseline hazard of its own
    cluster : column of labels whose rows belong together (two knees of one patient): the errors are then Lin and Wei's
    ties : "efron" or "breslow"

    Rows with something not known are left out and counted. Raises NotEstimable without an event, for a covariate
    that does not vary or is a combination of others, and where the likelihood has no maximum because a covariate
    separates those with the event from all at risk (its hazard ratio is then 0 or infinite); the text names it.

    Source: Cox DR. J R Stat Soc B 1972;34:187-220; Efron B. J Am Stat Assoc 1977;72:557-565; Breslow N. Biometrics
    1974;30:89-99; Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078. Agrees with R survival 3.5-3 `coxph` to
    1e-12, with lifelines 0.30 in strata and, untied, by clusters to 1e-10, and tied with the example worked by hand of
    Therneau and Grambsch (2000, appendix E) to 1e-13 (tests/alignment/test_cox.py).
    """
    if ties not in ("efron", "breslow"):
        raise BadValues(f"ties: found {ties!r}; allowed: 'efron', 'breslow'")
    checked_level(level)
    from kneewise.columns import column, numbers

    names, x, is_known = design(data, covariates)
    n = is_known.size
    layers = checked_groups(None if strata is None else column(data, strata), n, strata or "strata")
    units = checked_groups(None if cluster is None else column(data, cluster), n, cluster or "cluster")
    followed = checked_times(
        numbers(data, time), numbers(data, event), known=is_known & (layers.place >= 0) & (units.place >= 0)
    )
    if not followed.event.any():
        raise NotEstimable(f"cox: found no event in {followed.time.size} rows; at least 1 is needed")
    kept = followed.kept
    centred = x[kept] - x[kept].mean(axis=0)
    layer = layers.place[kept]
    persons = sort_persons(centred, followed.time, followed.event, layer, efron=ties == "efron")
    found = maximise(persons, names)
    n_clusters = None
    robust = None
    if cluster is not None:
        unit = np.unique(units.place[kept][persons.order], return_inverse=True)[1]
        n_clusters = int(unit.max()) + 1
        robust = _by_clusters(persons, found, unit, n_clusters)
    try:
        agreement = concordance(followed.time, followed.event, centred @ found.beta, strata=layer).estimate
    except NotEstimable:
        agreement = None
    return _present(
        names, found, persons, robust,
        concordance=agreement, n=kept.size, n_clusters=n_clusters, n_left_out=followed.n_left_out, ties=ties,
        level=level,
    )  # fmt: skip


def _by_clusters(persons: SortedPersons, found: Maximum, unit: Counts, n_clusters: int) -> Floats:
    residuals = score_residuals(persons, found.steps)
    sums = np.zeros((n_clusters, persons.x.shape[1]))
    np.add.at(sums, unit, residuals)
    moved = sums @ found.covariance
    return moved.T @ moved


def _present(
    names: Sequence[str], found: Maximum, persons: SortedPersons, robust: Floats | None, *, level: float, **rest: Any
) -> CoxFit:
    from scipy.special import chdtrc, ndtr, ndtri

    quantile = float(ndtri((1 + level) / 2))
    covariance = found.covariance if robust is None else robust
    hazards = []
    for name, estimate, se in zip(names, found.beta, np.sqrt(np.diag(covariance)), strict=True):
        z = float(estimate / se)
        if abs(estimate) + quantile * se > 700:
            raise BadValues(f"cox: found a hazard ratio of {name} beyond numbers; allowed: {name} in larger units")
        limits = np.exp([estimate, estimate - quantile * se, estimate + quantile * se])
        hazards.append(
            Hazard(
                name=name, estimate=float(estimate), se=float(se), z=z, p=float(2 * ndtr(-abs(z))),
                hazard_ratio=float(limits[0]), lower=float(limits[1]), upper=float(limits[2]),
            )
        )  # fmt: skip
    df = len(names)

    def tested(statistic: float) -> ChiSquare:
        return ChiSquare(chi_square=float(statistic), df=df, p=float(chdtrc(df, statistic)))

    return CoxFit(
        hazards=tuple(hazards),
        covariance=covariance,
        log_likelihood=found.value,
        log_likelihood_null=found.null,
        likelihood_ratio=tested(max(0.0, 2 * (found.value - found.null))),
        wald=tested(float(found.beta @ np.linalg.solve(covariance, found.beta))),
        score=tested(found.score),
        n_events=persons.deaths.size,
        level=level,
        iterations=found.iterations,
        _persons=persons,
        _steps=found.steps,
        _beta=found.beta,
        **rest,
    )
