"""The one look of all pictures: calm, readable in print, and told apart without colour."""

from __future__ import annotations

from typing import Any

INK = "#1d2730"
MUTED = "#56616b"
LINE = "#dde1de"
PAPER = "#ffffff"

# Apart for the colour-blind (blue, orange, green, purple, ochre, grey of different lightness), each with a contrast of
# at least 3:1 on white and on the dark page; markers and lines differ too, since colour alone says nothing in print.
SERIES = ("#1976b8", "#cc5a10", "#16936b", "#b55a9c", "#8f7a12", "#6d7885")
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.5, 1.5)), (0, (3, 1)), (0, (1, 2)))
# One hue from light to dark, for counts and shares in a matrix.
RAMP = ("#f1f6f9", "#c9dfec", "#97c2dc", "#5c9fc6", "#2a7bab", "#11587f")

# Words on a coloured cell: they keep their colour when the page is dark, since the cell does.
ON_LIGHT, ON_DARK = "#16202a", "#fefefe"

SETTINGS: dict[str, Any] = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,  # a $ in the name of an arm is a dollar
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": False,  # the hyphen is in every font
    "axes.grid": False,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.linewidth": 1.8,
    "lines.markersize": 5.5,
    "legend.frameon": False,
    "legend.handlelength": 2.8,
    "svg.fonttype": "none",  # text stays text: searched, read aloud, set in the reader's font
    "path.simplify": False,
}


def series_look(n: int) -> dict[str, Any]:
    """Colour, marker and line of the n-th arm, from 0; keywords of `Axes.plot` and `Axes.errorbar`."""
    return {
        "color": SERIES[n % len(SERIES)],
        "marker": MARKERS[n % len(MARKERS)],
        "linestyle": DASHES[n % len(DASHES)],
    }
