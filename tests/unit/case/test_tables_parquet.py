"""Parquet files: types and values that are taken, and those that are told."""

from __future__ import annotations

from datetime import datetime

import pytest

from kneewise.case.tables import open_tables
from unit.case.made_tables import parquet, refused


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("7 as grade", "a whole number above 4"),
        ("2.5::DOUBLE as grade", "a number with decimals"),
        ("'nan'::DOUBLE as grade", "NaN or infinity"),
        ("'2' as grade", "a column of type VARCHAR"),
        ("true as grade", "a column of type BOOLEAN"),
        ("date '2024-01-01' as grade", "a column of type DATE"),
        ("'XX' as scale", "'XX'"),
        ("'' as scale", "nothing"),
        ("1 as weight_bearing", "a column of type INTEGER"),
        ("timestamp '2024-01-01 10:00:00' as read_on", "a column of type TIMESTAMP"),
        ("date '2300-01-01' as read_on", "a day of another century"),
        ("'infinity'::DATE as read_on", "a day of another century"),
        ("date '20240-01-01' as read_on", "a day of another century"),
        ("'610101-2123456' as compartment", "text that looks like a resident registration number"),
        ("'x'::BLOB as compartment", "a column of type BLOB"),
        ("[1] as compartment", "a column of type INTEGER[]"),
        ("1 as colour", "unknown column 'colour'"),
    ],
)
def test_a_parquet_column_or_value_that_cannot_be_is_told(connection, tmp_path, column, found):
    query = f"select 'a' as \"case\", {column}"
    parquet(connection, tmp_path, cases="select 'a' as \"case\", 'left' as knee", readings=query)

    (problem,) = refused(connection, tmp_path).problems

    assert problem.found == found
    assert problem.row in (1, None)


def test_instants_of_parquet_are_local(connection, tmp_path):
    cases = "select 'a' as \"case\", 'left' as knee, timestamptz '2024-01-01 10:00:00+09' as stay_admitted_at"

    assert "WITH TIME ZONE" in str(refused(connection, parquet(connection, tmp_path, cases=cases)))


def test_nan_is_found_among_values_that_statistics_call_good(connection, tmp_path):
    cases = (
        "select printf('c%06d', i) as \"case\", 'left' as knee,"
        " case when i = 4321 then 'nan'::DOUBLE else 1.0 end as product_volume_ml from range(9000) t(i)"
    )

    (problem,) = refused(connection, parquet(connection, tmp_path, cases=cases)).problems

    assert (problem.row, problem.found) == (4322, "NaN or infinity")


def test_numbers_of_other_widths_are_taken(connection, tmp_path):
    cases = (
        "select 'a' as \"case\", 'left' as knee, 2.0::DOUBLE as contract_generation,"
        " 5::UTINYINT as injection_number,"
        " 7::DECIMAL(9,2) as discount, 3::SMALLINT as product_volume_ml, 1.5::FLOAT as lesion_area_cm2,"
        " timestamp_s '2024-01-01 10:00:00' as stay_admitted_at, null::INTEGER as kit_class"
    )
    open_tables(connection, parquet(connection, tmp_path, cases=cases))

    row = connection.execute(
        "select contract_generation, injection_number, discount, product_volume_ml, lesion_area_cm2,"
        " stay_admitted_at from in_cases"
    ).fetchone()
    assert row == (2, 5, 7, 3.0, 1.5, datetime(2024, 1, 1, 10))


def test_text_of_parquet_is_composed_and_a_key_must_be(connection, tmp_path):
    decomposed = "\u1109\u1165\u110b\u116e\u11af"
    cases = f"select 'a' as \"case\", 'left' as knee, '{decomposed}' as patient_region, '' as kit_model"
    open_tables(connection, parquet(connection, tmp_path / "a", cases=cases))
    assert connection.execute("select patient_region, kit_model from in_cases").fetchone() == ("서울", None)

    cases = f"select '{decomposed}' as \"case\", 'left' as knee"
    assert "NFC" in str(refused(connection, parquet(connection, tmp_path / "b", cases=cases)))
