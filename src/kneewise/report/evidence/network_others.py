"""Networks of rare events and of components as sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.evidence.network_pictures import league_picture
from kneewise.report.evidence.network_scale import Scale
from kneewise.report.evidence.network_words import network_word
from kneewise.report.evidence.trial_words import product_word
from kneewise.report.figures import count
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, p_value
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from kneewise.evidence.networks.components import ComponentNetwork
    from kneewise.evidence.networks.sparse import SparseNetwork
    from kneewise.report.words import Lang


def present_sparse(result: SparseNetwork, lang: Lang, *, reference: str) -> Section:
    """Say a network of rare events."""
    found = [
        network_word("sparse-size", lang, treatments=len(result.treatments), trials=len(result.studies)),
        network_word("common-model", lang),
    ]
    if result.q_between is not None and result.q_between.p is not None:
        test = result.q_between
        found.append(network_word("agree", lang, q=fixed(test.q, 2), df=count(test.df), p=p_value(result.q_between.p)))
    return Section(
        title=network_word("sparse-title", lang),
        found=found,
        grids=[_against(result, reference, lang)],
        pictures=[league_picture(result.treatments, result.effects, None, lang, measure="OR", better=result.better)],
        notes=[network_word(f"note-{result.method}", lang), network_word("note-logs", lang)],
        missing=[network_word("left-out", lang, what=each) for each in result.left_out],
    )


def present_components(result: ComponentNetwork, lang: Lang, *, measure: str | None) -> Section:
    """Say what the parts of products add."""
    scale = Scale(measure)
    found = [
        network_word(
            "parts-size", lang, components=len(result.components), treatments=len(result.treatments),
            trials=result.n_trials, subnetworks=result.n_subnetworks,
        )
    ]  # fmt: skip
    q = result.difference
    if q is not None and q.p is not None:
        found.append(network_word("additive", lang, q=fixed(q.q, 2), df=count(q.df), p=p_value(q.p)))
    rows = [
        (
            each.name, None if each.estimate is None else scale.of(each.estimate),
            None if each.low is None or each.high is None else scale.pair(each.low, each.high), each.p,
        )
        for each in result.components
    ]  # fmt: skip
    missing = [network_word("untold", lang, name=each.name) for each in result.components if each.why]
    if q is None or q.p is None:
        missing.append(network_word("no-additive", lang))
    missing += [network_word("left-out", lang, what=each) for each in result.left_out]
    return Section(
        title=network_word("parts-title", lang),
        found=found,
        grids=[
            Grid(
                caption="",
                columns=[
                    Column(head=network_word("component", lang)),
                    Column(head=measure or network_word("effect", lang), form="estimate", digits=2),
                    Column(head=_interval(result.level, lang), form="interval", digits=2),
                    Column(head="p", form="p"),
                ],
                rows=rows,
            )
        ],
        pictures=[league_picture(result.treatments, result.effects, None, lang, measure=measure, better=None)],
        notes=[network_word("note-parts", lang), *([network_word("note-logs", lang)] if scale.ratio else [])],
        missing=missing,
    )


def _against(result: SparseNetwork, reference: str, lang: Lang) -> Grid:
    at, effects, scores = result.treatments.index(reference), result.effects, result.p_scores
    rows = [
        (
            product_word(name, lang), float(np.exp(effects.estimate[k, at])),
            (float(np.exp(effects.low[k, at])), float(np.exp(effects.high[k, at]))), float(effects.p[k, at]),
            *([scores[name]] if scores else []),
        )
        for k, name in enumerate(result.treatments)
        if k != at
    ]  # fmt: skip
    return Grid(
        caption=network_word("against-reference", lang, reference=product_word(reference, lang)),
        columns=[
            Column(head=network_word("treatment", lang)),
            Column(head="OR", form="estimate", digits=2),
            Column(head=_interval(result.level, lang), form="interval", digits=2),
            Column(head="p", form="p"),
            *([Column(head=network_word("p-score", lang), form="estimate", digits=2)] if scores else []),
        ],
        rows=rows,
    )


def _interval(level: float, lang: Lang) -> str:
    return shared_word("interval-of", lang, percent=fixed(100 * level, 0))
