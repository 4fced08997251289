"""Pictures: the same bytes each time, words as text, readable by those who do not see them."""

from __future__ import annotations

import io
import warnings
from xml.etree import ElementTree

import pytest
from PIL import Image

from kneewise.report.pictures import fonts
from kneewise.report.pictures.axes import legend_below, line_at, one_axes, ticks_at
from kneewise.report.pictures.boundaries import draw_boundaries
from kneewise.report.pictures.canvas import NO_KOREAN_FONT, png
from kneewise.report.pictures.matrix import draw_matrix
from kneewise.report.pictures.style import (
    DASHES,
    INK,
    LINE,
    MARKERS,
    MUTED,
    ON_DARK,
    ON_LIGHT,
    RAMP,
    SERIES,
    series_look,
)
from kneewise.report.pictures.svg import inline_svg, svg_file
from kneewise.report.sections import Picture

SVG = "{http://www.w3.org/2000/svg}"


def lines(figure):
    axes = one_axes(figure, x="주사 후 개월", y="$ <점수>")
    for n in range(6):
        axes.plot([0, 1, 3], [n, n + 1, n + 3], label=f"군 {n}", **series_look(n))
    axes.fill_between([0, 3], [0, 1], [1, 2], alpha=0.2, color=SERIES[0], linewidth=0)
    ticks_at(axes, [0, 1, 3], ["0", "1", "3"])
    line_at(axes, y=2, strong=True)
    line_at(axes, x=1)
    legend_below(figure, axes)


def matrix(figure):
    draw_matrix(figure, [[None, 0.2], [0.9, None]], [["", "0.20"], ["0.90", ""]], rows=["판독자 가", "B"],
                columns=["insurer-adviser", "second"], largest=1.0)  # fmt: skip


def boundaries(figure):
    draw_boundaries(
        figure, names=["0 | 1", "1 | 2"], shares=[0.4, None], texts=["40%", "–"], estimates=[0.9, None],
        intervals=[(-0.1, 1.0), None], share_name="비중", estimate_name="AC1", boundary_name="경계",
    )  # fmt: skip


PICTURES = [
    Picture(name=draw.__name__, title=f"제목 {draw.__name__} <b>", says="설명 & more", draw=draw)
    for draw in (lines, matrix, boundaries)
]


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_the_same_each_time(picture):
    assert svg_file(picture) == svg_file(picture)
    assert inline_svg(picture, "p1") == inline_svg(picture, "p1")
    assert png(picture) == png(picture)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_an_svg_has_its_words_as_text_and_says_what_it_shows(picture):
    root = ElementTree.fromstring(svg_file(picture))
    words = [element.text for element in root.iter(f"{SVG}text")]

    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == picture.title and root.find(f"{SVG}desc").text == picture.says
    assert root.get("aria-labelledby").split() == [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")]
    assert picture.title in words  # a file of its own carries its title
    assert b"Date" not in svg_file(picture) and b"matplotlib" not in svg_file(picture)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_on_a_page_takes_the_ink_of_the_page(picture):
    inline = inline_svg(picture, "p1")

    assert 'style="' not in inline and "<style" not in inline and "<image" not in inline
    assert all(tone not in inline for tone in (INK, MUTED, LINE))
    assert "currentColor" in inline
    assert f">{picture.title}</text>" not in inline  # it stands above the picture


def test_text_is_taken_as_it_is():
    words = [element.text for element in ElementTree.fromstring(svg_file(PICTURES[0])).iter(f"{SVG}text")]

    assert "$ <점수>" in words and "군 5" in words


def test_a_png_is_for_print_and_has_no_date():
    content, _ = png(PICTURES[0])
    image = Image.open(io.BytesIO(content))

    assert image.size == (1400, 840)
    assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    assert set(image.info) - {"dpi"} == {"Title", "Description"}


def test_a_machine_without_korean_letters_is_told_of_boxes(monkeypatch):
    monkeypatch.setattr(fonts, "korean_font", lambda: None)
    plain = Picture(name="plain", title="Plain", says="", draw=lambda figure: one_axes(figure, x="Months"))

    assert png(PICTURES[0])[1] == (NO_KOREAN_FONT,)
    assert png(plain)[1] == ()
    assert "군 5" in svg_file(PICTURES[0]).decode()


def contrast(one, other):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_can_be_seen_on_white_and_on_the_dark_page_and_are_not_alone():
    for colour in SERIES:
        assert contrast(colour, "#ffffff") >= 3 and contrast(colour, "#1b2228") >= 3
    for n, shade in enumerate(RAMP):
        assert contrast(shade, ON_DARK if n >= 4 else ON_LIGHT) >= 4.5
    assert len(set(SERIES)) == len(set(MARKERS)) == len({str(each) for each in DASHES}) == 6
