"""The difference of two sets of policies on a folder of tables: both reviewed in bulk, the verdicts joined."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kneewise.case.table_sql import literal
from kneewise.review.answer import PARTS
from kneewise.review.diff import Difference, Transition
from kneewise.review.many import review_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from kneewise.policy.program import Program
    from kneewise.review.kits import LicenceBook

_ORDER = ("recommendation", *PARTS, "payable")
_PAYABLE = " || ' / ' || ".join(
    f"coalesce({setting}_low || '-' || {setting}_high, 'unknown')" for setting in ("outpatient", "inpatient")
)


def compare_tables(folder: Path, programs: Sequence[Program], licences: LicenceBook) -> Difference:
    """Review a folder of tables under two programs and compare the verdicts; see `diff.compare_answers`.

    Raises BadInput.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="kneewise-") as place:
        paths = [Path(place) / f"{side}.parquet" for side in ("old", "new")]
        for path, program in zip(paths, programs, strict=True):
            with review_many(folder, program, licences, beside=Path(place)) as many:
                many.pass_over(verdicts=path)
        with duckdb.connect() as connection:
            for path in paths:
                connection.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM {literal(str(path))}")
            return _compare(connection)


def _compare(connection: DuckDBPyConnection) -> Difference:
    names = [f'"{name}"' for name in _ORDER[:-1]]
    sides = ", ".join(
        f"{side}.{name} AS {name[1:-1]}_{side}" for side in ("old", "new") for name in [*names, '"payable"']
    )
    with_payable = "SELECT *, {} AS payable FROM {}"
    old, new = (with_payable.format(_PAYABLE, side) for side in ("old", "new"))
    connection.execute(
        f'CREATE TABLE both_sides AS SELECT "case", {sides} FROM ({old}) AS old JOIN ({new}) AS new USING ("case")'
    )
    changed = " UNION ALL ".join(
        f"SELECT '{what}' AS what, {what}_old AS was, {what}_new AS now, \"case\" FROM both_sides"
        f" WHERE {what}_old <> {what}_new"
        for what in _ORDER
    )
    rows = connection.execute(
        f'SELECT what, was, now, list("case" ORDER BY "case") FROM ({changed}) GROUP BY ALL'
    ).fetchall()
    counted = connection.execute(
        f'SELECT (SELECT count(*) FROM both_sides), (SELECT count(DISTINCT "case") FROM ({changed}))'
    ).fetchone() or (0, 0)
    rows.sort(key=lambda row: (_ORDER.index(row[0]), -len(row[3]), row[:3]))
    return Difference(
        n_cases=counted[0],
        n_changed=counted[1],
        transitions=tuple(Transition(what, was, now, tuple(cases)) for what, was, now, cases in rows),
    )

