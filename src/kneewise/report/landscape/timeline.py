"""Milestones as a section: what happened, what is planned and what of it is past due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.landscape.grids import milestone_grid, source_grid
from kneewise.report.landscape.pictures import timeline_picture
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.plans import Plan
    from kneewise.landscape.records import Milestone
    from kneewise.report.words import Lang


def present_timeline(
    events: Sequence[Milestone], plans: Sequence[Plan], landscape: Landscape, lang: Lang, *, on: date, short: bool,
    with_sources: bool = False, with_notes: bool = True, n_later: int = 0,
) -> Section:  # fmt: skip
    """Say milestones in order of their dates.

    plans : what became of those that are planned
    short : cut long recorded texts, for a terminal
    n_later : how many were left out, being of after the day or told only then
    """
    by_key = {each.milestone.milestone: each for each in plans}
    classes = [each.class_ for each in events]
    due = sum(by_key[each.milestone].state == "past-due" for each in events if each.milestone in by_key)
    title = result_word("timeline", lang)
    said = result_word(
        "timeline-found", lang, n=len(events), due=due, **{name: classes.count(name) for name in
                                                           ("actual", "planned", "metric", "claim")},
    )  # fmt: skip
    later = [result_word("timeline-later", lang, n=n_later, on=on)] if n_later else []
    if not events:
        return Section(title=title, found=[result_word("nothing", lang)], missing=later)
    one = len({each.subject for each in events}) == 1
    grids = [milestone_grid(events, by_key, landscape, lang, caption=title, short=short, with_subject=not one)]
    if with_sources:
        grids.append(source_grid(events, lang))
    return Section(
        title=title,
        found=[said, landscape_word("as-of", lang, on=on)],
        grids=grids,
        missing=later,
        pictures=[timeline_picture(events, by_key, landscape, lang, on=on)],
        notes=[landscape_word(key, lang) for key in ("precision-note", "read-in", "doubt-note") if with_notes],
    )
