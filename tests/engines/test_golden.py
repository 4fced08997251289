"""The SQL that is written for other engines is the SQL that was looked at, and it runs where it can be run."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from engines.machines import AMOUNTS, LATE, amounts_in_python, verdict_names, verdicts_in_python
from engines.made_facts import SQL_TYPES
from engines.write_golden import DIALECTS, GOLDEN, golden_program, golden_sql
from kneewise.policy.catalogue import read_catalogue

DRAWN = {
    "boolean": (True, False),
    "text": ("O'Brien 로트", "A1", ""),
    "integer": (0, 1, 2, 3, 4, 200_000, 3_333_333),
    "number": (0.0, 2.5, 5.999999, 6.0),
    "day": ("2017-02-28", "2017-03-31", "2017-04-01", "2023-07-11", "2024-02-29", "2024-08-31", "2026-01-01"),
    "instant": ("2024-02-29 09:00:00", "2024-02-29 15:00:00"),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_written_sql_is_the_golden_one(dialect):
    """If this is meant: PYTHONPATH=src python tests/engines/write_golden.py"""
    assert golden_sql(dialect) == (GOLDEN / f"{dialect}.sql").read_text(encoding="utf-8")


def golden_rows():
    """Rows of the facts that the golden policy asks for, and what is known late of each."""
    draw, program = random.Random("golden"), golden_program()
    rows = [tuple(drawn(name, draw) for name in program.names) for _ in range(500)]
    return rows, [(None, drawn("claim_cost_low", draw), drawn("claim_cost_high", draw)) for _ in rows]


def drawn(name, draw):
    fact = read_catalogue()[name]
    if draw.random() < 0.2:
        return None
    if fact.codes:
        return draw.choice(fact.codes)
    if fact.type in ("integer", "number"):
        fitting = [each for each in DRAWN[fact.type] if fact.high is None or (fact.low or 0) <= each <= fact.high]
        return draw.choice(fitting)
    value = draw.choice(DRAWN[fact.type])
    read = {"day": date.fromisoformat, "instant": datetime.fromisoformat}.get(fact.type)
    return value if read is None else read(value)


def expected(rows, late):
    """What compiled Python says; eligibility has no policy here, so that its outcome is `not-applicable`."""
    program = golden_program()
    verdicts = verdicts_in_python(program, rows)
    late = [("not-applicable", *own[1:]) for own in late]
    return [(*verdict, *own) for verdict, own in zip(verdicts, amounts_in_python(program, rows, late), strict=True)]


def found(connection, dialect, types):
    program = golden_program()
    rows, late = golden_rows()
    names = ["number", *program.names, *LATE[1:]]
    kinds = ["BIGINT", *(types[kind] for kind in program.types), "BIGINT", "BIGINT"]
    shape = ", ".join(f'"{name}" {kind}' for name, kind in zip(names, kinds, strict=True))
    connection.execute("DROP TABLE IF EXISTS facts")
    connection.execute(f"CREATE TABLE facts({shape})")
    mark = "?" if dialect == "duckdb" else "%s"
    insert = f"INSERT INTO facts VALUES ({', '.join([mark] * len(names))})"
    values = [(number, *row, *own[1:]) for number, (row, own) in enumerate(zip(rows, late, strict=True))]
    connection.cursor().executemany(insert, values)
    listed = ", ".join(f'"{name}"' for name in (*verdict_names(program), *AMOUNTS))
    golden = (GOLDEN / f"{dialect}.sql").read_text(encoding="utf-8")
    query = f'SELECT {listed} FROM (\n{golden}\n) AS g ORDER BY "number"'
    return connection.execute(query).fetchall(), expected(rows, late)


def test_the_golden_duckdb_file_says_what_python_says(duck):
    theirs, ours = found(duck, "duckdb", SQL_TYPES)

    assert theirs == ours


def test_the_golden_postgresql_file_says_what_python_says(postgres):
    theirs, ours = found(postgres, "postgres", SQL_TYPES | {"number": "DOUBLE PRECISION"})

    assert theirs == ours
