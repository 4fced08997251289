"""A sync as a section: what changed, which trials are to be looked at, what could not be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.landscape.sync_words import sync_word
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.sync.change_log import Change
    from kneewise.landscape.sync.registry_trial import Notice
    from kneewise.landscape.sync.run import Decided, SyncResult
    from kneewise.report.words import Lang

_SHORT = 30  # rows of each table on a terminal; the files hold all
_CUT = 34


def present_sync(result: SyncResult, lang: Lang, *, short: bool) -> Section:
    """Say what a sync did; `short` cuts tables and texts for a terminal."""
    told = [each for each in result.changes if each.field != "updated"]
    # A person has something to do with trials that are accepted or unclear, and not yet recorded.
    asked = [each for each in result.decided if each.accepted.decision != "no" and not each.recorded]
    grids = [_changes(told, lang, short), _candidates(asked, lang, short), _notices(result.notices, lang, short)]
    sizes = (len(told), len(asked), len(result.notices))
    files = ("changes.jsonl", "decisions.csv", "notices.jsonl")
    return Section(
        title=sync_word("title", lang),
        found=_found(result, lang),
        grids=[each for each in grids if each.rows],
        notes=[sync_word(key, lang) for key in ("rules-note", "contacts-note")],
        missing=[
            *(sync_word("more", lang, n=n - _SHORT, file=file)
              for n, file in zip(sizes, files, strict=True) if short and n > _SHORT),
            *([sync_word("older", lang, n=len(result.told))] if result.told else []),
        ],
    )  # fmt: skip


def _found(result: SyncResult, lang: Lang) -> list[str]:
    counts = result.counts()
    lines = [sync_word("read", lang, n_read=result.n_read, n_trials=result.n_trials, n_devices=result.n_devices)]
    if counts:
        named = ", ".join(f"{sync_word(kind, lang)} {n}" for kind, n in counts.items())
        lines.append(sync_word("changed", lang, n=sum(counts.values()), counts=named))
    else:
        lines.append(sync_word("nothing", lang))
    if result.decided:
        n = {name: sum(each.accepted.decision == name for each in result.decided) for name in ("yes", "look", "no")}
        fresh = sum(each.accepted.decision == "yes" and not each.recorded for each in result.decided)
        lines.append(sync_word("decisions", lang, **n, fresh=fresh))
    return lines


def _changes(changes: Sequence[Change], lang: Lang, short: bool) -> Grid:
    rows: list[tuple[Any, ...]] = [
        (sync_word(each.kind, lang), each.key.partition(":")[2], each.field, _said(each.before, lang, short),
         _said(each.after, lang, short), each.copied)
        for each in _some(changes, short)
    ]  # fmt: skip
    heads = [sync_word(key, lang) for key in ("kind", "record", "field", "before", "after")]
    heads.append(landscape_word("copied", lang))
    if all(row[-1] is None for row in rows):  # files that bear no day
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    return _grid("changes", heads, rows, lang)


def _candidates(decided: Sequence[Decided], lang: Lang, short: bool) -> Grid:
    ordered = sorted(decided, key=lambda each: (each.accepted.decision != "yes", each.trial.trial))
    rows = [
        (
            sync_word(each.accepted.decision, lang),
            each.trial.trial,
            _said(each.trial.title, lang, short),
            each.accepted.reason,
        )
        for each in _some(ordered, short)
    ]
    heads = [sync_word("decision", lang), landscape_word("trial", lang), landscape_word("title", lang)]
    return _grid("candidates", [*heads, sync_word("why", lang)], rows, lang)


def _notices(notices: Sequence[Notice], lang: Lang, short: bool) -> Grid:
    rows = [(each.where, each.field, each.found, each.done) for each in _some(notices, short)]
    return _grid("notices", [sync_word(key, lang) for key in ("where", "field", "found", "done")], rows, lang)


def _grid(caption: str, heads: Sequence[str], rows: Sequence[tuple[Any, ...]], lang: Lang) -> Grid:
    return Grid(caption=sync_word(caption, lang), columns=[Column(head=each) for each in heads], rows=rows)


def _some(rows: Sequence[Any], short: bool) -> Sequence[Any]:
    return rows[:_SHORT] if short else rows


def _said(value: Any, lang: Lang, short: bool) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return landscape_word("yes" if value else "no", lang)
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text[:_CUT] + "…" if short and len(text) > _CUT else text
