"""Comparisons of two arms made of what the trials printed: one row a study, product, comparator, outcome and month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kneewise.errors import BadValues
from kneewise.evidence.effects.conversions import se_from_p
from kneewise.evidence.printed_figures import ArmFigures, arms_by_name, combine_arms, take_figures
from kneewise.evidence.products import products

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kneewise.evidence.records import Arm, Finding, Outcome, Trials

# Where a study printed several outcomes of one domain: the first of these that it has. Overall pain goes before the
# parts of questionnaires, as in the hierarchy of Juhl C et al. BMJ Open 2012;2:e001259 for knee osteoarthritis.
PREFERRED: Final = {
    "pain": ("VAS pain", "VAS pain improvement", "overall knee pain NRS", "NPRS pain", "WOMAC pain", "KOOS pain"),
    "function": ("WOMAC function", "KOOS ADL"),
    "total-score": ("WOMAC total", "IKDC", "Lequesne index"),
    "structure": ("medial tibial cartilage volume annual % change",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two arms of a study at one month.

    product, comparator : what the first arm got beyond the second, and what the second got
    scale_points : length of the scale; None where it is not known or has no ends
    better : which direction is good
    effect, se : difference of means and its standard error where these come from a printed p of a paired design,
        else None: they follow from the arms
    steps : codes of what was done to the printed figures, see `ArmFigures`; "paired-knees" where both knees of a
        person were compared, "se-from-p" where the pairing is in the standard error
    """

    study: str
    product: str
    comparator: str
    given_with: str | None
    outcome: str
    domain: str
    months: float
    kind: str
    n1: int
    mean1: float
    sd1: float
    n2: int
    mean2: float
    sd2: float
    better: str
    scale_points: float | None
    effect: float | None
    se: float | None
    steps: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A printed figure that entered no comparison, and why."""

    study: str
    arm: str
    outcome: str
    months: float | None
    why: str


def compare_arms(
    trials: Trials, domain: str, *, outcome: str | None = None, separate_doses: bool = False
) -> tuple[tuple[Comparison, ...], tuple[LeftOut, ...]]:
    """Compare the arms of every study that has two with figures in a domain, and say what was left out.

    outcome : only this one; None takes the first of PREFERRED that a study has
    separate_doses : keep dose groups apart, each against the whole comparator (their rows then share its patients)

    Both means are turned so that they run with the scale; the difference is mean1 - mean2, good where `better` says.
    """
    if outcome is None and domain not in PREFERRED:
        raise BadValues(f"domain: found '{domain}'; allowed without an outcome: {', '.join(PREFERRED)}")
    arms = arms_by_name(trials.arms)
    left: list[LeftOut] = []
    made: list[Comparison] = []
    for study in trials.studies:
        rows = [each for each in trials.outcomes if each.study == study.study and each.domain == domain]
        wanted = wanted_outcome(rows, domain, outcome)
        rows = [each for each in rows if each.outcome == wanted and each.months]
        for months in sorted({each.months or 0.0 for each in rows}):
            found = groups_of([each for each in rows if each.months == months], arms, left, separate_doses)
            made += _pairs(found, trials.findings, paired=study.design == "rct-paired-knees")
    return tuple(made), tuple(left)


def wanted_outcome(rows: Iterable[Outcome], domain: str, outcome: str | None) -> str | None:
    there = {each.outcome for each in rows}
    if outcome is not None:
        return outcome
    return next((each for each in PREFERRED[domain] if each in there), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of people who got the same, with its figures of one month and the row that they come from."""

    arm: Arm
    row: Outcome
    figures: ArmFigures


def groups_of(
    rows: Iterable[Outcome], arms: Mapping[tuple[str, str], Arm], left: list[LeftOut], separate: bool
) -> list[Group]:
    """Make one group of each product, of its dose groups or subgroups together; changes win over visits."""
    by_key: dict[tuple[object, ...], list[Group]] = {}
    for row in rows:
        arm = arms[row.study, row.arm]
        figures = take_figures(row, arm)
        if isinstance(figures, str):
            left.append(LeftOut(study=row.study, arm=row.arm, outcome=row.outcome, months=row.months, why=figures))
            continue
        key = (figures.kind, arm.product, arm.given_with, arm.dose_million_cells if separate else None)
        by_key.setdefault(key, []).append(Group(arm=arm, row=row, figures=figures))
    groups = [
        Group(arm=each[0].arm, row=each[0].row, figures=combine_arms(one.figures for one in each))
        for each in by_key.values()
    ]
    changes = [each for each in groups if each.figures.kind == "change"]
    return changes if len(changes) > 1 else [each for each in groups if each.figures.kind != "change"]


def _pairs(groups: list[Group], findings: Iterable[Finding], *, paired: bool) -> list[Comparison]:
    kinds = products()
    made = []
    for first in groups:
        for second in groups:
            if kinds[second.arm.product].group == "cells" or first.arm.product == second.arm.product:
                continue
            if kinds[first.arm.product].group != "cells" and _order(first) >= _order(second):
                continue
            made.append(_comparison(first, second, findings, paired=paired))
    return made


def _order(group: Group) -> int:
    """Among arms without cells the more active one goes first: an injection before placebo before care."""
    return list(products()).index(group.arm.product)


def _comparison(first: Group, second: Group, findings: Iterable[Finding], *, paired: bool) -> Comparison:
    one, two, row = first.figures, second.figures, first.row
    steps = dict.fromkeys([*one.steps, *two.steps])
    better = row.better or "lower"
    if "sign-turned" in steps:
        better = "lower" if better == "higher" else "higher"
    effect = se = None
    if paired:
        steps["paired-knees"] = None
        p = _printed_p(first, second, findings)
        if p is not None:
            effect = one.mean - two.mean
            se = float(se_from_p(effect, p, df=one.n - 1))
            steps["se-from-p"] = None
    ends = (row.scale_low, row.scale_high)
    return Comparison(
        study=row.study, product=first.arm.product, comparator=second.arm.product, given_with=first.arm.given_with,
        outcome=row.outcome, domain=row.domain, months=row.months or 0.0, kind=one.kind,
        n1=one.n, mean1=one.mean, sd1=one.sd, n2=two.n, mean2=two.mean, sd2=two.sd, better=better,
        scale_points=None if None in ends else float(ends[1] or 0) - float(ends[0] or 0),
        effect=effect, se=se, steps=tuple(steps), source=str(row.source),
    )  # fmt: skip


def _printed_p(first: Group, second: Group, findings: Iterable[Finding]) -> float | None:
    for each in findings:
        same = (each.study, each.outcome, each.months) == (first.row.study, first.row.outcome, first.row.months)
        if same and each.against == second.arm.product and each.p is not None and each.p[:1] not in "<>":
            return float(each.p)
    return None
