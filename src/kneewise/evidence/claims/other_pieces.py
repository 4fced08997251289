"""Pieces that are no comparison of outcomes: changes of one arm, doses, events, and what authorities say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kneewise.evidence.claims.pieces import Piece
from kneewise.evidence.claims.rules import judge_interval, judge_serious
from kneewise.evidence.printed_figures import arms_by_name, take_figures
from kneewise.evidence.products import products
from kneewise.evidence.trial_groups import dose_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.claims.catalogue import Part, Record
    from kneewise.evidence.claims.rules import Speaks
    from kneewise.evidence.records import Event, Trials


def pieces_of_changes(trials: Trials, part: Part) -> list[Piece]:
    """Give the changes since the start that arms of cells printed with an SD, of each study its latest month."""
    arms = arms_by_name(trials.arms)
    kinds = products()
    latest: dict[tuple[str, str], Piece] = {}
    for row in sorted(trials.outcomes, key=lambda each: each.months or 0.0):
        arm = arms[row.study, row.arm]
        if row.domain not in part.domains or kinds[arm.product].group != "cells":
            continue
        if part.months is not None and not (row.months and part.months[0] <= row.months <= part.months[1]):
            continue
        figures = take_figures(row, arm)
        if isinstance(figures, str) or figures.kind != "change":
            continue
        better = row.better or "lower"
        if "sign-turned" in figures.steps:
            better = "lower" if better == "higher" else "higher"
        on_scale = row.scale_low is not None and row.scale_high is not None
        factor = 100.0 / (float(row.scale_high or 0) - float(row.scale_low or 0)) if on_scale else 1.0
        half = 1.96 * figures.sd / math.sqrt(figures.n)
        low, high = (factor * (figures.mean + side * half) for side in (-1.0, 1.0))
        way, why = judge_interval("change", (low, high), better)
        latest[row.study, row.arm] = Piece(
            kind="before", study=row.study, product=arm.product, against="before-treatment", outcome=row.outcome,
            months=row.months, estimate=factor * figures.mean, low=low, high=high,
            unit="points of 100" if on_scale else "points", n=figures.n, result=None, speaks=way,
            strong=True, why=why, source=str(row.source), note="; ".join(figures.steps) or None,
        )  # fmt: skip
    return list(latest.values())


def pieces_of_doses(trials: Trials, part: Part) -> list[Piece]:
    """Give the highest against the lowest dose of each trial that has several of one product, at its latest month."""
    latest: dict[tuple[str, str], Piece] = {}
    designs = {each.study: each.randomised for each in trials.studies}
    for domain in part.domains:
        for pair in dose_pairs(trials, domain):
            high, low = pair.high, pair.low
            factor = 100.0 / pair.scale_points if pair.scale_points else 1.0
            effect = factor * (high.mean - low.mean)
            half = factor * 1.96 * math.sqrt(high.sd**2 / high.n + low.sd**2 / low.n)
            way, why = judge_interval("order", (effect - half, effect + half), pair.better)
            randomised = designs[pair.study]
            latest[pair.study, domain] = Piece(
                kind="dose", study=pair.study, product=pair.product, against=pair.product, outcome=pair.outcome,
                months=pair.months, estimate=effect, low=effect - half, high=effect + half,
                unit="points of 100" if pair.scale_points else "points", n=high.n + low.n, result=None,
                speaks=way if randomised else "neither", strong=randomised, why=why if randomised else "not-randomised",
                source=pair.source, note=f"{pair.high_dose:g} against {pair.low_dose:g} million cells",
            )  # fmt: skip
    return list(latest.values())


def pieces_of_fewer_events(trials: Trials, part: Part) -> list[Piece]:
    """Give risk ratios of the named events, cells against others of the same study."""
    from kneewise.evidence.effects.call import effect_sizes

    arms, kinds = arms_by_name(trials.arms), products()
    designs = {each.study: each.randomised for each in trials.studies}
    found = []
    for one in trials.events:
        first = arms[one.study, one.arm]
        if one.event not in part.events or kinds[first.product].group != "cells":
            continue
        for two in trials.events:
            second = arms[two.study, two.arm]
            same = (two.study, two.event) == (one.study, one.event) and kinds[second.product].group != "cells"
            if not same or None in (one.affected, one.at_risk, two.affected, two.at_risk):
                continue
            ratio = effect_sizes(
                measure="RR", events1=one.affected, n1=one.at_risk, events2=two.affected, n2=two.at_risk
            )
            log, half = float(ratio.effects[0]), 1.96 * float(ratio.se[0])
            way, why = judge_interval("fewer-events", (log - half, log + half), "lower")
            randomised = designs[one.study]
            if not randomised:
                way, why = "neither", "not-randomised"
            found.append(
                Piece(
                    kind="events", study=one.study, product=first.product, against=second.product, outcome=one.event,
                    months=None, estimate=math.exp(log), low=math.exp(log - half), high=math.exp(log + half),
                    unit="risk ratio", n=(one.at_risk or 0) + (two.at_risk or 0), result=None, speaks=way,
                    strong=randomised, why=why, source=str(one.source),
                    note=f"{one.affected} of {one.at_risk} against {two.affected} of {two.at_risk}",
                )
            )  # fmt: skip
    return found


def pieces_of_harm(trials: Trials, part: Part) -> list[Piece]:
    """Give, by product, whether anybody had an event ("no-events"), or how many had a serious one ("rare-serious")."""
    arms = arms_by_name(trials.arms)
    by_product: dict[str, list[Event]] = {}
    for each in trials.events:
        wanted = each.kind == "serious" if part.rule == "rare-serious" else each.kind in ("any", "named", "class")
        product = arms[each.study, each.arm].product
        known = each.affected is not None and each.at_risk is not None and each.counts == "patients"
        if wanted and known and products()[product].group == "cells":
            by_product.setdefault(product, []).append(each)
    make = _serious if part.rule == "rare-serious" else _any
    return [make(product, events) for product, events in by_product.items()]


def _serious(product: str, events: list[Event]) -> Piece:
    # One row an arm: rows of one arm may count the same people, so the one with the most of them stands for all.
    rising = sorted(events, key=lambda each: each.affected or 0)
    per_arm = {(each.study, each.arm): each for each in rising}
    n_events = sum(each.affected or 0 for each in per_arm.values())
    n = sum(each.at_risk or 0 for each in per_arm.values())
    way, why, bounds = judge_serious(n_events, n)
    return _harm(product, list(per_arm.values()), way, why, bounds)


def _any(product: str, events: list[Event]) -> Piece:
    most = max(events, key=lambda each: (each.affected or 0) / (each.at_risk or 1))
    if most.affected:
        return _harm(product, [most], "against", "event-seen", (None, None))
    return _harm(product, [most], "neither", "none-of-few", (None, None))


def _harm(product: str, events: list[Event], way: Speaks, why: str, bounds: tuple[float | None, float | None]) -> Piece:
    n_events, n = sum(each.affected or 0 for each in events), sum(each.at_risk or 0 for each in events)
    return Piece(
        kind="events", study=", ".join(dict.fromkeys(each.study for each in events)), product=product, against=None,
        outcome="; ".join(dict.fromkeys(each.event for each in events)), months=None, estimate=n_events / n,
        low=bounds[0], high=bounds[1], unit="share", n=n, result=None,
        speaks=way, strong=way != "neither", why=why,
        source="; ".join(dict.fromkeys(str(each.source) for each in events)), note=f"{n_events} of {n}",
    )  # fmt: skip


def pieces_of_records(part: Part, records: Mapping[str, Record]) -> list[Piece]:
    """Give what authorities and registers say, against what the claim says."""
    found = []
    for product, key in part.record.items():
        record = records[key]
        fact = record.facts[part.fact or ""]
        same = fact.value == part.needs
        found.append(
            Piece(
                kind="record", study=record.key, product=product, against=None, outcome=part.fact or "", months=None,
                estimate=None, low=None, high=None, unit=None, n=None, result=fact.value,
                speaks="for" if same else "against", strong=True, why="record-says-so" if same else "record-says-other",
                source="; ".join(record.sources), note=record.on, words=fact.words,
            )
        )  # fmt: skip
    return found
