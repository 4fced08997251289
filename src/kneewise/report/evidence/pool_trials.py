"""How the pool rests on single trials: without each, trial by trial, and events pooled as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.evidence.effect_words import measure_word
from kneewise.report.evidence.pool_more_words import more_word
from kneewise.report.evidence.pool_words import pool_word
from kneewise.report.evidence.scale import Scale, scale_of
from kneewise.report.pictures.forest import ForestRow, ForestWords, draw_forest, height_of, width_of
from kneewise.report.section_cells import fixed
from kneewise.report.sections import Column, Grid, Picture, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.effects.result import EffectSizes
    from kneewise.evidence.sensitivity.influence import Influence
    from kneewise.report.words import Lang


def present_without(sizes: EffectSizes, without: Any, whole: Any, pull: Influence | None, lang: Lang) -> Section:
    """The pool without each trial in turn, and which trials pull it."""
    scale = scale_of(sizes)
    known = [int(row) for row in np.flatnonzero(np.isfinite(sizes.effects))]
    estimates = np.asarray(without.estimate)
    most = max(known, key=lambda row: abs(float(estimates[row]) - float(whole.estimate)))
    lowest, highest = (float(end(estimates[known])) for end in (np.min, np.max))
    found = [
        more_word(
            "out-found", lang, low=_shown(scale, lowest), high=_shown(scale, highest), trial=sizes.labels[most],
            effect=_shown(scale, float(estimates[most])),
        )
    ]  # fmt: skip
    turned = [sizes.labels[row] for row in known if _side(without.ci[row]) != _side(whole.ci)]
    if turned:
        found.append(more_word("out-turns", lang, trials=", ".join(turned)))
    if pull is not None:
        names = [sizes.labels[row] for row in known if pull.is_influential[row]]
        found.append(
            more_word("out-influential", lang, trials=", ".join(names)) if names else more_word("out-none", lang)
        )
    return Section(
        title=more_word("out-title", lang),
        found=found,
        grids=[_without_grid(sizes, without, pull, known, lang)],
        pictures=[_pools_picture(sizes, without, known, lang, name="without", title="out-picture")],
    )


def present_cumulative(
    sizes: EffectSizes, steps: Any, order: Sequence[int], names: Sequence[str], lang: Lang
) -> Section:
    """The pool of the first trial, the first two and so on. order : rows as they were added; names : of the steps."""
    scale = scale_of(sizes)
    known = [place for place, row in enumerate(order) if np.isfinite(sizes.effects[row])]
    estimates = np.asarray(steps.estimate)
    columns = [
        Column(head=pool_word("up-to", lang), form="label"),
        Column(head=pool_word("k", lang), form="count"),
        Column(head=pool_word("effect", lang), form="estimate", digits=scale.digits),
        Column(head=pool_word("interval", lang, percent=95), form="interval", digits=scale.digits),
        Column(head=pool_word("tau2", lang), form="estimate", digits=3),
    ]
    rows = [
        (names[at], int(steps.k[at]), scale.back(float(estimates[at])), _ends(scale, steps, at),
         float(steps.tau2[at]))
        for at in known
    ]  # fmt: skip
    first, last = (_shown(scale, float(estimates[at])) for at in (known[0], known[-1]))
    return Section(
        title=more_word("cumulative-title", lang),
        found=[more_word("cumulative-found", lang, first=first, last=last)],
        grids=[Grid(caption=more_word("cumulative-title", lang), columns=columns, rows=rows)],
        pictures=[
            _pools_picture(sizes, steps, known, lang, name="cumulative", title="cumulative-picture", names=names)
        ],
    )


def _without_grid(sizes: EffectSizes, without: Any, pull: Influence | None, known: Sequence[int], lang: Lang) -> Grid:
    scale = scale_of(sizes)
    columns = [
        Column(head=pool_word("without", lang), form="label"),
        Column(head=pool_word("effect", lang), form="estimate", digits=scale.digits),
        Column(head=pool_word("interval", lang, percent=95), form="interval", digits=scale.digits),
        Column(head=pool_word("tau2", lang), form="estimate", digits=3),
        Column(head=pool_word("i2", lang), form="percent"),
        Column(head=more_word("rstudent", lang), form="estimate", digits=2),
        Column(head=more_word("cook", lang), form="estimate", digits=2),
        Column(head=more_word("dfbetas", lang), form="estimate", digits=2),
    ]
    rows = [
        (
            sizes.labels[row],
            scale.back(float(without.estimate[row])),
            _ends(scale, without, row),
            float(without.tau2[row]),
            float(without.i2[row]) / 100.0,
            *(None if pull is None else float(each[row]) for each in _diagnostics(pull)),
        )
        for row in known
    ]
    return Grid(caption=more_word("out-title", lang), columns=columns, rows=rows)


def _diagnostics(pull: Influence | None) -> tuple[np.ndarray, ...]:
    nothing = np.empty(0)
    return (nothing,) * 3 if pull is None else (pull.rstudent, pull.cook, pull.dfbetas)


def _pools_picture(
    sizes: EffectSizes,
    pools: Any,
    known: Sequence[int],
    lang: Lang,
    *,
    name: str,
    title: str,
    names: Sequence[str] | None = None,
) -> Picture:
    scale = scale_of(sizes)
    rows = []
    for row in known:
        low, high = _ends(scale, pools, row) or (None, None)
        ends = None if low is None else (float(pools.ci[row, 0]), float(pools.ci[row, 1]))
        rows.append(
            ForestRow(
                kind="trial", name=(names or sizes.labels)[row], estimate=scale.back(float(pools.estimate[row])),
                low=low, high=high, weight=12.0, value=scale.words(float(pools.estimate[row]), ends, lang),
            )
        )  # fmt: skip
    words = ForestWords(axis=measure_word(sizes.measure, lang), value=pool_word("effect", lang), share="")
    values = [row.estimate for row in rows if row.estimate is not None]
    says = more_word(
        "says", lang, n=len(rows), low=fixed(min(values), scale.digits), high=fixed(max(values), scale.digits)
    )
    return Picture(
        name=name,
        title=more_word(title, lang),
        says=says,
        draw=lambda figure: draw_forest(figure, rows, words=words, is_ratio=scale.is_ratio, no_effect=scale.no_effect),
        width=width_of(rows),
        height=height_of(rows),
    )


def _ends(scale: Scale, pools: Any, row: int) -> tuple[float | None, float | None] | None:
    low, high = (float(each) for each in pools.ci[row])
    return None if np.isnan(low) else scale.pair((low, high))


def _shown(scale: Scale, value: float) -> str:
    return fixed(scale.back(value) or 0.0, scale.digits)


def _side(ends: Any) -> int:
    if ends is None:
        return 0
    low, high = (float(each) for each in ends)
    return 1 if low > 0 else -1 if high < 0 else 0
