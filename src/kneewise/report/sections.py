"""What a method found, ready to be shown: sentences, tables, pictures and notes; terminal and page take the same.

Cells hold values, not text: a column says how people read them. Nothing here knows a method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure

# text: as it is; label: an arm, a visit, a grade (10.0 is shown as 10); count: whole numbers with thousands;
# address: text that may break anywhere, as a link does;
# estimate: as many decimals as are of use; interval: a pair (low, high); percent: a share of 1, as %;
# percent-interval: a pair of shares; p: a p value.
CellForm = Literal["text", "label", "address", "count", "estimate", "interval", "percent", "percent-interval", "p"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table for people.

    digits : decimals of estimates and intervals; None: three useful digits, by the largest value of the column
    """

    head: str
    form: CellForm = "text"
    digits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: rows of values, one a column; None where there is no figure."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that can be drawn.

    name : ends the file's name where several are written, as mean-change
    title : above the picture on the page, and the SVG's title
    says : what it shows in a sentence or two, for those who do not see it
    draw : draws into an empty figure of this size, see `report/pictures/canvas.py`
    width, height : in inches
    """

    name: str
    title: str
    says: str
    draw: Callable[[Figure], None]
    width: float = 7.0
    height: float = 4.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a report.

    found : what was found, a sentence each
    warnings : what a reader must know before believing it: too few patients, a fit that failed
    notes : methods, sources and assumptions, a sentence each
    missing : what could not be told or was left out, with the reason
    """

    title: str
    found: Sequence[str] = ()
    warnings: Sequence[str] = ()
    grids: Sequence[Grid] = ()
    pictures: Sequence[Picture] = ()
    notes: Sequence[str] = ()
    missing: Sequence[str] = ()
