"""A pool as a section: what it says in sentences, the trials with their weights, and the forest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.evidence.effects.given import AS_GIVEN
from kneewise.report.evidence.effect import effect_interval, trial_row
from kneewise.report.evidence.effect_words import measure_word
from kneewise.report.evidence.pool_words import pool_word
from kneewise.report.evidence.scale import Scale, scale_of
from kneewise.report.pictures.forest import ForestRow, ForestWords, draw_forest, height_of, width_of
from kneewise.report.section_cells import fixed, p_value
from kneewise.report.sections import Column, Grid, Picture, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.effects.result import EffectSizes
    from kneewise.report.words import Lang

FEW = 5


def pool_title(lang: Lang) -> str:
    """The title of page and section."""
    return pool_word("title", lang)


def present_pool(sizes: EffectSizes, pooled: Any, lang: Lang, *, variance: str, zero_cells: str | None) -> Section:
    """Say what one pool of trials found."""
    scale = scale_of(sizes)
    return Section(
        title=pool_title(lang),
        found=_found(sizes, pooled, scale, lang),
        warnings=_warnings(sizes, pooled, lang),
        grids=[_grid(sizes, pooled, scale, lang)],
        pictures=[forest_picture(_rows(sizes, pooled, scale, lang), sizes, pooled, lang)],
        notes=_notes(sizes, pooled, lang, variance, zero_cells),
        missing=list(pooled.notes),
    )


def pooled_words(pooled: Any, scale: Scale, lang: Lang) -> str:
    """The pooled effect with its interval."""
    return scale.words(float(pooled.estimate), pooled.ci, lang)


def pooled_rows(pooled: Any, scale: Scale, lang: Lang, name: str) -> list[ForestRow]:
    """The diamond of a pool, and where the next trial may lie."""
    ends = scale.pair(pooled.ci) or (None, None)
    rows = [
        ForestRow(
            kind="pooled",
            name=name,
            estimate=scale.back(float(pooled.estimate)),
            low=ends[0],
            high=ends[1],
            value=pooled_words(pooled, scale, lang),
            share="100%",
        )
    ]
    if pooled.prediction is not None and float(pooled.tau2) > 0:
        low, high = scale.pair(pooled.prediction) or (None, None)
        value = scale.words(None, pooled.prediction, lang)
        rows.append(
            ForestRow(kind="prediction", name=pool_word("prediction-row", lang), low=low, high=high, value=value)
        )
    return rows


def forest_picture(
    rows: Sequence[ForestRow], sizes: EffectSizes, pooled: Any, lang: Lang, *, name: str = "forest"
) -> Picture:
    """The forest of prepared rows."""
    scale = scale_of(sizes)
    words = ForestWords(
        axis=measure_word(sizes.measure, lang), value=pool_word("effect", lang), share=pool_word("weight", lang)
    )
    return Picture(
        name=name,
        title=pool_word("picture", lang),
        says=pool_word("says", lang, k=pooled.k, effect=pooled_words(pooled, scale, lang)),
        draw=lambda figure: draw_forest(figure, rows, words=words, is_ratio=scale.is_ratio, no_effect=scale.no_effect),
        width=width_of(rows),
        height=height_of(rows),
    )


def _rows(sizes: EffectSizes, pooled: Any, scale: Scale, lang: Lang) -> list[ForestRow]:
    known = np.flatnonzero(np.isfinite(sizes.effects))
    trials = [trial_row(sizes, int(row), scale, lang, float(pooled.weights[row])) for row in known]
    name = pool_word("pooled-by", lang, method=pooled.tau2_method)
    return [*trials, ForestRow(kind="gap"), *pooled_rows(pooled, scale, lang, name)]


def _found(sizes: EffectSizes, pooled: Any, scale: Scale, lang: Lang) -> list[str]:
    known = np.isfinite(sizes.effects)
    n, m = float(sizes.n[known].sum()), n_trials(sizes)
    patients = "" if np.isnan(n) else pool_word("patients", lang, n=fixed(n, 0))
    p = "" if pooled.p is None else pool_word("p", lang, p=p_value(float(pooled.p)))
    said = [
        pool_word(
            _found_key(int(pooled.k), m), lang, k=pooled.k, m=m, patients=patients,
            measure=measure_word(sizes.measure, lang), effect=pooled_words(pooled, scale, lang), p=p,
        )
    ]  # fmt: skip
    if int(pooled.k) > 1:
        said.append(_spread(pooled, lang))
    if pooled.prediction is not None and float(pooled.tau2) > 0:
        low, high = scale.pair(pooled.prediction) or (None, None)
        if low is not None and high is not None:
            said.append(pool_word("prediction", lang, low=fixed(low, scale.digits), high=fixed(high, scale.digits)))
    return said


def _found_key(k: int, m: int) -> str:
    """The sentence for k effects of m trials."""
    if k == m:
        return "found-one" if k == 1 else "found"
    return "found-rows-of-one" if m == 1 else "found-rows"


def n_trials(sizes: EffectSizes) -> int:
    """Count the trials that have an effect, by their names."""
    return len({label for label, effect in zip(sizes.labels, sizes.effects, strict=True) if np.isfinite(effect)})


def _spread(pooled: Any, lang: Lang) -> str:
    between = ""
    if pooled.tau2_ci is not None:
        low, high = (f"{float(each):.3g}" for each in pooled.tau2_ci)
        between = pool_word("between", lang, low=low, high=high)
    return pool_word(
        "spread", lang, i2=fixed(float(pooled.i2), 0), q=fixed(float(pooled.q), 1), df=fixed(float(pooled.q_df), 0),
        p=p_value(float(pooled.q_p)), tau2=f"{float(pooled.tau2):.3g}", between=between,
    )  # fmt: skip


def _warnings(sizes: EffectSizes, pooled: Any, lang: Lang) -> list[str]:
    said = []
    k, is_random = int(pooled.k), pooled.tau2_method != "fixed"
    if 1 < k < FEW and is_random:
        said.append(pool_word("few-wald" if pooled.interval == "wald" else "few", lang, k=k))
    if pooled.prediction is not None and pooled.ci is not None and float(pooled.tau2) > 0:
        (low, high), (ci_low, ci_high) = pooled.prediction, pooled.ci
        if low < 0 < high and not ci_low < 0 < ci_high:
            said.append(pool_word("prediction-both", lang))
    known = np.isfinite(sizes.effects)
    if n_trials(sizes) < int(pooled.k):
        said.append(pool_word("repeated", lang))
    if (~known).any():
        said.append(pool_word("left-out", lang, n=int((~known).sum())))
    converted = sum(bool(set(flags) - {AS_GIVEN}) and told for flags, told in zip(sizes.flags, known, strict=True))
    if converted:
        said.append(pool_word("converted", lang, n=converted))
    return said


def _grid(sizes: EffectSizes, pooled: Any, scale: Scale, lang: Lang) -> Grid:
    columns = [
        Column(head=pool_word("trial", lang), form="label"),
        Column(head=pool_word("n", lang), form="estimate", digits=0),
        Column(head=pool_word("effect", lang), form="estimate", digits=scale.digits),
        Column(head=pool_word("interval", lang, percent=95), form="interval", digits=scale.digits),
        Column(head=pool_word("weight", lang), form="percent", digits=1),
    ]
    rows: list[tuple[object, ...]] = [
        (
            sizes.labels[row],
            float(sizes.n[row]),
            scale.back(float(sizes.effects[row])),
            scale.pair(effect_interval(sizes, row)),
            float(pooled.weights[row]) / 100.0 if np.isfinite(sizes.effects[row]) else None,
        )
        for row in range(len(sizes.labels))
    ]
    name = pool_word("pooled-by", lang, method=pooled.tau2_method)
    rows.append((name, None, scale.back(float(pooled.estimate)), scale.pair(pooled.ci), 1.0))
    return Grid(caption=pool_word("caption", lang), columns=columns, rows=rows)


def _notes(sizes: EffectSizes, pooled: Any, lang: Lang, variance: str, zero_cells: str | None) -> list[str]:
    if pooled.tau2_method == "fixed":
        notes = [pool_word("note-fixed", lang, interval=pooled.interval)]
    else:
        notes = [pool_word("note-method", lang, tau2=pooled.tau2_method, interval=pooled.interval)]
        if pooled.i2_from_tau2 is not None:
            notes.append(pool_word("note-i2", lang, i2=fixed(float(pooled.i2_from_tau2), 0)))
    if pooled.tau2_interval is not None and pooled.tau2_ci is not None:
        notes.append(pool_word("note-tau2", lang, name=pooled.tau2_interval))
    if pooled.prediction is not None:
        notes.append(pool_word("note-prediction", lang, name=pooled.prediction_method))
    if sizes.measure == "SMD":
        notes.append(pool_word("note-smd", lang, variance=variance))
    if zero_cells is not None:
        notes.append(pool_word("note-zero", lang, rule=zero_cells))
    return notes
