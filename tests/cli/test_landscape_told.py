"""What `kneewise landscape` says is no more than its rows say: of the day asked about, with source and doubt."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kneewise.landscape import price_ranges, shipped_landscape, view_product


def text_of(kneewise, *arguments):
    done = kneewise("landscape", *arguments)
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def printed(kneewise, *arguments):
    return json.loads(kneewise("landscape", *arguments, "--out", "-").stdout)


def test_a_summary_is_of_the_day_of_reading_and_of_no_single_source(kneewise):
    today = text_of(kneewise, "product", "cartistem", "--on", "2026-11-26")

    assert "As summed up when the records were read, 2026-11: Approved KR 2012" in today
    assert "US phase 3 IND cleared 2026-02 (health.kr" not in today
    assert "Recorded for: Knee cartilage defect" in today and "(health.kr, 2017-10-10)" in today


@pytest.mark.parametrize("asked", [("--on", "2012-01-18"), ("--on", "2026-11-26", "--known-on", "2020-01-01")])
def test_a_summary_tells_nothing_of_an_earlier_day(kneewise, asked):
    assert "2026-02" not in text_of(kneewise, "product", "cartistem", "--country", "KR", *asked)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gmsc1", "Noted on reading: cell source and donor do not stand in the excerpt that was read."),
        ("megacarti", "Noted on reading: the composition was not read on a source."),
        ("smart-m-cell", "Noted on reading: claims of 99 % viability and of exclusivity are the manufacturer's own."),
        ("neocart", "How sure the reading of this row is: low."),
        ("cartistem", "Take care: not an injection"),
    ],
)
def test_a_product_comes_with_the_doubts_of_its_row(kneewise, name, told):
    assert told in text_of(kneewise, "product", name, "--on", "2026-11-26")


def test_what_no_source_says_of_a_product_is_no_code_of_it():
    known = shipped_landscape().by_product

    assert (known["gmsc1"].donor, known["gmsc1"].tissues) == (None, ("not-stated",))
    assert (known["megacarti"].donor, known["megacarti"].preparation) == (None, None)


def test_what_came_after_the_day_has_not_happened_on_it(kneewise):
    found = printed(kneewise, "timeline", "--product", "cartistem", "--on", "2024-07-01")
    text = text_of(kneewise, "timeline", "--product", "cartistem", "--on", "2024-07-01")
    shipped = shipped_landscape()
    view = view_product(shipped, shipped.by_product["cartistem"], date(2024, 7, 1))

    keys = [each["milestone"] for each in found["milestones"]]
    assert keys == [each.milestone for each in view.events]
    assert "cartistem-us-2026-02-04-trial-allowed" not in keys and "cartistem-us-2031-approved" not in keys
    assert "cartistem-jp-2024-enrolled" in keys  # some day of 2024: it may have come
    assert found["n_later"] == 10
    assert "Left out: 10 of after 2024-07-01, and plans told only then." in text


def test_a_trial_that_began_after_the_day_is_left_out_and_counted(kneewise):
    found = printed(kneewise, "trials", "--country", "KR", "--on", "2015-01-01")
    text = text_of(kneewise, "trials", "--country", "KR", "--on", "2015-01-01", "--lang", "ko")

    starts = [each["start"] for each in found["trials"]]
    assert all(each is None or each <= "2015" for each in starts) and None in starts
    assert len(starts) + found["n_later"] == len(
        printed(kneewise, "trials", "--country", "KR", "--on", "2026-11-26")["trials"]
    )
    assert f"2015-01-01 뒤에 시작한 {found['n_later']}건은 뺐습니다" in text


def test_an_amount_that_is_only_an_end_says_so(kneewise):
    ranges = {(each.country, each.kind, each.technology): each for each in price_ranges(shipped_landscape())}
    ceiling, guide = ranges["GB", "ceiling", "chondrocytes"], ranges["JP", "list", "cultured-cells"]

    assert (ceiling.open_low, ceiling.open_high, guide.open_low, guide.open_high) == (True, False, False, True)
    british = text_of(kneewise, "prices", "--country", "GB", "--rate", "GBP/KRW=1800@2026-01-05")
    assert "up to GBP 16,000" in british and "up to ₩28,800,000" in british
    assert "JPY 1,000,000부터" in text_of(kneewise, "prices", "--country", "JP", "--lang", "ko")


def test_a_country_is_told_its_own_conflicts(kneewise):
    korea = printed(kneewise, "product", "tg-c", "--country", "KR", "--on", "2026-11-26")
    america = printed(kneewise, "product", "tg-c", "--country", "US", "--on", "2026-11-26")

    assert korea["conflicts"] == []
    assert [each["question"]["question"] for each in america["conflicts"]] == ["tg-c-hold"]


def test_a_question_and_what_decides_it_are_two_sentences(kneewise):
    text = text_of(kneewise, "figures", "--conflicts")

    assert "[claims a month]: 38 x 1.957^6" in text and "is one enough? Four press copies" in text


def test_a_search_says_whether_there_is_more(kneewise):
    assert "Found: more than 2; the first 2 are shown." in text_of(kneewise, "search", "cartistem", "--most", "2")
    n = len(printed(kneewise, "search", "cartistem", "--most", "1000")["hits"])
    assert f"Found: {n}." in text_of(kneewise, "search", "cartistem", "--most", str(n))


def test_a_search_says_which_words_it_did_not_find(kneewise):
    found = printed(kneewise, "search", "cartistem", "qqqqqq")["hits"]

    assert found and {tuple(each["missing"]) for each in found} == {("qqqqqq",)}
    assert "Nothing has all of these words" in text_of(kneewise, "search", "cartistem", "qqqqqq")
    assert "Nothing has all" not in text_of(kneewise, "search", "cartistem")


def test_the_page_lists_every_place_that_a_row_is_confirmed_by(kneewise):
    kneewise("landscape", "timeline", "--product", "bmac-injection-kr", "--html", "p.html")
    page = Path("p.html").read_text(encoding="utf-8")

    rows = [each for each in shipped_landscape().milestones if each.subject == "bmac-injection-kr" and each.also]
    assert rows and all(place.replace("&", "&amp;") in page for each in rows for place in each.also)


def test_a_kind_of_price_with_a_hollow_marker_is_hollow_in_the_legend_too():
    from matplotlib.figure import Figure

    from kneewise.report.pictures.price_bars import Bar, CurrencyPanel, draw_prices

    figure = Figure()
    kinds = [str(n) for n in range(8)]
    bars = [Bar(name=kinds[kind], kind=kind, low=1, high=2, middle=[1.5]) for kind in (0, 7)]
    draw_prices(figure, [CurrencyPanel(axis="", scale=1.0, bars=bars)], kinds)

    filled, hollow = figure.legends[0].get_lines()
    assert (filled.get_linewidth(), hollow.get_linewidth(), hollow.get_markerfacecolor()) == (4.0, 0.0, "none")


def test_a_picture_marks_an_amount_that_is_only_an_end(kneewise):
    kneewise("landscape", "prices", "--country", "GB", "--picture", "p.svg")

    assert "cultured chondrocytes, per course (≤)" in Path("p.svg").read_text(encoding="utf-8")
