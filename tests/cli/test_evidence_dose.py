"""`kneewise evidence dose`: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from kneewise.evidence import dose_response

PINNED = json.loads(
    (Path(__file__).parents[1] / "alignment" / "data" / "dose_response.json").read_text(encoding="utf-8")
)


def means():
    rows = PINNED["ari_input"]
    return {"study": rows["id"], "dose": rows["dose"], "mean": rows["y"], "sd": rows["sd"], "n": rows["n"]}


def ratios():
    rows = PINNED["alcohol_cvd_input"]
    return {
        "study": rows["id"],
        "dose": rows["dose"],
        "effect": rows["logrr"],
        "se": [0 if each is None else each for each in rows["se"]],
        "cases": rows["cases"],
        "n": rows["n"],
    }


def written(path, table):
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(table)
        rows.writerows(zip(*table.values(), strict=True))
    return path


@pytest.fixture
def arms(tmp_path):
    return written(tmp_path / "arms.csv", means())


def test_the_document_is_what_python_gives(kneewise, arms):
    done = kneewise("evidence", "dose", arms, "--product-kind", "cultured-cells", "--curve", "quadratic",
                    "--at", "10,20", "--out", "-")  # fmt: skip
    result = dose_response(means(), mean="mean", sd="sd", n="n", curve="quadratic")
    document = json.loads(done.stdout)

    assert done.exit_code == 0
    assert document["dose_response"]["coefficients"] == result.coefficients.tolist()
    assert document["dose_response"]["product_kind"] == "cultured-cells"
    assert document["predicted"]["estimate"] == result.predict([10, 20]).estimate.tolist()


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Dose and response over several studies"), ("ko", "용량-반응 메타분석")]
)
def test_page_picture_and_table_are_written_in_both_languages_and_the_same_again(kneewise, arms, tmp_path, lang, said):
    call = ("evidence", "dose", arms, "--lang", lang, "--html", "d.html", "--picture", "d.svg", "--out", "d.csv")
    done = kneewise(*call)
    names = ("d.html", "d.svg", "d.csv")
    before = [(tmp_path / name).read_bytes() for name in names]
    kneewise(*call)

    assert done.exit_code == 0, done.stderr
    assert said in before[0].decode("utf-8")
    assert [(tmp_path / name).read_bytes() for name in names] == before
    with (tmp_path / "d.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["dose"]) for row in rows] == [2, 5, 10, 15, 20, 30]


def test_ratios_are_shown_as_ratios_and_the_design_must_be_said(kneewise, tmp_path):
    source = written(tmp_path / "ratios.csv", ratios())
    done = kneewise("evidence", "dose", source, "--design", "cumulative-incidence", "--at", "10")
    silent = kneewise("evidence", "dose", source)
    spline = ("--covariance", "independent", "--curve", "spline", "--knots", "0,10,30", "--stages", "1")
    bare = kneewise("evidence", "dose", source, *spline)

    assert "multiplies the ratio by 0.99" in " ".join(done.stdout.split())
    assert silent.exit_code == 2 and "--design" in silent.stderr
    assert bare.exit_code == 0 and "more than a line" in bare.stdout


def test_marrow_concentrate_and_cultured_cells_in_one_table_end_with_status_3(kneewise, tmp_path):
    table = {
        "study": ["1", "1", "2", "2"],
        "dose": [0, 0.1, 0, 50],
        "product": ["", "bmac", "", "cultured-fat"],
        "mean": [50, 40, 50, 40],
        "sd": [10] * 4,
        "n": [20] * 4,
    }
    done = kneewise("evidence", "dose", written(tmp_path / "mixed.csv", table), "--product-kind", "product")

    assert done.exit_code == 3
    assert "marrow-concentrate" in done.stderr and "cultured-cells" in done.stderr


def test_a_kind_that_nobody_said_is_a_warning_and_a_strange_one_is_refused(kneewise, arms):
    silent = kneewise("evidence", "dose", arms)
    strange = kneewise("evidence", "dose", arms, "--product-kind", "stem-cells")

    assert "Nobody said what the doses are doses of" in " ".join(silent.stdout.split())
    assert strange.exit_code == 2 and "neither a column nor one of marrow-concentrate" in strange.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--knots", "many", "--curve", "spline"), "--knots many"),
        (("--at", "ten"), "--at ten"),
        (("--column", "dose"), "give NAME=COLUMN"),
    ],
)
def test_options_that_cannot_be_taken_are_told(kneewise, arms, options, said):
    done = kneewise("evidence", "dose", arms, *options)

    assert done.exit_code == 2 and said in done.stderr


def test_a_dose_that_nobody_gave_is_not_predicted(kneewise, arms):
    done = kneewise("evidence", "dose", arms, "--at", "500")

    assert done.exit_code == 3 and "outside those of the studies" in done.stderr
