"""The picture of adverse events: shares by arm, and each difference from the control with its interval."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from kneewise.report.outcomes.safety_grids import arm_name, event_name
from kneewise.report.outcomes.safety_words import safety_word
from kneewise.report.section_cells import fixed, interval, label
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kneewise.outcomes.safety.comparison import EventComparison
    from kneewise.report.pictures.event_forest import ForestArm, ForestRow
    from kneewise.report.words import Lang

ROWS_SHOWN = 20
_NAME_WIDTH = 32  # letters of a line beside the axis


def event_picture(comparisons: Sequence[EventComparison], terms: Sequence[str], lang: Lang) -> Picture | None:
    """Draw the comparisons that have a difference, rows over all terms first; None where there is none."""
    known = [each for each in comparisons if each.difference is not None]
    if not known:
        return None
    studies = len({each.treated.study for each in known}) > 1
    rows = _rows(known, terms, lang, studies=studies)[:ROWS_SHOWN]
    arms = list(dict.fromkeys(each.name for row in rows for each in row.arms))
    controls = sorted({label(each.control.arm) for each in known})
    control = controls[0] if len(controls) == 1 else safety_word("control", lang)

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.event_forest import draw_event_forest

        draw_event_forest(
            figure, rows, arms=[] if studies else [*arms, *controls],
            shares_name=safety_word("shares-axis", lang),
            difference_name=safety_word("difference-axis", lang, control=control), control_name=control,
        )  # fmt: skip

    said = [
        safety_word(
            "forest-each", lang, term=row.name.replace("\n", " "), difference=f"{fixed(each.difference, 1)}",
            interval=interval((each.low, each.high), lang, 1),
        )
        for row in rows[:8]
        for each in row.arms
    ]  # fmt: skip
    shown = sum(len(row.arms) for row in rows)
    # A row is as high as its arms, or as the lines of its name.
    lines = max((row.name.count("\n") + 1) / len(row.arms) for row in rows)
    return Picture(
        name="events",
        title=safety_word("forest-title", lang, control=control),
        says=safety_word("forest-says", lang, control=control, each="; ".join(said)),
        draw=draw,
        width=8.2,
        height=1.5 + max(0.3, 0.2 * lines) * max(shown, 2),
    )


def _rows(known: Sequence[EventComparison], terms: Sequence[str], lang: Lang, *, studies: bool) -> list[ForestRow]:
    from kneewise.report.pictures.event_forest import ForestRow

    order = {term: place for place, term in enumerate(terms)}
    grouped: dict[tuple[str, str], list[EventComparison]] = {}
    for each in known:
        # Of several studies every comparison has a row of its own: their arms share no legend.
        lead = arm_name(each.treated) if studies else ""
        grouped.setdefault((lead, event_name(each.treated, lang)), []).append(each)
    rows = []
    for (lead, name), group in grouped.items():
        treated, control = group[0].treated, group[0].control
        rows.append(
            ForestRow(
                name="\n".join(part for text in (lead, name) for part in wrap(text, _NAME_WIDTH)),
                arms=tuple(_arm(each) for each in group),
                control=label(control.arm),
                control_share=100 * (control.n_affected or 0) / control.n_at_risk,
                place=(lead, -1 if treated.kind != "term" else order.get(str(treated.term), 0)),
            )
        )
    return sorted(rows, key=lambda row: row.place)


def _arm(each: EventComparison) -> ForestArm:
    from kneewise.report.pictures.event_forest import ForestArm

    difference, treated = each.difference, each.treated
    if difference is None:
        raise ValueError("a comparison without a difference has no place in the picture")
    return ForestArm(
        name=label(treated.arm),
        share=100 * (treated.n_affected or 0) / treated.n_at_risk,
        difference=100 * difference.estimate,
        low=100 * difference.lower,
        high=100 * difference.upper,
    )
