"""What changed between two days, as a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.landscape.grids import columns, milestone_grid
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.said import code, kind, place, states, subject
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.changes import Changes, TrialEvent, Turn
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.plans import Plan
    from kneewise.report.words import Lang


def changes_title(found: Changes, lang: Lang) -> str:
    """The title of page and section."""
    return result_word("changes", lang, since=found.since, until=found.until)


def present_changes(found: Changes, landscape: Landscape, lang: Lang, *, short: bool) -> Section:
    """Say what happened, what may have, what became known, which standings turned, which plans fell due."""
    parts = ("events", "perhaps", "learned", "turns", "trials")
    counts = {name: len(getattr(found, name)) for name in parts}
    grids = [
        _turns(found.turns, landscape, lang, short=short),
        *(milestone_grid(getattr(found, name), {}, landscape, lang, caption=result_word(name, lang), short=short)
          for name in ("events", "perhaps", "learned")),
        _plans(found.fell_due, landscape, lang),
        _trials(found.trials, lang, short=short),
    ]  # fmt: skip
    return Section(
        title=changes_title(found, lang),
        found=[result_word("changes-found", lang, due=len(found.fell_due), **counts)],
        grids=[each for each in grids if each.rows],
        notes=[landscape_word(key, lang) for key in ("precision-note", "read-in", "doubt-note")],
    )


def _turns(turns: Sequence[Turn], landscape: Landscape, lang: Lang, *, short: bool) -> Grid:
    heads = columns(("product", "country", "side"), lang)
    heads += [Column(head=result_word(key, lang)) for key in ("before", "after")]
    heads += columns(("indication",), lang)
    rows = [
        (
            subject(landscape, each.after.subject, lang), place(each.after.jurisdiction, lang, short=short),
            landscape_word(each.after.axis, lang),
            None if each.before is None else states(each.before.axis, each.before.may_be, lang),
            states(each.after.axis, each.after.may_be, lang), code("indication", each.after.indication, lang),
        )
        for each in turns
    ]  # fmt: skip
    return Grid(caption=result_word("turns", lang), columns=heads, rows=rows)


def _plans(plans: Sequence[Plan], landscape: Landscape, lang: Lang) -> Grid:
    rows = [
        (
            str(each.milestone.date), subject(landscape, each.milestone.subject, lang),
            code("jurisdiction", each.milestone.jurisdiction, lang), kind(each.milestone.kind, lang),
            landscape_word(each.state, lang),
        )
        for each in plans
    ]  # fmt: skip
    return Grid(caption=result_word("fell-due", lang), rows=rows,
                columns=columns(("date", "product", "country", "what", "class"), lang))  # fmt: skip


def _trials(events: Sequence[TrialEvent], lang: Lang, *, short: bool) -> Grid:
    rows = []
    for each in events:
        planned = None if each.is_planned is None else "planned" if each.is_planned else "actual"
        name = each.trial.product_stated or (each.trial.title[:50] + "…" if short else each.trial.title)
        rows.append((str(each.date), each.trial.trial, result_word(each.what, lang), code("date-kind", planned, lang),
                     name))  # fmt: skip
    heads = ("date", "trial", "what", "class", "title")
    return Grid(caption=result_word("trial-dates", lang), columns=columns(heads, lang), rows=rows)
