"""The end of the page: how to read it, what confidence means, and what the findings shown rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kneewise.report.findings import PRESS, findings_of, key_of, tell_via
from kneewise.report.markup import esc, keep_days, pairs, table
from kneewise.report.page_words import page_word
from kneewise.report.phrases import phrase
from kneewise.report.words import CONFIDENCE_SENTENCES, CONFIDENCES, say, word

if TYPE_CHECKING:
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer, Source


@dataclass(slots=True)
class Rests:
    """A source with the clauses of the shown cases that rest on it."""

    source: Source
    clauses: dict[str, dict[str, str]] = field(default_factory=dict)  # id -> sentence


class SourcesSeen:
    """The sources met while the cards are written, since the answers pass only once."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str | None], Rests] = {}

    def add(self, answer: CaseAnswer) -> None:
        """Take note of the sources of one answer; what does not apply is not shown, so it does not count."""
        for _, finding in findings_of(answer):
            if finding["result"] == "not-applicable":
                continue
            source = finding["source"]
            rests = self._seen.setdefault((source["title"], source["issued"]), Rests(source))
            rests.clauses.setdefault(key_of(finding), finding["sentence"])

    def rests(self) -> list[Rests]:
        """By how much rests on them, then by title."""
        return sorted(self._seen.values(), key=lambda rests: (-len(rests.clauses), rests.source["title"]))


def is_press(source: Source) -> bool:
    """Whether a source was read as the press reported it."""
    return bool(source["via"] and PRESS.search(source["via"]))


def how_to_read(seen: SourcesSeen, lang: Lang) -> str:
    """What results, recommendations and money mean, and how far the rules themselves were read."""
    press = {clause for rests in seen.rests() if is_press(rests.source) for clause in rests.clauses}
    every = {clause for rests in seen.rests() for clause in rests.clauses}
    told = page_word("press-means", lang, press=phrase("press", lang), n=len(press), m=len(every))
    points = [page_word(f"reading-{of}", lang) for of in ("results", "recommendation", "payable")]
    meanings = [
        (word(CONFIDENCES, code, lang), esc(say(text, lang))) for code, text in CONFIDENCE_SENTENCES.items()
    ]
    return (
        f'<ul class="points">{"".join(f"<li>{esc(point)}</li>" for point in (*points, told))}</ul>'
        f"<h3>{esc(page_word('confidence-means', lang))}</h3>"
        f'<p class="aside">{esc(page_word("confidence-about", lang))}</p>{pairs(meanings)}'
    )


def sources(seen: SourcesSeen, lang: Lang) -> str:
    """A table of the sources, each with how it was read and what rests on it."""
    rows = []
    for rests in seen.rests():
        source = rests.source
        via = tell_via(source, lang)
        through = keep_days(esc(via if via is not None else page_word("the-text", lang)))
        if is_press(source):
            through = f'<span class="press">{esc(phrase("press", lang))}</span> {through}'
        clauses = "".join(
            f"<li>{esc(say(sentence, lang))} <code>{esc(key)}</code></li>"
            for key, sentence in rests.clauses.items()
        )
        opening = f"<details class='rest'><summary>{len(rests.clauses)}</summary>"
        rows.append(
            (
                esc(source["title"]),
                esc(source["issued"] or phrase("date-unknown", lang)),
                through,
                f'{opening}<ul class="clauses">{clauses}</ul></details>',
            )
        )
    heads = [
        (phrase("source", lang), "text"),
        (page_word("issued", lang), "day"),
        (page_word("read-through", lang), "text"),
        (page_word("rests-on", lang), "text"),
    ]
    about = esc(page_word("sources-of-cards", lang))
    return f'<p class="aside">{about}</p>{table(phrase("sources", lang), heads, rows, kind="stack")}'
