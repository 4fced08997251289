"""Groups of the shipped trials as other analyses need them: dose against dose, and arms for a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.evidence.comparisons import groups_of, wanted_outcome
from kneewise.evidence.printed_figures import ArmFigures, arms_by_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.comparisons import Group
    from kneewise.evidence.records import Arm, Study, Trials


@dataclass(frozen=True, slots=True, kw_only=True)
class DosePair:
    """The highest and the lowest dose of one product in one study at one month."""

    study: str
    product: str
    outcome: str
    months: float
    high_dose: float
    high: ArmFigures
    low_dose: float
    low: ArmFigures
    better: str
    scale_points: float | None
    source: str


def dose_pairs(trials: Trials, domain: str) -> tuple[DosePair, ...]:
    """Pair the highest and the lowest dose of each study that printed figures of several, month by month."""
    arms = arms_by_name(trials.arms)
    made = []
    for study in trials.studies:
        rows = [each for each in trials.outcomes if each.study == study.study and each.domain == domain]
        wanted = wanted_outcome(rows, domain, None)
        rows = [each for each in rows if each.outcome == wanted and each.months]
        for months in sorted({each.months or 0.0 for each in rows}):
            groups = groups_of([each for each in rows if each.months == months], arms, [], separate=True)
            dosed = {each.arm.dose_million_cells: each for each in groups if each.arm.dose_million_cells}
            if len(dosed) < 2 or len({each.arm.product for each in dosed.values()}) > 1:
                continue
            top, bottom = max(dosed), min(dosed)
            row = dosed[top].row
            ends = (row.scale_low, row.scale_high)
            made.append(
                DosePair(
                    study=row.study, product=dosed[top].arm.product, outcome=row.outcome, months=months,
                    high_dose=float(top), high=dosed[top].figures, low_dose=float(bottom), low=dosed[bottom].figures,
                    better=row.better or "lower", source=str(row.source),
                    scale_points=None if None in ends else float(ends[1] or 0) - float(ends[0] or 0),
                )
            )  # fmt: skip
    return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkArm:
    """One group for a network: what it got, with what ("cells + HA"), and its figures.

    mean, sd : in points of 0 to 100 where the scale is known, so that trials of one outcome share a scale
    """

    study: str
    treatment: str
    product: str
    n: int
    mean: float
    sd: float
    months: float
    outcome: str
    better: str
    steps: tuple[str, ...]
    source: str


def network_arms(trials: Trials, domain: str) -> tuple[NetworkArm, ...]:
    """Give the groups of every study that has two treatments with figures of a domain, at its latest such month."""
    arms = arms_by_name(trials.arms)
    made: list[NetworkArm] = []
    for study in trials.studies:
        groups = _latest(trials, study, domain, arms)
        if len({_treatment(each) for each in groups}) > 1:
            made += [_arm(each) for each in groups]
    return tuple(made)


def _latest(trials: Trials, study: Study, domain: str, arms: Mapping[tuple[str, str], Arm]) -> list[Group]:
    rows = [each for each in trials.outcomes if each.study == study.study and each.domain == domain]
    wanted = wanted_outcome(rows, domain, None)
    rows = [each for each in rows if each.outcome == wanted and each.months]
    for months in sorted({each.months or 0.0 for each in rows}, reverse=True):
        groups = groups_of([each for each in rows if each.months == months], arms, [], separate=False)
        if len({_treatment(each) for each in groups}) > 1:
            return groups
    return []


def _treatment(group: Group) -> str:
    arm = group.arm
    return arm.product if arm.given_with is None else f"{arm.product} + {arm.given_with}"


def _arm(group: Group) -> NetworkArm:
    row, figures = group.row, group.figures
    known = row.scale_low is not None and row.scale_high is not None
    factor = 100.0 / (float(row.scale_high or 0) - float(row.scale_low or 0)) if known else 1.0
    better = row.better or "lower"
    if "sign-turned" in figures.steps:
        better = "lower" if better == "higher" else "higher"
    return NetworkArm(
        study=row.study, treatment=_treatment(group), product=group.arm.product, n=figures.n,
        mean=factor * figures.mean, sd=factor * figures.sd, months=row.months or 0.0, outcome=row.outcome,
        better=better, steps=figures.steps, source=str(row.source),
    )  # fmt: skip
