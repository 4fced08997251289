"""The facts of one case as Python source: one function, compiled once, from a typed record to a row of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.case.definition import TABLES
from kneewise.errors import BadPolicy
from kneewise.policy.python_code import PythonCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.policy.catalogue import FactSpec

# What the edges hand in beside the record, in this order.
LABEL_ASKS = (
    "reads_well", "day_zero", "made_on", "expires_on", "has_device_identifier", "has_production_identifier",
    "has_serial", "lot",
)  # fmt: skip
LICENCE_ASKS = ("in_force", "marrow", "shape_known", "shape_fits_class")
LATE_KINDS = ("claim", "outcome")  # known only after other parts; never in the row


def local(name: str) -> str:
    """The Python name that stands for a fact."""
    return f"f_{name}"


def write_facts(catalogue: Mapping[str, FactSpec], names: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Write `facts(case, label, licence, peer)` -> tuple of the facts `names`, in that order.

    names : closed under what each fact needs, in an order in which they can be computed

    Returns the source and the constants that it uses.
    """
    code = PythonCode(local)
    lines = ["def facts(c, label, licence, peer):"]
    grades: dict[str, str] = {}
    for name in names:
        lines.append(f"    {local(name)} = {_source(catalogue[name], code, grades, lines)}")
    lines.append(f"    return ({', '.join(local(name) for name in names)},)")
    return "\n".join(lines), code.constants


def _source(spec: FactSpec, code: PythonCode, grades: dict[str, str], lines: list[str]) -> str:
    kind, args = spec.kind, spec.args
    if kind == "column":
        return f"c.{spec.attribute}"
    if kind == "recorded":
        return f"c.{spec.attribute} is not None"
    if kind == "prefix":
        return f"begins_with(c.{spec.attribute}, {tuple(args['prefixes'])!r})"
    if kind == "grade":
        if args["scale"] not in grades:
            grades[args["scale"]] = f"g_{args['scale'].lower()}"
            lines.append(f"    {grades[args['scale']]} = grades_of(c.readings, {args['scale']!r}, c.service_on)")
        return f"{grades[args['scale']]}[{('first', 'lowest', 'highest').index(args['pick'])}]"
    if kind in ("any", "count", "sum", "min", "max"):
        return _over_rows(spec, code)
    if kind == "derived" and spec.tree is not None:
        return code.value(spec.tree)
    if kind == "hours":
        return f"hours_between({local(args['since'])}, {local(args['until'])})"
    if kind == "day_of":
        source = local(args["of"])
        return f"None if {source} is None else {source}.date()"
    if kind == "ratio":
        return f"ratio_of({local(args['of'])}, {local(args['to'])})"
    if kind == "scaled":
        return f"hundredths({local(args['of'])})"
    if kind == "ages":
        less = " - 1" if args["pick"] == "lowest" else ""
        return (
            "None if c.patient.birth_year is None or c.service_on is None "
            f"else c.service_on.year - c.patient.birth_year{less}"
        )
    if kind == "label":
        return f"label[{LABEL_ASKS.index(args['ask'])}]"
    if kind == "licence":
        return f"licence[{LICENCE_ASKS.index(args['ask'])}]"
    if kind == "peer":
        return f"peer.get({spec.name!r})"
    raise BadPolicy(f"facts.toml, {spec.name}: found the kind {kind}; allowed: the kinds listed at its head")


def _over_rows(spec: FactSpec, code: PythonCode) -> str:
    table = TABLES[str(spec.list)]

    def column(name: str) -> str:
        if name == "position":
            return "n"
        return "r" if table.plain else f"r.{table.field(name).attribute}"

    row = PythonCode(column)
    row.constants, row._known = code.constants, code._known
    assert spec.where is not None
    rows = f"c.{spec.list}"
    numbered = spec.value == "position"
    loop = f"for n, r in enumerate({rows}, 1)" if numbered else f"for r in {rows}"
    condition = row.true(spec.where)
    if spec.kind == "any":
        complete = "True" if spec.complete == "always" else "None"
        if spec.complete is not None and not isinstance(spec.complete, str):
            complete = code.true(spec.complete)
        return f"any_of([{row.value(spec.where)} {loop}], {complete})"
    if spec.kind == "count":
        return f"sum([1 {loop} if {condition}])"
    total = "sum_of_numbers" if spec.type == "number" else "sum_of"
    function = {"sum": total, "min": "least_of", "max": "greatest_of"}[spec.kind]
    return f"{function}([{column(str(spec.value))} {loop} if {condition}])"
