"""What a large set comes to, read off its codes: `group by` the words is the whole funnel, decoded once per group."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kneewise.policy.model import PART_ORDER, PartName
from kneewise.policy.verdict_python import MISSING, NOT_MET
from kneewise.policy.verdict_sql import word_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from kneewise.policy.program import Program
    from kneewise.policy.verdict_python import Slot


@dataclass(slots=True, kw_only=True)
class Funnel:
    """Counts over a set of verdicts, added range by range.

    results : (slot number, code) -> cases, for missing and not met
    papers : paper -> cases in which asking for it can change something
    """

    n_cases: int = 0
    n_claims: int = 0
    recommendations: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    results: Counter[tuple[int, int]] = field(default_factory=Counter)
    papers: Counter[str] = field(default_factory=Counter)

    def add(self, connection: DuckDBPyConnection, program: Program, table: str) -> None:
        """Add the verdicts of one table; no claim may lie in two tables."""
        n_words = program.n_words
        places = [(part, word) for part in PART_ORDER for word in range(n_words[part])]
        deciding = [place for place in places if place[0] != "integrity"]
        names = ", ".join(f'"{word_name(part, word)}"' for part, word in deciding)
        outcomes = ", ".join(f'"{part}"' for part in PART_ORDER if part != "integrity")
        groups = connection.execute(
            f'SELECT {names}, {outcomes}, "recommendation", count(*) FROM {table} GROUP BY ALL'
        ).fetchall()
        for row in groups:
            words = dict(zip(deciding, row, strict=False))
            found = dict(zip((part for part in PART_ORDER if part != "integrity"), row[len(deciding) :], strict=False))
            self._add_group(program, words, found, row[-1])
            self.recommendations[row[-2]] += row[-1]
        integrity = [place for place in places if place[0] == "integrity"]
        names = ", ".join(f'"{word_name(part, word)}"' for part, word in integrity)
        for row in connection.execute(f"SELECT {names}, integrity, count(*) FROM {table} GROUP BY ALL").fetchall():
            self._add_results(program, dict(zip(integrity, row, strict=False)), row[-1])
            self.outcomes["integrity", row[-2]] += row[-1]
        counted = connection.execute(f"SELECT count(*), count(DISTINCT claim) FROM {table}").fetchone() or (0, 0)
        self.n_cases += counted[0]
        self.n_claims += counted[1]

    def _add_group(
        self, program: Program, words: Mapping[tuple[PartName, int], int], outcomes: Mapping[str, str], n: int
    ) -> None:
        for part, outcome in outcomes.items():
            self.outcomes[part, outcome] += n
        decided = outcomes["eligibility"] == "fail" or outcomes["contract"] == "fail"
        papers: set[str] = set()
        for slot in self._add_results(program, words, n):
            if slot.clause.otherwise != "flag" and not decided and outcomes[slot.part] != "fail":
                papers.update(slot.clause.asks)
        self.papers.update(dict.fromkeys(papers, n))

    def _add_results(self, program: Program, words: Mapping[tuple[PartName, int], int], n: int) -> list[Slot]:
        """Count what is missing or not met in one group of equal codes; gives the clauses that are missing."""
        missing: list[Slot] = []
        for number, slot in enumerate(program.slots):
            word = words.get((slot.part, slot.word))
            if word is None or not slot.live:
                continue
            code = (word >> slot.shift) & 3
            if code in (MISSING, NOT_MET):
                self.results[number, code] += n
                if code == MISSING:
                    missing.append(slot)
        return missing
