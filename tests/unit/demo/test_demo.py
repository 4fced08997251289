"""The made-up set is the same on every run, conforms to the record, and its truth can be relied on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import duckdb
import pytest

from kneewise.case.definition import TABLES
from kneewise.device.labels import read_label
from kneewise.device.licences import read_licences
from kneewise.errors import KneewiseError
from kneewise.review.demo import write, write_demo
from kneewise.review.demo.flags import BREAKS
from kneewise.review.demo.places import KITS, list_providers, months_of_service
from kneewise.review.demo.write import Draws

if TYPE_CHECKING:
    from pathlib import Path

TYPES = {
    "text": {"VARCHAR"},
    "code": {"VARCHAR"},
    "integer": {"INTEGER", "BIGINT"},
    "number": {"DOUBLE"},
    "boolean": {"BOOLEAN"},
    "day": {"DATE"},
    "instant": {"TIMESTAMP"},
}


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def rows(folder: Path, sql: str) -> list[tuple]:
    """Rows of SQL in which a table is written {cases}, {steps}, {truth}."""
    names = {file.stem: f"read_parquet('{file}')" for file in folder.rglob("*.parquet")}
    with duckdb.connect(config={"threads": 1}) as connection:
        return connection.execute(sql.format(**names)).fetchall()


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo") / "thousand", n_cases=1000).folder


@pytest.fixture(scope="module")
def all_broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo") / "broken", n_cases=8000, seed=5, broken=1).folder


def test_a_second_run_writes_the_same_bytes(thousand: Path, tmp_path: Path) -> None:
    again = write_demo(tmp_path / "again", n_cases=1000)

    assert files(again.folder) == files(thousand)


def test_the_bytes_do_not_depend_on_how_many_parts_are_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "PART", 280)
    one = write_demo(tmp_path / "one", n_cases=420, workers=1)
    three = write_demo(tmp_path / "three", n_cases=420, workers=3)

    assert files(one.folder) == files(three.folder)
    assert (one.folder / "cases-001.parquet").is_file()


def test_another_seed_gives_other_cases(thousand: Path, tmp_path: Path) -> None:
    other = write_demo(tmp_path / "other", n_cases=1000, seed=2)

    assert files(other.folder)["cases.parquet"] != files(thousand)["cases.parquet"]


@pytest.mark.parametrize("n_cases", [1, 7])
def test_a_case_is_the_same_whatever_the_size_of_the_set(
    thousand: Path, tmp_path: Path, n_cases: int
) -> None:
    small = write_demo(tmp_path / "small", n_cases=n_cases).folder

    for table in TABLES:
        cases = rows(small, 'SELECT "case" FROM {cases}')
        assert len(cases) == n_cases
        last = max(cases)[0]
        there = f"{{{table}}}"
        assert rows(small, f"FROM {there}") == rows(thousand, f"FROM {there} WHERE \"case\" <= '{last}'")


def test_every_table_conforms_to_the_record(thousand: Path) -> None:
    assert {file.stem for file in thousand.glob("*.parquet")} == set(TABLES)
    for name, table in TABLES.items():
        fields = {field.name: field for field in table.fields}
        for column, kind, *_ in rows(thousand, f"DESCRIBE FROM {{{name}}}"):
            field = fields.get(column)
            if field is None:
                assert column == "case"
                continue
            assert kind in TYPES[field.kind], (name, column, kind)
            if field.codes:
                found = rows(
                    thousand, f'SELECT DISTINCT "{column}" FROM {{{name}}} WHERE "{column}" IS NOT NULL'
                )
                assert {code for (code,) in found} <= set(field.codes), (name, column)


def test_every_table_is_in_the_order_of_the_cases(thousand: Path) -> None:
    for name in TABLES:
        keys = [key for (key,) in rows(thousand, f'SELECT "case" FROM {{{name}}}')]
        assert keys == sorted(keys)
        assert all(len(key) <= 12 for key in keys)


def test_every_break_is_planted_and_told(all_broken: Path) -> None:
    planted = dict(rows(all_broken, "SELECT way, count(*) FROM {truth} WHERE way IS NOT NULL GROUP BY 1"))

    assert set(planted) == {entry.way for entry in BREAKS}
    clauses = {clause for (clause,) in rows(all_broken, "SELECT DISTINCT broken_clause FROM {truth}")}
    assert clauses - {None} == {entry.clause for entry in BREAKS}


def test_the_share_of_broken_cases_is_the_one_asked_for(tmp_path: Path, thousand: Path) -> None:
    ((share,),) = rows(thousand, "SELECT avg((way IS NOT NULL)::INTEGER) FROM {truth}")
    clean = write_demo(tmp_path / "clean", n_cases=500, broken=0).folder

    assert share == pytest.approx(0.3, abs=0.05)
    assert rows(clean, "SELECT count(*) FROM {truth} WHERE way IS NOT NULL OR recommendation <> 'pay'") == [
        (0,)
    ]


def test_about_one_claim_in_eight_has_two_knees(thousand: Path) -> None:
    ((share,),) = rows(
        thousand,
        "SELECT avg((n = 2)::INTEGER) FROM (SELECT count(*) AS n, count(DISTINCT knee) AS knees,"
        " count(DISTINCT patient_key) AS patients FROM {cases} GROUP BY claim"
        " HAVING knees = n AND patients = 1)",
    )

    assert share == pytest.approx(0.12, abs=0.01)


def test_labels_read_well_unless_their_check_digit_is_the_break(all_broken: Path) -> None:
    found = rows(
        all_broken,
        'SELECT kit_udi, way FROM {cases} JOIN {truth} USING ("case") WHERE kit_udi IS NOT NULL LIMIT 3000',
    )

    for udi, way in found:
        label = read_label(udi)
        assert (label.check_digit_ok is False) == (way == "label-valid-check-digit"), way
        assert label.day_zero == (way == "label-day-not-zero-made-on"), way


def test_no_kit_is_used_twice_unless_that_is_the_break(all_broken: Path) -> None:
    found = rows(
        all_broken,
        'SELECT DISTINCT way FROM {truth} WHERE "case" IN (SELECT unnest(list("case")) FROM {cases}'
        " GROUP BY kit_serial HAVING count(*) > 1)",
    )

    assert {way for (way,) in found} == {"kit-not-reused-two-patients", "kit-not-on-both-knees-same"}


def test_the_licences_of_the_demo_can_be_read(thousand: Path) -> None:
    licences = read_licences(thousand / "_truth" / "licences.csv")

    assert len(licences) == sum(kit.intended_use is not None for kit in KITS)


def test_claims_grow_from_38_to_1800_a_month() -> None:
    _, weights = months_of_service()

    assert weights[0] == 38
    assert weights[6:] == pytest.approx([1800] * 30)


def test_published_prices_lie_where_the_reports_put_most_of_them() -> None:
    prices = [provider.published_price for provider in list_providers(Draws(seed=1))]

    assert min(prices) >= 2_500_000
    assert max(prices) <= 13_000_000


@pytest.mark.parametrize(("n_cases", "broken"), [(0, 0.3), (100_000_001, 0.3), (10, 1.1), (10, -0.1)])
def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, n_cases: int, broken: float
) -> None:
    with pytest.raises(KneewiseError, match=r"possible|cases"):
        write_demo(tmp_path / "demo", n_cases=n_cases, broken=broken)

    assert not list(tmp_path.iterdir())


def test_a_folder_is_only_replaced_when_asked_and_when_it_is_a_demo_set(tmp_path: Path) -> None:
    first = write_demo(tmp_path / "demo", n_cases=5).folder
    with pytest.raises(KneewiseError, match="exists already"):
        write_demo(first, n_cases=6)
    assert write_demo(first, n_cases=6, force=True).n_cases == 6

    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    with pytest.raises(KneewiseError, match="something else"):
        write_demo(other, n_cases=6, force=True)
    assert (other / "letter.txt").read_text() == "mine"


def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from kneewise.cli.demo import demo; demo()",
        str(tmp_path / "demo"),
        "--cases",
        "3000000",
    ]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(100):
        if any(tmp_path.rglob("*.parquet")):
            break
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)

    assert running.returncode == 130
    assert "stopped" in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())
