"""Dose-response meta-analysis: `dose_response(table, ...)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.doses.curves import make_curve
from kneewise.evidence.doses.kinds import check_one_axis
from kneewise.evidence.doses.result import ChiSquare, DoseResponse, StudyCurve
from kneewise.evidence.doses.stages import fit_one_stage, fit_two_stages, own_curve
from kneewise.evidence.doses.studies import studies_from_effects, studies_from_means
from kneewise.evidence.taken import rows_told, take_labels, take_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.columns import Table
    from kneewise.evidence.doses.curves import Curve, CurveName
    from kneewise.evidence.doses.mixed import MixedFit
    from kneewise.evidence.doses.stages import Method
    from kneewise.evidence.doses.studies import DoseStudy

    Floats = NDArray[np.float64]


def dose_response(
    table: Table | None = None,
    *,
    study: Any = "study",
    dose: Any = "dose",
    effect: Any = "effect",
    se: Any = "se",
    cases: Any = None,
    n: Any = None,
    design: Any = None,
    mean: Any = None,
    sd: Any = None,
    measure: str | None = None,
    product_kind: Any = None,
    curve: CurveName = "linear",
    knots: int | Sequence[float] | None = None,
    covariance: str = "greenland-longnecker",
    method: Method = "REML",
    stages: Literal[1, 2] = 2,
    level: float = 0.95,
) -> DoseResponse:
    """Estimate how an effect changes with the dose, over several studies.

    table : any dataframe or mapping of columns, one row a dose of a study; or None, and arrays in place of names
    study, dose : label, and dose from 0

    Ratios: effect, se : log relative risk against the study's reference dose and its standard error; the reference is
        the row with a standard error of 0, or none
        cases, n, design : events, persons (person-years for rates), and "case-control", "incidence-rate" or
        "cumulative-incidence" for all rows or as a column; they give the covariance of effects that share a reference
        covariance : "greenland-longnecker", "hamling", "independent" (no counts needed), or "hamling-dosresmeta", which
        takes the formulas of rates and of cumulative incidence for each other as dosresmeta 2.2 does
    Means: mean, sd, n, where `mean` is given; the lowest dose of a study is its reference
        measure : "MD" (default), "MD-POOLED" (the reference's mean too varies by the pooled deviation), "SMD" (Hedges),
        "SMD-COHEN", "SMD-GLASS"

    product_kind : what the doses are doses of, one for all rows or a column: see `dose_kinds`. Doses of marrow
        concentrate and of cultured cells, or of anything unknown, are refused; where it is not said, `cautions` says so
    curve, knots : "linear", "quadratic", or "spline" with a number of knots (3 to 7) or their places
    method : "fixed" (studies do not vary), "MM" (moments, two stages only), "ML", "REML"
    stages : 2 fits each study's curve first and needs as many doses above the reference as the curve has terms; 1 fits
        all at once

    Raises BadValues with rows for figures no study can have; NotEstimable where the studies do not determine the curve.

    Source: Crippa A, Orsini N. BMC Med Res Methodol 2016;16:91; Orsini N et al. Am J Epidemiol 2012;175:66-73; Crippa A
    et al. Stat Methods Med Res 2019;28:1579-1596 (one stage). Agrees with dosresmeta 2.2 to 1e-8 (fixed, MM) and 1e-5
    (ML, REML) (tests/alignment/test_dose_response.py).
    """
    _check_choices(method, stages, level)
    trial, names = take_labels(table, study, "study")
    doses = take_numbers(table, dose, "dose")
    with np.errstate(invalid="ignore"):
        if (doses < 0).any():
            raise BadValues(
                f"dose, {rows_told(np.flatnonzero(doses < 0))}: found below 0; allowed: 0 or more, or nothing"
            )
    axis = check_one_axis(table, product_kind, doses)
    if mean is not None:
        measure = measure or "MD"
        studies, told = studies_from_means(table, trial, names, doses, mean=mean, sd=sd, n=n, measure=measure)
        covariance = measure
    else:
        studies, told = studies_from_effects(
            table, trial, names, doses, effect=effect, se=se, cases=cases, n=n, design=design, covariance=covariance
        )
    if not studies:
        raise NotEstimable(f"studies: found none with two doses ({'; '.join(told[:3])})")
    shape = make_curve(curve, knots, doses[np.isfinite(doses)])
    own = [own_curve(each, shape) for each in studies]
    fit = fit_two_stages(studies, own, shape, method) if stages == 2 else fit_one_stage(studies, own, shape, method)
    return _result(
        fit, studies, own, shape, method=method, stages=stages, level=level, measure=measure, covariance=covariance,
        product_kind=axis.kind, cautions=axis.cautions, left_out=told,
    )  # fmt: skip


def _check_choices(method: str, stages: int, level: float) -> None:
    if method not in ("fixed", "MM", "ML", "REML"):
        raise BadValues(f"method: found {method!r}; allowed: 'fixed', 'MM', 'ML', 'REML'")
    if stages not in (1, 2):
        raise BadValues(f"stages: found {stages!r}; allowed: 1, 2")
    if method == "MM" and stages == 1:
        raise BadValues("method: found 'MM' with one stage; allowed: 'fixed', 'ML', 'REML'")
    if not 0 < level < 1:
        raise BadValues(f"level: found {level!r}; allowed: between 0 and 1, such as 0.95")


def _result(
    fit: MixedFit,
    studies: list[DoseStudy],
    own: list[MixedFit | None],
    shape: Curve,
    *,
    method: str,
    stages: int,
    level: float,
    **told: Any,
) -> DoseResponse:
    from scipy.special import ndtr, ndtri

    se = np.sqrt(np.diag(fit.covariance))
    reach = float(ndtri((1 + level) / 2)) * se
    q = len(shape.terms)
    wald, bent = (
        _test(float(fit.coefficient[k:] @ np.linalg.solve(fit.covariance[k:, k:], fit.coefficient[k:])), q - k)
        for k in (0, 1)
    )
    references = [study.reference for study in studies]
    return DoseResponse(
        curve=shape,
        terms=shape.terms,
        coefficients=fit.coefficient,
        covariance=fit.covariance,
        se=se,
        low=fit.coefficient - reach,
        high=fit.coefficient + reach,
        p=2 * np.asarray(ndtr(-abs(fit.coefficient / se))),
        psi=fit.psi,
        method=method,
        stages=stages,
        measure=told["measure"],
        covariance_of_effects=told["covariance"],
        level=level,
        wald=wald,
        bent=bent if q > 1 else None,
        heterogeneity=_heterogeneity(own) if stages == 2 else None,
        log_likelihood=fit.log_likelihood,
        studies=tuple(
            StudyCurve(
                study=study.study,
                reference=study.reference,
                doses=study.dose,
                effects=study.effect,
                se=np.sqrt(np.diag(study.covariance)),
                coefficients=None if each is None else each.coefficient,
                covariance=None if each is None else each.covariance,
            )
            for study, each in zip(studies, own, strict=True)
        ),
        dose_low=min(*references, *(float(study.dose.min()) for study in studies)),
        dose_high=max(*references, *(float(study.dose.max()) for study in studies)),
        product_kind=told["product_kind"],
        cautions=told["cautions"],
        left_out=told["left_out"],
    )


def _heterogeneity(own: list[MixedFit | None]) -> ChiSquare:
    fits = [fit for fit in own if fit is not None]
    weights = np.linalg.inv(np.stack([fit.covariance for fit in fits]))
    coefficients = np.stack([fit.coefficient for fit in fits])
    mean = np.linalg.solve(weights.sum(axis=0), np.einsum("mqr,mr->q", weights, coefficients))
    left = coefficients - mean
    return _test(float(np.einsum("mq,mqr,mr->", left, weights, left)), (len(fits) - 1) * len(mean))


def _test(q: float, df: int) -> ChiSquare:
    from scipy.special import chdtrc

    return ChiSquare(q=q, df=df, p=float(chdtrc(df, max(q, 0.0))) if df else None)
