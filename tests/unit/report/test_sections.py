"""Sections on a terminal and on a page: values as people read them, nothing of the data as markup."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from rich.console import Console

from kneewise.report.method_page import method_page
from kneewise.report.section_cells import cell, cells, fixed, interval, p_value, useful_decimals
from kneewise.report.section_terminal import present_sections
from kneewise.report.sections import Column, Grid, Picture, Section

EVIL = '<script>alert("1")</script>\x1b[2J'


def draw(figure):
    axes = figure.subplots()
    axes.plot([1, 2], [3, 4], marker="o", label=EVIL.replace("\x1b", ""))
    axes.legend()


def a_section(**more):
    grid = Grid(
        caption=f"Means {EVIL}",
        columns=[
            Column(head="Arm", form="label"),
            Column(head="Patients in the arm", form="count"),
            Column(head="Mean", form="estimate"),
            Column(head="95 % CI", form="interval"),
            Column(head="Share", form="percent"),
            Column(head="p", form="p"),
        ],
        rows=[(10.0, 1200, 12.345, (1.2, 34.44), 0.254, 0.00001), (EVIL, 3, None, (None, None), float("nan"), 0.2)],
    )
    picture = Picture(name="lines", title=f"Lines {EVIL}", says=f"A line {EVIL}", draw=draw, width=3, height=2)
    given = {"title": "변화", "found": [f"It rose. {EVIL}"], "warnings": ["12 patients only"], "grids": [grid],
             "pictures": [picture], "notes": ["Source"], "missing": ["two left out"]}  # fmt: skip
    return Section(**(given | more))


@pytest.mark.parametrize(
    ("value", "form", "en", "ko"),
    [
        (None, "estimate", "–", "–"),
        (float("nan"), "p", "–", "–"),
        (10.0, "label", "10", "10"),
        (np.float64(0.5), "label", "0.5", "0.5"),
        ("A", "label", "A", "A"),
        (12345.0, "count", "12,345", "12,345"),
        (1.234, "estimate", "1.23", "1.23"),
        (float("inf"), "estimate", "∞", "∞"),
        ((1.0, 2.5), "interval", "1.00 to 2.50", "1.00 ~ 2.50"),
        ((None, 2.5), "interval", "– to 2.50", "– ~ 2.50"),
        ((0.1, 0.25), "percent-interval", "10 to 25%", "10 ~ 25%"),
        (0.254, "percent", "25%", "25%"),
        (0.0004, "p", "<0.001", "<0.001"),
        (0.04996, "p", "0.050", "0.050"),
    ],
)
def test_a_value_is_shown_with_no_more_digits_than_are_of_use(value, form, en, ko):
    assert cell(value, Column(head="", form=form), "en") == en
    assert cell(value, Column(head="", form=form), "ko") == ko


def test_decimals_follow_the_largest_value_of_a_column():
    assert [useful_decimals(values) for values in ([1234.5, 1], [123.4], [12.3, -99], [1.2], [0.01], [])] == [
        0, 1, 1, 2, 2, 2,
    ]  # fmt: skip
    assert cells(Grid(caption="", columns=[Column(head="x", form="interval")], rows=[[(1.0, 20.0)], [None]]), "en") == [
        ["1.0 to 20.0"], ["–"],
    ]  # fmt: skip


def test_a_small_negative_is_no_minus_nothing():
    assert (fixed(-0.001, 2), fixed(-0.006, 2), interval((-0.001, 1), "en", 1)) == ("0.00", "-0.01", "0.0 to 1.0")
    assert p_value(1.0) == ">0.999"


@pytest.mark.parametrize("width", [50, 80, 100])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_table_fits_the_terminal_and_carries_no_control_signs(width, lang):
    target = io.StringIO()
    present_sections([a_section()], Console(file=target, width=width, color_system=None), lang=lang)
    shown = target.getvalue()

    assert "\x1b" not in shown
    rows = [line for line in shown.splitlines() if line.startswith("  10 ")]
    assert rows and max(map(len, rows)) <= width
    assert "12.3" in shown and "<0.001" in shown


def test_a_long_head_is_broken_rather_than_the_table():
    target = io.StringIO()
    present_sections([a_section()], Console(file=target, width=80, color_system=None), lang="en")
    heads = [line.split() for line in target.getvalue().splitlines()]

    assert ["Patients"] in heads or ["Patients", "in"] in heads


class _Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *each) for each in attrs]


@pytest.fixture(scope="module", params=["en", "ko"])
def page(request):
    sections = [a_section(), a_section(title="Second")]
    return method_page(sections, lang=request.param, title=f"Title {EVIL}", source=EVIL, made_on="2026-11-26")


def test_nothing_of_the_data_is_markup(page):
    assert "<script" not in page and "\x1b" not in page
    assert page.count("&lt;script&gt;") >= 6


def test_the_page_asks_nothing_of_a_network_and_allows_its_own_style_only(page):
    seen = _Seen()
    seen.feed(page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        value for tag, name, value in seen.attributes if tag == "meta" and name == "content" and "src" in value
    )

    assert policy == f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    assert {"script", "link", "img", "iframe", "image"} & set(seen.tags) == set()
    links = [value for tag, name, value in seen.attributes if name in ("href", "src", "xlink:href")]
    assert links and all(link.startswith("#") for link in links)
    # A policy that allows one style by its hash refuses style attributes.
    assert [each for each in seen.attributes if each[1] == "style"] == []
    assert page.count("<style") == 1


def test_every_id_is_there_once_and_every_reference_leads_to_one(page):
    seen = _Seen()
    seen.feed(page)
    ids = [value for _, name, value in seen.attributes if name == "id"]
    asked = [value[1:] for _, name, value in seen.attributes if name in ("href", "xlink:href")]
    asked += [word for _, name, value in seen.attributes if name == "aria-labelledby" for word in value.split()]
    asked += re.findall(r"url\(#([^)]+)\)", page)

    assert len(ids) == len(set(ids))
    assert set(asked) <= set(ids)


def test_a_single_section_is_not_titled_twice():
    one = method_page([a_section(title="T")], lang="en", title="T", source="s.csv", made_on="2026-11-26")

    assert '<h2 id="h-1" class="hidden">T</h2>' in one and 'class="contents"' not in one
