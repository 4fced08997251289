"""The files of a folder: which are tables, which together are one, and how cases are cut into ranges."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kneewise.case.tables import case_ranges, open_tables
from unit.case.made_tables import csv, parquet, refused


def test_parts_of_a_table_are_one_table_and_their_rows_name_their_file(connection, tmp_path):
    parquet(
        connection,
        tmp_path,
        **{
            "cases-1": "select 'a' as \"case\", 'left' as knee",
            "cases-2": "select 'b' as \"case\", 'left' as knee, date '2024-01-01' as service_on",
            "readings/x": "select 'a' as \"case\", 1 as grade",
            "readings/y": "select 'b' as \"case\", 2 as grade union all select 'b', 9",
        },
    )

    (problem,) = refused(connection, tmp_path).problems
    assert (Path(problem.file).name, problem.row, problem.field) == ("y.parquet", 2, "readings.grade")

    opened = open_tables(connection, tmp_path, skip_bad=True)
    assert opened.n_cases == 1
    assert connection.execute('select "case", grade from in_readings').fetchall() == [("a", 1)]
    assert opened.clustered["cases"]


def test_files_that_are_no_tables_are_told_and_papers_are_not(connection, tmp_path):
    csv(tmp_path, cases="case,knee\na,left\n")
    for name in (".hidden", "_SUCCESS", "README.md"):
        (tmp_path / name).write_text("x")
    open_tables(connection, tmp_path)

    for name in ("reading.csv", "cases.xlsx", "cases.csv.gz", "readings-1.csv"):
        (tmp_path / name).write_text("x")
        assert "no table" in str(refused(connection, tmp_path))
        (tmp_path / name).unlink()
    (tmp_path / "cases.parquet").write_text("x")
    assert "several files" in str(refused(connection, tmp_path))


def test_a_folder_without_cases_and_a_broken_parquet_file_are_told(connection, tmp_path):
    assert "no table 'cases'" in str(refused(connection, tmp_path))
    assert "No such file" in str(refused(connection, tmp_path / "none"))
    (tmp_path / "cases.parquet").write_bytes(b"PAR1 but not really PAR1")
    assert "cannot be read" in str(refused(connection, tmp_path))


@pytest.mark.parametrize("order", ["i", "hash(i)"])
def test_ranges_hold_every_case_once_and_are_about_equal(connection, tmp_path, order):
    cases = f"select printf('c%06d', i) as \"case\", 'left' as knee from range(50000) t(i) order by {order}"
    path = tmp_path / "cases.parquet"
    connection.execute(f"copy ({cases}) to '{path}' (format parquet, row_group_size 4096)")
    opened = open_tables(connection, tmp_path)
    assert opened.clustered["cases"] == (order == "i")

    ranges = case_ranges(connection, opened, 10_000)

    sizes = []
    for low, high in ranges:
        within = " and ".join(
            [*([f"\"case\" >= '{low}'"] if low else []), *([f"\"case\" < '{high}'"] if high else []), "true"]
        )
        sizes.append(connection.execute(f"select count(*) from in_cases where {within}").fetchone()[0])
    assert sum(sizes) == 50_000
    assert max(sizes) < 13_000
    assert min(sizes) > 1_000
    assert case_ranges(connection, opened, 50_000) == [(None, None)]


def test_a_range_of_cases_reads_only_its_row_groups(connection, tmp_path):
    cases = "select printf('c%06d', i) as \"case\", 'left' as knee from range(50000) t(i)"
    connection.execute(f"copy ({cases}) to '{tmp_path}/cases.parquet' (format parquet, row_group_size 4096)")
    open_tables(connection, tmp_path)

    within = "\"case\" >= 'c010000' and \"case\" < 'c011000'"
    query = f"explain analyze select count(knee) from in_cases where {within}"
    plan = connection.execute(query).fetchone()[1]

    scanned = re.search(r"Row Groups Scanned: ([0-9]+) / ([0-9]+)", plan)
    assert scanned is None or int(scanned.group(1)) < int(scanned.group(2)) / 3
