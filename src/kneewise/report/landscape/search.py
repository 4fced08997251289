"""What a search found, as a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.said import cut
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.search_index import Hit
    from kneewise.report.words import Lang


def search_title(query: str, lang: Lang) -> str:
    """The title of page and section."""
    return result_word("search", lang, query=query)


def present_hits(hits: Sequence[Hit], query: str, lang: Lang, *, most: int, short: bool) -> Section:
    """List what was found, the best first; words read as others are told; more hits than `most` say there are more."""
    pairs = dict.fromkeys(f"{asked} → {taken}" for each in hits[:1] for asked, taken in each.read_as)
    missing = dict.fromkeys(word for each in hits for word in each.missing)
    shown = hits[:most]
    if not hits:
        said = [result_word("nothing", lang)]
    elif len(hits) > most:
        said = [result_word("search-more", lang, most=most)]
    else:
        said = [result_word("search-found", lang, n=len(hits))]
    if missing:
        said.append(result_word("search-some", lang, words=", ".join(missing)))
    if pairs:
        said.append(result_word("read-as", lang, pairs=", ".join(pairs)))
    columns = [Column(head=result_word("found-kind", lang)), Column(head=result_word("key", lang)),
               Column(head=landscape_word("title", lang))]  # fmt: skip
    rows = [(result_word(f"kind-{each.kind}", lang), each.key, cut(each.title, short)) for each in shown]
    grids = [Grid(caption="", columns=columns, rows=rows)] if rows else []
    return Section(title=search_title(query, lang), found=said, grids=grids)
