"""Mantel-Haenszel: one odds ratio, risk ratio or risk difference from the cells themselves, zeros and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence.effects.two_by_two import log_odds_ratio, log_risk_ratio, risk_difference
from kneewise.evidence.effects.zero_cells import is_double_zero, rows_to_fill
from kneewise.evidence.rare_events.association import breslow_day_tests, cochran_mantel_haenszel
from kneewise.evidence.rare_events.result import Line, PooledEvents, finish
from kneewise.evidence.rare_events.tables import Tables, read_tables, refuse_one_sided

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.evidence.pooling.sets import Floats

MEASURES = ("OR", "RR", "RD")
_OF_TRIALS = {"OR": log_odds_ratio, "RR": log_risk_ratio, "RD": risk_difference}


def mantel_haenszel(
    events1: ArrayLike,
    n1: ArrayLike,
    events2: ArrayLike,
    n2: ArrayLike,
    *,
    measure: str = "OR",
    zero_cells: str = "none",
    variance: str = "Sato",
    continuity: bool = False,
    level: float = 0.95,
) -> PooledEvents:
    """Pool two-by-two tables by Mantel and Haenszel's weights, one true effect for all trials.

    events1, n1, events2, n2 : shape (k,), group 1 is the treatment; a trial with a gap is left out
    measure : "OR", "RR" or "RD"
    zero_cells : for the pooled figure; "none" (metafor), "only0" (meta's default), "RevMan", "all", "if0all"
    variance : of RD, "Sato" (Sato, Greenland and Robins 1989, metafor) or "Greenland-Robins" (1985, RevMan and meta)
    continuity : half taken off in the test of association

    Sources: Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748; Robins J, Breslow N, Greenland S. Biometrics
    1986;42:311-323; Greenland S, Robins JM. Biometrics 1985;41:55-68.
    Agrees with metafor 5.1 `rma.mh` to 1e-10 and meta 8.3 `metabin` to 1e-8 (tests/alignment/test_rare_events.py).

    Raises BadValues for impossible cells, NotEstimable where no trial tells the ratio.
    """
    if measure not in MEASURES:
        raise BadValues(f"measure: found {measure!r}; allowed: {', '.join(MEASURES)}")
    tables = read_tables(events1, n1, events2, n2)
    if measure != "RD":
        refuse_one_sided(tables, f"the {'odds' if measure == 'OR' else 'risk'} ratio")
    pooled = _filled(tables, measure, zero_cells)
    estimate, se, weights = _ESTIMATES[measure](pooled, variance)
    if measure == "RD" and zero_cells != "none":
        # As meta does: the half serves the variance alone.
        estimate = float((weights * (tables.a / tables.n1 - tables.c / tables.n2)).sum() / weights.sum())
    of_odds = {}
    if measure == "OR":
        day, tarone = breslow_day_tests(tables, float(np.exp(estimate)))
        association = cochran_mantel_haenszel(tables, continuity=continuity)
        of_odds = {"association": association, "breslow_day": day, "tarone": tarone}
    q, k_effects = spread_around(tables, measure, estimate)
    line = Line(
        measure=measure, method="mantel-haenszel", estimate=estimate, se=se, q=q, k=tables.a.size, k_effects=k_effects
    )
    return finish(line, weights, level, of_odds)


def _filled(tables: Tables, measure: str, rule: str) -> Tables:
    """Give the tables as they enter the pooled figure: with halves, and without double zeros where halves are added."""
    cells = (tables.a, tables.b, tables.c, tables.d)
    if rule == "RevMan":
        # A half only where a zero hinders the measure: events for the risk ratio, any cell for the odds ratio.
        rows = rows_to_fill((tables.a, tables.c) if measure == "RR" else cells, "none" if measure == "RD" else "only0")
    else:
        rows = rows_to_fill(cells, rule)
    filled = tables.plus(np.where(rows, 0.5, 0.0))
    if rule == "none" or measure == "RD":
        return filled
    empty, full = is_double_zero(*cells)
    # Nothing but events tells no odds ratio, but RevMan and meta keep it for the risk ratio.
    return filled.take(~(empty | (full & (measure == "OR"))))


def spread_around(tables: Tables, measure: str, estimate: float) -> tuple[float, int]:
    """Q of the trials' own effects around a pooled one, and how many have an effect."""
    effects, variances = own_effects(tables, measure)
    known = ~np.isnan(effects)
    return float(((effects - estimate) ** 2 / variances)[known].sum()), int(known.sum())


def own_effects(tables: Tables, measure: str) -> tuple[Floats, Floats]:
    """Effects of the trials with a half where a cell is 0; NaN where a trial has no event, or nothing else."""
    cells = (tables.a, tables.b, tables.c, tables.d)
    half = np.where(rows_to_fill(cells, "only0"), 0.5, 0.0)
    effects, variances = _OF_TRIALS[measure](*(cell + half for cell in cells))
    empty, full = is_double_zero(*cells)
    out = empty | full
    return np.where(out, np.nan, effects), np.where(out, np.nan, variances)


def _odds_ratio(t: Tables, _: str) -> tuple[float, float, Floats]:
    p, q, r, s = (t.a + t.d) / t.n, (t.b + t.c) / t.n, t.a * t.d / t.n, t.b * t.c / t.n
    top, bottom = r.sum(), s.sum()
    if top == 0 or bottom == 0:
        raise NotEstimable("all events stand in one group: the odds ratio is 0 or without limit")
    variance = (p * r).sum() / top**2 + (p * s + q * r).sum() / (top * bottom) + (q * s).sum() / bottom**2
    return float(np.log(top / bottom)), float(np.sqrt(variance / 2.0)), s


def _risk_ratio(t: Tables, _: str) -> tuple[float, float, Floats]:
    r, s = t.a * t.n2 / t.n, t.c * t.n1 / t.n
    top, bottom = r.sum(), s.sum()
    if top == 0 or bottom == 0:
        raise NotEstimable("all events stand in one group: the risk ratio is 0 or without limit")
    variance = (t.n1 * t.n2 * (t.a + t.c) / t.n**2 - t.a * t.c / t.n).sum() / (top * bottom)
    return float(np.log(top / bottom)), float(np.sqrt(variance)), s


def _risk_difference(t: Tables, variance: str) -> tuple[float, float, Floats]:
    weights = t.n1 * t.n2 / t.n
    total = weights.sum()
    estimate = float(((t.a * t.n2 - t.c * t.n1) / t.n).sum() / total)
    if variance == "Sato":
        share1, share2 = t.n1 / t.n, t.n2 / t.n
        lean = (t.c * share1**2 - t.a * share2**2 + share1 * share2 * (t.n2 - t.n1) / 2.0).sum()
        both = (t.a * t.d / t.n + t.c * t.b / t.n).sum() / 2.0
        squared = (estimate * lean + both) / total**2
    elif variance == "Greenland-Robins":
        squared = ((t.a * t.b * t.n2**3 + t.c * t.d * t.n1**3) / (t.n1 * t.n2 * t.n**2)).sum() / total**2
    else:
        raise BadValues(f"variance: found {variance!r}; allowed: Sato, Greenland-Robins")
    if squared <= 0:
        raise NotEstimable("no event in any trial, or nothing else: the risk difference is 0 without an error")
    return estimate, float(np.sqrt(squared)), weights


_ESTIMATES = {"OR": _odds_ratio, "RR": _risk_ratio, "RD": _risk_difference}
