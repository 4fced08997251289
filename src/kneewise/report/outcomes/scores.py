"""Scores of a questionnaire as a section: what is missing and why, where the scores lie by arm and visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.outcomes.instruments.scores import Why
from kneewise.report.figures import count
from kneewise.report.outcomes.score_words import note_text, part_word, score_word
from kneewise.report.outcomes.scored import place_of
from kneewise.report.outcomes.scores_picture import score_picture
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.instruments.scores import PartScores
    from kneewise.outcomes.instruments.summary import GroupOfScores
    from kneewise.report.outcomes.scored import ScoredInstrument, ScoredPart
    from kneewise.report.words import Lang


def score_section(scored: ScoredInstrument, lang: Lang) -> Section:
    """Present the scores of one questionnaire."""
    groups = [group for part in scored.parts for group in part.groups]
    return Section(
        title=score_word("title", lang, instrument=scored.held.name),
        found=[_counted(scored, lang), *_most_missing(groups, lang)],
        grids=_grids(scored, lang),
        pictures=[score_picture(scored, lang)] if any(group.n_scored for group in groups) else [],
        notes=_notes(scored, lang),
    )


def _counted(scored: ScoredInstrument, lang: Lang) -> str:
    every = [part.scores.why == Why.SCORED for part in scored.parts]
    if scored.rule is None:
        n = sum(len(each) for each in every)
        known = sum(int(each.sum()) for each in every)
        return score_word("n-given", lang, n=count(known), missing=count(n - known))
    whole = every[0].copy()
    for each in every[1:]:
        whole &= each
    return score_word("n-forms", lang, n=count(len(whole)), scored=count(int(whole.sum())))


def _most_missing(groups: Sequence[GroupOfScores], lang: Lang) -> list[str]:
    """Tell the group of which the largest share has no score; the first of those that tie."""
    worst = max(groups, key=lambda group: (group.n - group.n_scored) / group.n, default=None)
    if worst is None or worst.n == worst.n_scored:
        return []
    return [
        score_word(
            "most-missing",
            lang,
            part=part_word(worst.part, lang),
            place=place_of(worst, lang),
            missing=count(worst.n - worst.n_scored),
            n=count(worst.n),
        )
    ]


def _grids(scored: ScoredInstrument, lang: Lang) -> list[Grid]:
    """Make one table a part, by arm and visit; where there are neither, one table with a row a part."""
    if all(part.arm is None and part.visit is None for part in scored.parts):
        rows = [
            [part_word(part.scores.part, lang), *_figures(group, scored)]
            for part in scored.parts
            for group in part.groups
        ]
        head = [Column(head=shared_word("part", lang))]
        return [Grid(caption=score_word("caption", lang), columns=[*head, *_columns(scored, lang)], rows=rows)]
    return [
        Grid(
            caption=_range_of(part.scores, lang),
            columns=[*_label_columns(part, lang), *_columns(scored, lang)],
            rows=[[*_labels(part, group, lang), *_figures(group, scored)] for group in part.groups],
        )
        for part in scored.parts
    ]


def _label_columns(part: ScoredPart, lang: Lang) -> list[Column]:
    columns = [("arm", part.arm), ("visit", part.visit)]
    return [Column(head=shared_word(name, lang), form="label") for name, codes in columns if codes is not None]


def _labels(part: ScoredPart, group: GroupOfScores, lang: Lang) -> list[Any]:
    labels = [(group.arm, part.arm), (group.visit, part.visit)]
    unlabelled = score_word("unlabelled", lang)
    return [unlabelled if each is None else each for each, codes in labels if codes is not None]


def _reasons(scored: ScoredInstrument) -> list[str]:
    """Name the reasons for which scores of this questionnaire may be missing."""
    if scored.rule is None:
        return ["no-score"]
    joined = any(part.made_of for part in scored.held.parts)
    return ["no-form", "too-few", *(["part-missing"] if joined else [])]


def _columns(scored: ScoredInstrument, lang: Lang) -> list[Column]:
    counts = ["forms" if scored.rule else "rows", "scored", *_reasons(scored)]
    return [
        *(Column(head=score_word(key, lang), form="count") for key in counts),
        *(Column(head=shared_word(key, lang), form="estimate") for key in ("mean", "standard-deviation")),
        Column(head=score_word("median", lang), form="estimate"),
        Column(head=score_word("range", lang), form="interval"),
    ]


def _figures(group: GroupOfScores, scored: ScoredInstrument) -> list[Any]:
    missing = [group.n_no_form, group.n_too_few, group.n_part_missing][: len(_reasons(scored))]
    lies = None if group.n_scored == 0 else (group.lowest, group.highest)
    return [group.n, group.n_scored, *missing, group.mean, group.standard_deviation, group.median, lies]


def _range_of(scores: PartScores, lang: Lang) -> str:
    return score_word(
        "range-of",
        lang,
        part=part_word(scores.part, lang),
        low=f"{scores.low:g}",
        high=f"{scores.high:g}",
        better=score_word(scores.better, lang),
    )


def _notes(scored: ScoredInstrument, lang: Lang) -> list[str]:
    held = scored.held
    shown = [part.scores for part in scored.parts]
    grouped = any(part.arm is not None or part.visit is not None for part in scored.parts)
    ranges = "; ".join(_range_of(each, lang) for each in shown)
    notes = [] if grouped else [score_word("ranges", lang, ranges=ranges)]
    if scored.rule is None:
        return [*notes, score_word("given", lang)]
    joined = {part.name for part in held.parts if part.made_of}
    needs = ", ".join(
        score_word("needs-all", lang, part=part_word(each.part, lang))
        if each.part in joined
        else f"{part_word(each.part, lang)} {each.needed}/{each.n_items}"
        for each in shown
    )
    notes += [score_word("needs", lang, needs=needs)]
    notes += [score_word("rule", lang, rule=scored.rule, source=held.sources[scored.rule])]
    if scored.missing_codes:
        codes = ", ".join(f"{code:g}" for code in scored.missing_codes)
        notes.append(score_word("codes", lang, codes=codes))
    return [*notes, *(note_text(note, lang) for note in held.notes)]
