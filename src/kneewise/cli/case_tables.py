"""Long tables made of cases: scores, events and readings by knee, each with the days since the injection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import duckdb

CaseList = Literal["scores", "events", "readings", "followed"]

# What every row carries of its case: the arms by which results may be compared.
CASE_COLUMNS = {
    "case": 'c."case"',
    "patient": "c.patient_key",
    "knee": "c.knee",
    "service_on": "c.service_on",
    "technology": "c.technology",
    "route": "c.route",
    "kit_model": "c.kit_model",
    "kit_permit": "c.kit_permit",
    "kit_lot": "c.kit_lot",
    "provider": "c.provider_key",
    "provider_kind": "c.provider_kind",
    "dose_million_cells": "c.product_nucleated_cells_million",
    "sex": "c.patient_sex",
    "age": "year(c.service_on) - c.patient_birth_year",
    "diagnosis": "c.diagnosis",
    "injection_number": "c.injection_number",
}
_OWN = {
    "scores": {
        "day": "date_diff('day', c.service_on, x.scored_on)",
        "instrument": "x.instrument",
        "part": "x.part",
        "score": "x.score",
    },
    "events": {
        "day": "date_diff('day', c.service_on, x.began_on)",
        "term": "x.term",
        "grade": "x.grade",
        "serious": "x.serious",
        "related": "x.related",
    },
    "readings": {
        "day": "date_diff('day', c.service_on, x.imaged_on)",
        "scale": "x.scale",
        "grade": "x.grade",
        "modality": "x.modality",
        "reader": "x.reader",
        "imaged_on": "x.imaged_on",
        "compartment": "x.compartment",
    },
}
# How long a knee was followed: nothing in a record says it, so the last dated score or event stands for it.
_SEEN = """
  select "case", max(seen_on) as seen_on from (
    select "case", scored_on as seen_on from in_scores
    union all select "case", began_on from in_events
    union all select "case", cast(at as date) from in_observations
  ) group by "case"
"""


def make_table(connection: duckdb.DuckDBPyConnection, cases: CaseList) -> tuple[dict[str, str], tuple[str, ...]]:
    """Make the view `input` of the views that `open_tables` made.

    cases : scores, events and readings have one row a row of the list; `followed` has one row a case, with
        `followed_days`, the days from the injection to the last dated score, event or observation

    Gives the columns with their SQL types, and what is told: what the record leaves open.
    """
    own = _OWN.get(cases, {"followed_days": "date_diff('day', c.service_on, x.seen_on)"})
    shown = ", ".join(f'{sql} as "{name}"' for name, sql in (CASE_COLUMNS | own).items())
    other = "left join (" + _SEEN + ")" if cases == "followed" else f"join in_{cases}"
    order = "" if cases == "followed" else ', x."row"'
    connection.execute(
        f'create table made as select {shown}, cast(0 as BIGINT) as "#" from in_cases c {other} x'
        f' on x."case" = c."case" order by c."case"{order}'
    )
    connection.execute("create view input as select * from made")
    described = connection.execute("describe made").fetchall()
    return {str(row[0]): str(row[1]) for row in described if row[0] != "#"}, _told(connection, cases)


def _told(connection: duckdb.DuckDBPyConnection, cases: CaseList) -> tuple[str, ...]:
    day = "followed_days" if cases == "followed" else "day"
    found = connection.execute(
        f'select count(*), count(distinct "case"), count(*) filter (where "{day}" is null) from made'
    ).fetchone()
    n_rows, n_cases, n_undated = found or (0, 0, 0)
    n_all = (connection.execute("select count(*) from in_cases").fetchone() or (0,))[0]
    both = (
        connection.execute(
            "select count(*) from (select patient_key from in_cases where patient_key is not null"
            ' group by patient_key having count(distinct "case") > 1)'
        ).fetchone()
        or (0,)
    )[0]
    told = [f"{n_rows:,} {'cases' if cases == 'followed' else cases} of {n_cases:,} of {n_all:,} cases"]
    if n_undated:
        told.append(f"{n_undated:,} of them without a day: the day or the day of the injection is not recorded")
    if both:
        told.append(f"{both:,} patients have more than one case; cases are taken as independent")
    return tuple(told)
