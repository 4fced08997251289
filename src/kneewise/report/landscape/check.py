"""What a check of the records found, as a section: errors first, then what a reader must know."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kneewise.report.figures import count
from kneewise.report.landscape.check_words import check_word
from kneewise.report.landscape.said import code, codes, kind
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.findings import Finding
    from kneewise.report.words import Lang

_SHOWN = 8  # rows of one code on a terminal; a page has them all


def present_check(findings: Sequence[Finding], lang: Lang, *, on: str, short: bool) -> Section:
    """Say what must be put right and what must be known, a table for each sort of finding."""
    errors = [each for each in findings if each.level == "error"]
    said = [check_word("found", lang, errors=count(len(errors)), notes=count(len(findings) - len(errors)), on=on)]
    groups: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        groups[each.code].append(each)
    return Section(
        title=check_word("title", lang),
        found=said if findings else [check_word("nothing", lang)],
        warnings=[check_word("errors", lang)] if errors else [],
        grids=[_grid(code_, found, lang, short=short) for code_, found in groups.items()],
        notes=[check_word("levels", lang)],
    )


def _grid(code_: str, found: Sequence[Finding], lang: Lang, *, short: bool) -> Grid:
    shown = found[:_SHOWN] if short else found
    caption = check_word(f"caption-{code_}", lang, n=count(len(found)))
    if len(shown) < len(found):
        caption += check_word("first", lang, n=len(shown))
    columns = [Column(head=check_word("rows", lang)), Column(head=check_word("says", lang))]
    rows = [(_keys(each, short), check_word(f"says-{code_}", lang, **_names(each, lang))) for each in shown]
    return Grid(caption=caption, columns=columns, rows=rows)


def _keys(found: Finding, short: bool) -> str:
    if short and len(found.keys) > 2:
        return f"{', '.join(found.keys[:2])}, … ({len(found.keys)})"
    return ", ".join(found.keys)


def _names(found: Finding, lang: Lang) -> dict[str, str]:
    """What fills the sentence, codes as words."""
    names = dict(found.names)
    for name in ("kind", "other"):
        if name in names:
            names[name] = kind(names[name], lang)
    if "technology" in names:
        names["technology"] = code("technology", names["technology"], lang)
    if "country" in names:
        names["country"] = code("jurisdiction", names["country"], lang)
    if "kinds" in names:
        names["kinds"] = codes("price-kind", names["kinds"].split(", "), lang)
    return names
