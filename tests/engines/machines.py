"""The same policies run four ways over the same rows: slowly by the tree, compiled Python, DuckDB, PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engines.made_facts import FACTS, SQL_TYPES
from kneewise.policy.model import PART_ORDER
from kneewise.policy.program import whole
from kneewise.policy.tree import value_of
from kneewise.policy.verdict_sql import select_amounts, select_outcomes, select_words, word_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import psycopg
    from duckdb import DuckDBPyConnection

    from kneewise.policy.program import Program
    from kneewise.policy.tree import Tree
    from kneewise.policy.verdict_python import Slot

Row = tuple[Any, ...]
AMOUNTS = ("outpatient_low", "outpatient_high", "inpatient_low", "inpatient_high")
LATE = ("eligibility_outcome", "claim_cost_low", "claim_cost_high")
NOT_APPLICABLE, MET, MISSING, NOT_MET = range(4)


def verdict_names(program: Program) -> list[str]:
    """The columns of a verdict: words, then outcomes."""
    words = [word_name(part, word) for part in PART_ORDER for word in range(program.n_words[part])]
    return [*words, *PART_ORDER]


# ---------------------------------------------------------------- by the tree, as the design says it


def verdict_by_tree(program: Program, row: Row) -> Row:
    """What the design says of a row, clause by clause, without any of the engines' code."""
    facts = dict(zip(program.names, row, strict=True), eligibility_outcome=None)
    words = {(part, word): 0 for part in PART_ORDER for word in range(program.n_words[part])}
    outcomes = {}
    for part in PART_ORDER:
        results = [(slot, result_by_tree(slot, facts)) for slot in program.slots if slot.part == part and slot.live]
        for slot, result in results:
            words[part, slot.word] += result << slot.shift
        outcomes[part] = _outcome(part, results)
        if part == "eligibility" and outcomes[part] != "missing":
            facts["eligibility_outcome"] = outcomes[part]
    return (*words.values(), *outcomes.values())


def result_by_tree(slot: Slot, facts: Mapping[str, Any]) -> int:
    """One clause on one row: first whether its policy applies, then whether it binds, then what it asks."""
    applies = _holds(None if slot.policy.applies is None else slot.policy.applies.tree, facts)
    if applies is not True:
        return NOT_APPLICABLE if applies is False else MISSING
    binds = _holds(slot.guard, facts)
    if binds is False:
        return NOT_APPLICABLE
    met = None if slot.require is None else value_of(slot.require, facts)
    if met is True:
        return MET  # whether it binds or not
    return NOT_MET if met is False and binds is True else MISSING


def _holds(tree: Tree | None, facts: Mapping[str, Any]) -> Any:
    return True if tree is None else value_of(tree, facts)


def _outcome(part: str, results: Sequence[tuple[Slot, int]]) -> str:
    not_met = {slot.clause.otherwise for slot, result in results if result == NOT_MET}
    missing = {slot.clause.otherwise for slot, result in results if result == MISSING}
    if "fail" in not_met:
        return "fail"
    if "review" in not_met or (part == "integrity" and "flag" in not_met):
        return "review"
    if missing & {"fail", "review"}:
        return "missing"
    return "pass" if any(result != NOT_APPLICABLE for _, result in results) else "not-applicable"


def amounts_by_tree(program: Program, row: Row, late: Row) -> Row:
    """The four amounts of a row; `late` are the values of LATE."""
    facts = dict(zip((*program.names, *LATE), (*row, *late), strict=True))
    found: list[int | None] = []
    for setting in ("outpatient", "inpatient"):
        own = [(policy, each) for policy in program.policies for each in policy.amounts if each.setting == setting]
        low = high = None
        for policy, amount in own:
            rules = [each.tree for each in (policy.applies, amount.applies) if each is not None]
            if all(value_of(tree, facts) is True for tree in rules):
                low, high = (whole(value_of(each.tree, facts)) for each in (amount.low, amount.high))  # type: ignore[arg-type]
                break
        found += [low, high]
    return tuple(found)


# ---------------------------------------------------------------- compiled Python


def verdicts_in_python(program: Program, rows: Sequence[Row]) -> list[Row]:
    codes = program.functions["codes"]
    found = []
    for row in rows:
        words, outcomes = codes(row)
        found.append((*(word for own in words for word in own), *outcomes))
    return found


def amounts_in_python(program: Program, rows: Sequence[Row], late: Sequence[Row]) -> list[Row]:
    amounts = program.functions["amounts"]
    return [amounts(row, *own) for row, own in zip(rows, late, strict=True)]


# ---------------------------------------------------------------- databases


def select_verdict(program: Program, dialect: str = "duckdb") -> str:
    """The statement that gives number, words and outcomes of the rows in the table `made`."""
    words = select_words(program, "SELECT * FROM made", dialect=dialect)
    listed = ", ".join(f'"{name}"' for name in ["number", *verdict_names(program)])
    return f"SELECT {listed} FROM ({select_outcomes(program, words, dialect=dialect)}) AS v ORDER BY 1"


def select_amount(program: Program, dialect: str = "duckdb") -> str:
    """The statement that gives number and amounts of the rows in the table `made`."""
    listed = ", ".join(f'"{name}"' for name in ["number", *AMOUNTS])
    return f"SELECT {listed} FROM ({select_amounts(program, 'SELECT * FROM made', dialect=dialect)}) AS v ORDER BY 1"


def _shape(names: Sequence[str], types: Mapping[str, str]) -> str:
    return ", ".join(f'"{name}" {types[FACTS[name].type]}' for name in names)


def fill_duckdb(connection: DuckDBPyConnection, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Make the table `made` of rows."""
    connection.execute(f"CREATE OR REPLACE TABLE made(number BIGINT, {_shape(names, SQL_TYPES)})")
    columns: list[list[Any]] = [list(range(len(rows))), *(list(each) for each in zip(*rows, strict=True))]
    types = ["BIGINT", *(SQL_TYPES[FACTS[name].type] for name in names)]
    lists = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(types, 1))
    connection.execute(f"INSERT INTO made SELECT {lists}", columns)


def fill_postgres(connection: psycopg.Connection[Any], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Make the table `made` of rows."""
    types = SQL_TYPES | {"number": "DOUBLE PRECISION", "code": "TEXT", "text": "TEXT"}
    connection.execute("DROP TABLE IF EXISTS made")
    connection.execute(f"CREATE TABLE made(number BIGINT, {_shape(names, types)})")  # type: ignore[arg-type]
    with connection.cursor() as cursor, cursor.copy("COPY made FROM STDIN") as copy:
        for number, row in enumerate(rows):
            copy.write_row((number, *row))


def run_sql(connection: Any, statement: str) -> list[Row]:
    """The rows of a statement, without their number."""
    return [row[1:] for row in connection.execute(statement).fetchall()]
