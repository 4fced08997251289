"""A connection to DuckDB for the tests of tables."""

from __future__ import annotations

import duckdb
import pytest


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection
