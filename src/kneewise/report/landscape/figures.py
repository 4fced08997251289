"""Figures of articles held against the records, as a section: how each stands, with the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.landscape.records import Milestone, Trial
from kneewise.landscape.stated_records import Price, Statement
from kneewise.report.landscape.figure_words import figure_word
from kneewise.report.landscape.grids import answer_text, columns, source_grid
from kneewise.report.landscape.said import code, cut, kind, price_text, source, subject, verified, when
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Column, Grid, Section
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.figures.evidence import Evidence, FigureAnswer
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Sourced
    from kneewise.report.words import Lang


def present_figures(answers: Sequence[FigureAnswer], lang: Lang, *, short: bool) -> Section:
    """List the figures with how they stand."""
    counts = [each.stand for each in answers]
    said = ", ".join(f"{code('stand', stand, lang)}: {counts.count(stand)}" for stand in dict.fromkeys(counts))
    keys = ("key", "stand", "says", "remarks") if short else ("key", "stand", "says", "article", "remarks", "n-rows")
    rows = [
        (
            each.figure.figure, stand_text(each, lang), cut(say(each.figure.words, lang), short, 44),
            *(() if short else (code("article", each.figure.article, lang),)),
            "; ".join(remarks_of(each, lang)) or None, *(() if short else (len(each.rows),)),
        )
        for each in answers
    ]  # fmt: skip
    heads = [Column(head=figure_word(key, lang), form="count" if key == "n-rows" else "text") for key in keys]
    return Section(
        title=figure_word("title", lang),
        found=[figure_word("found", lang, n=len(answers), counts=said)],
        grids=[Grid(caption=figure_word("title", lang), columns=heads, rows=rows)],
        notes=[figure_word("note-computed", lang), landscape_word("read-in", lang)],
    )


def present_figure(
    answer: FigureAnswer, landscape: Landscape, lang: Lang, *, short: bool, with_sources: bool = False
) -> Section:
    """Show one figure, how it stands, and every row behind it."""
    found = [
        figure_word("answer", lang, article=code("article", answer.figure.article, lang),
                    stand=stand_text(answer, lang))
    ]  # fmt: skip
    found += [f"{each[0].upper()}{each[1:]}." for each in remarks_of(answer, lang)]
    grids = [_rows(answer.rows, landscape, lang, short=short)] if answer.rows else []
    if with_sources and answer.rows:
        grids.append(source_grid([each.record for each in answer.rows], lang))
    return Section(
        title=say(answer.figure.words, lang),
        found=found,
        grids=grids,
        missing=[] if answer.rows else [figure_word("no-row", lang)],
        notes=[landscape_word("doubt-note", lang)] if any(each.record.source.doubt for each in answer.rows) else [],
    )


def stand_text(answer: FigureAnswer, lang: Lang) -> str:
    """How a figure stands: what was right and is no more says both."""
    if answer.stand == "superseded":
        return figure_word("superseded", lang)
    return code("stand", answer.stand, lang)


def remarks_of(answer: FigureAnswer, lang: Lang) -> list[str]:
    """What to know beside how it stands."""
    told = [code("remark", each, lang) for each in answer.remarks]
    if answer.found is not None and answer.figure.asks == "count":
        told.append(figure_word("counted", lang, n=answer.found))
    return told


def _rows(rows: Sequence[Evidence], landscape: Landscape, lang: Lang, *, short: bool) -> Grid:
    heads = [Column(head=figure_word("bears", lang)), *columns(("date",), lang), Column(head=figure_word("row", lang)),
             *columns(("verification", "source", "note"), lang)]  # fmt: skip
    body = []
    for each in rows:
        dated, text = said_row(each.record, landscape, lang)
        body.append((
            figure_word(each.bears, lang), dated, cut(text, short), verified(each.record, lang),
            source(each.record.source), cut(each.record.note, short),
        ))  # fmt: skip
    return Grid(caption=figure_word("rows", lang), columns=heads, rows=body)


def said_row(record: Sourced, landscape: Landscape, lang: Lang) -> tuple[str | None, str]:
    """What one row says, with the day or period that it is of."""
    if isinstance(record, Milestone):
        what = f"{subject(landscape, record.subject, lang)}, {record.jurisdiction}: {kind(record.kind, lang)}"
        return when(record), f"{what}. {record.detail}" if record.detail else what
    if isinstance(record, Statement):
        unit = landscape.by_question[record.question].unit
        value = f"{_relation(record, lang)}{answer_text(record.value)}"
        return _text(record.about), f"{value} {unit}" if unit else value
    if isinstance(record, Trial):
        patients = "–" if record.enrolment is None else f"{record.enrolment:,}"
        return _text(record.start), figure_word(
            "trial-row", lang, trial=record.trial, status=code("trial-status", record.status, lang), n=patients,
            kind=code("date-kind", record.enrolment_kind, lang), title=record.title,
        )  # fmt: skip
    if isinstance(record, Price):
        place = code("jurisdiction", record.country, lang)
        kinds = code("price-kind", record.kind, lang)
        return _text(record.dated), f"{price_text(record, lang)}: {place}, {record.treatment}, {kinds} ({record.scope})"
    return None, ""


def _relation(record: Statement, lang: Lang) -> str:
    return "" if record.relation == "exactly" else code("relation", record.relation, lang) + " "


def _text(found: Any) -> str | None:
    return None if found is None else str(found)
