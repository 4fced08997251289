"""Two groups compared by their means: difference, standardised difference, ratio.

Each function takes columns `n1 mean1 sd1 n2 mean2 sd2` (group 1 is the treatment) and gives effects and variances.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.effects.hedges import small_sample_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.effects.measures import Choices
    from kneewise.evidence.pooling.sets import Floats

VARIANCES = ("LS", "LS2", "UB", "AV", "RevMan")


def mean_difference(of: Mapping[str, Floats], _: Choices) -> tuple[Floats, Floats]:
    """MD: mean1 - mean2, on the scale of the outcome."""
    return of["mean1"] - of["mean2"], of["sd1"] ** 2 / of["n1"] + of["sd2"] ** 2 / of["n2"]


def standardised_difference(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """SMD: Hedges' g, the difference in units of the pooled standard deviation.

    Variance, with n = n1 + n2, m = n - 2, c the correction: "LS" 1/n1 + 1/n2 + g^2 / (2 n); "LS2" c^2 times the same
    of the uncorrected d; "UB" unbiased, 1/n1 + 1/n2 + (1 - (m - 2) / (m c^2)) g^2; "AV" as "LS" with the average g of
    all rows, weighted by n; "RevMan" n / (n1 n2) + g^2 / (2 (n - 3.94)), which the Cochrane software takes together
    with the approximate correction. Source: Hedges 1981; Viechtbauer W, J Stat Softw 2010;36(3); Deeks JJ, Higgins JPT,
    Statistical algorithms in Review Manager 5 (2010).
    """
    n1, n2 = of["n1"], of["n2"]
    df = n1 + n2 - 2.0
    factor = small_sample_factor(df, choices.correction)
    pooled = np.sqrt(((n1 - 1.0) * of["sd1"] ** 2 + (n2 - 1.0) * of["sd2"] ** 2) / df)
    g = factor * (of["mean1"] - of["mean2"]) / pooled
    return g, _variance_of_g(g, factor, n1, n2, choices.variance)


def _variance_of_g(g: Floats, factor: Floats, n1: Floats, n2: Floats, kind: str) -> Floats:
    base, n, df = 1.0 / n1 + 1.0 / n2, n1 + n2, n1 + n2 - 2.0
    if kind == "LS":
        return base + g * g / (2.0 * n)
    if kind == "LS2":
        return np.asarray(factor**2 * (base + (g / factor) ** 2 / (2.0 * n)))
    if kind == "UB":
        return np.asarray(base + (1.0 - (df - 2.0) / (df * factor**2)) * g * g)
    if kind == "AV":
        known = ~np.isnan(g)
        average = (n[known] * g[known]).sum() / n[known].sum() if known.any() else np.nan
        return np.where(known, base + average**2 / (2.0 * n), np.nan)
    if kind == "RevMan":
        return np.asarray(n / (n1 * n2) + g * g / (2.0 * (n - 3.94)))
    raise BadValues(f"variance: found {kind!r}; allowed with SMD: {', '.join(VARIANCES)}")


def difference_unequal_spread(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """SMDH: standardised by the root of the mean of both variances, for groups that differ in spread.

    Source: Bonett DG. Psychol Methods 2008;13:99-109.
    """
    n1, n2, v1, v2 = of["n1"], of["n2"], of["sd1"] ** 2, of["sd2"] ** 2
    mean_variance = (v1 + v2) / 2.0
    factor = small_sample_factor(n1 + n2 - 2.0, choices.correction)
    d = factor * (of["mean1"] - of["mean2"]) / np.sqrt(mean_variance)
    spread = v1**2 / (n1 - 1.0) + v2**2 / (n2 - 1.0)
    variance = d * d * spread / (8.0 * mean_variance**2) + (v1 / (n1 - 1.0) + v2 / (n2 - 1.0)) / mean_variance
    return d, variance


def difference_by_control(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """SMD1: Glass's delta, standardised by group 2, for treatments that change the spread."""
    n1, n2 = of["n1"], of["n2"]
    d = small_sample_factor(n2 - 1.0, choices.correction) * (of["mean1"] - of["mean2"]) / of["sd2"]
    return d, 1.0 / n1 + 1.0 / n2 + d * d / (2.0 * n2)


def ratio_of_means(of: Mapping[str, Floats], choices: Choices) -> tuple[Floats, Floats]:
    """ROM: log of mean1 / mean2; both means on one side of 0, else NaN.

    The log of a ratio of two samples is a little off; unless the correction is "none", the part of second order is
    taken out, as metafor does since version 4 (RevMan and older programs do not).
    Source: Hedges LV, Gurevitch J, Curtis PS. Ecology 1999;80:1150-1156; Lajeunesse MJ. Ecology 2015;96:2056-2063.
    """
    mean1, mean2 = (np.where(of[name] != 0, of[name], np.nan) for name in ("mean1", "mean2"))
    own1, own2 = of["sd1"] ** 2 / (of["n1"] * mean1**2), of["sd2"] ** 2 / (of["n2"] * mean2**2)
    ratio = mean1 / mean2
    log_ratio = np.log(np.where(ratio > 0, ratio, np.nan))
    corrected = log_ratio if choices.correction == "none" else log_ratio + 0.5 * (own1 - own2)
    return corrected, own1 + own2
