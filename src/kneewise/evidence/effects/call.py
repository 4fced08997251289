"""Effect sizes of trials: `effect_sizes(table, measure="SMD")` or with arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.effects import shared_control as sharing
from kneewise.evidence.effects.flags import Flags
from kneewise.evidence.effects.given import given_effects
from kneewise.evidence.effects.inputs import allowed_columns, gather, groups_of, labels_of
from kneewise.evidence.effects.measures import COLUMNS, Choices, compute, measure_named
from kneewise.evidence.effects.prepare import complete, drop_impossible, patients
from kneewise.evidence.effects.result import EffectSizes

if TYPE_CHECKING:
    from kneewise.columns import Table
    from kneewise.evidence.effects.measures import Measure
    from kneewise.evidence.pooling.sets import Floats


def effect_sizes(
    table: Table | None = None,
    *,
    measure: str,
    correction: str | None = None,
    variance: str = "LS",
    zero_cells: str | None = None,
    half: float = 0.5,
    assumed_correlation: float | None = None,
    shared_control: str | None = None,
    control: Any = None,
    ci_level: float = 0.95,
    bad_rows: str = "refuse",
    label: Any = None,
    **columns: Any,
) -> EffectSizes:
    """Work out one effect with its variance for each row.

    table : any dataframe, or a mapping of names to sequences; or leave it out and give arrays
    measure : two groups by means "MD" "SMD" "SMDH" "SMD1" "ROM" "CVR" "VR"; one group twice or two knees of a person
        "MC" "SMCC" "SMCR" "SMCRH"; two groups by events "RR" "OR" "RD" "AS" "PETO" "PHI" "YUQ"; by rates "IRR"; one
        group "PR" "PLO" "PAS" "PFT"
    columns : arrays, single numbers, or names of columns of the table; a column of the table with the standard name is
        taken by itself. Means: n1 mean1 sd1 n2 mean2 sd2 (1 is the treatment). Pairs: n mean1 sd1 mean2 sd2, r or
        sd_change. Events: events1 n1 events2 n2. Rates: events1 time1 events2 time2. One group: events n.
        Instead of mean and sd: se1, ci_low1 ci_high1, median1, quartile_low1 quartile_high1, minimum1 maximum1 (or 2).
        Ready effects: effect with se, ci_low ci_high or p; ratios as printed. They serve where the groups do not.
        Cluster trials: cluster_size, icc.
    correction : of SMD, ROM, CVR, VR, SMC*: "exact", "approximate", "none"; RevMan's variance takes "approximate"
    variance : of SMD: "LS", "LS2", "UB", "AV", "RevMan"
    zero_cells : "only0" (default of RR OR RD PETO YUQ IRR PR PLO), "all", "if0all", "none", "RevMan" or "meta" (both:
        double zeros of a ratio leave the pool, RD keeps its value); half : what is added
    assumed_correlation : of pairs whose r is not known; each such row is flagged
    shared_control, control : "split" or "covariance", with a column that names the control group a row uses
    ci_level : level of the given intervals
    bad_rows : "refuse" raises for the first impossible row, "flag" leaves its effect NaN and says why
    label : names of the rows; else the column `study`, else their numbers

    Raises BadValues for a measure, choice or column that is not known, and for impossible rows (negative sd, nobody in
    a group, more events than patients, an interval that does not hold its estimate) with row and column.

    Agrees with metafor 5.1 `escalc` to 1e-12 (tests/alignment/test_effect_sizes.py).
    """
    of_measure = measure_named(measure)
    of = gather(table, columns, allowed_columns(of_measure))
    if not of:
        needed = ", ".join(COLUMNS[of_measure.kind])
        raise BadValues(f"{of_measure.name}: found none of its columns; needed: {needed}; or effect and se")
    flags = Flags(next(iter(of.values())).size)
    group = groups_of(table, control, shared_control, flags.size)
    of = drop_impossible(of, bad_rows, flags)
    n = patients(of, of_measure.kind)
    correction = correction or ("approximate" if variance == "RevMan" else "exact")
    choices = Choices(correction=correction, variance=variance, zero_cells=zero_cells, half=half)
    ready = complete(of, of_measure.kind, assumed_correlation, ci_level, flags)
    if ready is not None and shared_control == "split":
        sharing.split_control(ready, group, flags)
    effects, variances = _from_groups(of_measure, ready, choices, flags)
    if "effect" in of:
        given, of_given = given_effects(of, effects, is_log=of_measure.is_log, level=ci_level, flags=flags)
        effects, variances = (
            np.where(np.isnan(effects), given, effects),
            np.where(np.isnan(effects), of_given, variances),
        )
    flags.add(np.isnan(effects) & flags.none(), "not known: its columns do not tell the effect")
    return EffectSizes(
        measure=of_measure.name,
        title=of_measure.title,
        effects=effects,
        variances=variances,
        se=np.sqrt(variances),
        flags=flags.as_tuples(),
        labels=labels_of(table, label, flags.size),
        n=n,
        is_log=of_measure.is_log,
        covariance=sharing.covariance(of_measure.name, ready, effects, variances, group=group)
        if shared_control == "covariance" and ready is not None
        else None,
    )


def _from_groups(
    measure: Measure, ready: dict[str, Floats] | None, choices: Choices, flags: Flags
) -> tuple[Floats, Floats]:
    if ready is None:
        return np.full(flags.size, np.nan), np.full(flags.size, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        effects, variances, rows = compute(measure, ready, choices)
    known = ~np.any([np.isnan(values) for values in ready.values()], axis=0)
    if "filled" in rows:
        flags.add(rows["filled"] & known, f"zero cell: {choices.half:g} added to the cells")
    if "out" in rows:
        flags.add(rows["out"] & known, "no event in either group, or nothing but events: not in the pool")
    # Its weight would have no limit.
    flat = known & (variances == 0)
    flags.add(flat, "variance 0: not in the pool")
    lost = known & ~flat & ~(np.isfinite(effects) & (variances > 0)) & ~rows.get("out", np.zeros_like(known))
    flags.add(lost, "cannot be estimated from these numbers")
    good = known & np.isfinite(effects) & np.isfinite(variances) & (variances > 0)
    return np.where(good, effects, np.nan), np.where(good, variances, np.nan)
