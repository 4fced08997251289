"""The trials that are shipped: every row sourced, misprints flagged and never repaired, and what may not be shipped."""

from __future__ import annotations

import csv
import re
import shutil

import pytest

from kneewise.errors import BadInput
from kneewise.evidence import read_trials, shipped_trials
from kneewise.evidence.products import DATA, products
from kneewise.evidence.trial_rows import flags

TABLES = ("studies", "arms", "outcomes", "events", "findings", "reviews")


@pytest.fixture(scope="module")
def trials():
    return shipped_trials()


def every_source(trials):
    return [each.source for name in TABLES if name != "arms" for each in getattr(trials, name)]


def test_every_row_says_where_when_and_how_closely_it_was_read(trials):
    for source in every_source(trials):
        assert source.number or source.url
        assert source.read_in == "2026-11"
        assert source.read_level


def test_no_address_is_a_bare_number_or_a_proxy(trials):
    addresses = [source.url for source in every_source(trials) if source.url]

    assert [each for each in addresses if re.match(r"https?://[\d.]+[:/]", each) or "proxy" in each] == []


def test_a_row_read_on_a_mirror_keeps_the_number_of_its_paper(trials):
    mirrored = [source for source in every_source(trials) if source.read_via == "mirror"]

    assert mirrored
    assert all(source.number for source in mirrored)


def test_inputs_of_the_cochrane_review_are_not_shipped(trials):
    rows = [*trials.outcomes, *trials.events]

    assert not [each for each in rows if "CD013342" in str(each.source) or "cochrane" in (each.source.url or "")]
    assert not [each for each in trials.arms if each.arm == "stem cell"]
    assert {each.n_stated for each in trials.studies if "CD013342" in str(each.source)} == {None}


def test_a_misprint_is_carried_as_printed_and_flagged(trials):
    row = next(each for each in trials.outcomes if each.study == "Ruane2021" and each.arm == "BMAC+PRP")

    assert (row.value, row.spread_low, row.spread_high) == (-3.13, -3.96, -3.29)
    assert row.flags == ("interval-misses-estimate",)


def test_every_flag_is_explained_in_both_languages_and_used(trials):
    used = {flag for name in ("studies", "outcomes", "events", "reviews") for each in getattr(trials, name)
            for flag in each.flags}  # fmt: skip

    assert used == set(flags())
    assert all(words["en"] and words["ko"] for words in flags().values())


def test_every_product_of_an_arm_is_of_the_closed_list(trials):
    assert {each.product for each in trials.arms} <= set(products())
    implants = {each.study for each in trials.studies if "cord-blood-implant" in each.products}
    assert implants and not {each.study for each in trials.studies if "bmac" in each.products} & implants


def test_a_study_with_one_product_has_only_its_arms(trials):
    kinds = products()
    for study in trials.studies:
        cells = {arm.product for arm in trials.arms if arm.study == study.study and kinds[arm.product].group == "cells"}
        assert cells <= {*study.products, "several-products"}, study.study


def test_what_says_to_be_in_the_notes_is_not_lost_where_n_is_contradicted(trials):
    study = next(each for each in trials.studies if each.study == "LamoEspinosa2020")

    assert "n-contradicts" in study.flags
    assert "30/30" in study.n_stated and "28/28" in study.n_stated


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(folder, table, choose, **cells):
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(each for each in rows if all(each[name] == value for name, value in choose.items())).update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


RUANE = {"study": "Ruane2021", "arm": "BMAC+PRP"}


@pytest.mark.parametrize(
    ("table", "choose", "cells", "told"),
    [
        ("outcomes", RUANE, {"flags": ""}, "spread_low: found an interval that misses its estimate"),
        ("outcomes", {"study": "Ruane2021", "arm": "HA"}, {"flags": "interval-misses-estimate"}, "a sound interval"),
        ("outcomes", {"study": "Boffa2022"}, {"spread_low": "-2.6"}, "spread_low: found -2.6"),
        ("outcomes", {"study": "Boffa2022"}, {"n": "0"}, "n: found 0"),
        ("outcomes", {"study": "Boffa2022"}, {"arm": "PRP"}, "an arm of arms.csv"),
        ("outcomes", {"study": "Boffa2022"}, {"source": "", "url": ""}, "neither a number nor a page"),
        ("outcomes", {"study": "Boffa2022"}, {"flags": "odd"}, "flags: found 'odd'"),
        ("events", {"study": "Boffa2022"}, {"affected": "57"}, "affected: found 57 of 56"),
        ("arms", {"study": "Boffa2022"}, {"product": "stem-cells"}, "product: found 'stem-cells'"),
        ("arms", {"study": "Boffa2022"}, {"study": "Boffa2023"}, "a study of studies.csv"),
        ("findings", {"study": "Boffa2022"}, {"result": "improved"}, "result: found 'improved'"),
        ("reviews", {"review": "Ma2020"}, {"low": "-10"}, "low: found an interval that misses its estimate"),
        ("studies", {"study": "Boffa2022"}, {"design": "trial"}, "design: found 'trial'"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_place(folder, table, choose, cells, told):
    edit(folder, table, choose, **cells)

    with pytest.raises(BadInput) as refused:
        read_trials(folder)

    assert told in str(refused.value)
    assert f"{table}.csv, row " in str(refused.value)


def test_the_tables_as_shipped_are_read_again_as_they_are(folder, trials):
    assert read_trials(folder) == trials
