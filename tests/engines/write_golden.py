"""The SQL of one small policy in every dialect, kept in `golden/`: a change of sqlglot or of ours shows as a diff.

Write the files again, look at the difference, and commit it with its reason:

    PYTHONPATH=src python tests/engines/write_golden.py
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kneewise.policy.program import compile_policies
from kneewise.policy.read import read_policy_file
from kneewise.policy.verdict_sql import select_amounts, select_verdicts

if TYPE_CHECKING:
    from kneewise.policy.program import Program

GOLDEN = Path(__file__).parent / "golden"
DIALECTS = ("duckdb", "postgres", "spark")


@cache
def golden_program() -> Program:
    """The small policy, compiled."""
    return compile_policies([read_policy_file(GOLDEN / "policy.toml")])


def golden_sql(dialect: str) -> str:
    """Words, outcomes and amounts over a table `facts`, laid out for reading."""
    import sqlglot

    verdicts = select_verdicts(golden_program(), "SELECT * FROM facts", dialect=dialect)
    query = select_amounts(golden_program(), verdicts, dialect=dialect)
    laid_out = sqlglot.parse_one(query, read=dialect).sql(dialect=dialect, pretty=True)
    return f"-- {dialect}: written by tests/engines/write_golden.py\n{laid_out}\n"


def main() -> None:
    """Write the files again."""
    for dialect in DIALECTS:
        (GOLDEN / f"{dialect}.sql").write_text(golden_sql(dialect), encoding="utf-8")


if __name__ == "__main__":
    main()
