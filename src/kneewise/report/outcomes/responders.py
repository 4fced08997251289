"""Responders as sections: a criterion each, then the curve over all thresholds, then what lies within the error."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from kneewise.report.figures import count
from kneewise.report.outcomes.responder_curve_section import curve_section
from kneewise.report.outcomes.responder_grids import comparison_grid, ratio_grid, share_grid, unknown_grid
from kneewise.report.outcomes.responder_words import responder_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, interval, label, percent_decimals, share_text
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from kneewise.outcomes.responders.analysis import CriterionResult, ResponderAnalysis
    from kneewise.outcomes.responders.comparison import ArmComparison, NumberNeeded
    from kneewise.outcomes.responders.criterion import Criterion
    from kneewise.outcomes.responders.shares import ArmResponders
    from kneewise.report.words import Lang

FEW = 12  # persons below which a share is hardly one (Julious SA. Pharm Stat 2005;4:287-291, of means in pilot trials)


def responders_title(result: ResponderAnalysis, lang: Lang) -> str:  # noqa: ARG001 - as the other titles are called
    """The title of the page."""
    return responder_word("title", lang)


def present_responders(result: ResponderAnalysis, lang: Lang) -> list[Section]:
    """Say an analysis of responders."""
    sections = [_criterion_section(each, lang, is_first=number == 0) for number, each in enumerate(result.results)]
    if result.overlap:
        sections.append(_overlap_section(result, lang))
    if result.curves is not None:
        criteria = [each.criterion for each in result.results if each.criterion is not None]
        sections.insert(0, curve_section(result.curves, criteria, lang))
    return sections


def criterion_name(criterion: Criterion | None, lang: Lang) -> str:
    """A criterion in words."""
    if criterion is None:
        return responder_word("given", lang)
    falls = criterion.form == "state" and criterion.better == "lower"
    than = responder_word("at-most" if falls else "more-than" if criterion.beyond else "at-least", lang)
    return responder_word(
        criterion.form, lang, name=criterion.name, sign=than, than=than, value=label(criterion.threshold)
    )


def needed_text(needed: NumberNeeded | None, lang: Lang) -> str | None:
    """A number needed to treat with its interval, on the side or sides where it lies."""
    if needed is None:
        return None
    if needed.estimate is None or needed.direction is None:
        return responder_word("needed-none", lang)
    estimate = responder_word(needed.direction, lang, n=_persons(needed.estimate))
    sides = {"benefit": needed.benefit, "harm": needed.harm}
    own = sides[needed.direction]
    other = "harm" if needed.direction == "benefit" else "benefit"
    if own is None:
        return estimate
    if not isinf(own[1]):
        return responder_word("one-side", lang, estimate=estimate, low=_persons(own[0]), high=_persons(own[1]))
    beyond = sides[other]
    low = responder_word(needed.direction, lang, n=_persons(own[0]))
    if beyond is None:
        return responder_word("to-infinity", lang, estimate=estimate, low=low)
    high = responder_word(other, lang, n=_persons(beyond[0]))
    return responder_word("through", lang, estimate=estimate, low=low, high=high)


def _persons(value: float) -> str:
    return fixed(value, 1 if value < 10 else 0)


def _criterion_section(result: CriterionResult, lang: Lang, *, is_first: bool) -> Section:
    counted, criterion = result.responders, result.criterion
    percent = label(100 * counted.level)
    notes = []
    if is_first:  # said once a page
        notes += [responder_word("note-unknown", lang)] if any(arm.n_unknown for arm in counted.arms) else []
        notes += [responder_word("note-needed", lang)] if counted.comparisons else []
        notes.append(responder_word("note-sources", lang))
    if criterion is not None and criterion.source is not None:
        notes.insert(0, responder_word("source-of", lang, name=criterion.name, source=criterion.source))
    grids = [share_grid(counted, lang, percent)]
    if any(arm.n_unknown for arm in counted.arms):
        grids.append(unknown_grid(counted, lang, percent))
    if counted.comparisons:
        grids += [comparison_grid(counted, lang, percent, needed_text), ratio_grid(counted, lang, percent)]
    return Section(
        title=responder_word("title-of", lang, criterion=criterion_name(criterion, lang)),
        found=[_found_arm(arm, lang) for arm in counted.arms]
        + [text for pair in counted.comparisons if (text := _found_pair(pair, lang))],
        warnings=_warnings(result, lang),
        grids=grids,
        notes=notes,
        missing=_missing(result, lang),
    )


def _found_arm(arm: ArmResponders, lang: Lang) -> str:
    known = arm.views[0]
    if known.share is None:
        return responder_word("found-nobody", lang, arm=label(arm.arm), unknown=count(arm.n_unknown))
    limits = {each.method: each for each in known.intervals}["wilson"]
    share, interval_of = share_text(
        known.share, (limits.lower or 0.0, 1.0 if limits.upper is None else limits.upper), lang
    )
    return responder_word(
        "found-arm" if arm.n_unknown else "found-arm-whole",
        lang,
        arm=label(arm.arm),
        yes=count(known.n_responders),
        known=count(known.n),
        share=share,
        interval=interval_of,
        unknown=count(arm.n_unknown),
    )


def _found_pair(pair: ArmComparison, lang: Lang) -> str | None:
    view = pair.views[0]
    needed = needed_text(view.needed, lang)
    if view.difference.estimate is None or needed is None:
        return None
    limits = view.difference.intervals[0]
    ends = (limits.lower or 0.0, limits.upper or 0.0)
    digits = percent_decimals([ends])
    if view.needed is not None and view.needed.estimate is not None:
        needed = responder_word("needed", lang, nnt=needed)
    return responder_word(
        "found-pair",
        lang,
        arm=label(pair.arm),
        reference=label(pair.reference),
        difference=fixed(100 * view.difference.estimate, digits),
        interval=interval((100 * ends[0], 100 * ends[1]), lang, digits),
        needed=needed,
    )


def _warnings(result: CriterionResult, lang: Lang) -> list[str]:
    said = []
    few = [arm for arm in result.responders.arms if 0 < arm.views[0].n < FEW]
    if few:
        arms = ", ".join(f"{label(arm.arm)} ({arm.views[0].n})" for arm in few)
        step = fixed(100 / max(arm.views[0].n for arm in few), 0)
        said.append(responder_word("few", lang, least=FEW, arms=arms, step=step))
    for pair in result.responders.comparisons:
        ends = {view.handling: view.difference.estimate for view in pair.views}
        worst, best = ends["worst-case"], ends["best-case"]
        if worst is not None and best is not None and worst < 0 < best:
            said.append(
                responder_word(
                    "unknown-turns",
                    lang,
                    arm=label(pair.arm),
                    reference=label(pair.reference),
                    worst=fixed(100 * worst, 0),
                    best=fixed(100 * best, 0),
                )
            )
    return said


def _missing(result: CriterionResult, lang: Lang) -> list[str]:
    said = []
    if result.responders.n_without_arm:
        said.append(responder_word("missing-arm", lang, n=count(result.responders.n_without_arm)))
    for pair in result.responders.comparisons:
        view = pair.views[0]
        for what, measure in (("risk-ratio", view.risk_ratio), ("odds-ratio", view.odds_ratio)):
            if measure.reason is not None:
                key = (
                    "why-unknown" if view.difference.estimate is None
                    else "why-alike" if "both arms" in measure.reason else "why-infinite"
                )  # fmt: skip
                names = {"arm": label(pair.arm), "reference": label(pair.reference)}
                why = responder_word(key, lang)
                said.append(responder_word("missing-ratio", lang, what=responder_word(what, lang), why=why, **names))
    return said


def _overlap_section(result: ResponderAnalysis, lang: Lang) -> Section:
    heads = [responder_word(key, lang) for key in ("both", "mcid-only", "mdc-only", "neither", "unknown")]
    columns = [Column(head=shared_word("arm", lang), form="label")]
    columns += [Column(head=head, form="count") for head in heads]
    rows = [
        (each.arm, each.n_both, each.n_first_only, each.n_second_only, each.n_neither, each.n_unknown)
        for each in result.overlap
    ]
    return Section(
        title=responder_word("overlap-title", lang),
        found=[
            responder_word(
                "overlap-found",
                lang,
                arm=label(each.arm),
                mcid=count(each.n_both + each.n_first_only),
                within=count(each.n_first_only),
            )
            for each in result.overlap
        ],
        grids=[Grid(caption="", columns=columns, rows=rows)],
        notes=[responder_word("note-individual", lang)],
    )
