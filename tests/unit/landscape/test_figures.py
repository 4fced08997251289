"""Figures of articles: every one answered from rows, and the answer changes when the rows do."""

from __future__ import annotations

from datetime import date

import pytest

from kneewise.landscape import answer_figure, answer_figures, read_landscape

# What a careful reader found for each figure of the articles, before these answers were computed: how it stands, and
# what must be told beside it.
READ = {
    "bmac-recognised": ("confirmed", ()),
    "kit-permit-name": ("not-confirmed", ("in-conflict",)),
    "kit-cost": ("confirmed", ("as-quoted",)),
    "eligibility-both": ("contradicted", ("in-conflict",)),
    "bmac-one-third": ("not-confirmed", ("plausible",)),
    "effect-1-2-years": ("not-confirmed", ("not-of-these-records",)),
    "knee-usd": ("confirmed", ("as-quoted", "low", "other-scope")),
    "four-trials": ("confirmed", ()),
    "cartistem-30000": ("superseded", ()),
    "cartistem-growth-36": ("confirmed", ("as-quoted", "qualified")),
    "cartistem-sales-20bn": ("confirmed", ()),
    "cartistem-first": ("confirmed", ()),
    "cartistem-jp-90": ("superseded", ("qualified",)),
    "cartistem-us-preparing": ("superseded", ()),
    "china-nine": ("not-confirmed", ("partly-counted",)),
    "china-seven": ("not-confirmed", ()),
    "allojoin-phase-3": ("confirmed", ()),
    "toronto-50": ("contradicted", ("in-conflict",)),
}


def the(shipped, key):
    return next(each for each in shipped.figures if each.figure == key)


def stand(shipped, key, on=None):
    return answer_figure(the(shipped, key), shipped, on).stand


def test_every_figure_stands_as_a_careful_reader_found(shipped):
    assert {each.figure.figure: (each.stand, each.remarks) for each in answer_figures(shipped)} == READ


def test_every_answer_has_rows_behind_it_unless_it_says_that_none_can_be(shipped):
    for each in answer_figures(shipped):
        assert bool(each.rows) is ("not-of-these-records" not in each.remarks)
        bears = {row.bears for row in each.rows if row.counts}
        if each.stand in ("confirmed", "superseded"):
            assert "agrees" in bears and "differs" not in bears
        if each.stand == "contradicted":
            assert "differs" in bears


@pytest.mark.parametrize(
    ("key", "day", "found"),
    [
        ("cartistem-30000", date(2024, 6, 23), "not-confirmed"),
        ("cartistem-30000", date(2024, 6, 24), "confirmed"),
        ("cartistem-30000", date(2025, 12, 21), "confirmed"),
        ("cartistem-30000", date(2025, 12, 22), "superseded"),
        ("cartistem-us-preparing", date(2025, 12, 29), "confirmed"),
        ("cartistem-us-preparing", date(2025, 12, 30), "superseded"),
        ("toronto-50", date(2019, 9, 26), "not-confirmed"),
        ("toronto-50", date(2019, 9, 27), "contradicted"),
    ],
)
def test_a_figure_is_answered_from_what_could_be_read_by_a_day(shipped, key, day, found):
    if key == "cartistem-us-preparing" and found == "confirmed":
        # Nothing told of the application before it was filed.
        found = "not-confirmed"

    assert stand(shipped, key, day) == found


def test_nine_chinese_permissions_are_counted_by_name(shipped):
    answer = answer_figure(the(shipped, "china-nine"), shipped)
    named = {
        getattr(row.record, "subject", None) or row.record.product for row in answer.rows if row.bears == "context"
    }

    assert answer.found == 5
    assert named == {"allojoin", "rejoin", "ixcell-huc-msc-o", "zghum-sc001", "isclife-oa"}


def test_a_count_that_the_named_rows_reach_is_confirmed(tables):
    tables("figures", "china-nine", low="5")
    changed = read_landscape(tables.folder)

    assert stand(changed, "china-nine") == "confirmed"


def test_the_answer_follows_the_rows(tables):
    tables("trials", "NCT02351011", enrolment="50")
    tables("statements", "toronto-enrolment-1", value="50")
    tables("figures", "eligibility-both", low="or")
    tables("figures", "cartistem-first", low="2013")
    tables("figures", "bmac-recognised", low="2023-08")
    tables("figures", "four-trials", about="NCT04240873;NCT03166865")
    changed = read_landscape(tables.folder)

    assert stand(changed, "toronto-50") == "confirmed"
    assert stand(changed, "eligibility-both") == "confirmed"
    assert stand(changed, "cartistem-first") == "contradicted"
    assert stand(changed, "bmac-recognised") == "contradicted"
    assert stand(changed, "four-trials") == "confirmed"


def test_first_is_contradicted_by_an_earlier_stem_cell_product(tables):
    tables("products", "chondron", tissues="bone-marrow")
    changed = read_landscape(tables.folder)

    assert stand(changed, "cartistem-first") == "contradicted"


def test_a_row_that_is_not_confirmed_confirms_nothing(tables):
    tables("statements", "cartistem-growth-since-launch-1", verification="not-confirmed")
    changed = read_landscape(tables.folder)

    assert stand(changed, "cartistem-growth-36") == "not-confirmed"


def test_another_price_is_no_contradiction(shipped):
    answer = answer_figure(the(shipped, "bmac-one-third"), shipped)

    assert answer.stand == "not-confirmed"
    assert all(row.bears != "differs" for row in answer.rows)
