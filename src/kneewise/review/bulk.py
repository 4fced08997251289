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

from kneewise.policy.catalogue import read_catalogue
from kneewise.policy.fact_sql import select_facts, select_readings
from kneewise.policy.verdict_sql import select_words
from kneewise.review.claim_sql import kept_columns, make_claim_table, select_verdict_rows
from kneewise.review.kit_sql import make_label_table, make_licence_table
from kneewise.review.peer_sql import PeerColumns, make_peer_tables
from kneewise.review.ranges import cut_ranges, range_condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duckdb import DuckDBPyConnection

    from kneewise.case.tables import OpenTables
    from kneewise.policy.program import Program
    from kneewise.review.kits import LicenceBook

RANGE = 1_000_000  # cases a range: its hash tables stay near one gigabyte
MEMORY_LIMIT = "3GB"


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
        columns = ", ".join(f'"{each}"' for each in kept_columns(self.program))
        readings = f"readings_of_{name}" if self.make_readings(where, f"readings_of_{name}") else None
        words = select_words(self.program, self.facts_sql(where, readings=readings))
        execute = self.connection.execute
        execute(f"DROP VIEW IF EXISTS {name}" if form == "VIEW" else f"DROP TABLE IF EXISTS {name}")
        execute(f"CREATE OR REPLACE TEMP TABLE words_of_{name} AS SELECT {columns} FROM ({words})")
        execute(f"DROP TABLE IF EXISTS readings_of_{name}")
        make_claim_table(self.connection, self.program, f"words_of_{name}", f"claims_of_{name}")
        verdicts = select_verdict_rows(self.program, f"words_of_{name}", f"claims_of_{name}")
        execute(f"CREATE TEMP {form} {name} AS {verdicts}")

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
