"""`kneewise evidence multiverse` and `certainty`: a table and the shipped trials give what the functions give."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.document import as_document
from kneewise.evidence import multiverse, weigh_certainty

FOREST = Path(__file__).parents[1] / "alignment" / "data" / "cochrane_forest.csv"
COLUMNS = ("study", "n1", "mean1", "sd1", "n2", "mean2", "sd2")


@pytest.fixture(autouse=True)
def trials(tmp_path):
    """Pain after three and six months, of stem cells against placebo."""
    with FOREST.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["pool"] in ("1", "2")]
    with (tmp_path / "trials.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "months", "product"])
        writer.writerows([*(row[name] for name in COLUMNS), 3 * int(row["pool"]), "cultured"] for row in rows)
    return rows


def result(kneewise, command, *arguments):
    done = kneewise("evidence", command, *arguments, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def six_months(rows):
    rows = [row for row in rows if row["pool"] == "2"]
    values = {name: np.array([float(row[name]) for row in rows]) for name in COLUMNS[1:]}
    variances = values["sd1"] ** 2 / values["n1"] + values["sd2"] ** 2 / values["n2"]
    return [row["study"] for row in rows], values["mean1"] - values["mean2"], variances


def test_the_command_gives_what_the_function_gives(kneewise, trials):
    printed = result(kneewise, "multiverse", "trials.csv", "--better", "lower", "--margin", "1.5")["result"]
    latest = [each for each in printed["specifications"] if each["chosen"] == [["time", "latest"]]]

    studies, effects, variances = six_months(trials)
    called = multiverse(studies, {"MD": effects}, {"MD": variances}, better="lower", margins={"MD": 1.5})
    assert [each["estimate"] for each in latest] == pytest.approx([each.estimate for each in called.specifications])
    assert printed["counts"]["better"] > 0 and printed["counts"]["either"] > 0
    assert ["tau2", "HE"] in [[each["dimension"], each["choice"]] for each in printed["turns"]]


def test_rows_are_a_table_of_all_paths(kneewise, tmp_path):
    kneewise("evidence", "multiverse", "trials.csv", "--better", "lower", "--tau2", "REML,DL", "--interval", "wald",
             "--out", "paths.csv")  # fmt: skip

    with (tmp_path / "paths.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {each["tau2"] for each in rows} == {"REML", "DL"}
    assert {each["time"] for each in rows} == {"latest", "0-3 months"}  # the later window is the latest again
    assert set(rows[0]) >= {"left_out", "k", "estimate", "ci_low", "ci_high", "side"}


@pytest.mark.parametrize(("lang", "words"), [("en", "single choices turn the answer"), ("ko", "선택 하나만 바꾸어도")])
def test_page_and_picture_are_written_in_both_languages_and_are_the_same_each_time(kneewise, tmp_path, lang, words):
    call = ("evidence", "multiverse", "trials.csv", "--better", "lower", "--tau2", "REML,HE", "--no-leave-out",
            "--lang", lang, "--html", "page.html", "--picture", "curve.svg")  # fmt: skip
    kneewise(*call)
    first = [(tmp_path / name).read_bytes() for name in ("page.html", "curve.svg")]
    done = kneewise(*call)

    assert done.exit_code == 0, done.output
    assert [(tmp_path / name).read_bytes() for name in ("page.html", "curve.svg")] == first
    assert words in first[0].decode("utf-8")
    assert b"<svg" in first[1] and b"<image" not in first[0]


def test_several_products_are_refused_until_they_are_named(kneewise, tmp_path):
    text = (tmp_path / "trials.csv").read_text(encoding="utf-8")
    (tmp_path / "mixed.csv").write_text(
        text.replace("cultured", "bmac", 3).replace("cultured", "svf"), encoding="utf-8"
    )
    call = ("multiverse", "mixed.csv", "--better", "lower", "--tau2", "DL", "--interval", "wald")

    refused = kneewise("evidence", *call)
    named = result(kneewise, *call, "--product", "bmac", "--product", "svf")

    assert refused.exit_code == 3
    assert "found 2 products in one pool (bmac, svf)" in refused.stderr
    assert named["products"] == ["bmac", "svf"]
    alone = kneewise("evidence", *call, "--product", "svf", "--out", "-")
    assert json.loads(alone.stdout)["products"] == ["svf"]
    assert "3 rows left out: another product" in alone.stderr
    warned = kneewise("evidence", *call, "--mixed")
    assert "belongs to none of them" in warned.stdout.replace("\n", " ").replace("  ", " ")


def test_the_shipped_trials_walk_too_with_a_margin_that_says_where_it_comes_from(kneewise):
    done = kneewise("evidence", "multiverse", "--outcome", "pain", "--product", "cultured-marrow-autologous")
    printed = result(kneewise, "multiverse", "--outcome", "pain", "--product", "cultured-marrow-autologous")

    assert printed["result"]["margins"] == [["MD", 15]]
    assert printed["result"]["counts"]["worse"] > 0 and printed["result"]["counts"]["either"] > 0
    assert "minimal important difference" in done.stdout
    assert "LamoEspinosa2016, MD: " not in done.stderr  # nothing was converted here: comparisons come converted


def test_shipped_products_are_not_mixed_either(kneewise):
    done = kneewise("evidence", "multiverse", "--outcome", "pain")

    assert done.exit_code == 3
    assert "products in one pool (bmac, cultured-marrow-autologous" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["trials.csv"], 2, "--better: say which direction is good"),
        ([], 2, "without a SOURCE name an --outcome"),
        (["trials.csv", "--better", "lower", "--by", "site"], 2, "--by/--each site: there is no such column"),
        (["trials.csv", "--better", "lower", "--margin", "much"], 2, "--margin much: give a number"),
        (
            ["trials.csv", "--better", "lower", "--measure", "MD", "--measure", "SMD", "--margin", "1"],
            2,
            "of which measure",
        ),
        (["trials.csv", "--better", "lower", "--tau2", "best"], 3, "best"),
    ],
)
def test_a_wrong_call_is_refused_with_its_reason(kneewise, arguments, status, told):
    done = kneewise("evidence", "multiverse", *arguments)

    assert (done.exit_code, told in done.output) == (status, True), done.output


def test_certainty_of_a_table_is_what_the_function_gives(kneewise, trials):
    printed = result(kneewise, "certainty", "trials.csv", "--better", "lower", "--margin", "1.5")

    _, effects, variances = six_months(trials)
    rows = [row for row in trials if row["pool"] == "2"]
    called = weigh_certainty(
        effects, variances, better="lower", margin=1.5, n=[float(row["n1"]) + float(row["n2"]) for row in rows],
        sd=float(np.median([float(row["sd2"]) for row in rows])), products=["cultured"] * len(rows),
    )  # fmt: skip
    assert printed == as_document(called)


def test_judgements_are_the_reader_s_and_only_all_of_them_make_a_level(kneewise):
    shown = kneewise("evidence", "certainty", "trials.csv", "--better", "lower", "--judge", "imprecision=serious")
    judged = [word for domain in ("risk of bias", "inconsistency", "indirectness", "imprecision", "publication bias")
              for word in ("--judge", f"{domain}=none")]  # fmt: skip
    shipped = result(kneewise, "certainty", "--outcome", "pain", "--product", "cultured-marrow-autologous", *judged)

    assert "1 of 5 judgements are given" in shown.stdout
    assert (shipped["start"], shipped["level"]) == ("high", "high")
    assert kneewise("evidence", "certainty", "trials.csv", "--better", "lower", "--judge", "luck").exit_code == 2


@pytest.mark.parametrize(("lang", "words"), [("en", "What was computed"), ("ko", "계산된 값")])
def test_the_table_of_certainty_has_a_page_in_both_languages(kneewise, tmp_path, lang, words):
    kneewise("evidence", "certainty", "trials.csv", "--better", "lower", "--lang", lang, "--html", "page.html")

    assert words in (tmp_path / "page.html").read_text(encoding="utf-8")
