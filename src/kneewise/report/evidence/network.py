"""A network meta-analysis as sections: every treatment against one, all against all, direct against indirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.evidence.network_scale import Scale
from kneewise.report.evidence.network_words import network_word
from kneewise.report.evidence.trial_words import product_word
from kneewise.report.figures import count
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, p_value
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.networks.inconsistency import Inconsistency
    from kneewise.evidence.networks.result import Network
    from kneewise.evidence.networks.split import Split
    from kneewise.report.sections import Picture
    from kneewise.report.words import Lang

# Labels of the shipped trials that stand for several products or for an unknown one.
_MIXED = ("several-products", "cells-not-named")


def network_title(lang: Lang) -> str:
    """The title of page and first section."""
    return network_word("title", lang)


def present_network(result: Network, lang: Lang, *, pictures: Sequence[Picture] = ()) -> Section:
    """Say a network: its size, how trials vary, and every treatment against the reference."""
    scale = Scale(result.measure)
    n_pairs = int((result.n_trials > 0).sum() // 2)
    size = len(result.treatments)
    found = [
        network_word(
            "size", lang, treatments=size, trials=len(result.studies), designs=result.n_designs, pairs=n_pairs,
            all_pairs=size * (size - 1) // 2,
        )
    ]  # fmt: skip
    if result.random is not None and result.i2 is not None and result.tau2 is not None:
        found.append(
            network_word(
                "spread", lang, tau=fixed(result.tau2**0.5, 2), method=result.tau2_method, i2=_percent(result.i2),
                low=_percent(result.i2_low), high=_percent(result.i2_high),
            )
        )  # fmt: skip
    if result.model == "common":
        found.append(network_word("common-model", lang))
    if result.p_scores:
        best = max(result.p_scores, key=lambda name: result.p_scores[name])  # type: ignore[index]
        found.append(
            network_word("best", lang, name=product_word(best, lang), score=fixed(result.p_scores[best], 2))
        )  # fmt: skip
    n_single = int((result.n_trials == 1).sum() // 2)
    missing = [] if result.p_scores else [network_word("no-scores", lang)]
    if result.tau2_why:
        missing.append(network_word("no-random", lang, why=result.tau2_why))
    missing += [network_word("left-out", lang, what=each) for each in result.left_out]
    return Section(
        title=network_title(lang),
        found=found,
        warnings=[
            *([network_word("single", lang, n=n_single)] if n_single else []),
            *[
                network_word("mixed", lang, name=product_word(each, lang))
                for each in _MIXED
                if each in result.treatments
            ],
        ],
        grids=[against_reference(result, lang, scale)],
        pictures=pictures,
        notes=[
            network_word("note-method", lang),
            network_word("note-similar", lang),
            *([network_word("note-logs", lang)] if scale.ratio else []),
        ],
        missing=missing,
    )


def against_reference(result: Network, lang: Lang, scale: Scale) -> Grid:
    """Every treatment against the reference; by P-score where there are any."""
    reference = result.place(result.reference)
    order = [k for k in range(len(result.treatments)) if k != reference]
    if result.p_scores:
        order.sort(key=lambda k: -result.p_scores[result.treatments[k]])  # type: ignore[index]
    effects = result.effects
    rows = []
    for k in order:
        predicted = None
        if result.prediction_low is not None and result.prediction_high is not None:
            predicted = scale.pair(result.prediction_low[k, reference], result.prediction_high[k, reference])
        rows.append(
            (
                product_word(result.treatments[k], lang),
                int(result.n_trials[k, reference]),
                scale.of(effects.estimate[k, reference]),
                scale.pair(effects.low[k, reference], effects.high[k, reference]),
                predicted if result.model == "random" else None,
                float(result.direct_share[k, reference]),
                float(effects.p[k, reference]),
                *([result.p_scores[result.treatments[k]]] if result.p_scores else []),
            )
        )
    interval = shared_word("interval-of", lang, percent=fixed(100 * result.level, 0))
    return Grid(
        caption=network_word("against-reference", lang, reference=product_word(result.reference, lang)),
        columns=[
            Column(head=network_word("treatment", lang)),
            Column(head=network_word("n-direct", lang), form="count"),
            Column(head=result.measure or network_word("effect", lang), form="estimate", digits=2),
            Column(head=interval, form="interval", digits=2),
            Column(head=network_word("prediction", lang), form="interval", digits=2),
            Column(head=network_word("share", lang), form="percent"),
            Column(head="p", form="p"),
            *([Column(head=network_word("p-score", lang), form="estimate", digits=2)] if result.p_scores else []),
        ],
        rows=rows,
    )


def present_consistency(
    result: Network,
    splits: Sequence[Split],
    designs: Inconsistency | None,
    lang: Lang,
    *,
    pictures: Sequence[Picture] = (),
    no_heat: bool = False,
) -> Section:
    """Say where direct and indirect evidence, and designs, agree; `no_heat`: there is no loop for a net heat."""
    scale = Scale(result.measure)
    found = []
    if result.q_between.df:
        found.append(_tested("agree", result.q_between, lang))
    if designs is not None and designs.between_random is not None and designs.between_random.df:
        found.append(_tested("agree-random", designs.between_random, lang))
    both = [each for each in splits if each.difference is not None]
    differ = [each for each in both if each.p is not None and each.p < 0.05]
    warnings = []
    if differ:
        pairs = "; ".join(_pair(each, lang) for each in differ)
        warnings.append(network_word("disagree", lang, pairs=pairs))
    if not both:
        warnings.append(network_word("no-split", lang))
    missing = [network_word("no-heat", lang)] if no_heat else []
    grids = [_splits(both, lang, scale)] if both else []
    if designs is not None:
        grids.append(_designs(designs, lang))
    return Section(
        title=network_word("consistency", lang), found=found, warnings=warnings, grids=grids, pictures=pictures,
        missing=missing,
    )  # fmt: skip


def _tested(key: str, test: object, lang: Lang) -> str:
    q, df, p = test.q, test.df, test.p  # type: ignore[attr-defined]
    return network_word(key, lang, q=fixed(q, 2), df=count(df), p="–" if p is None else p_value(p))


def _splits(splits: Sequence[Split], lang: Lang, scale: Scale) -> Grid:
    z = 1.959964
    rows = []
    for each in splits:
        cells: list[object] = [_pair(each, lang), each.n_trials, each.direct_share]
        for value, se in (
            (each.direct, each.direct_se),
            (each.indirect, each.indirect_se),
        ):
            cells.append(
                None if value is None or se is None else scale.text(value, value - z * se, value + z * se, lang)
            )
        cells += [None if each.difference is None else scale.of(each.difference), each.p]
        rows.append(cells)
    return Grid(
        caption=network_word("splits", lang),
        columns=[
            Column(head=network_word("comparison", lang)),
            Column(head=network_word("n-direct", lang), form="count"),
            Column(head=network_word("share", lang), form="percent"),
            Column(head=network_word("direct", lang)),
            Column(head=network_word("indirect", lang)),
            Column(head=network_word("quotient" if scale.ratio else "difference", lang), form="estimate", digits=2),
            Column(head="p", form="p"),
        ],
        rows=rows,
    )


def _designs(found: Inconsistency, lang: Lang) -> Grid:
    # Where the network is a tree, no design can be taken out.
    testable = any(each.between_without is not None for each in found.designs)
    rows = []
    for each in found.designs:
        without = each.between_without
        rest = (None, None) if without is None else (without.q, without.p)
        rows.append(
            (
                " / ".join(product_word(name, lang) for name in each.design), each.n_trials,
                each.within.q if each.within.df else None, each.within.df, each.within.p, *(rest if testable else ()),
            )
        )  # fmt: skip
    return Grid(
        caption=network_word("designs", lang),
        columns=[
            Column(head=network_word("design", lang)),
            Column(head=network_word("n-direct", lang), form="count"),
            Column(head=network_word("q-within", lang), form="estimate", digits=2),
            Column(head=network_word("df", lang), form="count"),
            Column(head="p", form="p"),
            *([Column(head=network_word("q-without", lang), form="estimate", digits=2), Column(head="p", form="p")]
              if testable else []),
        ],
        rows=rows,
    )  # fmt: skip


def _pair(each: Split, lang: Lang) -> str:
    return network_word("against", lang, name=product_word(each.first, lang), other=product_word(each.second, lang))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{fixed(100 * share, 0)}%"
