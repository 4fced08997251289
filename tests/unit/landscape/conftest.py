"""The shipped landscape, and small ones made of it."""

from __future__ import annotations

import csv
import shutil

import pytest

from kneewise.landscape.codes import DATA
from kneewise.landscape.landscape import shipped_landscape

TABLES = ("products", "names", "milestones", "trials", "earlier_copies", "prices", "questions", "statements", "figures")


@pytest.fixture(scope="session")
def shipped():
    return shipped_landscape()


@pytest.fixture
def tables(tmp_path):
    """A copy of the shipped tables; `change(table, row, **cells)` edits one row, counted from 0."""
    for name in TABLES:
        shutil.copy(DATA / f"{name}.csv", tmp_path)

    def change(table, row, **cells):
        path = tmp_path / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if isinstance(row, str):
            key = next(iter(rows[0]))
            row = next(n for n, each in enumerate(rows) if each[key] == row)
        rows[row] |= cells
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return row

    change.folder = tmp_path
    return change
