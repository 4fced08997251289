"""A change over visits as sections: what was found at the last visit, pictures and tables, then the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.outcomes.change_grids import (
    covariance_grids,
    difference_grid,
    mean_grid,
    printed_grid,
    test_grid,
)
from kneewise.report.outcomes.change_pictures import difference_picture, mean_picture, printed_picture
from kneewise.report.outcomes.change_words import arm_name, change_word
from kneewise.report.section_cells import fixed, interval, label, p_value, useful_decimals
from kneewise.report.sections import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.outcomes.repeated_measures.change import ChangeAnalysis
    from kneewise.outcomes.repeated_measures.printed import PrintedMeans
    from kneewise.report.words import Lang

_LOST = 0.2  # share of the patients without a score at the last visit that is told as a warning
_FEW = 5  # patients a covariance parameter
_FEW_FOR_SANDWICH = 40


def change_title(lang: Lang) -> str:
    """The title of the page."""
    return change_word("title", lang)


def present_change(
    result: ChangeAnalysis, lang: Lang, *, n_persons: Mapping[Any, int], first: Any | None = None, months: bool = False
) -> list[Section]:
    """Say the analysis of a change.

    n_persons : how many persons there are by arm, also those without scores
    first : the visit before treatment that the change is from
    months : whether visits are months after the injection
    """
    tests = test_grid(result, lang)
    has_differences = result.differences is not None
    return [
        Section(
            title=change_word("title", lang),
            found=_found(result, lang),
            warnings=_warnings(result, lang, n_persons),
            pictures=[
                mean_picture(result, lang, first=first, months=months),
                *([difference_picture(result, lang, first=first, months=months)] if has_differences else []),
            ],
            grids=[
                mean_grid(result, lang),
                *([difference_grid(result, lang)] if has_differences else []),
                *([tests] if tests is not None else []),
                *(covariance_grids(result, lang) if len(result.visits) > 1 else []),
            ],
            notes=_notes(result, lang),
            missing=[*result.fit.notes, *_without_figures(result, lang)],
        )
    ]


def present_printed(result: PrintedMeans, lang: Lang) -> list[Section]:
    """Say printed means."""
    n_arms, n_visits = len(set(result.arm)), len(set(result.visit))
    return [
        Section(
            title=change_word("printed-title", lang),
            found=[change_word("found-printed", lang, n=n_arms, visits=n_visits)],
            pictures=[printed_picture(result, lang)],
            grids=[printed_grid(result, lang)],
            notes=[change_word("note-printed", lang, percent=label(100 * result.level))],
        )
    ]


def _found(result: ChangeAnalysis, lang: Lang) -> list[str]:
    """The means and differences of the last visit, and the test over all."""
    means, last = result.means, result.visits[-1]
    digits = useful_decimals(means.estimate.tolist())
    shown = []
    for row, (arm, visit, _) in enumerate(result.cells()):
        if visit != last or means.reasons[row] is not None:
            continue
        key = "one-mean" if arm is None else "arm-mean"
        limits = interval((float(means.lower[row]), float(means.upper[row])), lang, digits)
        value = fixed(float(means.estimate[row]), digits)
        shown.append(change_word(key, lang, value=value, interval=limits, arm=arm_name(result, arm)))
    what = change_word("what-change" if result.columns.is_change else "what-score", lang)
    one = "-one" if len(result.visits) == 1 else ""
    named = {"visit": label(last), "what": what, "means": ", ".join(shown)}
    told = [change_word(f"found-mean{one}", lang, **named)] if shown else []
    found = result.differences
    if found is None:
        return told
    for row, (arm, visit) in enumerate(result.compared()):
        if visit != last or found.reasons[row] is not None:
            continue
        limits = interval((float(found.lower[row]), float(found.upper[row])), lang, digits)
        names = {"arm": arm_name(result, arm), "reference": arm_name(result, result.arms[0]), "visit": label(visit)}
        value, p = fixed(float(found.estimate[row]), digits), p_value(float(found.p[row]))
        told.append(change_word(f"found-difference{one}", lang, value=value, interval=limits, p=p, **names))
    if result.differences_test is not None and len(found) > 1:
        told.append(change_word("found-any", lang, p=p_value(result.differences_test.p)))
    return told


def _warnings(result: ChangeAnalysis, lang: Lang, n_persons: Mapping[Any, int]) -> list[str]:
    fit = result.fit
    told = [
        change_word("abandoned", lang, structure=each.structure, taken=fit.structure) for each in result.abandoned
    ]  # fmt: skip
    if fit.n_subjects < _FEW * len(fit.theta):
        told.append(change_word("few", lang, n=fit.n_subjects, k=len(fit.theta)))
    if fit.vcov != "model" and fit.n_subjects < _FEW_FOR_SANDWICH:
        told.append(change_word("sandwich-few", lang, n=fit.n_subjects))
    arms = result.arms or tuple(n_persons)
    have = result.n_scores[:, -1].tolist()
    lost = [(arm, n_persons.get(arm, 0) - n, n_persons.get(arm, 0)) for arm, n in zip(arms, have, strict=False)]
    n_all, n_lost = sum(n for _, _, n in lost), sum(n for _, n, _ in lost)
    if n_all and n_lost > _LOST * n_all:
        by_arm = "; ".join(
            change_word("of", lang, arm=arm_name(result, arm) if arm is not None else "", lost=n, n=n_of)
            for arm, n, n_of in lost
        )
        share = f"{fixed(100 * n_lost / n_all, 0)}%"
        told.append(change_word("lost", lang, share=share, by_arm=by_arm.removeprefix(": ")))
    return told


def _notes(result: ChangeAnalysis, lang: Lang) -> list[str]:
    fit = result.fit
    by_arm = change_word("by-arm", lang) if fit.groups else ""
    counts = {"n": f"{fit.n_scores:,}", "patients": f"{fit.n_subjects:,}"}
    return [
        change_word("note-model", lang, formula=fit.formula, structure=fit.structure, by_arm=by_arm, **counts),
        change_word("note-df", lang, df=fit.df, vcov=fit.vcov),
        change_word("note-means", lang),
        change_word("note-random", lang),
        change_word("note-each", lang, percent=label(100 * fit.level)),
        change_word("note-source", lang),
    ]


def _without_figures(result: ChangeAnalysis, lang: Lang) -> list[str]:
    tests = (("test-any", result.differences_test_reason), ("test-parallel", result.parallel_test_reason))
    reasons = [
        *zip(result.means.names, result.means.reasons, strict=True),
        *((change_word(key, lang), reason) for key, reason in tests),
    ]
    return [change_word("no-figure", lang, where=name, why=reason) for name, reason in reasons if reason is not None]
