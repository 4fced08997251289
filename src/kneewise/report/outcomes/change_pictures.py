"""The pictures of a change over visits: means of the arms, and their differences from the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.outcomes.change_words import arm_name, change_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import fixed, label, useful_decimals
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kneewise.outcomes.repeated_measures.change import ChangeAnalysis
    from kneewise.outcomes.repeated_measures.printed import PrintedMeans
    from kneewise.report.pictures.mean_change import ArmLine
    from kneewise.report.words import Lang


def mean_picture(result: ChangeAnalysis, lang: Lang, *, first: Any | None, months: bool) -> Picture:
    """Means by visit; with a visit before treatment the lines begin there, at no change."""
    n_visits = len(result.visits)
    names = [arm_name(result, arm) for arm in result.arms] or [shared_word("all", lang)]
    means = result.means
    figures = (means.estimate, means.lower, means.upper)
    parts = [slice(place * n_visits, (place + 1) * n_visits) for place in range(len(names))]
    lines = [_line(name, *(each[part] for each in figures)) for name, part in zip(names, parts, strict=True)]
    is_change = result.columns.is_change
    return _picture(
        lines,
        name="mean-change",
        title=change_word("picture" if is_change else "picture-score", lang),
        visits=result.visits if first is None else (first, *result.visits),
        to_scale_of=result.visits if first is None else (first, *result.visits),
        begins=first is not None,
        x=shared_word("months-since" if months else "visit", lang),
        y=change_word("adjusted-change" if is_change else "adjusted-score", lang),
        level=means.level,
        lang=lang,
        zero=is_change,
    )


def difference_picture(result: ChangeAnalysis, lang: Lang, *, first: Any | None, months: bool) -> Picture:
    """Differences from the reference by visit; each arm keeps the look that it has among the means."""
    found = result.differences
    assert found is not None
    n_arms = len(result.arms) - 1
    lines = [
        _line(arm_name(result, arm), *(each[place::n_arms] for each in (found.estimate, found.lower, found.upper)))
        for place, arm in enumerate(result.arms[1:])
    ]
    return _picture(
        lines,
        name="difference",
        title=change_word("picture-difference", lang, reference=arm_name(result, result.arms[0])),
        visits=result.visits,
        to_scale_of=result.visits if first is None else (first, *result.visits),
        begins=False,
        x=shared_word("months-since" if months else "visit", lang),
        y=change_word("y-difference", lang),
        level=found.level,
        lang=lang,
        first_look=1,
        zero=True,
    )


def printed_picture(result: PrintedMeans, lang: Lang) -> Picture:
    """Printed means by visit."""
    visits = list(dict.fromkeys(sorted(result.visit) if _are_numbers(result.visit) else result.visit))
    lines = []
    for arm in dict.fromkeys(result.arm):
        rows = {result.visit[row]: row for row in range(len(result.arm)) if result.arm[row] == arm}
        values, lower, upper = (
            np.array([float(each[rows[visit]]) if visit in rows else np.nan for visit in visits])
            for each in (result.mean, result.lower, result.upper)
        )
        lines.append(_line(shared_word("all", lang) if arm is None else label(arm), values, lower, upper))
    return _picture(
        lines,
        name="mean-change",
        title=change_word("printed-title", lang),
        visits=visits,
        to_scale_of=visits,
        begins=False,
        x=shared_word("visit", lang),
        y=change_word("mean", lang),
        level=result.level,
        lang=lang,
        zero=bool((result.lower <= 0.0).any()),
    )


def _line(name: str, values: Any, lower: Any, upper: Any) -> ArmLine:
    from kneewise.report.pictures.mean_change import ArmLine

    return ArmLine(name=name, values=values, lower=lower, upper=upper)


def _picture(
    lines: list[ArmLine],
    *,
    name: str,
    title: str,
    visits: Sequence[Any],
    to_scale_of: Sequence[Any],
    begins: bool,
    x: str,
    y: str,
    level: float,
    lang: Lang,
    zero: bool,
    first_look: int = 0,
) -> Picture:
    digits = useful_decimals([float(value) for line in lines for value in line.values if value == value])  # noqa: PLR0124
    last = "; ".join(
        f"{line.name} {fixed(float(line.values[-1]), digits)}" for line in lines if line.values[-1] == line.values[-1]
    )

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.mean_change import draw_mean_change, is_to_scale

        below = x if is_to_scale(to_scale_of) else change_word("not-to-scale", lang, x=x)
        draw_mean_change(
            figure,
            lines,
            visits=visits,
            to_scale_of=to_scale_of,
            names=[label(each) for each in visits],
            begins=begins,
            zero=zero,
            x=below,
            y=y,
            first_look=first_look,
        )

    return Picture(
        name=name,
        title=title,
        says=change_word(
            "picture-says", lang, what=title, percent=label(100 * level), visit=label(visits[-1]), values=last
        ),
        draw=draw,
        height=4.2 + 0.22 * max(0, -(-len(lines) // 4) - 1),
    )


def _are_numbers(visits: Sequence[Any]) -> bool:
    return all(isinstance(each, int | float) for each in visits)
