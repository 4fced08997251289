"""Small-study effects as a section: tests of the funnel, the pool put to the test, and the funnel itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.evidence.bias_words import bias_word
from kneewise.report.evidence.effect_words import measure_word
from kneewise.report.evidence.scale import Scale, scale_of
from kneewise.report.pictures.funnel import Funnel, FunnelWords, draw_funnel
from kneewise.report.section_cells import fixed, interval, p_value
from kneewise.report.sections import Column, Grid, Picture, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.evidence.effects.result import EffectSizes
    from kneewise.report.words import Lang

ENOUGH = 10
_LOPSIDED = 0.10
TESTS = ("egger", "egger-rma", "egger-variance", "peters", "rank")


def bias_title(lang: Lang) -> str:
    """The title of page and section."""
    return bias_word("title", lang)


def present_bias(
    sizes: EffectSizes, found: Mapping[str, Any], why: Mapping[str, str], lang: Lang, *, favours: str
) -> Section:
    """Say what the tests found.

    found : by name the tests (TESTS), "pooled", "filled", "selection", "fail-safe"; those that could be told
    why : by name why the others could not
    """
    scale = scale_of(sizes)
    k = int(found["pooled"].k)
    warnings = [bias_word("few", lang, k=k)] if k < ENOUGH else []
    if sizes.measure in ("SMD", "OR", "RR"):
        warnings.append(bias_word("smd-ratio", lang, measure=measure_word(sizes.measure, lang)))
    notes = [bias_word("causes", lang), bias_word("note-egger", lang), bias_word("note-fill", lang)]
    if "selection" in found:
        notes.append(bias_word("note-selection", lang, favours=bias_word(favours, lang)))
    if "fail-safe" in found:
        notes.append(bias_word("fail-safe", lang, n=found["fail-safe"]))
    return Section(
        title=bias_title(lang),
        found=_sentences(found, scale, lang),
        warnings=warnings,
        grids=[_tests(found, scale, lang), _adjusted(found, scale, lang)],
        pictures=[_picture(sizes, found, scale, lang)],
        notes=notes,
        missing=[bias_word("missing", lang, name=_name(name, lang), why=text) for name, text in why.items()],
    )


def _name(name: str, lang: Lang) -> str:
    return bias_word({"filled": "note-fill", "selection": "selected"}.get(name, name), lang)


def _sentences(found: Mapping[str, Any], scale: Scale, lang: Lang) -> list[str]:
    told = [name for name in TESTS if name in found]
    lopsided = [bias_word(name, lang) for name in told if found[name].p < _LOPSIDED]
    said = []
    if told:
        key = "found" if lopsided else "found-none"
        said.append(bias_word(key, lang, tests=len(lopsided), all=len(told), names="; ".join(lopsided)))
    if "filled" in found:
        filled = found["filled"]
        said.append(
            bias_word(
                "filled", lang, n=filled.n_missing, side=bias_word(filled.side, lang),
                before=_words(found["pooled"], scale, lang), after=_words(filled.pooled, scale, lang),
            )
            if filled.n_missing
            else bias_word("filled-none", lang)
        )  # fmt: skip
    if "selection" in found:
        model = found["selection"]
        said.append(
            bias_word(
                "selection", lang, share=fixed(model.published, 2), interval=interval(model.published_ci, lang, 2),
                effect=_words(model, scale, lang), p=p_value(model.selection.p),
            )
        )  # fmt: skip
    return said


def _words(found: Any, scale: Scale, lang: Lang) -> str:
    return scale.words(float(found.estimate), found.ci, lang)


def _tests(found: Mapping[str, Any], scale: Scale, lang: Lang) -> Grid:
    columns = [
        Column(head=bias_word("test", lang)),
        Column(head=bias_word("statistic", lang), form="estimate", digits=2),
        Column(head=bias_word("p", lang), form="p"),
        Column(head=bias_word("limit", lang), form="estimate", digits=scale.digits),
        Column(head=bias_word("interval", lang, percent=95), form="interval", digits=scale.digits),
    ]
    rows: list[tuple[object, ...]] = []
    for name in TESTS:
        if name not in found:
            continue
        test = found[name]
        if name == "rank":
            rows.append((bias_word(name, lang), test.tau, test.p, None, None))
        else:
            rows.append(
                (bias_word(name, lang), test.statistic, test.p, scale.back(test.limit), scale.pair(test.limit_ci))
            )
    return Grid(caption=bias_word("caption", lang), columns=columns, rows=rows)


def _adjusted(found: Mapping[str, Any], scale: Scale, lang: Lang) -> Grid:
    columns = [
        Column(head=bias_word("what", lang)),
        Column(head=bias_word("effect", lang), form="estimate", digits=scale.digits),
        Column(head=bias_word("interval", lang, percent=95), form="interval", digits=scale.digits),
    ]
    pooled = found["pooled"]
    rows: list[tuple[object, ...]] = [
        (bias_word("as-it-is", lang), scale.back(float(pooled.estimate)), scale.pair(pooled.ci))
    ]
    if "filled" in found:
        filled = found["filled"]
        name = bias_word("fill", lang, estimator=filled.estimator, n=filled.n_missing)
        rows.append((name, scale.back(float(filled.pooled.estimate)), scale.pair(filled.pooled.ci)))
    if "selection" in found:
        model = found["selection"]
        rows.append((bias_word("selected", lang), scale.back(model.estimate), scale.pair(model.ci)))
    if "egger-rma" in found:
        test = found["egger-rma"]
        rows.append((bias_word("limit-row", lang), scale.back(test.limit), scale.pair(test.limit_ci)))
    return Grid(caption=bias_word("adjusted", lang), columns=columns, rows=rows)


def _picture(sizes: EffectSizes, found: Mapping[str, Any], scale: Scale, lang: Lang) -> Picture:
    known = np.isfinite(sizes.effects)
    nothing = np.empty(0)
    filled = found.get("filled")
    line = found.get("egger")
    funnel = Funnel(
        effects=sizes.effects[known],
        se=sizes.se[known],
        centre=float(found["pooled"].estimate),
        filled=nothing if filled is None else filled.effects,
        filled_se=nothing if filled is None else np.sqrt(filled.variances),
        line=None if line is None else (line.slope, line.limit),
        is_ratio=scale.is_ratio,
    )
    words = FunnelWords(
        effect=measure_word(sizes.measure, lang),
        error=bias_word("axis-error-log" if sizes.is_log else "axis-error", lang),
        **{name: bias_word(key, lang) for name, key in (
            ("trials", "trials"), ("filled", "filled-key"), ("pooled", "pooled-key"), ("line", "line-key"))},
        region=bias_word("region", lang, low="{low}", high="{high}"),
        within=bias_word("within", lang, high="{high}"),
    )  # fmt: skip
    says = bias_word(
        "says", lang, k=int(known.sum()), effect=_words(found["pooled"], scale, lang), n=funnel.filled.size
    )
    return Picture(
        name="funnel",
        title=bias_word("picture", lang),
        says=says,
        draw=lambda figure: draw_funnel(figure, funnel, words=words),
        height=5.2,
    )
