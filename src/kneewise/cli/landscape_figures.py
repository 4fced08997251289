"""`kneewise landscape figures`: figures of articles held against the records; sources in conflict side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.days import DAY
from kneewise.cli.landscape_options import (
    code_option,
    deliver_records,
    landscape_and_outputs,
)
from kneewise.cli.outputs import EXIT_STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.figures.evidence import FigureAnswer
    from kneewise.landscape.landscape import Landscape
    from kneewise.report.sections import Section

EXAMPLE = """\b
Examples:
  kneewise landscape figures
  kneewise landscape figures cartistem-30000
  kneewise landscape figures --article cartistem-article --known-on 2024-12-31
  kneewise landscape figures --conflicts --lang ko
  kneewise landscape figures --html figures.html
"""


@click.command(short_help="Figures of articles held against the records.", epilog=EXAMPLE + EXIT_STATUSES)
@click.argument("key", metavar="[FIGURE]", required=False)
@code_option("--article", "article", "Only figures of this article.")
@click.option("--conflicts", is_flag=True, help="Show where sources contradict each other instead.")
@click.option("--known-on", type=DAY, metavar="DAY", help="Answer from what could be read by this day.")
@landscape_and_outputs
def figures(
    *, key: str | None, article: str | None, conflicts: bool, known_on: date | None, landscape: Landscape,
    outputs: Outputs,
) -> None:  # fmt: skip
    """Tell how figures of articles stand: confirmed, superseded, contradicted, not confirmed; each from rows.

    With a FIGURE the rows behind it are shown; a page shows those of all.
    """
    if conflicts:
        _deliver_conflicts(landscape, known_on, outputs)
        return
    from kneewise.landscape.documents import document_of
    from kneewise.landscape.figures.answer import answer_figures
    from kneewise.report.landscape.figure_words import figure_word

    every = answer_figures(landscape, known_on)
    chosen = [each for each in every if key in (None, each.figure.figure) and article in (None, each.figure.article)]
    if key is not None and not chosen:
        raise click.UsageError(
            f"no figure is called {key!r}; there are: {', '.join(each.figure.figure for each in every)}."
        )
    deliver_records(
        outputs,
        title=figure_word("title", outputs.lang),
        document=document_of({"known_on": known_on, "figures": chosen}),
        rows=_rows(chosen),
        sections=_sections(chosen, landscape, known_on, outputs, with_rows=key is not None),
    )


def _sections(
    chosen: Sequence[FigureAnswer], landscape: Landscape, known_on: date | None, outputs: Outputs, *, with_rows: bool
) -> list[Section]:
    from kneewise.landscape.conflicts import conflicts_on
    from kneewise.report.landscape.conflicts import present_conflicts
    from kneewise.report.landscape.figures import present_figure, present_figures

    on_page = outputs.html is not None
    rows = [present_figure(each, landscape, outputs.lang, short=not on_page, with_sources=on_page) for each in chosen]
    if with_rows:
        return rows
    sections = [present_figures(chosen, outputs.lang, short=not on_page)]
    if on_page:
        sections += [*rows, present_conflicts(conflicts_on(landscape, known_on), outputs.lang)]
    return sections


def _deliver_conflicts(landscape: Landscape, known_on: date | None, outputs: Outputs) -> None:
    from kneewise.landscape.conflicts import conflicts_on
    from kneewise.landscape.documents import columns_of, document_of
    from kneewise.report.landscape.conflicts import present_conflicts
    from kneewise.report.landscape.result_words import result_word

    found = conflicts_on(landscape, known_on)
    statements = [each for conflict in found for side in conflict.sides for each in side.statements]
    document = document_of(found)
    for conflict, shown in zip(found, document, strict=True):
        shown["settled"] = conflict.settled
    deliver_records(
        outputs,
        title=result_word("conflicts", outputs.lang),
        document=document,
        rows=columns_of(statements),
        sections=[present_conflicts(found, outputs.lang)],
    )


def _rows(chosen: Sequence[FigureAnswer]) -> dict[str, list[Any]]:
    """A row a row behind a figure; a figure without any has one of its own."""
    from kneewise.landscape.documents import document_of

    rows: dict[str, list[Any]] = {}
    for answer in chosen:
        for each in answer.rows or (None,):
            record = {} if each is None else document_of(each.record)
            source = record.get("source", {})
            key = next((record[name] for name in ("milestone", "statement", "price", "trial") if name in record), None)
            values = {
                "figure": answer.figure.figure, "article": answer.figure.article, "says": answer.figure.words["en"],
                "stand": answer.stand, "remarks": ";".join(answer.remarks) or None, "found": answer.found,
                "bears": None if each is None else each.bears, "row": key,
                "verification": record.get("verification"), "source": source.get("place"),
                "source_date": source.get("dated"), "doubt": source.get("doubt"),
            }  # fmt: skip
            for name, value in values.items():
                rows.setdefault(name, []).append(value)
    return rows
