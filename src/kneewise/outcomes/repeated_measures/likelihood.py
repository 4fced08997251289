"""The restricted or full log likelihood of an MMRM, with its exact gradient and Hessian in the covariance parameters.

With M = Z'WZ over z = (x, y), A = X'WX and u = (-beta, 1), twice the negative log likelihood is, but for constants,

    sum_s n_s log|Sigma_s| + log|A| + u'M u          (log|A| for REML only)

Its derivatives follow from M_k = -Z'W Sigma_k W Z. Everything is a sum, over the patterns of missing visits, of small
matrices: with B = diag(A^-1, 0) + u u' (uu' alone for ML), C_s = <B, G_s> for the cross-products G_s of a pattern,
and H_s = W_s C_s W_s,

    gradient  = 1/2 sum_s tr((n_s W_s - H_s) Sigma_k)
    Hessian   = 1/2 { sum_s tr((n_s W_s - H_s) Sigma_kl) + tr((2 H_s - n_s W_s) Sigma_k W_s Sigma_l)
                      - tr(A^-1 A_k A^-1 A_l) - 2 g_k' A^-1 g_l },      g_k = X'W_k (y - X beta)

Source: matrix calculus as in Lindstrom MJ, Bates DM. J Am Stat Assoc 1988;83:1014-1022, written out here for a
covariance of the residuals alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.groups import Group, Place
    from kneewise.outcomes.repeated_measures.moments import Moments

_OUT_OF_RANGE: Final = 150.0  # e^150, squared, can still be multiplied


class Value(NamedTuple):
    """The objective (negative log likelihood without its constants) at one theta, and what its derivatives need."""

    objective: float
    beta: Array  # (p,)
    beta_covariance: Array  # A^-1, (p, p)
    places: list[Place]


class Slopes(NamedTuple):
    """The derivatives of the objective and of X'WX in theta."""

    gradient: Array  # (K,)
    hessian: Array  # (K, K)
    information: Array  # A_k, (K, p, p)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """The data of a fit: for each group of patients its covariance and its cross-products of (x, y)."""

    groups: Sequence[Group]
    moments: Sequence[Moments]
    reml: bool

    @property
    def n_theta(self) -> int:
        return sum(group.n_theta for group in self.groups)

    def parts(self) -> list[slice]:
        """Say which parameters belong to which group."""
        ends = list(accumulate(group.n_theta for group in self.groups))
        return [slice(end - group.n_theta, end) for end, group in zip(ends, self.groups, strict=True)]

    def value(self, theta: Array) -> Value:
        """Evaluate. Raises numpy's LinAlgError where a covariance is not positive definite, or far out of range."""
        if np.abs(theta).max() > _OUT_OF_RANGE:
            raise np.linalg.LinAlgError("parameters out of range")
        places: list[Place] = [group.at(theta[part]) for group, part in zip(self.groups, self.parts(), strict=True)]
        pairs = list(zip(places, self.moments, strict=True))
        whole = sum(moments.total(place.inverses) for place, moments in pairs)
        assert not isinstance(whole, int)
        factor = np.linalg.cholesky(whole[:-1, :-1])
        root = np.linalg.inv(factor)
        beta_covariance = root.T @ root
        beta = beta_covariance @ whole[:-1, -1]
        twice = sum(float(moments.counts @ place.log_determinants) for place, moments in pairs)
        twice += float(whole[-1, -1] - whole[:-1, -1] @ beta)
        if self.reml:
            twice += 2.0 * float(np.log(np.diag(factor)).sum())
        return Value(0.5 * twice, beta, beta_covariance, places)

    def slopes(self, value: Value) -> Slopes:
        """Give the derivatives where `value` was evaluated."""
        inverse = value.beta_covariance
        p, parts = len(inverse), self.parts()
        u = np.append(-value.beta, 1.0)
        bound = np.outer(u, u)
        if self.reml:
            bound[:p, :p] += inverse
        gradient, hessian = np.empty(self.n_theta), np.zeros((self.n_theta, self.n_theta))
        information, pulls = np.empty((self.n_theta, p, p)), np.empty((self.n_theta, p))
        for place, moments, part in zip(value.places, self.moments, parts, strict=True):
            inverses = place.inverses
            fitted = inverses @ moments.contract(bound) @ inverses
            counted = moments.counts[:, None, None] * inverses
            gradient[part] = place.gradient(counted - fitted)
            hessian[part, part] = place.curvature(counted - fitted, 2.0 * fitted - counted)
            moved = place.slopes(moments)
            information[part] = moved[:, :p, :p]
            pulls[part] = (moved @ u)[:, :p]
        hessian -= 2.0 * pulls @ inverse @ pulls.T
        if self.reml:
            turned = (inverse @ information).reshape(self.n_theta, p * p)
            hessian -= turned @ turned.reshape(-1, p, p).transpose(0, 2, 1).reshape(self.n_theta, p * p).T
        return Slopes(0.5 * gradient, 0.25 * (hessian + hessian.T), information)
