"""The tables of responders: shares, the unknown, differences with numbers needed, ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.outcomes.responder_words import responder_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import label, percent_decimals
from kneewise.report.sections import Column, Grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneewise.outcomes.responders.comparison import ComparisonView, Limits, Measure, NumberNeeded
    from kneewise.outcomes.responders.shares import Responders, ShareView
    from kneewise.report.words import Lang


_RATIOS = {"risk-ratio": ("koopman", "katz"), "odds-ratio": ("miettinen-nurminen", "woolf")}


def share_grid(counted: Responders, lang: Lang, percent: str) -> Grid:
    """Responders of those known, with three intervals."""
    methods = ("exact", "mid-p", "wilson")
    digits = percent_decimals([_pair(arm.views[0], method) for arm in counted.arms for method in methods])
    columns = [Column(head=shared_word("arm", lang), form="label")]
    columns += [Column(head=responder_word(key, lang), form="count") for key in ("persons", "known", "unknown")]
    columns.append(Column(head=shared_word("responders", lang), form="count"))
    columns.append(Column(head=responder_word("share", lang), form="percent", digits=digits))
    columns += [Column(head=_ci(method, lang, percent), form="percent-interval", digits=digits) for method in methods]
    rows = []
    for arm in counted.arms:
        known = arm.views[0]
        limits = [_pair(known, method) for method in methods]
        rows.append((arm.arm, arm.n, known.n, arm.n_unknown, known.n_responders, known.share, *limits))
    return Grid(caption=responder_word("shares", lang), columns=columns, rows=rows)


def unknown_grid(counted: Responders, lang: Lang, percent: str) -> Grid:
    """Shares under each reading of the unknown."""
    columns = [Column(head=shared_word("arm", lang), form="label")]
    digits = percent_decimals([_pair(view, "wilson") for arm in counted.arms for view in arm.views])
    limits = shared_word("interval-of", lang, percent=percent)
    for view in counted.arms[0].views:
        columns.append(Column(head=responder_word(view.handling, lang), form="percent", digits=digits))
        columns.append(Column(head=limits, form="percent-interval", digits=digits))
    rows = [
        (arm.arm, *(cell for view in arm.views for cell in (view.share, _pair(view, "wilson")))) for arm in counted.arms
    ]
    return Grid(caption=responder_word("unknown-grid", lang), columns=columns, rows=rows)


def comparison_grid(
    counted: Responders, lang: Lang, percent: str, needed_text: Callable[[NumberNeeded | None, Lang], str | None]
) -> Grid:
    """Differences in percentage points under each reading of the unknown, and numbers needed to treat."""
    methods = ("newcombe", "miettinen-nurminen")
    lost = any(arm.n_unknown for arm in counted.arms)
    found = [each for pair in counted.comparisons for view in pair.views for each in view.difference.intervals]
    digits = percent_decimals([(each.lower, each.upper) for each in found])
    columns = [
        *_about(lang, lost),
        Column(head=responder_word("difference", lang), form="estimate", digits=digits),
        *(Column(head=_ci(method, lang, percent), form="interval", digits=digits) for method in methods),
        Column(head=responder_word("nnt", lang)),
    ]
    rows = []
    for pair in counted.comparisons:
        for view in pair.views if lost else pair.views[:1]:
            measure = view.difference
            limits = {each.method: each for each in measure.intervals}
            rows.append(
                (
                    *_whose(pair.arm, view, lang, lost),
                    None if measure.estimate is None else 100 * measure.estimate,
                    *(_points(limits.get(method)) for method in methods),
                    needed_text(view.needed, lang),
                )
            )
    caption = responder_word("compared", lang, reference=label(counted.reference))
    return Grid(caption=caption, columns=columns, rows=rows)


def ratio_grid(counted: Responders, lang: Lang, percent: str) -> Grid:
    """Risk ratios and odds ratios, the unknown left out and counted as no."""
    lost = any(arm.n_unknown for arm in counted.arms)
    columns = _about(lang, lost)
    for what, methods in _RATIOS.items():
        columns.append(Column(head=responder_word(what, lang), form="estimate", digits=2))
        columns += [Column(head=_ci(method, lang, percent), form="interval", digits=2) for method in methods]
    rows = [
        (
            *_whose(pair.arm, view, lang, lost),
            *_ratio(view.risk_ratio, _RATIOS["risk-ratio"]),
            *_ratio(view.odds_ratio, _RATIOS["odds-ratio"]),
        )
        for pair in counted.comparisons
        for view in (pair.views[:2] if lost else pair.views[:1])
    ]
    caption = responder_word("ratios", lang, reference=label(counted.reference))
    return Grid(caption=caption, columns=columns, rows=rows)


def _about(lang: Lang, lost: bool) -> list[Column]:
    """The columns that say whose row it is; how the unknown are read only where there are any."""
    columns = [Column(head=shared_word("arm", lang), form="label")]
    return [*columns, Column(head=responder_word("handling", lang))] if lost else columns


def _whose(arm: Any, view: ComparisonView, lang: Lang, lost: bool) -> tuple[Any, ...]:
    return (arm, responder_word(view.handling, lang)) if lost else (arm,)


def _ci(method: str, lang: Lang, percent: str) -> str:
    return responder_word("method-ci", lang, percent=percent, method=responder_word(method, lang))


def _pair(view: ShareView, method: str) -> tuple[float | None, float | None] | None:
    limits = next((each for each in view.intervals if each.method == method), None)
    return None if limits is None else (limits.lower, limits.upper)


def _points(limits: Limits | None) -> tuple[float, float] | None:
    if limits is None or limits.lower is None or limits.upper is None:
        return None
    return 100 * limits.lower, 100 * limits.upper


def _ratio(measure: Measure, methods: tuple[str, ...]) -> tuple[object, ...]:
    limits = {each.method: each for each in measure.intervals}
    pairs = []
    for method in methods:
        found = limits.get(method)
        # A log interval from 0 to infinity says nothing; a score limit that is infinite says something by the other.
        nothing = found is None or (found.lower in (None, 0) and found.upper is None)
        upper = None if found is None else float("inf") if found.upper is None else found.upper
        pairs.append(None if nothing or found is None else (found.lower, upper))
    return (measure.estimate, *pairs)
