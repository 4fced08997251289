"""A folder of tables reviewed: verdicts to a file, counts, and full answers for the cases that a person opens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kneewise.case.table_sql import literal
from kneewise.policy.verdict_python import NOT_MET
from kneewise.policy.verdict_sql import word_name
from kneewise.review.answer import PARTS, RECOMMENDATIONS
from kneewise.review.bulk import BulkRun, open_run
from kneewise.review.claim_sql import AMOUNT_NAMES
from kneewise.review.explain import Identity, explain_case
from kneewise.review.finding_rows import select_findings
from kneewise.review.funnel import Funnel
from kneewise.review.one import currency_of
from kneewise.review.ranges import range_condition
from kneewise.review.verdict_rows import verdict_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kneewise.policy.program import Program
    from kneewise.review.answer import CaseAnswer
    from kneewise.review.kits import LicenceBook

_FETCHED = 1000  # rows explained at a time
# What needs a person first: the order in which a few cases are shown out of many.
_WORST = ("outside-notice", "outside-contract", "refer", "ask-papers", "pay-outpatient", "pay")


class ManyReview:
    """An open review of many cases; `pass_over` goes over the set once, range by range."""

    def __init__(self, run: BulkRun, wishes: Sequence[str]) -> None:
        self.run = run
        self.program: Program = run.program
        self.kept = wished(wishes)
        self.funnel = Funnel()

    def pass_over(
        self,
        *,
        verdicts: Path | None = None,
        findings: Path | None = None,
        each_range: Callable[[int, int], None] = lambda _done, _all: None,
        with_answers: Callable[[Iterator[CaseAnswer]], None] | None = None,
        worst: int = 0,
        counts: bool = True,
    ) -> list[CaseAnswer]:
        """Make the verdicts of every range; write them, count them, and explain those that are asked for.

        verdicts, findings : .parquet or .csv, written in the run's folder and put in their places whole
        with_answers : takes the full answers of the cases kept, range by range, sorted by case
        worst : how many of the cases kept to explain and give back, those that need a person first

        counts : False leaves the funnel at the number of cases, where nobody looks at a summary

        Each case is kept or not by the wishes; the funnel counts the cases kept.
        """
        parts: list[Path] = []
        finding_parts: list[Path] = []
        found: list[tuple[int, int, str]] = []
        n_done = 0
        for number, (low, high) in enumerate(self.run.ranges):
            n_cases = self.run.make_verdicts(low, high)
            n_done += n_cases
            # Without wishes the verdicts are not stored twice.
            kind = "VIEW" if self.kept == "TRUE" else "TABLE"
            self._execute(f"CREATE OR REPLACE TEMP {kind} kept AS SELECT * FROM verdicts WHERE {self.kept}")
            if counts:
                self.funnel.add(self.run.connection, self.program, "kept")
            else:
                self.funnel.n_cases += n_cases if self.kept == "TRUE" else self._count("kept")
            if verdicts is not None:
                parts.append(self.run.folder / f"part-{number:05}{verdicts.suffix.lower()}")
                columns = ", ".join(f'"{name}"' for name in verdict_columns(self.program))
                rows = f'SELECT {columns} FROM ({self._with_flags("kept")}) ORDER BY "case"'
                self._copy(rows, parts[-1], "flags", header=number == 0)
            if findings is not None:
                finding_parts.append(self.run.folder / f"findings-{number:05}{findings.suffix.lower()}")
                self._copy(select_findings(self.program, "kept"), finding_parts[-1], "asks", header=number == 0)
            if with_answers is not None:
                with_answers(self.answers("kept", range_condition(low, high)))
            if worst:
                found = sorted([*found, *self._worst("kept", worst)])[:worst]
            each_range(n_done, self.run.opened.n_cases)
        if verdicts is not None:
            self._place(parts, verdicts)
        if findings is not None:
            self._place(finding_parts, findings)
        return self._explain_keys([key for _, _, key in found])

    def answers(self, table: str, where: str, *, order: str = '"case"') -> Iterator[CaseAnswer]:
        """Explain the cases of a table of verdicts, one at a time.

        where : a condition on the key that holds for all of them, so that only their part of the files is read
        """
        facts = self.run.facts_sql(f'{where} AND "case" IN (SELECT "case" FROM {table})')
        names = ", ".join(f'f."{name}"' for name in self.program.names)
        payable = ", ".join(f'v."{name}"' for name in AMOUNT_NAMES)
        self._execute(
            'CREATE OR REPLACE TEMP TABLE others AS SELECT claim, list("case" ORDER BY "case") AS cases'
            f" FROM in_cases WHERE claim IN (SELECT claim FROM {table}) AND {where} GROUP BY claim HAVING count(*) > 1"
        )
        # Not a cursor, which would not see the temporary tables: take all answers before the next query.
        result = self.run.connection.execute(
            f'SELECT f."case", f.claim, f.knee, {payable}, o.cases, {names}'
            f' FROM ({facts}) f JOIN {table} v ON v."case" = f."case"'
            f" LEFT JOIN others o ON o.claim = f.claim ORDER BY f.{order}"
        )
        functions, currency = self.program.functions, currency_of(self.program)
        while rows := result.fetchmany(_FETCHED):
            for case, claim, knee, outpatient_low, outpatient_high, low, high, others, *values in rows:
                row = tuple(values)
                words, outcomes = functions["codes"](row)
                yield explain_case(
                    self.program,
                    Identity(case, claim, knee),
                    row,
                    words,
                    outcomes,
                    amounts=(outpatient_low, outpatient_high, low, high),
                    currency=currency,
                    shared_with=[other for other in others or () if other != case],
                )

    def _explain_keys(self, keys: list[str]) -> list[CaseAnswer]:
        if not keys:
            return []
        listed = ", ".join(literal(key) for key in keys)
        mates = self.run.connection.execute(
            'SELECT "case" FROM in_cases WHERE claim IN'
            f' (SELECT claim FROM in_cases WHERE "case" IN ({listed})) ORDER BY 1'
        ).fetchall()
        # Written out, so that the statistics of a file leave out the row groups that hold none of them.
        where = f'"case" IN ({", ".join(literal(key) for (key,) in mates)})'
        self.run.make_verdicts_where(where, "opened")
        self._execute(f'DELETE FROM opened WHERE "case" NOT IN ({listed})')
        by_key = {answer["case"]: answer for answer in self.answers("opened", where)}
        return [by_key[key] for key in keys]

    def _worst(self, table: str, n: int) -> list[tuple[int, int, str]]:
        rank = " ".join(f"WHEN '{name}' THEN {number}" for number, name in enumerate(_WORST))
        return self.run.connection.execute(
            f'SELECT CASE recommendation {rank} END AS r, -length(flags) AS f, "case" FROM ({self._with_flags(table)})'
            f" ORDER BY 1, 2, 3 LIMIT {n}"
        ).fetchall()

    def _with_flags(self, table: str) -> str:
        """The verdicts with the ids of the flags raised, joined by a space; looked for only where one is."""
        raised = []
        for slot in self.program.slots:
            if slot.clause.otherwise == "flag" and slot.live:
                word = f'"{word_name(slot.part, slot.word)}"'
                name = literal(f"{slot.policy.id}/{slot.clause.id}")
                raised.append((slot.part, f"CASE WHEN ({word} >> {slot.shift}) & 3 = {NOT_MET} THEN {name} END"))
        if not raised:
            return f"SELECT *, '' AS flags FROM {table}"
        # Flags of other parts than integrity do not show in an outcome: then every row is looked at.
        where = "integrity = 'review'" if all(part == "integrity" for part, _ in raised) else "TRUE"
        listed = ", ".join(source for _, source in raised)
        return f"SELECT *, CASE WHEN {where} THEN concat_ws(' ', {listed}) ELSE '' END AS flags FROM {table}"

    def _copy(self, rows: str, path: Path, may_be_empty: str, *, header: bool) -> None:
        if path.suffix == ".csv":  # an empty text is an empty cell, not a pair of quotes
            rows = f"SELECT * REPLACE (nullif({may_be_empty}, '') AS {may_be_empty}) FROM ({rows})"
        form = f"(FORMAT csv, HEADER {header})" if path.suffix == ".csv" else "(FORMAT parquet, COMPRESSION zstd)"
        self._execute(f"COPY ({rows}) TO {literal(str(path))} {form}")

    def _place(self, parts: list[Path], target: Path) -> None:
        """Put the parts of a table in their place: one file, whole or not at all."""
        from kneewise.review.output import place_whole

        with place_whole(target) as beside:
            if len(parts) == 1:
                parts[0].replace(beside)
            elif target.suffix.lower() == ".csv":
                with beside.open("wb") as whole:
                    for part in parts:
                        with part.open("rb") as piece:
                            while block := piece.read(1 << 20):
                                whole.write(block)
            else:
                import duckdb

                listed = ", ".join(literal(str(part)) for part in parts)
                with duckdb.connect(config={"threads": 1, "memory_limit": "1GB"}) as connection:
                    connection.execute(
                        f"COPY (SELECT * FROM read_parquet([{listed}])) TO {literal(str(beside))}"
                        " (FORMAT parquet, COMPRESSION zstd)"
                    )

    def _execute(self, query: str) -> None:
        self.run.connection.execute(query)

    def _count(self, table: str) -> int:
        row = self.run.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(row[0]) if row else 0


def wished(wishes: Sequence[str]) -> str:
    """Write the condition of `--only` over verdicts; see `select.keep_answers`. The words were checked at the edge."""
    conditions = []
    for wish in wishes:
        part, equals, outcome = wish.partition("=")
        if equals:
            conditions.append(f'"{part}" = {literal(outcome)}')
        elif wish in RECOMMENDATIONS:
            conditions.append(f"recommendation = {literal(wish)}")
        else:
            conditions.append(" OR ".join(f'"{each}" = {literal(wish)}' for each in PARTS))
    return " OR ".join(f"({each})" for each in conditions) or "TRUE"


@contextmanager
def review_many(
    folder: Path, program: Program, licences: LicenceBook, *, wishes: Sequence[str] = (), **options: Any
) -> Iterator[ManyReview]:
    """Open a folder of tables for review; `options` are those of `bulk.open_run`."""
    with open_run(folder, program, licences, **options) as run:
        yield ManyReview(run, wishes)
