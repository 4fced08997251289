"""Pictures of time to an event: the curves with their limits and the numbers at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.figures import number
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.outcomes.survival_words import survival_word
from kneewise.report.section_cells import fixed, label
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kneewise.report.outcomes.survival import TimeToEvent
    from kneewise.report.words import Lang


def curve_picture(found: TimeToEvent, event: str, lang: Lang) -> Picture:
    """The share free of the event, one curve a group."""
    from kneewise.report.pictures.curves import StepCurve

    curves = []
    said = []
    for each in found.curves.curves if found.curves else ():
        name = shared_word("all", lang) if each.group is None else label(each.group)
        at = each.at([0.0, *found.times])
        curves.append(
            StepCurve(
                name=name, times=each.time, values=100 * each.survival, lower=100 * each.lower, upper=100 * each.upper,
                ends=each.time[each.censored > 0], at_risk=at["at_risk"].tolist(),
                begins=(100.0, 100 * each.lower_at_0, 100.0),
            )
        )  # fmt: skip
        time = max((time for time in found.times if time <= each.time[-1]), default=float(each.time[-1]))
        percent = f"{fixed(100 * float(each.at(time)['survival']), 0)}%"
        said.append(survival_word("says-each", lang, group=name, percent=percent, time=number(time)))
    title = survival_word("picture", lang, event=event)
    return _picture("survival", (title, survival_word("free-axis", lang)), said, curves, found=found, lang=lang)


def incidence_picture(found: TimeToEvent, event: str, lang: Lang) -> Picture:
    """The share that has had the event, with its rival, one curve a group."""
    from kneewise.report.pictures.curves import StepCurve

    curves = []
    said = []
    for each in found.incidences.curves if found.incidences else ():
        name = shared_word("all", lang) if each.group is None else label(each.group)
        curves.append(
            StepCurve(
                name=name, times=each.time, values=100 * each.incidence[:, 0], lower=100 * each.lower[:, 0],
                upper=100 * each.upper[:, 0], ends=None, at_risk=None, begins=(0.0, 0.0, 0.0),
            )
        )  # fmt: skip
        percent = f"{fixed(100 * float(each.incidence[-1, 0]), 0)}%"
        said.append(survival_word("says-each", lang, group=name, percent=percent, time=number(float(each.time[-1]))))
    title = survival_word("picture-incidence", lang, event=event)
    return _picture("incidence", (title, survival_word("had-axis", lang)), said, curves, found=found, lang=lang)


def _picture(
    name: str, words: tuple[str, str], said: list[str], curves: list[Any], *, found: TimeToEvent, lang: Lang
) -> Picture:
    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.curves import draw_curves

        draw_curves(
            figure, curves, ticks=found.times,
            x=survival_word("axis", lang, unit=survival_word(found.unit, lang)), y=words[1],
            at_risk_name=survival_word("numbers", lang),
        )  # fmt: skip

    return Picture(
        name=name,
        title=words[0],
        says=survival_word("says", lang, each="; ".join(said)),
        draw=draw,
        height=4.0 + 0.22 * len(curves),
    )
