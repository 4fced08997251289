"""What is true of a demo set: which clause each case breaks, and what a review must find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.columns import KEY
from kneewise.review.demo.draws import Draws, quoted
from kneewise.review.demo.flags import BREAKS, on
from kneewise.review.demo.numbering import PAIR, TWINS
from kneewise.review.demo.places import KITS, list_providers

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from kneewise.review.demo.coded import Types

PARTS = {"knee-bmac": "eligibility", "kit": "kit", "admission": "admission", "indemnity": "contract"}


def truth_query(plan: str, n_cases: int, types: Types) -> str:
    """SQL of one row a case: the broken clause (null: a clean case), how, the result, and what follows.

    A reuse of a kit is only there when both its cases are; a template reason only where someone was admitted.
    """
    absent = (
        f"broken = {PAIR} AND place = 0 AND number + 27 >= {n_cases}"
        f" OR broken = {TWINS} AND NOT second AND number + 1 >= {n_cases}"
        f" OR {on('reason-not-repeated-template')} AND NOT admitted"
    )
    # The first text of each list is that of a clean case.
    columns: dict[str, list[str | None]] = {
        "broken_clause": [None, *(entry.clause for entry in BREAKS)],
        "way": [None, *(entry.way for entry in BREAKS)],
        "expected_result": [None, *(entry.result for entry in BREAKS)],
        "seen_in": [
            None,
            *({"claim": "case", "knee": "case"}.get(entry.scope, entry.scope) for entry in BREAKS),
        ],
        "part": [None, *(PARTS.get(entry.clause.split("/")[1], "integrity") for entry in BREAKS)],
        "part_outcome": [None, *(entry.outcome for entry in BREAKS)],
        "recommendation": ["pay", *(entry.recommendation for entry in BREAKS)],
        "also": [None, *(" ".join(entry.also) or None for entry in BREAKS)],
    }
    selected = ""
    for name, values in columns.items():
        texts = ", ".join("NULL" if value is None else quoted(value) for value in values)
        selected += f", {types.coded(f'texts_of_truth_{name}', [f'[{texts}][1 + shown]'])[0]} AS {name}"
    return (
        f'SELECT "case"{selected} FROM'
        f' (SELECT {KEY} AS "case", CASE WHEN {absent} THEN 0 ELSE broken END AS shown'
        f" FROM {plan})"
    )


def write_licences(file: Path) -> None:
    """Write the made-up licences of the demo's kits, in the form that `--licences` takes."""
    lines = ["permit,class,intended_use,from,until,source,note"]
    for kit in KITS:
        if kit.intended_use is None or kit.licensed_from is None:
            continue
        until = "" if kit.licensed_until is None else kit.licensed_until.isoformat()
        lines.append(
            f"{kit.permit},{kit.class_},{kit.intended_use},{kit.licensed_from.isoformat()},{until},"
            "made up by kneewise demo,not a real licence"
        )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_providers(connection: DuckDBPyConnection, draws: Draws, cases: str, target: str) -> None:
    """Write every provider of the set with its number of cases and the pattern that is planted there.

    cases : SQL of the table `cases` as written; target : SQL of the COPY's file and options
    """
    rows = ", ".join(
        f"({quoted(provider.key)}, {quoted(provider.pattern) if provider.pattern else 'NULL::VARCHAR'})"
        for provider in list_providers(draws)
    )
    connection.execute(
        f"COPY (SELECT p.provider, p.pattern, count(*) AS n_cases FROM (VALUES {rows}) AS p(provider,"
        " pattern)"
        f" JOIN {cases} AS c ON c.provider_key = p.provider GROUP BY ALL ORDER BY p.provider) TO {target}"
    )
