"""`kneewise evidence effect`, `pool` and `bias`: the commands give what the functions give, in both languages."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from kneewise.document import as_document
from kneewise.evidence import (
    effect_sizes,
    egger_test,
    exact_odds_ratio,
    leave_one_out,
    meta_regression,
    pool,
    pool_events,
    subgroups,
    trim_and_fill,
)

MEANS = """\
study,n1,mean1,sd1,n2,mean2,sd2,se2,year,blind
Made A,18,-2.4,3.1,23,-1.7,3.5,,2018,yes
Made B,10,4.1,2.4,10,4.7,1.8,,2019,yes
Made C,125,-2.2,2.5,127,-1.3,2.4,,2023,yes
Made D,16,-2.1,2.8,4,-0.4,3.5,,2017,no
Made E,12,3.4,1.5,12,5.4,,0.45,2016,no
Made F,0,3.4,1.5,12,5.4,1.0,,2015,no
"""
EVENTS = """\
study,events1,n1,events2,n2,dose
Made A,9,22,7,25,low
Made B,3,26,0,13,high
Made C,49,131,44,130,high
Made D,16,16,4,4,low
Made E,0,20,0,20,low
Made F,12,25,9,25,high
"""
CELLS = ("events1", "n1", "events2", "n2")


@pytest.fixture(autouse=True)
def tables(tmp_path):
    (tmp_path / "means.csv").write_text(MEANS, encoding="utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")


def columns(text):
    rows = list(csv.DictReader(text.splitlines()))
    labels = {"study", "blind", "dose"}
    return {
        name: [row[name] if name in labels else float(row[name]) if row[name] else None for row in rows]
        for name in rows[0]
    }


def result(kneewise, command, *arguments):
    done = kneewise("evidence", command, *arguments, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout), done.stderr


def made(measure="MD", **choices):
    return effect_sizes(columns(MEANS), measure=measure, bad_rows="flag", **choices)


def test_effects_are_those_of_the_function_and_conversions_are_told(kneewise):
    printed, told = result(kneewise, "effect", "means.csv", "--measure", "SMD", "--like", "revman")

    assert printed == as_document(made("SMD", variance="RevMan"))
    assert printed["effects"][5] is None
    assert "n1: 0 or less" in printed["flags"][5][0]
    assert told == ""


def test_a_pool_is_that_of_the_function(kneewise):
    printed, told = result(kneewise, "pool", "means.csv", "--tau2", "PM", "--interval", "knapp-hartung")

    assert printed["pooled"] == as_document(pool(made(), tau2="PM", interval="knapp-hartung"))
    assert "Made E: group 2: standard deviation from the standard error" in told


def test_revman_takes_dersimonian_and_laird_around_mantel_haenszel(kneewise):
    printed, _ = result(kneewise, "pool", "events.csv", "--like", "revman")
    table = columns(EVENTS)

    assert printed["pooled"] == as_document(pool_events(*(table[name] for name in CELLS)))
    assert printed["pooled"]["tau2_method"] == "DL-MH"


def test_parts_of_a_pool_are_those_of_the_functions(kneewise):
    printed, _ = result(
        kneewise, "pool", "means.csv", "--group", "blind", "--moderator", "year", "--leave-one-out",
        "--cumulate", "year", "--trial", "study",
    )  # fmt: skip
    sizes, table = made(), columns(MEANS)

    assert printed["groups"] == as_document(subgroups(sizes, group=table["blind"]))
    assert printed["regression"] == as_document(meta_regression(sizes, moderators={"year": table["year"]}))
    assert printed["without"]["pools"] == as_document(leave_one_out(sizes))
    assert printed["cumulative"]["order"][0] == "Made F"
    assert printed["three_level"]["n_trials"] == 5


def test_events_are_pooled_as_they_are(kneewise):
    methods = ("mantel-haenszel", "peto", "exact", "beta-binomial", "mixed-model")
    printed, _ = result(kneewise, "pool", "events.csv", *(word for name in methods for word in ("--events", name)))
    table = columns(EVENTS)

    assert list(printed["events"]) == list(methods)
    assert printed["events"]["exact"] == as_document(exact_odds_ratio(*(table[name] for name in CELLS)))


def test_rows_of_a_pool_are_trials_then_the_pool(kneewise, tmp_path):
    kneewise("evidence", "pool", "means.csv", "--out", "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [row["row"] for row in rows] == ["trial"] * 6 + ["pooled", "prediction"]
    assert float(rows[6]["effect"]) == pool(made()).estimate
    assert sum(float(row["weight"] or 0) for row in rows) == pytest.approx(100)


def test_tests_of_the_funnel_are_those_of_the_functions(kneewise):
    printed, _ = result(kneewise, "bias", "means.csv", "--favours", "lower", "--fill", "R0")
    sizes = made()

    assert printed["found"]["egger"] == as_document(egger_test(sizes))
    assert printed["found"]["filled"] == as_document(trim_and_fill(sizes, estimator="R0"))
    assert printed["favours"] == "lower"


def test_what_cannot_be_told_is_said_with_its_reason(kneewise, tmp_path):
    few = "\n".join(EVENTS.splitlines()[:3])
    (tmp_path / "few.csv").write_text(few + "\n", encoding="utf-8")
    printed, _ = result(kneewise, "bias", "few.csv", "--measure", "OR", "--favours", "higher")

    assert printed["not_told"]["egger"] == "2 effects; needed: at least 3"
    assert set(printed["found"]) == {"pooled", "fail-safe"}
    assert "needed: at least 3" in kneewise("evidence", "bias", "few.csv", "--favours", "higher").stdout


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("effect", "means.csv"), ("Effects of single trials", "연구별 효과크기")),
        (("pool", "means.csv", "--group", "blind"), ("Groups of trials", "하위군 분석")),
        (
            ("bias", "events.csv", "--measure", "OR", "--favours", "higher"),
            ("Tests of the funnel", "깔때기 비대칭 검정"),
        ),
    ],
)
def test_pages_are_written_in_both_languages_and_are_the_same_each_time(kneewise, tmp_path, call, words):
    for lang, word in zip(("en", "ko"), words, strict=True):
        assert kneewise("evidence", *call, "--lang", lang, "--html", f"{lang}.html").exit_code == 0
        assert word in (tmp_path / f"{lang}.html").read_text(encoding="utf-8")
    kneewise("evidence", *call, "--lang", "ko", "--html", "again.html")

    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "ko.html").read_bytes()


def test_every_picture_is_written(kneewise, tmp_path):
    kneewise("evidence", "pool", "means.csv", "--leave-one-out", "--cumulate", "year", "--picture", "f.svg")

    assert {path.name for path in tmp_path.glob("*.svg")} == {
        "f.svg",
        "f-without.svg",
        "f-cumulative.svg",
    }


def test_remarks_on_rows_are_in_korean(kneewise):
    printed = kneewise("evidence", "effect", "means.csv", "--lang", "ko").stdout

    assert "2군: 표준오차에서 표준편차 계산" in printed
    assert "있을 수 없는 값" in printed


def test_several_rows_of_one_trial_are_warned_of(kneewise, tmp_path):
    (tmp_path / "twice.csv").write_text(MEANS.replace("Made B", "Made A"), encoding="utf-8")
    printed = kneewise("evidence", "pool", "twice.csv").stdout

    assert "5 effects of 4 trials" in printed
    assert "Several rows are of one trial" in printed


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Made A,-2,0.5\n", "One trial gives a mean difference of -2.00"),
        ("Made A,-2,0.5\nMade A,-1,0.5\n", "2 effects of one trial give"),
        ("Made A,-2,0.5\nMade B,-1,0.5\n", "2 trials give"),
    ],
)
def test_one_trial_is_not_called_several(kneewise, tmp_path, rows, said):
    table = tmp_path / "trials.csv"
    table.write_text("study,effect,se\n" + rows, encoding="utf-8")
    told = " ".join(kneewise("evidence", "pool", table).stdout.split())

    assert said in told
    assert "– %" not in told


@pytest.mark.parametrize("command", ["effect", "pool", "bias"])
def test_a_table_without_rows_is_refused(kneewise, tmp_path, command):
    table = tmp_path / "trials.csv"
    table.write_text("study,effect,se\n", encoding="utf-8")
    done = kneewise("evidence", command, table)

    assert done.exit_code == 3
    assert "found no rows" in done.stderr


def test_several_products_are_refused_unless_they_are_named(kneewise, tmp_path):
    rows = [f"{line},{'product' if at == 0 else 'bmac' if at % 2 else 'cultured-marrow-autologous'}"
            for at, line in enumerate(MEANS.splitlines())]  # fmt: skip
    (tmp_path / "products.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    assert kneewise("evidence", "pool", "products.csv").exit_code == 3
    assert kneewise("evidence", "pool", "products.csv", "--mixed").exit_code == 0


def test_the_shipped_trials_are_pooled_in_points(kneewise):
    printed, _ = result(kneewise, "pool", "--outcome", "pain", "--product", "cultured-marrow-autologous")

    assert printed["pooled"]["k"] >= 2
    assert max(abs(each) for each in printed["effects"]["effects"] if each is not None) < 100


@pytest.mark.parametrize(
    ("call", "status", "text"),
    [
        (("pool", "none.csv"), 2, "no such file"),
        (("pool", "means.csv", "--tau2", "best"), 3, "allowed: fixed, DL"),
        (("pool", "means.csv", "--group", "arm"), 2, "no such column"),
        (("pool", "means.csv", "--events", "peto"), 2, "events1, n1, events2, n2"),
        (("pool", "means.csv", "--tau2", "DL-MH"), 2, "DL-MH"),
        (("pool", "means.csv", "--cumulate", "blind"), 2, "a number in every row"),
        (("bias", "means.csv"), 2, "--favours"),
        (("effect", "empty.csv"), 2, "--measure"),
        (("pool", "nothing.csv"), 3, "nothing to pool"),
    ],
)
def test_what_cannot_be_done_is_refused(kneewise, tmp_path, call, status, text):
    (tmp_path / "empty.csv").write_text("study,remark\na,b\n", encoding="utf-8")
    (tmp_path / "nothing.csv").write_text("study,effect,se\na,1,\n", encoding="utf-8")
    done = kneewise("evidence", *call)

    assert done.exit_code == status
    assert text in done.output + done.stderr


def test_a_table_comes_through_standard_input(kneewise):
    done = kneewise("evidence", "pool", "-", "--out", "-", stdin=MEANS)

    assert json.loads(done.stdout)["pooled"]["estimate"] == pytest.approx(pool(made()).estimate)
    assert np.isfinite(json.loads(done.stdout)["pooled"]["se"])
