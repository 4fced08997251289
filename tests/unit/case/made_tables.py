"""Folders of tables made of text or of queries, and what is told of one that is refused."""

from __future__ import annotations

import pytest

from kneewise.case.tables import open_tables
from kneewise.errors import BadInput


def csv(folder, **tables):
    folder.mkdir(exist_ok=True)
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def parquet(connection, folder, **tables):
    folder.mkdir(exist_ok=True)
    for name, query in tables.items():
        path = folder / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        connection.execute(f"copy ({query}) to '{path}' (format parquet)")
    return folder


def refused(connection, folder, **options):
    with pytest.raises(BadInput) as error:
        open_tables(connection, folder, **options)
    return error.value
