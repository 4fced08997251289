"""The self-contained page of a review: no network, no font from elsewhere, one file opened from a disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from kneewise.report import page_foot, page_summary
from kneewise.report.figures import count
from kneewise.report.markup import esc
from kneewise.report.page_card import card
from kneewise.report.page_files import content_hash, page_file
from kneewise.report.page_words import page_word
from kneewise.report.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kneewise.report.summary import Summary
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer

CARDS = "<!-- cards -->\n"  # where the template is cut: the answers pass between its two halves


def write_page(
    path: str | Path,
    summary: Summary,
    answers: Iterable[CaseAnswer],
    *,
    lang: Lang,
    fact_words: Mapping[str, Mapping[str, str]],
    title: str,
    made_on: str,
    n_more: int = 0,
) -> None:
    """Write the page; it stands at `path` whole or not at all.

    answers : each becomes a card; they are taken one at a time, so any number may pass
    fact_words : what each fact means, by its name and language
    made_on : the day to show, as text
    n_more : cases counted in the summary that have no card
    """
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as stream:
            top, bottom = (Template(half) for half in page_file("page.html").split(CARDS))
            stream.write(top.substitute(_top(summary, lang, title, made_on, n_more)))
            seen = page_foot.SourcesSeen()
            for answer in answers:
                seen.add(answer)
                stream.write(card(answer, lang=lang, fact_words=fact_words))
            stream.write(bottom.substitute(_bottom(seen, lang)))
        beside.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise


def _top(summary: Summary, lang: Lang, title: str, made_on: str, n_more: int) -> dict[str, str]:
    """What fills the template above the cards."""
    style = page_file("page.css")
    policy = (
        f"default-src 'none'; style-src {content_hash(style)}; script-src {content_hash(page_file('page.js'))}; "
        "base-uri 'none'; form-action 'none'"
    )
    reviewed = phrase("reviewed", lang, cases=count(summary.n_cases), claims=count(summary.n_claims))
    more = f'<p class="warning">{esc(page_word("n-more", lang, n=count(n_more)))}</p>' if n_more else ""
    return _words(lang) | {
        "lang": esc(lang),
        "policy": policy,
        "style": style,
        "title": esc(title),
        "made_on": esc(page_word("made-on", lang, day=made_on)),
        "reviewed": esc(reviewed),
        "recommendations": page_summary.recommendations(summary, lang),
        "outcomes": page_summary.outcomes(summary, lang),
        "reasons": page_summary.reasons(summary, lang),
        "flags": page_summary.flags(summary, lang),
        "papers": page_summary.papers(summary, lang),
        "n_more": more,
        "filter": page_summary.filter_form(summary, lang),
    }


def _bottom(seen: page_foot.SourcesSeen, lang: Lang) -> dict[str, str]:
    """What fills the template below the cards; the sources are known once all cards have passed."""
    return _words(lang) | {
        "how_to_read": page_foot.how_to_read(seen, lang),
        "sources": page_foot.sources(seen, lang),
        "script": page_file("page.js"),
    }


def _words(lang: Lang) -> dict[str, str]:
    """The headings of the template."""
    shared = ("recommendations", "outcomes", "reasons", "flags", "papers", "sources", "not-advice")
    own = ("skip", "notice", "cases", "how-to-read")
    told = {f"w_{key}": phrase(key, lang) for key in shared} | {f"w_{key}": page_word(key, lang) for key in own}
    return {key.replace("-", "_"): esc(text) for key, text in told.items()}
