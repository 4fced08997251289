"""Tests of many two-by-two tables: association, and whether their odds ratios are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.evidence.rare_events.result import ChiSquare

if TYPE_CHECKING:
    from kneewise.evidence.pooling.sets import Floats
    from kneewise.evidence.rare_events.tables import Tables


def cochran_mantel_haenszel(tables: Tables, *, continuity: bool = False) -> ChiSquare:
    """Test that no trial's events depend on its groups (one degree of freedom)."""
    from scipy.special import chdtrc

    several = tables.take(tables.n > 1)
    events, n = several.a + several.c, several.n
    apart = abs((several.a - several.n1 * events / n).sum())
    if continuity:
        apart = max(apart - 0.5, 0.0)
    spread = (several.n1 * several.n2 * events * (n - events) / (n**2 * (n - 1.0))).sum()
    statistic = float(apart**2 / spread)
    return ChiSquare(statistic=statistic, df=1, p=float(chdtrc(1, statistic)))


def breslow_day_tests(tables: Tables, odds_ratio: float) -> tuple[ChiSquare | None, ChiSquare | None]:
    """Test that all trials share `odds_ratio`: Breslow and Day's, and with Tarone's correction.

    None where fewer than two trials have events as well as patients without. Source: Tarone RE. Biometrika
    1985;72:91-95.
    """
    from scipy.special import chdtrc

    events = tables.a + tables.c
    told = tables.take((events > 0) & (events < tables.n))
    if told.a.size < 2:
        return None, None
    expected = _expected_events(told, odds_ratio)
    inverse = (
        1.0 / expected
        + 1.0 / (told.n1 - expected)
        + 1.0 / (told.a + told.c - expected)
        + 1.0 / (told.n2 - told.a - told.c + expected)
    )
    apart = told.a - expected
    statistic = float((apart**2 * inverse).sum())
    corrected = statistic - float(apart.sum() ** 2 / (1.0 / inverse).sum())
    df = told.a.size - 1
    day, tarone = (ChiSquare(statistic=each, df=df, p=float(chdtrc(df, each))) for each in (statistic, corrected))
    return day, tarone


def _expected_events(t: Tables, odds_ratio: float) -> Floats:
    """Events of group 1 that the margins and a common odds ratio give: the root of a quadratic within the margins."""
    events = t.a + t.c
    if abs(odds_ratio - 1.0) < 1e-12:
        return np.asarray(t.n1 * events / t.n)
    square = 1.0 - odds_ratio
    linear = t.n2 - events + odds_ratio * (t.n1 + events)
    constant = -odds_ratio * t.n1 * events
    root = np.sqrt(linear**2 - 4.0 * square * constant)
    # The form without cancellation; the other root lies outside the margins.
    return np.asarray(-2.0 * constant / (linear + root))
