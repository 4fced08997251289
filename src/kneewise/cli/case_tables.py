"""Long tables made of cases: scores, events and readings by knee, each with the days since the injection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import duckdb

CaseList = Literal["scores", "events", "readings", "grades", "followed", "safety"]

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
_SAFETY = {
    "followed_days": "date_diff('day', c.service_on, s.seen_on)",
    "has_event": 'cast(x."case" is not null as BIGINT)',
}
# How long a knee was followed: nothing in a record says it, so the last dated score or event stands for it.
_SEEN = """
  select "case", max(seen_on) as seen_on from (
    select "case", scored_on as seen_on from in_scores
    union all select "case", began_on from in_events
    union all select "case", cast("at" as date) from in_observations
  ) group by "case"
"""


def make_table(connection: duckdb.DuckDBPyConnection, cases: CaseList) -> tuple[dict[str, str], tuple[str, ...]]:
    """Make the view `input` of the views that `open_tables` made.

    cases : scores, events and readings have one row a row of the list; `grades` has one row a case, scale and reader,
        the reading that counts by the rule of the record; `followed` has one row a case, with `followed_days`, the
        days from the injection to the last dated score, event or observation; `safety` has one row an event and one a
        case without events, with both

    Gives the columns with their SQL types, and what is told: what the record leaves open.
    """
    own = _OWN.get("readings" if cases == "grades" else cases)
    own = own or {"followed_days": "date_diff('day', c.service_on, x.seen_on)"}
    if cases == "safety":
        own = _OWN["events"] | _SAFETY
    shown = ", ".join(f'{sql} as "{name}"' for name, sql in (CASE_COLUMNS | own).items())
    lists = {
        "followed": f"left join ({_SEEN})",
        "grades": f"join ({_counting_readings()})",
        "safety": f'left join ({_SEEN}) s on s."case" = c."case" left join in_events',
    }
    order = "" if cases == "followed" else ', x."row"'
    connection.execute(
        f'create table made as select {shown}, cast(0 as BIGINT) as "#" from in_cases c'
        f' {lists.get(cases, f"join in_{cases}")} x on x."case" = c."case" order by c."case"{order}'
    )
    connection.execute("create view input as select * from made")
    described = connection.execute("describe made").fetchall()
    told = _told(connection, cases) + (_told_of_grades(connection) if cases == "grades" else ())
    return {str(row[0]): str(row[1]) for row in described if row[0] != "#"}, told


def _counting_readings() -> str:
    """The readings that count: on an eligible image no later than the injection, of each reader the latest.

    The rule of the record, as `policy/grade_sql.py` has it for the grade of a case.
    """
    from kneewise.policy.figures import MODALITIES

    eligible = " or ".join(
        f"(r.scale = '{scale}' and r.modality in ({', '.join(repr(each) for each in modalities)}))"
        for scale, modalities in MODALITIES.items()
    )
    return f"""
      select r.* from in_readings r join in_cases s on s."case" = r."case"
      where ({eligible}) and r.grade is not null and not coalesce(r.imaged_on > s.service_on, false)
      qualify row_number() over (
        partition by r."case", r.scale, coalesce(r.reader, '')
        order by r.modality in ('xray', 'arthroscopy') desc, r.imaged_on desc nulls last, r.read_on desc nulls last,
          r.grade desc
      ) = 1
    """


def _told_of_grades(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    n_all = (connection.execute("select count(*) from in_readings").fetchone() or (0,))[0]
    n_kept, n_mixed = connection.execute(
        'select (select count(*) from made), (select count(*) from (select 1 from made group by "case", scale'
        " having count(distinct modality) > 1))"
    ).fetchone() or (0, 0)
    told = []
    if n_all > n_kept:
        told.append(
            f"{n_all - n_kept:,} readings left out: no grade, an image of another kind or taken after the "
            "injection, or an earlier reading by the same reader"
        )
    if n_mixed:
        told.append(f"{n_mixed:,} cases were graded from different kinds of image by different readers")
    return tuple(told)


def _told(connection: duckdb.DuckDBPyConnection, cases: CaseList) -> tuple[str, ...]:
    day = "followed_days" if cases == "followed" else "day"
    only = "where has_event = 1" if cases == "safety" else ""
    found = connection.execute(
        f'select count(*), count(distinct "case"), count(*) filter (where "{day}" is null) from made {only}'
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
    what = {"followed": "cases", "safety": "events"}.get(cases, cases)
    told = [f"{n_rows:,} {what} of {n_cases:,} of {n_all:,} cases"]
    if n_undated and cases not in ("grades", "readings"):
        told.append(f"{n_undated:,} of them without a day: the day or the day of the injection is not recorded")
    if both:
        told.append(f"{both:,} patients have more than one case; cases are taken as independent")
    return tuple(told)
