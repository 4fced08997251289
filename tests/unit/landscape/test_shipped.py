"""The shipped tables: every row with source and date, every code in its list, nothing dropped."""

from __future__ import annotations

import csv

import pytest

from kneewise.landscape.codes import AXES, DATA, code_lists, milestone_kinds, state_words
from kneewise.landscape.hosts import host_of


def rows(shipped):
    for name in ("products", "milestones", "trials", "prices", "statements"):
        yield from ((name, each) for each in getattr(shipped, name))


def test_the_tables_hold_what_was_read(shipped):
    counts = {name: len(getattr(shipped, name)) for name in ("products", "milestones", "trials", "figures")}

    assert counts == {"products": 50, "milestones": 131, "trials": 152, "figures": 18}


def test_every_row_has_a_source_and_the_day_on_which_it_was_read(shipped):
    for name, each in rows(shipped):
        assert each.source.place and str(each.source.read_in) == "2026-11", (name, each)


def test_every_address_is_of_a_known_kind_of_place(shipped):
    places = {place for _, each in rows(shipped) for place in (each.source.place, *each.also)}
    unknown = {place for place in places if host_of(place).kind == "unclassified"}

    assert unknown == {"an English report, address not kept"}


def test_bare_network_addresses_and_mirrors_are_marked():
    assert host_of("http://47.103.62.127/en/hydt/Info/11394").kind == "raw-address"
    assert host_of("http://47.103.62.127/en/hydt/Info/11394").doubt
    assert host_of("http://203.0.113.9:8080/x").doubt
    for place in ("https://keyzard.org/gombuy1/nb/1", "https://www.keyzard.cc/x", "https://cafe.daum.net/_c21_/x"):
        assert host_of(place).kind == "repost" and host_of(place).doubt
    assert host_of("https://clinicaltrials.gov/study/NCT01041001").doubt is None


def test_what_was_looked_for_and_not_found_stays_visible(shipped):
    missing = [each for each in shipped.prices if each.verification == "not-found"]

    assert [each.country for each in missing] == ["US", "KR", "TH"]
    assert all(each.span is None and each.note for each in missing)
    assert all(each.span is not None for each in shipped.prices if each.verification != "not-found")


def test_confirmed_means_that_another_place_or_the_article_says_so_too(shipped):
    for name, each in rows(shipped):
        if each.verification == "confirmed":
            assert each.also or getattr(each, "articles", ()), (name, each)


def test_every_code_has_its_words_in_both_languages():
    for name, codes in code_lists().items():
        for code, words in codes.items():
            assert words["en"] and words["ko"], (name, code)
    for kind in milestone_kinds().values():
        assert kind.words["en"] and kind.words["ko"]
        assert (kind.axis is None) == (kind.state is None) or kind.kind == "enrolling"
        if kind.state is not None:
            assert (kind.axis, kind.state) in state_words()
        assert kind.axis is None or kind.axis in AXES
        assert set(kind.after) <= set(milestone_kinds())


@pytest.mark.parametrize("table", sorted(path.name for path in DATA.glob("*.csv")))
def test_a_table_is_plain_utf8_with_one_width(table):
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        header, *body = list(csv.reader(file, strict=True))

    assert len(set(header)) == len(header)
    assert all(len(each) == len(header) for each in body)


def test_no_row_speaks_of_how_it_was_gathered():
    for path in DATA.glob("*.csv"):
        text = path.read_text(encoding="utf-8").casefold()
        for word in (" seed ", "fixture", "stored page", "stored source", "general knowledge"):
            assert word not in text, (path.name, word)


def test_products_that_are_not_for_the_knee_say_so(shipped):
    out = {each.product for each in shipped.products if each.indications == ("not-knee",)}

    assert out == {"ossgrow", "keraheal"}
    assert all(shipped.by_product[each].is_not for each in out)
