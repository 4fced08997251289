"""A database of each kind for the tests of engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engines.postgres import NoServer, a_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server; without one the tests that need it say why they are left out."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install kneewise[test])")
    running = a_server()
    try:
        address = running.__enter__()
    except NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")
    try:
        yield address
    finally:
        running.__exit__(None, None, None)


@pytest.fixture
def postgres(server: str) -> Iterator[Any]:
    """A connection to PostgreSQL."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def duck() -> Iterator[Any]:
    """A connection to DuckDB of one thread."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection
