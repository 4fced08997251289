"""The checks that a table's values hold: first whether anything is wrong, which is cheap, and only then what
and where.

Over Parquet the first look costs little because DuckDB answers limits from the file's statistics, tests a
list of codes once per dictionary entry, and applies `regexp_extract` (not `regexp_matches`) once per
dictionary entry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kneewise.case import table_sql as sql
from kneewise.case.identity import REMOVED, holds_resident_number
from kneewise.case.settle import Plain, Refused, allowed_by, settle_by
from kneewise.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from kneewise.case.definition import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One table as it lies in the database before it is typed.

    relation : what stands after FROM; for Parquet it also gives `filename`, `file_index` and
        `file_row_number`
    stored : the type of each column that the file has
    """

    table: str
    form: str
    relation: str
    paths: tuple[str, ...]
    stored: dict[str, str]
    fields: tuple[Field, ...]

    @property
    def row(self) -> str:
        """The number of a row: in CSV the header is row 1, in Parquet the first row is."""
        return "rowid + 2" if self.form == "csv" else "file_row_number + 1"

    @property
    def file(self) -> str:
        """The file that a row stands in."""
        return sql.literal(self.paths[0]) if self.form == "csv" else "filename"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """One problem with one row; `key` is the case it belongs to and stays inside."""

    key: str | None
    problem: Problem


def find_bad_cells(
    connection: duckdb.DuckDBPyConnection, source: Source, most: int | None
) -> tuple[list[BadRow], int]:
    """Find the cells that cannot be taken: the first `most` of them (None: all), and how many there are."""
    found: list[BadRow] = []
    total = 0
    for field in _suspected(connection, source):
        bad = (
            sql.bad_text_cell(field)
            if source.form == "csv"
            else sql.bad_cell(field, source.stored[field.name])
        )
        column = sql.name(field.name)
        what = f"cast({column} as VARCHAR)"
        n_bad = _one(connection, f"select count(*) from {source.relation} where {bad}")
        total += n_bad
        if n_bad and (most is None or len(found) < most):
            limit = "" if most is None else f" limit {most - len(found)}"
            rows = connection.execute(
                f'select "case", {source.file}, {source.row}, {what}'
                f" from {source.relation} where {bad}{limit}"
            ).fetchall()
            found += [BadRow(key=row[0], problem=_problem(source, field, row)) for row in rows]
    return found, total


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _suspected(connection: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Field]:
    if source.form == "csv":
        wholes = [(field, f"count(*) filter ({sql.bad_text_cell(field)})") for field in source.fields]
        yield from _flagged(connection, source, wholes, "{} > 0")
        return
    by_limits, by_values = [], []
    by_filter = []
    for field in source.fields:
        stored, column = source.stored[field.name], sql.name(field.name)
        if field.required:
            by_filter.append(
                (field, f"{column} is null" + (f" or {column} = ''" if field.kind == "text" else ""))
            )
        if stored == '"NULL"':
            continue
        within = sql.limits(field)
        if within is not None:
            by_limits.append((field, f"min({column}) < {within[0]} or max({column}) > {within[1]}"))
        if field.kind == "code":
            by_filter.append((field, f"{column} not in {sql.code_list(field)}"))
        if within is not None and sql.can_be_nan(stored):
            by_filter.append((field, sql.as_seen(f"isnan({column})")))
        by_values += [(field, test) for test in _tests_of_values(source.table, field, stored, column)]
    seen = set()
    for field in [
        *_flagged(connection, source, by_limits, "{}"),
        *_flagged(connection, source, by_values, "{}"),
        *_filtered(connection, source, by_filter),
    ]:
        if field.name not in seen:
            seen.add(field.name)
            yield field


def _tests_of_values(table: str, field: Field, stored: str, column: str) -> Iterator[str]:
    """Tests that have to see the values, because statistics do not tell."""
    if field.kind == "integer" and sql.is_fractional(stored):
        yield f"bool_or({column} <> trunc({column}))"
    if field.kind == "text" and (field.name != "case" or table == "cases"):
        match = f"regexp_extract({column}, {sql.literal(sql.REFUSED_TEXT)})"
        if field.name in ("case", "claim"):
            # Keys are many and often short: their length is cheaper to ask than the expression.
            match = f"case when strlen({column}) >= 14 then {match} end"
        yield f"max({match}) <> ''"
    if field.name == "case" and table == "cases":
        yield f"bool_or({column} <> nfc_normalize({column}))"


def _flagged(
    connection: duckdb.DuckDBPyConnection, source: Source, tests: list[tuple[Field, str]], form: str
) -> list[Field]:
    if not tests:
        return []
    flags = ", ".join(form.format(test) for _, test in tests)
    row = connection.execute(f"select {flags} from {source.relation}").fetchone() or ()
    return [field for (field, _), flag in zip(tests, row, strict=True) if flag]


def _filtered(
    connection: duckdb.DuckDBPyConnection, source: Source, tests: list[tuple[Field, str]]
) -> list[Field]:
    if not tests:
        return []
    counts = " union all ".join(
        f"select {number}, count(*) from {source.relation} where {test}"
        for number, (_, test) in enumerate(tests)
    )
    return [tests[number][0] for number, n_bad in connection.execute(counts).fetchall() if n_bad]


def _problem(source: Source, field: Field, row: tuple[Any, ...]) -> Problem:
    _, file, number, value = row
    found, allowed = explain_cell(field, value, form=source.form)
    return Problem(file=file, row=number, field=f"{source.table}.{field.name}", found=found, allowed=allowed)


def explain_cell(field: Field, value: str | None, *, form: str) -> tuple[str, str]:
    """Say what is wrong with a cell in the words that the readers of documents use."""
    if not value:
        return "nothing", f"{allowed_by(field.spec)}; this field is required"
    if form == "parquet" and field.kind in ("day", "instant"):
        return f"{'a day' if field.kind == 'day' else 'a time'} of another century", allowed_by(field.spec)
    if form == "parquet" and field.kind in ("integer", "number") and value.lstrip("-") in ("nan", "inf"):
        return "NaN or infinity", allowed_by(field.spec)
    try:
        settle_by(field.spec)(Plain(value))
    except Refused as refused:
        return refused.found, refused.allowed
    return "text that is not in Unicode's composed form (NFC)", allowed_by(field.spec)


def shown_key(key: str | None) -> str | None:
    """Give a case's key as it may be written into a list of rejects."""
    return REMOVED if key is not None and holds_resident_number(key) else key


def find_repeated(
    connection: duckdb.DuckDBPyConnection, source: Source, most: int | None
) -> tuple[list[BadRow], int]:
    """Find rows of `cases` whose case stands in an earlier row."""
    # Keys that only ever rise cannot repeat: comparing neighbours costs half of grouping.
    rising = (
        f'select count(*) from (select "case" k, lag("case") over () p from {source.relation}) where k <= p'
    )
    if not _one(connection, rising):
        return [], 0
    order = source.row if source.form == "csv" else "file_index, file_row_number"
    repeated = f'select "case" from {source.relation} group by 1 having count(*) > 1'
    rows = (
        f'select "case" k, {source.file} f, {source.row} r,'
        f' row_number() over (partition by "case" order by {order}) n'
        f' from {source.relation} where "case" in ({repeated})'
    )
    told = Problem(
        file="",
        row=None,
        field="cases.case",
        found="a case that an earlier row has",
        allowed="each case once",
    )
    return _rows_with(connection, f"from ({rows}) where n > 1", told, most)


def has_orphans(connection: duckdb.DuckDBPyConnection, lists: list[Source], cases: Source) -> bool:
    """Tell whether any list has a row whose case is not in `cases`: one look at `cases` for all lists
    together."""
    if not lists:
        return False
    keys = " union all ".join(f'select "case" from {source.relation}' for source in lists)
    # EXCEPT costs half of an anti join here. A null key counts too: it is looked into and told as a missing
    # one.
    rows = f'select "case" from ({keys}) except select "case" from {cases.relation}'
    return _one(connection, f"select count(*) from ({rows})") > 0


def find_orphans(
    connection: duckdb.DuckDBPyConnection, source: Source, cases: Source, most: int | None
) -> tuple[list[BadRow], int]:
    """Find rows of a list whose case is not in `cases`."""
    orphans = (
        f'from {source.relation} x where "case" is not null'
        f' and not exists (select 1 from {cases.relation} c where c."case" = x."case")'
    )
    rows = f'from (select "case" k, {source.file} f, {source.row} r {orphans})'
    told = Problem(
        file="",
        row=None,
        field=f"{source.table}.case",
        found="a case that is not in the table 'cases'",
        allowed="the key of a case",
    )
    return _rows_with(connection, rows, told, most)


def _rows_with(
    connection: duckdb.DuckDBPyConnection, rows: str, told: Problem, most: int | None
) -> tuple[list[BadRow], int]:
    """Give the rows of a query, each with the problem that is told of all of them."""
    total = _one(connection, f"select count(*) {rows}")
    if not total:
        return [], 0
    limit = "" if most is None else f" limit {most}"
    bad = connection.execute(f"select k, f, r {rows} order by f, r{limit}").fetchall()
    return [BadRow(key=key, problem=replace(told, file=file, row=row)) for key, file, row in bad], total
