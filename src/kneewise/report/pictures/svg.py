"""SVG that a page under a strict policy can hold, and that a screen reader can read.

matplotlib writes `style` attributes, which such a policy refuses, and the same ids for every picture. Here styles
become attributes, ids that nothing refers to go, and the ink takes the colour of the text around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from kneewise.report.figures import clean
from kneewise.report.pictures.canvas import raw_svg
from kneewise.report.pictures.style import INK, LINE, MUTED, PAPER

if TYPE_CHECKING:
    from kneewise.report.sections import Picture

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
# The reader's own fonts; DejaVu Sans, in which the text was measured, is wider than most of them.
_FAMILY = (
    "'DejaVu Sans', Verdana, 'Segoe UI', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', "
    "'Noto Sans CJK KR', NanumGothic, sans-serif"
)
_PIXELS_PER_INCH = 108  # words of 10 points are then as large as the text of the page
_TONES = {INK: None, MUTED: "0.72", LINE: "0.2"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def inline_svg(picture: Picture, prefix: str) -> str:
    """The picture for a page: no background, ink in the page's colour, ids that begin with `prefix`."""
    root = _cleaned(picture, prefix, titled=False)
    root.set("width", f"{_PIXELS_PER_INCH * picture.width:.0f}")
    root.set("height", f"{_PIXELS_PER_INCH * picture.height:.0f}")
    return ElementTree.tostring(root, encoding="unicode")


def svg_file(picture: Picture) -> bytes:
    """The picture as a file of its own, on white paper."""
    root = _cleaned(picture, picture.name, titled=True)
    root.set("color", INK)
    width, height = root.attrib["viewBox"].split()[2:]
    paper = ElementTree.Element(f"{{{_SVG}}}rect", {"width": width, "height": height, "fill": PAPER})
    root.insert(2, paper)  # after title and description
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _cleaned(picture: Picture, prefix: str, *, titled: bool) -> ElementTree.Element:
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(raw_svg(picture, titled=titled))
    for child in list(root):
        if child.tag.endswith("metadata") or child.find(f"{{{_SVG}}}style") is not None:
            root.remove(child)
    for element in root.iter():
        _plain_style(element)
        if element.text is not None and not element.tag.endswith(("text", "tspan")):
            element.text = "\n" if len(element) else None
        if element.tail is not None:
            element.tail = "\n"
    _rename(root, prefix)
    root.attrib.update({
        "role": "img",
        "aria-labelledby": f"{prefix}-title {prefix}-says",
        "font-family": _FAMILY,
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    })  # fmt: skip
    for place, (tag, text) in enumerate((("title", picture.title), ("desc", picture.says))):
        name = f"{prefix}-title" if tag == "title" else f"{prefix}-says"
        told = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": name})
        told.text = clean(text)
        root.insert(place, told)
    return root


def _plain_style(element: ElementTree.Element) -> None:
    style = element.attrib.pop("style", "")
    for each in style.split(";"):
        name, _, value = (part.strip() for part in each.partition(":"))
        if name and name != "font-family":
            element.set(name, value)
    for name in ("fill", "stroke"):
        colour = element.get(name)
        if colour in _TONES:
            element.set(name, "currentColor")
            tone = _TONES[colour]
            if tone is not None and element.get(f"{name}-opacity") is None:
                element.set(f"{name}-opacity", tone)
    if "d" in element.attrib:
        element.set("d", " ".join(element.attrib["d"].split()))


def _rename(root: ElementTree.Element, prefix: str) -> None:
    """Keep the ids that something refers to, under a name of this picture; drop the others."""
    used = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            used.update(_REFERENCE.findall(value))
            if name == _HREF and value.startswith("#"):
                used.add(value[1:])
    for element in root.iter():
        own = element.get("id")
        if own is not None:
            del element.attrib["id"]
            if own in used:
                element.set("id", f"{prefix}-{own}")
        for name, value in list(element.attrib.items()):
            if name == _HREF and value.startswith("#"):
                element.set(name, f"#{prefix}-{value[1:]}")
            elif "url(#" in value:
                element.set(name, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))
