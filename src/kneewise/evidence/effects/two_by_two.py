"""Two groups compared by their events: ratios, differences, Peto's odds ratio, measures of association.

Each function takes the cells a (events of 1), b (none), c (events of 2), d (none), after the rule of zero cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats


def log_risk_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """RR: log of the ratio of risks."""
    a, c, n1, n2 = _positive(a), _positive(c), a + b, c + d
    return np.log(a / n1) - np.log(c / n2), 1.0 / a - 1.0 / n1 + 1.0 / c - 1.0 / n2


def log_odds_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """OR: log of the ratio of odds (Woolf's variance)."""
    a, b, c, d = _positive(a), _positive(b), _positive(c), _positive(d)
    return np.log(a / b) - np.log(c / d), 1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d


def risk_difference(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """RD: risk 1 - risk 2."""
    n1, n2 = a + b, c + d
    return a / n1 - c / n2, a * b / n1**3 + c * d / n2**3


def arcsine_difference(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """AS: difference of the arcsines of the roots of the risks; needs no half for zeros (Ruecker et al. 2009)."""
    n1, n2 = a + b, c + d
    return np.arcsin(np.sqrt(a / n1)) - np.arcsin(np.sqrt(c / n2)), 0.25 / n1 + 0.25 / n2


def peto_log_odds_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """PETO: (observed - expected) / hypergeometric variance (Yusuf et al. Prog Cardiovasc Dis 1985;27:335-371)."""
    n1, n2, events, total = a + b, c + d, a + c, a + b + c + d
    v = n1 * n2 * events * (total - events) / (total**2 * (total - 1.0))
    v = _positive(v)
    return (a - n1 * events / total) / v, 1.0 / v


def phi_coefficient(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """PHI: correlation of group and event, both sums of columns left to chance.

    Variance: Yule GU, J R Stat Soc 1912;75:579-652, formula for a table of which only the total is fixed.
    """
    n1, n2, events, none, n = a + b, c + d, a + c, b + d, a + b + c + d
    margins = _positive(n1 * n2 * events * none)
    phi = (a * d - b * c) / np.sqrt(margins)
    rows, columns, share = (n1 - n2) / n, (events - none) / n, margins / n**4
    squares = rows**2 / (n1 * n2 / n**2) + columns**2 / (events * none / n**2)
    variance = (
        1.0 - phi**2 + phi * (1.0 + phi**2 / 2.0) * rows * columns / np.sqrt(share) - 0.75 * phi**2 * squares
    ) / n
    return phi, variance


def yules_q(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """YUQ: (OR - 1) / (OR + 1)."""
    a, b, c, d = _positive(a), _positive(b), _positive(c), _positive(d)
    q = (a * d - b * c) / (a * d + b * c)
    return q, 0.25 * (1.0 - q**2) ** 2 * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d)


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
