"""Effective counts behind adjusted log relative risks, and the covariance that the common reference gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Design = Literal["case-control", "incidence-rate", "cumulative-incidence"]


def covariance_of_ratios(
    effect: Floats, variance: Floats, cases: Floats, n: Floats, *, design: Design, method: str, study: str
) -> Floats:
    """Covariance of a study's log relative risks, shape (k, k), the reference first in all arguments.

    effect, variance : shape (k + 1,), 0 for the reference; cases, n : persons (person-years for incidence rates)
    method : "greenland-longnecker", "hamling", or "hamling-dosresmeta"

    The variances are the given ones; the correlation is that of the effective counts.
    """
    solve = greenland_longnecker if method == "greenland-longnecker" else hamling
    swapped = method == "hamling-dosresmeta"
    a, total = solve(effect, variance, cases, n, design=_swapped(design) if swapped else design, study=study)
    if design == "case-control":
        own = 1 / a + 1 / (total - a)
    elif design == "incidence-rate":
        own = 1 / a
    else:
        own = 1 / a - 1 / total
    whole = own[0] + own[1:]
    correlation = own[0] / np.sqrt(whole[:, None] * whole)
    np.fill_diagonal(correlation, 1.0)
    se = np.sqrt(variance[1:])
    covariance: Floats = correlation * se[:, None] * se
    return covariance


def greenland_longnecker(
    effect: Floats, variance: Floats, cases: Floats, n: Floats, *, design: Design, study: str
) -> tuple[Floats, Floats]:
    """Cases by dose that give the adjusted effects and keep the margins: all cases, and the persons of each dose.

    Newton steps, shortened where they would leave the table. Raises NotEstimable where there is no such table.

    Source: Greenland S, Longnecker MP. Am J Epidemiol 1992;135:1301-1309.
    """
    del variance
    rates = design == "incidence-rate"
    total = cases.sum()
    a = cases[1:].astype(np.float64)
    for _ in range(200):
        first = total - a.sum()
        miss = effect[1:] + np.log(first) - np.log(a)
        curve = 1 / a
        common = 1 / first
        if rates:
            miss += np.log(n[1:]) - np.log(n[0])
        else:
            miss += np.log(n[1:] - a) - np.log(n[0] - first)
            curve = curve + 1 / (n[1:] - a)
            common += 1 / (n[0] - first)
        step = np.linalg.solve(np.diag(curve) + common, miss)
        size = 1.0
        while size > 1e-10 and not _is_table(a + size * step, total, n, rates):
            size /= 2
        if size <= 1e-10:
            break
        a = a + size * step
        if size == 1.0 and abs(step).max() <= 1e-12 * total:
            return np.concatenate([[total - a.sum()], a]), n
    raise NotEstimable(f"cases, n of {study!r}: no table with these margins has these effects (Greenland-Longnecker)")


def hamling(
    effect: Floats, variance: Floats, cases: Floats, n: Floats, *, design: Design, study: str
) -> tuple[Floats, Floats]:
    """Counts by dose that give the adjusted effects and their variances.

    They keep the share of the reference among those without disease (or all persons), and these persons per case. The
    two counts of the reference are solved for; the others follow. Raises NotEstimable where no counts do this.

    Source: Hamling J, Lee P, Weitkunat R, Ambuhl M. Stat Med 2008;27:954-970.
    """
    from scipy.optimize import root

    base = n - cases if design == "case-control" else n
    share, per_case = base[0] / base.sum(), base.sum() / cases.sum()

    def miss(logs: Floats) -> Floats:
        a, total = _hamling_counts(np.exp(logs), effect, variance, design)
        there = total - a if design == "case-control" else total
        return np.array([there[0] / there.sum() / share - 1, there.sum() / a.sum() / per_case - 1])

    with np.errstate(all="ignore"):
        best = None
        # The adjusted reference is smaller than the crude one: several starts between.
        for part in (1.0, 0.8, 0.6, 0.4, 0.2):
            found = root(miss, np.log([cases[0] * part, base[0] * part]), method="hybr", options={"xtol": 1e-13})
            a, total = _hamling_counts(np.exp(found.x), effect, variance, design)
            is_sound = np.isfinite(found.fun).all() and abs(found.fun).max() < 1e-9 and (a > 0).all()
            if is_sound and (total > (a if design != "incidence-rate" else 0)).all():
                best = a, total
                break
    if best is None:
        raise NotEstimable(f"cases, n of {study!r}: no counts have these effects and variances (Hamling)")
    return best


def _hamling_counts(reference: Floats, effect: Floats, variance: Floats, design: Design) -> tuple[Floats, Floats]:
    """Counts of all doses from those of the reference: cases, and others (case-control) or all persons."""
    cases, others = float(reference[0]), float(reference[1])
    ratio, v = np.exp(effect[1:]), variance[1:]
    if design == "case-control":
        rest = v - 1 / cases - 1 / others
        a, b = (1 + ratio * cases / others) / rest, (1 + others / (cases * ratio)) / rest
        return np.concatenate([[cases], a]), np.concatenate([[cases + others], a + b])
    if design == "incidence-rate":
        a = 1 / (v - 1 / cases)
    else:
        a = (1 - ratio * cases / others) / (v - 1 / cases + 1 / others)
    return np.concatenate([[cases], a]), np.concatenate([[others], a * others / (cases * ratio)])


def _is_table(a: Floats, total: float, n: Floats, rates: bool) -> bool:
    first = total - a.sum()
    return bool((a > 0).all() and first > 0 and (rates or ((a < n[1:]).all() and first < n[0])))


def _swapped(design: Design) -> Design:
    """dosresmeta 2.2 works out counts of cumulative incidence by the formula of rates, and of rates by the other."""
    if design == "incidence-rate":
        return "cumulative-incidence"
    return "incidence-rate" if design == "cumulative-incidence" else design
