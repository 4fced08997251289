"""The measures of effect by name: what each needs, on which scale it stands, and the function that works it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.effects import change, one_proportion, rates, two_by_two, two_means, variability
from kneewise.evidence.effects.zero_cells import is_double_zero, rows_to_fill

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from kneewise.evidence.pooling.sets import Floats

MEANS, PAIRS, TABLES, RATES, PROPORTIONS = "means", "pairs", "tables", "rates", "proportions"

COLUMNS = {
    MEANS: ("n1", "mean1", "sd1", "n2", "mean2", "sd2"),
    PAIRS: ("n", "mean1", "sd1", "mean2", "sd2", "r"),
    TABLES: ("events1", "n1", "events2", "n2"),
    RATES: ("events1", "time1", "events2", "time2"),
    PROPORTIONS: ("events", "n"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Choices of a measure that programs make differently."""

    correction: str = "exact"
    variance: str = "LS"
    zero_cells: str | None = None
    half: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of effect.

    kind : which columns it needs; is_log : whether its effects are logs of ratios; no_effect : its value of no effect
    fills_zeros : whether a half is added to zero cells unless another rule is asked for
    """

    name: str
    title: str
    kind: str
    compute: Callable[..., tuple[Floats, Floats]]
    is_log: bool = False
    fills_zeros: bool = False


_ALL = (
    Measure(name="MD", title="mean difference", kind=MEANS, compute=two_means.mean_difference),
    Measure(name="SMD", title="standardised mean difference", kind=MEANS, compute=two_means.standardised_difference),
    Measure(
        name="SMDH",
        title="standardised mean difference, unequal spread",
        kind=MEANS,
        compute=two_means.difference_unequal_spread,
    ),
    Measure(
        name="SMD1",
        title="mean difference standardised by the control",
        kind=MEANS,
        compute=two_means.difference_by_control,
    ),
    Measure(name="ROM", title="ratio of means", kind=MEANS, compute=two_means.ratio_of_means, is_log=True),
    Measure(
        name="CVR",
        title="ratio of coefficients of variation",
        kind=MEANS,
        compute=variability.ratio_of_variation,
        is_log=True,
    ),
    Measure(name="VR", title="ratio of spreads", kind=MEANS, compute=variability.ratio_of_spread, is_log=True),
    Measure(name="MC", title="mean change", kind=PAIRS, compute=change.mean_change),
    Measure(
        name="SMCC",
        title="change standardised by the spread of differences",
        kind=PAIRS,
        compute=change.change_by_differences,
    ),
    Measure(
        name="SMCR", title="change standardised by the raw spread", kind=PAIRS, compute=change.change_by_raw_spread
    ),
    Measure(
        name="SMCRH",
        title="change standardised by the raw spread, unequal spread",
        kind=PAIRS,
        compute=change.change_unequal_spread,
    ),
    Measure(
        name="RR", title="risk ratio", kind=TABLES, compute=two_by_two.log_risk_ratio, is_log=True, fills_zeros=True
    ),
    Measure(
        name="OR", title="odds ratio", kind=TABLES, compute=two_by_two.log_odds_ratio, is_log=True, fills_zeros=True
    ),
    Measure(name="RD", title="risk difference", kind=TABLES, compute=two_by_two.risk_difference, fills_zeros=True),
    Measure(name="AS", title="arcsine difference", kind=TABLES, compute=two_by_two.arcsine_difference),
    Measure(
        name="PETO",
        title="Peto's odds ratio",
        kind=TABLES,
        compute=two_by_two.peto_log_odds_ratio,
        is_log=True,
        fills_zeros=True,
    ),
    Measure(name="PHI", title="phi coefficient", kind=TABLES, compute=two_by_two.phi_coefficient),
    Measure(name="YUQ", title="Yule's Q", kind=TABLES, compute=two_by_two.yules_q, fills_zeros=True),
    Measure(name="IRR", title="rate ratio", kind=RATES, compute=rates.log_rate_ratio, is_log=True, fills_zeros=True),
    Measure(name="PR", title="proportion", kind=PROPORTIONS, compute=one_proportion.proportion, fills_zeros=True),
    Measure(name="PLO", title="log odds", kind=PROPORTIONS, compute=one_proportion.logit, fills_zeros=True),
    Measure(name="PAS", title="arcsine of a proportion", kind=PROPORTIONS, compute=one_proportion.arcsine),
    Measure(
        name="PFT", title="double arcsine of a proportion", kind=PROPORTIONS, compute=one_proportion.double_arcsine
    ),
)
MEASURES = {measure.name: measure for measure in _ALL}


def measure_named(name: str) -> Measure:
    """Give the measure of a name, whatever its case. Raises BadValues for one that is not known."""
    measure = MEASURES.get(name.upper())
    if measure is None:
        raise BadValues(f"measure: found {name!r}; allowed: {', '.join(MEASURES)}")
    return measure


def compute(
    measure: Measure, of: Mapping[str, Floats], choices: Choices
) -> tuple[Floats, Floats, dict[str, NDArray[np.bool_]]]:
    """Work out effects and variances of checked columns, and say at which rows the rule of zero cells did something."""
    if measure.kind in (MEANS, PAIRS):
        effects, variances = measure.compute(of, choices)
        return effects, variances, {}
    rule = choices.zero_cells or ("only0" if measure.fills_zeros else "none")
    if measure.kind == TABLES:
        return _of_tables(measure, of, rule, choices.half)
    if measure.kind == RATES:
        events1, events2 = of["events1"], of["events2"]
        filled = rows_to_fill([events1, events2], rule)
        half = np.where(filled, choices.half, 0.0)
        effects, variances = measure.compute(events1 + half, of["time1"], events2 + half, of["time2"])
        return effects, variances, {"filled": filled}
    events, none = of["events"], of["n"] - of["events"]
    filled = rows_to_fill([events, none], rule)
    half = np.where(filled, choices.half, 0.0)
    effects, variances = measure.compute(events + half, of["n"] + 2.0 * half)
    return effects, variances, {"filled": filled}


def _of_tables(
    measure: Measure, of: Mapping[str, Floats], rule: str, half: float
) -> tuple[Floats, Floats, dict[str, NDArray[np.bool_]]]:
    cells = (of["events1"], of["n1"] - of["events1"], of["events2"], of["n2"] - of["events2"])
    filled = rows_to_fill(cells, rule)
    added = np.where(filled, half, 0.0)
    effects, variances = measure.compute(*(cell + added for cell in cells))
    if rule not in ("RevMan", "meta"):
        return effects, variances, {"filled": filled}
    no_events, all_events = is_double_zero(*cells)
    raw = measure.compute(*cells)[0]
    if measure.name == "RD":
        # RevMan and meta leave the difference itself as it is, and add the half for its variance alone.
        return raw, variances, {"filled": filled}
    # RevMan Web keeps a trial with nothing but events for the risk ratio: at a ratio of 1, the half in its variance.
    # Met in CD013342.pub2, analysis 1.10 (16 of 16 against 4 of 4: 1.00 [0.74, 1.35]).
    kept = all_events if measure.name == "RR" else np.zeros_like(all_events)
    if measure.name == "RR" and rule == "meta":
        # Of the patients meta counts half a one more, not one (Hartung J, Knapp G. Stat Med 2001;20:3875-3889, 18).
        effects, variances = measure.compute(cells[0] + added, cells[1], cells[2] + added, cells[3])
    effects = np.where(kept, raw, effects)
    out = (no_events | (all_events & ~kept)) if measure.is_log else np.zeros_like(filled)
    return np.where(out, np.nan, effects), np.where(out, np.nan, variances), {"filled": filled & ~out, "out": out}
