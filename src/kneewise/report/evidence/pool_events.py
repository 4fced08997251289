"""Events pooled as they are: Mantel-Haenszel, Peto, exact, beta-binomial and mixed models as a section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.evidence.effect_words import measure_word
from kneewise.report.evidence.pool_words import pool_word
from kneewise.report.evidence.scale import Scale
from kneewise.report.section_cells import fixed, interval, p_value
from kneewise.report.sections import Section

if TYPE_CHECKING:
    from kneewise.report.words import Lang


def present_events(found: Any, method: str, measure: str, lang: Lang) -> Section:
    """Say what a method for events found; `found` is its result, `method` its name among the words."""
    name = pool_word(method, lang)
    if method == "exact":
        effect = _exact_words(found, lang)
    else:
        scale = Scale(is_ratio=measure != "RD", digits=2 if measure != "RD" else 3)
        effect = scale.words(found.estimate, found.ci, lang)
    said = [
        pool_word(
            "events-found", lang, method=name, measure=measure_word(measure, lang), effect=effect,
            p=pool_word("p", lang, p=p_value(found.p)), k=found.k,
        )
    ]  # fmt: skip
    if getattr(found, "breslow_day", None) is not None:
        said.append(pool_word("events-same", lang, p=p_value(found.breslow_day.p)))
    if hasattr(found, "tau2"):
        said.append(pool_word("events-tau2", lang, tau2=f"{found.tau2:.3g}"))
    if hasattr(found, "correlation"):
        said.append(pool_word("events-correlation", lang, correlation=f"{found.correlation:.2g}"))
    return Section(title=pool_word("events-title", lang), found=said)


def _exact_words(found: Any, lang: Lang) -> str:
    none = pool_word("no-limit", lang)
    estimate = none if found.estimate is None else fixed(found.estimate, 2)
    low, high = found.ci
    if high is None:
        return f"{estimate} ({fixed(low, 2)} – {none})"
    return f"{estimate} ({interval((low, high), lang, 2)})"
