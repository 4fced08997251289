"""Adverse events of several arms: shares on the left, differences from the control with intervals on the right."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from kneewise.report.pictures.axes import dress_axes, line_at, ticks_at
from kneewise.report.pictures.style import MUTED, series_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestArm:
    """One arm in one row: its share in percent, and its difference from the control in percentage points."""

    name: str
    share: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One kind of event: the arms, and the control with its share; `place` orders the rows."""

    name: str
    arms: tuple[ForestArm, ...]
    control: str
    control_share: float
    place: tuple[str, int]


def draw_event_forest(
    figure: Figure, rows: Sequence[ForestRow], *, arms: Sequence[str], shares_name: str, difference_name: str,
    control_name: str,
) -> None:  # fmt: skip
    """Draw the rows from above; arms of one row stand under each other, in the order of `arms`.

    arms : names of all arms, the control among them last, each with one look; none where every row has arms of its own
    control_name : what the legend calls the controls where `arms` are none
    """
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[2, 3])
    looks: dict[str, Any] = {name: series_look(place) for place, name in enumerate(arms)}
    dress_axes(left, x=fill(shares_name, 24), grid="x")
    dress_axes(right, x=fill(difference_name, 34), grid="x")
    top = 0.0
    places, bounds = [], []
    for row in rows:
        n = len(row.arms)
        places.append(top + (n - 1) / 2)
        for number, arm in enumerate(row.arms):
            look = looks.get(arm.name, series_look(0)) | {"linestyle": "none"}
            left.plot([arm.share], [top + number], **look)
            right.plot([arm.low, arm.high], [top + number] * 2, color=look["color"], linewidth=1.6)
            right.plot([arm.difference], [top + number], **look)
        control = looks.get(row.control, {"color": MUTED, "marker": "|", "markersize": 9}) | {"linestyle": "none"}
        left.plot([row.control_share] * n, [top + number for number in range(n)], **control | {"fillstyle": "none"})
        top += n
        bounds.append(top - 0.5)
    for bound in bounds[:-1]:
        for axes in (left, right):
            line_at(axes, y=bound)
    line_at(right, x=0.0, strong=True)
    ticks_at(left, places, [row.name for row in rows], axis="y")
    left.set_ylim(top - 0.4, -0.6)
    left.set_xlim(left=min(0.0, left.get_xlim()[0]))
    handles = [
        left.plot([], [], **look | {"linestyle": "none", "fillstyle": "none" if _is_control(name, rows) else "full"})[0]
        for name, look in looks.items()
    ]
    names = list(looks)
    if not looks:
        handles, names = left.plot([], [], color=MUTED, marker="|", markersize=9, linestyle="none"), [control_name]
    figure.legend(handles, names, loc="outside lower center", ncols=min(4, len(handles)))


def _is_control(name: str, rows: Sequence[ForestRow]) -> bool:
    return any(row.control == name for row in rows)
