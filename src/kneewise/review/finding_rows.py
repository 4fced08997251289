"""The table of findings: one row for each clause that is not met or missing, for those who count or join them.

What is met or not applicable stands in the codes of the verdict table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.policy.verdict_python import MISSING, NOT_MET, RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kneewise.policy.program import Program
    from kneewise.policy.verdict_python import Slot
    from kneewise.review.answer import CaseAnswer

COLUMNS = (
    "case", "claim", "part", "policy", "clause", "result", "otherwise", "source", "issued", "confidence", "asks",
)  # fmt: skip


def finding_rows(answers: Iterable[CaseAnswer]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a set of answers, by case in the order of the answers."""
    for answer in answers:
        for part, answered in answer["parts"].items():
            for finding in answered["findings"]:
                if finding["result"] in ("not-met", "missing"):
                    yield (
                        answer["case"], answer["claim"], part, finding["policy"], finding["clause"],
                        finding["result"], finding["otherwise"], finding["source"]["title"],
                        finding["source"]["issued"], finding["confidence"],
                        " ".join(finding["asks"]) if finding["result"] == "missing" else "",
                    )  # fmt: skip


def write_findings(path: Path, answers: Iterable[CaseAnswer]) -> None:
    """Write the table of findings as .csv or .parquet, whole or not at all. Raises BadInput."""
    from kneewise.review.output import place_whole

    rows = list(finding_rows(answers))
    with place_whole(path) as beside:
        if path.suffix.lower() == ".csv":
            import csv

            with beside.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(COLUMNS)
                writer.writerows(rows)
            return
        import duckdb

        from kneewise.case.table_sql import literal

        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute(f"CREATE TABLE findings({', '.join(f'{name!s} VARCHAR' for name in _QUOTED)})")
            if rows:
                lists = ", ".join(f"unnest(${n}::VARCHAR[])" for n in range(1, len(COLUMNS) + 1))
                columns = [list(column) for column in zip(*rows, strict=True)]
                connection.execute(f"INSERT INTO findings SELECT {lists}", columns)
            connection.execute(f"COPY findings TO {literal(str(beside))} (FORMAT parquet, COMPRESSION zstd)")


_QUOTED = tuple(f'"{name}"' for name in COLUMNS)


def select_findings(program: Program, verdicts: str) -> str:
    """Write the SELECT of the same rows over a table of verdicts, by case and by place of the clause."""
    from kneewise.case.table_sql import literal
    from kneewise.policy.verdict_sql import word_name

    def row(slot: Slot, number: int) -> str:
        clause = slot.clause
        code = f'("{word_name(slot.part, slot.word)}" >> {slot.shift}) & 3'
        result = f"CASE {code} WHEN {NOT_MET} THEN '{RESULTS[NOT_MET]}' ELSE '{RESULTS[MISSING]}' END"
        asks = f"CASE {code} WHEN {MISSING} THEN {literal(' '.join(clause.asks))} ELSE '' END"
        issued = "NULL" if clause.source.issued is None else literal(clause.source.issued)
        fixed = [slot.part, slot.policy.id, clause.id]
        told = [clause.otherwise, clause.source.title]
        values = [
            '"case"', "claim", *map(literal, fixed), result, *map(literal, told), issued,
            literal(clause.confidence), asks,
        ]  # fmt: skip
        listed = ", ".join(f"{value} AS {name}" for value, name in zip(values, _QUOTED, strict=True))
        return f"SELECT {listed}, {number} AS place FROM kept WHERE {code} >= {MISSING}"

    from kneewise.review.answer import PARTS

    order = sorted(
        (slot for slot in program.slots if slot.live),
        key=lambda slot: (PARTS.index(slot.part), program.slots.index(slot)),
    )
    rows = " UNION ALL ".join(row(slot, number) for number, slot in enumerate(order))
    words = ", ".join(f'"{name}"' for name in dict.fromkeys(word_name(slot.part, slot.word) for slot in order))
    # Kept once: `verdicts` may be a view, which every one of the clauses would work out anew.
    kept = f'WITH kept AS MATERIALIZED (SELECT "case", claim, {words} FROM {verdicts})'
    return f'{kept} SELECT {", ".join(_QUOTED)} FROM ({rows}) ORDER BY "case", place'
