"""Effects of single trials as a section: a table with remarks, and a forest without a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.evidence.effect_words import effect_word, flag_word, measure_word
from kneewise.report.evidence.scale import Scale, scale_of
from kneewise.report.pictures.forest import ForestRow, ForestWords, draw_forest, height_of, width_of
from kneewise.report.section_cells import fixed
from kneewise.report.sections import Column, Grid, Picture, Section

if TYPE_CHECKING:
    from kneewise.evidence.effects.result import EffectSizes
    from kneewise.report.words import Lang

_REACH = 1.959963984540054


def effects_title(lang: Lang) -> str:
    """The title of page and section."""
    return effect_word("title", lang)


def present_effects(sizes: EffectSizes, lang: Lang, *, variance: str, zero_cells: str | None) -> Section:
    """Show each row's effect with a 95 % interval, and what is to be said of it."""
    told = int(np.isfinite(sizes.effects).sum())
    flagged = sum(bool(each) for each in sizes.flags)
    scale = scale_of(sizes)
    notes = [effect_word("note", lang)]
    if sizes.measure == "SMD":
        notes.append(effect_word("note-smd", lang, variance=variance))
    if zero_cells is not None:
        notes.append(effect_word("note-zero", lang, rule=zero_cells))
    measure = measure_word(sizes.measure, lang)
    return Section(
        title=effects_title(lang),
        found=[effect_word("found", lang, told=told, rows=len(sizes.labels), measure=measure)],
        warnings=[effect_word("flagged", lang, n=flagged)] if flagged else [],
        grids=[_grid(sizes, scale, lang)],
        pictures=[_picture(sizes, scale, lang)] if told else [],
        notes=notes,
        missing=[] if told else [effect_word("nothing", lang)],
    )


def effect_interval(sizes: EffectSizes, row: int) -> tuple[float, float] | None:
    """The normal 95 % interval of one row, on the scale of the analysis; None where it has no effect."""
    effect, se = float(sizes.effects[row]), float(sizes.se[row])
    return None if np.isnan(effect) else (effect - _REACH * se, effect + _REACH * se)


def trial_row(sizes: EffectSizes, row: int, scale: Scale, lang: Lang, weight: float | None = None) -> ForestRow:
    """One trial of a forest."""
    ends = effect_interval(sizes, row)
    low, high = scale.pair(ends) or (None, None)
    return ForestRow(
        kind="trial",
        name=sizes.labels[row],
        estimate=scale.back(float(sizes.effects[row])),
        low=low,
        high=high,
        weight=weight,
        value=scale.words(float(sizes.effects[row]), ends, lang) if ends else "–",
        share="" if weight is None else f"{fixed(weight, 1)}%",
    )


def _grid(sizes: EffectSizes, scale: Scale, lang: Lang) -> Grid:
    columns = [
        Column(head=effect_word("study", lang), form="label"),
        Column(head=effect_word("n", lang), form="estimate", digits=0),
        Column(head=effect_word("effect", lang), form="estimate", digits=scale.digits),
        Column(head=effect_word("interval", lang, percent=95), form="interval", digits=scale.digits),
        Column(head=effect_word("se-log" if sizes.is_log else "se", lang), form="estimate", digits=3),
        Column(head=effect_word("remarks", lang)),
    ]
    rows = [
        (
            sizes.labels[row],
            float(sizes.n[row]),
            scale.back(float(sizes.effects[row])),
            scale.pair(effect_interval(sizes, row)),
            float(sizes.se[row]),
            "; ".join(flag_word(flag, lang) for flag in sizes.flags[row]) or None,
        )
        for row in range(len(sizes.labels))
    ]
    return Grid(caption=effect_word("caption", lang), columns=columns, rows=rows)


def _picture(sizes: EffectSizes, scale: Scale, lang: Lang) -> Picture:
    known = np.flatnonzero(np.isfinite(sizes.effects))
    rows = [trial_row(sizes, int(row), scale, lang) for row in known]
    words = ForestWords(axis=measure_word(sizes.measure, lang), value=effect_word("effect", lang), share="")
    ends = [scale.back(float(each)) for each in (sizes.effects[known].min(), sizes.effects[known].max())]
    return Picture(
        name="forest",
        title=effect_word("picture", lang),
        says=effect_word(
            "says",
            lang,
            n=known.size,
            low=fixed(ends[0] or 0.0, scale.digits),
            high=fixed(ends[1] or 0.0, scale.digits),
        ),
        draw=lambda figure: draw_forest(figure, rows, words=words, is_ratio=scale.is_ratio, no_effect=scale.no_effect),
        width=width_of(rows),
        height=height_of(rows),
    )
