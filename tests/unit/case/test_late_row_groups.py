"""A list whose writer flushed a late buffer at the end is still read range by range; one in no order is not."""

from __future__ import annotations

import duckdb
import pytest

from kneewise.case.tables import open_tables

GROUP = 2048  # DuckDB's smallest row group
N_GROUPS = 30


def write(connection, folder, table, rows):
    options = f"(format parquet, row_group_size {GROUP})"
    connection.execute(f"copy ({rows} order by place) to '{folder / table}.parquet' {options}")


@pytest.mark.parametrize(("late", "clustered"), [(0, True), (1, True), (10, False)])
def test_a_late_row_group_of_a_list_is_borne(tmp_path, late, clustered):
    key = "'k' || lpad(i::varchar, 6, '0')"
    n_rows = GROUP * N_GROUPS
    # Every (n/late)-th row group starts with an early key.
    early = f"i % {GROUP} = 0 and i >= {n_rows - late * GROUP}"
    with duckdb.connect(config={"threads": 1}) as connection:
        cases = f"select {key} as \"case\", 'left' as knee, i as place from range({n_rows}) t(i)"
        write(connection, tmp_path, "cases", f'select "case", knee from ({cases})')
        steps = f"""select case when {early} then 'k000001' else {key} end as "case", i as place
            from range({n_rows}) t(i)"""
        write(connection, tmp_path, "steps", f"select \"case\", 'harvest' as kind from ({steps})")

        opened = open_tables(connection, tmp_path)

    assert opened.clustered["steps"] is clustered
    assert opened.clustered["cases"] is True
