"""What a pool is asked beyond itself: groups, moderators, several effects of a trial, single trials, events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kneewise.cli.effect_rows import table_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.cli.effect_rows import EffectRows
    from kneewise.evidence.pooling.result import Pooled
    from kneewise.report.sections import Section
    from kneewise.report.words import Lang


def further_parts(
    taken: EffectRows, whole: Pooled, options: Mapping[str, Any], lang: Lang
) -> tuple[dict[str, Any], list[Section]]:
    """Give results for the document and sections, in the order of the help; nothing that was not asked for."""
    documents: dict[str, Any] = {}
    sections: list[Section] = []
    for name, asked, part in (
        ("groups", options["group"], _groups),
        ("regression", options["moderators"], _regression),
        ("three_level", options["trial"], _three_level),
        ("without", options["leave_one_out"], _without),
        ("cumulative", options["cumulate"], _cumulative),
    ):
        if asked:
            documents[name], section = part(taken, whole, options, lang)
            sections.append(section)
    for method in options["events"]:
        documents.setdefault("events", {})[method], section = _events(taken, method, lang)
        sections.append(section)
    return documents, sections


def _choices(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("interval", "prediction", "tau2_interval")}


def _tau2(taken: EffectRows, options: Mapping[str, Any]) -> str:
    """The estimator of parts that know no Mantel-Haenszel: DerSimonian and Laird's in its place."""
    from kneewise.cli.evidence_pool import tau2_of

    how = tau2_of(taken, options)
    return "DL" if how.upper() == "DL-MH" else how


def _groups(taken: EffectRows, whole: Pooled, options: Mapping[str, Any], lang: Lang) -> tuple[Any, Section]:
    from kneewise.evidence.regression.subgroups import subgroups
    from kneewise.report.evidence.pool_more import present_groups

    members = table_column(taken.columns, options["group"], "--group").tolist()
    found = subgroups(
        taken.sizes, group=members, shared_tau2=options["shared_tau2"], tau2=_tau2(taken, options), **_choices(options)
    )
    return found, present_groups(taken.sizes, found, whole, members, lang)


def _regression(taken: EffectRows, _: Pooled, options: Mapping[str, Any], lang: Lang) -> tuple[Any, Section]:
    from kneewise.evidence.regression.call import meta_regression
    from kneewise.report.evidence.pool_more import present_regression

    table = {name: table_column(taken.columns, name, "--moderator") for name in options["moderators"]}
    found = meta_regression(taken.sizes, moderators=table, tau2=_tau2(taken, options), interval=options["interval"])
    return found, present_regression(found, lang)


def _three_level(taken: EffectRows, _: Pooled, options: Mapping[str, Any], lang: Lang) -> tuple[Any, Section]:
    from kneewise.evidence.regression.three_level import pool_three_level
    from kneewise.report.evidence.pool_more import present_three_level

    trial = [str(each) for each in table_column(taken.columns, options["trial"], "--trial").tolist()]
    found = pool_three_level(taken.sizes, trial=trial)
    return found, present_three_level(taken.sizes, found, lang)


def _without(taken: EffectRows, whole: Pooled, options: Mapping[str, Any], lang: Lang) -> tuple[Any, Section]:
    from kneewise.evidence.sensitivity.influence import influence
    from kneewise.evidence.sensitivity.repeated import leave_one_out
    from kneewise.report.evidence.pool_trials import present_without

    how = _tau2(taken, options)
    without = leave_one_out(taken.sizes, tau2=how, **_choices(options))
    pull = influence(taken.sizes, tau2=how) if int(np.isfinite(taken.sizes.effects).sum()) > 2 else None
    return {"pools": without, "influence": pull}, present_without(taken.sizes, without, whole, pull, lang)


def _cumulative(taken: EffectRows, _: Pooled, options: Mapping[str, Any], lang: Lang) -> tuple[Any, Section]:
    from kneewise.evidence.sensitivity.repeated import cumulate
    from kneewise.report.evidence.pool_trials import present_cumulative

    by = np.asarray(table_column(taken.columns, options["cumulate"], "--cumulate"))
    if by.dtype.kind not in "fiu" or np.isnan(by.astype(float)).any():
        raise click.UsageError(f"--cumulate {options['cumulate']}: needs a number in every row, as a year.")
    order = np.argsort(by, kind="stable").tolist()
    steps = cumulate(taken.sizes, order=by.tolist(), tau2=_tau2(taken, options), **_choices(options))
    names = [f"{taken.sizes.labels[row]} ({by[row]:g})" for row in order]
    document = {"order": [taken.sizes.labels[row] for row in order], "pools": steps}
    return document, present_cumulative(taken.sizes, steps, order, names, lang)


def _events(taken: EffectRows, method: str, lang: Lang) -> tuple[Any, Section]:
    from kneewise.evidence.rare_events.beta_binomial import beta_binomial
    from kneewise.evidence.rare_events.exact import exact_odds_ratio
    from kneewise.evidence.rare_events.mantel_haenszel import mantel_haenszel
    from kneewise.evidence.rare_events.mixed_model import mixed_model
    from kneewise.evidence.rare_events.peto import peto
    from kneewise.report.evidence.pool_events import present_events

    if not taken.of_events:
        raise click.UsageError(f"--events {method}: needs the columns events1, n1, events2, n2.")
    cells = [taken.columns[name] for name in ("events1", "n1", "events2", "n2")]
    measure = taken.sizes.measure if taken.sizes.measure in ("RR", "OR", "RD") else "OR"
    if method == "mantel-haenszel":
        found: Any = mantel_haenszel(*cells, measure=measure)
    else:
        measure = "OR"
        fits: dict[str, Any] = {"peto": peto, "exact": exact_odds_ratio, "beta-binomial": beta_binomial}
        found = fits.get(method, mixed_model)(*cells)
    return found, present_events(found, method, measure, lang)
