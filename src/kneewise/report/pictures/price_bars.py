"""Ranges of prices, a panel for each currency: currencies and kinds of price are never on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kneewise.report.pictures.axes import dress_axes, ticks_at
from kneewise.report.pictures.style import MARKERS, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

_ROW_HEIGHT = 0.27  # inches
_WIDE = 15.0  # of the largest to the smallest amount: beyond it the axis counts in powers of ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One range: its name, its kind (a number, for the colour), its ends and the middle figures within."""

    name: str
    kind: int
    low: float
    high: float
    middle: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyPanel:
    """The ranges of one currency; `axis` names it with its unit, `scale` is what an amount is divided by."""

    axis: str
    scale: float
    bars: Sequence[Bar]


def price_height(panels: Sequence[CurrencyPanel]) -> float:
    """Give the height of the picture, in inches."""
    return 0.6 + sum(0.75 + _ROW_HEIGHT * len(panel.bars) for panel in panels)


def draw_prices(figure: Figure, panels: Sequence[CurrencyPanel], kinds: Sequence[str]) -> None:
    """Draw a panel a currency, each on its own scale; the legend names the kinds that are there."""
    heights = [0.6 + len(panel.bars) for panel in panels]
    grid = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, panel in zip(grid, panels, strict=True):
        _draw_panel(axes, panel)
    for kind in sorted({bar.kind for panel in panels for bar in panel.bars}):
        width = 4 if kind < len(SERIES) else 0  # a line through it would fill a hollow marker
        grid[0].plot([], [], label=kinds[kind], linewidth=width, **_look(kind))
    handles, names = grid[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2)


def _draw_panel(axes: Any, panel: CurrencyPanel) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    dress_axes(axes, x=panel.axis, grid="x")
    for place, bar in enumerate(panel.bars):
        look = _look(bar.kind)
        low, high = bar.low / panel.scale, bar.high / panel.scale
        if high > low:
            axes.plot([low, high], [place, place], color=look["color"], linewidth=5, alpha=0.45, solid_capstyle="butt")
        for each in bar.middle or ([low * panel.scale] if high == low else []):
            axes.plot([each / panel.scale], [place], linestyle="none", **look)
    ticks_at(axes, range(len(panel.bars)), [bar.name for bar in panel.bars], axis="y")
    axes.set_ylim(len(panel.bars) - 0.5, -0.5)
    lowest = min(bar.low for bar in panel.bars) / panel.scale
    highest = max(bar.high for bar in panel.bars) / panel.scale
    if highest > _WIDE * lowest:
        axes.set_xscale("log")
        axes.set_xlim(lowest / 1.5, highest * 1.5)
        axes.xaxis.set_major_locator(LogLocator(base=10, subs=(1.0, 2.0, 5.0) if highest < 500 * lowest else (1.0,)))
        axes.xaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_xlim(0, highest * 1.1)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def _look(kind: int) -> dict[str, Any]:
    """Colour and marker of a kind; after the last of the series they come again, hollow."""
    look: dict[str, Any] = {"color": SERIES[kind % len(SERIES)], "marker": MARKERS[kind % len(MARKERS)]}
    return look | {"markerfacecolor": "none"} if kind >= len(SERIES) else look
