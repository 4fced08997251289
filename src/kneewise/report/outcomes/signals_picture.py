"""Pictures of signals: a chart each unit, and the funnel of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.figures import number
from kneewise.report.outcomes.signal_words import signal_word
from kneewise.report.section_cells import fixed, label
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kneewise.outcomes.safety.signals.units import UnitSignals
    from kneewise.report.words import Lang

CHARTS_SHOWN = 9


def cusum_picture(found: UnitSignals, unit: str, lang: Lang) -> Picture:
    """The charts, those with an alarm first, then those that came nearest to one."""
    highest = [float(chart.score.max()) for chart in found.charts]
    order = sorted(range(len(found.units)), key=lambda place: (not found.charts[place].alarms, -highest[place]))
    order = order[:CHARTS_SHOWN]
    said = "; ".join(
        signal_word("cusum-each", lang, unit=label(found.units[place]), first=found.charts[place].alarms[0] + 1)
        for place in order
        if found.charts[place].alarms
    )

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.charts import Chart, draw_charts

        draw_charts(
            figure,
            [
                Chart(name=label(unit), score=chart.score, alarms=chart.alarms)
                for unit, chart in ((found.units[place], found.charts[place]) for place in order)
            ],
            limit=found.limit, limit_name=signal_word("limit-name", lang),
            x=signal_word("cusum-x", lang), y=signal_word("cusum-y", lang),
        )  # fmt: skip

    rows = -(-len(order) // 3)
    return Picture(
        name="cusum",
        title=signal_word("cusum-title", lang, unit=unit),
        says=signal_word("cusum-says", lang, shown=len(order), limit=number(found.limit), each=said).strip(),
        draw=draw,
        width=7.6,
        height=0.6 + 2.0 * rows,
    )


def funnel_picture(found: UnitSignals, unit: str, lang: Lang) -> Picture:
    """The rates of all units by size, with the limits."""
    funnel = found.funnel
    if funnel is None:
        raise ValueError("units that share no one risk have no funnel")
    outside = funnel.above[-1] | funnel.below[-1]
    names = ", ".join(label(each) for each, out in zip(found.units, outside, strict=True) if out)

    def draw(figure: Figure) -> None:
        import numpy as np

        from kneewise.outcomes.safety.signals.funnel import funnel_limits
        from kneewise.report.pictures.charts import draw_funnel

        sizes = np.unique(np.linspace(1, 1.08 * funnel.n.max(), 200).round())
        limits = [funnel_limits(funnel.target, sizes, level=level) for level in funnel.levels]
        draw_funnel(
            figure, sizes=sizes, limits=limits, target=funnel.target, n=funnel.n, rates=funnel.proportion,
            names=[label(each) if out else "" for each, out in zip(found.units, outside, strict=True)],
            levels=[f"{100 * level:g}%" for level in funnel.levels], x=signal_word("funnel-x", lang),
            y=signal_word("funnel-y", lang), target_name=signal_word("target", lang),
        )  # fmt: skip

    return Picture(
        name="funnel",
        title=signal_word("funnel-title", lang, unit=unit, target=f"{fixed(100 * funnel.target, 1)}%"),
        says=signal_word("funnel-says", lang, names=names or signal_word("nobody", lang)),
        draw=draw,
        height=4.0,
    )
