"""What goes beyond one pool, a section each: groups, moderators, trials of several effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.evidence.effect import trial_row
from kneewise.report.evidence.pool import forest_picture, pooled_rows
from kneewise.report.evidence.pool_more_words import more_word
from kneewise.report.evidence.pool_words import pool_word
from kneewise.report.evidence.scale import scale_of
from kneewise.report.pictures.forest import ForestRow
from kneewise.report.section_cells import fixed, p_value
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.effects.result import EffectSizes
    from kneewise.evidence.regression.result import Coefficients, Regression
    from kneewise.evidence.regression.subgroups import Subgroups
    from kneewise.evidence.regression.three_level import ThreeLevel
    from kneewise.report.words import Lang

_ENOUGH = 10


def present_groups(sizes: EffectSizes, found: Subgroups, whole: Any, members: Sequence[Any], lang: Lang) -> Section:
    """Groups of trials: their pools, the test between them, and one forest. members : the group of each row."""
    scale = scale_of(sizes)
    pools: tuple[Any, ...] = found.pools
    columns = [
        Column(head=pool_word("group", lang), form="label"),
        Column(head=pool_word("k", lang), form="count"),
        Column(head=pool_word("effect", lang), form="estimate", digits=scale.digits),
        Column(head=pool_word("interval", lang, percent=95), form="interval", digits=scale.digits),
        Column(head=pool_word("p-head", lang), form="p"),
        Column(head=pool_word("tau2", lang), form="estimate", digits=3),
    ]
    rows: list[tuple[object, ...]] = [
        (label, each.k, scale.back(each.estimate), scale.pair(each.ci), each.p, each.tau2)
        for label, each in zip(found.labels, pools, strict=True)
    ]
    said = more_word("groups-one", lang)
    if found.between is not None:
        between = found.between
        said = more_word("groups-found", lang, p=p_value(between.p), q=fixed(between.statistic, 1), df=between.df)
    forest: list[ForestRow] = []
    for label, each in zip(found.labels, found.pools, strict=True):
        inside = [row for row in range(len(members)) if members[row] == label and np.isfinite(sizes.effects[row])]
        forest.append(ForestRow(kind="head", name=str(label)))
        forest += [trial_row(sizes, row, scale, lang, float(whole.weights[row])) for row in inside]
        forest += [
            row if row.kind != "pooled" else ForestRow(
                kind="pooled", name=row.name, estimate=row.estimate, low=row.low, high=row.high, value=row.value
            )
            for row in pooled_rows(each, scale, lang, pool_word("pooled-by", lang, method=each.tau2_method))
            if row.kind == "pooled"
        ]  # fmt: skip
        forest.append(ForestRow(kind="gap"))
    forest += pooled_rows(whole, scale, lang, pool_word("all", lang))
    return Section(
        title=more_word("groups-title", lang),
        found=[said],
        warnings=[more_word("groups-warn", lang)],
        grids=[Grid(caption=more_word("groups-title", lang), columns=columns, rows=rows)],
        pictures=[forest_picture(forest, sizes, whole, lang, name="groups")],
        notes=[more_word("groups-note", lang)],
    )


def present_regression(found: Regression, lang: Lang) -> Section:
    """Moderators: their coefficients and what they explain."""
    said, warnings = [], []
    if found.explained is not None:
        r2 = "–" if found.explained.r2 is None else f"{fixed(found.explained.r2, 0)}%"
        said.append(more_word("regression-found", lang, p=p_value(found.explained.p), r2=r2, tau2=f"{found.tau2:.3g}"))
        if found.k < _ENOUGH * found.explained.df:
            warnings.append(more_word("regression-warn", lang, k=found.k, p=found.explained.df))
    return Section(
        title=more_word("regression-title", lang),
        found=said,
        warnings=warnings,
        grids=[_coefficients(found.coefficients, lang)],
        notes=[more_word("regression-note", lang)],
        missing=[pool_word("left-out", lang, n=found.left_out)] if found.left_out else [],
    )


def _coefficients(told: Coefficients, lang: Lang) -> Grid:
    columns = [
        Column(head=more_word("coefficient", lang)),
        Column(head=pool_word("effect", lang), form="estimate", digits=3),
        Column(head=more_word("se", lang), form="estimate", digits=3),
        Column(head=pool_word("interval", lang, percent=95), form="interval", digits=3),
        Column(head=pool_word("p-head", lang), form="p"),
    ]
    rows = [
        (name, float(told.estimate[at]), float(told.se[at]), (float(told.low[at]), float(told.high[at])),
         float(told.p[at]))
        for at, name in enumerate(told.names)
    ]  # fmt: skip
    return Grid(caption=more_word("coefficient", lang), columns=columns, rows=rows)


def present_three_level(sizes: EffectSizes, found: ThreeLevel, lang: Lang) -> Section:
    """Several effects of one trial: the model and robust errors."""
    scale = scale_of(sizes)
    plain, robust = found.coefficients, found.robust

    def first(told: Coefficients) -> str:
        return scale.words(float(told.estimate[0]), (float(told.low[0]), float(told.high[0])), lang)

    return Section(
        title=more_word("three-title", lang),
        found=[
            more_word(
                "three-found", lang, k=found.k, m=found.n_trials, effect=first(plain),
                robust="–" if robust is None else first(robust),
            ),
            more_word(
                "three-spread", lang, between=f"{found.variance_between:.3g}", i2b=fixed(found.i2_between, 0),
                within=f"{found.variance_within:.3g}", i2w=fixed(found.i2_within, 0),
            ),
        ],
        warnings=[more_word("three-warn", lang, m=found.n_trials)] if found.n_trials < _ENOUGH else [],
    )  # fmt: skip
