"""From rows of doses to studies: effects against each study's reference, with their covariance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.doses.counts import covariance_of_ratios
from kneewise.evidence.taken import rows_told, same_lengths, take_labels, take_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.columns import Table
    from kneewise.evidence.doses.counts import Design

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RATIO_COVARIANCES = ("greenland-longnecker", "hamling", "hamling-dosresmeta", "independent")
MEAN_MEASURES = ("MD", "MD-POOLED", "SMD", "SMD-COHEN", "SMD-GLASS")
DESIGNS = ("case-control", "incidence-rate", "cumulative-incidence")


@dataclass(frozen=True, slots=True)
class DoseStudy:
    """One study: doses, effects against the reference dose, and their covariance; k of each, without the reference."""

    study: str
    reference: float
    dose: Floats
    effect: Floats
    covariance: Floats


def studies_from_effects(
    table: Table | None,
    trial: Ints,
    names: tuple[str, ...],
    dose: Floats,
    *,
    effect: Any,
    se: Any,
    cases: Any,
    n: Any,
    design: Any,
    covariance: str,
) -> tuple[list[DoseStudy], tuple[str, ...]]:
    """Take effects with standard errors; the reference of a study is its row without one, or with one of 0."""
    if covariance not in RATIO_COVARIANCES:
        raise BadValues(f"covariance: found {covariance!r}; allowed: {', '.join(RATIO_COVARIANCES)}")
    y, s = take_numbers(table, effect, "effect"), take_numbers(table, se, "se")
    same_lengths(study=trial, dose=dose, effect=y, se=s)
    with np.errstate(invalid="ignore"):
        if (s < 0).any():
            raise BadValues(f"se, {rows_told(np.flatnonzero(s < 0))}: found below 0; allowed: 0 or more, or nothing")
    s = np.nan_to_num(s, nan=0.0)
    counted = covariance != "independent"
    x = take_numbers(table, cases, "cases") if counted else np.ones(len(y))
    total = take_numbers(table, n, "n") if counted else np.ones(len(y))
    if counted:
        same_lengths(study=trial, cases=x, n=total)
        _check_counts(x, total)
    designs = _designs(table, design, len(y)) if counted else None
    studies, told = [], []
    for number, name in enumerate(names):
        rows = np.flatnonzero(trial == number)
        given = rows[np.isfinite(y[rows]) & np.isfinite(dose[rows])]
        if len(given) < len(rows):
            told.append(f"{rows_told(np.setdiff1d(rows, given))} of {name}: no effect or no dose")
        reference = given[s[given] == 0]
        if len(reference) != 1:
            raise BadValues(
                f"se, {rows_told(rows)}: found {len(reference)} rows of {name!r} without a standard error (or with 0); "
                "allowed: one, the reference dose"
            )
        others = given[s[given] > 0]
        if not len(others):
            told.append(f"{name} has its reference dose only")
            continue
        order = np.concatenate([reference, others])
        away = np.concatenate([[0.0], y[others] - y[reference]])
        if designs is None:
            between = np.diag(s[others] ** 2)
        else:
            kind = {designs[row] for row in order.tolist()}
            if len(kind) > 1:
                raise BadValues(f"design, {rows_told(rows)}: found two for {name!r}; allowed: one a study")
            _check_persons(x[order], total[order], kind.copy().pop(), order, name)
            between = covariance_of_ratios(
                away, s[order] ** 2, x[order], total[order], design=kind.pop(), method=covariance, study=name
            )
        studies.append(DoseStudy(name, float(dose[reference[0]]), dose[others], away[1:], between))
    return studies, tuple(told)


def studies_from_means(
    table: Table | None,
    trial: Ints,
    names: tuple[str, ...],
    dose: Floats,
    *,
    mean: Any,
    sd: Any,
    n: Any,
    measure: str,
) -> tuple[list[DoseStudy], tuple[str, ...]]:
    """Take means of arms; the reference of a study is its lowest dose.

    The standard deviation is pooled over all arms of the study for variances and standardised effects. The covariance
    of two mean differences is the variance of the reference's mean: by its own deviation for "MD", as the source and
    dosresmeta do, by the pooled one for "MD-POOLED", which is the assumption of the variances too.

    Source: Crippa A, Orsini N. BMC Med Res Methodol 2016;16:91, and dosresmeta 2.2 `covar.smd`.
    """
    if measure not in MEAN_MEASURES:
        raise BadValues(f"measure: found {measure!r}; allowed: {', '.join(MEAN_MEASURES)}")
    m, s, size = take_numbers(table, mean, "mean"), take_numbers(table, sd, "sd"), take_numbers(table, n, "n")
    same_lengths(study=trial, dose=dose, mean=m, sd=s, n=size)
    with np.errstate(invalid="ignore"):
        for name, bad, allowed in (("sd", s <= 0, "above 0"), ("n", size < 2, "2 or more")):
            if bad.any():
                raise BadValues(
                    f"{name}, {rows_told(np.flatnonzero(bad))}: found too little; allowed: {allowed}, or nothing"
                )
    known = np.isfinite(m) & np.isfinite(s) & np.isfinite(size) & np.isfinite(dose)
    studies, told = [], []
    for number, name in enumerate(names):
        rows = np.flatnonzero(trial == number)
        given = rows[known[rows]]
        if len(given) < len(rows):
            told.append(f"{rows_told(np.setdiff1d(rows, given))} of {name}: no mean, deviation, number or dose")
        order = given[np.argsort(dose[given], kind="stable")]
        if len(order) < 2 or dose[order[0]] == dose[order[-1]]:
            told.append(f"{name} has one dose only")
            continue
        if dose[order[0]] == dose[order[1]]:
            lowest = order[dose[order] == dose[order[0]]]
            raise BadValues(
                f"dose, {rows_told(lowest)}: found the lowest dose of {name!r} twice; allowed: one reference arm"
            )
        effect, between = _differences(m[order], s[order], size[order], measure)
        if np.linalg.eigvalsh(between)[0] <= 0:
            raise BadValues(
                f"sd, {rows_told(order)}: found a reference arm of {name!r} that varies so much more than the others "
                "that 'MD' gives no covariance; allowed: measure='MD-POOLED', or other figures"
            )
        studies.append(DoseStudy(name, float(dose[order[0]]), dose[order[1:]], effect, between))
    return studies, tuple(told)


def _differences(mean: Floats, sd: Floats, n: Floats, measure: str) -> tuple[Floats, Floats]:
    """Differences from the first arm and their covariance."""
    pooled = float(np.sum((n - 1) * sd**2) / np.sum(n - 1))
    away = mean[1:] - mean[0]
    total = float(n.sum())
    if measure in ("MD", "MD-POOLED"):
        covariance = np.full((len(away), len(away)), (sd[0] ** 2 if measure == "MD" else pooled) / n[0])
        np.fill_diagonal(covariance, pooled * (1 / n[1:] + 1 / n[0]))
        return away, covariance
    if measure == "SMD-GLASS":
        effect, degrees = away / sd[0], n[0] - 1
    elif measure == "SMD":
        effect, degrees = away / np.sqrt(pooled) * (1 - 3 / (4 * total - 9)), total - 3.94
    else:
        effect, degrees = away / np.sqrt(pooled), total
    covariance = 1 / n[0] + np.outer(effect, effect) / (2 * degrees)
    return effect, covariance + np.diag(1 / n[1:])


def _designs(table: Table | None, given: Any, length: int) -> list[Design]:
    if isinstance(given, str) and given in DESIGNS:
        return [cast("Design", given)] * length
    if given is None:
        raise BadValues(f"design: found nothing; allowed: {', '.join(DESIGNS)}, or a column of them")
    codes, levels = take_labels(table, given, "design")
    if strange := [level for level in levels if level not in DESIGNS]:
        raise BadValues(f"design: found {strange[0]!r}; allowed: {', '.join(DESIGNS)}")
    return [cast("Design", levels[code]) for code in codes.tolist()]


def _check_counts(cases: Floats, n: Floats) -> None:
    with np.errstate(invalid="ignore"):
        for name, bad in (("cases", ~(cases > 0)), ("n", ~(n > 0))):
            if bad.any():
                raise BadValues(
                    f"{name}, {rows_told(np.flatnonzero(bad))}: found none above 0; allowed: above 0 (covariance="
                    "'independent' needs no counts)"
                )


def _check_persons(cases: Floats, n: Floats, design: Design, rows: Ints, study: str) -> None:
    if design != "incidence-rate" and (cases >= n).any():
        bad = rows[cases >= n]
        raise BadValues(f"cases, {rows_told(bad)}: found as many as persons in {study!r}; allowed: fewer than n")
