"""The pieces of evidence that bear on a part of a claim: numbers of arms, words of papers, numbers of reviews."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.evidence.claims.rules import judge_before, judge_between, judge_interval
from kneewise.evidence.comparisons import compare_arms
from kneewise.evidence.margins import margin_of
from kneewise.evidence.products import products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.claims.catalogue import Part
    from kneewise.evidence.claims.rules import Speaks
    from kneewise.evidence.comparisons import Comparison
    from kneewise.evidence.records import Finding, Review, Trials

# What reviews print of people rather than of their scores; the rules here hold differences against zero.
RATIOS: Final = {"RR", "OR", "HR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that bears on a part.

    kind : "trial" (two arms), "pooled" (of the trials above it), "finding" (words), "review", "before" (one arm's
        change), "events", "record", "dose"
    estimate, low, high : in `unit`, None where words alone were read; a ratio for events
    speaks, strong, why : which way by the part's rule, whether it may decide, and the code of the reason
    source : number or page, and the place in it; words : what a record says, by language
    """

    kind: str
    study: str
    product: str
    against: str | None
    outcome: str
    months: float | None
    estimate: float | None
    low: float | None
    high: float | None
    unit: str | None
    n: int | None
    result: str | None
    speaks: Speaks
    strong: bool
    why: str
    source: str
    note: str | None = None
    words: dict[str, str] | None = None


def pieces_of_trials(trials: Trials, part: Part) -> list[Piece]:
    """Give the comparisons of arms that bear on a part, of each trial its latest month, and their pool by product."""
    designs = {each.study: each.randomised for each in trials.studies}
    found: list[Piece] = []
    for domain in part.domains:
        made, _ = compare_arms(trials, domain, separate_doses=False)
        fitting = [
            each for each in made if _fits(each.months, part) and (not part.against or each.comparator in part.against)
        ]
        latest = {(each.study, each.product, each.comparator): each for each in fitting}
        for key in dict.fromkeys((each.product, _group(each.comparator)) for each in latest.values()):
            these = [each for each in latest.values() if (each.product, _group(each.comparator)) == key]
            alone = [_trial(each, part, designs[each.study]) for each in these]
            if len(these) > 1 and len({_unit(each) for each in these}) == 1:
                found += [replace(each, speaks="neither", strong=False, why="in-the-pool") for each in alone]
                found.append(_pool(these, alone, part))
            else:
                found += alone
    return found


def _fits(months: float | None, part: Part) -> bool:
    return part.months is None or (months is not None and part.months[0] <= months <= part.months[1])


def _group(comparator: str) -> str:
    return products()[comparator].group


def _unit(each: Comparison) -> str:
    if each.kind == "annual-percent-change":
        return "percent a year"
    return "points of 100" if each.scale_points else "points"


def effect_of(each: Comparison) -> tuple[float, float]:
    """The difference of means and its standard error, in points of 0 to 100 where the scale is known."""
    factor = 100.0 / each.scale_points if each.scale_points else 1.0
    effect = each.mean1 - each.mean2 if each.effect is None else each.effect
    se = math.sqrt(each.sd1**2 / each.n1 + each.sd2**2 / each.n2) if each.se is None else each.se
    return effect * factor, se * factor


def _margin(domain: str, unit: str) -> float | None:
    held = margin_of(domain, "MD")
    return held.on(100.0) if held is not None and unit == "points of 100" else None


def _trial(each: Comparison, part: Part, randomised: bool) -> Piece:
    effect, se = effect_of(each)
    low, high = effect - 1.96 * se, effect + 1.96 * se
    way, why = judge_interval(part.rule, (low, high), each.better, _margin(each.domain, _unit(each)))
    return Piece(
        kind="trial", study=each.study, product=each.product, against=each.comparator, outcome=each.outcome,
        months=each.months, estimate=effect, low=low, high=high, unit=_unit(each), n=each.n1 + each.n2, result=None,
        speaks=way if randomised else "neither", strong=randomised, why=why if randomised else "not-randomised",
        source=each.source, note="; ".join(each.steps) or None,
    )  # fmt: skip


def _pool(these: Sequence[Comparison], alone: Sequence[Piece], part: Part) -> Piece:
    from kneewise.evidence.pooling.pool import pool

    pairs = np.array([effect_of(each) for each in these])
    pooled = pool(pairs[:, 0], pairs[:, 1] ** 2, tau2="REML", interval="knapp-hartung-floor")
    low, high = (float(each) for each in pooled.ci or (math.nan, math.nan))
    first = these[0]
    way, why = judge_interval(part.rule, (low, high), first.better, _margin(first.domain, _unit(first)))
    return Piece(
        kind="pooled", study=", ".join(each.study for each in these), product=first.product,
        against=first.comparator if len({each.comparator for each in these}) == 1 else _group(first.comparator),
        outcome=first.domain, months=None, estimate=float(pooled.estimate), low=low, high=high, unit=_unit(first),
        n=sum(each.n or 0 for each in alone), result=None, speaks=way, strong=all(each.strong for each in alone),
        why=why, source="; ".join(dict.fromkeys(each.source for each in these)), note=f"k={len(these)}",
    )  # fmt: skip


def pieces_of_findings(trials: Trials, part: Part) -> list[Piece]:
    """Give what papers say in words of a comparison, where no numbers of the same study and month say it already."""
    designs = {each.study: each.randomised for each in trials.studies}
    cells = {name for name, product in products().items() if product.group == "cells"}
    found = []
    for each in trials.findings:
        if each.domain not in part.domains or each.product not in cells or not _fits(each.months, part):
            continue
        if each.compared == "before" and part.rule == "benefit":
            continue
        if each.compared == "between" and (
            part.rule == "change" or (part.against and each.against not in part.against)
        ):
            continue
        if each.compared == "before" and part.against and part.rule != "change":
            continue
        found.append(_finding(each, part, designs.get(each.study, False)))
    return found


def _finding(each: Finding, part: Part, randomised: bool) -> Piece:
    if each.compared == "between":
        way, strong, why = judge_between(part.rule, each.result, each.n, each.n_against, randomised=randomised)
        n = None if each.n is None or each.n_against is None else each.n + each.n_against
    else:
        way, strong, why = judge_before(part.rule, each.result, each.n)
        n = each.n
    return Piece(
        kind="finding", study=each.study, product=each.product, against=each.against, outcome=each.outcome,
        months=each.months, estimate=None, low=None, high=None, unit=None,
        n=n, result=each.result, speaks=way, strong=strong, why=why,
        source=str(each.source), note=each.note,
    )  # fmt: skip


def pieces_of_reviews(trials: Trials, part: Part) -> list[Piece]:
    """Give the pooled numbers of reviews that bear on a part; of several products they speak for the mixture alone."""
    cells = {name for name, product in products().items() if product.group == "cells"}
    found = []
    for each in trials.reviews:
        if each.domain not in part.domains or not set(each.products) & cells or each.low is None or each.high is None:
            continue
        if each.measure in RATIOS or {"interval-misses-estimate", "ratio-printed-as-smd"} & set(each.flags):
            continue
        if not each.better:
            continue
        is_change = "before-treatment" in each.comparators
        if is_change != (part.rule == "change") or (part.against and not set(each.comparators) & set(part.against)):
            continue
        if part.months is not None and not _fits(each.months_high, part):
            continue
        found.append(_review(each, part))
    return found


def _review(each: Review, part: Part) -> Piece:
    unit, margin = review_scale(each)
    way, why = judge_interval(part.rule, (float(each.low or 0), float(each.high or 0)), each.better or "lower", margin)
    strong = "comparator-not-named" not in each.flags
    return Piece(
        kind="review", study=each.review, product=each.products[0], against=";".join(each.comparators) or None,
        outcome=each.outcome, months=each.months_high, estimate=each.estimate, low=each.low, high=each.high, unit=unit,
        n=each.n_total, result=None, speaks=way, strong=strong, why=why, source=str(each.source), note=each.note,
    )  # fmt: skip


def review_scale(each: Review) -> tuple[str, float | None]:
    """The unit of a review's number and the margin on it; None where its scale cannot be told."""
    standardised = "SMD" in (each.measure or "")
    if standardised:
        held = margin_of(each.domain, "SMD")
        return "standard deviations", None if held is None else held.value
    for text, points in (("0-100", 100.0), ("0-10", 10.0)):
        if text in each.outcome:
            held = margin_of(each.domain, "MD")
            return f"points of {points:g}", None if held is None else held.on(points)
    return "points", None
