"""`kneewise evidence network`: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import json

import pytest

from alignment.networks_pinned import arms, contrasts
from kneewise.evidence import network, sparse_network


def written(path, table):
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(table)
        rows.writerows(zip(*table.values(), strict=True))
    return path


@pytest.fixture
def senn(tmp_path):
    return written(tmp_path / "senn.csv", contrasts("senn2013"))


def test_the_document_is_what_python_gives(kneewise, senn):
    done = kneewise("evidence", "network", senn, "--better", "lower", "--measure", "MD", "--out", "-")
    result = network(contrasts("senn2013"), better="lower", measure="MD")

    document = json.loads(done.stdout)
    assert done.exit_code == 0
    assert document["network"]["random"]["estimate"] == result.random.estimate.tolist()
    assert document["network"]["p_scores"] == result.p_scores
    assert len(document["splits"]) == 45 and len(document["designs"]["designs"]) == 15
    assert len(document["contributions"]["share"]) == 45
    assert "_trials" not in document["network"]


def test_every_pair_is_a_row_of_the_table(kneewise, senn, tmp_path):
    kneewise("evidence", "network", senn, "--out", "pairs.csv")
    with (tmp_path / "pairs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 45
    assert set(rows[0]) >= {"treatment", "against", "estimate", "low", "high", "direct", "indirect", "difference_p"}
    # Benfluorex was compared with placebo alone: there is no indirect evidence.
    lonely = next(row for row in rows if (row["treatment"], row["against"]) == ("benf", "plac"))
    assert lonely["indirect"] == "" and lonely["direct"] != ""


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Do direct and indirect evidence agree?"), ("ko", "직접 근거와 간접 근거는 일치하는가")],
)
def test_page_and_pictures_are_written_in_both_languages_and_the_same_again(kneewise, tmp_path, lang, said):
    source = written(tmp_path / "parkinson.csv", contrasts("parkinson"))
    call = (
        "evidence",
        "network",
        source,
        "--better",
        "lower",
        "--lang",
        lang,
        "--html",
        "n.html",
        "--picture",
        "n.svg",
    )
    first = kneewise(*call)
    names = ["n.svg", "n-against-reference.svg", "n-league.svg", "n-net-heat.svg", "n.html"]
    before = [(tmp_path / name).read_bytes() for name in names]
    again = kneewise(*call[:-4], "--picture", "n.svg")

    assert (first.exit_code, again.exit_code) == (0, 0), first.stderr
    assert said in before[-1].decode("utf-8")
    assert [(tmp_path / name).read_bytes() for name in names] == before


def test_arms_with_events_give_ratios_and_the_terminal_says_them(kneewise, tmp_path):
    source = written(tmp_path / "smoke.csv", arms("smokingcessation"))
    done = kneewise("evidence", "network", source, "--better", "higher", "--tau2", "REML")

    assert done.exit_code == 0
    # The odds ratio of C against A, as people read it.
    result = network(arms("smokingcessation"), treatment="treatment", events="events", n="n", tau2="REML")
    assert f"{2.718281828459045 ** result.effects.estimate[2, 0]:.2f}" in done.stdout
    assert "P-score" in done.stdout and "worked out and tested as logarithms" in done.stdout


def test_rare_events_leave_out_what_says_nothing_and_say_so(kneewise, tmp_path):
    source = written(tmp_path / "deaths.csv", arms("gurusamy2011"))
    done = kneewise("evidence", "network", source, "--method", "mantel-haenszel", "--out", "-")
    shown = kneewise("evidence", "network", source, "--method", "hypergeometric", "--better", "lower")

    assert json.loads(done.stdout)["effects"]["se"] == sparse_network(arms("gurusamy2011")).effects.se.tolist()
    assert "Left out: Pugliese 2007 has no event" in shown.stdout.replace("\n", " ")


def test_components_are_told_one_by_one(kneewise, tmp_path):
    table = {
        "study": ["1", "2", "3", "4", "5"],
        "treatment_1": ["cells + HA", "cells", "HA", "cells + HA", "cells"],
        "treatment_2": ["HA", "placebo", "placebo", "cells", "HA"],
        "effect": [-1.0, -1.2, -0.3, -0.4, -0.8],
        "se": [0.3, 0.25, 0.2, 0.3, 0.35],
    }
    source = written(tmp_path / "parts.csv", table)
    done = kneewise("evidence", "network", source, "--components", "--inactive", "placebo", "--out", "parts.json")

    document = json.loads((tmp_path / "parts.json").read_text(encoding="utf-8"))
    assert done.exit_code == 0
    assert [each["name"] for each in document["components"]] == ["cells", "HA"]
    shown = kneewise("evidence", "network", source, "--components", "--inactive", "placebo", "--lang", "ko")
    assert "구성 요소별 효과" in shown.stdout


def test_a_tree_of_trials_is_told_as_one_that_nothing_checks(kneewise, tmp_path):
    table = {
        "study": ["1", "2", "3"],
        "treatment_1": ["bmac", "cultured-fat", "several-products"],
        "treatment_2": ["saline", "saline", "saline"],
        "effect": [0.7, -1.7, 0.1],
        "se": [0.8, 0.5, 0.4],
    }
    done = kneewise("evidence", "network", written(tmp_path / "tree.csv", table), "--reference", "saline")
    said = " ".join(done.stdout.split())

    assert "nothing checks the network" in said
    assert "No random-effects model: no degree of freedom" in said
    assert "'several products together' is not one product" in said


def test_a_network_in_parts_ends_with_status_3_and_names_them(kneewise, tmp_path):
    table = {
        "study": ["1", "2"],
        "treatment_1": ["a", "c"],
        "treatment_2": ["b", "d"],
        "effect": [0.1, 0.2],
        "se": [0.1, 0.1],
    }
    done = kneewise("evidence", "network", written(tmp_path / "apart.csv", table))

    assert done.exit_code == 3 and "(a, b); (c, d)" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--column", "effect"), "give NAME=COLUMN"),
        (("--column", "colour=x"), "give NAME=COLUMN"),
        (("--components", "--tau2", "REML"), "with --components DL"),
    ],
)
def test_options_that_cannot_be_taken_are_told(kneewise, senn, options, said):
    done = kneewise("evidence", "network", senn, *options)

    assert done.exit_code == 2 and said in done.stderr


def test_columns_of_other_names_are_taken_and_missing_ones_named(kneewise, tmp_path):
    table = contrasts("senn2013")
    table = {"trial" if name == "study" else name: values for name, values in table.items()}
    source = written(tmp_path / "named.csv", table)

    assert kneewise("evidence", "network", source, "--column", "study=trial", "--out", "-").exit_code == 0
    done = kneewise("evidence", "network", source)
    assert done.exit_code == 3 and "study: found no such column" in done.stderr
