"""What the cases of a claim have in common, for many cases: DuckDB's twin of `claims.py`, and the rows of verdicts.

A table of words holds the codes of each case and the facts that amounts need. Payable is worked out once for a claim
and stands on each of its cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.case.fields import LARGEST_AMOUNT
from kneewise.policy.model import PART_ORDER
from kneewise.policy.verdict_python import amount_facts
from kneewise.policy.verdict_sql import layer, recommendation_column, select_amounts, select_outcomes, word_name
from kneewise.review.recommend import LADDER

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kneewise.policy.program import Program

AMOUNT_NAMES = ("outpatient_low", "outpatient_high", "inpatient_low", "inpatient_high")
_SETTINGS = ("outpatient", "inpatient")
_CLAIM = ("claim_cost_low", "claim_cost_high")


def kept_columns(program: Program) -> tuple[str, ...]:
    """Name what a table of words keeps of a row: its keys, the words, and the facts that the amounts need."""
    needed = amount_facts(program.policies) | {"case_cost"}
    facts = [name for name in program.names if name in needed]
    return tuple(dict.fromkeys(["case", "claim", "knee", *_words(program), "eligibility_outcome", *facts]))


def _words(program: Program) -> list[str]:
    return [word_name(part, word) for part in PART_ORDER for word in range(program.n_words[part])]


def make_claim_table(connection: DuckDBPyConnection, program: Program, words: str, table: str) -> None:
    """Make the table of the claims of more than one knee: the cost at both ends, and what is payable where they differ.

    `differ` says whether the cases bear different facts behind the amounts; where they do not, each of them gives the
    same figure and it need not stand here.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE shared_claims AS"
        f" SELECT claim FROM {words} GROUP BY claim HAVING count(*) > 1"
    )
    several = _with_own_costs(program, f"SELECT * FROM {words} WHERE claim IN (SELECT claim FROM shared_claims)")
    sums = ", ".join(
        f"CASE WHEN count({own}) = count(*) AND sum({own}) <= {LARGEST_AMOUNT} THEN CAST(sum({own}) AS BIGINT) END"
        f" AS {end}"
        for own, end in (("own_low", "low"), ("own_high", "high"))
    )
    used = sorted(amount_facts(program.policies) & {*program.names, "eligibility_outcome"})
    tests = [f'min("{fact}") <> max("{fact}") OR count("{fact}") NOT IN (0, count(*))' for fact in used]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE claim_costs AS"
        f" SELECT claim, {sums}, coalesce({' OR '.join(tests) or 'FALSE'}, FALSE) AS differ"
        f" FROM ({several}) GROUP BY claim"
    )
    if connection.execute("SELECT bool_or(differ) FROM claim_costs").fetchone() != (True,):
        none = ", ".join(f'CAST(NULL AS BIGINT) AS "{name}"' for name in AMOUNT_NAMES)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, {none} FROM claim_costs")
        return
    costed = (
        "SELECT v.*, s.low AS claim_cost_low, s.high AS claim_cost_high"
        f" FROM ({several}) v JOIN claim_costs s ON s.claim = v.claim AND s.differ"
    )
    agreed = ", ".join(
        f'CASE WHEN count("{setting}_low" + "{setting}_high") = count(*) THEN {pick}("{setting}_{end}") END'
        f' AS "{setting}_{end}"'
        for setting in _SETTINGS
        for end, pick in (("low", "min"), ("high", "max"))
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT c.*, a.* EXCLUDE (claim) FROM claim_costs c LEFT JOIN"
        f" (SELECT claim, {agreed} FROM ({select_amounts(program, costed)}) GROUP BY claim) a ON a.claim = c.claim"
    )


def _with_own_costs(program: Program, words: str) -> str:
    """What each case brings to its claim: the twin of `claims.cost_between`."""
    return (
        "SELECT *, CASE eligibility WHEN 'fail' THEN 0 WHEN 'pass' THEN case_cost"
        " ELSE CASE WHEN case_cost IS NOT NULL THEN 0 END END AS own_low,"
        " CASE eligibility WHEN 'fail' THEN 0 ELSE case_cost END AS own_high"
        f" FROM ({select_outcomes(program, words)})"
    )


def select_verdict_rows(program: Program, words: str, claims: str) -> str:
    """Write the SELECT of the verdicts: recommendation, outcomes, words, the claim's cost and what is payable.

    words : a table of `kept_columns`
    claims : the table that `make_claim_table` made of it
    """
    of_claim = ", ".join(f's."{name}" AS "claim_{name}"' for name in AMOUNT_NAMES)
    joined = (
        "SELECT v.*, CASE WHEN s.claim IS NULL THEN v.own_low ELSE s.low END AS claim_cost_low,"
        " CASE WHEN s.claim IS NULL THEN v.own_high ELSE s.high END AS claim_cost_high,"
        f" coalesce(s.differ, FALSE) AS differ, {of_claim}"
        f" FROM ({_with_own_costs(program, f'SELECT * FROM {words}')}) v LEFT JOIN {claims} s ON s.claim = v.claim"
    )
    told = ["case", "claim", "knee", "recommendation", *PART_ORDER, *_words(program), *_CLAIM]
    # A figure of which one end is not known is not known.
    payable = [
        f'CASE WHEN differ THEN "claim_{setting}_{end}" WHEN "{setting}_{other}" IS NOT NULL'
        f' THEN "{setting}_{end}" END AS "{setting}_{end}"'
        for setting in _SETTINGS
        for end, other in (("low", "high"), ("high", "low"))
    ]
    recommendation = {"recommendation": recommendation_column(LADDER, "pay")}
    verdicts = layer(select_amounts(program, joined), recommendation, "duckdb")
    columns = ", ".join([*(f'"{name}"' for name in told), *payable])
    return f"SELECT {columns} FROM ({verdicts})"
