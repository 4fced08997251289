"""Trials as a section: status, phase, patients and days, as of the copies of their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.plans import trial_overdue
from kneewise.report.landscape.grids import source_grid, trial_grid
from kneewise.report.landscape.pictures import enrolment_picture
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.landscape.records import Trial
    from kneewise.report.words import Lang


def present_trials(
    trials: Sequence[Trial], lang: Lang, *, on: date, short: bool, with_sources: bool = False, with_notes: bool = True,
    n_later: int = 0,
) -> Section:  # fmt: skip
    """Say which trials there are; a planned end that has passed is told as past due; `n_later` began after the day."""
    title = result_word("trials", lang)
    later = [result_word("trials-later", lang, n=n_later, on=on)] if n_later else []
    if not trials:
        return Section(title=title, found=[result_word("nothing", lang)], missing=later)
    overdue = sum(trial_overdue(each, on) is True for each in trials)
    grids = [trial_grid(trials, lang, on=on, caption=title, short=short)]
    if with_sources:
        grids.append(source_grid(trials, lang))
    picture = enrolment_picture(trials, lang)
    return Section(
        title=title,
        found=[result_word("trials-found", lang, n=len(trials), overdue=overdue), landscape_word("as-of", lang, on=on)],
        warnings=_age_of_copies(trials, lang),
        missing=later,
        grids=grids,
        pictures=[picture] if picture is not None else [],
        notes=[landscape_word("read-in", lang)] if with_notes else [],
    )


def _age_of_copies(trials: Sequence[Trial], lang: Lang) -> list[str]:
    """Say of which day most of the records are."""
    days = [each.source.dated for each in trials if each.source.dated is not None]
    if not days:
        return []
    most = max(set(days), key=lambda each: (days.count(each), each))
    n = sum(each <= most for each in days)
    return [result_word("copies", lang, n=n, day=most)] if n > 1 else []
