"""The small-sample correction of Kenward and Roger: a larger covariance of the coefficients, and degrees of freedom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import NotEstimable

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.fit import Fit

_TOO_FEW: Final = "degrees of freedom: too few patients for the approximation of Kenward and Roger to this test"


def adjusted_covariance(fit: Fit, *, linear: bool) -> Array:
    """Give the adjusted covariance of the working coefficients, shape (p, p).

    linear : leave out the second derivatives of the covariance (SAS, and R mmrm's "Kenward-Roger-Linear"); with
        them the result depends on how the covariance is parametrised, and here that is R mmrm's way

    Phi + 2 Phi { sum_kl w_kl (Q_kl - P_k Phi P_l - R_kl / 4) } Phi. The sum over k and l is taken of matrices over the
    visits first and met with the data once; R mmrm forms Q and R for every pair, which is nearly all of its time.

    Source: Kenward MG, Roger JH. Biometrics 1997;53:983-997; weights w from the observed information, as R mmrm.
    """
    phi, weights = fit.covariance, fit.theta_covariance
    p = len(phi)
    middle = np.zeros((p, p))
    start = 0
    for place, moments, group in zip(fit.value.places, fit.parts.moments, fit.parts.groups, strict=True):
        own = slice(start, start + group.n_theta)
        middle += moments.total(place.adjustment(weights[own, own], linear=linear))[:p, :p]
        start += group.n_theta
    mixed = np.tensordot(weights, fit.information, 1)
    middle -= np.einsum("kab,kbc->ac", fit.information @ phi, mixed)
    return np.asarray(phi + phi @ (middle + middle.T) @ phi)


def kenward_roger_joint(fit: Fit, contrasts: Array) -> tuple[float, float]:
    """Give the denominator degrees of freedom of an F test and the factor that F is multiplied with.

    contrasts : shape (r, p), independent, of the working coefficients

    Source: Kenward and Roger 1997, section 3; for one contrast they are Satterthwaite's, and the factor 1.
    """
    r = len(contrasts)
    spread = contrasts @ fit.covariance
    inverse = np.linalg.inv(spread @ contrasts.T)
    parts = inverse @ (spread @ fit.information @ spread.T)  # (K, r, r)
    traces = np.trace(parts, axis1=1, axis2=2)
    flat = parts.reshape(len(parts), r * r)
    turned = parts.transpose(0, 2, 1).reshape(len(parts), r * r)
    a1 = float(traces @ fit.theta_covariance @ traces)
    a2 = float(((flat @ turned.T) * fit.theta_covariance).sum())
    b = (a1 + 6.0 * a2) / (2.0 * r)
    if not a2 < r:
        raise NotEstimable(_TOO_FEW)
    g = ((r + 1.0) * a1 - (r + 4.0) * a2) / ((r + 2.0) * a2)
    c1, c2, c3 = (each / (3.0 * r + 2.0 * (1.0 - g)) for each in (g, r - g, r + 2.0 - g))
    expected = 1.0 / (1.0 - a2 / r)
    variance = (2.0 / r) * (1.0 + c1 * b) / ((1.0 - c2 * b) ** 2 * (1.0 - c3 * b))
    rho = variance / (2.0 * expected**2)
    df = 4.0 + (r + 2.0) / (r * rho - 1.0)
    factor = df / (expected * (df - 2.0))
    if not (np.isfinite(df) and df > 0.0 and factor > 0.0):
        raise NotEstimable(_TOO_FEW)
    return float(df), float(factor)
