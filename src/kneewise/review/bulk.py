"""Many cases: tables in, verdicts out, range by range in DuckDB; a case that a person opens is explained in Python.

A verdict is one row a case: recommendation, outcomes, words of two bits a clause, and what is payable for its claim.
Everything is written beside its place and renamed at the end; the same input gives the same bytes.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneewise.case.fields import LARGEST_AMOUNT
from kneewise.policy.catalogue import read_catalogue
from kneewise.policy.fact_sql import select_facts, select_readings
from kneewise.policy.model import PART_ORDER
from kneewise.policy.verdict_python import amount_facts
from kneewise.policy.verdict_sql import (
    layer,
    recommendation_column,
    select_amounts,
    select_outcomes,
    select_words,
    word_name,
)
from kneewise.review.kit_sql import make_label_table, make_licence_table
from kneewise.review.peer_sql import PeerColumns, make_peer_tables
from kneewise.review.ranges import cut_ranges, range_condition
from kneewise.review.recommend import LADDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duckdb import DuckDBPyConnection

    from kneewise.case.tables import OpenTables
    from kneewise.policy.program import Program
    from kneewise.review.kits import LicenceBook

RANGE = 1_000_000  # cases a range: its hash tables stay near one gigabyte
MEMORY_LIMIT = "3GB"
AMOUNT_NAMES = ("outpatient_low", "outpatient_high", "inpatient_low", "inpatient_high")
_CLAIM = ("claim_cost_low", "claim_cost_high")


@dataclass(slots=True, kw_only=True)
class BulkRun:
    """A set of cases opened for review: the connection with its views and side tables, and how to ask it.

    ranges : keys that cut the set into ranges `low <= case < high`; None is open
    """

    connection: DuckDBPyConnection
    program: Program
    opened: OpenTables
    key_sql: str
    licences: dict[str, str]
    peers: PeerColumns
    ranges: list[tuple[str | None, str | None]]
    folder: Path

    def facts_sql(self, where: str, *, readings: str | None = None) -> str:
        """Write the SELECT of the facts of the cases that satisfy a condition on their key."""
        from kneewise.policy.fact_python import LABEL_ASKS

        joins = [
            f"LEFT JOIN labels k ON k.key = {self.key_sql.replace('kit_udi', 'c.kit_udi')}",
            "LEFT JOIN licences n ON n.permit = c.kit_permit",
            *self.peers.joins,
        ]
        return select_facts(
            read_catalogue(),
            self.program.names,
            where=where,
            joins=joins,
            peers=self.peers.facts,
            labels={ask: f'k."{ask}"' for ask in LABEL_ASKS},
            licences=self.licences,
            readings=readings,
        )

    def make_verdicts(self, low: str | None, high: str | None) -> int:
        """Make `verdicts` of one range of cases: a view, since most questions ask for a few of its columns only.

        Gives the number of cases.
        """
        self.make_verdicts_where(range_condition(low, high), "verdicts", form="VIEW")
        row = self.connection.execute("SELECT count(*) FROM words_of_verdicts").fetchone()
        return int(row[0]) if row else 0

    def make_verdicts_where(self, where: str, name: str, *, form: str = "TABLE") -> None:
        """Make a temporary table or view of the verdicts of the cases that satisfy a condition on their key.

        The cases of a claim must satisfy it together, since payable is a figure of the claim.
        """
        kept = dict.fromkeys(["case", "claim", "knee", *self._words(), "eligibility_outcome", *self._amount_facts()])
        columns = ", ".join(f'"{each}"' for each in kept)
        readings = f"readings_of_{name}" if self.make_readings(where, f"readings_of_{name}") else None
        words = select_words(self.program, self.facts_sql(where, readings=readings))
        execute = self.connection.execute
        execute(f"DROP VIEW IF EXISTS {name}" if form == "VIEW" else f"DROP TABLE IF EXISTS {name}")
        execute(f"CREATE OR REPLACE TEMP TABLE words_of_{name} AS SELECT {columns} FROM ({words})")
        execute(f"DROP TABLE IF EXISTS readings_of_{name}")
        self._make_shared(f"words_of_{name}", f"shared_of_{name}")
        execute(f"CREATE TEMP {form} {name} AS {self._with_amounts(f'words_of_{name}', f'shared_of_{name}')}")

    def make_readings(self, where: str, table: str) -> bool:
        """Make the table of the facts of readings; false where the policies ask for no grade.

        Few cases need the exact rule of grades, which is dear: theirs are worked out again, alone.
        """
        found = select_readings(read_catalogue(), self.program.names, where=where)
        if found is None:
            return False
        execute = self.connection.execute
        execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {found[0]}")
        execute(
            f'CREATE OR REPLACE TEMP TABLE rare AS SELECT "case" FROM {table} WHERE "rare" UNION SELECT c."case" FROM'
            f' {table} r JOIN (SELECT "case", "service_on" FROM in_cases WHERE {where}) c ON c."case" = r."case"'
            ' WHERE r."last_imaged_on" > c."service_on"'
        )
        n_rare = execute("SELECT count(*) FROM rare").fetchone()
        if n_rare and n_rare[0]:
            rare = f'{where} AND "case" IN (SELECT "case" FROM rare)'
            again = select_readings(read_catalogue(), self.program.names, where=rare)
            assert again is not None
            grades = [row[0] for row in execute(f"DESCRIBE {again[1]}").fetchall() if row[0] != "case"]
            new = ", ".join(f'"{grade}" = e."{grade}"' for grade in grades)
            # By way of `rare`: where no image counts the exact rule has no row, and the case no grade.
            exact = f'(SELECT a."case" AS "key", g.* FROM rare a LEFT JOIN ({again[1]}) g ON g."case" = a."case") e'
            execute(f'UPDATE {table} SET {new} FROM {exact} WHERE e."key" = {table}."case"')
        return True

    def _words(self) -> list[str]:
        return [word_name(part, word) for part in PART_ORDER for word in range(self.program.n_words[part])]

    def _amount_facts(self) -> list[str]:
        """Name the facts that the amounts need, which is all that is kept of a row."""
        names = amount_facts(self.program.policies) | {"case_cost"}
        return [name for name in self.program.names if name in names]

    def _make_shared(self, words: str, table: str) -> None:
        """Make the table of the claims of more than one knee: the claim's cost at both ends, and what is payable.

        The twin of `claims.figures_of_claims` and `claims.agree`.
        """
        con = self.connection
        con.execute(
            "CREATE OR REPLACE TEMP TABLE shared_claims AS"
            f" SELECT claim FROM {words} GROUP BY claim HAVING count(*) > 1"
        )
        several = f"SELECT * FROM {words} WHERE claim IN (SELECT claim FROM shared_claims)"
        sums = ", ".join(
            f"CASE WHEN count({own}) = count(*) AND sum({own}) <= {LARGEST_AMOUNT} THEN CAST(sum({own}) AS BIGINT) END"
            f" AS {end}"
            for own, end in (("own_low", "low"), ("own_high", "high"))
        )
        con.execute(
            "CREATE OR REPLACE TEMP TABLE claim_costs AS"
            f" SELECT claim, {sums} FROM ({self._own_costs(several)}) GROUP BY claim"
        )
        costed = (
            "SELECT v.*, s.low AS claim_cost_low, s.high AS claim_cost_high"
            f" FROM ({self._own_costs(several)}) v JOIN claim_costs s ON s.claim = v.claim"
        )
        agreed = ", ".join(
            f'CASE WHEN count("{setting}_low" + "{setting}_high") = count(*) THEN {pick}("{setting}_{end}") END'
            f' AS "{setting}_{end}"'
            for setting in ("outpatient", "inpatient")
            for end, pick in (("low", "min"), ("high", "max"))
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS"
            f" SELECT claim, min(claim_cost_low) AS low, min(claim_cost_high) AS high, {agreed}"
            f" FROM ({select_amounts(self.program, costed)}) GROUP BY claim"
        )

    def _own_costs(self, words: str) -> str:
        """What each case brings to its claim: the twin of `claims.cost_between`."""
        return (
            "SELECT *, CASE eligibility WHEN 'fail' THEN 0 WHEN 'pass' THEN case_cost"
            " ELSE CASE WHEN case_cost IS NOT NULL THEN 0 END END AS own_low,"
            " CASE eligibility WHEN 'fail' THEN 0 ELSE case_cost END AS own_high"
            f" FROM ({select_outcomes(self.program, words)})"
        )

    def _with_amounts(self, words: str, shared: str) -> str:
        of_claim = ", ".join(f's."{name}" AS "claim_{name}"' for name in AMOUNT_NAMES)
        joined = (
            "SELECT v.*, CASE WHEN s.claim IS NULL THEN v.own_low ELSE s.low END AS claim_cost_low,"
            " CASE WHEN s.claim IS NULL THEN v.own_high ELSE s.high END AS claim_cost_high,"
            f" s.claim IS NOT NULL AS is_shared, {of_claim}"
            f" FROM ({self._own_costs(f'SELECT * FROM {words}')}) v LEFT JOIN {shared} s ON s.claim = v.claim"
        )
        told = ["case", "claim", "knee", "recommendation", *PART_ORDER, *self._words(), *_CLAIM]
        listed = ", ".join(
            [f'"{name}"' for name in told]
            + [f'CASE WHEN is_shared THEN "claim_{name}" ELSE "{name}" END AS "{name}"' for name in AMOUNT_NAMES]
        )
        recommendation = {"recommendation": recommendation_column(LADDER, "pay")}
        return f"SELECT {listed} FROM ({layer(select_amounts(self.program, joined), recommendation, 'duckdb')})"


@contextmanager
def open_run(
    folder: Path,
    program: Program,
    licences: LicenceBook,
    *,
    skip_bad: bool = False,
    check: bool = True,
    memory_limit: str = MEMORY_LIMIT,
    threads: int | None = None,
    beside: Path | None = None,
    range_size: int = RANGE,
    peers: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[BulkRun]:
    """Open a folder of tables for review; the connection and its temporary files are gone afterwards.

    check : False trusts Parquet files whose values were checked before
    beside : folder for temporary files; by default the system's

    Raises BadInput.
    """
    import duckdb

    from kneewise.case.tables import open_tables

    place = Path(tempfile.mkdtemp(prefix=".kneewise-", dir=beside))
    config: dict[str, Any] = {"memory_limit": memory_limit, "temp_directory": str(place / "spill")}
    if threads is not None:
        config["threads"] = threads
    try:
        with duckdb.connect(config=config) as connection:
            connection.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
            tell("check")
            opened = open_tables(connection, folder, skip_bad=skip_bad, check=check, orphans=check)
            _lock(connection, opened, place)
            tell("labels")
            key_sql = make_label_table(connection)
            licence_columns = make_licence_table(connection, licences)
            tell("peers")
            found = make_peer_tables(connection, key_sql, opened.n_cases) if peers else PeerColumns({}, ())
            yield BulkRun(
                connection=connection,
                program=program,
                opened=opened,
                key_sql=key_sql,
                licences=licence_columns,
                peers=found,
                ranges=cut_ranges(connection, opened, range_size),
                folder=place,
            )
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _lock(connection: DuckDBPyConnection, opened: OpenTables, place: Path) -> None:
    """Close the database: it may open the files of the set and its own temporary folder, nothing else.

    DuckDB cannot allow a file for reading alone; that no statement writes there is for the grammar of policies to keep.
    """
    from kneewise.case.table_sql import literal

    files = ", ".join(literal(str(Path(path).resolve())) for path in opened.files)
    connection.execute(f"SET allowed_paths = [{files}]")
    connection.execute(f"SET allowed_directories = [{literal(str(place.resolve()))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    connection.execute("SET lock_configuration = true")
