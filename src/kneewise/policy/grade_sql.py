"""The grade of a knee, and what its readers make of it, for many cases: DuckDB's twin of `figures.grades_of`.

A reading becomes one number whose order is the order of the rule: modality, (reader), day of the image, day of the
reading, grade in the last three bits. `max` then picks the reading, and its last bits are the grade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy.figures import MODALITIES, READERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

N_READERS = len(READERS) + 1  # the last is a reader who is not named
_PER_READER = 5  # grades 0 to 4
_FIRST_OF_EACH = sum(1 << (_PER_READER * reader) for reader in range(N_READERS))


def grades_by_case(
    scales: Sequence[str], where: str, *, exact: bool, beside: Mapping[str, str] | None = None
) -> str | None:
    """Write the SELECT that gives, by case, `g_<scale>_first`, `_lowest` and `_highest`; None for no scales.

    exact : whether images after the day of service are left out and only a reader's latest grade counts. Otherwise
        both are told (`last_imaged_on`, `rare`), and grades are right for all other cases.
    beside : further figures over all readings of a case, by name; only where not exact
    """
    if not scales:
        return None
    rank = 'CASE r."reader" ' + " ".join(f"WHEN '{name}' THEN {len(READERS) - n}" for n, name in enumerate(READERS))
    modality = "CASE WHEN r.\"modality\" IN ('xray', 'arthroscopy') THEN 1 ELSE 0 END"
    key = f'((CAST({modality} AS BIGINT) << 50) + ({_day("imaged_on")} << 25) + ({_day("read_on")} << 3) + r."grade")'
    own = {scale: f'"scale" = \'{scale}\' AND "modality" IN ({_listed(MODALITIES[scale])})' for scale in scales}
    rows = (
        f'SELECT r.*, CAST({rank} ELSE 0 END AS BIGINT) AS "reader_rank", {key} AS "key"'
        f" FROM (SELECT * FROM in_readings WHERE {where}) r"
    )
    if exact:
        rows += (
            f' LEFT JOIN (SELECT "case", "service_on" FROM in_cases WHERE {where}) s ON s."case" = r."case"'
            ' WHERE r."grade" IS NOT NULL AND NOT coalesce(r."imaged_on" > s."service_on", FALSE)'
        )
        columns = [column for scale in scales for column in _exact_columns(scale, own[scale])]
        return f'SELECT "case", {", ".join(columns)} FROM ({rows}) GROUP BY "case"'
    columns = [
        'max("imaged_on") AS "last_imaged_on"',
        *(f'{source} AS "{name}"' for name, source in (beside or {}).items()),
    ]
    for scale in scales:
        prefix = f"g_{scale.lower()}"
        only = f'FILTER (WHERE {own[scale]} AND "grade" IS NOT NULL)'
        columns.append(f'max("key" + ("reader_rank" << 47)) {only} & 7 AS "{prefix}_first"')
        bit = f'1 << CAST("reader_rank" * {_PER_READER} + "grade" AS INTEGER)'
        columns.append(f'bit_or({bit}) {only} AS "{prefix}_seen"')
    grouped = f'SELECT "case", {", ".join(columns)} FROM ({rows}) GROUP BY "case"'
    return _from_seen(scales, grouped, tuple(beside or ()))


def _exact_columns(scale: str, own: str) -> list[str]:
    prefix = f"g_{scale.lower()}"
    latest = ", ".join(f'max("key") FILTER (WHERE {own} AND "reader_rank" = {rank}) & 7' for rank in range(N_READERS))
    return [
        f'max("key" + ("reader_rank" << 47)) FILTER (WHERE {own}) & 7 AS "{prefix}_first"',
        f'least({latest}) AS "{prefix}_lowest"',  # DuckDB skips nulls here, as is meant: readers who graded nothing
        f'greatest({latest}) AS "{prefix}_highest"',
    ]


def _from_seen(scales: Sequence[str], grouped: str, beside: Sequence[str]) -> str:
    """Read lowest and highest off the set of (reader, grade) pairs; a reader with two grades makes the case rare."""
    columns, doubled = [], []
    for scale in scales:
        prefix = f"g_{scale.lower()}"
        seen = f'"{prefix}_seen"'
        folded = "(" + " | ".join(f"({seen} >> {_PER_READER * n})" for n in range(N_READERS)) + ")"
        lowest = " ".join(f"WHEN {folded} & {1 << grade} <> 0 THEN {grade}" for grade in range(_PER_READER))
        highest = " ".join(f"WHEN {folded} & {1 << grade} <> 0 THEN {grade}" for grade in reversed(range(_PER_READER)))
        columns += [
            f'"{prefix}_first"',
            f'CASE {lowest} END AS "{prefix}_lowest"',
            f'CASE {highest} END AS "{prefix}_highest"',
        ]
        readers = "(" + " | ".join(f"({seen} >> {n})" for n in range(_PER_READER)) + f") & {_FIRST_OF_EACH}"
        doubled.append(f"coalesce(bit_count({seen}) <> bit_count({readers}), FALSE)")
    columns += [f'"{name}"' for name in beside]
    return f'SELECT "case", "last_imaged_on", {", ".join(columns)}, {" OR ".join(doubled)} AS "rare" FROM ({grouped})'


def _day(column: str) -> str:
    return f"CAST(coalesce(r.\"{column}\" - DATE '0001-01-01' + 1, 0) AS BIGINT)"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
