"""`kneewise landscape`: what the commands print is what the functions give; in both languages; bad input is told."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from kneewise.landscape import (
    answer_figures,
    changes_between,
    check_landscape,
    count_pipeline,
    document_of,
    price_ranges,
    search_records,
    shipped_landscape,
    view_product,
)

ON = "2026-11-26"


def printed(kneewise, *arguments):
    done = kneewise("landscape", *arguments, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_product_on_a_day_is_what_the_function_gives(kneewise):
    shipped = shipped_landscape()
    called = view_product(shipped, shipped.by_product["tg-c"], date(2019, 7, 5))

    found = printed(kneewise, "product", "Invossa", "--on", "2019-07-05")

    assert found == document_of(called)
    assert {(each["jurisdiction"], each["state"]) for each in found["standings"]} == {
        ("KR", "sale-stopped"), ("US", "on-hold"),
    }  # fmt: skip
    assert [each["milestone"] for each in found["decided"]] == ["tg-c-kr-2019-07-03-revoked"]


def test_what_was_known_on_a_day_can_be_asked(kneewise):
    def market(*more):
        found = printed(kneewise, "product", "jointstem", "--country", "KR", "--on", "2024-06-01", *more)
        return next(each["state"] for each in found["standings"] if each["axis"] == "market")

    assert (market(), market("--known-on", "2024-06-01")) == ("filed", "refused")


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        (("pipeline",), lambda shipped: count_pipeline(shipped).n_trials),
        (("pipeline", "--running", "--country", "CN"), lambda shipped: count_pipeline(shipped, running=True,
                                                                                      country="CN").n_trials),
    ],
)  # fmt: skip
def test_the_pipeline_counts_as_the_function_does(kneewise, arguments, called):
    assert printed(kneewise, *arguments)["n_trials"] == called(shipped_landscape())


def test_prices_changes_figures_check_and_search_are_what_the_functions_give(kneewise):
    shipped = shipped_landscape()
    first, last = date(2025, 7, 1), date(2026, 6, 30)

    assert printed(kneewise, "prices", "--country", "KR") == document_of(price_ranges(shipped, country="KR"))
    assert printed(kneewise, "changes", "--from", first, "--to", last) == document_of(
        changes_between(shipped, first, last)
    )
    assert printed(kneewise, "figures")["figures"] == document_of(answer_figures(shipped))
    assert printed(kneewise, "check", "--on", ON)["findings"] == document_of(
        check_landscape(shipped, date.fromisoformat(ON))
    )
    assert printed(kneewise, "search", "Catrigrow")["hits"] == document_of(search_records(shipped, "Catrigrow"))


def test_products_can_be_asked_by_state_phase_and_kind(kneewise):
    approved = printed(kneewise, "products", "--state", "approved", "--country", "KR", "--on", "2018-01-01")
    tried = printed(kneewise, "products", "--phase", "phase-3", "--on", ON, "--country", "US")
    cord = printed(kneewise, "products", "--tissue", "cord-blood", "--on", ON)

    assert {each["subject"] for each in approved["standings"]} == {"cartistem", "chondron", "tg-c"}
    assert {each["product"] for each in tried["products"]} == {"jointstem", "tg-c"}
    assert [each["product"] for each in cord["products"]] == ["cartistem", "smup-ia-01"]


def test_trials_and_milestones_are_cut_as_asked(kneewise):
    trials = printed(kneewise, "trials", "--product", "cartistem", "--phase", "phase-3", "--on", ON)
    planned = printed(kneewise, "timeline", "--class", "planned", "--country", "US", "--on", ON)

    assert [each["trial"] for each in trials["trials"]] == ["NCT01041001", "NCT01626677", "NCT07339111"]
    assert {each["milestone"]["milestone"]: each["state"] for each in planned["plans"]} == {
        "cartistem-us-2025-12-15-phase-3-start": "past-due",
        "tg-c-us-2026-03-follow-up-end": "past-due",
        "tg-c-us-2026-07-phase-3-results": "past-due",
        "tg-c-us-2027-q1-application-filed": "ahead",
        "cartistem-us-2031-approved": "ahead",
    }


def test_a_plan_past_due_says_so_and_a_planned_end_too(kneewise):
    timeline = kneewise("landscape", "timeline", "--product", "tg-c", "--on", ON).stdout
    trials = kneewise("landscape", "trials", "--product", "biocue", "--on", ON).stdout

    assert "planned, past due" in timeline
    assert "2022-01-31 (planned, past due)" in trials


def test_sources_in_conflict_stand_side_by_side(kneewise):
    text = kneewise("landscape", "figures", "--conflicts").stdout

    for both in (("1,800", "18,000"), ("2024-05", "2024-06"), ("or    ", "and   ")):
        assert all(each in text for each in both), both


def test_a_figure_shows_the_rows_behind_it(kneewise):
    text = kneewise("landscape", "figures", "toronto-50").stdout

    assert "Stands: contradicted" in text
    assert "NCT02351011: completed, 12 patients (actual)" in text


def test_claims_of_a_product_are_held_against_its_own_cells(kneewise):
    cord = printed(kneewise, "product", "cartistem", "--claims")
    concentrate = printed(kneewise, "product", "bmac-injection-kr", "--claims")
    injected = kneewise("landscape", "product", "smup-ia-01", "--claims").stdout

    assert {each["product"] for each in cord["claims"]} == {"cord-blood-implant"}
    assert {each["product"] for each in concentrate["claims"]} == {"bmac"}
    # The trials of the implant say nothing of the injection.
    assert "every claim is not studied" in " ".join(injected.split())


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("arguments", "words", "pictures"),
    [
        (("product", "cartistem", "--claims"), ("Milestones of Cartistem", "카티스템: 주요 시점"), 2),
        (("products",), ("Products", "제품"), 0),
        (("products", "--state", "approved"), ("approved", "허가"), 0),
        (("products", "--phase", "phase-3"), ("Being tried in phase 3", "3상 진행 중"), 0),
        (("timeline", "--country", "KR"), ("planned", "주요 시점"), 1),
        (("pipeline",), ("Trials by source of cells and phase", "세포 출처·단계별 임상시험"), 1),
        (("trials", "--phase", "phase-3"), ("Patients: planned and reached", "환자 수: 계획과 실제"), 1),
        (
            ("prices", "--country", "US", "--rate", "USD/KRW=1380@2024-03-20"),
            ("Converted at 1380 KRW", "환율로 환산"),
            1,
        ),
        (("changes", "--from", "2019-01-01", "--to", "2019-12-31"), ("Standings that turned", "달라진 상태"), 0),
        (("figures",), ("As written", "쓰인 내용"), 0),
        (("search", "제대혈"), ("Found for", "검색 결과"), 0),
        (("check",), ("Plans past due", "기한이 지난 예정"), 0),
    ],
)
def test_the_page_says_it_in_both_languages(kneewise, lang, arguments, words, pictures):
    done = kneewise("landscape", *arguments, "--html", "p.html", "--lang", lang)
    assert done.exit_code == 0, done.output
    page = Path("p.html").read_text(encoding="utf-8")

    assert words[lang == "ko"] in page
    assert page.count("<svg") == pictures
    assert ("medical advice" in page) is (lang == "en")
    assert "the trials shipped with" not in page


def test_the_same_page_comes_out_the_same(kneewise, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")
    for name in ("one.html", "two.html"):
        kneewise("landscape", "product", "jacc", "--html", name)

    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_pictures_are_written_and_come_out_the_same(kneewise, tmp_path, ending):
    for arguments in (
        ("timeline", "--product", "jacc", "--product", "tg-c"), ("prices", "--country", "JP"),
    ):  # fmt: skip
        for name in ("a", "b"):
            done = kneewise("landscape", *arguments, "--picture", f"{name}.{ending}", "--lang", "ko")
            assert done.exit_code == 0, done.output
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_a_result_without_a_picture_says_so(kneewise, tmp_path):
    done = kneewise("landscape", "search", "jacc", "--picture", "p.svg")

    assert "no picture" in done.stderr and not (tmp_path / "p.svg").exists()


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (("products",), "product"), (("products", "--state", "refused"), "subject"), (("pipeline",), "n_running"),
        (("products", "--phase", "phase-3"), "product"), (("product", "jacc"), "milestone"), (("timeline",), "plan"),
        (("trials",), "overdue"), (("prices",), "currency"), (("changes", "--from", "2024-01-01"), "change"),
        (("figures",), "stand"), (("figures", "--conflicts"), "statement"), (("search", "knee"), "score"),
        (("check",), "level"),
    ],
)  # fmt: skip
def test_every_result_is_a_table_too(kneewise, tmp_path, arguments, column):
    for name in ("t.csv", "t.parquet"):
        done = kneewise("landscape", *arguments, "--out", name)
        assert done.exit_code == 0, done.output
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows and column in rows[0]
    with duckdb.connect() as connection:
        counted = connection.execute("select count(*) from read_parquet('t.parquet')").fetchone()
    assert counted == (len(rows),)


def test_tables_of_ones_own_are_taken_and_checked(kneewise, tmp_path):
    import shutil

    from kneewise.landscape.codes import DATA

    own = tmp_path / "own"
    shutil.copytree(DATA, own)
    trials = own / "trials.csv"
    text = trials.read_text(encoding="utf-8")
    unmarked = text.replace(",jRCT2033210138,,https", ",,,https").replace(",UMIN000040885,,https", ",,,https")
    trials.write_text(unmarked, encoding="utf-8")
    done = kneewise("landscape", "check", "--records", own, "--level", "error", "--on", ON)

    assert done.exit_code == 1
    assert "UMIN000040885, jRCT2033210138" in done.stdout
    trials.write_text(text.replace("phase-3", "phase-x", 1), encoding="utf-8")
    done = kneewise("landscape", "trials", "--records", own)
    assert done.exit_code == 3 and "trials.csv, row" in done.stderr and "'phase-x'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("product", "nothing-like-it"), "no product is called"),
        (("product", "Chondrogen"), "chondrogen-osiris (Osiris Therapeutics)"),
        (("product", "cartistem", "--on", "2024"), "is not a day"),
        (("product", "cartistem", "--country", "XX"), "'XX' is not known"),
        (("products", "--state", "aproved"), "there are: "),
        (("products", "--state", "approved", "--phase", "phase-3"), "not both"),
        (("products", "--phase", "phase-3", "--known-on", "2024-01-01"), "cannot be asked with it"),
        (("products", "--tissue", "adipos"), "did you mean 'adipose'?"),
        (("prices", "--rate", "USD/KRW=1380"), "a rate as USD/KRW=1380@2024-03-20"),
        (("prices", "--in", "KRW"), "--in needs a --rate"),
        (("changes", "--from", "2024-01-02", "--to", "2024-01-01"), "is after --to"),
        (("changes",), "Missing option '--from'"),
        (("figures", "nothing"), "no figure is called 'nothing'"),
        (("check", "--code", "nothing"), "found are: "),
        (("search",), "Missing argument"),
        (("trials", "--records", "nowhere"), "does not exist"),
    ],
)
def test_a_command_line_that_cannot_be_taken_says_why(kneewise, arguments, told):
    done = kneewise("landscape", *arguments)

    assert done.exit_code == 2 and told in done.output.replace("\n", " "), done.output


def test_countries_are_taken_as_they_are_typed(kneewise):
    assert printed(kneewise, "prices", "--country", "uk") == printed(kneewise, "prices", "--country", "GB") != []
