"""A dose-response fitted in two stages, or in one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.doses.mixed import StudyData, fit_fixed, fit_given, fit_likelihood
from kneewise.evidence.doses.moments import psi_by_moments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.evidence.doses.curves import Curve
    from kneewise.evidence.doses.mixed import MixedFit
    from kneewise.evidence.doses.studies import DoseStudy

    Floats = NDArray[np.float64]

Method = Literal["fixed", "MM", "ML", "REML"]


def _data(study: DoseStudy, shape: Curve) -> StudyData:
    columns = shape.columns(study.dose) - shape.columns(np.array([study.reference]))
    return StudyData(study.effect, columns, columns, study.covariance)


def own_curve(study: DoseStudy, shape: Curve) -> MixedFit | None:
    """One study's own curve, None where its doses do not determine one."""
    data = _data(study, shape)
    scale = abs(data.x).max(axis=0)
    if not scale.all() or np.linalg.matrix_rank(data.x / scale, tol=1e-8) < data.x.shape[1]:
        return None
    return fit_fixed([data])


def fit_two_stages(studies: list[DoseStudy], own: list[MixedFit | None], shape: Curve, method: Method) -> MixedFit:
    """Put the studies' own curves together. Raises NotEstimable where a study has none."""
    short = [study.study for study, fit in zip(studies, own, strict=True) if fit is None]
    if short:
        raise NotEstimable(
            f"dose: {', '.join(short[:5])} has too few doses for a curve of {len(shape.terms)} terms; take stages=1 or "
            "a simpler curve"
        )
    eye = np.eye(len(shape.terms))
    fits = [fit for fit in own if fit is not None]
    data = [StudyData(fit.coefficient, eye, eye, fit.covariance) for fit in fits]
    if method == "fixed":
        return fit_fixed(data)
    if len(fits) < 2:
        raise NotEstimable("studies: found one; how studies vary needs two or more. Take method='fixed'")
    moments = psi_by_moments(np.stack([each.y for each in data]), np.stack([each.s for each in data]))
    if method == "MM":
        return fit_given(data, moments)
    fit = fit_likelihood(data, restricted=method == "REML", starts=_starts(fits, moments))
    if method == "REML" and fit.log_likelihood is not None:
        # The constant that mixmeta and metafor add: half the log determinant of X'X, here of q times 1 over m studies.
        fit = replace(fit, log_likelihood=fit.log_likelihood + 0.5 * len(eye) * float(np.log(len(data))))
    return fit


def fit_one_stage(studies: list[DoseStudy], own: list[MixedFit | None], shape: Curve, method: Method) -> MixedFit:
    """Fit all studies at once. Raises NotEstimable where all their doses do not determine the curve."""
    data = [_data(study, shape) for study in studies]
    joined = np.concatenate([each.x for each in data])
    scale = abs(joined).max(axis=0)
    if not scale.all() or np.linalg.matrix_rank(joined / scale, tol=1e-8) < joined.shape[1]:
        raise NotEstimable(f"dose: all doses together do not determine a curve of {len(shape.terms)} terms")
    if method == "fixed":
        return fit_fixed(data)
    if len(studies) < 2:
        raise NotEstimable("studies: found one; how studies vary needs two or more. Take method='fixed'")
    fits = [fit for fit in own if fit is not None] or [fit_fixed(data)]
    moments = np.zeros((len(shape.terms), len(shape.terms)))
    if len(fits) > 1:
        moments = psi_by_moments(np.stack([f.coefficient for f in fits]), np.stack([f.covariance for f in fits]))
    return fit_likelihood(data, restricted=method == "REML", starts=_starts(fits, moments))


def _starts(fits: list[MixedFit], moments: Floats) -> list[Floats]:
    """Where to climb from: the estimate by moments lifted off 0, and the size of the studies' own errors."""
    noise = np.median([fit.covariance for fit in fits], axis=0)
    noise = np.diag(np.diag(noise))
    return [moments + 0.1 * noise, noise]
