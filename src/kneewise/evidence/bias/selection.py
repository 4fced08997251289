"""The three-parameter selection model: trials that are not significant were published less often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.pooling.pool import pool
from kneewise.evidence.pooling.sets import one_set
from kneewise.evidence.rare_events.result import ChiSquare
from kneewise.evidence.search import highest, information, inverse_information, with_differences

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionModel:
    """An effect freed of selection by significance, if the model holds.

    estimate, se, ci, p, tau2 : of all trials that were done
    published : how often a trial without significance was published for one with it (1: no selection), its interval
    selection : likelihood-ratio test of no selection
    """

    estimate: float
    se: float
    ci: tuple[float, float]
    statistic: float
    p: float
    tau2: float
    published: float
    published_ci: tuple[float, float]
    selection: ChiSquare
    log_likelihood: float
    k: int
    n_significant: int
    level: float


def selection_model(
    effects: Any,
    variances: ArrayLike | None = None,
    *,
    favours: str,
    cut: float = 0.025,
    level: float = 0.95,
) -> SelectionModel:
    """Fit mean, tau2 and the share of published non-significant trials by maximum likelihood.

    favours : "higher" or "lower": on which side an effect is welcome
    cut : one-sided p up to which a trial counts as significant (0.025 is 0.05 two-sided)

    Source: Vevea JL, Hedges LV. Psychometrika 1995;60:419-435 with one step. With fewer than some 20 trials its error
    is large; with few significant or few other trials it rests on those.
    Agrees with metafor 3.8 `selmodel(type = "stepfun")` to 1e-5 (tests/alignment/test_bias.py).

    Raises NotEstimable where all trials lie on one side of the cut, or the search does not end.
    """
    if favours not in ("higher", "lower"):
        raise BadValues(f"favours: found {favours!r}; allowed: higher, lower")
    if not 0.0 < cut < 1.0:
        raise BadValues(f"cut: found {cut}; allowed: between 0 and 1, such as 0.025")
    y, v = one_set(effects, variances)
    known = ~(np.isnan(y) | np.isnan(v))
    sign = 1.0 if favours == "higher" else -1.0
    y, v = sign * y[known], v[known]
    z_cut = _quantile(1.0 - cut)
    is_significant = y >= z_cut * np.sqrt(v)
    n_significant = int(is_significant.sum())
    if n_significant in (0, y.size):
        side = "none" if n_significant == 0 else "all"
        raise NotEstimable(f"{side} of {y.size} trials are significant: how many others were published cannot be told")
    unit = float(np.sqrt(v.mean()))

    def value(parameters: Floats) -> float:
        return _log_likelihood(parameters, y / unit, v / unit**2, is_significant, z_cut)

    start = pool(y, v, tau2="ML", tau2_interval=None)
    likelihood = with_differences(value)
    first = [float(start.estimate) / unit, max(float(np.sqrt(start.tau2)) / unit, 0.2), 0.0]
    found, height = highest(likelihood, first, [False, True, False])
    matrix = information(likelihood, found)
    keep = np.array([True, found[1] > 1e-5, True])
    inverse = np.zeros((3, 3))
    inverse[np.ix_(keep, keep)] = inverse_information(matrix[np.ix_(keep, keep)])
    plain = float(start.log_likelihood) + y.size * float(np.log(unit))
    return _result(found, height, inverse, plain, sign * unit, unit=unit, k=y.size, n=n_significant, level=level)


def _log_likelihood(parameters: Floats, y: Floats, v: Floats, is_significant: Floats, z_cut: float) -> float:
    from scipy.special import ndtr

    mean, tau, log_published = (float(each) for each in parameters)
    spread = np.sqrt(v + tau * tau)
    published = np.exp(np.clip(log_published, -40.0, 40.0))
    apart = (y - mean) / spread
    not_significant = ndtr((z_cut * np.sqrt(v) - mean) / spread)
    chance = (1.0 - not_significant) + published * not_significant
    density = -0.5 * apart * apart - np.log(spread) - 0.9189385332046727
    return float((density + np.where(is_significant, 0.0, log_published) - np.log(chance)).sum())


def _quantile(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))


def _result(
    found: Floats,
    height: float,
    inverse: Floats,
    plain: float,
    scale: float,
    *,
    unit: float,
    k: int,
    n: int,
    level: float,
) -> SelectionModel:
    from scipy.special import chdtrc

    reach = _quantile(1.0 - (1.0 - level) / 2.0)
    estimate, se = float(found[0]) * scale, float(np.sqrt(inverse[0, 0])) * unit
    log_published, of_published = float(found[2]), float(np.sqrt(inverse[2, 2]))
    ratio = max(2.0 * (height - plain), 0.0)
    return SelectionModel(
        estimate=estimate,
        se=se,
        ci=(estimate - reach * se, estimate + reach * se),
        statistic=estimate / se,
        p=2.0 * (1.0 - _normal(abs(estimate / se))),
        tau2=(float(found[1]) * unit) ** 2,
        published=_from_log(log_published),
        published_ci=(_from_log(log_published - reach * of_published), _from_log(log_published + reach * of_published)),
        selection=ChiSquare(statistic=ratio, df=1, p=float(chdtrc(1, ratio))),
        log_likelihood=height - k * float(np.log(unit)),
        k=k,
        n_significant=n,
        level=level,
    )


def _from_log(value: float) -> float:
    """A share from its log; without limit where no float holds it."""
    return float(np.exp(value)) if value < 700.0 else float("inf")


def _normal(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(z))
