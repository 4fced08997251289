"""A funnel: effects against their errors, with the regions where an effect would be significant, and trials put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.pictures.axes import legend_below, one_axes
from kneewise.report.pictures.style import INK, MUTED, RAMP, SERIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[Any]

# Two-sided p of the borders of the regions, and the normal quantiles that belong to them.
_BORDERS = ((0.10, 1.6448536269514722), (0.05, 1.959963984540054), (0.01, 2.5758293035489004))


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What a funnel shows, on the scale of the analysis (ratios as logs).

    effects, se : of the trials; filled, filled_se : of trials put in by trim and fill
    centre : the pooled effect; line : slope and limit of the regression on the error, None where there is none
    """

    effects: Floats
    se: Floats
    centre: float
    filled: Floats
    filled_se: Floats
    line: tuple[float, float] | None
    is_ratio: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelWords:
    """Words of a funnel."""

    effect: str
    error: str
    trials: str
    filled: str
    pooled: str
    line: str
    region: str  # with {low} and {high}, two p values
    within: str  # with {high}


def draw_funnel(figure: Figure, funnel: Funnel, *, words: FunnelWords) -> None:
    """Draw precise trials above. Regions lie around no effect: a trial in a dark one is significant."""
    axes = one_axes(figure, x=words.effect, y=words.error, grid="")
    deepest = 1.08 * float(np.max([*funnel.se, *funnel.filled_se]))
    every = np.concatenate([funnel.effects, funnel.filled, [funnel.centre, 0.0]])
    widest = max(float(np.ptp(every)) * 0.12, 0.4 * deepest)
    low, high = float(every.min()) - widest, float(every.max()) + widest
    _regions(axes, deepest, words)
    errors = np.array([0.0, deepest])
    for sign in (-1.0, 1.0):
        axes.plot(
            funnel.centre + sign * _BORDERS[1][1] * errors, errors, color=MUTED, linewidth=0.9, linestyle=(0, (4, 2))
        )
    axes.plot([funnel.centre] * 2, errors, color=INK, linewidth=1.2, label=words.pooled)
    if funnel.line is not None:
        slope, limit = funnel.line
        axes.plot(
            limit + slope * errors, errors, color=SERIES[1], linewidth=1.3, linestyle=(0, (5, 1.5)), label=words.line
        )
    look: dict[str, Any] = {"linestyle": "none", "zorder": 3}
    axes.plot(funnel.effects, funnel.se, marker="o", color=SERIES[0], label=words.trials, **look)
    if funnel.filled.size:
        axes.plot(
            funnel.filled, funnel.filled_se, marker="o", fillstyle="none", color=SERIES[1], label=words.filled, **look
        )
    axes.set_xlim(low, high)
    axes.set_ylim(deepest, 0.0)
    if funnel.is_ratio:
        _as_ratios(axes, low, high)
    legend_below(figure, axes, n_columns=3)


def _regions(axes: Axes, deepest: float, words: FunnelWords) -> None:
    """Shade on both sides where p is between two borders; the middle, p above 0.10, stays paper."""
    errors = np.array([0.0, deepest])
    outer = [*(z for _, z in _BORDERS[1:]), 1e3]
    lows = [*(p for p, _ in _BORDERS[1:]), 0.0]
    for (p, inner), edge, low, shade in zip(_BORDERS, outer, lows, (RAMP[0], RAMP[1], RAMP[2]), strict=True):
        name = words.region.format(low=f"{low:g}", high=f"{p:g}") if low else words.within.format(high=f"{p:g}")
        for sign, label in ((-1.0, name), (1.0, None)):
            axes.fill_betweenx(
                errors, sign * inner * errors, sign * edge * errors, color=shade, alpha=0.8, linewidth=0, zorder=0.2,
                label=label,
            )  # fmt: skip
    axes.axvline(0.0, color=MUTED, linewidth=0.8, zorder=0.5)


def _as_ratios(axes: Axes, low: float, high: float) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter

    steps = [step * 10.0**power for power in range(-6, 7) for step in (1, 2, 5)]
    ticks = [float(np.log(each)) for each in steps if low <= np.log(each) <= high]
    while len(ticks) > 8:
        ticks = ticks[::2]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{np.exp(value):.3g}"))
