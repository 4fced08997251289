"""The same verdicts everywhere: a million made-up clauses on made-up rows, word for word and outcome for outcome.

Each statement, each row and each clause comes from a seed, so a difference that is found once is found again.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

from engines.machines import (
    MET,
    MISSING,
    NOT_APPLICABLE,
    NOT_MET,
    fill_duckdb,
    fill_postgres,
    run_sql,
    select_verdict,
    verdict_by_tree,
    verdict_names,
    verdicts_in_python,
)
from engines.made_books import a_book, compiled
from engines.made_facts import IN_ROWS, made_rows
from kneewise.policy.verdict_sql import word_name

N_BOOKS, N_ROWS = 20, 700
N_BOOKS_POSTGRES, N_ROWS_POSTGRES = 6, 300
ROWS_BY_TREE = 3  # every third row goes by the tree too, which is slow
AS_OF = (None, None, None, date(2024, 6, 15))


def differences(program, rows, ours, theirs):
    """Which row and column differ first, with what the compiled Python and the other engine say."""
    names = verdict_names(program)
    return [
        (number, name, mine, other, dict(zip(program.names, row, strict=True)))
        for number, (row, own, found) in enumerate(zip(rows, ours, theirs, strict=True))
        for name, mine, other in zip(names, own, found, strict=True)
        if mine != other
    ][:3]


def a_program(seed, monkeypatch):
    return compiled(a_book(seed), monkeypatch, as_of=AS_OF[seed % len(AS_OF)])


def rows_for(program, seed, n_rows):
    return made_rows(n_rows, program.names, random.Random(f"rows {seed}"))


def test_a_million_verdicts_are_the_same_in_python_and_duckdb(duck, monkeypatch, record_property):
    n_compared = n_by_tree = 0
    results: Counter[int] = Counter()
    for seed in range(N_BOOKS):
        program = a_program(seed, monkeypatch)
        rows = rows_for(program, seed, N_ROWS)
        fill_duckdb(duck, program.names, rows)
        ours = verdicts_in_python(program, rows)

        assert differences(program, rows, ours, run_sql(duck, select_verdict(program))) == []
        by_tree = [verdict_by_tree(program, row) for row in rows[::ROWS_BY_TREE]]
        assert differences(program, rows[::ROWS_BY_TREE], ours[::ROWS_BY_TREE], by_tree) == []
        n_live = sum(slot.live for slot in program.slots)
        n_compared += n_live * len(rows)
        n_by_tree += n_live * len(by_tree)
        results += tally(program, ours)
    record_property("clause-row comparisons, Python with DuckDB", n_compared)
    print(f"{n_compared:,} clause-row comparisons with DuckDB, {n_by_tree:,} with the tree, none different")

    assert n_compared >= 1_000_000
    assert n_by_tree >= 300_000
    assert results.total() == n_compared
    assert all(results[each] > n_compared / 20 for each in (NOT_APPLICABLE, MET, MISSING, NOT_MET))


def tally(program, verdicts):
    """How often each result stands in the verdicts: a test that only ever sees `missing` proves little."""
    found: Counter[int] = Counter()
    names = verdict_names(program)
    for slot in program.slots:
        if slot.live:
            at = names.index(word_name(slot.part, slot.word))
            found.update((verdict[at] >> slot.shift) & 3 for verdict in verdicts)
    return found


def test_the_same_in_postgresql(postgres, monkeypatch, record_property):
    n_compared = 0
    for seed in range(N_BOOKS_POSTGRES):
        program = a_program(seed, monkeypatch)
        rows = rows_for(program, seed, N_ROWS_POSTGRES)
        fill_postgres(postgres, program.names, rows)
        ours = verdicts_in_python(program, rows)

        found = run_sql(postgres, select_verdict(program, "postgres"))

        assert differences(program, rows, ours, found) == []
        n_compared += sum(slot.live for slot in program.slots) * len(rows)
    record_property("clause-row comparisons, Python with PostgreSQL", n_compared)
    print(f"{n_compared:,} clause-row comparisons with PostgreSQL, none different")

    assert n_compared >= 100_000


def test_one_fifth_of_all_values_is_unknown():
    rows = made_rows(2_000, IN_ROWS, random.Random(1))
    unknown = sum(value is None for row in rows for value in row) / (2_000 * len(IN_ROWS))

    assert 0.19 < unknown < 0.21
