"""The picture of scores: a panel a part, the arms side by side at each visit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kneewise.outcomes.instruments.scores import Why
from kneewise.report.outcomes.score_words import part_word, score_word
from kneewise.report.outcomes.scored import place_of
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, label, useful_decimals
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kneewise.outcomes.instruments.summary import GroupOfScores
    from kneewise.report.outcomes.scored import ScoredInstrument, ScoredPart
    from kneewise.report.pictures.distribution import Panel
    from kneewise.report.words import Lang


def score_picture(scored: ScoredInstrument, lang: Lang) -> Picture:
    """Give the picture of one questionnaire."""
    from kneewise.report.pictures.distribution import COLUMNS, height_of

    arms, visits = _labels(scored, "arm"), _labels(scored, "visit")
    panels = [_panel(part, arms, visits, lang) for part in scored.parts]
    names = [_label(each, lang, shared_word("all", lang), arms) for each in arms]
    places = [_label(each, lang, "", visits) for each in visits]

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.distribution import draw_distribution

        x = shared_word("visit", lang) if len(places) > 1 else ""
        draw_distribution(figure, panels, visits=places, arms=names, x=x)

    return Picture(
        name="scores-" + "".join(letter if letter.isalnum() else "-" for letter in scored.held.name.lower()),
        title=score_word("picture", lang, instrument=scored.held.name),
        says=score_word("picture-says", lang, medians=_medians(scored, lang)),
        draw=draw,
        width=min(3.6 * min(COLUMNS, len(panels)) + 1.0, 9.0),
        height=height_of(len(panels)),
    )


def _labels(scored: ScoredInstrument, of: str) -> list[Any]:
    """Every label of the arms or visits, in order; None, for forms without one, last."""
    found = dict.fromkeys(getattr(group, of) for part in scored.parts for group in part.groups)
    known = [each for each in found if each is not None]
    with suppress(TypeError):  # labels that cannot be ordered keep the order in which they came
        known.sort()
    return [*known, *([None] if None in found else [])]


def _label(value: Any, lang: Lang, alone: str, every: list[Any]) -> str:
    if value is not None:
        return label(value)
    return alone if every == [None] else score_word("unlabelled", lang)


def _panel(part: ScoredPart, arms: list[Any], visits: list[Any], lang: Lang) -> Panel:
    from kneewise.report.pictures.distribution import Panel, Spread

    spreads = {}
    for group in part.groups:
        if group.n_scored:
            five = (group.lowest, group.lower_quartile, group.median, group.upper_quartile, group.highest)
            place = (visits.index(group.visit), arms.index(group.arm))
            spreads[place] = Spread(scores=_scores_of(part, group), five=five)  # type: ignore[arg-type]
    scores = part.scores
    return Panel(title=part_word(scores.part, lang), low=scores.low, high=scores.high, spreads=spreads)


def _scores_of(part: ScoredPart, group: GroupOfScores) -> list[float]:
    mask = part.scores.why == Why.SCORED
    for codes, wanted in ((part.arm, group.arm), (part.visit, group.visit)):
        if codes is not None:
            mask = mask & (codes.codes == (codes.levels.index(wanted) if wanted is not None else -1))
    found: list[float] = part.scores.scores[mask].tolist()
    return found


def _medians(scored: ScoredInstrument, lang: Lang) -> str:
    """Tell the medians of the first part, for those who do not see the picture; the table has the others."""
    groups = [group for group in scored.parts[0].groups if group.n_scored]
    digits = useful_decimals(float(group.median or 0) for group in groups)
    return " ".join(
        score_word(
            "median-of",
            lang,
            part=part_word(group.part, lang),
            place=place_of(group, lang),
            median=fixed(float(group.median or 0), digits),
        )
        for group in groups[:8]
    )
