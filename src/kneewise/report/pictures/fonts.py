"""Fonts for measuring and for PNG: DejaVu Sans comes with matplotlib; Korean letters need one of the machine."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# As the names stand in the files, the freely licensed first.
KOREAN = (
    "NanumGothic",
    "Noto Sans KR",
    "Noto Sans CJK KR",
    "Noto Sans CJK JP",  # the same letters under the name that Debian's collection file gives first
    "Pretendard",
    "NanumBarunGothic",
    "UnDotum",
    "Baekmuk Gulim",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
)
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


@cache
def korean_font() -> str | None:
    """The first font of the machine that has Korean letters, None where there is none."""
    from matplotlib import font_manager

    known = {entry.name for entry in font_manager.fontManager.ttflist}
    found = next((name for name in KOREAN if name in known), None)
    if found is not None:
        return found
    # matplotlib keeps a list of its own, which does not know what was installed since.
    plain = {re.sub(r"[^a-z]", "", name.lower()) for name in KOREAN}
    taken = None
    for path in sorted(font_manager.findSystemFonts()):
        stem = re.sub(r"[^a-z]", "", re.split(r"[/\\]", path)[-1].rpartition(".")[0].lower())
        if stem.removesuffix("regular").removesuffix("bold") in plain:
            font_manager.fontManager.addfont(path)
            taken = taken or font_manager.FontProperties(fname=path).get_name()
    return taken


def families() -> list[str]:
    """The fonts to draw with, each for the letters that those before it lack."""
    korean = korean_font()
    return ["DejaVu Sans", *([korean] if korean else [])]


def lacks_letters(figure: Figure) -> bool:
    """Tell whether a figure has Korean letters while no font has them."""
    from matplotlib.text import Text

    if korean_font() is not None:
        return False
    return any(
        isinstance(each, Text) and _HANGUL.search(each.get_text()) for each in figure.findobj(Text, include_self=False)
    )
