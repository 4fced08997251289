"""The facts of many cases as one DuckDB relation: each list is grouped once and joined, then derived in layers.

Every kind of fact means here what it means in `figures.py`; the two are compared row for row by the tests of engines.
Texts are joined from trees or from names of the catalogue; no value of a user stands in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.case.definition import TABLES
from kneewise.case.fields import LARGEST_AMOUNT
from kneewise.policy import tree as t
from kneewise.policy.grade_sql import grades_by_case
from kneewise.policy.holds import holding
from kneewise.policy.sql_code import sql_tree
from kneewise.policy.truth_sql import truth_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.policy.catalogue import FactSpec

DIALECT = "duckdb"
ALWAYS = t.Constant(True, "boolean")
IDENTITY = ("case", "claim", "knee")


def sql_of(tree: t.Tree) -> str:
    """Write an expression for DuckDB."""
    return sql_tree(tree).sql(dialect=DIALECT)


def select_facts(
    catalogue: Mapping[str, FactSpec],
    names: Sequence[str],
    *,
    where: str,
    joins: Sequence[str] = (),
    peers: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    licences: Mapping[str, str] | None = None,
    readings: str | None = None,
) -> str:
    """Write the SELECT that gives `case`, `claim`, `knee` and the facts `names` of each case.

    names : closed under what each fact needs, in an order in which they can be computed
    where : a condition on the key of a case, over the name `"case"`; the same for every table
    joins : further LEFT JOINs to `c`, the cases
    readings : a table with the facts of readings and their grades, made by `select_readings`; by default both are
        worked out here
    peers, labels, licences : the SQL that gives a fact of these kinds by its name (by its `ask`); absent means null
    """
    base: list[str] = [f'c."{name}" AS "{name}"' for name in IDENTITY]
    lists: dict[str, list[FactSpec]] = {}
    layers: list[dict[str, str]] = []
    depth: dict[str, int] = {}
    grade_lists: set[str] = set()
    grades = "l_grades" if readings is None else "l_readings"
    for name in names:
        spec = catalogue[name]
        if spec.kind == "column":
            base.append(f'c."{spec.column}" AS "{name}"')
        elif spec.kind == "recorded":
            base.append(f'{_recorded(str(spec.column))} AS "{name}"')
        elif spec.kind == "prefix":
            test = " OR ".join(f"starts_with(upper(c.\"{spec.column}\"), '{each}')" for each in spec.args["prefixes"])
            base.append(f'({test}) AS "{name}"')
        elif spec.kind == "ages":
            less = " - 1" if spec.args["pick"] == "lowest" else ""
            base.append(f'CAST(year(c."service_on") - c."patient_birth_year"{less} AS BIGINT) AS "{name}"')
        elif spec.kind == "peer":
            base.append(f'{(peers or {}).get(name, _null(spec))} AS "{name}"')
        elif spec.kind == "label":
            base.append(f'{(labels or {}).get(spec.args["ask"], _null(spec))} AS "{name}"')
        elif spec.kind == "licence":
            base.append(f'{(licences or {}).get(spec.args["ask"], _null(spec))} AS "{name}"')
        elif spec.kind == "grade":
            grade_lists.add(spec.args["scale"])
            column = f"g_{spec.args['scale'].lower()}_{spec.args['pick']}"
            base.append(f'CAST({grades}."{column}" AS BIGINT) AS "{name}"')
        elif spec.list is not None:
            lists.setdefault(spec.list, []).append(spec)
            base.append(f'{_joined(spec)} AS "{_raw(spec)}"')
            if spec.kind == "any" and spec.complete not in ("never", "always", None):
                _put(layers, depth, spec, _completed(spec))
        else:
            _put(layers, depth, spec, _layered(spec))
    if readings is None:
        further = _join_of(grades_by_case(sorted(grade_lists), where, exact=True), "l_grades")
    else:
        lists.pop("readings", None)
        further = _join_of(f"SELECT * FROM {readings}", "l_readings")
    relation = _base(base, lists, where, [*further, *joins])
    for layer in layers:
        columns = ", ".join(f'{source} AS "{name}"' for name, source in layer.items())
        relation = f"SELECT *, {columns} FROM ({relation})"
    wanted = ", ".join(f'"{name}"' for name in (*IDENTITY, *names))
    return f"SELECT {wanted} FROM ({relation})"


def select_readings(catalogue: Mapping[str, FactSpec], names: Sequence[str], *, where: str) -> tuple[str, str] | None:
    """Write two SELECTs over readings: all that the facts `names` need of them, and the exact grades by case.

    The first goes over the readings once. It gives wrong grades for the rare cases in which a reader graded twice or an
    image was taken after the day of service: those it marks by `rare`, and by `last_imaged_on` after that day. The
    second gives the grades of any case, and costs a join and a dozen aggregates more. None where nothing is graded.
    """
    specs = [catalogue[name] for name in names]
    scales = sorted({spec.args["scale"] for spec in specs if spec.kind == "grade"})
    beside = {spec.name: _aggregate(spec) for spec in specs if spec.list == "readings" and spec.kind != "grade"}
    quick, slow = grades_by_case(scales, where, exact=False, beside=beside), grades_by_case(scales, where, exact=True)
    return None if quick is None or slow is None else (quick, slow)


def _join_of(grouped: str | None, name: str) -> list[str]:
    return [] if grouped is None else [f'LEFT JOIN ({grouped}) {name} ON {name}."case" = c."case"']


def _put(layers: list[dict[str, str]], depth: dict[str, int], spec: FactSpec, source: str) -> None:
    """Put a fact into the first layer in which all that it needs is there."""
    level = max((depth.get(name, 0) for name in spec.needs), default=0)
    depth[spec.name] = level + 1
    while len(layers) <= level:
        layers.append({})
    layers[level][spec.name] = source


def _recorded(column: str) -> str:
    """Texts have a column of their own for this: composing their Unicode only to ask whether they are there is dear."""
    is_text = TABLES["cases"].field(column).kind == "text"
    return f'c."has_{column}"' if is_text else f'(c."{column}" IS NOT NULL)'


def _null(spec: FactSpec) -> str:
    kinds = {"boolean": "BOOLEAN", "integer": "BIGINT", "number": "DOUBLE", "day": "DATE", "instant": "TIMESTAMP"}
    return f"CAST(NULL AS {kinds.get(spec.type, 'VARCHAR')})"


def _raw(spec: FactSpec) -> str:
    """The column of the joined relation: a fact of kind any is finished only when it is known what is complete."""
    return f"any_{spec.name}" if spec.kind == "any" and spec.complete not in ("never", "always", None) else spec.name


def _base(
    columns: Sequence[str],
    lists: Mapping[str, Sequence[FactSpec]],
    where: str,
    joins: Sequence[str],
) -> str:
    parts = [f"SELECT {', '.join(columns)} FROM (SELECT * FROM in_cases WHERE {where}) c"]
    for name, specs in lists.items():
        columns_of = ", ".join(f'{_aggregate(spec)} AS "{spec.name}"' for spec in specs)
        grouped = f'SELECT "case", {columns_of} FROM in_{name} WHERE {where}{_only_rows(specs)} GROUP BY "case"'
        parts += _join_of(grouped, f"l_{name}")
    return " ".join([*parts, *joins])


def _only_rows(specs: Sequence[FactSpec]) -> str:
    """Leave out the rows that satisfy no condition of a list: without them every figure is the same."""
    trees = [spec.where for spec in specs if spec.where is not None]
    if any(tree == ALWAYS for tree in trees) or any(spec.value == "position" for spec in specs):
        return ""
    values: dict[str, None] = {}
    columns: set[str] = set()
    for tree in trees:
        for each in tree.operands if isinstance(tree, t.Or) else (tree,):
            if not (isinstance(each, t.Compare) and each.op == "=" and isinstance(each.left, t.Fact)):
                return f" AND ({' OR '.join(sql_of(each) for each in trees)}) IS NOT FALSE"
            columns.add(each.left.name)
            values[sql_of(each.right)] = None
    if len(columns) != 1:
        return f" AND ({' OR '.join(sql_of(each) for each in trees)}) IS NOT FALSE"
    # An IN over literals is several times faster than the same conditions joined by OR.
    column = columns.pop()
    return f' AND ("{column}" IN ({", ".join(values)}) OR "{column}" IS NULL)'


def _aggregate(spec: FactSpec) -> str:
    """What a list's rows come to, before its completeness is known. 2 some row, 1 perhaps some, 0 none."""
    assert spec.where is not None
    condition = sql_of(spec.where)
    if spec.kind == "any":
        if spec.where == ALWAYS:
            return "2"
        return f"CASE WHEN bool_or({condition}) THEN 2 WHEN count(*) = count({condition}) THEN 0 ELSE 1 END"
    only = "" if spec.where == ALWAYS else f" FILTER (WHERE {condition})"
    if spec.kind == "count":
        return f"count(*){only}"
    if spec.value == "position":
        # The place among the case's own rows: rows of a case stand together where a file was written by case.
        return f'CAST({spec.kind}("row"){only} - min("row") + 1 AS BIGINT)'
    value = f'"{spec.value}"'
    if spec.kind == "sum":
        known = f"count({value}){only} = count(*){only}"
        if spec.type == "number":
            thousandths = f"CAST(floor({value} * CAST(1000 AS DOUBLE) + CAST(0.5 AS DOUBLE)) AS BIGINT)"
            return f"CASE WHEN {known} THEN CAST(sum({thousandths}){only} AS DOUBLE) / CAST(1000 AS DOUBLE) END"
        total = f"sum({value}){only}"
        bounded = f"{total} BETWEEN -{LARGEST_AMOUNT} AND {LARGEST_AMOUNT}"  # beyond it is unknown, as in `sum_of`
        return f"CAST(CASE WHEN {known} AND {bounded} THEN {total} END AS BIGINT)"
    return f"{spec.kind}({value}){only}"


def _joined(spec: FactSpec) -> str:
    column = f'l_{spec.list}."{spec.name}"'
    if spec.kind == "count":
        return f"coalesce({column}, 0)"
    if spec.kind != "any":
        return column
    if spec.complete == "always":
        return f"(CASE coalesce({column}, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END)"
    if spec.complete in ("never", None):
        return f"(CASE WHEN {column} = 2 THEN TRUE END)"
    return column


def _completed(spec: FactSpec) -> str:
    assert spec.complete is not None and not isinstance(spec.complete, str)
    raw, complete = f'"{_raw(spec)}"', sql_of(holding(spec.complete, wanted=True))
    return f"(CASE WHEN {raw} = 2 THEN TRUE WHEN {raw} = 1 THEN NULL WHEN {complete} THEN FALSE END)"


def _layered(spec: FactSpec) -> str:
    args = spec.args
    if spec.kind == "derived" and spec.tree is not None:
        if spec.type == "boolean":
            return truth_of(spec.tree).sql(dialect=DIALECT)
        source = sql_of(spec.tree)
        return f"CAST({source} AS BIGINT)" if spec.type == "integer" else source
    if spec.kind == "hours":
        since, until = f'"{args["since"]}"', f'"{args["until"]}"'
        hours = f"CAST(epoch_us({until}) - epoch_us({since}) AS DOUBLE) / CAST(3600000000 AS DOUBLE)"
        return f"(CASE WHEN {until} >= {since} THEN {hours} END)"
    if spec.kind == "day_of":
        return f'CAST("{args["of"]}" AS DATE)'
    if spec.kind == "ratio":
        value, to = (f'CAST("{args[key]}" AS DOUBLE)' for key in ("of", "to"))
        return f"(CASE WHEN {to} > 0 THEN {value} / {to} END)"
    if spec.kind == "scaled":
        return f'CAST(floor("{args["of"]}" * CAST(100 AS DOUBLE) + CAST(0.5 AS DOUBLE)) AS BIGINT)'
    raise AssertionError(f"no SQL for the kind {spec.kind}")
