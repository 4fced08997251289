"""A check of rows as a section: how many, what cannot be, what should be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.evidence.check_words import check_word, rule_word
from kneewise.report.figures import count
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.plausibility import Finding
    from kneewise.report.words import Lang


def check_title(lang: Lang) -> str:
    """The title of page and section."""
    return check_word("title", lang)


def present_check(findings: Sequence[Finding], n_rows: int, lang: Lang, *, shipped: bool = False) -> Section:
    """Say what a check of rows found; `row` is the line in the file."""
    n_impossible = sum(each.kind == "impossible" for each in findings)
    said = check_word(
        "found" if findings else "clean", lang, rows=count(n_rows), impossible=count(n_impossible),
        doubtful=count(len(findings) - n_impossible), bad=count(len({each.row for each in findings})),
    )  # fmt: skip
    heads = ("row", "study", "columns", "kind", "rule", "what", "allowed")
    rows = [
        (
            each.row, each.study or None, ", ".join(each.columns), check_word(each.kind, lang),
            rule_word(each.rule, lang), each.found, each.allowed,
        )
        for each in findings
    ]  # fmt: skip
    columns = [Column(head=check_word(key, lang), form="label" if key == "row" else "text") for key in heads]
    return Section(
        title=check_title(lang),
        found=[said],
        grids=[Grid(caption=check_word("caption", lang), columns=columns, rows=rows)] if rows else [],
        notes=[check_word("note", lang), *([check_word("shipped", lang)] if shipped else [])],
    )
