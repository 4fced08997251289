"""Amounts: the same won from Python's decimals, DuckDB's and PostgreSQL's, up to the largest that a record holds."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from engines.machines import (
    AMOUNTS,
    LATE,
    amounts_by_tree,
    amounts_in_python,
    fill_duckdb,
    fill_postgres,
    run_sql,
    select_amount,
)
from engines.made_books import a_book, compiled, rule
from engines.made_facts import made_rows
from kneewise.errors import BadPolicy

N_BOOKS, N_ROWS = 24, 400
N_BOOKS_POSTGRES = 8


def made_amounts(seed, monkeypatch):
    """A program of amounts, rows of facts, and what is known late: the outcome and the claim's costs."""
    program = compiled(a_book(seed, amounts=True), monkeypatch)
    draw = random.Random(f"amounts {seed}")
    return program, made_rows(N_ROWS, program.names, draw), made_rows(N_ROWS, LATE, draw)


def compare(seed, monkeypatch, fill, connection, dialect):
    program, rows, late = made_amounts(seed, monkeypatch)
    fill(connection, (*program.names, *LATE), [(*row, *own) for row, own in zip(rows, late, strict=True)])
    ours = amounts_in_python(program, rows, late)
    theirs = run_sql(connection, select_amount(program, dialect))
    different = [each for each in zip(ours, theirs, rows, late, strict=True) if each[0] != each[1]]

    assert different[:2] == []
    assert all(type(value) in (int, type(None)) for row in theirs for value in row)
    return program, rows, late, ours


def test_amounts_are_the_same_in_python_by_the_tree_and_in_duckdb(duck, monkeypatch):
    kinds: Counter[str] = Counter()
    for seed in range(N_BOOKS):
        program, rows, late, ours = compare(seed, monkeypatch, fill_duckdb, duck, "duckdb")
        by_tree = [amounts_by_tree(program, row, own) for row, own in zip(rows[::4], late[::4], strict=True)]
        assert ours[::4] == by_tree
        kinds.update("unknown" if each is None else "nothing" if each == 0 else "some" for row in ours for each in row)
    print(f"{kinds.total():,} amounts compared with DuckDB, none different: {dict(kinds)}")

    assert kinds.total() == N_BOOKS * N_ROWS * len(AMOUNTS)
    assert all(kinds[kind] > kinds.total() / 20 for kind in ("unknown", "nothing", "some"))


def test_amounts_are_the_same_in_postgresql(postgres, monkeypatch):
    for seed in range(N_BOOKS_POSTGRES):
        compare(seed, monkeypatch, fill_postgres, postgres, "postgres")
    print(f"{N_BOOKS_POSTGRES * N_ROWS * len(AMOUNTS):,} amounts compared with PostgreSQL, none different")


@pytest.mark.parametrize(
    "sql",
    [
        "case when amount_a * 0.5 * hours > 3 then 1 end",
        "case when hours > amount_a * 0.1 then 1 end",
        "case when least(hours, amount_a * 0.1) > 3 then 1 end",
        "case when coalesce(hours, amount_a * 0.5) > 3 then 1 end",
    ],
)
def test_exact_and_measured_numbers_never_meet_since_engines_differ_there(sql):
    with pytest.raises(BadPolicy, match="beside a measured one"):
        rule(sql, missing=True, money=True)


def test_a_product_has_no_more_decimals_than_every_engine_keeps():
    assert rule("amount_a * 0.000001 * 0.000001", money=True)
    with pytest.raises(BadPolicy, match="found a product with 13 decimals; allowed: at most 12"):
        rule("amount_a * 0.000001 * 0.000001 * 0.5", money=True)
