"""The same cases by both engines, one by one in Python and all at once in DuckDB: every fact and all of a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.policy.model import PART_ORDER
from kneewise.policy.verdict_sql import word_name
from kneewise.review.claim_sql import AMOUNT_NAMES
from kneewise.review.claims import Amounts, Share, agree, figures_of_claims
from kneewise.review.kits import label_row
from kneewise.review.peers import peer_facts
from kneewise.review.ranges import range_condition
from kneewise.review.recommend import recommend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.case.record import Case
    from kneewise.policy.program import Program
    from kneewise.review.bulk import BulkRun
    from kneewise.review.kits import LicenceBook

Values = tuple[Any, ...]


def facts_in_python(cases: Sequence[Case], program: Program, book: LicenceBook) -> dict[str, Values]:
    """The row of facts of each case, with its claim and knee before it."""
    found = {}
    for case, peer in zip(cases, peer_facts(cases), strict=True):
        licence = book.row(case.kit.permit, case.service_on, case.kit.class_)
        row = program.facts(case, label_row(case.kit.udi), licence, peer)
        found[case.case] = (case.claim, case.knee, *row)
    return found


def verdicts_in_python(program: Program, facts: Mapping[str, Values]) -> dict[str, Values]:
    """Claim, recommendation, outcomes, words, amounts, knee and the claim's cost of each case, as DuckDB gives them."""
    codes, amounts = program.functions["codes"], program.functions["amounts"]
    cost_at = program.index["case_cost"]
    verdicts = {key: codes(row[2:]) for key, row in facts.items()}
    shares = [Share(key, row[0], row[2:][cost_at], verdicts[key][1][0]) for key, row in facts.items()]
    figures = figures_of_claims(shares)
    payable: dict[str, list[Amounts]] = {}
    for key, row in facts.items():
        late = None if verdicts[key][1][0] == "missing" else verdicts[key][1][0]
        low, high, _ = figures[row[0]]
        payable.setdefault(row[0], []).append(amounts(row[2:], late, low, high))
    found = {}
    for key, row in facts.items():
        words, outcomes = verdicts[key]
        low, high, _ = figures[row[0]]
        flat = [word for part in words for word in part]
        found[key] = (row[0], recommend(outcomes), *outcomes, *flat, *agree(payable[row[0]]), row[1], low, high)
    return found


def facts_in_duckdb(run: BulkRun, *, exact: bool) -> tuple[dict[str, Values], set[str]]:
    """The same rows from tables: all grades by the exact rule, or as in bulk; and which cases bulk looks at twice."""
    found: dict[str, Values] = {}
    rare: set[str] = set()
    for low, high in run.ranges:
        where = range_condition(low, high)
        readings = "readings" if not exact and run.make_readings(where, "readings") else None
        for key, *row in run.connection.execute(run.facts_sql(where, readings=readings)).fetchall():
            assert key not in found, "a case stands in two ranges"
            found[key] = tuple(row)
        if readings:
            rare.update(key for (key,) in run.connection.execute('SELECT "case" FROM rare').fetchall())
    return found, rare


def verdicts_in_duckdb(run: BulkRun) -> dict[str, Values]:
    """The same verdicts from tables, range by range."""
    found: dict[str, Values] = {}
    listed = ", ".join(f'"{name}"' for name in ["case", *verdict_names(run.program)])
    for low, high in run.ranges:
        run.make_verdicts(low, high)
        for key, *row in run.connection.execute(f"SELECT {listed} FROM verdicts").fetchall():
            assert key not in found, "a case stands in two ranges"
            found[key] = tuple(row)
    return found


def fact_names(program: Program) -> list[str]:
    """The columns of a row of facts."""
    return ["claim", "knee", *program.names]


def verdict_names(program: Program) -> list[str]:
    """The columns of a verdict."""
    words = [word_name(part, word) for part in PART_ORDER for word in range(program.n_words[part])]
    return ["claim", "recommendation", *PART_ORDER, *words, *AMOUNT_NAMES, "knee", "claim_cost_low", "claim_cost_high"]


def differences(
    names: Sequence[str], ours: Mapping[str, Values], theirs: Mapping[str, Values]
) -> list[tuple[str, str, Any, Any]]:
    """The first places where two sets differ, in value or in type."""
    if ours.keys() != theirs.keys():
        return [("keys", "", len(ours), len(theirs))]
    found = []
    for key, mine in ours.items():
        other = theirs[key]
        if mine == other and all(map(_same_type, mine, other)):
            continue
        found += [
            (key, name, a, b) for name, a, b in zip(names, mine, other, strict=True) if a != b or not _same_type(a, b)
        ]
    return found[:5]


def _same_type(a: Any, b: Any) -> bool:
    return type(a) is type(b)
