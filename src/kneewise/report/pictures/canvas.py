"""A picture drawn and written: as SVG with its words as text, or as PNG; without a screen and without a date."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kneewise.report.pictures.fonts import families, lacks_letters
from kneewise.report.pictures.style import PAPER, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from kneewise.report.sections import Picture

ENDINGS = (".svg", ".png")
NO_KOREAN_FONT = (
    "no font with Korean letters was found: they are boxes in the PNG. Install one (NanumGothic is free), "
    "or write SVG, which takes the reader's own"
)
_DOTS_PER_INCH = 200


@contextmanager
def drawn(picture: Picture, *, titled: bool) -> Iterator[Figure]:
    """Give the figure of a picture, drawn in the one style; within the block it may be saved.

    titled : whether the title stands in it, as in a file of its own; on a page it stands above
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    settings: Any = SETTINGS | {"font.family": families(), "svg.hashsalt": f"kneewise {picture.name}"}
    with mpl.rc_context(settings), warnings.catch_warnings(), _quiet_search():
        # Letters that no font has are told by whoever writes the file, once.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(picture.width, picture.height), layout="constrained")
        picture.draw(figure)
        if titled:
            figure.suptitle(picture.title, x=0.01, horizontalalignment="left", fontsize=11, fontweight="bold")
        yield figure


@contextmanager
def _quiet_search() -> Iterator[None]:
    """Keep the search for fonts from talking: that a font has no bold is of no use to a reader."""
    import logging

    talker = logging.getLogger("matplotlib.font_manager")
    level = talker.level
    talker.setLevel(logging.ERROR)
    try:
        yield
    finally:
        talker.setLevel(level)


def raw_svg(picture: Picture, *, titled: bool) -> str:
    """The picture as matplotlib writes it; `svg.py` makes of it what is shown."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    target = io.BytesIO()
    with drawn(picture, titled=titled) as figure:
        FigureCanvasSVG(figure)
        figure.savefig(target, format="svg", metadata={"Date": None})
    return target.getvalue().decode("utf-8")


def png(picture: Picture) -> tuple[bytes, tuple[str, ...]]:
    """The picture as PNG on white paper, and what is to be told about it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    target = io.BytesIO()
    with drawn(picture, titled=True) as figure:
        FigureCanvasAgg(figure)
        told = (NO_KOREAN_FONT,) if lacks_letters(figure) else ()
        figure.savefig(
            target, format="png", dpi=_DOTS_PER_INCH, facecolor=PAPER,
            metadata={"Software": None, "Title": picture.title, "Description": picture.says},
        )  # fmt: skip
    return target.getvalue(), told
