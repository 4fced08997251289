"""A comparison of readers as a section: what was found in words, tables, pictures, and what to read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.figures import count
from kneewise.report.outcomes.agreement_pictures import boundary_picture, reader_picture
from kneewise.report.outcomes.agreement_words import agreement_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, interval, key_text, label, p_value
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.agreement.adjudication import Dispute
    from kneewise.outcomes.agreement.coefficients import Coefficient
    from kneewise.outcomes.agreement.comparison import ReaderComparison
    from kneewise.report.words import Lang

FEW = 30  # below it a large-sample interval is not to be trusted (Cantor AB. Psychol Methods 1996;1:150-153)
_PREVALENT = 0.6
_SHOWN = 15  # disputes on page and terminal; the list as a file has them all
_OF_TWO = {"fleiss": "scott", "conger": "cohen"}  # what the coefficients are called for two readers


def agreement_title(scale: str | None, lang: Lang) -> str:
    """The title of page and section."""
    return agreement_word("title-of", lang, scale=scale) if scale else agreement_word("title", lang)


def present_agreement(
    result: ReaderComparison, lang: Lang, *, scale: str | None = None, disputes: Sequence[Dispute] | None = None
) -> Section:
    """Say a comparison of readers.

    scale : the name of the scale, for the title
    disputes : the list to show; None: all of the result
    """
    listed = result.disputes if disputes is None else disputes
    grids = [_coefficients(result, lang), _boundaries(result, lang), _pairs(result, lang), _given(result, lang)]
    if result.intraclass:
        grids.append(_intraclass(result, lang))
    if listed:
        grids.append(_disputes(result, listed, lang))
    notes = [agreement_word("note-interval", lang, percent=label(100 * result.confidence))]
    if result.alpha is not None and result.alpha.n_draws:
        notes.append(agreement_word("note-alpha", lang, draws=count(result.alpha.n_draws), seed=result.alpha.seed))
    notes += [agreement_word(key, lang) for key in ("note-words", "note-list", "note-sources")]
    return Section(
        title=agreement_title(scale, lang),
        found=_found(result, lang),
        warnings=_warnings(result, lang),
        grids=grids,
        pictures=[reader_picture(result, lang), boundary_picture(result, lang)],
        notes=notes,
        missing=_missing(result, lang),
    )


def _missing(result: ReaderComparison, lang: Lang) -> list[str]:
    said = [agreement_word("missing-of", lang, name=name, why=why) for name, why in result.missing]
    of_boundaries = (each.gwet for each in result.boundaries if each.gwet is not None)
    if any(each.standard_error is None for each in (*result.coefficients, *of_boundaries)):
        said.append(agreement_word("missing-interval", lang))
    return said


def coefficient_of(result: ReaderComparison, method: str, weights: str) -> Coefficient | None:
    """The coefficient of a method and its weights, None where these grades do not determine it."""
    found = (each for each in result.coefficients if (each.method, each.weights) == (method, weights))
    return next(found, None)


def _found(result: ReaderComparison, lang: Lang) -> list[str]:
    said = [
        agreement_word(
            "compared", lang, readers=len(result.readers), subjects=count(result.n_subjects),
            compared=count(result.n_compared),
        )
    ]  # fmt: skip
    same = coefficient_of(result, "percent", "unweighted")
    if same is not None:
        said.append(agreement_word("same", lang, percent=f"{fixed(100 * same.observed, 0)}%"))
    best = coefficient_of(result, "gwet", result.weights) or coefficient_of(result, "gwet", "unweighted")
    if best is not None and best.low is not None:
        name = "AC1" if best.weights == "unweighted" else "AC2"
        said.append(
            agreement_word(
                "beyond", lang, method=name, estimate=fixed(best.estimate, 2),
                interval=interval((best.low, best.high), lang, 2), weights=agreement_word(best.weights, lang),
            )
        )  # fmt: skip
    worst = max(result.boundaries, key=lambda each: each.share or 0, default=None)
    if worst is not None and worst.share:
        said.append(
            agreement_word(
                "worst-boundary", lang, below=label(worst.below), above=label(worst.above),
                percent=f"{fixed(100 * worst.share, 0)}%",
            )
        )  # fmt: skip
    for pair in result.pairs:
        test = pair.stuart_maxwell
        if test is not None and test.p is not None and test.p < 0.05:
            said.append(
                agreement_word(
                    "higher", lang, first=label(pair.first), second=label(pair.second), higher=pair.higher,
                    lower=pair.lower, p=p_value(test.p),
                )
            )  # fmt: skip
    far = sum(each.steps >= 2 for each in result.disputes)
    n = len(result.disputes)
    key = "disputed" if far else "disputed-near" if n else "none-disputed"
    said.append(agreement_word(key, lang, n=count(n), far=count(far)))
    return said


def _warnings(result: ReaderComparison, lang: Lang) -> list[str]:
    said = []
    if result.n_compared < FEW:
        said.append(agreement_word("few", lang, n=result.n_compared))
    by_grade = [sum(column) for column in zip(*result.n_graded, strict=True)]
    top = max(by_grade)
    if top > _PREVALENT * sum(by_grade):
        grade = label(result.levels[by_grade.index(top)])
        percent = f"{fixed(100 * top / sum(by_grade), 0)}%"
        said.append(agreement_word("prevalent", lang, grade=grade, percent=percent))
    unused = [label(level) for level, n in zip(result.levels, by_grade, strict=True) if not n]
    if unused:
        said.append(agreement_word("unused", lang, grades=", ".join(unused)))
    return said


def _coefficients(result: ReaderComparison, lang: Lang) -> Grid:
    ci = shared_word("interval-of", lang, percent=label(100 * result.confidence))
    weighted = agreement_word("weighted", lang, weights=agreement_word(result.weights, lang))
    plain_only = result.weights == "unweighted"
    kinds = ["unweighted"] if plain_only else ["unweighted", result.weights]
    columns = [Column(head=agreement_word("coefficient", lang))]
    for head in [agreement_word("plain", lang), weighted][: len(kinds)]:
        columns += [Column(head=head, form="estimate", digits=2), Column(head=ci, form="interval", digits=2)]
    rows = []
    for method in ("percent", "gwet", "brennan-prediger", "conger", "fleiss", "krippendorff"):
        name = _OF_TWO.get(method, method) if len(result.readers) == 2 else method
        row: list[object] = [agreement_word(name, lang)]
        for kind in kinds:
            each = coefficient_of(result, method, kind)
            row += [None, None] if each is None else [each.estimate, (each.low, each.high)]
        rows.append(row)
    if result.alpha is not None:
        gaps: list[object] = [] if plain_only else [None, None]
        alpha = [result.alpha.estimate, (result.alpha.low, result.alpha.high)]
        rows.append([agreement_word("alpha-ordinal", lang), *gaps, *alpha])
    return Grid(caption=agreement_word("coefficients", lang), columns=columns, rows=rows)


def _boundaries(result: ReaderComparison, lang: Lang) -> Grid:
    ci = shared_word("interval-of", lang, percent=label(100 * result.confidence))
    rows = [
        (
            agreement_word("boundary-name", lang, below=label(each.below), above=label(each.above)),
            each.n_split,
            each.n_pairs,
            each.share,
            None if each.gwet is None else each.gwet.estimate,
            None if each.gwet is None else (each.gwet.low, each.gwet.high),
            None if each.kappa is None else each.kappa.estimate,
        )
        for each in result.boundaries
    ]
    columns = [
        Column(head=agreement_word("boundary", lang)),
        Column(head=agreement_word("split", lang), form="count"),
        Column(head=agreement_word("of-pairs", lang), form="count"),
        Column(head=agreement_word("share", lang), form="percent"),
        Column(head="AC1", form="estimate", digits=2),
        Column(head=ci, form="interval", digits=2),
        Column(head=agreement_word("kappa-sides", lang), form="estimate", digits=2),
    ]
    return Grid(caption=agreement_word("boundaries", lang), columns=columns, rows=rows)


def _pairs(result: ReaderComparison, lang: Lang) -> Grid:
    ci = shared_word("interval-of", lang, percent=label(100 * result.confidence))
    rows = [
        (
            agreement_word("pair-name", lang, first=label(pair.first), second=label(pair.second)),
            pair.n_subjects,
            None if pair.plain is None else pair.plain.estimate,
            None if pair.weighted is None else pair.weighted.estimate,
            None if pair.weighted is None else (pair.weighted.low, pair.weighted.high),
            pair.higher,
            pair.lower,
            None if pair.stuart_maxwell is None else pair.stuart_maxwell.p,
        )
        for pair in result.pairs
    ]
    columns = [
        Column(head=agreement_word("pair", lang)),
        Column(head=shared_word("n", lang), form="count"),
        Column(head=agreement_word("kappa", lang), form="estimate", digits=2),
        Column(head=agreement_word("weighted-kappa", lang), form="estimate", digits=2),
        Column(head=ci, form="interval", digits=2),
        Column(head=agreement_word("first-higher", lang), form="count"),
        Column(head=agreement_word("first-lower", lang), form="count"),
        Column(head=agreement_word("margins-p", lang), form="p"),
    ]
    return Grid(caption=agreement_word("pairs", lang), columns=columns, rows=rows)


def _given(result: ReaderComparison, lang: Lang) -> Grid:
    columns = [Column(head=agreement_word("reader", lang), form="label")]
    columns += [Column(head=label(level), form="count") for level in result.levels]
    columns.append(Column(head=shared_word("all", lang), form="count"))
    rows = [(reader, *counts, sum(counts)) for reader, counts in zip(result.readers, result.n_graded, strict=True)]
    return Grid(caption=agreement_word("given", lang), columns=columns, rows=rows)


def _intraclass(result: ReaderComparison, lang: Lang) -> Grid:
    ci = shared_word("interval-of", lang, percent=label(100 * result.confidence))
    columns = [
        Column(head=agreement_word("form", lang)),
        Column(head=shared_word("estimate", lang), form="estimate", digits=2),
        Column(head=ci, form="interval", digits=2),
        Column(head=shared_word("n", lang), form="count"),
    ]
    rows = [(each.form, each.estimate, (each.low, each.high), each.n_subjects) for each in result.intraclass]
    return Grid(caption=agreement_word("intraclass", lang), columns=columns, rows=rows)


def _disputes(result: ReaderComparison, listed: Sequence[Dispute], lang: Lang) -> Grid:
    columns = [Column(head=agreement_word("subject", lang))]
    columns += [Column(head=label(reader), form="label") for reader in result.readers]
    columns += [
        Column(head=agreement_word("steps", lang), form="count"),
        Column(head=agreement_word("crosses", lang)),
    ]
    rows = [
        (key_text(each.subject), *each.grades, each.steps, ", ".join(f"{label(a)}|{label(b)}" for a, b in each.crosses))
        for each in listed[:_SHOWN]
    ]
    caption = agreement_word("disputes", lang)
    if len(listed) > _SHOWN:
        caption = agreement_word("disputes-first", lang, n=_SHOWN, total=count(len(listed)))
    return Grid(caption=caption, columns=columns, rows=rows)
